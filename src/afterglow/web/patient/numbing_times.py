"""A numbing cream's times: on the clock where it is known when it goes on, else as lengths.

In: a check and its form. Out: rows of words. A time is only told where the label allows the use:
else it would read as leave. When feeling returns is told of every use.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext, ngettext

from afterglow.core.planning import NumbingCheck, NumbingVerdict
from afterglow.web.patient import wording
from afterglow.web.patient.form import number
from afterglow.web.patient.numbing_form import NumbingForm


@dataclass(frozen=True)
class Timer:
    """A time on the clock, how far it is off, and what to say once it has come."""

    name: str
    at: datetime
    iso: str
    when: str
    left: str
    come: bool
    after: str
    urgent: bool


def timers(check: NumbingCheck, form: NumbingForm, now: datetime) -> Iterator[Timer]:
    """Clock times: only for a use that the label allows; when feeling returns, for every use."""
    on = form.values.get("applied_at")
    off = form.values.get("removed_at")
    if not on:
        return
    if check.verdict is NumbingVerdict.within_label and not off:
        if check.works_from:
            yield _timer(gettext("It works from"), check.works_from, now, gettext("It should work"))
        if (planned := _planned(form, check)) is not None:
            yield _timer(gettext("Wipe it off, as you planned"), planned, now, gettext("Now"))
        if check.wipe_off_by:
            late = gettext("That time has passed. If it is still on, wipe it off now.")
            yield _timer(gettext("Off at the latest"), check.wipe_off_by, now, late, urgent=True)
    if check.feeling_returns and (off or check.verdict is NumbingVerdict.within_label):
        first, last = check.feeling_returns
        yield _timer(gettext("Feeling starts to return"), first, now, gettext("Now, or soon"))
        yield _timer(
            gettext("Feeling is back by"), last, now, gettext("Still numb a day later? Call.")
        )


def _planned(form: NumbingForm, check: NumbingCheck) -> datetime | None:
    """When it comes off as planned, where that is before the label's last moment."""
    on = form.moment("applied_at")
    minutes = number(form.values.get("minutes") or "")
    if on is None or not isinstance(minutes, int | float):
        return None
    end = (on.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(on.tzinfo)
    return end if check.wipe_off_by is None or end < check.wipe_off_by else None


def _timer(name: str, at: datetime, now: datetime, after: str, *, urgent: bool = False) -> Timer:
    come = at <= now
    left = "" if come else wording.span((at - now) / wording.HOUR)
    return Timer(
        name=name,
        at=at,
        iso=at.isoformat(),
        when=wording.when(at, now),
        left=gettext("in %(span)s") % {"span": left} if left else "",
        come=come,
        after=after,
        urgent=urgent,
    )


def spans(check: NumbingCheck) -> Iterator[tuple[str, str]]:
    """The same as lengths of time, where nobody has said when it goes on."""
    if check.verdict is not NumbingVerdict.within_label:
        return
    if check.works_after_minutes is not None:
        yield gettext("It works after"), _span(check.works_after_minutes)
    if check.wipe_off_after_minutes is not None:
        yield gettext("Wipe it off after, at the latest"), _span(check.wipe_off_after_minutes)
    if check.lasts_hours:
        low, high = check.lasts_hours
        words = gettext("%(low)s to %(high)s hours") % {"low": f"{low:g}", "high": f"{high:g}"}
        yield gettext("Feeling is back after it is off"), words


def _span(minutes: float) -> str:
    if minutes < 120:
        return ngettext("%(n)s minute", "%(n)s minutes", round(minutes)) % {"n": f"{minutes:g}"}
    hours = minutes / 60
    return ngettext("%(n)s hour", "%(n)s hours", round(hours)) % {"n": f"{hours:g}"}
