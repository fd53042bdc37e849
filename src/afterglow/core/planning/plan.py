"""Treatment x Protocol -> Plan: the personal windows, in absolute, zone-aware times.

Durations are elapsed hours, computed in UTC and shown in the treatment's zone, so that a change of
clocks moves the hour on the wall and not the length.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from afterglow.core.planning.anaesthetic import numbing_warnings
from afterglow.core.planning.course import courses
from afterglow.core.planning.results import (
    Plan,
    PlanItem,
    PlanMilestone,
    PlanPhase,
    PlanWarning,
    ProtocolUsed,
)
from afterglow.core.protocol import Facts, Guidance, Protocol, say, weakest_grade
from afterglow.core.treatment import Treatment


def plan(
    treatment: Treatment | Mapping[str, Any],
    *,
    protocol: Protocol | None = None,
    language: str = "en",
) -> Plan:
    """What to do and avoid, until when, for this person, by `protocol` (the default one).

    Raises `InputRefused` where the treatment is not valid.
    """
    treatment = Treatment.read(treatment)
    protocol = protocol or Protocol.default()
    facts = protocol.facts(treatment)
    at = treatment.at_hour
    contents = protocol.contents
    phases = (
        PlanPhase(
            id=phase.id,
            name=say(phase.name, language),
            starts=at(phase.starts),
            ends=None if phase.until is None else at(phase.until),
            text=say(phase.text, language),
        )
        for phase in contents.phases
    )
    return Plan(
        performed_at=at(0),
        protocol=ProtocolUsed(
            id=protocol.id,
            version=protocol.version,
            hash=protocol.hash,
            reviewed_by_clinician=contents.about.reviewed_by_clinician,
        ),
        phases=tuple(phases),
        milestones=tuple(
            sorted(_milestones(treatment, facts, protocol, language), key=lambda one: one.at)
        ),
        items=tuple(_items(treatment, facts, protocol, language)),
        warnings=(
            *_warnings(facts, protocol, language),
            *numbing_warnings(treatment, facts, protocol, language),
        ),
    )


def window_of(entry: Guidance, facts: Facts) -> tuple[float, float | None, list[str]] | None:
    """(start, end, because) in hours for these facts; None where the entry is not for them.

    Of all stricter windows that apply, the earliest start and the latest end count. `because`
    lists the facts that brought the item or moved the window, and none that changed nothing.
    """
    because: list[str] = []
    if entry.only_when:
        met = entry.only_when.met_by(facts)
        if met is None:
            return None
        because += met
    start, end = entry.starts, entry.until
    for stricter in entry.stricter:
        met = stricter.when.met_by(facts)
        if met is None:
            continue
        new_start = start if stricter.starts is None else min(start, stricter.starts)
        new_end = end
        if stricter.forever:
            new_end = None
        elif stricter.until is not None and end is not None:
            new_end = max(end, stricter.until)
        if (new_start, new_end) != (start, end):
            because += met
        start, end = new_start, new_end
    return start, end, list(dict.fromkeys(because))


def _items(
    treatment: Treatment, facts: Facts, protocol: Protocol, language: str
) -> Iterator[PlanItem]:
    for entry in sorted(protocol.contents.guidance, key=lambda one: (one.order, one.starts)):
        window = window_of(entry, facts)
        if window is None:
            continue
        start, end, because = window
        yield PlanItem(
            id=entry.key,
            topic=entry.topic,
            name=say(entry.name, language),
            kind=entry.kind,
            starts=treatment.at_hour(start),
            ends=None if end is None else treatment.at_hour(end),
            text=say(entry.text, language),
            why=say(entry.why, language),
            says=say(entry.says, language) if entry.says else None,
            because=tuple(because),
            claim=entry.claim,
            status=entry.status,
            ask_first=entry.ask_first,
            grade=weakest_grade(entry.sources),
            icon=entry.icon,
            order=entry.order,
            sources=protocol.source_list(entry.sources),
        )


def _milestones(
    treatment: Treatment, facts: Facts, protocol: Protocol, language: str
) -> Iterator[PlanMilestone]:
    by_sign = courses(facts, protocol)
    for entry in protocol.contents.milestones:
        probability: float | None = None
        if entry.sign is None:
            hour = entry.at
        else:
            course = by_sign[entry.sign]
            # a sign that most people never get has no milestone worth telling
            if course.prevalence < 0.1:
                continue
            if entry.begins:
                hour = course.onset
            else:
                probability = entry.probability
                hour = course.when_below(entry.at_most, probability)
        if hour is None:
            continue
        yield PlanMilestone(
            id=entry.id,
            text=say(entry.text, language),
            at=treatment.at_hour(hour),
            probability=probability,
            grade=weakest_grade(entry.sources),
            sources=protocol.source_list(entry.sources),
        )


def _warnings(facts: Facts, protocol: Protocol, language: str) -> Iterator[PlanWarning]:
    entries = sorted(protocol.contents.ask_first, key=lambda one: not one.urgent)
    for entry in entries:
        because = entry.when.met_by(facts)
        if because is not None:
            yield PlanWarning(
                id=entry.id,
                text=say(entry.text, language),
                urgent=entry.urgent,
                because=tuple(because),
                sources=protocol.source_list(entry.sources),
            )
    unknown = protocol.contents.unknown_medicine
    for name in facts.unknown_medicines:
        yield PlanWarning(
            id="unknown_medicine",
            text=say(unknown.text, language, medicine=name),
            urgent=False,
            because=(f"medicine {name}",),
            sources=protocol.source_list(unknown.sources),
        )
