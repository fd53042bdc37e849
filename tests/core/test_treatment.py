"""What was done and reported: order, corrections, zones and countries."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import afterglow as ag
from core.making import at_hour, check_in, recoveries, treatment


def test_check_ins_are_ordered_by_time_whatever_their_order() -> None:
    three = [check_in(hour, redness=int(hour)) for hour in (1, 2, 3)]
    for order in itertools.permutations(three):
        recovery = ag.Recovery.read({"treatment": treatment(), "check_ins": list(order)})
        assert [one.ratings["redness"] for one in recovery.check_ins] == [1, 2, 3]


def test_the_later_of_two_check_ins_at_one_instant_corrects_the_earlier() -> None:
    recovery = ag.Recovery.read(
        {"treatment": treatment(), "check_ins": [check_in(5, "pus"), check_in(5, redness=2)]}
    )
    (only,) = recovery.check_ins
    assert only.ratings == {"redness": 2}
    assert only.flags == ()


def test_an_instant_is_the_same_in_every_offset() -> None:
    here = {**check_in(5, redness=9), "at": "2026-03-02T17:00:00+00:00"}
    there = {**check_in(5, redness=1), "at": "2026-03-02T22:30:00+05:30"}
    recovery = ag.Recovery.read({"treatment": treatment(), "check_ins": [here, there]})
    assert [one.ratings["redness"] for one in recovery.check_ins] == [1]


def test_the_hour_a_clock_is_set_back_holds_two_different_instants() -> None:
    first = {"at": "2026-10-25T01:30:00+01:00", "ratings": {"redness": 1}}
    second = {"at": "2026-10-25T01:30:00+00:00", "ratings": {"redness": 2}}
    recovery = ag.Recovery.read(
        {
            "treatment": treatment(performed_at="2026-10-24T12:00:00Z", time_zone="Europe/London"),
            "check_ins": [second, first],
        }
    )
    assert [one.ratings["redness"] for one in recovery.check_ins] == [1, 2]


@settings(deadline=None, max_examples=30)
@given(recovery=recoveries(), random=st.randoms(use_true_random=False))
def test_the_order_of_the_list_does_not_change_the_judgement(
    recovery: dict[str, Any], random: Any
) -> None:
    shuffled = list(recovery["check_ins"])
    random.shuffle(shuffled)
    assert ag.assess(recovery["treatment"], shuffled) == ag.assess(
        recovery["treatment"], recovery["check_ins"]
    )


def test_a_check_in_at_the_very_end_of_the_needling_counts() -> None:
    assert ag.assess(treatment(), [check_in(0, redness=5)]).hour == 0


def test_a_flag_told_twice_is_one_flag() -> None:
    assert ag.CheckIn.read(check_in(1, "pus", "pus")).flags == ("pus",)


def test_a_sign_rated_zero_is_known_and_one_not_rated_is_not() -> None:
    assert "redness" not in ag.assess(treatment(), [check_in(5, redness=0)]).missing
    assert "redness" in ag.assess(treatment(), [check_in(5, warmth=0)]).missing


def test_first_session_true_is_session_one() -> None:
    assert ag.Treatment.read(treatment(first_session=True)).session_number == 1
    assert ag.Treatment.read(treatment(session=4)).session_number == 4
    assert ag.Treatment.read(treatment(first_session=True, session=1)).session_number == 1
    assert ag.Treatment.read(treatment(first_session=False)).session_number is None


def test_medicines_come_as_names_or_with_the_last_dose() -> None:
    read = ag.Treatment.read(
        treatment(medicines=["apixaban", {"name": "ibuprofen", "last_taken": at_hour(-5)}])
    )
    assert [one.name for one in read.medicines] == ["apixaban", "ibuprofen"]


def test_a_treatment_survives_being_written_and_read_again(
    treatment_cases: dict[str, dict[str, Any]],
) -> None:
    for case in treatment_cases.values():
        read = ag.Treatment.model_validate(case)
        assert ag.Treatment.model_validate(read.model_dump(mode="json")) == read


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("America/New_York", "US"),
        ("Europe/London", "GB"),
        ("Europe/Berlin", "DE"),
        ("Australia/Sydney", "AU"),
        ("Asia/Kolkata", "IN"),
    ],
)
def test_the_country_is_taken_from_the_time_zone(
    protocol: ag.Protocol, zone: str, country: str
) -> None:
    found = protocol.country(ag.Treatment.read(treatment(time_zone=zone)))
    assert found == protocol.contents.numbers.countries[country]


@pytest.mark.parametrize(
    ("zone", "country"),
    [("Asia/Calcutta", "IN"), ("US/Pacific", "US"), ("Europe/Kiev", "UA"), ("NZ", "NZ")],
)
def test_the_country_is_taken_from_an_older_name_of_a_zone_too(
    protocol: ag.Protocol, zone: str, country: str
) -> None:
    """Browsers still report Asia/Calcutta and Europe/Kiev."""
    found = protocol.country(ag.Treatment.read(treatment(time_zone=zone)))
    assert found is not None
    assert found == protocol.contents.numbers.countries[country]


def test_a_country_given_wins_over_the_zone(protocol: ag.Protocol) -> None:
    given_one = ag.Treatment.read(treatment(country="fr", time_zone="America/New_York"))
    assert protocol.country(given_one) == protocol.contents.numbers.countries["FR"]


def test_uk_is_understood_as_gb(protocol: ag.Protocol) -> None:
    assert ag.Treatment.read(treatment(country="UK")).country == "GB"


def test_where_no_country_is_known_the_emergency_text_says_so() -> None:
    for changes in ({}, {"time_zone": "Etc/UTC"}):
        judged = ag.assess(treatment(**changes), [check_in(1, "seizure")])
        assert "112, 911 or your local number" in judged.next_step


def test_the_emergency_number_is_that_of_the_country() -> None:
    for zone, number in (("America/New_York", "911"), ("Australia/Sydney", "000")):
        judged = ag.assess(treatment(time_zone=zone), [check_in(1, "seizure")])
        assert number in judged.next_step
        assert "112, 911" not in judged.next_step


def test_without_a_zone_the_offset_counts_for_all_times() -> None:
    given_one = treatment(performed_at="2026-03-28T18:30:00+05:30")
    plan = ag.plan(given_one)
    assert {one.starts.utcoffset() for one in plan.items} == {timedelta(hours=5, minutes=30)}


@pytest.mark.parametrize(
    ("performed_at", "zone"),
    [
        ("2026-03-28T18:30:00+00:00", "Europe/London"),
        ("2026-10-24T18:30:00+01:00", "Europe/London"),
        ("2026-10-31T20:00:00-04:00", "America/New_York"),
        ("2026-04-04T10:00:00+11:00", "Australia/Lord_Howe"),
    ],
)
def test_hours_are_elapsed_hours_across_a_change_of_clocks(performed_at: str, zone: str) -> None:
    read = ag.Treatment.read(treatment(performed_at=performed_at, time_zone=zone))
    start = datetime.fromisoformat(performed_at)
    for hour in (-72, 0, 5.5, 24, 48, 400):
        moment = read.at_hour(hour)
        assert moment.astimezone(UTC) == start.astimezone(UTC) + timedelta(hours=hour)
        assert read.hour_of(moment) == pytest.approx(hour, abs=1e-6)


def test_the_hour_of_a_check_in_is_elapsed_across_a_change_of_clocks() -> None:
    judged = ag.assess(
        treatment(performed_at="2026-03-28T18:30:00+00:00", time_zone="Europe/London"),
        [{"at": "2026-03-29T18:30:00+01:00", "ratings": {"redness": 1}}],
    )
    assert judged.hour == 23
    assert judged.at.isoformat() == "2026-03-29T18:30:00+01:00"


def test_the_next_check_in_is_elapsed_hours_later_on_the_wall_of_that_day() -> None:
    judged = ag.assess(
        treatment(performed_at="2026-03-28T18:30:00+00:00", time_zone="Europe/London"),
        [{"at": "2026-03-28T20:00:00+00:00", "ratings": {"redness": 1}}],
    )
    assert judged.next_check_in is not None
    assert judged.next_check_in.isoformat() == "2026-03-29T09:00:00+01:00"
