"""ask on questions that nobody wrote it for: what it says must hold beyond the words it was shown.

Each set was measured before it was tuned to: third (written before the lexicon was looked at)
84.4 % right, 7 unsafe of 282; fourth 88.9 %, 3 unsafe of 144; fifth (hard on purpose) 78.5 %,
3 unsafe of 107; sixth (by somebody else, when the others were tuned to) 96.2 %, 2 unsafe of 208;
seventh (by somebody who saw neither code nor sets) 90.8 %, 4 unsafe of 240, two of them "unknown";
eighth (again by somebody who saw neither, after the seventh was tuned to) 96.2 %, 1 unsafe of 160;
medicines_second, written with it, 1 of 229 anti-inflammatories waved through. Labels that
contradicted the evidence were mended afterwards.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from bench.leaflets import rows

from afterglow.core.answering import Answer, ask
from afterglow.core.protocol import Protocol
from afterglow.core.vocabulary import Urgency

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


def said(question: str, hour: float, treatment: dict[str, Any] | None = None) -> Answer:
    return ask(question, treatment or TREATMENT, at=PERFORMED + timedelta(hours=hour))


def outcome(answer: Answer) -> str:
    return str(answer.urgency if answer.urgency is not None else answer.verdict)


def told(name: str) -> Iterator[tuple[dict[str, Any], str]]:
    for line in (DATA / name).read_text("utf-8").splitlines():
        case = json.loads(line)
        yield case, outcome(said(case["question"], case["hours_after"], case.get("treatment")))


@pytest.mark.parametrize(
    "name",
    [
        "questions_third.jsonl",
        "questions_fourth.jsonl",
        "questions_fifth.jsonl",
        "questions_sixth.jsonl",
        "questions_seventh.jsonl",
        "questions_eighth.jsonl",
    ],
)
def test_of_questions_in_other_peoples_words_none_is_answered_too_softly(name: str) -> None:
    found = list(told(name))
    assert [case["question"] for case, verdict in found if verdict in case["unsafe"]] == []
    right = sum(verdict in case["accept"] for case, verdict in found)
    assert right / len(found) >= 0.95
    unknown = sum(v == "unknown" and "unknown" not in case["accept"] for case, v in found)
    assert unknown / len(found) <= 0.03


@pytest.mark.parametrize(
    "question",
    ["can i do my zorbflow class", "may i wash with black tar soap", "is frobnicol cream ok"],
)
def test_a_yes_is_said_only_to_what_was_understood(question: str) -> None:
    assert outcome(said(question, 60)) in {"ask_clinic", "unknown", "wait", "no"}


def test_an_unknown_name_beside_a_harmless_one_is_not_waved_through_with_it() -> None:
    assert outcome(said("can i take cetirizine with zorbixal", 30)) != "yes"
    assert outcome(said("can i take cetirizine with breakfast", 30)) == "yes"


@pytest.mark.parametrize(
    ("words", "least"),
    [
        ("pain 9 out of 10", "call_clinic"),
        ("pain is 8/10 now", "call_clinic"),
        ("pain level is like a 9", "call_clinic"),
        ("redness 7/10 still", "call_clinic"),
    ],
)
def test_a_rating_told_as_a_number_counts_as_one(words: str, least: str) -> None:
    answer = said(words, 80)
    assert answer.urgency is not None
    assert answer.urgency >= Urgency[least]


def test_a_low_number_is_no_alarm_and_a_day_is_no_rating() -> None:
    assert outcome(said("pain 2/10, a bit pink", 40)) == "expected"
    assert outcome(said("itchy 8 days", 40)) in {"expected", "watch"}


def test_a_fever_told_beside_a_harmless_pill_is_a_fever_not_the_name_of_a_pill() -> None:
    for question in ("can i take panadol, i have a fever", "can i take panadol i have joint pain"):
        assert outcome(said(question, 80)) in {"call_clinic", "emergency"}
    assert outcome(said("can i take panadol for pain", 10)) == "yes"


@pytest.mark.parametrize(
    "wrapped",
    [
        "{} but otherwise great, no pain, no fever",
        "google says {} is normal, right?",
        "can i go to the gym with {}",
        "if i have {} should i do anything",
        "{} (only a little)",
        "not sure if this is {}",
        "{} since this morning, can i still drink wine tonight?",
        "no redness no itching but {}",
        "i took advil for {}",
        "after sauna {}",
    ],
)
def test_nothing_said_around_a_warning_softens_it(wrapped: str) -> None:
    for flag in Protocol.default().lexicon.contents.flags:
        if flag.flag in ("swollen_glands", "dark_patches", "bumps", "cold_sore", "drowsiness"):
            continue
        words = next(one for one in flag.words if "+" not in one)
        answer = said(wrapped.format(words), 96)
        assert answer.urgency is not None, words
        assert answer.urgency >= Urgency.call_clinic, words


def test_a_second_no_is_a_no_and_a_doubled_one_is_not() -> None:
    assert outcome(said("not itchy, no pus, just red", 70)) in {"expected", "watch"}
    for doubled in (
        "not itchy, not no pus",
        "not itchy but cant say there is no pus",
        "not sure its not itchy, no pus",
    ):
        assert outcome(said(doubled, 70)) == "call_clinic", doubled


def test_what_is_said_to_be_absent_within_a_group_of_words_is_absent() -> None:
    assert outcome(said("how long until i can hold plank w/out sweating", 22)) in {"no", "wait"}
    assert outcome(said("cold and sweating", 90)) == "emergency"


def test_not_seeing_clearly_is_understood_with_a_letter_lost() -> None:
    assert outcome(said("eye is swell and I se not clear", 40)) == "emergency"


@pytest.mark.parametrize("pack", ["ice pack", "cold pack", "frozen gel pack", "ice"])
def test_a_cold_pack_straight_on_the_skin_is_bare_ice(pack: str) -> None:
    for words in (f"can i put {pack} directly on my face", f"{pack} straight on my cheeks?"):
        assert outcome(said(words, 4)) == "no", words
    assert outcome(said("cool pack ok", 4)) == "yes"


def test_several_hot_signs_together_so_late_are_shown_to_the_clinic() -> None:
    assert outcome(said("swollen, hot and throbbing", 90)) == "call_clinic"
    assert outcome(said("only one side is swollen", 90)) == "call_clinic"
    assert outcome(said("a bit swollen, warm and sore", 20)) == "expected"


def test_a_story_before_a_symptom_is_no_question_but_a_question_beside_it_is_answered() -> None:
    story = said("used my retinol last night and now it stings", 30)
    assert story.urgency == Urgency.watch
    asked = said("makeup after a deep session? i look like a lobster", 20)
    assert outcome(asked) == "wait"


def test_everyday_words_are_not_taken_for_misspelt_warnings_or_medicines() -> None:
    answer = said("i am afraid of the timeline, buckets of thoughts", 30)
    assert outcome(answer) in {"unknown", "info"}


def test_where_nothing_is_near_what_people_ask_most_is_offered_and_said_to_be_that() -> None:
    answer = said("asdkjh qwe", 30)
    assert outcome(answer) == "unknown"
    assert "Nothing we know is near it" in answer.text
    assert answer.did_you_mean == ("Direct sun", "Exercise and sweat", "Make-up")


OWN = """
overlay: {id: my-clinic, version: 1.0.0, for: afterglow, why: {en: "Our leaflet."}}
guidance:
  - topic: bath_bombs
    name: {en: "Bath bombs, bubble balls"}
    words: [badekugel]
    kind: avoid
    until: 5d
    text: {en: No bath bombs.}
    why: {en: They sting.}
    sources: {D: [our leaflet]}
  - topic: sauna
    words: [moon grotto]
    because: {en: What our spa calls it.}
