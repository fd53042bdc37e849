"""Questions in Spanish and Arabic: the kept sets and their figures, negation, and noise."""

import json
import random
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from afterglow.core.answering import ask
from afterglow.core.answering.results import Answer

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
