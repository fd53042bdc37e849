"""Beside the limits of a numbing cream: what speaks against it, remarks, and the danger signs.

In: a cream, a person's facts, the protocol. Out: texts of the protocol. Only `against` moves the
verdict; remarks are on whether it works, and danger signs are told whatever the verdict is.
"""

from __future__ import annotations

from collections.abc import Iterator

from afterglow.core.planning.numbing_limits import Used
from afterglow.core.planning.numbing_results import (
    NumbingAgainst,
    NumbingDanger,
    NumbingRemark,
    NumbingVerdict,
)
from afterglow.core.protocol import Facts, NumbingSpec, Protocol, say
from afterglow.core.treatment import Treatment


def against(
    product: str, facts: Facts, protocol: Protocol, language: str
) -> Iterator[NumbingAgainst]:
    """Warnings that count for this cream and person, the strictest reading of each, once."""
    warnings = {one.id: one for one in protocol.contents.ask_first}
    found: dict[str, NumbingAgainst] = {}
    for caution in protocol.contents.numbing_cautions:
        if caution.products and product not in caution.products:
            continue
        warning = warnings[caution.ask_first]
        because = warning.when.met_by(facts)
        verdict = NumbingVerdict[caution.verdict]
        known = found.get(warning.id)
        if because is None or (known and known.verdict >= verdict):
            continue
        found[warning.id] = NumbingAgainst(
            id=warning.id,
            verdict=verdict,
            text=say(warning.text, language),
            because=tuple(because),
            sources=protocol.source_list(caution.sources),
        )
    unknown = protocol.contents.unknown_medicine
    for name in facts.unknown_medicines:
        found[f"unknown_medicine {name}"] = NumbingAgainst(
            id="unknown_medicine",
            verdict=NumbingVerdict.ask_clinic,
            text=say(unknown.text, language, medicine=name),
            because=(f"medicine {name}",),
            sources=protocol.source_list(unknown.sources),
        )
    if "periorbital" in facts.areas:
        words = next(one for one in protocol.contents.numbing_words if one.id == "near_the_eyes")
        found[words.id] = NumbingAgainst(
            id=words.id,
            verdict=NumbingVerdict.ask_clinic,
            text=say(words.text, language),
            because=("area periorbital",),
            sources=protocol.source_list(words.sources),
        )
    yield from sorted(found.values(), key=lambda one: -one.verdict)


def remarks(
    used: Used,
    spec: NumbingSpec,
    strictest: bool,
    protocol: Protocol,
    language: str,
) -> Iterator[NumbingRemark]:
    """Whether it will work, and how to use it. None of it touches the verdict."""
    words = {one.id: one for one in protocol.contents.numbing_words}

    def remark(name: str) -> NumbingRemark:
        word = words[name]
        return NumbingRemark(
            id=name, text=say(word.text, language), sources=protocol.source_list(word.sources)
        )

    if not spec.labels:
        yield remark("no_label")
    elif strictest:
        yield remark("strictest")
    if used.minutes is not None and spec.works_after is not None:
        if used.minutes < spec.works_after * 60:
            yield remark("too_soon")
    if spec.dose and used.grams is not None and used.area_cm2 is not None:
        dose = used.grams / used.area_cm2 * 10
        if dose < spec.dose[0]:
            yield remark("thin")
        elif dose > spec.dose[1]:
            yield remark("thick")
    if used.occluded is False and _wants_cover(used.product, protocol):
        yield remark("no_dressing")
    yield remark("always")
    yield remark("how_it_wears_off")


def _wants_cover(product: str, protocol: Protocol) -> bool:
    dressings = protocol.contents.numbing_dressings
    return any(product in one.products and one.rule == "required" for one in dressings)


def dangers(
    spec: NumbingSpec, person: Treatment, protocol: Protocol, language: str
) -> Iterator[NumbingDanger]:
    """The emergencies of this cream, from the rules of the triage itself."""
    numbers, country, clinic = protocol.contents.numbers, protocol.country(person), person.clinic
    elsewhere = say(numbers.elsewhere, language)
    filled = {
        "emergency": country.emergency if country else elsewhere,
        "poison": (country.poison if country else None) or elsewhere,
        "clinic": (clinic.phone if clinic else None) or say(numbers.your_clinic, language),
    }
    for name in spec.dangers:
        rule = protocol.rules[name]
        if rule.next_step is None:
            continue
        yield NumbingDanger(
            id=rule.id,
            signs=tuple(
                say(protocol.flags[one].name, language) for one in rule.seen.flags_any or ()
            ),
            text=say(rule.likely or rule.text, language),
            next_step=say(rule.next_step, language, **filled),
            when=say(rule.when, language) if rule.when else None,
            sources=protocol.source_list(rule.sources),
        )
