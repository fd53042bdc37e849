"""The calendar: every time is the plan's, ids stay, changes count up, and titles say little."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from afterglow.core.documents import (
    Happening,
    Looked,
    Revision,
    happenings,
    icalendar_file,
    revise,
    uid_of,
)
from afterglow.core.planning import Plan, plan
from afterglow.core.protocol import Protocol
from afterglow.core.treatment import Treatment
from core.making import treatment as made
from core.making import treatments

PROTOCOL = Protocol.default()
NOW = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
# each treatment stands shortly before a change of clocks, forward and back
CHANGES = [
    ("Europe/London", "2026-03-28T15:00:00+00:00"),
    ("Europe/London", "2026-10-24T15:00:00+01:00"),
    ("America/New_York", "2026-03-07T15:00:00-05:00"),
    ("America/New_York", "2026-10-31T15:00:00-04:00"),
    ("Australia/Sydney", "2026-10-03T15:00:00+10:00"),
    ("Australia/Sydney", "2026-04-04T15:00:00+11:00"),
    (None, "2026-03-28T15:00:00+05:30"),
]


def read(**changes: Any) -> Treatment:
    return Treatment.read(made(**changes))


def events_of(treatment: Treatment, looked: Looked | None = None) -> list[Happening]:
    return happenings(
        treatment, plan(treatment, protocol=PROTOCOL), protocol=PROTOCOL, looked=looked
    )


def file_of(
    treatment: Treatment,
    earlier: dict[str, Revision] | None = None,
    now: datetime = NOW,
    recovery: str = "one",
) -> tuple[bytes, dict[str, Revision]]:
    events = events_of(treatment)
    revisions = revise(events, earlier or {}, now)
    content = icalendar_file(
        events,
        revisions,
        recovery=recovery,
        name="Afterglow",
        gone="No longer planned",
        time_zone=treatment.time_zone,
    )
    return content, revisions


def by_icalendar(content: bytes) -> dict[str, tuple[datetime, str]]:
    """UID -> start in UTC, title, as one library reads them."""
    return {
        str(one["UID"]): (one["DTSTART"].dt.astimezone(UTC), str(one["SUMMARY"]))
        for one in Calendar.from_ical(content).walk("VEVENT")
    }


def by_vobject(content: bytes) -> dict[str, tuple[datetime, str]]:
    """The same as another library reads them, zones by the file's own rules."""
    return {
        one.uid.value: (one.dtstart.value.astimezone(UTC), one.summary.value)
        for one in vobject.readOne(content.decode()).vevent_list
    }


@pytest.mark.parametrize(("zone", "performed_at"), CHANGES)
def test_two_libraries_read_the_same_moments_across_a_change_of_clocks(
    zone: str | None, performed_at: str
) -> None:
    treatment = read(performed_at=performed_at, time_zone=zone)
    content, _ = file_of(treatment)
    wanted = {
        uid_of("one", one.id): (one.at.astimezone(UTC).replace(microsecond=0), one.title)
        for one in events_of(treatment)
    }
    assert by_icalendar(content) == wanted
    assert by_vobject(content) == wanted


@pytest.mark.parametrize(("zone", "performed_at"), CHANGES)
def test_waits_stay_as_long_and_check_ins_stay_at_their_hour_on_the_wall(
    zone: str | None, performed_at: str
) -> None:
    treatment = read(performed_at=performed_at, time_zone=zone)
    starts = {one.id: one.at for one in events_of(treatment)}
    assert starts["over/exercise"] - treatment.performed_at.astimezone(UTC) == timedelta(hours=48)
    walls = [at.astimezone(treatment.zone) for name, at in starts.items() if "check_in/" in name]
    assert all(8 <= wall.hour <= 21 for wall in walls)
    # a day is 23 or 25 hours long once: looking daily never waits longer than the protocol says
    moments = sorted(at.astimezone(UTC) for at in walls)
    gaps = {later - earlier for earlier, later in pairwise(moments)}
    assert max(gaps) <= timedelta(hours=24)


def times_of(plan: Plan) -> Iterator[datetime]:
    for item in plan.items:
        yield item.starts
        if item.ends:
            yield item.ends
    for milestone in plan.milestones:
        yield milestone.at


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(treatments(), st.sampled_from([None, "Europe/London", "Asia/Kolkata", "Pacific/Chatham"]))
def test_every_time_is_the_plan_s_and_no_wait_is_left_out(
    data: dict[str, Any], zone: str | None
) -> None:
    treatment = Treatment.read(data | {"time_zone": zone})
    result = plan(treatment, protocol=PROTOCOL)
    events = events_of(treatment)
    assert len({one.id for one in events}) == len(events)
    times = set(times_of(result))
    for one in events:
        if one.kind in ("stop", "over", "milestone"):
            assert one.at in times, one
    spec = PROTOCOL.contents.calendar
    shown = {one.at for one in events if one.kind == "over"}
    running = [item for item in result.items if item.kind == "avoid"]
    for item in running:
        ends = item.ends
        if ends is None or ends <= result.performed_at or item.topic == spec.session_topic:
            continue
        blocked = [one for one in running if one.topic == item.topic and one.runs_at(ends)]
        assert blocked or ends in shown, item.id
        if blocked:
            assert f"over/{item.id}" not in {one.id for one in events}
    session = next(one for one in events if one.kind == "session")
    waits = [item.ends for item in running if item.topic == spec.session_topic and item.ends]
    assert all(session.at >= end for end in waits)
    # what two libraries would read is what stands in the file
    content, _ = file_of(treatment)
    assert sorted(at for at, _ in by_icalendar(content).values()) == sorted(
        one.at.astimezone(UTC).replace(microsecond=0) for one in events
    )


