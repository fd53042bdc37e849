"""Forecast second: what the forecast adds to the rules. It may raise an urgency, never lower one.

In: the judged check-in and the weighed explanations. Out: reasons. Only readings that cannot fall
when the judged check-in gets worse are used (forecasting/comparison.py says why they cannot).
"""

from __future__ import annotations

from collections.abc import Iterator

from afterglow.core.assessing.results import Reason
from afterglow.core.assessing.seen import Seen
from afterglow.core.assessing.words import Words
from afterglow.core.forecasting import Surprise, Suspicion, Weighed
from afterglow.core.vocabulary import Urgency
from afterglow.core.wording import chance

TELLING = 0.5  # a rating that is lower in fewer recoveries says nothing by itself


def forecast_reasons(seen: Seen, weighed: Weighed, words: Words) -> Iterator[Reason]:
    """A reason for every complication or surprise that reaches its limit."""
    for suspicion in weighed.suspicions:
        alarm = suspicion.explanation.alarm
        if alarm is None or suspicion.probability < alarm.watch_from:
            continue
        urgent = suspicion.probability >= alarm.call_from
        yield _suspected(seen, suspicion, Urgency.call_clinic if urgent else Urgency.watch, words)
    unusual, surprise = seen.protocol.contents.unusual, weighed.surprise
    if surprise and surprise.tail < unusual.watch_below:
        urgent = surprise.tail < unusual.call_below
        yield _surprising(seen, surprise, Urgency.call_clinic if urgent else Urgency.watch, words)


def _suspected(seen: Seen, suspicion: Suspicion, urgency: Urgency, words: Words) -> Reason:
    one = suspicion.explanation
    assert one.alarm is not None  # only explanations with an alarm are suspected
    sign = suspicion.sign
    if sign is None or suspicion.lower < TELLING:
        # what the check-ins together make likely, though no rating of this one shows it
        text = words.say(
            one.alarm.text_before, expected=chance(suspicion.probability, words.language)
        )
    else:
        before = [c.ratings[sign] for c in seen.history[:-1] if sign in c.ratings]
        text = words.say(
            one.alarm.text if before else one.alarm.text_first,
            sign=words.sign(sign),
            rating=seen.check_in.ratings[sign],
            earlier=before[-1] if before else "",
            expected=chance(suspicion.lower, words.language),
        )
    return Reason(
        by="forecast",
        id=one.id,
        urgency=urgency,
        text=text,
        likely=words.say(one.alarm.likely),
        sources=seen.protocol.source_list(one.sources),
    )


def _surprising(seen: Seen, surprise: Surprise, urgency: Urgency, words: Words) -> Reason:
    unusual = seen.protocol.contents.unusual
    names = [words.sign(sign) for sign in surprise.signs]
    return Reason(
        by="forecast",
        id="unusual",
        urgency=urgency,
        text=words.say(
            unusual.text,
            sign=words.listed([names[0], *(name.lower() for name in names[1:])]),
            expected=chance(1 - surprise.tail, words.language),
        ),
        likely=words.say(unusual.likely),
        sources=seen.protocol.source_list(unusual.sources),
    )
