"""Questions that the box offers: those of this hour, each understood as it is written."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from afterglow.core.answering import ask, suggested
from afterglow.core.planning import plan
from afterglow.core.protocol import Protocol, say
from afterglow.core.treatment import Treatment
from afterglow.core.vocabulary import Verdict

PROTOCOL = Protocol.default()
TREATED = Treatment.read({"performed_at": "2026-11-24T15:00:00-05:00", "areas": {"cheeks": 1.0}})


@pytest.mark.parametrize(
    "one", PROTOCOL.lexicon.contents.suggested, ids=lambda one: f"{one.text['en']} {one.starts}"
)
def test_every_offered_question_is_understood(one: Any) -> None:
    hours = [31.0] if one.starts is None else [one.starts + 1, (one.starts + one.until) / 2]
    for hour in hours:
        answer = ask(one.text["en"], TREATED, at=TREATED.at_hour(hour), protocol=PROTOCOL)
        assert answer.verdict != Verdict.unknown
        assert answer.matched
        assert one.topic in (None, answer.topic)


@pytest.mark.parametrize("language", ["es", "ar"])
@pytest.mark.parametrize(
    "one", PROTOCOL.lexicon.contents.suggested, ids=lambda one: f"{one.text['en']} {one.starts}"
)
def test_a_question_asks_the_same_in_every_language_that_is_read(one: Any, language: str) -> None:
    hour = 31.0 if one.starts is None else max(one.starts + 1, -48.0)
    found = [
        ask(
            say(one.text, asked),
            TREATED,
            at=TREATED.at_hour(hour),
            protocol=PROTOCOL,
            language=asked,
        )
        for asked in ("en", language)
    ]
    english, spoken = [(answer.topic, answer.verdict, answer.urgency) for answer in found]
    assert english == spoken
    assert say(one.text, language) != one.text["en"]


def test_a_language_that_is_not_read_asks_in_english() -> None:
    for language, own in (("de", False), ("es", True)):
        found = suggested(TREATED, TREATED.at_hour(31), protocol=PROTOCOL, language=language)
        english = suggested(TREATED, TREATED.at_hour(31), protocol=PROTOCOL)
        assert [one.asked for one in found] == [
            (one if own else two).shown for one, two in zip(found, english, strict=True)
        ]


@pytest.mark.parametrize("hour", [-200, -1, 0, 1, 12, 23.5, 47, 71, 100, 167, 168, 400, 3000, 9000])
def test_there_is_something_to_ask_at_every_hour(hour: float) -> None:
    found = suggested(TREATED, TREATED.at_hour(hour), protocol=PROTOCOL)
    assert 3 <= len(found) <= 4
    assert len({one.asked for one in found}) == len(found)


def test_a_wait_that_ends_soon_is_offered_first() -> None:
    end = next(
        one.ends
        for one in plan(TREATED, protocol=PROTOCOL).items
        if one.topic == "exercise" and one.ends is not None
    )
    for offset, offered in ((-30, False), (-20, True), (3, True), (7, False)):
        now = end + timedelta(hours=offset)
        asked = [one.asked for one in suggested(TREATED, now, protocol=PROTOCOL)]
        assert ("Run tomorrow?" in asked[:2]) is offered, offset


def test_anybody_is_offered_what_is_asked_before() -> None:
    found = suggested(None, TREATED.performed_at, protocol=PROTOCOL)
    assert "Does it hurt?" in [one.asked for one in found]
