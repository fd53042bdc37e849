"""Read the compiled languages. In: English words and a language. Out: words, or none.

Only package data is read, once. English needs no file: it is the language all is written in.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from typing import Literal

Status = Literal["original", "draft", "reviewed"]
COMPILED = files(__package__).joinpath("compiled")
RIGHT_TO_LEFT = frozenset({"ar", "dv", "fa", "he", "ps", "sd", "ur", "yi"})
# the site's framework looks for files of this name only, so that is what they are called
FILE = "LC_MESSAGES/django.mo"
# what a language's file says of itself, as messages of a context of their own
ABOUT, NAME, STATUS = "about this language", "its own name", "draft, or reviewed (by a clinician)"


@dataclass(frozen=True)
class Language:
    """A language people can choose; `status` says whether a clinician has reviewed its words."""

    code: str
    name: str
    status: Status

    @property
    def right_to_left(self) -> bool:
        return self.code in RIGHT_TO_LEFT


def base_of(language: str) -> str:
    """es of es-MX: regions share a file."""
    return language.partition("-")[0].lower()


@cache
def _catalog(language: str) -> NullTranslations:
    file = COMPILED.joinpath(language, FILE)
    if not file.is_file():
        return NullTranslations()
    with file.open("rb") as stream:
        return GNUTranslations(stream)


def translated(english: str, language: str) -> str | None:
    """The words in a language; None where it has none, so that the caller can say so."""
    if base_of(language) == "en":
        return english
    catalog = _catalog(base_of(language))
    # an empty message is the file's own header
    found = catalog.gettext(english) if english else english
    # a catalog answers with the very object that was asked for where it has nothing
    return None if found is english else found


def gettext(english: str, language: str) -> str:
    """The words in a language, or in English where it has none."""
    return translated(english, language) or english


def ngettext(one: str, many: str, n: int, language: str) -> str:
    """The words for a number of things; each language has its own plurals."""
    return _catalog(base_of(language)).ngettext(one, many, n)


def language_of(code: str) -> Language | None:
    """A language by its code; None where there is no such file."""
    return next((one for one in LANGUAGES if one.code == base_of(code)), None)


def _read() -> tuple[Language, ...]:
    found = [Language("en", "English", "original")]
    codes = (folder.name for folder in COMPILED.iterdir()) if COMPILED.is_dir() else ()
    for code in sorted(codes):
        if not COMPILED.joinpath(code, FILE).is_file():
            continue
        told = _catalog(code)
        reviewed = told.pgettext(ABOUT, STATUS) == "reviewed"
        name = told.pgettext(ABOUT, NAME)
        found.append(Language(code, name, "reviewed" if reviewed else "draft"))
    return tuple(found)


LANGUAGES: tuple[Language, ...] = _read()