def test_the_file_is_the_same_at_every_run_and_ids_stay_when_the_treatment_changes() -> None:
    first, revisions = file_of(read(skin_type=2))
    assert first == file_of(read(skin_type=2))[0]
    later, _ = file_of(read(skin_type=5), revisions, NOW + timedelta(hours=1))
    sun = uid_of("one", "over/sun")
    assert by_icalendar(first)[sun][0] < by_icalendar(later)[sun][0]
    assert set(by_icalendar(first)) <= set(by_icalendar(later))
    assert not set(by_icalendar(first)) & set(by_icalendar(file_of(read(), recovery="two")[0]))


def test_only_what_changed_counts_up_and_never_down() -> None:
    _, first = file_of(read(skin_type=2))
    later = NOW + timedelta(hours=1)
    content, second = file_of(read(skin_type=5), first, later)
    assert (second["over/sun"].sequence, second["over/sun"].changed) == (1, later)
    assert (second["over/make_up"].sequence, second["over/make_up"].changed) == (0, NOW)
    events = {str(one["UID"]): one for one in Calendar.from_ical(content).walk("VEVENT")}
    sun = events[uid_of("one", "over/sun")]
    assert sun["SEQUENCE"] == 1
    assert sun["LAST-MODIFIED"].dt == sun["DTSTAMP"].dt == later
    _, third = file_of(read(skin_type=2), second, later + timedelta(hours=1))
    assert third["over/sun"].sequence == 2
    assert revise(events_of(read(skin_type=2)), third, NOW + timedelta(days=9)) == third


def test_what_the_plan_takes_back_is_cancelled_not_just_left_out() -> None:
    """A copy that was imported once would else go on to promise that a wait ends."""
    events = events_of(read())
    shown = revise(events, {}, NOW)
    left = [one for one in events if one.id != "over/sun"]
    revisions = revise(left, shown, NOW + timedelta(hours=1))
    content = icalendar_file(left, revisions, recovery="one", name="A", gone="No longer planned")
    gone = [
        one for one in Calendar.from_ical(content).walk("VEVENT") if one["STATUS"] == "CANCELLED"
    ]
    assert [str(one["UID"]) for one in gone] == [uid_of("one", "over/sun")]
    assert gone[0]["SEQUENCE"] == 1
    assert str(gone[0]["SUMMARY"]) == "No longer planned"
    again = revise(events, revisions, NOW + timedelta(hours=2))
    assert (again["over/sun"].sequence, again["over/sun"].gone) == (2, False)


def test_the_conventions_of_the_three_great_calendars_are_kept() -> None:
    content, _ = file_of(
        read(time_zone="Europe/London", performed_at="2026-11-20T15:00:00+00:00", skin_type=5)
    )
    text = content.decode()
    assert text.endswith("\r\n")
    lines = text.split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines), "folded at 75 octets"
    assert not any("\n" in line for line in lines)
    for line in (
        "METHOD:PUBLISH",
        "X-WR-CALNAME:Afterglow",
        "REFRESH-INTERVAL;VALUE=DURATION:PT6H",
        "X-WR-TIMEZONE:Europe/London",
        "BEGIN:VTIMEZONE",
        "TZID:Europe/London",
    ):
        assert line in lines
    for event in Calendar.from_ical(content).walk("VEVENT"):
        assert event["CLASS"] == "PRIVATE"
        assert event["TRANSP"] == "TRANSPARENT"
        assert event["DTEND"].dt > event["DTSTART"].dt
        for alarm in event.walk("VALARM"):
            assert alarm["ACTION"] == "DISPLAY"
            assert alarm["DESCRIPTION"] == event["SUMMARY"]
    zoned = [line for line in lines if line.startswith("DTSTART;TZID=Europe/London:")]
    assert zoned
    assert all(line.endswith(("Z",)) or line in zoned for line in lines if "DTSTART;" in line)
    # without a zone there are no rules to bring: all in UTC
    plain = file_of(read(performed_at="2026-11-20T15:00:00+05:30"))[0].decode()
    assert "VTIMEZONE" not in plain
    assert "DTSTART;" not in plain


