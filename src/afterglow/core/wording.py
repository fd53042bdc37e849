"""Numbers and times as people say them: "8 in 10", "Thu 26 Nov 15:00", "in 17 h".

In: numbers and aware datetimes, already in the person's zone. Out: short English texts.
"""

from __future__ import annotations

from datetime import datetime, timedelta


def chance(probability: float) -> str:
    """A probability as people say it; never a bare percentage, never all or nothing."""
    if probability >= 0.995:
        return "more than 99 in 100"
    if probability > 0.945:
        return f"{round(probability * 100)} in 100"
    if probability < 0.005:
        return "fewer than 1 in 100"
    if probability < 0.055:
        return f"{max(round(probability * 100), 1)} in 100"
    return f"{round(probability * 10)} in 10"


def day_and_time(moment: datetime) -> str:
    """Thu 26 Nov 15:00."""
    return f"{moment:%a} {moment.day} {moment:%b %H:%M}"


def until_when(moment: datetime, now: datetime) -> str:
    """The shortest that is not ambiguous: a weekday within six days, else the date."""
    if timedelta(0) <= moment - now < timedelta(days=6):
        return f"{moment:%A %H:%M}"
    if abs(moment - now) < timedelta(days=300):
        return f"{moment:%a} {moment.day} {moment:%b %H:%M}"
    return f"{moment.day} {moment:%b %Y}"


def how_long(span: timedelta) -> str:
    """Time left or gone: 40 min, 17 h, 6 days, 5 weeks."""
    hours = abs(span) / timedelta(hours=1)
    if hours < 1:
        return f"{max(round(hours * 60), 1)} min"
    if hours < 48:
        return f"{round(hours)} h"
    if hours < 24 * 28:
        return f"{round(hours / 24)} days"
    return f"{round(hours / 168)} weeks"
