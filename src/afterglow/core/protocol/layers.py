"""A protocol's data in layers: the default, then overlays; every value knows its file and line.

Entries of a list are told apart by a key (`key_of`): their id, or what stands for one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from afterglow.core.errors import Fault, nearest
from afterglow.core.protocol.loading import Place, Read, Steps
from afterglow.core.protocol.values import Entry, Text

Raw = Mapping[Any, Any]
DEFAULT = "default"


def _in_english(value: Any) -> Any:
    """A reason may be a plain sentence."""
    return {"en": value} if isinstance(value, str) else value


Reason = Annotated[Text, BeforeValidator(_in_english)]


class Header(Entry):
    """Whose overlay it is, its version, the id of the protocol it lies over, and why it exists."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    version: Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+$")]
    over: Annotated[str, Field(alias="for")]
    why: Reason


def _joined(*names: str) -> Callable[[Raw], str]:
    def key(entry: Raw) -> str:
        parts = []
        for name in names:
            value = entry.get(name)
            if isinstance(value, list):
                parts.append("+".join(map(str, value)))
            elif isinstance(value, int | float):
                parts.append(f"{value:g}")
            elif value and value != "over_label":  # the usual case goes without saying
                parts.append(str(value))
        return ", ".join(part for part in parts if part)

    return key


# how the entries of a list are told apart; the same fields find an overlay's entry its partner
KEYS: dict[str, Callable[[Raw], str]] = {
    "guidance": lambda entry: str(entry.get("id") or entry.get("topic") or ""),
    "claims": _joined("claim"),
    "steps": _joined("urgency"),
    "caps": _joined("signs"),
    "numbing_products": _joined("product"),
    "numbing_limits": _joined(
        "products", "labels", "name", "under_age", "weight_up_to", "conditions_any", "beyond"
    ),
    "numbing_dressings": _joined("products", "labels"),
    "numbing_cautions": _joined("ask_first", "products"),
    "numbing_areas": _joined("area"),
    "course_goals": _joined("goal"),
    "course_spacing": _joined("from_depth"),
}
_BY_ID = _joined("id")
# the fields that name an entry, where it is not its id
NAMED_BY = {
    "claims": ("claim",), "steps": ("urgency",), "caps": ("signs",),
    "numbing_products": ("product",), "numbing_limits": ("name",),
    "numbing_dressings": ("products",), "numbing_cautions": ("ask_first",),
    "numbing_areas": ("area",), "course_goals": ("goal",), "course_spacing": ("from_depth",),
}  # fmt: skip


def key_of(section: str, entry: Raw) -> str:
    """What an entry of a list is called within its section."""
    return KEYS.get(section, _BY_ID)(entry)


@dataclass(frozen=True)
class Origin:
    """Where a value comes from: "default" or the overlay's id, with file and line."""

    layer: str
    file: str | None
    line: int | None

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.file else self.layer


@dataclass
class Layered:
    """A protocol's data, merged so far, and where each part of it came from."""

    data: dict[str, Any]
    layers: list[tuple[str, Read]]
    homes: dict[Steps, list[tuple[int, Steps]]] = field(default_factory=dict)
    hidden: dict[tuple[str, str], tuple[int, Steps]] = field(default_factory=dict)
    added: set[Steps] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)
    headers: list[Header] = field(default_factory=list)
    reasons: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, read: Read) -> Layered:
        """A protocol with nothing laid over it."""
        return cls(data=dict(read.data), layers=[(DEFAULT, read)], faults=list(read.faults))

    def origin(self, path: Steps) -> Origin:
        """Where the value at a path stands; of several layers, the last that gives it."""
        index, inside = self._home(path)
        name, read = self.layers[index]
        file, line = read.place(inside) or (None, None)
        return Origin(name, file, line)

    def layer_of(self, path: Steps) -> int:
        """The number of the layer that the value at a path comes from; the default is 0."""
        return self._home(path)[0]

    def _home(self, path: Steps) -> tuple[int, Steps]:
        homes = self.homes.get(path[:2])
        rest = path[2:]
        if homes is None:
            homes = [(index, path[:1]) for index in range(len(self.layers))]
            rest = path[1:]
        best: tuple[int, int, Steps] = (-1, 0, path[:1])
        for index, prefix in homes:
            depth = _depth(self.layers[index][1].data, (*prefix, *rest))
            if depth >= best[0]:
                best = (depth, index, (*prefix, *rest))
        return best[1], best[2]

    def place(self, path: Steps) -> Place | None:
        """The file and line of a path, for a fault; of what was hidden, where it was hidden."""
        found = self.origin(path)
        return (found.file, found.line) if found.file and found.line else None

    def where_blamed(self, path: Steps, problem: str) -> Place | None:
        """The line that a fault is told at: its own, or of what was hidden and is missed there."""
        for section, key in self.hidden:
            if repr(key) in problem or (path == (section,) and key in problem):
                return self.where_hidden(section, key)
        return self.place(path)

    def told_of_new(self, found: list[tuple[Steps, str]]) -> Iterator[tuple[Steps, str]]:
        """Faults as they are; of an entry that is new, all that it lacks is one, with a hint."""
        lacking: dict[Steps, list[str]] = {}
        for path, problem in found:
            if path[:2] in self.added and len(path) == 3 and problem.startswith("missing"):
                lacking.setdefault(path[:2], []).append(str(path[2]))
            else:
                yield path, self._of_hidden(path, problem)
        for path, names in lacking.items():
            section = str(path[0])
            key = key_of(section, self.data[section][int(path[1])])
            known = {key_of(section, o) for o in self.data[section] if isinstance(o, Mapping)}
            hint = nearest(key, known - {key})
            yield path, f"the default has no {key!r}{hint}; a new entry needs {', '.join(names)}"

    def _of_hidden(self, path: Steps, problem: str) -> str:
        """A fault as it is; where it misses what was hidden, with who needs that and where."""
        key = next((key for _, key in self.hidden if repr(key) in problem), None)
        if key is None:
            return problem
        needs = ".".join(str(step) for step in self.named(path)[:2])
        hint = "take `hide` away, or change that as well"
        return f"{problem}: it is hidden here, and {needs} shows it ({self.origin(path)}); {hint}"

    def where_hidden(self, section: str, key: str) -> Place | None:
        """The overlay's file and line where an entry was hidden."""
        layer, path = self.hidden[section, key]
        return self.layers[layer][1].place(path)

    @property
    def hidden_last(self) -> list[tuple[str, str]]:
        """What the topmost overlay hides."""
        top = len(self.layers) - 1
        return [name for name, (layer, _) in self.hidden.items() if layer == top]

    def named(self, path: Steps) -> Steps:
        """A path with the entry's own name in place of its number."""
        if len(path) > 1 and isinstance(path[1], int):
            entry = self.data[str(path[0])][path[1]]
            return (path[0], key_of(str(path[0]), entry) or path[1], *path[2:])
        return path

    def index_of(self, section: str, key: str) -> int | None:
        """Where an entry stands in its list."""
        for index, entry in enumerate(self.data.get(section) or ()):
            if isinstance(entry, Mapping) and key_of(section, entry) == key:
                return index
        return None


def _depth(data: Any, path: Steps) -> int:
    """How many steps of a path exist in the data."""
    for count, step in enumerate(path):
        inside = isinstance(data, Mapping) and step in data
        if not inside:
            inside = isinstance(data, list) and isinstance(step, int) and step < len(data)
        if not inside:
            # a plain value in the place of a mapping took all of it away
            replaced = count > 2 and not isinstance(data, Mapping | list)
            return len(path) if replaced else count
        data = data[step]
    return len(path)