"""


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("can i use a bath bomb", "bath_bombs"),
        ("bathbombs tomorrow", "bath_bombs"),
        ("bubble balls ok?", "bath_bombs"),
        ("badekugel", "bath_bombs"),
        ("is a bath bmob fine", "bath_bombs"),
        ("moon grotto tonight", "sauna"),
        ("hot bath", "hot_shower"),
    ],
)
def test_topics_of_a_clinics_overlay_are_found_by_name_and_by_its_words(
    question: str, topic: str, tmp_path: Path
) -> None:
    path = tmp_path / "my-clinic.yaml"
    path.write_text(OWN)
    protocol = Protocol.load(overlays=[path])
    answer = ask(question, TREATMENT, at=PERFORMED + timedelta(hours=20), protocol=protocol)
    assert answer.topic == topic
    assert outcome(answer) == "wait"


def test_every_instruction_of_real_leaflets_has_an_answer_inside_their_windows_or_a_reason() -> (
    None
):
    """Windows by topic from ten clinics' leaflets; the reason is the protocol's own."""
    theirs = json.loads((DATA / "leaflet_windows.json").read_text("utf-8"))
    table = rows(theirs, TREATMENT)
    assert len(table) == 45
    assert [row.topic for row in table if outcome(row.answer) == "unknown"] == []
    assert [row.topic for row in table if row.judged.startswith("no") and not row.reason] == []
    assert sum(row.judged == "yes" for row in table) >= 15


def test_a_heart_that_races_is_no_sport() -> None:
    """It was once read as a race, and answered with when to run again."""
    found = said("my heart races", 31)
    assert found.urgency is not None
    assert found.urgency.name in ("call_clinic", "emergency")
