"""Rules first, forecast second, and the most urgent of both wins.

In: a treatment and its check-ins, of which the last is judged. Out: `Assessment`. A worse check-in
never gets a lower urgency: no rule has a part that a worse check-in could make untrue, and what
the forecast adds cannot fall either.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, timedelta
from typing import Any

from afterglow.core.assessing.results import Assessment
from afterglow.core.assessing.seen import Met, Seen, met_by
from afterglow.core.assessing.suspicion import forecast_reasons
from afterglow.core.assessing.words import Words
from afterglow.core.errors import refuse
from afterglow.core.forecasting import Cohort, weigh
from afterglow.core.protocol import Protocol, Rule
from afterglow.core.treatment import CheckIn, Recovery, Treatment
from afterglow.core.vocabulary import Urgency


def assess(
    treatment: Treatment | Mapping[str, Any],
    check_ins: Sequence[CheckIn | Mapping[str, Any]],
    *,
    protocol: Protocol | None = None,
    language: str = "en",
) -> Assessment:
    """Judge the last check-in, given the earlier ones.

    Raises `InputRefused` where the input is not valid or there is no check-in.
    """
    protocol = protocol or Protocol.default()
    recovery = Recovery.read(
        {"treatment": Treatment.read(treatment), "check_ins": list(check_ins)},
        signs=protocol.sign_codes,
    )
    return assess_recovery(recovery, protocol=protocol, language=language)


def assess_recovery(recovery: Recovery, *, protocol: Protocol, language: str = "en") -> Assessment:
    """`assess` for a recovery that has been read already."""
    if not recovery.check_ins:
        raise refuse("check_ins", "none to judge; give at least one check-in")
    treatment = recovery.treatment
    seen = Seen(treatment, recovery.check_ins, protocol, protocol.facts(treatment))
    words = Words(seen, language)
    weighed = weigh(Cohort.of(treatment, protocol), treatment, recovery.check_ins)
    found = [(rule.next_step, words.reason(rule, met)) for rule, met in _fired(seen)]
    found += [(None, reason) for reason in forecast_reasons(seen, weighed, words)]
    found.sort(key=lambda pair: -pair[1].urgency)
    urgency = found[0][1].urgency if found else Urgency.expected
    step = protocol.steps[urgency]
    look_again = step.again_after(seen.hour)
    check_in = seen.check_in
    return Assessment(
        at=check_in.at.astimezone(treatment.zone),
        hour=round(seen.hour, 2),
        urgency=urgency,
        off_course=round(1 - weighed.explanations["natural"], 6),
        reasons=tuple(reason for _, reason in found) or (words.nothing_found(),),
        title=words.say(step.title),
        next_step=words.say((found[0][0] if found else None) or step.text),
        next_check_in=None
        if look_again is None
        else (check_in.at.astimezone(UTC) + timedelta(hours=look_again)).astimezone(treatment.zone),
        missing=tuple(_missing(seen)),
    )


def _fired(seen: Seen) -> Iterator[tuple[Rule, Met]]:
    for rule in seen.protocol.contents.rules:
        met = met_by(rule.seen, seen)
        if met is not None:
            yield rule, met


def _missing(seen: Seen) -> Iterator[str]:
    """What a check-in of this hour asks for and did not get."""
    check_in = seen.check_in
    for sign in seen.protocol.contents.signs:
        first, last = sign.ask
        if first <= seen.hour < last and sign.id not in check_in.ratings:
            yield sign.id
    if check_in.temperature_c is None:
        yield "temperature_c"
    if not check_in.note:
        yield "note"
