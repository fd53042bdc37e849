"""The note under a check-in: read for warning signs, never to soften."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import afterglow as ag
from afterglow.core.answering import read_note
from afterglow.core.assessing import assess_recovery
from afterglow.core.protocol import Protocol
from afterglow.core.treatment import Recovery, Treatment
from afterglow.core.vocabulary import FLAGS, Urgency

PROTOCOL = Protocol.default()
NOTES: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    (Path(__file__).parents[2] / "data" / "notes.yaml").read_text(encoding="utf-8")
)
TELLING = NOTES["telling"] + NOTES["second_telling"]
HARMLESS = NOTES["harmless"] + NOTES["second_harmless"]
TREATED = Treatment.read(
    {"performed_at": "2026-11-24T15:00:00-05:00", "areas": {"cheeks": 1.0}, "country": "US"}
)
CALM = {"redness": 1, "warmth": 0, "tightness": 1}
# read with more alarm than they deserve, and left so: "never had" may also be "never had it so bad"
OVERREAD = {
    "I have not seen any pus",
    "never had a fever",
    "pas de pus",
    "neither pus nor fever",
    "the clinic said to call if I see pus or get a fever",
}


def report(hour: float, note: str, **more: Any) -> dict[str, Any]:
    return {"at": TREATED.at_hour(hour), "ratings": CALM, "note": note, **more}


def heard(hour: float, note: str) -> set[str]:
    noted = read_note(note, hour, PROTOCOL)
    told = set(noted.flags) | ({"fever"} if noted.temperature_c is not None else set())
    return told | ({"floor"} if noted.calls else set())


@pytest.mark.parametrize("one", TELLING, ids=lambda one: str(one["note"]))
def test_a_warning_sign_in_a_note_is_heard(one: dict[str, Any]) -> None:
    assert set(one["tells"]) <= heard(one["hour"], one["note"])
    judged = ag.assess(TREATED, [report(one["hour"], one["note"])])
    quiet = ag.assess(TREATED, [report(one["hour"], "")])
    assert judged.urgency > quiet.urgency
    assert judged.urgency >= Urgency.watch


@pytest.mark.parametrize("one", HARMLESS, ids=lambda one: str(one["note"]))
def test_a_harmless_note_raises_nothing(one: dict[str, Any]) -> None:
    if one["note"] in OVERREAD:
        assert heard(one["hour"], one["note"]), "then take it out of the list"
        return
    assert not heard(one["hour"], one["note"])
    with_note = ag.assess(TREATED, [report(one["hour"], one["note"])])
    without = ag.assess(TREATED, [report(one["hour"], "all fine")])
    assert with_note == without


def test_the_notes_are_many_and_half_of_them_harmless() -> None:
    telling, harmless = len(TELLING), len(HARMLESS)
    assert telling + harmless >= 60
    assert abs(telling - harmless) <= 5


def test_a_note_is_judged_together_with_what_was_tapped() -> None:
    tapped = ag.assess(TREATED, [report(30, "with pus", flags=["chills"], temperature_c=38.6)])
    both = ag.assess(TREATED, [report(30, "", flags=["chills", "pus"], temperature_c=38.6)])
    assert (tapped.urgency, tapped.reasons) == (both.urgency, both.reasons)


def test_words_of_alarm_raise_the_urgency_and_say_why() -> None:
    judged = ag.assess(TREATED, [report(50, "i think it is infected")])
    assert judged.urgency == Urgency.call_clinic
    assert judged.title == "Call your clinic today."
    assert judged.reasons[0].id == "note_infection_feared"
    assert judged.reasons[0].sources
    assert judged.next_check_in == TREATED.at_hour(62)
    assert ag.assess(TREATED, [report(50, "someone call 911")]).next_check_in is None


def test_an_earlier_note_counts_as_what_was_told_earlier() -> None:
    earlier = report(30, "pus on the chin")
    judged = ag.assess(TREATED, [earlier, report(42, "")])
    tapped = ag.assess(TREATED, [{**earlier, "flags": ["pus"]}, report(42, "")])
    assert judged.urgency == tapped.urgency > Urgency.expected


def test_the_json_keeps_its_fields() -> None:
    with_note = ag.assess(TREATED, [report(50, "it is infected")]).model_dump(mode="json")
    without = ag.assess(TREATED, [report(50, "")]).model_dump(mode="json")
    assert with_note.keys() == without.keys()
    assert {tuple(one) for one in with_note["reasons"]} == {
        tuple(one) for one in without["reasons"]
    }


WORDS = st.sampled_from(
    [one["note"] for kind in NOTES.values() for one in kind] + ["no", "not", "but", "or", ",", "."]
)


@settings(max_examples=60, deadline=None)
@given(
    notes=st.lists(
        st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=3).map(" ".join)),
        min_size=1,
        max_size=2,
    ),
    flags=st.sets(st.sampled_from(sorted(FLAGS)), max_size=2),
    redness=st.integers(0, 10),
    hour=st.floats(0, 400),
)
def test_no_note_ever_softens(notes: list[str], flags: set[str], redness: int, hour: float) -> None:
    check_ins = [
        {
            "at": TREATED.at_hour(hour) + timedelta(hours=6 * place),
            "ratings": {"redness": redness},
            "flags": sorted(flags),
            "note": note,
        }
        for place, note in enumerate(notes)
    ]
    told = ag.assess(TREATED, check_ins)
    recovery = Recovery.read({"treatment": TREATED, "check_ins": check_ins})
    assert told.urgency >= assess_recovery(recovery, protocol=PROTOCOL).urgency
    assert told.reasons
    assert told.urgency == max(one.urgency for one in told.reasons)
