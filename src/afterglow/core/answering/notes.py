"""The note under a check-in, read for warning signs, and triage that counts them.

In: check-ins as they were told. Out: what a note says, and an `Assessment` that is never softer
than the one without it. Only what sounds an alarm is taken from a note: the ratings are the
person's own. The words are those that `ask` knows, in each language that it reads.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from afterglow.core.answering.felt import Felt, read_felt
from afterglow.core.answering.reading import Reader, reader_for
from afterglow.core.answering.spoken import is_understood, languages_of
from afterglow.core.answering.symptoms import floor_urgency
from afterglow.core.assessing import Assessment, Reason, assess_recovery
from afterglow.core.protocol import Protocol, Sources, say
from afterglow.core.treatment import CheckIn, Recovery, Treatment
from afterglow.core.vocabulary import Urgency

_SENTENCE = re.compile(r"[^.;!?\n]+")
# which words call for help by themselves was decided by hand
_BY_HAND: Sources = {"E": ["words of alarm, sorted by hand; no study"]}
_HOTTEST, _LISTED = 45.0, re.compile(r"\b(?:or|nor|oder|ni|ou)\b")


@dataclass(frozen=True)
class Noted:
    """The warning signs of a note: flags, a fever in °C, and words that call for help, by id.

    `unread`: most of the note is in no language that is read, so what it tells is not known, and
    nobody may say that no warning sign stands in it.
    """

    flags: tuple[str, ...] = ()
    temperature_c: float | None = None
    calls: tuple[tuple[str, Urgency], ...] = ()
    unread: bool = False

    def __bool__(self) -> bool:
        return bool(self.flags or self.calls) or self.temperature_c is not None


def read_note(note: str | None, hour: float, protocol: Protocol) -> Noted:
    """What a note written at `hour` tells, whatever the language of the page. Where a reading is in
    doubt, or two languages read it, the sign is there."""
    if not note or not note.strip():
        return Noted()
    readers = [reader_for(protocol, one) for one in languages_of(note)]
    heard = [_heard(note, hour, protocol, one) for one in readers]
    calls: dict[str, Urgency] = {}
    for name, urgency in (call for one in heard for call in one.calls):
        calls[name] = max(urgency, calls.get(name, urgency))
    hot = [one.temperature_c for one in heard if one.temperature_c is not None]
    return Noted(
        tuple(sorted({flag for one in heard for flag in one.flags})),
        max(hot, default=None),
        tuple(sorted(calls.items())),
        unread=not any(is_understood(note, one) for one in readers),
    )


def _heard(note: str, hour: float, protocol: Protocol, reader: Reader) -> Noted:
    """What the words of one language find in a note."""
    reading = reader.read(_denials_spelt_out(note, reader))
    names = {place for one in reading.names for place in range(one.start, one.end)}
    felt = read_felt(reading, reader.lexicon, hour, for_something=False, not_at=names)
    # a watch is for what is merely odd ("tired"): in a note that is no warning sign
    calls = [(one.id, floor_urgency(one.id, felt, hour)) for one in _grave(felt)]
    temperature = felt.temperature_c
    if temperature is not None:
        hot = temperature >= protocol.contents.limits.fever_from_c
        temperature = min(temperature, _HOTTEST) if hot else None
    return Noted(felt.flags, temperature, tuple(calls))


def noted_names(noted: Noted, protocol: Protocol, language: str = "en") -> list[str]:
    """The flags of a note by their names, and a fever with its degrees."""
    names = [say(protocol.flags[flag].name, language) for flag in noted.flags]
    if noted.temperature_c is not None:
        celsius = noted.temperature_c
        names.append(f"{celsius:.1f} °C ({celsius * 1.8 + 32:.1f} °F)")
    return names


def assess(
    treatment: Treatment | Mapping[str, Any],
    check_ins: Sequence[CheckIn | Mapping[str, Any]],
    *,
    protocol: Protocol | None = None,
    language: str = "en",
) -> Assessment:
    """Judge the last check-in, given the earlier ones, by all that was told: the notes too.

    Raises `InputRefused` where the input is not valid or there is no check-in.
    """
    protocol = protocol or Protocol.default()
    recovery = Recovery.read(
        {"treatment": Treatment.read(treatment), "check_ins": list(check_ins)},
        signs=protocol.sign_codes,
    )
    return assess_told(recovery, protocol=protocol, language=language)


def assess_told(recovery: Recovery, *, protocol: Protocol, language: str = "en") -> Assessment:
    """`assess` for a recovery that has been read already."""
    plain = assess_recovery(recovery, protocol=protocol, language=language)
    notes = [
        read_note(one.note, recovery.treatment.hour_of(one.at), protocol)
        for one in recovery.check_ins
    ]
    if not any(notes):
        return plain
    found = plain
    if any(one.flags or one.temperature_c is not None for one in notes):
        check_ins = [
            with_noted(one, noted) for one, noted in zip(recovery.check_ins, notes, strict=True)
        ]
        counted = recovery.model_copy(update={"check_ins": tuple(check_ins)})
        found = assess_recovery(counted, protocol=protocol, language=language)
        if found.urgency < plain.urgency:
            # the forecast may learn from an earlier note; a note never softens
            found = plain
    return _raised(found, notes[-1], recovery.treatment, protocol, language)


def with_noted(check_in: CheckIn, noted: Noted) -> CheckIn:
    """A check-in with the flags and the fever of its note counted as told."""
    hot = [one for one in (check_in.temperature_c, noted.temperature_c) if one is not None]
    return check_in.model_copy(
        update={
            "flags": tuple(sorted({*check_in.flags, *noted.flags})),
            "temperature_c": max(hot, default=None),
        }
    )


def _grave(felt: Felt) -> list[Any]:
    return [one for one in felt.floors if Urgency[one.urgency] > Urgency.watch]


def _raised(
    found: Assessment, noted: Noted, treatment: Treatment, protocol: Protocol, language: str
) -> Assessment:
    """The assessment with what the note's words call for by themselves."""
    if not noted.calls:
        return found
    country = protocol.country(treatment)
    numbers = protocol.contents.numbers
    filled = {
        "emergency": country.emergency if country else say(numbers.elsewhere, language),
        "clinic": treatment.clinic.phone
        if treatment.clinic and treatment.clinic.phone
        else say(numbers.your_clinic, language),
    }
    reasons = [
        Reason(
            by="rule",
            id=f"note_{name}",
            urgency=urgency,
            text=protocol.lexicon.text(f"floors.{name}", language, **filled),
            sources=protocol.source_list(_BY_HAND),
        )
        for name, urgency in noted.calls
    ]
    kept = [one for one in found.reasons if one.urgency > Urgency.expected]
    urgency = max([found.urgency, *(one.urgency for one in reasons)])
    if urgency == Urgency.emergency:
        # one order at a time: words that call for less say nothing beside it
        reasons = [one for one in reasons if one.urgency == urgency]
    every = sorted([*kept, *reasons], key=lambda one: -one.urgency)
    raised: dict[str, Any] = {"reasons": tuple(every)}
    if urgency > found.urgency:
        step = protocol.steps[urgency]
        raised |= {
            "urgency": urgency,
            "title": say(step.title, language, **filled),
            "next_step": say(step.text, language, **filled),
            "next_check_in": None
            if step.look_again is None
            else treatment.at_hour(treatment.hour_of(found.at) + step.look_again),
        }
    return found.model_copy(update=raised)


def _denials_spelt_out(note: str, reader: Reader) -> str:
    """ "No pus, blisters or fever" as "no pus or blisters or fever": one denial for the list.

    Only where the sentence is nothing but that list, and an "or" closes it: "No pus, fever since
    noon" stays as it is.
    """

    def spelt_out(match: re.Match[str]) -> str:
        sentence = match[0]
        if "," not in sentence or not _LISTED.search(sentence.casefold()):
            return sentence
        reading = reader.read(sentence)
        if not reading.words or reading.words[0].text not in reader.lexicon.words("firm_negators"):
            return sentence
        spans = {
            place
            for one in reading.found
            if one.kind in ("flag", "sign", "floor")
            for place in one.at
        }
        rest = (word for place, word in enumerate(reading.words) if place not in spans)
        carriers = frozenset(reader.lexicon.contents.carriers)
        small = carriers | reader.lexicon.words("firm_negators")
        return sentence.replace(",", " or ") if all(one.text in small for one in rest) else sentence

    return _SENTENCE.sub(spelt_out, note)
