"""The finite cells that all people fall into, for a set of conditions.

A condition reads a person only by comparing single facts with the values it names (`When.met_by`).
People who answer every such comparison alike are told apart by no condition; one of each class is
enough. Of a list (areas, conditions, medicines) only matters which of the named lists it touches,
so values named by the same lists form one class, and all subsets of these classes are taken.
The argument in full: docs/decisions/001-proofs-by-cells.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, combinations, product
from typing import Any, get_args

from afterglow.core.protocol import Facts, When
from afterglow.core.vocabulary import (
    AREAS,
    CONDITIONS,
    MAX_DEPTH_MM,
    MAX_DEPTH_MM_RF,
    Device,
    NumbingProduct,
)

PLAIN_DEPTH = 1.0
OLDEST = 120.0
LAST_HOUR = 90 * 24.0


def people(whens: Iterable[When], classes: frozenset[str] | None = None) -> Iterator[Facts]:
    """One person of each class that these conditions can tell apart, the plainest first.

    `classes`: the medicine classes that exist; others nobody can take.
    """
    asked = list(whens)
    every = product(
        _subsets(asked, "areas_any", AREAS),
        _subsets(asked, "conditions_any", CONDITIONS),
        _subsets(asked, "medicines_any", classes),
        _depths(asked),
        _if_asked(asked, "device", "pen", get_args(Device)),
        _if_asked(asked, "skin_type", None, range(1, 7)),
        _ages(asked),
        _if_asked(asked, "pregnant", None, (False, True)),
        _sessions(asked),
        _if_asked(asked, "numbing_any", None, get_args(NumbingProduct)),
    )
    for areas, conditions, medicines, depth, needed, skin, age, pregnant, session, cream in every:
        device = needed
        if depth > MAX_DEPTH_MM and device != "rf":
            if any(when.device is not None for when in asked):
                continue
            device = "rf"
        named = set(chain.from_iterable(when.areas_any or () for when in asked))
        treated = areas or tuple(area for area in ("cheeks", *AREAS) if area not in named)[:1]
        if not treated:
            continue
        yield Facts(
            areas=dict.fromkeys(treated, depth),
            depth=depth,
            device=device,
            skin_type=skin,
            age=age,
            pregnant=pregnant,
            session=session,
            numbing=cream,
            conditions=frozenset(conditions),
            medicines={one: (one,) for one in medicines},
        )


def _named(asked: Sequence[When], name: str) -> list[Any]:
    return [getattr(when, name) for when in asked if getattr(when, name) is not None]


def _if_asked(asked: Sequence[When], name: str, plain: Any, rest: Iterable[Any]) -> tuple[Any, ...]:
    if _named(asked, name):
        return (plain, *(one for one in rest if one != plain))
    return (plain,)


def _subsets(
    asked: Sequence[When], name: str, known: Iterable[str] | None
) -> list[tuple[str, ...]]:
    lists = _named(asked, name)
    possible = None if known is None else set(known)
    first_of: dict[tuple[bool, ...], str] = {}
    for value in dict.fromkeys(chain.from_iterable(lists)):
        if possible is None or value in possible:
            first_of.setdefault(tuple(value in one for one in lists), value)
    values = list(first_of.values())
    return [chosen for size in range(len(values) + 1) for chosen in combinations(values, size)]


def _depths(asked: Sequence[When]) -> list[float]:
    bounds = sorted(set(_named(asked, "depth_at_least")))
    if not bounds:
        return [PLAIN_DEPTH]
    below = min(PLAIN_DEPTH, bounds[0] / 2)
    return [below, *(bound for bound in bounds if bound <= MAX_DEPTH_MM_RF)]


def _ages(asked: Sequence[When]) -> list[float | None]:
    bounds = sorted({*_named(asked, "age_at_least"), *_named(asked, "age_below")})
    if not bounds:
        return [None]
    return [None, max(bounds[0] - 1, 0.0), *(bound for bound in bounds if bound <= OLDEST)]


def _sessions(asked: Sequence[When]) -> list[int | None]:
    bounds = {int(bound) for bound in _named(asked, "session_at_least")}
    if not bounds and not _named(asked, "first_session"):
        return [None]
    return [None, *sorted({1, 2, *bounds})]


def hours_around(bounds: Iterable[float | None]) -> list[float]:
    """A moment of every stretch of hours that these bounds cut: at, just before, in the far end."""
    known = sorted({bound for bound in bounds if bound is not None})
    cut = chain.from_iterable((bound - 0.01, bound) for bound in known)
    return sorted({(known[0] if known else 0.0) - 24, *cut, (known[-1] if known else 0.0) + 24})


def in_words(facts: Facts) -> str:
    """The person as people would say it; only what is not plain."""
    told: list[str] = []
    if facts.age is not None:
        told.append(f"age {facts.age:g}")
    if facts.skin_type is not None:
        told.append(f"skin type {facts.skin_type}")
    if facts.depth != PLAIN_DEPTH:
        told.append(f"needle {facts.depth:g} mm")
    if tuple(facts.areas) != ("cheeks",):
        told.append(f"treated: {', '.join(facts.areas)}")
    if facts.device != "pen":
        told.append(f"device {facts.device}")
    if facts.pregnant is not None:
        told.append("pregnant" if facts.pregnant else "not pregnant")
    if facts.session is not None:
        told.append(f"session {facts.session}")
    if facts.numbing:
        told.append(f"numbing {facts.numbing}")
    told += sorted(facts.conditions)
    told += [f"takes {one}" for one in facts.medicines]
    return ", ".join(told) or "anybody"


def hour_in_words(hour: float) -> str:
    """ "hour 72" or "24 hours before"."""
    return f"{-hour:g} hours before" if hour < 0 else f"hour {hour:g}"
