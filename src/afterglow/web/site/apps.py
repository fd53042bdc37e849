"""Django's handle on the shared templates and static files."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Holds no tables."""

    name = "afterglow.web.site"
    label = "site"
