"""The answer table says what ask says, at every hour, and is never softer."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from afterglow.core.answering import Answer, AnswerTable, answer_table, ask
from afterglow.core.answering.reading import reader_for
from afterglow.core.answering.results import rank_of
from afterglow.core.answering.table_spans import Span
from afterglow.core.assessing import assess
from afterglow.core.protocol import Protocol
from afterglow.core.vocabulary import FLAGS, Urgency, Verdict

PROTOCOL = Protocol.default()
PERFORMED = datetime.fromisoformat("2026-03-27T14:00:00-04:00")
PEOPLE: dict[str, dict[str, Any]] = {
    "least": {"areas": {"cheeks": 1.0}},
    "deep": {"areas": {"periorbital": 0.5, "cheeks": 2.5}, "skin_type": 5, "age": 66},
    "numbed": {
        "areas": {"forehead": 0.5},
        "numbing": {"product": "lidocaine_prilocaine_2.5_2.5"},
        "conditions": ["cold_sores", "immunosuppression"],
        "medicines": ["doxycycline"],
        "country": "GB",
    },
}
HOURS = st.one_of(
    st.integers(-2000, 3000).map(float),
    st.sampled_from([-336.0, -72.0, -0.1, 0.0, 3.9, 4.0, 23.9, 24.0, 71.9, 72.0, 167.9, 168.0]),
)


def person(name: str) -> dict[str, Any]:
    return {
        "performed_at": PERFORMED.isoformat(),
        "time_zone": "America/New_York",
        "clinic": {"name": "Example", "phone": "+1 555 0100"},
        **PEOPLE[name],
    }


@cache
def table(name: str) -> AnswerTable:
    return answer_table(person(name), PROTOCOL)


@cache
def word_for(topic: str) -> str | None:
    """A word that ask takes for this topic and nothing else."""
    row = next(one for one in table("least").topics if one.code == topic)
    at = PERFORMED + timedelta(hours=30)
    for word in row.words:
        answer = ask(word, person("least"), at=at, protocol=PROTOCOL)
        if "before" not in word and answer.topic == topic and not answer.also:
            return word
    return None


def said(question: str, name: str, hour: float) -> Answer:
    return ask(question, person(name), at=PERFORMED + timedelta(hours=hour), protocol=PROTOCOL)


def span_at(spans: tuple[Span, ...], hour: float) -> Span:
    at = PERFORMED + timedelta(hours=hour)
    found = [
        one
        for one in spans
        if (one.from_ is None or one.from_ <= at) and (one.until is None or at < one.until)
    ]
    assert len(found) == 1
    return found[0]


TOPICS = [one.topic for one in PROTOCOL.lexicon.contents.topics]


def test_nearly_every_topic_has_a_word_that_means_it_alone() -> None:
    assert len([one for one in TOPICS if word_for(one)]) / len(TOPICS) > 0.9


@pytest.mark.parametrize("name", PEOPLE)
@settings(max_examples=40, deadline=None)
@given(hour=HOURS)
def test_for_every_topic_the_table_says_what_ask_says(name: str, hour: float) -> None:
    for row in table(name).topics:
        word = word_for(row.code) if row.code in TOPICS else None
        if word is None or PROTOCOL.lexicon.topics[row.code].asks == "info":
            # "does it hurt" may be told of a sign as well, which only a check-in can judge
            continue
        answer = said(word, name, hour)
        if answer.topic != row.code:
            # asked before the treatment, some words are about the person
            continue
        span = span_at(row.spans, hour)
        assert (row.code, span.verdict, span.ends) == (row.code, answer.verdict, answer.until)
        assert table(name).texts[span.text] == answer.text


NAMES = [(row, one) for row in table("least").medicines for one in row.names]


@settings(max_examples=400, deadline=None)
@given(found=st.sampled_from(NAMES), hour=HOURS)
def test_no_name_of_a_medicine_is_answered_more_softly_than_by_ask(found: Any, hour: float) -> None:
    row, name = found
    answer = said(name, "least", hour)
    reading = reader_for(PROTOCOL).read(name)
    if reading.has("prescribed_words") or reading.has("heart_words") or not name.isascii():
        # "Doc ibuprofen" and "Cama Arthritis" are read as a doctor's, other scripts with care:
        # so by lookup.js, which has both lists of words
        return
    times = reading.times
    if times.used or times.after or times.before or times.first:
        return  # "Nurofen 12 hour": a time, which ask alone reads
    if answer.kind != "medicine" or answer.topic in TOPICS:
        return  # the name is a topic's word too; tests/e2e/test_lookup.py reads both
    span = span_at(table("least").rulings[row.ruling], hour)
    assert answer.verdict is not None
    assert rank_of(span.verdict) <= rank_of(answer.verdict)
    if answer.matched and answer.matched[0].words == name and span.verdict == answer.verdict:
        assert span.ends == answer.until


def test_what_is_prescribed_is_never_stopped() -> None:
    found = table("least")
    for row in found.medicines:
        plain, kept = (
            {one.verdict for one in found.rulings[place]}
            for place in (row.ruling, row.ruling if row.prescribed is None else row.prescribed)
        )
        assert Verdict.no not in plain
        if row.prescribed is not None:
            assert kept == {Verdict.ask_clinic}
    for name in ("warfarin", "apixaban", "amiodarone"):
        row = next(one for one in found.medicines if name in one.names)
        assert {one.verdict for one in found.rulings[row.ruling]} == {Verdict.ask_clinic}


def judged(flags: list[str], temperature: float | None, hour: float) -> Urgency:
    """The red-flag table, read as lookup.js reads it."""
    found = table("numbed")
    there = {*flags, *(["fever"] if temperature and temperature >= found.fever_from_c else [])}
    return max(
        (
            row.urgency
            for row in found.rules
            if there.issuperset(row.flags)
            and not row.ratings
            and row.from_hour <= hour
            and (row.temperature_c is None or (temperature or 0) >= row.temperature_c)
        ),
        default=Urgency.expected,
    )


@settings(max_examples=120, deadline=None)
@given(
    flags=st.lists(st.sampled_from(FLAGS), min_size=1, max_size=4, unique=True),
    temperature=st.sampled_from([None, 36.6, 38.0, 40.0]),
    hour=st.sampled_from([0.5, 10.0, 30.0, 100.0, 400.0, 900.0]),
)
def test_flags_call_for_the_same_without_a_server(
    flags: list[str], temperature: float | None, hour: float
) -> None:
    check_in = {
        "at": (PERFORMED + timedelta(hours=hour)).isoformat(),
        "flags": flags,
        "temperature_c": temperature,
    }
    rules = [
        one.urgency
        for one in assess(person("numbed"), [check_in], protocol=PROTOCOL).reasons
        if one.by == "rule"
    ]
    assert judged(flags, temperature, hour) == max(rules)


def test_every_flag_that_calls_for_anything_has_its_words_and_what_to_do_first() -> None:
    found = table("numbed")
    assert {one.code for one in found.flags} == set(FLAGS)
    assert all(one.first for one in found.flags)
    emergencies = [one for one in found.red if one.urgency == Urgency.emergency]
    assert emergencies
    assert all("999" in one.first for one in emergencies)


def test_the_form_for_lookup_holds_everything_and_is_small() -> None:
    text = table("least").for_lookup()
    data = json.loads(text)
    assert len(data["medicines"]) == len(table("least").medicines)
    assert data["performed"] == PERFORMED.timestamp() * 1000
    assert len(text) < 600_000
