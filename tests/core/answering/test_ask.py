"""ask, held to what it promises: the labelled questions, and what may never be said."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from afterglow.core.answering import Answer, ask
from afterglow.core.answering.results import STRICTEST_FIRST, rank_of
from afterglow.core.errors import InputRefused
from afterglow.core.protocol import Protocol
from afterglow.core.vocabulary import Urgency, Verdict

DATA = Path(__file__).parents[2] / "data"
PERFORMED = datetime.fromisoformat("2026-03-10T14:00:00-05:00")
TREATMENT: dict[str, Any] = {
    "performed_at": PERFORMED.isoformat(),
    "areas": {"cheeks": 1.0, "forehead": 0.75},
    "skin_type": 3,
    "first_session": True,
    "age": 31,
    "clinic": {"name": "Example Skin Clinic", "phone": "+1 555 0100"},
}
SOFT = {"yes", "info", "expected"}
LEXICON = Protocol.default().lexicon.contents


def said(question: str, hour: float | None = 10, **changes: Any) -> Answer:
    at = None if hour is None else PERFORMED + timedelta(hours=hour)
    return ask(question, TREATMENT | changes, at=at)


def outcome(answer: Answer) -> str:
    return str(answer.urgency if answer.urgency is not None else answer.verdict)


def cases(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text("utf-8").splitlines()]


@pytest.mark.parametrize("name", ["questions.jsonl", "questions_second.jsonl"])
def test_of_the_labelled_questions_none_is_answered_too_softly_and_nearly_all_are_right(
    name: str,
) -> None:
    found = [(case, outcome(said(case["question"], case["hours_after"]))) for case in cases(name)]
    assert [case["question"] for case, told in found if told in case["unsafe"]] == []
    right = sum(told in case["accept"] for case, told in found)
    assert right / len(found) >= 0.95


@pytest.mark.parametrize("flag", LEXICON.flags, ids=lambda one: one.flag)
def test_every_word_for_a_flag_calls_for_what_the_protocol_says_of_the_flag(flag: Any) -> None:
    rule = {"swollen_glands": "watch", "dark_patches": "watch", "bumps": "watch"}
    least = Urgency[rule.get(flag.flag, "call_clinic")]
    for words in flag.words:
        if "+" not in words:
            answer = said(f"my friend says it is nothing but there is {words}", 30)
            assert answer.urgency is not None, words
            assert answer.urgency >= least, words


@pytest.mark.parametrize("soothing", ["", "probably fine but ", "my friend says its nothing, "])
@pytest.mark.parametrize(
    ("words", "least"),
    [
        ("there is pus", "call_clinic"),
        ("i cant breathe", "emergency"),
        ("lips swollen", "emergency"),
    ],
)
def test_soothing_words_never_soften_a_symptom(soothing: str, words: str, least: str) -> None:
    answer = said(soothing + words, 60)
    assert answer.urgency is not None
    assert answer.urgency >= Urgency[least]


@pytest.mark.parametrize(
    "words", ["no pus", "no sign of pus", "no fever or pus", "i dont have pus"]
)
def test_what_is_plainly_denied_is_not_felt(words: str) -> None:
    assert outcome(said(f"{words} just a bit dry", 70)) in {"expected", "watch"}


@pytest.mark.parametrize(
    "words",
    [
        "not sure if pus",
        "no idea if that is pus",
        "no pus yesterday but today there is",
        "it doesnt stop bleeding",
        "i am not breathing well",
    ],
)
def test_a_denial_in_doubt_does_not_count(words: str) -> None:
    answer = said(words, 60)
    assert answer.urgency is not None
    assert answer.urgency >= Urgency.call_clinic


def test_fahrenheit_and_celsius_are_told_apart() -> None:
    for words in ("fever 38.6", "temp 101.5", "my temperature is 102 f", "38,4 fieber"):
        answer = said(words, 60)
        assert answer.urgency is not None
        assert answer.urgency >= Urgency.call_clinic, words
    assert "38.6 °C (101.5 °F)" in said("temp 101.5", 60).text


def test_the_strictest_of_several_topics_is_the_answer_and_the_others_stand_beside() -> None:
    answer = said("advil and a glass of wine tonight?")
    assert outcome(answer) == "wait"
    assert answer.topic == "ibuprofen"
    assert [one.topic for one in answer.also] == ["alcohol"]
    ranks = [answer.rank, *(one.rank for one in answer.also)]
    assert ranks == sorted(ranks)


def test_the_order_of_strictness_is_the_designs() -> None:
    names = [str(one) for one in STRICTEST_FIRST]
    assert names == [
        "emergency", "call_clinic", "no", "wait", "ask_clinic", "watch", "unknown", "info", "yes",
        "expected",
    ]  # fmt: skip
    assert rank_of(Verdict.unknown) == 6


def test_wait_always_has_an_end_and_no_never() -> None:
    for case in (*cases("questions.jsonl"), *cases("questions_second.jsonl")):
        answer = said(case["question"], case["hours_after"])
        for one in (answer, *answer.also):
            assert (one.until is not None) == (one.verdict == Verdict.wait), case["question"]


def test_without_a_moment_the_rule_itself_is_told_and_without_a_treatment_in_words() -> None:
    answer = ask("can i run", TREATMENT)
    assert outcome(answer) == "wait"
    assert answer.until == PERFORMED + timedelta(hours=48)
    anybody = ask("can i run")
    assert outcome(anybody) == "wait"
    assert anybody.until is None
    assert "3 days after the treatment" in anybody.text.replace("72 h", "3 days")


def test_windows_are_half_open_and_those_before_the_treatment_count_before_it() -> None:
    assert outcome(said("can i run", 47.99)) == "wait"
    assert outcome(said("can i run", 48)) == "yes"
    assert outcome(said("can i drink wine", -30)) == "yes"
    assert outcome(said("can i drink wine", -24)) == "wait"


def test_what_is_not_understood_is_said_with_the_nearest_topics_and_the_clinic() -> None:
    answer = said("whats the weather tomorrow")
    assert outcome(answer) == "unknown"
    assert len(answer.did_you_mean) == 3
    assert "+1 555 0100" in answer.text


def test_the_answer_has_the_designs_fields_and_only_them() -> None:
    dumped = said("can i take nurofen").model_dump(mode="json")
    assert list(dumped) == [
        "question", "kind", "topic", "verdict", "urgency", "until", "text", "why", "sources",
        "matched", "did_you_mean", "also",
    ]  # fmt: skip
    assert dumped["matched"] == [{"words": "nurofen", "as": "ibuprofen", "score": 1.0}]
    assert dumped["verdict"] == "wait"
    assert dumped["urgency"] is None
    assert Answer.model_validate(dumped) == said("can i take nurofen")


def test_refused_are_a_naive_moment_and_a_question_that_is_none() -> None:
    with pytest.raises(InputRefused, match="at"):
        ask("can i run", TREATMENT, at=datetime(2026, 3, 10))  # noqa: DTZ001
    with pytest.raises(InputRefused, match="question"):
        ask(None, TREATMENT)  # type: ignore[arg-type]


def test_a_red_flag_far_down_a_long_text_is_not_lost() -> None:
    story = "it was a long and ordinary day and then i went home again " * 200
    assert outcome(said(f"{story} and now i cant breathe", 1)) == "emergency"


def _spells_nothing(text: str) -> bool:
    """No letter or digit of a known script, also not in fancy letters."""
    return not any(char.isascii() and char.isalnum() for char in normalize("NFKD", text))


NOISE = (
    st.text(max_size=60) | st.binary(max_size=40).map(lambda raw: raw.decode("utf-8", "replace"))
).filter(_spells_nothing)


@settings(max_examples=150, deadline=None)
@given(NOISE, st.floats(-200, 2000))
def test_noise_raises_nothing_and_is_never_answered_softly(text: str, hour: float) -> None:
    assert outcome(said(text, hour)) not in SOFT


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(cases("questions.jsonl")), st.text(max_size=30))
def test_any_text_around_a_warning_sign_leaves_it_one(case: dict[str, Any], text: str) -> None:
    quiet = "".join(char for char in text if not char.isalpha())
    answer = said(f"{quiet} cant breathe {quiet}", case["hours_after"])
    assert outcome(answer) == "emergency"


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["redness", "swelling", "soreness", "itching"]),
    st.sampled_from(["pus", "fever", "blisters", "hives", "spreading redness"]),
    st.floats(0, 400),
)
def test_one_more_flag_never_makes_an_answer_softer(sign: str, flag: str, hour: float) -> None:
    alone = said(f"i have {sign}", hour)
    both = said(f"i have {sign} and {flag}", hour)
    assert alone.urgency is not None
    assert both.urgency is not None
    assert both.urgency >= alone.urgency


@settings(max_examples=60, deadline=None)
@given(st.sampled_from([topic.topic for topic in LEXICON.topics]), st.floats(0, 900))
def test_no_topic_says_yes_while_the_leaflet_says_avoid(code: str, hour: float) -> None:
    topic = next(one for one in LEXICON.topics if one.topic == code)
    answer = said(f"can i use {topic.words[0]} now", hour)
    entries = [
        one
        for one in Protocol.default().contents.guidance
        if one.topic == topic.answered_by and one.kind == "avoid" and not one.only_when
    ]
    forbidden = any(
        one.starts <= hour and (one.until is None or hour < one.until) for one in entries
    )
    if forbidden and topic.asks == "can_i" and not topic.reads_as:
        assert outcome(answer) not in SOFT
