"""What the person's own check-ins change on Today: the first sentence, and answers by a date.

In: the check-ins that count, the forecast before them. Out: words. "You are on course" is said
only where the last check-in is fresh, as expected and answers the warning signs; in all other
cases the careful words stand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext

from afterglow.core.answering import read_note
from afterglow.core.assessing import Assessment
from afterglow.core.forecasting import Forecast
from afterglow.core.protocol import Protocol
from afterglow.core.treatment import CheckIn, Treatment
from afterglow.core.vocabulary import Urgency
from afterglow.web.patient import wording
from afterglow.web.patient.assessment import (
    judged,
    lede_of,
    stands_from_before,
    title_of,
    urgency_words,
)
from afterglow.web.patient.comparing import compared

FRESH = timedelta(hours=24)


@dataclass(frozen=True)
class Own:
    """What the last check-in means now."""

    assessment: Assessment
    look: str
    word: str
    headline: str
    lede: str
    compared: str
    again: str
    due: bool
    unresolved: bool
    hush: bool  # nothing beside it may sound as if all were well


def own(
    treatment: Treatment,
    reports: Sequence[CheckIn],
    prior: Forecast,
    *,
    protocol: Protocol,
    now: datetime,
    language: str,
    flags_answered: bool = True,
) -> Own | None:
    """The last check-in, judged; None where there is none. `flags_answered`: whether one of its
    warning signs was."""
    if not reports:
        return None
    last = reports[-1]
    found = judged(treatment, reports, protocol=protocol, language=language)
    age = now - last.at
    again = found.next_check_in
    unresolved = found.urgency >= Urgency.call_clinic
    before = stands_from_before(found)
    due = again is not None and again <= now
    headline, lede, compares = "", "", ""
    if found.urgency == Urgency.expected and timedelta(0) <= age <= FRESH:
        beside = compared(treatment, last, prior, protocol=protocol, language=language)
        compares = beside.text
        unread = read_note(last.note, treatment.hour_of(last.at), protocol).unread
        headline = _headline(beside.usual, in_doubt=unread or not flags_answered)
        if unread:
            lede = gettext("We could not read your note. If it tells of a warning sign, call.")
        elif not flags_answered:
            lede = gettext("You passed by the warning signs, so we took them as no.")
    elif found.urgency == Urgency.watch:
        title = title_of(found, in_doubt=False)
        headline = gettext("Time to look again.") if due and not before else title
        lede = lede_of(found)
    elif unresolved:
        headline = found.title
        lede = lede_of(found)
    return Own(
        assessment=found,
        look=found.urgency.name,
        word=urgency_words(found.urgency.name),
        headline=headline,
        lede=lede,
        compared=compares,
        again=wording.when(again, now) if again else "",
        due=due,
        unresolved=unresolved,
        hush=unresolved or before,
    )


def _headline(usual: bool, *, in_doubt: bool) -> str:
    """No rule speaks against it; but neither what is so strong nor what was passed by is "on
    course" to a person."""
    if not in_doubt:
        return (
            gettext("You are on course.")
            if usual
            else gettext("No warning sign, but stronger than usual.")
        )
    return (
        gettext("What you rated is as expected.")
        if usual
        else gettext("What you rated is stronger than usual.")
    )


@dataclass(frozen=True)
class By:
    """Will I look my usual self by then? As typed, and the answer or what was wrong."""

    typed: str
    answer: str
    fault: str
    earliest: str


def asked_by(treatment: Treatment, expected: Forecast, typed: str | None, now: datetime) -> By:
    """The answer by a date of the person's own calendar."""
    earliest = now.strftime("%Y-%m-%dT%H:%M")
    if not typed:
        start = (now + timedelta(days=2)).replace(hour=18, minute=0)
        return By(start.strftime("%Y-%m-%dT%H:%M"), "", "", earliest)
    try:
        moment = datetime.fromisoformat(typed[:30])
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=treatment.zone)
        moment = moment.astimezone(UTC).astimezone(treatment.zone)
    except (ValueError, OverflowError):
        return By("", "", gettext("We could not read that date. Please pick another."), earliest)
    if moment <= now:
        fault = gettext("That is past. Please pick a time to come.")
        return By(typed[:30], "", fault, earliest)
    chance = float(expected.looks_ordinary([treatment.hour_of(moment)])[0])
    answer = gettext("%(chance)s by %(when)s") % {
        "chance": wording.sentence(wording.chance(chance)),
        "when": wording.chip(moment, now)
        if (moment - now).days < 6
        else f"{wording.short_day(moment)} {wording.clock_time(moment)}",
    }
    return By(moment.strftime("%Y-%m-%dT%H:%M"), answer, "", earliest)
