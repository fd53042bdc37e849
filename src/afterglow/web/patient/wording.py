"""Times and chances as people say them: "tomorrow 09:00", "17 h", "8 in 10".

In: moments in the person's zone, probabilities. Out: words. Nothing here reads a clock.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.utils.dateformat import format as formatted
from django.utils.translation import get_language, gettext, ngettext, pgettext

from afterglow.core import wording as core

HOUR = timedelta(hours=1)


def clock_time(moment: datetime) -> str:
    """ "15:00" """
    return formatted(moment, "H:i")


def weekday_time(moment: datetime) -> str:
    """ "Wednesday 22:00" """
    return formatted(moment, "l H:i")


def short_day(moment: datetime) -> str:
    """ "Tue 1 Dec" """
    return formatted(moment, pgettext("date format", "D j M"))


def _with_year(moment: datetime) -> str:
    """ "Tue 1 Dec 2026" """
    return formatted(moment, pgettext("date format", "D j M Y"))


def day_name(moment: datetime) -> str:
    """ "Tue" """
    return formatted(moment, pgettext("date format", "D"))


def full_date(moment: datetime) -> str:
    """ "Friday 4 December, 15:00" """
    return formatted(moment, pgettext("date format", "l j F, H:i"))


def rounded(moment: datetime) -> datetime:
    """The full hour at or after a moment: nobody plans by the minute of an estimate."""
    whole = moment.replace(minute=0, second=0, microsecond=0)
    return whole if whole == moment else whole + HOUR


def when(moment: datetime, now: datetime) -> str:
    """As short as it is clear, seen from `now`: "today 20:00", "Thu 15:00", "Tue 1 Dec"."""
    moment, now = (moment, now.astimezone(moment.tzinfo))
    days = (moment.date() - now.date()).days
    if days == 0:
        return gettext("today %(time)s") % {"time": clock_time(moment)}
    if days == 1:
        return gettext("tomorrow %(time)s") % {"time": clock_time(moment)}
    if days == -1:
        return gettext("yesterday %(time)s") % {"time": clock_time(moment)}
    if -6 <= days <= 6:
        return f"{day_name(moment)} {clock_time(moment)}"
    return short_day(moment) if moment.year == now.year else _with_year(moment)


def chip(moment: datetime, now: datetime) -> str:
    """As `when`, always with the name of the day, for lists: "Thu 15:00", "Tue 1 Dec"."""
    days = (moment.date() - now.astimezone(moment.tzinfo).date()).days
    if -6 <= days <= 6:
        return f"{day_name(moment)} {clock_time(moment)}"
    return short_day(moment) if moment.year == now.year else _with_year(moment)


def past(moment: datetime, now: datetime) -> str:
    """A moment just past: "15:00" where it was today, else "Wed 15:00"."""
    if moment.date() == now.astimezone(moment.tzinfo).date():
        return clock_time(moment)
    return chip(moment, now)


def span(hours: float) -> str:
    """A stretch of time, roughly: "40 min", "17 h", "4 days", "3 weeks"."""
    if hours < 1:
        minutes = max(math.ceil(hours * 60), 1)
        return gettext("%(n)s min") % {"n": minutes}
    if hours < 36:
        return gettext("%(n)s h") % {"n": math.ceil(hours)}
    days = math.ceil(hours / 24)
    if days < 21:
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    weeks = round(hours / 168)
    return ngettext("%(n)s week", "%(n)s weeks", weeks) % {"n": weeks}


def chance(probability: float) -> str:
    """A probability as people count: "8 in 10". Never rounded up to certainty."""
    if probability < 0.005:
        return gettext("fewer than 1 in 100")
    if probability < 0.095:
        return gettext("%(n)s in 100") % {"n": round(probability * 100)}
    if probability > 0.95:
        return gettext("more than 9 in 10")
    return gettext("%(n)s in 10") % {"n": min(round(probability * 10), 9)}


def commas(words: Iterable[str]) -> str:
    """ "redness, tightness, stinging", with the comma of the page's language."""
    return core.commas(words, get_language() or "en")


def listed(words: list[str]) -> str:
    """ "redness, tightness and stinging" """
    if len(words) < 2:
        return "".join(words)
    most = commas(words[:-1])
    return gettext("%(most)s and %(last)s") % {"most": most, "last": words[-1]}


def either(words: Sequence[str]) -> str:
    """ "redness, tightness or stinging" """
    if len(words) < 2:
        return "".join(words)
    most = commas(words[:-1])
    return gettext("%(most)s or %(last)s") % {"most": most, "last": words[-1]}


def sentence(words: str) -> str:
    """With a capital first letter, the rest as it was."""
    return words[:1].upper() + words[1:]
