"""The plan: windows worked out by hand, warnings, and the JSON that others rely on."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings

import afterglow as ag
from core.making import treatment, treatments

LONDON_SPRING = {"performed_at": "2026-03-28T18:30:00+00:00", "time_zone": "Europe/London"}
LONDON_AUTUMN = {"performed_at": "2026-10-24T18:30:00+01:00", "time_zone": "Europe/London"}
NEW_YORK_AUTUMN = {"performed_at": "2026-10-31T20:00:00-04:00", "time_zone": "America/New_York"}
KOLKATA = {"performed_at": "2026-07-01T09:00:00+05:30"}


def item(plan: ag.Plan, key: str) -> Any:
    (found,) = [one for one in plan.items if one.id == key]
    return found


def window(plan: ag.Plan, key: str) -> tuple[str, str | None]:
    found = item(plan, key)
    return found.starts.isoformat(), found.ends.isoformat() if found.ends else None


@pytest.mark.parametrize(
    ("when", "key", "starts", "ends"),
    [
        # clocks go forward at 01:00 on 29 March: 48 elapsed hours end at 19:30
        (LONDON_SPRING, "exercise", "2026-03-28T18:30:00+00:00", "2026-03-30T19:30:00+01:00"),
        (LONDON_SPRING, "make_up", "2026-03-28T18:30:00+00:00", "2026-03-29T19:30:00+01:00"),
        (LONDON_SPRING, "washing_wait", "2026-03-28T18:30:00+00:00", "2026-03-28T22:30:00+00:00"),
        (LONDON_SPRING, "alcohol", "2026-03-27T18:30:00+00:00", "2026-03-30T19:30:00+01:00"),
        (LONDON_SPRING, "nsaids", "2026-03-25T18:30:00+00:00", "2026-04-04T19:30:00+01:00"),
        # clocks go back at 02:00 on 25 October: they end at 17:30
        (LONDON_AUTUMN, "exercise", "2026-10-24T18:30:00+01:00", "2026-10-26T17:30:00+00:00"),
        (LONDON_AUTUMN, "sauna", "2026-10-24T18:30:00+01:00", "2026-10-27T17:30:00+00:00"),
        (NEW_YORK_AUTUMN, "make_up", "2026-10-31T20:00:00-04:00", "2026-11-01T19:00:00-05:00"),
        (NEW_YORK_AUTUMN, "nsaids", "2026-10-28T20:00:00-04:00", "2026-11-07T19:00:00-05:00"),
        (KOLKATA, "exercise", "2026-07-01T09:00:00+05:30", "2026-07-03T09:00:00+05:30"),
        (KOLKATA, "alcohol", "2026-06-30T09:00:00+05:30", "2026-07-03T09:00:00+05:30"),
    ],
)
def test_windows_are_elapsed_hours_shown_on_the_wall(
    when: dict[str, str], key: str, starts: str, ends: str
) -> None:
    assert window(ag.plan(treatment(**when)), key) == (starts, ends)


HOURS: list[tuple[str, dict[str, Any], str, float, float]] = [
    ("exercise", {"areas": {"cheeks": 1.0}}, "1.0 mm", 0, 48),
    ("exercise", {"areas": {"cheeks": 1.49}}, "1.49 mm", 0, 48),
    ("exercise", {"areas": {"cheeks": 1.5}}, "1.5 mm", 0, 72),
    ("exercise", {"areas": {"chin": 0.5, "cheeks": 2.0}}, "the deepest area counts", 0, 72),
    ("make_up", {"areas": {"cheeks": 1.0}}, "1.0 mm", 0, 24),
    ("make_up", {"areas": {"cheeks": 1.5}}, "1.5 mm", 0, 48),
    ("sun", {"skin_type": 1}, "type 1", 0, 168),
    ("sun", {"skin_type": 3}, "type 3", 0, 168),
    ("sun", {"skin_type": 4}, "type 4", 0, 672),
    ("sun", {"skin_type": 5}, "type 5", 0, 672),
    ("sun", {"skin_type": 6}, "type 6", 0, 672),
    ("sun", {}, "type unknown: the careful end", 0, 672),
    ("nsaids", {}, "anybody", -72, 168),
    ("alcohol", {}, "anybody", -24, 48),
    ("sauna", {}, "anybody", 0, 72),
    ("swimming", {"skin_type": 2, "age": 30}, "light skin, young", 0, 72),
    ("waxing", {}, "anybody", -168, 336),
    ("filler", {}, "anybody", -672, 672),
    ("washing_wait", {}, "anybody", 0, 4),
    ("retinoid", {}, "anybody", -168, 168),
]


@pytest.mark.parametrize(
    ("key", "changes", "starts", "ends"),
    [(row[0], row[1], row[3], row[4]) for row in HOURS],
    ids=[f"{row[0]}, {row[2]}" for row in HOURS],
)
def test_windows_in_hours(key: str, changes: dict[str, Any], starts: float, ends: float) -> None:
    plan = ag.plan(treatment(**changes))
    found = item(plan, key)
    hours = [(one - plan.performed_at) / timedelta(hours=1) for one in (found.starts, found.ends)]
    assert hours == [starts, ends]


def test_lakes_and_hot_tubs_take_a_week() -> None:
    plan = ag.plan(treatment())
    assert item(plan, "lakes_hot_tubs").ends - plan.performed_at == timedelta(days=7)


@pytest.mark.parametrize("skin_type", [4, 5, 6])
def test_a_longer_window_says_which_fact_made_it_longer(skin_type: int) -> None:
    assert f"skin_type {skin_type}" in item(ag.plan(treatment(skin_type=skin_type)), "sun").because


def test_a_longer_window_names_the_depth_that_made_it_longer() -> None:
    deep = ag.plan(treatment(areas={"cheeks": 1.5}))
    assert any("1.5" in one for one in item(deep, "exercise").because)


def test_a_window_that_nothing_moved_names_no_fact() -> None:
    plan = ag.plan(treatment(skin_type=2))
    assert item(plan, "sun").because == ()
    assert item(plan, "exercise").because == ()


def test_windows_are_half_open() -> None:
    plan = ag.plan(treatment())
    exercise = item(plan, "exercise")
    instant = timedelta(microseconds=1)
    assert exercise.runs_at(exercise.starts)
    assert not exercise.runs_at(exercise.starts - instant)
    assert exercise.runs_at(exercise.ends - instant)
    assert not exercise.runs_at(exercise.ends)


def test_phases_follow_each_other_without_gap_or_overlap() -> None:
    plan = ag.plan(treatment(**LONDON_SPRING))
    assert plan.phases[0].starts == plan.performed_at
    for earlier, later in itertools.pairwise(plan.phases):
        assert earlier.ends == later.starts
    for phase in plan.phases:
        assert plan.phase_at(phase.starts) == phase
    assert plan.phase_at(plan.performed_at - timedelta(seconds=1)) is None


def test_a_treatment_to_come_has_stop_by_dates_and_what_to_bring() -> None:
    plan = ag.plan(treatment(performed_at="2099-06-15T10:00:00+00:00"))
    assert item(plan, "nsaids").starts == datetime(2099, 6, 12, 10, tzinfo=UTC)
    assert item(plan, "alcohol").starts == datetime(2099, 6, 14, 10, tzinfo=UTC)
    assert item(plan, "bring_list").starts < plan.performed_at
    assert item(plan, "pain").starts < plan.performed_at


def test_the_three_given_treatments_have_plans(treatment_cases: dict[str, dict[str, Any]]) -> None:
    for case in treatment_cases.values():
        plan = ag.plan(case)
        assert len(plan.items) > 50
        assert plan.performed_at == datetime.fromisoformat(case["performed_at"])


def test_the_deep_treatment_across_a_change_of_clocks(
    treatment_cases: dict[str, dict[str, Any]],
) -> None:
    plan = ag.plan(treatment_cases["deep-scars-dark-skin"])
    assert window(plan, "exercise")[1] == "2026-03-31T19:30:00+01:00"
    assert window(plan, "make_up")[1] == "2026-03-30T19:30:00+01:00"
    assert window(plan, "sun")[1] == "2026-04-25T19:30:00+01:00"
    assert {"blood_thinner", "cold_sores", "acne"} <= {one.id for one in plan.warnings}


THINNERS = ["apixaban", "Eliquis", "warfarin", "rivaroxaban", "clopidogrel"]
KEPT = [*THINNERS, "prednisolone", "methotrexate", "amiodarone", "isotretinoin", "adalimumab"]


@pytest.mark.parametrize("medicine", THINNERS)
def test_a_blood_thinner_is_kept_and_told(medicine: str) -> None:
    warnings = {one.id: one for one in ag.plan(treatment(medicines=[medicine])).warnings}
    said = warnings["blood_thinner"]
    assert "Keep taking it" in said.text
    assert "never stop" in said.text
    assert any(medicine in one for one in said.because)


@pytest.mark.parametrize("medicine", KEPT)
def test_no_prescribed_medicine_is_ever_stopped_by_a_warning(medicine: str) -> None:
    warnings = ag.plan(treatment(medicines=[medicine])).warnings
    assert warnings, medicine
    for warning in warnings:
        text = warning.text.lower()
        assert warning.id != "unknown_medicine", medicine
        for command in ("stop taking", "leave it out", "pause it", "skip "):
            assert command not in text, warning.text
        assert "keep taking" in text or "do not stop" in text, warning.text


def test_a_medicine_that_is_not_known_is_a_warning_not_an_error() -> None:
    (said,) = ag.plan(treatment(medicines=["Xyzzyprofenol"])).warnings
    assert said.id == "unknown_medicine"
    assert "Xyzzyprofenol" in said.text
    assert "Keep taking" in said.text


@pytest.mark.parametrize("name", ["{0}", "{emergency}", "{", "%s", "a; b", "🙂", "x" * 200, " "])
def test_a_strange_name_of_a_medicine_breaks_nothing(name: str) -> None:
    warnings = ag.plan(treatment(medicines=[name])).warnings
    assert [one.id for one in warnings] == ["unknown_medicine"]
    assert name in warnings[0].text


@pytest.mark.parametrize(
    "name", ["Ibuprofen", "IBUPROFEN 400 mg tablets", "Nurofen", "Advil", "naproxen"]
)
def test_an_ibuprofen_by_any_name_is_found(name: str) -> None:
    assert "nsaid" in {one.id for one in ag.plan(treatment(medicines=[name])).warnings}


def test_paracetamol_brings_no_warning() -> None:
    assert ag.plan(treatment(medicines=["paracetamol"])).warnings == ()


def test_pineapple_is_not_for_someone_on_a_blood_thinner() -> None:
    plan = ag.plan(treatment(medicines=["apixaban"]))
    assert item(plan, "pineapple_blood_thinner").kind == "avoid"
    with pytest.raises(ValueError, match="unpack"):
        item(ag.plan(treatment()), "pineapple_blood_thinner")


KEYS = {
    "": {"performed_at", "protocol", "phases", "milestones", "items", "warnings"},
    "protocol": {"id", "version", "hash"},
    "phases": {"id", "name", "starts", "ends", "text"},
    "milestones": {"id", "text", "at", "probability"},
    "items": {
        "topic", "kind", "starts", "ends", "text", "why", "because", "claim", "status", "sources",
    },
    "warnings": {"id", "text", "sources"},
}  # fmt: skip
SOURCE = {"id", "title", "url", "grade"}


def test_the_json_of_a_plan_has_the_fields_of_the_design(
    treatment_cases: dict[str, dict[str, Any]],
) -> None:
    for case in [*treatment_cases.values(), treatment(medicines=["apixaban", "qqq"])]:
        told = json.loads(json.dumps(ag.plan(case).model_dump(mode="json")))
        assert KEYS[""] <= told.keys()
        assert KEYS["protocol"] <= told["protocol"].keys()
        for section in ("phases", "milestones", "items", "warnings"):
            for entry in told[section]:
                assert KEYS[section] <= entry.keys()
                for source in entry.get("sources", []):
                    assert source.keys() >= SOURCE
                    assert source["grade"] in "ABCDE"
        for entry in told["items"]:
            assert entry["kind"] in ("do", "avoid", "care")
            assert entry["status"] in (
                "supported", "partly", "disputed", "unsafe", "unverified", None,
            )  # fmt: skip
            assert entry["sources"]
            assert isinstance(entry["because"], list)


def test_times_in_json_are_iso_with_the_offset_of_the_zone() -> None:
    told = ag.plan(treatment(**LONDON_SPRING)).model_dump(mode="json")
    assert told["performed_at"] == "2026-03-28T18:30:00Z" or told["performed_at"].endswith("+00:00")
    (exercise,) = [one for one in told["items"] if one["topic"] == "exercise"]
    assert exercise["ends"] == "2026-03-30T19:30:00+01:00"


def test_the_text_never_shows_an_unfilled_placeholder(
    treatment_cases: dict[str, dict[str, Any]],
) -> None:
    for case in treatment_cases.values():
        told = ag.plan(case).model_dump(mode="json")
        for section in ("phases", "milestones", "items", "warnings"):
            for entry in told[section]:
                for field in ("text", "why", "name", "says"):
                    assert "{" not in (entry.get(field) or ""), entry


@settings(deadline=None, max_examples=25)
@given(given_treatment=treatments())
def test_any_treatment_has_a_plan_that_holds_together(given_treatment: dict[str, Any]) -> None:
    plan = ag.plan(given_treatment)
    assert plan == ag.plan(given_treatment)
    for one in plan.items:
        assert one.ends is None or one.starts < one.ends
        assert one.text
        assert one.why
        assert one.sources
    for one in plan.milestones:
        assert one.at >= plan.performed_at
        assert one.probability is None or 0 < one.probability < 1
    assert list(plan.milestones) == sorted(plan.milestones, key=lambda one: one.at)


@settings(deadline=None, max_examples=25)
@given(given_treatment=treatments())
def test_needling_deeper_never_shortens_a_wait(given_treatment: dict[str, Any]) -> None:
    deeper = given_treatment | {
        "areas": {area: depth + 0.5 for area, depth in given_treatment["areas"].items()}
    }
    before = {one.id: one for one in ag.plan(given_treatment).items if one.kind == "avoid"}
    after = {one.id: one for one in ag.plan(deeper).items if one.kind == "avoid"}
    assert before.keys() <= after.keys()
    for key, one in before.items():
        assert after[key].starts <= one.starts
        assert after[key].ends is None or (one.ends is not None and after[key].ends >= one.ends)


@settings(deadline=None, max_examples=25)
@given(given_treatment=treatments())
def test_telling_more_illnesses_and_medicines_never_shortens_a_wait(
    given_treatment: dict[str, Any],
) -> None:
    less = given_treatment | {"conditions": [], "medicines": []}
    before = {one.id: one for one in ag.plan(less).items if one.kind == "avoid"}
    after = {one.id: one for one in ag.plan(given_treatment).items if one.kind == "avoid"}
    for key, one in before.items():
        assert after[key].ends is None or (one.ends is not None and after[key].ends >= one.ends)


def test_deeper_needling_moves_the_milestones_of_redness_later() -> None:
    def calm(depth: float) -> datetime:
        plan = ag.plan(treatment(areas={"cheeks": depth}))
        (found,) = [one.at for one in plan.milestones if one.id == "pink_to_calm"]
        return found

    assert calm(0.5) < calm(1.0) < calm(1.5) < calm(2.0)


def test_the_protocol_used_is_named(protocol: ag.Protocol) -> None:
    used = ag.plan(treatment()).protocol
    assert (used.id, used.version, used.hash) == (protocol.id, protocol.version, protocol.hash)


PROBE = """
import json, sys
import afterglow
afterglow.plan(json.loads(sys.argv[1]))
print(json.dumps([name for name in ("numpy", "django") if name in sys.modules]))
"""


def test_a_plan_starts_without_numpy_and_django() -> None:
    given_one = treatment(medicines=["apixaban"], numbing={"product": "lidocaine_4"})
    done = subprocess.run(
        [sys.executable, "-c", PROBE, json.dumps(given_one)],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert json.loads(done.stdout) == []


def test_a_forecast_and_an_assessment_need_no_django() -> None:
    code = PROBE.replace(
        "afterglow.plan(json.loads(sys.argv[1]))",
        "t = json.loads(sys.argv[1]); afterglow.forecast(t);"
        " afterglow.assess(t, [{'at': '2026-03-02T13:00:00Z', 'flags': ['pus']}])",
    )
    done = subprocess.run(
        [sys.executable, "-c", code, json.dumps(treatment())],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert "django" not in json.loads(done.stdout)
