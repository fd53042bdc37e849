"""`afterglow ask` and `afterglow medicines import` as people run them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

Afterglow = Any
SAMPLE = Path(__file__).parents[1] / "data" / "ndc_product.txt"
TREATMENT = {"performed_at": "2026-03-02T12:00:00+00:00", "areas": {"cheeks": 1.0}}
AT = "2026-03-03T12:00:00+00:00"


@pytest.fixture
def treatment(tmp_path: Path) -> str:
    path = tmp_path / "T.json"
    path.write_text(json.dumps(TREATMENT), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("question", "status"),
    [("can i run", 0), ("no pus just dry", 0), ("pus on my cheek", 10), ("i cant breathe", 11)],
)
def test_the_status_tells_the_urgency(
    afterglow: Afterglow, treatment: str, question: str, status: int
) -> None:
    ran = afterglow("ask", question, "--treatment", treatment, "--at", AT)
    assert ran.status == status, ran
    assert ran.out


def test_the_json_is_the_answer(afterglow: Afterglow, treatment: str) -> None:
    ran = afterglow("ask", "can i run", "--treatment", treatment, "--at", AT, "--json")
    answer = json.loads(ran.out)
    assert answer["verdict"] == "wait"
    assert answer["until"] == "2026-03-04T12:00:00Z" or answer["until"].startswith("2026-03-04T12")


def test_a_naive_moment_without_a_treatment_is_refused(afterglow: Afterglow) -> None:
    ran = afterglow("ask", "can i run", "--at", "2026-03-03T12:00:00")
    assert ran.status == 2
    assert ran.err.count("\n") == 1


def test_a_batch_asks_every_line(afterglow: Afterglow, tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    lines = [
        {"id": 1, "question": "can i run", "treatment": TREATMENT, "at": AT},
        {"id": 2, "question": "can i run"},
        {"id": 3},
    ]
    source.write_text("\n".join(map(json.dumps, lines)) + "\n", encoding="utf-8")
    ran = afterglow("batch", str(source), str(target), "--do", "ask", "--workers", "1")
    assert ran.status == 3
    first, second, third = map(json.loads, target.read_text("utf-8").splitlines())
    assert first["result"]["verdict"] == "wait"
    assert second["result"]["until"] is None
    assert "question" in third["error"]


def test_a_list_is_imported_and_asked(afterglow: Afterglow, tmp_path: Path) -> None:
    table = tmp_path / "own.csv"
    ran = afterglow("medicines", "import", str(SAMPLE), "--to", str(table))
    assert ran.status == 0, ran
    assert "Read 40 rows" in ran.out
    assert table.read_text("utf-8").startswith("name,countries,holds,unsettled\n")
    asked = afterglow("ask", "can i take nurofen", "--medicines", str(table), "--json")
    assert json.loads(asked.out)["verdict"] == "wait"


def test_what_is_no_list_is_refused_in_one_line(afterglow: Afterglow, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.txt"
    wrong.write_text("a\tb\n", encoding="utf-8")
    ran = afterglow("medicines", "import", str(wrong), "--to", str(tmp_path / "x.csv"))
    assert ran.status == 2
    assert ran.err.count("\n") == 1
    assert not (tmp_path / "x.csv").exists()


def test_a_yes_is_called_yes(afterglow: Afterglow) -> None:
    """Its code is 0, and so it once stood there as not understood."""
    assert afterglow("ask", "can i take insulin").out.startswith("[Yes]")
