"""Every page in another language: nothing that was never made translatable, nothing unsaid."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from babel import Locale
from babel.messages.catalog import Catalog
from django.http import HttpResponse
from django.utils.translation import override, trans_real

from afterglow.cli.languages import compile_into
from afterglow.cli.sentences import sentences
from afterglow.core.languages import catalogs
from afterglow.web.patient import clock
from afterglow.web.site import errors
from web import every_state
from web.hosted import host

pytestmark = pytest.mark.django_db
PSEUDO = "xx"
# letters that a reader knows at once and that no English word has
ACCENTS = str.maketrans("abcdefghijklmnopqrstuvwxyz", "àƀćđéƒģħíĵķłḿñőƥʠřšťůṽŵẋýž")
PLACES = re.compile(r"(\{\w+\}|%\(\w+\)s|%%)")
# what is the same in every language: names, codes, and what comes from files other than ours
COUNTRIES = "|".join(sorted(map(re.escape, Locale("en").territories.values()), key=len)[::-1])
SAME = re.compile(
    # countries are named by CLDR, money by its code; addresses and folders are what they are
    rf"{COUNTRIES}|USD|GBP|EUR|https?://\S+|/tmp/\S+|UTC|English|Pseudo|iPhone, Safari"
    r"|Apple|Google|Outlook|New York|Europe/London|Mars/Base|London|\{\w+\}"
    # what the person typed or may type, and the names of what they asked for
    r"|Example (Skin )?Clinic|[“\"][^”\"]*[”\"]|ibuprofen|warfarin|amiodarone|\b[Nn]an\b"
    # days and months come from the framework's own file, which has no pseudo-language
    r"|(Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Mon|Tue|Wed|Thu|Fri|Sat|Sun"
    r"|January|February|March|April|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
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
            names = {"aria-label", "title", "alt", "placeholder", *SCRIPTED}
            if told.get("id") in ALL_SCRIPTED:
                names |= {one for one in told if one.startswith("data-")} - UNSEEN
            self.found += [told[name] or "" for name in sorted(names & told.keys())]

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self.closed:
            self.closed.pop()

    def handle_data(self, data: str) -> None:
        if not any(self.closed):
            self.found.append(data)


# what a script shows to a person stands on the page, as data
SCRIPTED = {"data-skipped", "data-celsius", "data-copied", "data-after", "data-said"}
ALL_SCRIPTED = {"offline-page", "offline-bar"}
UNSEEN = {"data-table", "data-recovery", "data-zone", "data-check-in"}
VOID = {"meta", "link", "input", "img", "br", "hr", "wbr", "source", "col"}


def untranslated(page: str) -> list[str]:
    words = Words()
    words.feed(page)
    text = "\n".join(words.found)
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [line for line in lines if re.search(r"[A-Za-z]{3,}", SAME.sub("", line))]


Steps = Iterable[tuple[str, HttpResponse]]


def told_in(response: HttpResponse) -> str:
    """What a person sees of an answer: a page, or the reasons in one for a script."""
    if response.headers["Content-Type"] == "application/json":
        return "\n".join(response.json().get("reasons", []))
    return response.content.decode()


def left_english(steps: Steps) -> dict[str, list[str]]:
    """By state, what no translation reached; a state that leads elsewhere was not reached."""
    found: dict[str, list[str]] = {}
    for name, response in steps:
        assert response.status_code not in {301, 302}, name
        # what the person typed is theirs
        if left := [line for line in untranslated(told_in(response)) if line not in SAID_BY_PERSON]:
            found[name] = left
    return found


def shown(found: dict[str, list[str]]) -> str:
    """Each line once, with the first state that it stands in."""
    first: dict[str, str] = {}
    for name, lines in found.items():
        for line in lines:
            first.setdefault(line, name)
    return "\n".join(f"{name}: {line}" for line, name in first.items())


SAID_BY_PERSON = {*every_state.ASKED.values()}


def test_every_state_without_a_treatment_can_be_translated(
    client: Any, typed: dict[str, Any], pseudo: str
) -> None:
    client.cookies["language"] = pseudo
    found = left_english(every_state.anybody(client, typed))
    assert not found, shown(found)


@pytest.mark.parametrize("ahead", [False, True], ids=["after", "before"])
def test_every_state_of_a_treatment_can_be_translated(
    client: Any, page_of: Callable[..., str], pseudo: str, ahead: bool
) -> None:
    address = page_of(
        date="2026-12-04" if ahead else "2026-11-24", skin_type="5", conditions=["cold_sores"]
    )
    client.cookies["language"] = pseudo
    found = left_english(every_state.of_a_treatment(client, address, done=not ahead))
    assert not found, shown(found)


def test_every_state_of_check_ins_can_be_translated(
    client: Any, page_of: Callable[..., str], pseudo: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = page_of(skin_type="5", conditions=["cold_sores"])
    client.cookies["language"] = pseudo

    def at(moment: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: moment)

    found = left_english(every_state.of_check_ins(client, address, at))
    assert not found, shown(found)


def test_every_state_of_coming_in_can_be_translated(pseudo: str, settings: Any) -> None:
    spoken = settings.LANGUAGES
    host(settings)
    settings.LANGUAGES = spoken
    found = left_english(every_state.coming_in(pseudo))
    assert not found, shown(found)


def test_what_went_wrong_with_us_can_be_translated(rf: Any, pseudo: str) -> None:
    with override(pseudo):
        pages = [("500", errors.server_error(rf.get("/"))), ("403", errors.not_yours(rf.get("/")))]
        assert not [
            untranslated(page.content.decode())
            for _, page in pages
            if untranslated(page.content.decode())
        ]


def test_the_page_to_take_along_can_be_translated(
    client: Any, page_of: Callable[..., str], pseudo: str
) -> None:
    address = page_of(skin_type="5", conditions=["cold_sores"])
    client.cookies["language"] = pseudo
    page = client.get(f"{address}my-recovery.html").content.decode()
    assert not untranslated(page), "\n".join(untranslated(page))
    words = re.search(r'<script type="application/json" id="words">(.*?)</script>', page, re.S)
    assert words is not None
    assert not untranslated("\n".join(json.loads(words[1]).values()))
