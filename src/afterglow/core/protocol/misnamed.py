"""An overlay's entry that names what it changes in a wrong way, told so that it can be mended.

In: the entry, those below, and the one it was taken for. Out: what is wrong and would be right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from afterglow.core.protocol.layers import NAMED_BY, Raw, key_of

SHOWN = 8


def misnamed(section: str, entry: Raw, known: Sequence[Any], at: int | None) -> str:
    """What is wrong with how an entry is named; "" where nothing is."""
    entries = [one for one in known if isinstance(one, Mapping)]
    keys = [key_of(section, one) for one in entries]
    fields = NAMED_BY.get(section, ("id",))
    if section == "guidance":
        return _of_guidance(entry, entries, at)
    if any(name in entry for name in fields):
        return ""
    meant = next((name for name, value in entry.items() if value in keys), None)
    if meant is not None:
        return f"{entry[meant]!r} is a name of {section}: write {fields[0]}, not {meant}"
    return f"does not say which entry it is; write {' and '.join(fields)}: one of {_some(keys)}"


def _of_guidance(entry: Raw, known: Sequence[Raw], at: int | None) -> str:
    topic = entry.get("topic")
    if "id" not in entry and topic is None:
        return "does not say which entry it is; write topic, or id where a topic has several"
    if at is not None and "id" not in entry and known[at].get("topic") != topic:
        held = known[at].get("topic")
        return f"{topic!r} is the id of an entry about {held!r}; write id: {topic}, not topic"
    of_topic = [key_of("guidance", one) for one in known if one.get("topic") == topic]
    if at is None and "id" not in entry and of_topic and "name" not in entry:
        return f"several entries are about {topic!r}; write the id of one: {_some(of_topic)}"
    return ""


def _some(keys: Sequence[str]) -> str:
    more = f", and {len(keys) - SHOWN} more" if len(keys) > SHOWN else ""
    return ", ".join(keys[:SHOWN]) + more
