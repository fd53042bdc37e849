"""The dictionary of medicines and its rules: whole, consistent, and faults with file and line."""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from afterglow.core.errors import ProtocolRefused
from afterglow.core.protocol import Protocol
from afterglow.core.protocol.medicines import MedicineBook

BOOK = Protocol.default().medicines


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    source = files("afterglow.core.protocol").joinpath("data", "medicines")
    copy = tmp_path / "medicines"
    shutil.copytree(str(source), copy)
    return copy


def test_every_class_has_a_rule_and_every_rule_a_class() -> None:
    used = {one for ingredient in BOOK.ingredients.values() for one in ingredient.classes}
    assert used == BOOK.rules.keys()


def test_what_can_kill_when_stopped_is_kept() -> None:
    for name in ("anticoagulant", "antiplatelet", "antiarrhythmic_class_iii", "thrombolytic"):
        assert BOOK.rules[name].verdict == "keep_taking"


def test_what_is_left_out_says_from_when_until_when() -> None:
    for rule in BOOK.rules.values():
        if rule.verdict == "avoid":
            start, end = rule.window
            assert start < 0
            assert end is not None
            assert end > 0
            assert rule.if_taken, rule.class_
            assert rule.prescribed, rule.class_


def test_anti_inflammatories_are_left_out_3_days_before_and_7_after() -> None:
    for name in ("nsaid", "aspirin", "salicylate"):
        assert BOOK.rules[name].window == (-72.0, 168.0)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("- class: bone\n", "- class: bones\n", "bones"),
        ("- class: bone\n  verdict: fine", "- class: bone\n  verdict: great", "great"),
        ("- class: bone\n", "- class: aspirin\n", "twice"),
        ("  after: 7d\n", "", "after"),
        ("  text:", "  test:", "unknown key"),
    ],
)
def test_a_fault_in_the_rules_is_told_with_its_line(
    folder: Path, old: str, new: str, said: str
) -> None:
    rules = folder / "rules.yaml"
    text = rules.read_text("utf-8")
    assert old in text
    rules.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ProtocolRefused, match=r"rules\.yaml") as refused:
        MedicineBook.read(folder)
    assert said in str(refused.value)
    assert any(fault.line for fault in refused.value.faults)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("at: anywhere", "at: nowhere", "nowhere"),
        ("parts: [mab, cept", "parts: [ab, cept", "too short"),
        ("may_be:", "maybe:", "unknown key"),
    ],
)
def test_a_fault_in_the_hints_is_told_with_its_line(
    folder: Path, old: str, new: str, said: str
) -> None:
    hints = folder / "hints.yaml"
    text = hints.read_text("utf-8")
    assert old in text
    hints.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(ProtocolRefused, match=r"hints\.yaml") as refused:
        MedicineBook.read(folder)
    assert said in str(refused.value)
    assert any(fault.line for fault in refused.value.faults)


def test_no_hint_fits_a_name_of_the_dictionary_that_is_fine_by_its_substance() -> None:
    """A stem of an INN list says what a class is; it must not fit substances of another class."""
    stems = [hint for hint in BOOK.hints if any("INN" in one for one in hint.sources.get("B", []))]
    assert stems
    for hint in stems:
        fitting = [one for one in BOOK.ingredients.values() if hint.fits(one.id)]
        fine = [
            one.id
            for one in fitting
            if all(BOOK.rules[name].verdict == "fine" for name in one.classes)
        ]
        assert len(fine) <= len(fitting) / 5, (hint.parts, fine)
