"""The files of the languages: whole, compiled, and with every place where the English has it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from afterglow.cli.languages import FOLDER, compile_into, missing_in
from afterglow.cli.sentences import KEYWORDS, PACKAGE, sentences
from afterglow.core.languages import LANGUAGES, catalogs, gettext, language_of, ngettext, translated

CODES = sorted(file.stem for file in FOLDER.glob("*.po"))
PLACE = re.compile(r"\{\w+\}|%\(\w+\)s|%%|</?\w+[^>]*>")


def messages(code: str) -> Iterator[Message]:
    with (FOLDER / f"{code}.po").open("rb") as stream:
        yield from (one for one in read_po(stream, locale=code) if one.id)


def test_english_spanish_and_arabic_are_spoken() -> None:
    assert {one.code for one in LANGUAGES} >= {"en", "es", "ar"}


@pytest.mark.parametrize("code", CODES)
def test_no_sentence_is_missing(code: str) -> None:
    assert missing_in(code, sentences()) == []


def test_no_sentence_hides_in_a_string_that_is_filled() -> None:
    """What stands in an f-string is found by no extractor, so that no translator would see it."""
    hidden = [
        f"{file.name}:{call.lineno}"
        for file in PACKAGE.rglob("*.py")
        for filled in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(filled, ast.JoinedStr)
        for call in ast.walk(filled)
        if isinstance(call, ast.Call) and ast.unparse(call.func) in KEYWORDS
    ]
    assert hidden == []


@pytest.mark.parametrize("code", CODES)
def test_the_compiled_file_is_that_of_the_source(code: str, tmp_path: Path) -> None:
    with (FOLDER / f"{code}.po").open("rb") as stream:
        compile_into(read_po(stream, locale=code), tmp_path, code)
    kept = FOLDER / "compiled" / code / catalogs.FILE
    assert (tmp_path / code / catalogs.FILE).read_bytes() == kept.read_bytes(), "make languages"


@pytest.mark.parametrize("code", CODES)
def test_a_translation_leaves_open_what_the_english_leaves_open(code: str) -> None:
    wrong = []
    for one in messages(code):
        ids = one.id if isinstance(one.id, list | tuple) else [one.id]
        strings = one.string if isinstance(one.string, list | tuple) else [one.string]
        # of a plural's forms, those for one thing and two may name the number in words
        wanted = sorted(set(PLACE.findall(ids[-1])))
        for string in strings:
            found = sorted(set(PLACE.findall(string)))
            if found != wanted and not (len(ids) > 1 and set(wanted) - set(found) <= {"%(n)s"}):
                wrong.append((ids[-1], string))
    assert not wrong


@pytest.mark.parametrize("code", CODES)
def test_what_is_put_behind_other_words_keeps_its_space(code: str) -> None:
    """A hint stands behind what was wrong: " (did you mean cheeks?)"."""
    single = [one for one in messages(code) if isinstance(one.id, str) and one.string]
    assert [one.id for one in single if one.id[0] == " "]
    assert not [one.id for one in single if (one.id[0] == " ") != (one.string[0] == " ")]


@pytest.mark.parametrize("code", CODES)
def test_a_language_says_its_name_and_its_status(code: str) -> None:
    found = language_of(code)
    assert found is not None
    assert found.name not in ("", catalogs.NAME)
    assert found.status in ("draft", "reviewed")


def test_a_changed_sentence_has_no_translation() -> None:
    assert translated("Call your clinic today.", "es") not in (None, "Call your clinic today.")
    assert translated("Call your clinic today!!", "es") is None
    assert gettext("Call your clinic today!!", "es") == "Call your clinic today!!"


def test_a_region_speaks_its_language() -> None:
    said = gettext("Call your clinic today.", "es")
    assert translated("Call your clinic today.", "es-MX") == said


def test_arabic_has_its_own_plurals() -> None:
    told = {ngettext("%(n)s day", "%(n)s days", n, "ar") for n in (1, 2, 3, 11)}
    assert len(told) == 4


def test_an_unknown_language_is_english() -> None:
    assert gettext("Call your clinic today.", "tlh") == "Call your clinic today."
    assert language_of("tlh") is None
