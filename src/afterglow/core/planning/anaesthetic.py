"""A numbing cream against its label: which limit is passed, what is not known, when to wipe it off.

In: product, totals, times, the person. Out: `NumbingCheck`. The verdict is the strictest of every
limit, every warning and everything unknown, so that nothing above a label is ever called within it.
Never a recommendation to exceed, whatever the input. Source: labels, evidence section 5.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from afterglow.core.errors import refuse
from afterglow.core.geography import country_of_zone
from afterglow.core.planning.numbing_advice import against, dangers, remarks
from afterglow.core.planning.numbing_limits import Used, judge, labels_of, unknowns
from afterglow.core.planning.numbing_results import LimitCheck, NumbingCheck, NumbingVerdict
from afterglow.core.planning.numbing_use import MINUTE, NumbingUse
from afterglow.core.planning.results import PlanWarning
from afterglow.core.protocol import Facts, NumbingSpec, Protocol, Source, say
from afterglow.core.treatment import Medicine, Treatment

WARNING_IDS = {
    "grams": "numbing_over_grams",
    "area_cm2": "numbing_over_area",
    "minutes": "numbing_over_time",
    "age": "numbing_under_age",
    "occluded": "numbing_covered",
}


def check_numbing(
    product: str | NumbingUse | Mapping[str, Any],
    *,
    grams: float | None = None,
    area_cm2: float | None = None,
    minutes: float | None = None,
    applied_at: datetime | str | None = None,
    removed_at: datetime | str | None = None,
    needling_at: datetime | str | None = None,
    occluded: bool | None = None,
    age: float | None = None,
    weight_kg: float | None = None,
    pregnant: bool | None = None,
    country: str | None = None,
    time_zone: str | None = None,
    areas: Sequence[str] = (),
    medicines: Sequence[str | Mapping[str, Any] | Medicine] = (),
    conditions: Sequence[str] = (),
    protocol: Protocol | None = None,
    language: str = "en",
) -> NumbingCheck:
    """Whether a numbing cream is within its label. `product`: a code or a brand (EMLA).

    Raises `InputRefused`. Everything that is not told makes the answer stricter, never softer.
    """
    protocol = protocol or Protocol.default()
    beside: dict[str, Any] = {
        "grams": grams, "area_cm2": area_cm2, "minutes": minutes, "applied_at": applied_at,
        "removed_at": removed_at, "needling_at": needling_at, "occluded": occluded, "age": age,
        "weight_kg": weight_kg, "pregnant": pregnant, "country": country, "time_zone": time_zone,
        "areas": list(areas), "medicines": list(medicines), "conditions": list(conditions),
    }  # fmt: skip
    given: Any = {"product": product, **beside} if isinstance(product, str) else product
    if given is product and any(value not in (None, []) for value in beside.values()):
        # what stands beside a whole use would be lost, and more of it might be too much
        raise refuse("product", "holds the whole use; put everything into it")
    if isinstance(given, Mapping) and isinstance(given.get("product"), str):
        given = {**given, "product": _code(given["product"], protocol)}
    use = NumbingUse.read(given)
    # a treatment of which only the person counts, so that countries and medicines are read once
    person = Treatment.read(
        {
            "performed_at": use.needling_at or use.applied_at or datetime(2000, 1, 1, tzinfo=UTC),
            "areas": dict.fromkeys(use.areas, 1.0) or {"cheeks": 1.0},
            "age": use.age,
            "weight_kg": use.weight_kg,
            "pregnant": use.pregnant,
            "numbing": {"product": use.product},
            "medicines": use.medicines,
            "conditions": use.conditions,
            "country": use.country,
            "time_zone": use.time_zone,
        }
    )
    return _check(use, person, protocol.facts(person), protocol, language)


def check_treatment(
    treatment: Treatment, *, protocol: Protocol, facts: Facts | None = None, language: str = "en"
) -> NumbingCheck | None:
    """The check of a treatment's own numbing cream; None where it names none."""
    cream = treatment.numbing
    if cream is None:
        return None
    use = NumbingUse(
        product=cream.product,
        grams=cream.grams,
        area_cm2=cream.area_cm2,
        applied_at=cream.applied_at,
        removed_at=cream.removed_at,
        occluded=cream.occluded,
        age=treatment.age,
        weight_kg=treatment.weight_kg,
    )
    return _check(use, treatment, facts or protocol.facts(treatment), protocol, language)


def _code(name: str, protocol: Protocol) -> str:
    """The product's code for a brand; what is no brand stays as it is, to be judged as a code."""
    wanted = name.strip().casefold()
    for spec in protocol.contents.numbing_products:
        if wanted in (brand.casefold() for brand in spec.brands):
            return spec.product
    return name.strip()


