"""`verify`: proves a protocol's properties over all inputs, or finds the smallest counterexamples.

In: a protocol. Out: `Verification`. Pure but for the time each proof took, which the caller's
clock tells (`clock`), since the core reads none.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from itertools import islice

from afterglow.core.protocol import Protocol
from afterglow.core.proving.above import above_the_floor
from afterglow.core.proving.complete import complete
from afterglow.core.proving.conflict import free_of_conflict
from afterglow.core.proving.finding import Found, Subject
from afterglow.core.proving.grounded import grounded
from afterglow.core.proving.monotone import monotone
from afterglow.core.proving.reachable import reachable
from afterglow.core.proving.results import Proof, Verification
from afterglow.core.proving.spoken import left_in_english

MOST_SHOWN = 20

PROPERTIES: tuple[tuple[str, str, Callable[[Subject], Found]], ...] = (
    (
        "complete",
        "Every check-in gets one urgency and one next step; every topic a verdict at every hour.",
        complete,
    ),
    (
        "free of conflict",
        "Nothing is advised and forbidden at once; no window ends before it starts.",
        free_of_conflict,
    ),
    (
        "monotone",
        "Worse is never less urgent by the rules; a deeper needle never means less protection.",
        monotone,
    ),
    (
        "reachable",
        "Every rule, window, warning and flag comes up for somebody, and decides something.",
        reachable,
    ),
    (
        "grounded",
        "A source and a grade everywhere; nothing unsafe as advice; every promised language.",
        grounded,
    ),
    (
        "above the floor",
        "Nothing softer than the safety floor: flags, thresholds, labels, what never ends.",
        above_the_floor,
    ),
)

# those that take no time worth waiting for
QUICK = frozenset({"free of conflict", "reachable", "grounded", "above the floor"})

NOT_PROVEN = (
    "The part of triage that reads the forecast is held by a property test"
    " (tests/core/assessing), not proven here.",
    "Words are looked through for a few things that must never be said; what else they mean is"
    " for a clinician to judge.",
)


def verify(
    protocol: Protocol,
    *,
    clock: Callable[[], float] = lambda: 0.0,
    only: Container[str] | None = None,
) -> Verification:
    """Every property, or those named in `only`, proven or refuted for this protocol."""
    proofs = []
    for name, says, prove in PROPERTIES:
        if only is not None and name not in only:
            continue
        subject, began = Subject(protocol), clock()
        found = tuple(islice(prove(subject), MOST_SHOWN))
        proofs.append(Proof(name, says, subject.cells, round(clock() - began, 3), found))
    return Verification(
        id=protocol.id,
        version=protocol.version,
        hash=protocol.hash,
        overlays=tuple(one.id for one in protocol.overlays),
        proofs=tuple(proofs),
        not_proven=(*NOT_PROVEN, *left_in_english(protocol)),
    )
