"""docs/safety.md is held true: each hazard is whole, and each test that it names exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import afterglow
from afterglow.core.protocol import Protocol

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "safety.md").read_text(encoding="utf-8")
PARTS = ("Cause", "How bad, how likely", "Control", "What remains", "Held by")
HAZARDS = {
    found[1]: found[2] for found in re.finditer(r"^### (H\d\d .+)\n((?:(?!^##).*\n)+)", TEXT, re.M)
}


def test_there_are_hazards_and_each_has_its_own_number() -> None:
    assert len(HAZARDS) >= 20
    numbers = [name.split()[0] for name in HAZARDS]
    assert numbers == [f"H{number:02}" for number in range(1, len(numbers) + 1)]


@pytest.mark.parametrize("name", HAZARDS)
def test_a_hazard_says_all_that_it_must(name: str) -> None:
    for part in PARTS:
        assert re.search(rf"^- {part}: \S", HAZARDS[name], re.M), part


@pytest.mark.parametrize("name", HAZARDS)
def test_a_hazard_is_held_by_tests_that_exist(name: str) -> None:
    held = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", HAZARDS[name])
    assert held
    for file, test in held:
        path = ROOT / file
        assert path.exists(), file
        assert f"def {test}(" in path.read_text(encoding="utf-8"), f"{file}::{test}"


def test_what_is_not_reviewed_says_so_on_paper_and_in_the_protocol() -> None:
    about = Protocol.default().contents.about
    assert ("**Not reviewed.**" in TEXT) == (not about.reviewed_by_clinician)
    assert "reviewed" in about.review_note["en"]


def test_no_photo_is_measured_yet() -> None:
    assert ("Not built yet: nothing measures photos" in TEXT) == (
        "measure_redness" not in afterglow.__all__
    )
