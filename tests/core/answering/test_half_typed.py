"""Answers while a question is typed: no flash of alarm or comfort for half a word."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from afterglow.core.answering import ask
from afterglow.core.answering.half_typed import Typed, answer_typed
from afterglow.core.protocol import Protocol
from afterglow.core.treatment import Treatment
from afterglow.core.vocabulary import Urgency, Verdict

PROTOCOL = Protocol.default()
TREATED = Treatment.read(
    {"performed_at": "2026-11-24T15:00:00-05:00", "areas": {"cheeks": 1.0}, "country": "US"}
)


def typed(words: str, hour: float = 31, *, paused: bool = False) -> Typed:
    return answer_typed(words, TREATED, at=TREATED.at_hour(hour), protocol=PROTOCOL, paused=paused)


def said(words: str, hour: float = 31, *, paused: bool = False) -> str:
    answer = typed(words, hour, paused=paused).answer
    if answer is None:
        return ""
    outcome = answer.urgency if answer.urgency is not None else answer.verdict
    assert outcome is not None
    return outcome.name


def on_the_way(question: str, hour: float = 31, *, paused: bool = False) -> set[str]:
    """Everything that is said while the question is typed letter by letter, the end left out."""
    return {said(question[:n], hour, paused=paused) for n in range(1, len(question))}


@pytest.mark.parametrize(
    "question",
    ["can i do push-ups", "push-ups tomorrow", "can i do pushups", "can i use fever few"],
)
def test_no_alarm_flashes_for_the_start_of_another_word(question: str) -> None:
    assert not on_the_way(question) & {"emergency", "call_clinic"}


@pytest.mark.parametrize("hour", [31, 300])
@pytest.mark.parametrize("question", ["can i run a fever", "can i take nurofen", "sauna"])
def test_no_comfort_flashes_for_half_a_question(question: str, hour: float) -> None:
    halves = [question[:n] for n in range(1, len(question)) if question[n - 1 : n + 1].isalpha()]
    assert not {said(half, hour) for half in halves} & {"yes", "info", "expected"}
    assert said("can i run a ", 300) == "", "a small word: more must come"
    assert said("can i run a", 300, paused=True) == ""


def test_an_alarm_stays_while_more_is_typed() -> None:
    start = "my lips are swelling "
    assert said(start) == "emergency"
    rest = "and i can't breathe since noon"
    for n in range(len(rest)):
        assert said(start + rest[:n]) == "emergency", rest[:n]
    assert typed(start + "and i ca").words == "my lips are swelling and i"


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        ("pus", "call_clinic"),
        ("my lips are swolen", "emergency"),
        ("cant breath", "emergency"),
        ("nurofen", "wait"),
        ("can i run", "wait"),
        ("nuroffen", "wait"),
    ],
)
def test_a_pause_gets_the_answer(words: str, answer: str) -> None:
    assert said(words, paused=True) == answer


def test_a_finished_word_needs_no_pause() -> None:
    assert said("pus ") == "call_clinic"
    assert said("can i run tomorrow?") == "wait"
    assert said("sauna ", 2000) == "yes"


def test_comfort_needs_every_word_as_it_stands() -> None:
    assert said("make-up", 2000, paused=True) == "yes"
    for misspelt in ("mkaeup", "maek-up", "make-up with xyzzy", "saunna"):
        answer = typed(misspelt, 2000, paused=True).answer
        assert answer is None or answer.verdict not in {Verdict.yes, Verdict.info}, misspelt


def test_a_few_letters_are_no_alarm() -> None:
    assert said("can i do pu", paused=True) == ""
    assert said("ps", paused=True) == ""


@pytest.mark.parametrize(
    "words", ["", " ", "c", "can", "can i", "can i ", "asdf qwer", "?!", "7", "👍"]
)
def test_nothing_is_said_where_nothing_is_understood(words: str) -> None:
    assert said(words) == ""
    assert said(words, paused=True) == ""


PIECES = [
    *("can i", "run", "pus", "no", "my lips", "swelling", "retinol", "sauna", "fever", "tonight"),
    *("nurofen", "itchy", "and", "make-up", "38.5", "is it normal", "red", "blisters"),
]


@settings(max_examples=150, deadline=None)
@given(
    pieces=st.lists(st.sampled_from(PIECES), min_size=1, max_size=4),
    cut=st.integers(0, 60),
    hour=st.sampled_from([2.0, 31.0, 300.0, 2000.0]),
    paused=st.booleans(),
)
def test_what_is_said_is_what_ask_says_of_those_words(
    pieces: list[str], cut: int, hour: float, paused: bool
) -> None:
    found = typed(" ".join(pieces)[: cut + 1], hour, paused=paused)
    if found.answer is None:
        return
    whole = ask(found.words, TREATED, at=TREATED.at_hour(hour), protocol=PROTOCOL)
    assert found.answer.rank == whole.rank
    assert found.answer.text == whole.text
    if found.answer.urgency is not None and found.answer.urgency >= Urgency.call_clinic:
        return
    assert found.answer.matched


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=60), st.booleans())
def test_any_text_can_be_typed(words: str, paused: bool) -> None:
    typed(words, paused=paused)
