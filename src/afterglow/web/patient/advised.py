"""What a person was told by, where the clinic's advice has changed since.

In: what is kept, and the protocol in use. Out: sentences on what is different for this person from
now on; and by which protocol an old check-in is shown: as it was told, or more careful.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from afterglow.apps.recoveries import CheckIn, Recovery, advised_by, keep_protocol
from afterglow.core.errors import InputRefused
from afterglow.core.planning import PlanItem
from afterglow.core.protocol import Protocol
from afterglow.core.proving import Moved, moved
from afterglow.core.treatment import CheckIn as Report
from afterglow.core.vocabulary import Urgency
from afterglow.web.patient import wording
from afterglow.web.patient.assessment import judged, urgency_words

SHOWN = 6


@dataclass(frozen=True)
class Changed:
    """Since when the advice is another, and what that changes for one person, most asked first."""

    title: str
    lines: list[str]
    more: list[str]


def advice_changed(
    kept: Recovery, protocol: Protocol, now: datetime, language: str
) -> Changed | None:
    """None where this person's advice is as it was, or what changed is over."""
    if kept.protocol_hash == protocol.hash:
        return None
    since = keep_protocol(protocol, now=now).first_used.astimezone(kept.treatment.zone)
    title = gettext("The advice changed on %(day)s") % {"day": wording.full_date(since)}
    old = advised_by(kept.protocol_hash)
    if old is None:
        words = gettext("What you read before may differ. What stands here now counts.")
        return Changed(title, [words], [])
    found = moved(kept.treatment, old, protocol, now, language)
    found.sort(key=_order)
    lines = [_line(one, now) for one in found]
    return Changed(title, lines[:SHOWN], lines[SHOWN:]) if lines else None


def _order(one: Moved) -> int:
    item = one.after or one.before
    return item.order if item else 0


def _line(one: Moved, now: datetime) -> str:
    was, is_now = one.before, one.after
    if is_now is None:
        name = was.name if was else one.key
        return gettext("%(name)s: no longer part of the advice.") % {"name": name}
    words = {"name": is_now.name, "new": _end(is_now, now)}
    if was is None:
        return gettext("%(name)s: new, until %(new)s.") % words
    if was.kind != is_now.kind:
        return gettext("%(name)s: the advice is another one now. Please read it again.") % words
    if was.ends != is_now.ends:
        words["old"] = _end(was, now)
        return gettext("%(name)s: was until %(old)s, now until %(new)s.") % words
    words |= {"old": wording.when(was.starts, now), "new": wording.when(is_now.starts, now)}
    return gettext("%(name)s: was from %(old)s, now from %(new)s.") % words


def _end(item: PlanItem, now: datetime) -> str:
    return wording.when(item.ends, now) if item.ends else gettext("your clinic says otherwise")


@dataclass(frozen=True)
class Shown:
    """By which protocol an old check-in is shown, the reports as it reads them, and a note."""

    protocol: Protocol
    reports: Sequence[Report]
    note: str = ""


def shown_by(
    rows: Sequence[CheckIn],
    kept: Recovery,
    reports: Sequence[Report],
    protocol: Protocol,
    language: str,
) -> Shown:
    """The last of these check-ins as it was told, unless today's protocol is more urgent.

    The more careful of both is shown, and said to be so.
    """
    row = rows[-1]
    if row.protocol_hash == protocol.hash:
        return Shown(protocol, reports)
    told = Urgency[row.urgency]
    today = judged(kept.treatment, reports, protocol=protocol, language=language).urgency
    words = {"then": urgency_words(told.name), "now": urgency_words(today.name)}
    if today > told:
        note = gettext(
            "You were told “%(then)s” at the time. The advice has changed since; today it says"
            " “%(now)s”, and that is shown here."
        )
        return Shown(protocol, reports, note % words)
    old = advised_by(row.protocol_hash)
    then = _read_by(old, rows) if old is not None else None
    if old is not None and then is not None:
        return Shown(old, then, gettext("As you were told then. The advice has changed since."))
    if today < told:
        note = gettext(
            "You were told “%(then)s” at the time, and that still counts. Below is what today's"
            " advice says."
        )
        return Shown(protocol, reports, note % words)
    note = gettext("The advice has changed since. This is what it says today.")
    return Shown(protocol, reports, note)


def _read_by(protocol: Protocol, rows: Sequence[CheckIn]) -> list[Report] | None:
    """The reports with the signs that this protocol has; None where one is not among them."""
    try:
        return list({row.at: row.report(protocol.sign_codes) for row in rows}.values())
    except InputRefused:
        return None
