"""How many faults the loader and `afterglow verify` catch: one fault at a time in the default.

`python -m bench.mutants [MOST]`: every kind of fault at every place it fits, at most MOST (16) of
a kind, drawn with a fixed seed. A mutant is caught when it is refused on reading or some property
is refuted; what catches it and every survivor are printed.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from afterglow.core.errors import ProtocolRefused
from afterglow.core.protocol import Protocol
from afterglow.core.protocol.layers import Layered
from afterglow.core.protocol.loading import Read
from afterglow.core.protocol.validating import validated
from afterglow.core.proving import PROPERTIES, QUICK
from afterglow.core.proving.finding import Subject
from bench.faults import Data, Mutant, default_data, mutants

MOST, SEED = 16, 12


def sampled(data: Data, most: int) -> list[Mutant]:
    """At most so many of a kind, always the same ones."""
    by_kind: dict[str, list[Mutant]] = {}
    for mutant in mutants(data):
        by_kind.setdefault(mutant[0], []).append(mutant)
    draw = random.Random(SEED)
    found: list[Mutant] = []
    for kind in by_kind.values():
        found += kind if len(kind) <= most else draw.sample(kind, most)
    return found


def caught_by(mutant: Mutant, data: Data) -> str | None:
    """What catches it: what reads a protocol, or the first property that is refuted."""
    default = Protocol.default()
    try:
        contents = validated(Layered.of(Read(data=data | mutant[2])))
    except ProtocolRefused:
        return "the loader"
    protocol = Protocol(contents, "mutant")
    protocol.__dict__["layered"] = Layered.of(Read(data=data | mutant[2]))
    # the dictionary of medicines is not what is spoilt
    protocol.__dict__["medicines"] = default.medicines
    in_order = sorted(PROPERTIES, key=lambda one: one[0] not in QUICK)
    for name, _, prove in in_order:
        if next(prove(Subject(protocol)), None) is not None:
            return name
    return None


def main() -> None:
    most = int(sys.argv[1]) if len(sys.argv) > 1 else MOST
    data, began = default_data(), time.perf_counter()
    assert caught_by(("none", "", {}), data) is None, "the default itself is caught"
    found = sampled(data, most)
    with ProcessPoolExecutor(2) as pool:
        results = list(pool.map(partial(caught_by, data=data), found, chunksize=4))
    by_kind = Counter(kind for kind, _, _ in found)
    lost = Counter(m[0] for m, by in zip(found, results, strict=True) if by is None)
    for kind, count in sorted(by_kind.items()):
        print(f"  {kind:32} {count - lost[kind]:3} of {count:3}")
    print(f"caught by: {dict(Counter(by or 'nothing' for by in results).most_common())}")
    for (kind, where, _), by in zip(found, results, strict=True):
        if by is None:
            print(f"  survivor: {kind}: {where}")
    caught = sum(by is not None for by in results)
    share, seconds = caught / len(found), time.perf_counter() - began
    print(f"{caught} of {len(found)} caught, {share:.1%}, in {seconds:.0f} s")


if __name__ == "__main__":
    main()
