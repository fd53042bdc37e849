"""The guide before the first visit and before choosing where to go: whole, grounded, and plain."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import afterglow as ag
from afterglow.core.planning import GuidePart, guide
from afterglow.core.treatment import Treatment
from core.making import treatment

PAGES = ("before_you_go", "practitioner")


def read(page: str, **more: object) -> dict[str, GuidePart]:
    protocol = ag.Protocol.default()
    made = Treatment.read(treatment(**more)) if more else None
    return {one.id: one for one in guide(page, protocol=protocol, treatment=made)}  # type: ignore[arg-type]


def test_the_pages_hold_what_a_first_timer_needs() -> None:
    before, choosing = read("before_you_go"), read("practitioner")
    assert len(before["six_things"].items) == 6
    assert {"feels", "feels_where", "who_asks"} <= before.keys()
    assert {"to_ask", "walk_away", "rollers_known", "rollers_not"} <= choosing.keys()


@pytest.mark.parametrize("page", PAGES)
def test_every_item_says_why_and_on_what_it_rests(page: str) -> None:
    for part in read(page).values():
        for item in part.items:
            assert item.why, item.id
            assert item.sources, item.id
            assert item.text, item.id


def test_everybody_who_should_ask_is_listed_the_urgent_first() -> None:
    items = read("before_you_go")["who_asks"].items
    told = {one.id for one in items}
    protocol = ag.Protocol.default()
    for entry in protocol.contents.ask_first:
        person = {"conditions_any", "pregnant", "medicines_any", "age_below", "skin_type"}
        if entry.when.model_fields_set <= person:
            assert entry.id in told
    urgent = [one.urgent for one in items]
    assert urgent == sorted(urgent, reverse=True)


def test_a_treatment_leaves_out_other_skin_and_puts_what_fits_first() -> None:
    mine = read("before_you_go", areas={"periorbital": 0.5}, conditions=["cold_sores"])
    assert [one.id for one in mine["feels_where"].items] == ["feels_eyes"]
    assert mine["who_asks"].items[0].id == "cold_sores"
    assert mine["who_asks"].items[0].because
    assert "pain_deep" not in {one.id for one in mine["feels"].items}


def test_a_first_timers_six_things_are_not_for_a_third_session() -> None:
    assert "six_things" not in read("before_you_go", session=3)


def test_every_area_has_a_place_and_a_size(protocol: ag.Protocol) -> None:
    from afterglow.core.vocabulary import AREAS

    placed = {area for one in protocol.contents.guide_points for area in one.areas}
    assert placed == set(AREAS)
    sizes = {one.area: one.cm2 for one in protocol.contents.numbing_areas}
    assert sizes.keys() == set(AREAS)
    face = ("forehead", "periorbital", "cheeks", "nose", "upper_lip", "chin", "jawline")
    assert sum(sizes[one][0] for one in face) == 200
    assert sum(sizes[one][1] for one in face) == 300


OVERLAY = """\
overlay: {id: ours, version: 1.0.0, for: afterglow, why: {en: "Our leaflet."}}
"""


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("guide_points:\n  - id: rollers_rf\n    section: rollerz\n    because: {en: x}\n",
         "did you mean rollers_not"),
        ("guide_sections:\n  - id: to_ask\n    topics: [practitoner]\n    because: {en: x}\n",
         "did you mean practitioner"),
        ("guide_sections:\n  - {id: ours, page: practitioner, title: {en: Ours}}\n",
         "nothing stands in the section"),
        ("guide_points:\n  - id: rollers_rf\n    status: unsafe\n    because: {en: x}\n",
         "no point of a guide"),
        ("numbing_areas:\n  - area: cheeks\n    cm2: [10, 20]\n    because: {en: x}\n",
         "110 -> 20"),
        ("numbing_areas:\n  - area: cheeks\n    cm2: [200, 120]\n    because: {en: x}\n",
         "in this order"),
    ],
)  # fmt: skip
def test_a_faulty_change_of_the_guide_is_refused(tmp_path: Path, change: str, said: str) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(OVERLAY + change)
    with pytest.raises(ag.ProtocolRefused) as refused:
        ag.Protocol.load(overlays=[path])
    assert said in str(refused.value)
    assert "ours.yaml:" in str(refused.value)


def test_a_clinic_may_change_the_words_and_add_its_own(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(
        OVERLAY
        + """\
guide_points:
  - id: feels_nose
    text: {en: "We go over the nose by hand."}
    because: {en: "So do we."}
  - id: our_promise
    section: to_ask
    name: {en: "Our promise"}
    text: {en: "We show you the sealed tip."}
    sources: {D: [our leaflet]}
"""
    )
    protocol = ag.Protocol.load(overlays=[path])
    before = {one.id: one for one in guide("before_you_go", protocol=protocol)}
    nose = next(one for one in before["feels_where"].items if one.id == "feels_nose")
    assert nose.text == "We go over the nose by hand."
    assert nose.why == "There is little between skin and bone."
    choosing = {one.id: one for one in guide("practitioner", protocol=protocol)}
    assert choosing["to_ask"].items[-1].text == "We show you the sealed tip."


def school_grade(words: str) -> float:
    """The US reading grade by Flesch and Kincaid, syllables counted as groups of vowels."""
    sentences = [one for one in re.split(r"[.!?:;]+(?:\s|$)", words) if one.strip()]
    found = re.findall(r"[a-z']+", words.lower())
    syllables = 0
    for word in found:
        groups = len(re.findall(r"[aeiouy]+", word))
        silent = word.endswith("e") and not word.endswith("le") and groups > 1
        syllables += max(groups - silent, 1)
    return 0.39 * len(found) / len(sentences) + 11.8 * syllables / len(found) - 15.59


def test_the_words_are_plain(protocol: ag.Protocol) -> None:
    grades = {}
    for one in protocol.contents.guide_points:
        words = " ".join(text["en"] for text in (one.text, one.why) if text)
        grades[one.id] = school_grade(words)
    assert {name: grade for name, grade in grades.items() if grade > 8} == {}
    assert sum(grades.values()) / len(grades) <= 6
