"""Cost and course: sessions, dates, ranges worked by hand, quotes, and an event in mind."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import afterglow as ag
from afterglow.core.answering import (
    describe_cost,
    describe_course,
    describe_numbing,
    hours_to_usual_self,
    money,
    range_words,
)
from afterglow.core.treatment import Treatment
from afterglow.core.vocabulary import AREAS
from core.making import treatment

GOALS = ("glow", "texture", "acne_scars", "stretch_marks")
FIRST = "2026-03-02T15:00:00-05:00"


def test_a_course_for_acne_scars_in_the_us_worked_by_hand() -> None:
    """3, 4 or 6 sessions at 100, 300 or 700 dollars."""
    found = ag.estimate_cost("acne_scars", country="US", depth_mm=1.0)
    assert (found.sessions.fewest, found.sessions.usual, found.sessions.most) == (3, 4, 6)
    assert found.price
    assert found.total
    assert (found.price.low, found.price.usual, found.price.high) == (100, 300, 700)
    assert (found.total.low, found.total.usual, found.total.high) == (300, 1200, 4200)
    assert found.total.currency == "USD"
    assert found.price.sources


def test_prp_adds_a_quarter() -> None:
    found = ag.estimate_cost("texture", country="GB", sessions=3, extras=["prp"])
    assert found.price
    assert found.total
    assert (found.price.low, found.price.usual, found.price.high) == (125, None, 875)
    assert (found.total.low, found.total.high, found.total.currency) == (375, 2625, "GBP")
    assert [one.id for one in found.extras if one.counted] == ["prp"]


def test_radio_frequency_costs_more_and_is_called_unchecked() -> None:
    found = ag.estimate_cost("texture", country="US", device="rf", depth_mm=2)
    assert found.price
    assert (found.price.low, found.price.high) == (700, 1500)
    assert found.price.status == "unverified"


@pytest.mark.parametrize("country", [None, "DE", "IN"])
def test_no_price_is_made_up_or_converted(country: str | None) -> None:
    found = ag.estimate_cost("glow", country=country)
    assert found.price is None
    assert found.total is None
    assert {one.currency for one in found.elsewhere} == {"USD", "GBP"}
    (quote,) = ag.estimate_cost("glow", country=country, quotes=[300]).quotes
    assert quote.place is None
    assert quote.per_session == 300


@pytest.mark.parametrize(
    ("quote", "place", "each"),
    [
        (99.99, "below", 99.99),
        (100, "within", 100),
        (700, "within", 700),
        (700.01, "above", 700.01),
        ({"amount": 1200, "per": "course", "sessions": 4}, "within", 300),
        ({"amount": 300, "per": "course", "sessions": 4}, "below", 75),
        ({"amount": 300, "currency": "USD"}, "within", 300),
        ({"amount": 300, "currency": "EUR"}, None, 300),
    ],
)
def test_a_quote_stands_beside_the_range(quote: Any, place: str | None, each: float) -> None:
    (found,) = ag.estimate_cost("texture", country="US", quotes=[quote]).quotes
    assert (found.place, found.per_session) == (place, each)


def test_deeper_needles_wait_longer() -> None:
    shallow, deep = (ag.estimate_cost(depth_mm=depth).spacing for depth in (1.0, 1.5))
    assert (shallow.least_days, shallow.most_days) == (30, 42)
    assert (deep.least_days, deep.most_days) == (42, 56)
    # no depth known: the longer wait
    assert ag.estimate_cost().spacing == deep


def test_the_calendar_keeps_the_hour_on_the_wall_across_a_change_of_clocks() -> None:
    found = ag.estimate_cost(
        "texture", depth_mm=1.0, first_at=FIRST, time_zone="America/New_York", sessions=3
    )
    zone = ZoneInfo("America/New_York")
    assert [one.earliest for one in found.calendar] == [
        datetime(2026, 3, 2, 15, tzinfo=zone),
        datetime(2026, 4, 1, 15, tzinfo=zone),
        datetime(2026, 5, 1, 15, tzinfo=zone),
    ]
    assert found.calendar[1].latest == datetime(2026, 4, 13, 15, tzinfo=zone)
    assert found.calendar[1].earliest.utcoffset() == timedelta(hours=-4)
    assert [one.at for one in found.judged] == [
        datetime(2026, 7, 30, 15, tzinfo=zone),
        datetime(2026, 10, 28, 15, tzinfo=zone),
    ]
    assert [one.after_days for one in found.judged] == [90, 180]


def test_a_course_under_way_goes_on_from_its_session() -> None:
    found = ag.estimate_cost("texture", treatment=treatment(session=2), sessions=4)
    assert [one.session for one in found.calendar] == [2, 3, 4]
    late = ag.estimate_cost("texture", treatment=treatment(session=7), sessions=4)
    assert [one.session for one in late.calendar] == [7]


def test_without_a_date_there_is_no_calendar_and_days_are_counted() -> None:
    found = ag.estimate_cost("glow", depth_mm=0.5)
    assert found.calendar == ()
    assert [one.at for one in found.judged] == [None, None]


# ------------------------------------------------------------------------------ an event in mind


def test_the_latest_day_before_an_event_keeps_nine_in_ten() -> None:
    event = "2026-05-01T18:00:00+00:00"
    found = ag.estimate_cost("texture", treatment=treatment(), event_at=event).event
    assert found
    assert found.hours_needed
    assert found.treat_by
    assert datetime.fromisoformat(event) - found.treat_by == timedelta(hours=found.hours_needed)
    expected = ag.forecast(treatment())
    needed = found.hours_needed
    assert expected.looks_ordinary([needed])[0] >= 0.9
    assert expected.looks_ordinary([needed - 1])[0] < 0.9
    assert min(expected.looks_ordinary(range(needed, 1009, 3))) >= 0.9


def test_the_event_is_in_elapsed_hours_across_a_change_of_clocks() -> None:
    zone = ZoneInfo("Europe/London")
    made = treatment(time_zone="Europe/London", performed_at="2026-03-01T12:00:00+00:00")
    found = ag.estimate_cost(treatment=made, event_at=datetime(2026, 3, 31, 18, tzinfo=zone)).event
    assert found
    assert found.treat_by
    assert found.hours_needed
    elapsed = found.at.astimezone(UTC) - found.treat_by.astimezone(UTC)
    assert elapsed == timedelta(hours=found.hours_needed)


@settings(deadline=None, max_examples=15)
@given(st.sampled_from(AREAS), st.sampled_from([0.25, 0.5, 1.0, 1.5, 2.0]))
def test_the_same_treatment_always_needs_the_same_hours(area: str, depth: float) -> None:
    protocol = ag.Protocol.default()
    made = Treatment.read(treatment(areas={area: depth}))
    needed = hours_to_usual_self(made, protocol=protocol)
    assert needed is not None
    assert 24 <= needed <= 504
    assert hours_to_usual_self(made, protocol=protocol) == needed


def test_where_nine_in_ten_is_never_reached_no_day_is_named() -> None:
    protocol = ag.Protocol.default()
    made = Treatment.read(treatment())
    assert hours_to_usual_self(made, protocol=protocol, probability=1.1) is None
    assert hours_to_usual_self(made, protocol=protocol, probability=0.0) == 0


def test_sessions_that_may_still_show_on_the_day_are_marked() -> None:
    found = ag.estimate_cost(
        "texture",
        depth_mm=1.0,
        first_at=FIRST,
        sessions=3,
        event_at="2026-04-06T18:00:00-04:00",
    )
    # the second may fall between 1 and 13 April, the third comes after the event
    assert [one.shows_on_event for one in found.calendar] == [False, True, False]


# ------------------------------------------------------------------------------ refusals and words


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"goal": "acne"}, "goal"),
        ({"depth_mm": 9}, "depth_mm"),
        ({"depth_mm": float("inf")}, "depth_mm"),
        ({"device": "laser"}, "device"),
        ({"country": "USA"}, "country"),
        ({"sessions": 0}, "sessions"),
        ({"extras": ["pro"]}, "did you mean prp?"),
        ({"quotes": [-5]}, "quotes.0.amount"),
        ({"quotes": [True]}, "quotes.0"),
        ({"quotes": [{"amount": 5, "currency": "dollars"}]}, "currency"),
        ({"first_at": "2026-03-02T15:00:00"}, "no time zone"),
        ({"event_at": FIRST}, "depth_mm"),
        ({"treatment": {"areas": {"cheeks": 1}}}, "performed_at"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(told: dict[str, Any], said: str) -> None:
    with pytest.raises(ag.InputRefused) as refused:
        ag.estimate_cost(**told)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


@settings(deadline=None, max_examples=100)
@given(
    st.sampled_from(GOALS),
    st.sampled_from(["US", "GB", None]),
    st.none() | st.integers(1, 20),
    st.none() | st.floats(0.2, 4),
    st.lists(st.sampled_from(["prp", "numbing", "consultation"]), max_size=2),
)
def test_ranges_are_in_order_and_the_course_costs_at_least_a_session(
    goal: str, country: str | None, sessions: int | None, depth: float | None, extras: list[str]
) -> None:
    found = ag.estimate_cost(
        goal, country=country, sessions=sessions, depth_mm=depth, extras=extras
    )
    assert found.sessions.fewest <= found.sessions.usual <= found.sessions.most
    assert found.spacing.least_days <= found.spacing.most_days
    for price in (found.price, found.total):
        assert (price is None) == (country is None)
        if price:
            assert 0 < price.low <= (price.usual or price.low) <= price.high
    if found.price and found.total:
        assert found.total.low >= found.price.low


def test_money_is_said_as_people_write_it() -> None:
    assert money(1500, "USD") == "1,500 USD"
    assert money(99.5, "GBP") == "99.50 GBP"
    found = ag.estimate_cost("texture", country="US").total
    assert found
    assert range_words(found) == "300 to 4,200 USD, mostly around 900"


def test_questions_without_numbers_get_a_text_with_sources() -> None:
    course = describe_course("acne_scars")
    assert "3 to 6 sessions" in course.text
    assert course.sources
    assert "700 dollars" in describe_cost("US").text
    assert "We know no prices" in describe_cost("DE").text
    cream = describe_numbing("EMLA", "GB")
    assert "1 to 5 hours" in cream.text
    assert "60 grams" in cream.text
    assert "999" in cream.text
    unknown = describe_numbing("other")
    assert "Do not put it on yet" in unknown.text
