"""Notes under a check-in in Spanish and Arabic, and notes in a language that is not read."""

from pathlib import Path
from typing import Any

import pytest
import yaml

import afterglow as ag
from afterglow.core.answering import read_note
from afterglow.core.protocol import Protocol
from afterglow.core.treatment import Treatment

PROTOCOL = Protocol.default()
NOTES: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parents[2] / "data" / "notes_spoken.yaml").read_text(encoding="utf-8")
)
TREATED = Treatment.read(
    {"performed_at": "2026-11-24T15:00:00-05:00", "areas": {"cheeks": 1.0}, "country": "US"}
)
CALM = {"redness": 1, "warmth": 0, "tightness": 1}


def of(kind: str) -> list[dict[str, Any]]:
    return [one for language in ("es", "ar") for one in NOTES[language][kind]]


def heard(hour: float, note: str) -> set[str]:
    noted = read_note(note, hour, PROTOCOL)
    told = set(noted.flags) | ({"fever"} if noted.temperature_c is not None else set())
    return told | ({"floor"} if noted.calls else set())


@pytest.mark.parametrize("one", of("telling"), ids=lambda one: str(one["note"]))
@pytest.mark.parametrize("page", ["en", "es", "ar"])
def test_a_warning_sign_is_heard_in_any_language_on_any_page(
    page: str, one: dict[str, Any]
) -> None:
    assert set(one["tells"]) <= heard(one["hour"], one["note"])
    told = {"at": TREATED.at_hour(one["hour"]), "ratings": CALM}
    judged = ag.assess(TREATED, [{**told, "note": one["note"]}], language=page)
    assert judged.urgency > ag.assess(TREATED, [told], language=page).urgency


@pytest.mark.parametrize("one", of("harmless"), ids=lambda one: str(one["note"]))
def test_a_calm_or_denying_note_raises_nothing(one: dict[str, Any]) -> None:
    assert not heard(one["hour"], one["note"])


def test_there_are_enough_notes_of_each_language() -> None:
    for language in ("es", "ar"):
        assert len(NOTES[language]["telling"]) >= 25
        assert len(NOTES[language]["harmless"]) >= 15


@pytest.mark.parametrize("note", NOTES["unread"])
def test_a_note_in_a_language_that_is_not_read_is_said_to_be_unread(note: str) -> None:
    assert read_note(note, 30, PROTOCOL).unread


@pytest.mark.parametrize(
    "note",
    [*NOTES["read"], *(one["note"] for one in of("telling"))],
)
def test_a_note_that_is_read_is_not_said_to_be_unread(note: str) -> None:
    assert not read_note(note, 30, PROTOCOL).unread
