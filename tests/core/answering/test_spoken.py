"""Questions in Spanish and Arabic: the kept sets and their figures, negation, and noise."""

import json
import random
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from afterglow.core.answering import ask
from afterglow.core.answering.reading import reader_for
from afterglow.core.answering.results import Answer
from afterglow.core.answering.spoken import spoken_in
from afterglow.core.protocol import Protocol

DATA = Path(__file__).parents[2] / "data"
PERFORMED = datetime.fromisoformat("2026-03-10T14:00:00-05:00")
TREATMENT = {
    "performed_at": PERFORMED.isoformat(),
    "areas": {"cheeks": 1.0, "forehead": 0.75},
    "skin_type": 3,
    "first_session": True,
    "age": 31,
}
ORDER = ["expected", "watch", "call_clinic", "emergency"]


def _ask(question: str, hour: float, language: str) -> tuple[str, Answer]:
    answer = ask(question, TREATMENT, at=PERFORMED + timedelta(hours=hour), language=language)
    return (answer.urgency.name if answer.urgency is not None else answer.verdict.name), answer


def _too_soft(row: dict, said: str) -> bool:
    if row["kind"] in ("symptom", "redflag") and said != "unknown":
        least = min(ORDER.index(one) for one in row["accept"])
        return said not in ORDER or ORDER.index(said) < least
    return said == "yes" and "yes" not in row["accept"] and row["accept"] != ["any"]


@pytest.mark.parametrize(("language", "right"), [("es", 107), ("ar", 92)])
def test_the_kept_questions_are_answered_no_softer_than_in_english(
    language: str, right: int
) -> None:
    lines = (DATA / f"questions_{language}.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    fine = 0
    for row in rows:
        said, _ = _ask(row["question"], row["hours_after"], language)
        fine += row["accept"] == ["any"] or said in row["accept"]
        if _too_soft(row, said):
            # only where the protocol itself answers so, to the English question as well
            assert row.get("english"), (row, said)
            assert said == _ask(row["english"], row["hours_after"], "en")[0], (row, said)
    assert fine >= right


@pytest.mark.parametrize("page", ["en", "es"])
def test_everyday_spanish_is_understood_on_either_page(page: str) -> None:
    lines = (DATA / "questions_es_second.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    fine = 0
    for row in rows:
        said, _ = _ask(row["question"], row["hours_after"], page)
        assert said not in row["unsafe"], (row, said)
        fine += said in row["accept"]
    assert fine >= 118


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("cuanto cuesta", "es"),
        ("alberca con los chiquitos", "es"),
        ("me sale pus", "es"),
        ("vale, y el vino?", "es"),
        ("retinol after microneedling", "en"),
        ("is la roche posay cicaplast ok", "en"),
        ("can I drink vino", "en"),
        ("my casa is hot, sauna no?", "en"),
        ("tinnitus", "en"),
        ("14", "en"),
        ("", "en"),
    ],
)
def test_the_language_is_the_one_with_more_of_the_words(question: str, language: str) -> None:
    assert spoken_in(question, "en") == language


def test_everyday_words_hide_no_medicine_that_is_to_be_left_out() -> None:
    protocol = Protocol.default()
    english, spanish = reader_for(protocol), reader_for(protocol, "es")
    names = spanish.names
    hidden = [
        word
        for word in spanish.lexicon.plain - english.lexicon.plain
        if any(names.is_strict(content) for content in names.entries.get(word, ()))
    ]
    assert hidden == []


@pytest.mark.parametrize(
    ("question", "at_least"),
    [
        ("ya no sangra pero me salio pus ayer", "call_clinic"),
        ("ayer me dio taquicardia, ya paro", "emergency"),
        ("sin fiebre pero la mejilla supura", "call_clinic"),
        ("no me duele pero tengo ampollitas", "call_clinic"),
        ("no tengo fiebre y no puedo tragar", "emergency"),
        ("despues de la crema el corazon se me acelera", "emergency"),
    ],
)
@pytest.mark.parametrize("page", ["en", "es"])
def test_what_is_past_or_denied_makes_no_other_warning_softer(
    question: str, at_least: str, page: str
) -> None:
    said, _ = _ask(question, 60, page)
    assert said in ORDER[ORDER.index(at_least) :]


def test_no_yes_rests_on_a_word_of_the_body_or_of_food() -> None:
    assert _ask("puedo usar crema hidratante", 60, "es")[0] == "yes"
    for beside in ("y el corazon raro", "de huevo", "en la garganta", "con aspecto de galletas"):
        assert _ask(f"puedo usar crema hidratante {beside}", 60, "es")[0] != "yes"


@pytest.mark.parametrize("page", ["en", "es", "ar"])
@pytest.mark.parametrize(
    "question",
    [
        "no puedo respirar",
        "se me hinchan los labios",
        "لا أستطيع التنفس",
        "شفايفي زرقاء",
        "أغمي علي",
    ],
)
def test_an_emergency_is_one_on_a_page_in_any_language(question: str, page: str) -> None:
    assert _ask(question, 2, page)[0] == "emergency"


@pytest.mark.parametrize(
    ("question", "language"),
    [("no tengo pus", "es"), ("ما عندي حمى", "ar"), ("بدون صديد", "ar")],
)
def test_a_denied_sign_is_not_there(question: str, language: str) -> None:
    assert _ask(question, 24, language)[0] not in ("call_clinic", "emergency")


def test_a_word_that_is_not_understood_makes_no_yes() -> None:
    assert _ask("puedo salir a caminar", 30, "es")[0] == "yes"
    assert _ask("puedo salir a caminar con zorbix", 30, "es")[0] != "yes"


def test_noise_is_never_answered_softly() -> None:
    rng = random.Random(12)
    for _ in range(500):
        letters = rng.choice(["bcdfghjklmnpqrstvwxz", "ثجذضظغطزصخ"])
        said, _ = _ask(
            " ".join("".join(rng.choices(letters, k=rng.randint(4, 9))) for _ in range(4)),
            30,
            rng.choice(["es", "ar"]),
        )
        assert said not in ("yes", "expected", "info")
