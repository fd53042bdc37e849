"""The languages people are spoken to in: one file each, written by hand, compiled by `make`.

`es.po` holds every translated sentence of the house, found by its English words. An English
sentence that has changed since finds no translation, and is shown in English: an old translation
never speaks for new advice. How to add a language: docs/languages.md.
"""

from afterglow.core.languages.catalogs import (
    LANGUAGES,
    Language,
    base_of,
    gettext,
    language_of,
    ngettext,
    translated,
)

__all__ = [
    "LANGUAGES",
    "Language",
    "base_of",
    "gettext",
    "language_of",
    "ngettext",
    "translated",
]
