"""`--overlay`: every command that advises can advise by a clinic's own protocol."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

Afterglow = Any
DATA = Path(__file__).parents[1] / "data"
CLINIC, FAULTY = DATA / "clinic.yaml", DATA / "overlays" / "softer-flag.yaml"
TREATMENT = {"performed_at": "2026-11-24T15:00:00-05:00", "areas": {"cheeks": 1.0}, "skin_type": 2}
BURNS = {"at": "2026-11-26T15:00:00-05:00", "ratings": {"burning": 8}}
RECOVERY = {"treatment": TREATMENT, "check_ins": [BURNS]}


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for name, data in {"t": TREATMENT, "r": RECOVERY}.items():
        (tmp_path / f"{name}.json").write_text(json.dumps(data))
    return tmp_path


def test_a_plan_has_the_clinics_window(afterglow: Afterglow, files: Path) -> None:
    items = afterglow("plan", "t.json", "--overlay", CLINIC, "--json").json["items"]
    ends = {one["topic"]: one["ends"] for one in items if one["kind"] == "avoid"}
    assert ends["sun"].startswith("2026-12-06T15:00")
    assert "face_yoga" in ends
    assert "pets" not in ends


def test_a_sign_of_the_clinics_own_is_forecast_and_judged(
    afterglow: Afterglow, files: Path
) -> None:
    found = afterglow("forecast", "r.json", "--overlay", CLINIC, "--json")
    assert "burning" in found.json["signs"]
    judged = afterglow("assess", "r.json", "--overlay", CLINIC, "--json")
    assert judged.status == 10
    assert judged.json["reasons"][0]["id"] == "burning_high"
    without = afterglow("assess", "r.json")
    assert (without.status, "unknown sign 'burning'" in without.err) == (2, True)


def test_a_question_is_answered_with_the_clinics_window(afterglow: Afterglow, files: Path) -> None:
    at = ("--treatment", "t.json", "--at", "2026-12-04T15:00:00-05:00", "--json")
    question = "can I lie in the sun"
    assert afterglow("ask", question, *at).json["verdict"] == "yes"
    assert afterglow("ask", question, *at, "--overlay", CLINIC).json["verdict"] == "wait"


def test_a_cream_is_held_against_the_clinics_limit(afterglow: Afterglow) -> None:
    cream = ("--product", "tetracaine_4", "--grams", "4", "--area", "100", "--minutes", "30",
             "--age", "34", "--country", "GB", "--json")  # fmt: skip
    assert afterglow("numbing", *cream).json["verdict"] == "within_label"
    assert afterglow("numbing", *cream, "--overlay", CLINIC).json["verdict"] == "over_label"


def test_a_course_has_the_clinics_price(afterglow: Afterglow) -> None:
    asked = ("course", "--country", "US", "--sessions", "3", "--json")
    found = afterglow(*asked, "--overlay", CLINIC).json["total"]
    assert (found["low"], found["high"]) == (1350, 1350)
    assert afterglow(*asked).json["total"]["low"] == 300


@pytest.mark.parametrize(
    ("do", "line", "told"),
    [
        ("plan", {"treatment": TREATMENT}, '"face_yoga"'),
        ("assess", {"recovery": RECOVERY}, '"burning_high"'),
        ("forecast", {"recovery": RECOVERY}, '"burning"'),
        (
            "ask",
            {"question": "can I lie in the sun", "treatment": TREATMENT,
             "at": "2026-12-04T15:00:00-05:00"},
            '"wait"',
        ),
    ],
)  # fmt: skip
def test_a_batch_is_answered_by_the_clinics_protocol(
    afterglow: Afterglow, tmp_path: Path, do: str, line: dict[str, Any], told: str
) -> None:
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": 1, **line}) + "\n")
    asked = ("batch", "in.jsonl", "out.jsonl", "--do", do, "--workers", "1")
    assert afterglow(*asked, "--overlay", CLINIC).status == 0
    assert told in (tmp_path / "out.jsonl").read_text()


@pytest.mark.parametrize(
    "asked",
    [
        ("plan", "t.json"), ("forecast", "r.json"), ("assess", "r.json"), ("ask", "sun"),
        ("numbing", "--product", "EMLA"), ("course",),
        ("batch", "t.json", "out.jsonl", "--do", "plan"),
    ],
)  # fmt: skip
def test_nobody_is_advised_by_a_softer_overlay(
    afterglow: Afterglow, files: Path, asked: tuple[str, ...]
) -> None:
    ran = afterglow(*asked, "--overlay", FAULTY)
    assert (ran.status, ran.out) == (2, "")
    assert "softer-flag.yaml:6: rules.sepsis.urgency" in ran.err
    assert not (files / "out.jsonl").exists()


def test_a_site_with_a_softer_overlay_does_not_start(tmp_path: Path) -> None:
    """It once started, and every page of it was an error."""
    told = {"AFTERGLOW_DATA": str(tmp_path), "AFTERGLOW_OVERLAYS": str(FAULTY)}
    ran = subprocess.run(
        [str(Path(sys.executable).with_name("afterglow")), "site", "--port", "8399"],
        env={**os.environ, **told},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ran.returncode == 2
    assert "softer-flag.yaml:6: rules.sepsis.urgency" in ran.stderr
    assert "Traceback" not in ran.stderr
