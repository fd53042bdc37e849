"""Django's settings: one person's own machine or a hosted site, nothing loaded from elsewhere.

In: AFTERGLOW_DATA (see `folder`), AFTERGLOW_OVERLAYS (files of a clinic's protocol, parted as in
PATH), AFTERGLOW_HOSTED and its fellows (see `hosting`), AFTERGLOW_DATABASE (see `database`).
Out: what Django reads.
"""

from __future__ import annotations

import os
from pathlib import Path

from django.utils.functional import SimpleLazyObject

from afterglow.core import documents
from afterglow.core.languages import catalogs as languages
from afterglow.web.site.database import database
from afterglow.web.site.folder import data_folder, secret_key
from afterglow.web.site.hosting import hosting

DATA = data_folder()
DEBUG = False
AFTERGLOW_OVERLAYS = [
    one for one in os.environ.get("AFTERGLOW_OVERLAYS", "").split(os.pathsep) if one
]
# lazy: no file is written before something has to be signed
SECRET_KEY = SimpleLazyObject(lambda: secret_key(DATA))

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "django_htmx",
    "afterglow.apps.access.apps.AccessConfig",
    "afterglow.apps.recoveries.apps.RecoveriesConfig",
    "afterglow.apps.calendars.apps.CalendarsConfig",
    "afterglow.web.patient.apps.PatientConfig",
    "afterglow.web.site.apps.SiteConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # BREACH: the only secret in a page is the CSRF token, which Django masks anew each time, and
    # GZipMiddleware adds random bytes to each response besides
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "afterglow.web.patient.visiting.Visiting",
    "afterglow.web.site.middleware.PermissionTable",
    "afterglow.web.site.middleware.PrivatePages",
]

ROOT_URLCONF = "afterglow.web.site.urls"
WSGI_APPLICATION = "afterglow.web.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.csrf",
                "afterglow.web.patient.visiting.hosting",
                "afterglow.web.site.languages.spoken",
                "afterglow.web.patient.asking_anywhere.ask_box",
            ]
        },
    }
]

DATABASES = {"default": database(os.environ, DATA)}

USE_TZ = True
TIME_ZONE = "UTC"  # every page shows its person's own zone
# Django writes TIME_ZONE into TZ; the machine's own is kept, for the server's workers too
os.environ.setdefault("AFTERGLOW_MACHINE_TZ", os.environ.get("TZ", ""))
LANGUAGE_CODE = "en"
LANGUAGES = [(one.code, one.name) for one in languages.LANGUAGES]
LOCALE_PATHS = [str(languages.COMPILED)]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

STATIC_URL = "static/"
# lookup.js is the core's own: pages that leave the house carry it too
STATICFILES_DIRS = [("afterglow", Path(documents.__file__).parent / "scripts")]
STATIC_ROOT = DATA / "static"
STORAGES = {
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# The form and its longest honest answer are small; all else is refused before it is read
DATA_UPLOAD_MAX_MEMORY_SIZE = 100_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "script-src": ["'self'"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'"],
        "manifest-src": ["'self'"],
        "img-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
# no other host ever learns an address; "no-referrer" would also blank the Origin of our own forms,
# which Django checks against forgery
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "afterglow.web.site.errors.csrf_refused"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"private": {"()": "afterglow.web.site.logs.PrivateFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "private"}},
    "root": {"handlers": ["console"], "level": "ERROR"},
    "loggers": {"django": {"handlers": ["console"], "level": "ERROR", "propagate": False}},
}

SILENCED_SYSTEM_CHECKS = ["security.W004", "security.W008", "security.W012", "security.W016"]

# last, since being hosted may change any of the above
_way = hosting(os.environ)
AFTERGLOW_HOSTED: bool = _way["AFTERGLOW_HOSTED"]
AFTERGLOW_CLINIC: dict[str, str] = _way["AFTERGLOW_CLINIC"]
AFTERGLOW_COOKIES: str = _way["AFTERGLOW_COOKIES"]
AFTERGLOW_LISTEN: str = _way["AFTERGLOW_LISTEN"]
AFTERGLOW_TLS: tuple[Path, Path] | None = _way["AFTERGLOW_TLS"]
globals().update(_way)
