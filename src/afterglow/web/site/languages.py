"""The language of the pages: as the person chose it here, else as their browser asks for it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import get_language
from django.views.i18n import set_language

from afterglow.core.languages import LANGUAGES, language_of


def choose(request: HttpRequest) -> HttpResponseBase:
    """Remember a language on this device, and go back to the page it was chosen on."""
    return set_language(request)


def spoken(request: HttpRequest) -> dict[str, Any]:
    """For every page: the languages to choose from, this one, and where to come back to."""
    language = language_of(get_language() or "en") or LANGUAGES[0]
    return {"languages": LANGUAGES, "spoken": language, "here": request.get_full_path()}
