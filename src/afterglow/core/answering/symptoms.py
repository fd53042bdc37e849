"""A symptom in words goes through the same triage as a check-in, at the asked or current hour.

In: what is felt. Out: an `Answer` with an urgency: that of the protocol's rules and forecast for
the guessed ratings and the flags, and never below what the words themselves call for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from afterglow.core.answering.asking import Asking
from afterglow.core.answering.felt import HOT_SIGNS, WORSENING, Felt
from afterglow.core.answering.results import Answer
from afterglow.core.assessing import Assessment, Reason, assess
from afterglow.core.planning import courses
from afterglow.core.protocol import Source, say
from afterglow.core.treatment import CheckIn, Treatment
from afterglow.core.vocabulary import Urgency

# the hour to judge by where none is known: late enough for rules that begin after a day
UNKNOWN_HOUR = 30.0
LAST_HOUR = 24.0 * 365
# a rating that is noticed at all, and how far past the usual end it starts to count
NOTICED, LATE_SHARE = 2, 1.25
EMPHATIC = 7
# hot, swollen and tender together, so late: what an infection looks like (NHSC2), also unrated
HOT_TOGETHER = 3
NOBODY = Treatment(performed_at=datetime(2026, 1, 1, 12, tzinfo=UTC), areas={"cheeks": 1.0})


@dataclass(frozen=True)
class Judged:
    """The urgency, and the texts behind it."""

    urgency: Urgency
    title: str
    lines: tuple[str, ...]
    why: str | None
    sources: tuple[Source, ...]


def symptom_answer(
    asking: Asking, felt: Felt, hour: float | None, *, least: Urgency, remarks: tuple[str, ...]
) -> Answer:
    """The answer about what is felt at `hour`; `least` is an urgency it may not fall below."""
    judged = _judged(asking, felt, hour, least)
    names = _names(asking, felt)
    title = "" if any(line.startswith(judged.title) for line in judged.lines) else judged.title
    lines = [title, *judged.lines, *remarks]
    if names:
        lines.append(asking.say("guess", guess=asking.listed(names)))
    if hour is None:
        lines.append(asking.say("hour_unknown"))
    signs = {one.sign: one.topic for one in asking.protocol.lexicon.contents.signs}
    topic = next(iter(felt.flags), None)
    if topic is None and felt.ratings:
        topic = signs[max(felt.ratings, key=lambda sign: felt.ratings[sign])]
    return Answer(
        question=asking.question,
        kind="symptom",
        topic=topic,
        urgency=judged.urgency,
        text=" ".join(line for line in lines if line),
        why=judged.why,
        sources=judged.sources,
        matched=tuple(match for one in felt.found for match in asking.matches([one], one.code)),
    )


def _judged(asking: Asking, felt: Felt, hour: float | None, least: Urgency) -> Judged:
    said: list[tuple[Urgency, str]] = []
    floor = least
    for one in felt.floors:
        urgency = floor_urgency(one.id, felt, hour)
        floor = max(floor, urgency)
        said.append((urgency, asking.say(f"floors.{one.id}")))
    if felt.early:
        floor = max(floor, Urgency.watch)
    assessment = _assessed(asking, felt, hour)
    urgency = max(floor, _of_assessment(assessment, felt))
    late = _late(asking, felt, hour) if hour is not None else set()
    if urgency == Urgency.expected and (hour is None or late):
        urgency = Urgency.watch
    if len(late & HOT_SIGNS) >= HOT_TOGETHER:
        urgency = max(urgency, Urgency.call_clinic)
    # one order at a time: what calls for less is not said beside what calls for more
    lines = [line for called, line in said if called >= urgency]
    if assessment and assessment.urgency == urgency:
        reason, told = _nearest(asking, assessment, felt)
        return Judged(
            urgency,
            assessment.title,
            (*lines, told),
            reason.likely or reason.text,
            reason.sources,
        )
    step = asking.protocol.steps[urgency]
    filled = {"emergency": asking.emergency, "clinic": asking.clinic}
    title = say(step.title, asking.language, **filled)
    text = say(step.text, asking.language, **filled)
    sources = assessment.reasons[0].sources if assessment else ()
    return Judged(urgency, title, (*lines, text), None, sources)


def _nearest(asking: Asking, assessment: Assessment, felt: Felt) -> tuple[Reason, str]:
    """Of the most urgent reasons the one that names most of what is felt, and its next step; among
    equals the first, as the protocol orders them. So eyes that hurt and see badly are the eyes'."""
    rules = {one.id: one for one in asking.protocol.contents.rules}
    found = [one for one in assessment.reasons if one.urgency == assessment.urgency]

    def named(reason: Reason) -> int:
        rule = rules.get(reason.id)
        return len(set(felt.flags) & set(rule.seen.flags_any or ())) if rule else 0

    first, best = found[0], max(found, key=named)
    step = rules[best.id].next_step if best.id in rules else None
    if best is first or not step or named(best) < len(felt.flags):
        return first, assessment.next_step
    filled = {"emergency": asking.emergency, "clinic": asking.clinic}
    return best, say(step, asking.language, **filled)


