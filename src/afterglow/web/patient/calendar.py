"""The calendar of one recovery, as a file and as an answer that calendars fetch again and again.

In: a kept recovery, a language, a moment. Out: the file's bytes and when it last changed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from afterglow.apps import calendars
from afterglow.apps.recoveries import Recovery
from afterglow.core.answering import assess_told
from afterglow.core.documents import Happening, Looked, happenings, icalendar_file
from afterglow.core.planning import plan
from afterglow.core.protocol import Protocol, say
from afterglow.core.treatment import CheckIn as Report
from afterglow.core.treatment import Recovery as Told
from afterglow.core.treatment import Treatment


def events(
    treatment: Treatment,
    reports: Sequence[Report],
    *,
    protocol: Protocol,
    since: datetime,
    language: str,
) -> list[Happening]:
    """What the calendar holds; the last check-in sets when the next one is due."""
    looked = None
    if reports:
        told = Told(treatment=treatment, check_ins=tuple(reports))
        judged = assess_told(told, protocol=protocol)
        looked = Looked(judged.at, judged.next_check_in)
    return happenings(
        treatment,
        plan(treatment, protocol=protocol, language=language),
        protocol=protocol,
        since=since,
        looked=looked,
        language=language,
    )


def file(
    kept: Recovery,
    reports: Sequence[Report],
    *,
    protocol: Protocol,
    now: datetime,
    language: str,
) -> tuple[bytes, datetime]:
    """The calendar file, and when anything in it last changed."""
    found = events(
        kept.treatment, reports, protocol=protocol, since=kept.created, language=language
    )
    revisions, changed = calendars.revised(kept, found, now=now)
    words = protocol.contents.calendar.words
    content = icalendar_file(
        found,
        revisions,
        recovery=str(kept.public_id),
        name=say(words.name, language),
        gone=say(words.gone, language),
        time_zone=kept.treatment.time_zone,
        language=language,
    )
    return content, changed
