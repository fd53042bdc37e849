"""Every page in another language: nothing that was never made translatable, nothing unsaid."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from django.utils.translation import trans_real

from afterglow.cli.languages import compile_into
from afterglow.cli.sentences import sentences
from afterglow.core.languages import catalogs

pytestmark = pytest.mark.django_db
PSEUDO = "xx"
# letters that a reader knows at once and that no English word has
ACCENTS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "àƀćđéƒģħíĵķłḿñőƥʠřšťůṽŵẋýž")
PLACES = re.compile(r"(\{\w+\}|%\(\w+\)s|%%)")
# days and months come from the framework's own file, which has no pseudo-language; zones, units
# and the names of creams are the same everywhere
SAME = re.compile(
    r"(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Mon|Tue|Wed|Thu|Fri|Sat|Sun"
    r"|January|February|March|April|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
    r"|New York|UTC|English|Pseudo"
    # what the person typed, and the names of what they asked for
    r"|Example Skin Clinic|[“\"][^”\"]*[”\"]|ibuprofen"
)
SKIPPED = {"script", "style", "svg"}


@pytest.fixture
def pseudo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[str]:
    """A language in which every letter of every sentence of the house has an accent."""
    catalog = Catalog(locale="en", charset="utf-8")
    for message in sentences():
        if message.id:
            words = message.id if isinstance(message.id, tuple | list) else [message.id]
            asked = message.context == "date format"
            said = [one if asked else accented(one) for one in words]
            string = tuple(said) if len(said) > 1 else said[0]
            catalog.add(message.id, string, context=message.context)
    compile_into(catalog, tmp_path, PSEUDO)
    monkeypatch.setattr(catalogs, "COMPILED", tmp_path)
    settings.LOCALE_PATHS = [str(tmp_path)]
    settings.LANGUAGES = [("en", "English"), (PSEUDO, "Pseudo")]
    _forget()
    yield PSEUDO
    _forget()


def accented(english: str) -> str:
    """The sentence with what it leaves open untouched."""
    parts = PLACES.split(english)
    return "".join(one if n % 2 else one.lower().translate(ACCENTS) for n, one in enumerate(parts))


def _forget() -> None:
    catalogs._catalog.cache_clear()
    trans_real._translations.clear()


class Words(HTMLParser):
    """The text that a person sees or hears, but for what says that it is in another language."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.closed: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag not in VOID:
            self.closed.append(tag in SKIPPED or (tag != "html" and "lang" in told))
        if not any(self.closed):
            names = ("aria-label", "title", "alt", "placeholder")
            self.found += [told[name] or "" for name in names if name in told]

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self.closed:
            self.closed.pop()

    def handle_data(self, data: str) -> None:
        if not any(self.closed):
            self.found.append(data)


VOID = {"meta", "link", "input", "img", "br", "hr", "wbr", "source", "col"}


def untranslated(page: str) -> list[str]:
    words = Words()
    words.feed(page)
    text = "\n".join(words.found)
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [line for line in lines if re.search(r"[A-Za-z]{3,}", SAME.sub("", line))]


PAGES = ["", "check-in/", "unwell/", "ask/?q=can+i+run", "ask/?q=i+have+pus", "ask/?q=nurofin",
         "ask/?q=xkcd+blub", "delete/"]  # fmt: skip


@pytest.mark.parametrize("ahead", [False, True], ids=["after", "before"])
def test_every_sentence_of_a_treatment_s_pages_can_be_translated(
    client: Any, page_of: Callable[..., str], pseudo: str, ahead: bool
) -> None:
    address = page_of(
        date="2026-12-04" if ahead else "2026-11-24", skin_type="5", conditions=["cold_sores"]
    )
    client.cookies["language"] = pseudo
    found = {}
    for page in PAGES:
        response = client.get(address + page)
        left = untranslated(response.content.decode())
        if left:
            found[page] = left
    assert not found, "\n".join(
        f"{page}: {line}" for page, lines in found.items() for line in lines
    )
