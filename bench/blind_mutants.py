"""The verifier against changes that nobody chose: `python -m bench.blind_mutants [COUNT]`.

Takes a random value of the default's advice and changes it without knowing what it is for: a
number or a time doubled or halved, a word of a list dropped, a choice swapped, a field left out.
Many such changes are no fault (stricter, or a wait that a clinic may choose), so what is not
caught is printed for reading, not scored.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from copy import deepcopy
from functools import partial
from typing import Any

from bench.faults import Data, Mutant, default_data
from bench.mutants import caught_by

SEED = 77
SECTIONS = (
    "rules", "guidance", "flags", "ask_first", "limits", "steps", "numbing_limits",
    "numbing_dressings", "numbing_cautions", "claims",
)  # fmt: skip
# what is said in words or only looks: nothing to prove
SKIPPED = {"text", "why", "says", "name", "likely", "next_step", "when_text", "question", "icon",
           "order", "sources", "title", "verdict_text", "group", "id", "topic"}  # fmt: skip
CHOICES = (
    ("watch", "call_clinic", "emergency"),
    ("do", "avoid", "care"),
    ("required", "allowed", "forbidden"),
    ("ask_clinic", "over_label"),
    ("supported", "partly", "disputed", "unsafe", "unverified"),
)
Path = tuple[Any, ...]


def leaves(node: Any, path: Path = ()) -> Iterator[Path]:
    """Every value of the advice that could be changed."""
    if isinstance(node, dict) and "en" not in node:
        for key, value in node.items():
            if key not in SKIPPED:
                yield (*path, key)
                yield from leaves(value, (*path, key))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            if path[1:]:
                yield (*path, index)
            yield from leaves(value, (*path, index))


def change(value: Any, draw: random.Random) -> Any:
    """The value changed; None: to be left out."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int | float):
        return value * 2 if draw.random() < 0.5 else value / 2
    for choices in CHOICES:
        if value in choices and draw.random() < 0.8:
            return draw.choice([one for one in choices if one != value])
    time = re.fullmatch(r"(-?\d+)(min|h|d|w)", value) if isinstance(value, str) else None
    if time:
        return (
            f"{int(time[1]) * 2}{time[2]}"
            if draw.random() < 0.5
            else f"{int(time[1]) / 2:g}{time[2]}"
        )
    return None


def blind(data: Data, count: int) -> Iterator[Mutant]:
    """So many mutants, each one value changed."""
    draw = random.Random(SEED)
    paths = [one for section in SECTIONS for one in leaves(data[section], (section,))]
    for path in draw.sample(paths, count):
        copy = deepcopy(data[path[0]])
        parent: Any = copy
        for step in path[1:-1]:
            parent = parent[step]
        before = parent[path[-1]]
        after = change(before, draw)
        if after is None:
            del parent[path[-1]]
        else:
            parent[path[-1]] = after
        entry = data[path[0]]
        if isinstance(path[1], int):
            entry = entry[path[1]]
            name = next(
                (entry[one] for one in ("id", "topic", "claim", "name") if one in entry), ""
            )
        else:
            name = ""
        where = ".".join(map(str, (path[0], name, *path[2:])))
        yield (
            path[0],
            f"{where}: {before} -> {'left out' if after is None else after}",
            {path[0]: copy},
        )


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    data = default_data()
    found = list(blind(data, count))
    caught: Counter[str] = Counter()
    with ProcessPoolExecutor(2) as pool:
        results = pool.map(partial(caught_by, data=data), found)
        for (_, where, _), by in zip(found, results, strict=True):
            caught[by or "nothing"] += 1
            if by is None:
                print(f"  not caught: {where}", flush=True)
    print(f"caught by: {dict(caught.most_common())}")
    print(f"{len(found) - caught['nothing']} of {len(found)} caught")


if __name__ == "__main__":
    main()
