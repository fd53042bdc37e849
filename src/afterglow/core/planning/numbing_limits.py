"""The limits of a numbing cream's label, judged one by one.

In: what is used, on whom, and the protocol. Out: `LimitCheck`s. More grams, skin, time or a cover
never makes a check better, and being younger or lighter only adds limits.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from afterglow.core.planning.numbing_results import LimitCheck, NumbingVerdict
from afterglow.core.protocol import NumbingLimit, NumbingSpec, Protocol, say, weakest_grade

UNITS = {"grams": "g", "area_cm2": "cm²", "minutes": "min", "age": "years", "occluded": ""}
ADULT = 18.0  # years; no label narrows a limit by weight from then on
HAIR = 1e-9  # sums from a form may lie a hair past a limit


@dataclass(frozen=True)
class Used:
    """What is judged: totals of one cream on one person. None is: not told."""

    product: str
    grams: float | None = None
    area_cm2: float | None = None
    minutes: float | None = None
    occluded: bool | None = None
    age: float | None = None
    weight_kg: float | None = None
    conditions: frozenset[str] = field(default=frozenset())


def labels_of(spec: NumbingSpec, country: str | None) -> tuple[frozenset[str], bool]:
    """The labels that count in a country; all of them, and True, where none is known for it."""
    own = frozenset(code for code, countries in spec.labels.items() if country in countries)
    return (own, False) if own else (frozenset(spec.labels), True)


def judge(
    used: Used, labels: frozenset[str], protocol: Protocol, language: str
) -> tuple[LimitCheck, ...]:
    """Every limit that counts for this cream and person, the worst first, the tightest first."""
    checks = [
        _checked(limit, used, labels, protocol, language)
        for limit in protocol.contents.numbing_limits
        if _counts(limit, used, labels)
    ]
    checks += _covers(used, labels, protocol, language)
    # a limit that is both wider and no stricter than another tells nothing new
    return tuple(sorted(_tightest(checks), key=_worst_first))


def _counts(limit: NumbingLimit, used: Used, labels: frozenset[str]) -> bool:
    if limit.products and used.product not in limit.products:
        return False
    if limit.labels and labels.isdisjoint(limit.labels):
        return False
    if limit.conditions_any and used.conditions.isdisjoint(limit.conditions_any):
        return False
    if limit.under_age is None and limit.weight_up_to is None:
        return True
    young = used.age is not None and limit.under_age is not None and used.age < limit.under_age
    light = (
        used.weight_kg is not None
        and limit.weight_up_to is not None
        and used.weight_kg <= limit.weight_up_to
    )
    return young or light


def _checked(
    limit: NumbingLimit, used: Used, labels: frozenset[str], protocol: Protocol, language: str
) -> LimitCheck:
    given: float | None = getattr(used, limit.name)
    ok: bool | None = None
    if limit.at_most is not None:
        allowed = limit.at_most
        if given is not None:
            ok = given <= allowed + HAIR
    else:
        assert limit.at_least is not None  # a limit has one of both
        allowed = limit.at_least
        if given is not None:
            ok = given >= allowed - HAIR
    return LimitCheck(
        name=limit.name,
        allowed=allowed,
        given=given,
        unit=UNITS[limit.name],
        ok=ok,
        beyond=NumbingVerdict[limit.beyond],
        labels=tuple(sorted(labels & set(limit.labels))),
        text=say(limit.text, language),
        status=limit.status,
        grade=weakest_grade(limit.sources),
        sources=protocol.source_list(limit.sources),
    )


def _covers(
    used: Used, labels: frozenset[str], protocol: Protocol, language: str
) -> Iterator[LimitCheck]:
    for entry in protocol.contents.numbing_dressings:
        if used.product not in entry.products:
            continue
        if entry.labels and labels.isdisjoint(entry.labels):
            continue
        may = entry.rule != "forbidden"
        ok: bool | None = True
        if not may:
            ok = None if used.occluded is None else not used.occluded
        yield LimitCheck(
            name="occluded",
            allowed=may,
            given=used.occluded,
            unit="",
            ok=ok,
            beyond=NumbingVerdict.over_label,
            labels=tuple(sorted(labels & set(entry.labels))),
            text=say(entry.text, language),
            status=None,
            grade=weakest_grade(entry.sources),
            sources=protocol.source_list(entry.sources),
        )


def _tightest(checks: list[LimitCheck]) -> Iterator[LimitCheck]:
    kept: dict[tuple[str, NumbingVerdict], LimitCheck] = {}
    for check in checks:
        key = (check.name, check.beyond)
        if key not in kept or _tighter(check, kept[key]):
            kept[key] = check
    yield from kept.values()


def _tighter(one: LimitCheck, other: LimitCheck) -> bool:
    if one.name == "age":
        return one.allowed > other.allowed
    return one.allowed < other.allowed


def _worst_first(check: LimitCheck) -> tuple[int, int, int]:
    state = {False: 0, None: 1, True: 2}[check.ok]
    return state, -check.beyond, list(UNITS).index(check.name)


def unknowns(used: Used, checks: tuple[LimitCheck, ...], protocol: Protocol) -> tuple[str, ...]:
    """What was not told and is needed to judge: a missing number is not fine."""
    missing = [
        name for name in ("grams", "area_cm2", "minutes", "age") if getattr(used, name) is None
    ]
    missing += [one.name for one in checks if one.name == "occluded" and one.ok is None]
    if used.weight_kg is None and used.age is not None and used.age < ADULT:
        limits = protocol.contents.numbing_limits
        if any(one.weight_up_to and used.product in one.products for one in limits):
            missing.append("weight_kg")
    return tuple(missing)