def _check(
    use: NumbingUse, person: Treatment, facts: Facts, protocol: Protocol, language: str
) -> NumbingCheck:
    contents = protocol.contents
    spec = next(one for one in contents.numbing_products if one.product == use.product)
    words = {one.id: one for one in contents.numbing_words}
    country = person.country or (country_of_zone(person.time_zone) if person.time_zone else None)
    labels, strictest = labels_of(spec, country)
    used = Used(
        product=use.product,
        grams=use.grams,
        area_cm2=use.area_cm2,
        minutes=use.dwell,
        occluded=use.occluded,
        age=person.age,
        weight_kg=person.weight_kg,
        conditions=facts.conditions,
    )
    limits = judge(used, labels, protocol, language)
    missing = unknowns(used, limits, protocol)
    reasons = tuple(against(use.product, facts, protocol, language))
    verdict = max(
        [NumbingVerdict.ask_clinic if missing or not spec.labels else NumbingVerdict.within_label]
        + [one.beyond for one in limits if one.ok is False]
        + [one.verdict for one in reasons]
    )
    title, step = words[str(verdict)], words[f"next_{verdict}"]
    latest = min((float(one.allowed) for one in limits if one.name == "minutes"), default=None)
    return NumbingCheck(
        product=use.product,
        name=say(spec.name, language),
        verdict=verdict,
        title=say(title.text, language),
        next_step=say(step.text, language),
        country=country,
        strictest=strictest and bool(spec.labels),
        limits=limits,
        broken=tuple(dict.fromkeys(one.name for one in limits if one.ok is False)),
        unknown=missing,
        against=reasons,
        works_after_minutes=None if spec.works_after is None else spec.works_after * 60,
        # a time for a cream without a label would read as leave to use it
        wipe_off_after_minutes=latest if spec.labels else None,
        lasts_hours=spec.lasts,
        remarks=tuple(remarks(used, spec, strictest, protocol, language)),
        dangers=tuple(dangers(spec, person, protocol, language)),
        sources=protocol.source_list(spec.sources),
        **_times(use, person.zone if use.time_zone else None, spec, latest),
    )


def _times(
    use: NumbingUse, zone: tzinfo | None, spec: NumbingSpec, latest: float | None
) -> dict[str, Any]:
    """When it works, when it must be off, when feeling returns, in the zone of the times given."""
    on = use.applied_at
    zone = zone or (on.tzinfo if on else None)

    def shown(moment: datetime) -> datetime:
        return moment.astimezone(zone)

    by = works = None
    off = use.removed_at
    if on:
        start = on.astimezone(UTC)
        if spec.works_after is not None:
            works = start + timedelta(hours=spec.works_after)
        if spec.labels and latest is not None:
            by = start + latest * MINUTE
            if use.needling_at:
                by = min(by, use.needling_at.astimezone(UTC))
        if off is None and use.minutes is not None:
            off = start + use.minutes * MINUTE
    end = off.astimezone(UTC) if off else by
    feeling = None
    if end and spec.lasts:
        feeling = tuple(shown(end + timedelta(hours=hours)) for hours in spec.lasts)
    return {
        "works_from": shown(works) if works else None,
        "wipe_off_by": shown(by) if by else None,
        "feeling_returns": feeling,
    }


def numbing_warnings(
    treatment: Treatment, facts: Facts, protocol: Protocol, language: str = "en"
) -> Iterator[PlanWarning]:
    """The plan's warnings on a treatment's cream: every passed limit once, and what is unknown.

    What speaks against the cream otherwise is among the plan's warnings already.
    """
    check = check_treatment(treatment, protocol=protocol, facts=facts, language=language)
    if check is None:
        return
    steps = {one.id: say(one.text, language) for one in protocol.contents.numbing_words}
    whose = f"{steps['strictest']} " if check.strictest else ""
    told: set[str] = set()
    for one in check.limits:
        if one.ok is False and one.name not in told:
            told.add(one.name)
            yield PlanWarning(
                id=WARNING_IDS[one.name],
                text=f"{whose}{one.text} {steps[f'next_{one.beyond}']}",
                urgent=one.beyond is NumbingVerdict.over_label,
                because=(_as_given(one),),
                sources=one.sources,
            )
    for reason in check.against:
        if reason.id == "near_the_eyes":  # all others are warnings of ask_first
            yield PlanWarning(
                id="numbing_near_eyes",
                text=reason.text,
                urgent=False,
                because=reason.because,
                sources=reason.sources,
            )
    if check.unknown:
        word = next(one for one in protocol.contents.numbing_words if one.id == "unknown")
        sources: tuple[Source, ...] = protocol.source_list(word.sources)
        yield PlanWarning(
            id="numbing_unknown",
            text=say(word.text, language),
            urgent=False,
            because=tuple(f"{name} not given" for name in check.unknown),
            sources=sources,
        )


def _as_given(check: LimitCheck) -> str:
    if check.name == "occluded":
        return "numbing covered"
    return (
        f"numbing {check.given:g} {check.unit}" if check.name != "age" else f"age {check.given:g}"
    )
