"""Slips of the thumb: what they may cost is an answer, never a warning."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from afterglow.core.answering import Answer, ask
from afterglow.core.protocol.lexicon import Words

PERFORMED = datetime.fromisoformat("2026-03-10T14:00:00-05:00")
TREATMENT: dict[str, Any] = {
    "performed_at": PERFORMED.isoformat(),
    "areas": {"cheeks": 1.0},
    "clinic": {"name": "Example Skin Clinic", "phone": "+1 555 0100"},
}


def said(question: str, hour: float = 30) -> Answer:
    return ask(question, TREATMENT, at=PERFORMED + timedelta(hours=hour))


def outcome(answer: Answer) -> str:
    return str(answer.urgency if answer.urgency is not None else answer.verdict)


@pytest.mark.parametrize(
    "words",
    [
        "microneedling cols sore outreak help",
        "cold sor coming up dday 3",
        "after rf needling i have square burn maeks",
        "redness is racing down my neck",
    ],
)
def test_a_slip_that_is_likelier_another_words_hides_no_warning(words: str) -> None:
    assert outcome(said(words, 72)) in {"call_clinic", "emergency"}


@pytest.mark.parametrize(
    ("words", "accepted"),
    [
        ("which sunscreen caj i use dau 2", {"yes"}),
        ("no pus just a bit dyr", {"expected"}),
        ("is it still rde", {"expected", "watch"}),
    ],
)
def test_a_short_strange_word_is_read_by_its_neighbour(words: str, accepted: set[str]) -> None:
    assert outcome(said(words)) in accepted


def test_a_short_strange_word_near_a_topic_is_not_waved_through() -> None:
    assert outcome(said("korean seet mak to hydrate")) != "yes"
    assert outcome(said("lke swimming", 24 * 30)) != "yes"


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("st ohns wort", "st_johns_wort"),
        # with a slip the more careful of two: the capsules themselves are fine
        ("fish oik capsules", "supplements"),
        ("cod livr oil capsules", "supplements"),
        ("omgea 3 cpasules", "omega_3"),
    ],
)
def test_names_of_several_words_are_found_with_a_slip_in_one(words: str, meant: str) -> None:
    assert said(words).topic == meant


def test_a_misspelt_simile_is_a_simile() -> None:
    assert said("red day 2 llike sunburn").topic == "redness"


@pytest.mark.parametrize(
    "words",
    ["is this normal", "i am scared", "idk somethin doesnt feel right", "this cant be normal"],
)
def test_a_fear_without_a_sign_is_led_to_a_check_in(words: str) -> None:
    answer = said(words)
    assert outcome(answer) == "watch"
    assert "check-in" in answer.text
    assert "911" in answer.text or "emergency" in answer.text


def test_a_fear_beside_a_sign_is_judged_by_the_sign() -> None:
    assert outcome(said("my lips are swelling, am i going to be ok")) == "emergency"
    assert outcome(said("is it normal to be pink")) == "expected"


@pytest.mark.parametrize(
    "words",
    ["purple banana the moon dishwasher", "what's the eather tomorrow", "tell me a jole hey"],
)
def test_nonsense_with_one_word_of_skin_is_not_answered(words: str) -> None:
    assert outcome(said(words)) == "unknown"


def test_a_warning_among_nonsense_still_counts() -> None:
    assert outcome(said("banana the moon dishwasher pus")) == "call_clinic"
    assert outcome(said("whats the weather, my lips are swelling")) == "emergency"


def test_burning_with_itching_is_not_simply_expected() -> None:
    assert outcome(said("my face is burning and itchy and hot am i ok")) == "watch"


def test_how_long_it_will_be_red_is_not_a_question_of_price() -> None:
    answer = said("how long will my face be red")
    assert {"redness"} == {answer.topic, *(one.topic for one in answer.also)}


def test_popping_a_pill_is_taking_it_and_popping_a_pimple_is_not() -> None:
    assert outcome(said("can i pop a tylenol")) == "yes"
    assert outcome(said("can i pop a pimple")) in {"no", "wait"}


def test_what_is_told_beside_a_sign_is_no_question() -> None:
    assert outcome(said("puffy this morning, gone by lunch")) in {"expected", "watch"}


def test_a_group_of_words_holds_single_words_only() -> None:
    adapter = TypeAdapter(Words)
    assert adapter.validate_python(["how much", "lip|lips + swollen"])
    with pytest.raises(ValidationError, match="one word"):
        adapter.validate_python(["how much + session"])


def test_a_misspelt_plant_is_the_gel_on_the_skin_as_well_as_the_pill() -> None:
    answer = said("alovera straight from my plant", 20)
    assert outcome(answer) == "wait"
    assert answer.topic == "aloe_oils"


def test_a_product_over_a_sign_is_a_question() -> None:
    assert outcome(said("concealer over the bruise", 60)) == "yes"
    assert outcome(said("luke warm shower is ok yeah?", 50)) == "yes"


def test_a_blood_thinner_with_a_slip_is_not_a_safari() -> None:
    answer = said("wafarin tonight as usual right", 20)
    assert outcome(answer) == "ask_clinic"
    assert answer.topic == "warfarin"
    assert outcome(said("ps coing out of the bumps but doesnt hurt much", 20)) == "call_clinic"
