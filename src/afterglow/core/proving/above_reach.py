"""Above the floor: whom guidance of the default reaches, and for whom its waits are longer.

Counts for what the default itself says; a clinic may choose its own waits where they are not on
the floor, and the diff then says *laxer*.
"""

from __future__ import annotations

from afterglow.core.protocol import Floor, covers, shrunk_condition
from afterglow.core.proving.finding import Found, Subject


def reach_above(subject: Subject, lowest: Floor) -> Found:
    protocol = subject.protocol
    entries = {one.key: (index, one) for index, one in enumerate(protocol.contents.guidance)}
    for key, least in lowest.reach.items():
        subject.cells += 1
        if key not in entries:
            if ("guidance", key) not in protocol.layered.hidden:
                yield subject.against(("guidance",), f"{key} is on the floor and missing")
            continue
        index, entry = entries[key]
        path = ("guidance", index)
        if entry.only_when and protocol.origin((*path, "only_when")).layer == "default":
            if least.only_when is None or any(shrunk_condition(least.only_when, entry.only_when)):
                what = f"{key} reaches fewer people than the floor's"
                yield subject.against((*path, "only_when"), what)
        if protocol.origin((*path, "stricter")).layer == "default":
            for row in least.stricter:
                if not any(covers(row, one) for one in entry.stricter):
                    what = f"{key}: a longer wait for some people is taken away"
                    yield subject.against((*path, "stricter"), what)