def test_titles_name_no_medicine_and_no_illness() -> None:
    treatment = read(
        conditions=["cold_sores", "acne", "rosacea", "eczema"],
        medicines=["ibuprofen", "isotretinoin", "prednisolone"],
    )
    titles = " ".join(one.title for one in events_of(treatment)).lower()
    notes = " ".join(one.note for one in events_of(treatment)).lower()
    told = plan(treatment, protocol=PROTOCOL)
    hidden = [item for item in told.items if item.topic not in PROTOCOL.contents.calendar.named]
    private = {"ibuprofen", "retino", "aspirin", "cold sore", "acne", "botox", "filler", "steroid"}
    private |= {item.name.lower() for item in hidden if item.kind == "avoid"}
    private -= {word for word in private if word.startswith("next session")}
    assert private
    for word in private:
        assert word not in titles
    for word in ("ibuprofen", "isotretinoin", "prednisolone", "cold sore", "needling"):
        assert word not in notes


def test_every_event_says_how_to_reach_a_human() -> None:
    for one in events_of(read(time_zone="Europe/London")):
        assert "999" in one.note


def test_stop_by_dates_that_were_past_when_told_are_left_out() -> None:
    treatment = read()
    since = treatment.performed_at - timedelta(hours=30)
    all_stops = [one for one in events_of(treatment) if one.kind == "stop"]
    made = happenings(treatment, plan(treatment, protocol=PROTOCOL), protocol=PROTOCOL, since=since)
    left = [one for one in made if one.kind == "stop"]
    assert left == [one for one in all_stops if one.at >= since]
    assert 0 < len(left) < len(all_stops)


def test_the_next_check_in_is_the_assessment_s_own() -> None:
    treatment = read(performed_at="2026-11-24T15:00:00-05:00", time_zone="America/New_York")
    zone = ZoneInfo("America/New_York")
    at = datetime(2026, 11, 26, 3, 10, tzinfo=zone)
    following = at + timedelta(hours=12)
    events = events_of(treatment, Looked(at, following))
    times = [one.at for one in events if one.kind == "check_in"]
    planned = [one for one in events_of(treatment) if one.kind == "check_in" and one.at < at]
    assert times[: len(planned)] == [one.at for one in planned]
    assert times[len(planned)] == following
    assert times == sorted(times)
    # where somebody helps now there is no time to wait for
    assert len(
        [one for one in events_of(treatment, Looked(at, None)) if one.kind == "check_in"]
    ) == (len(planned))


@settings(max_examples=100, deadline=None)
@given(
    st.integers(0, 20 * 366 * 24 * 60),
    st.sampled_from(["Europe/London", "America/New_York", "Australia/Sydney", "UTC"]),
)
def test_check_ins_go_forward_by_day_from_any_hour(minutes: int, zone: str) -> None:
    moment = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    treatment = read(performed_at=moment.isoformat(), time_zone=zone)
    times = [one.at for one in events_of(treatment) if one.kind == "check_in"]
    assert times
    assert all(a.astimezone(UTC) < b.astimezone(UTC) for a, b in pairwise(times))
    assert all(8 <= at.hour <= 21 for at in times)
    assert times[0].astimezone(UTC) - treatment.performed_at <= timedelta(hours=17)


def test_a_clinic_may_name_other_topics_and_end_the_check_ins_sooner(tmp_path: Path) -> None:
    overlay = tmp_path / "clinic.yaml"
    overlay.write_text(
        "overlay: {id: clinic, version: 1.0.0, for: afterglow, why: {en: ours}}\n"
        "calendar:\n  named: [sun]\n  check_in_until: 3d\n  because: {en: ours}\n"
    )
    protocol = Protocol.load(overlays=[overlay])
    treatment = read()
    made = happenings(treatment, plan(treatment, protocol=protocol), protocol=protocol)
    over = {one.id for one in made if one.kind == "over" and "more" not in one.id}
    assert over == {"over/sun"}
    last = max(one.at for one in made if one.kind == "check_in")
    assert last - treatment.performed_at <= timedelta(days=3)


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 20 * 366 * 24 * 60), st.sampled_from(["Europe/London", "Asia/Tokyo"]))
def test_nothing_but_a_check_in_that_is_due_rings_at_night(minutes: int, zone: str) -> None:
    moment = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    treatment = read(performed_at=moment.isoformat(), time_zone=zone)
    for one in events_of(treatment):
        if one.rings is None:
            continue
        wall = (one.at.astimezone(UTC) - one.rings).astimezone(treatment.zone)
        assert 8 <= wall.hour + wall.minute / 60 <= 21, one
        assert one.rings >= timedelta(0)
        if one.kind == "over":
            # an alarm before its time would say that something is fine too soon
            assert one.rings == timedelta(0)


def test_what_is_to_be_stopped_rings_even_where_its_hour_lies_in_the_night() -> None:
    treatment = read(performed_at="2026-12-04T15:00:00+00:00", time_zone="Europe/London")
    shaving = next(one for one in events_of(treatment) if one.id == "stop/shaving")
    assert shaving.at.hour == 3
    assert shaving.rings == timedelta(hours=6)
