"""Happenings as an iCalendar file (RFC 5545), as Apple's, Google's and Outlook's calendars read it.

In: happenings, their revisions, a name that stays with the recovery. Out: bytes. What is counted
in elapsed hours stands in UTC, which no change of clocks can move; what is set by the wall clock
stands in the person's zone, whose rules come along. Events are private and leave a person free.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, vDuration, vText

from afterglow.core.documents.calendar import Happening
from afterglow.core.documents.revisions import Revision

SPACE = UUID("6f4a1f0e-6f3b-5b7c-9d0f-3f1f6f1b2a77")
LENGTH = timedelta(minutes=15)  # a length of nothing is drawn differently by each calendar
REFRESH = timedelta(hours=6)


def icalendar_file(
    events: Sequence[Happening],
    revisions: Mapping[str, Revision],
    *,
    recovery: str,
    name: str,
    gone: str,
    time_zone: str | None = None,
    language: str = "en",
) -> bytes:
    """The whole calendar. `recovery` is hashed into the ids; `gone` titles a cancelled event."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Afterglow//Recovery//{language.upper()}")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    if time_zone:
        calendar.add("x-wr-timezone", time_zone)
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    zone = ZoneInfo(time_zone) if time_zone else None
    for event in events:
        calendar.add_component(_event(event, revisions[event.id], recovery, zone))
    for name_of, revision in sorted(revisions.items()):
        if revision.gone:
            calendar.add_component(_cancelled(name_of, revision, recovery, gone))
    moments = [event.at for event in events if event.by_the_wall]
    if zone and moments:
        year = timedelta(days=366)
        first, last = min(moments) - year, max(moments) + year
        calendar.add_missing_timezones(_day(first), _day(last))
    return bytes(calendar.to_ical())


def _day(moment: datetime) -> date:
    return date(moment.year, moment.month, 1)


def uid_of(recovery: str, name: str) -> str:
    """The same for the same recovery and event, whatever changes; tells nobody the recovery."""
    return f"{uuid5(SPACE, f'{recovery}/{name}')}@afterglow"


def _start(recovery: str, name: str, revision: Revision) -> Event:
    event = Event()
    event.add("uid", uid_of(recovery, name))
    event.add("dtstamp", revision.changed)
    event.add("last-modified", revision.changed)
    event.add("sequence", revision.sequence)
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    event.add("x-microsoft-cdo-busystatus", "FREE")
    return event


def _event(one: Happening, revision: Revision, recovery: str, zone: ZoneInfo | None) -> Event:
    event = _start(recovery, one.id, revision)
    begins = one.at.astimezone(zone if zone and one.by_the_wall else UTC).replace(microsecond=0)
    event.add("dtstart", begins)
    event.add("dtend", (begins.astimezone(UTC) + LENGTH).astimezone(begins.tzinfo))
    event.add("summary", one.title)
    event.add("description", one.note)
    event.add("status", "CONFIRMED")
    if one.rings is not None:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", vText(one.title))
        # a zero without a unit of time ("P0D") is not what any calendar writes itself
        alarm.add("trigger", -one.rings if one.rings else vText("PT0S"))
        event.add_component(alarm)
    return event


def _cancelled(name: str, revision: Revision, recovery: str, title: str) -> Event:
    event = _start(recovery, name, revision)
    begins = revision.at.replace(microsecond=0)
    event.add("dtstart", begins)
    event.add("dtend", begins + LENGTH)
    event.add("summary", title)
    event.add("status", "CANCELLED")
    return event