def _of_assessment(assessment: Assessment | None, felt: Felt) -> Urgency:
    """The urgency of the protocol's rules, and of the forecast as far as a guess can carry it.

    The forecast weighs exact ratings. One that is guessed from a bare word ("itchy") is no ground
    to send anybody to the clinic by itself: then it says to look again.
    """
    if assessment is None:
        return Urgency.expected
    emphatic = any(rating >= EMPHATIC for rating in felt.ratings.values())
    most = Urgency.emergency if emphatic else Urgency.watch
    return max(
        one.urgency if one.by == "rule" else min(one.urgency, most) for one in assessment.reasons
    )


def _late(asking: Asking, felt: Felt, hour: float) -> set[str]:
    """The signs that are there long after nine in ten people have left them behind."""
    expected = courses(asking.facts, asking.protocol)
    return {
        sign
        for sign, rating in felt.ratings.items()
        if sign in expected and rating >= NOTICED and hour > expected[sign].p90 * LATE_SHARE
    }


def floor_urgency(name: str, felt: Felt, hour: float | None) -> Urgency:
    """What a floor's words call for at this hour; an hour that is not known counts as late."""
    floor = next(one for one in felt.floors if one.id == name)
    begins = floor.from_hour
    if floor.from_hour_two_signs is not None:
        if name != WORSENING or len(HOT_SIGNS & felt.ratings.keys()) >= 2:
            begins = floor.from_hour_two_signs
    if hour is None or hour >= begins or floor.before is None:
        return Urgency[floor.urgency]
    return Urgency[floor.before]


def _assessed(asking: Asking, felt: Felt, hour: float | None) -> Assessment | None:
    """The protocol's own judgement; None where the words give it nothing to judge."""
    temperature = felt.temperature_c
    if not felt.ratings and not felt.flags and temperature is None:
        return None
    treatment = asking.treatment or NOBODY
    # a symptom before the treatment is judged as at its end: no rule asks for less then
    when = min(max(UNKNOWN_HOUR if hour is None else hour, 0.0), LAST_HOUR)
    if temperature is not None:
        temperature = min(max(temperature, 30.0), 45.0)
    check_in = CheckIn(
        at=treatment.at_hour(when),
        ratings=felt.ratings,
        flags=felt.flags,
        temperature_c=temperature,
    )
    return assess(treatment, [check_in], protocol=asking.protocol, language=asking.language)


def _names(asking: Asking, felt: Felt) -> list[str]:
    protocol, language = asking.protocol, asking.language
    names = [
        f"{say(protocol.signs[sign].name, language).lower()} {rating}"
        for sign, rating in felt.ratings.items()
    ]
    flags = (*felt.flags, *felt.early)
    names += [say(protocol.flags[flag].name, language).lower() for flag in flags]
    if felt.temperature_c is not None:
        fahrenheit = felt.temperature_c * 1.8 + 32
        names.append(f"{felt.temperature_c:g} °C ({fahrenheit:.1f} °F)")
    return names
