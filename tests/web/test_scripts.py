"""The scripts speak no language of their own: all that they show stands on the page, translated."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import afterglow

PACKAGE = Path(afterglow.__file__).parent
SCRIPTS = sorted(
    [*(PACKAGE / "web/site/static/afterglow").glob("*.js"),
     *(PACKAGE / "core/documents/scripts").glob("*.js")]
)  # fmt: skip
TEMPLATES = PACKAGE / "web/patient/templates/patient"
# comments and character classes first, so that a quote in them opens nothing
PARTS = re.compile(
    r"//[^\n]*|/\*.*?\*/|/[^/\n]*\[[^\]\n]*\][^/\n]*/[a-z]+"
    r'|"((?:[^"\\\n]|\\.)*)"|\'((?:[^\'\\\n]|\\.)*)\'|`((?:[^`\\]|\\.)*)`',
    re.S,
)
# two words beside each other, or one with a capital: so look words for people
WORDS = re.compile(r"[A-Za-z]{2,}[,.:?!]? +[A-Za-z]{2,}|^[A-Z][a-z]+")
TECHNICAL = {
    "use strict",
    # classes and selectors
    "(pointer: coarse)", "button pill", "card look", "card told", ".sos .tap",
    "details.fold:not([open])",
    # names of files, headers, keys and parts of the browser
    "/sw.js", "offline.json", "Content-Encoding", "Content-Length", "Set-Cookie", "If-None-Match",
    "Enter", "DecompressionStream", "<html data-saved=\"\"",
}  # fmt: skip


def literals(script: str) -> list[str]:
    """Every text of a script, without what it leaves open."""
    found = [
        next((one for one in match.groups() if one is not None), "")
        for match in PARTS.finditer(script)
    ]
    return [re.sub(r"\$\{[^}]*\}", "", one).strip() for one in found]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda one: one.name)
def test_no_words_for_people_stand_in_a_script(script: Path) -> None:
    said = {one for one in literals(script.read_text("utf-8")) if WORDS.search(one)}
    assert not said - TECHNICAL


def test_words_in_a_script_would_be_found() -> None:
    script = 'one.textContent = "Try again"; two.append(`Sent ${n} of them`); // "a comment"'
    assert [one for one in literals(script) if WORDS.search(one)] == ["Try again", "Sent  of them"]


@pytest.mark.parametrize(
    ("script", "template"),
    [("offline_page.js", TEMPLATES / "offline.html"),
     ("offline.js", PACKAGE / "web/site/templates/site/offline_bar.html")],
)  # fmt: skip
def test_every_word_that_a_script_shows_is_on_its_page(script: str, template: Path) -> None:
    source = next(one for one in SCRIPTS if one.name == script).read_text("utf-8")
    asked = set(re.findall(r"\bwords\.([a-zA-Z]+)", source))
    given = {
        re.sub(r"-(\w)", lambda one: one[1].upper(), name)
        for name in re.findall(r"\bdata-([a-z-]+)=", template.read_text("utf-8"))
    }
    assert len(asked) > 5
    assert asked <= given


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda one: one.name)
def test_numbers_are_written_the_same_everywhere(script: Path) -> None:
    """A browser may write Arabic-Indic digits on its own; the pages do not, nor does the pack."""
    for made in re.findall(r"new Intl\.\w+\([^;]*?\}\s*\)", script.read_text("utf-8"), re.S):
        assert 'numberingSystem: "latn"' in made
