"""Words are compared without accents, in every script, and never glued or lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from afterglow.core.protocol.letters import flat, words_of
from afterglow.core.protocol.lexicon import tokens_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Don't touch Day 3, 0.5mm!", ["dont", "touch", "day", "3", "0.5mm"]),
        ("Acetylsalicylsäure", ["acetylsalicylsaure"]),
        ("Smørbrød, Łódź, Diyarbakır", ["smorbrod", "lodz", "diyarbakir"]),
        ("Ибупрофен 200 мг", ["ибупрофен", "200", "мг"]),
        ("إيبوبروفين", ["ايبوبروفين"]),
        ("ايبوبروفيـــن", ["ايبوبروفين"]),
        ("ιβουπροφαίνη", ["ιβουπροφαινη"]),
        ("布洛芬", ["布洛芬"]),
        ("nurofen布洛芬", ["nurofen", "布洛芬"]),
        ("vitamin_c", ["vitamin", "c"]),
    ],
)
def test_a_text_is_read_as_its_words(text: str, words: list[str]) -> None:
    assert words_of(text) == words == tokens_of(text)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = words_of(text)
    assert words_of(" ".join(once)) == once


@given(st.text(st.characters(max_codepoint=127)))
def test_plain_letters_only_become_small(text: str) -> None:
    assert flat(text) == text.casefold()
