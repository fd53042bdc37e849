"""A clinic's overlay: what it changes, adds, translates or hides, laid over another protocol.

In: what was read of the default and of an overlay. Out: one merged mapping, in which every value
still knows the file and line it came from. An entry is matched by its id; the fields it gives are
merged into the default's, mapping by mapping, and a list replaces a list. Every entry that
changes or hides something says why in `because`; `why` stays the reason told to people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import Field, ValidationError

from afterglow.core.errors import Fault, faults_of, nearest
from afterglow.core.protocol.loading import Place, Read, Steps
from afterglow.core.protocol.values import Entry, Text

Raw = Mapping[Any, Any]
DEFAULT = "default"


class Header(Entry):
    """Whose overlay it is, its version, the id of the protocol it lies over, and why it exists."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    version: Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+$")]
    over: Annotated[str, Field(alias="for")]
    why: Text


class Remark(Entry):
    """What an overlay's entry says about itself, beside the fields it changes."""

    because: Text | None = None
    hide: bool = False


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
    "course_goals": _joined("goal"),
    "course_spacing": _joined("from_depth"),
}
_BY_ID = _joined("id")
# mappings whose values are entries of their own
MAPPED = {("sources",), ("numbers", "countries")}


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
    hidden: dict[tuple[str, str], Steps] = field(default_factory=dict)
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
        name, read = self.layers[best[1]]
        file, line = read.place(best[2]) or (None, None)
        return Origin(name, file, line)

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

    def where_hidden(self, section: str, key: str) -> Place | None:
        """The overlay's file and line where an entry was hidden."""
        path = self.hidden.get((section, key))
        return self.layers[-1][1].place(path) if path else None

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
            return count
        data = data[step]
    return len(path)


def lay_over(base: Layered, read: Read) -> Layered:
    """`base` with one more overlay on top. Faults are collected, each at the overlay's line."""
    return _Laying(base, read).laid()


class _Laying:
    def __init__(self, base: Layered, read: Read) -> None:
        self.base, self.read = base, read
        self.faults = list(read.faults)
        header = self._header()
        self.out = Layered(
            data=dict(base.data),
            layers=[*base.layers, (header.id if header else "overlay", read)],
            homes={path: list(homes) for path, homes in base.homes.items()},
            headers=[*base.headers, *([header] if header else [])],
            reasons=dict(base.reasons),
        )
        self.top = len(self.out.layers) - 1

    def laid(self) -> Layered:
        for section, given in self.read.data.items():
            if section == "overlay":
                continue
            known = self.base.data.get(section)
            if isinstance(known, list) and isinstance(given, list):
                self._entries(section, known, given)
            elif isinstance(known, Mapping) and isinstance(given, Mapping):
                self.out.data[section] = self._mapping((section,), known, given)
            else:
                # a wrong kind or an unknown section: what validates the whole will say so
                self.out.data[section] = given
        if self.out.headers:
            header = self.out.headers[-1]
            about = self.out.data.get("about")
            if isinstance(about, Mapping):
                self.out.data["about"] = {**about, "id": header.id, "version": header.version}
        self.out.faults = self.faults
        return self.out

    def _header(self) -> Header | None:
        given = self.read.data.get("overlay")
        if given is None:
            problem = "missing; an overlay begins with id, version, for and why"
            name = next((one[0] for one in self.read.nodes.values()), None)
            self.faults.append(Fault("overlay", problem, name, 1))
            return None
        try:
            header = Header.model_validate(given)
        except ValidationError as error:
            self._told(faults_of(error, Header), ("overlay",))
            return None
        under = [DEFAULT, self.base.data.get("about", {}).get("id")]
        under += [one.id for one in self.base.headers]
        if header.over not in under:
            problem = f"this overlay is for {header.over!r}{nearest(header.over, under[1:])}"
            self._fault(("overlay", "for"), problem)
        return header

    def _fault(self, path: Steps, problem: str) -> None:
        file, line = self.read.place(path) or (None, None)
        self.faults.append(Fault(".".join(map(str, path)), problem, file, line))

    def _told(self, faults: list[Fault], prefix: Steps) -> None:
        for fault in faults:
            self._fault(
                (*prefix, *fault.field.split(".")) if fault.field else prefix, fault.problem
            )

    def _remark(self, path: Steps, entry: Raw) -> tuple[Remark, dict[Any, Any]]:
        """What the entry says about itself, and the fields that are left."""
        told = {name: entry[name] for name in ("because", "hide") if name in entry}
        rest = {name: value for name, value in entry.items() if name not in told}
        try:
            return Remark.model_validate(told), rest
        except ValidationError as error:
            self._told(faults_of(error, Remark), path)
            # its own fault is enough; do not ask for a reason as well
            return Remark(because={"en": "?"}), rest

    def _entries(self, section: str, known: list[Any], given: list[Any]) -> None:
        merged = list(known)
        index_of = {
            key_of(section, one): index
            for index, one in enumerate(known)
            if isinstance(one, Mapping)
        }
        hidden: set[int] = set()
        homes = {
            index: list(self.base.homes.get((section, index), [(0, (section, index))]))
            for index in range(len(known))
        }
        seen: set[str] = set()
        for number, entry in enumerate(given):
            path: Steps = (section, number)
            if not isinstance(entry, Mapping):
                homes[len(merged)] = [(self.top, path)]
                merged.append(entry)
                continue
            remark, rest = self._remark(path, entry)
            key = key_of(section, rest)
            if key in seen:
                self._fault(path, f"{key!r} stands in this overlay twice")
                continue
            seen.add(key)
            at = index_of.get(key)
            if remark.because:
                self.out.reasons[section, key] = remark.because
            if at is None and remark.hide:
                hint = nearest(key, index_of)
                self._fault(path, f"nothing to hide: the protocol has no {key!r}{hint}")
            elif at is None:
                homes[len(merged)] = [(self.top, path)]
                self.out.added.add((section, len(merged)))
                merged.append(rest)
            elif remark.hide:
                self._hide(section, key, path, remark, rest)
                hidden.add(at)
            else:
                if section == "guidance" and "id" in rest and "id" not in merged[at]:
                    rest["topic"] = rest.get("topic", rest.pop("id"))
                merged[at] = self._merged(path, merged[at], rest, remark)
                homes[at].append((self.top, path))
        kept = [index for index in range(len(merged)) if index not in hidden]
        self.out.data[section] = [merged[index] for index in kept]
        added = {(section, new) for new, old in enumerate(kept) if (section, old) in self.out.added}
        self.out.added = {one for one in self.out.added if one[0] != section} | added
        for path in [one for one in self.out.homes if one[0] == section]:
            del self.out.homes[path]
        for new, old in enumerate(kept):
            self.out.homes[section, new] = homes[old]

    def _hide(self, section: str, key: str, path: Steps, remark: Remark, rest: Raw) -> None:
        self.out.hidden[section, key] = path
        if remark.because is None:
            self._fault(path, f"{key!r} is hidden without a reason; say why in because")
        also = [name for name in rest if name not in ("id", "topic")]
        if also and section == "guidance":
            self._fault((*path, also[0]), f"{key!r} is hidden; what else it says has no effect")

    def _merged(self, path: Steps, known: Raw, given: Raw, remark: Remark) -> dict[Any, Any]:
        changed = list(_changed(known, given))
        if remark.because is None and changed:
            name = ".".join(map(str, changed[0]))
            problem = f"changed without a reason; say why in because: {{en: ...}} ({name})"
            self._fault((*path, *changed[0]), problem)
        return _deep(known, given, patterns=path[0] == "rules")

    def _mapping(self, path: Steps, known: Raw, given: Raw) -> dict[Any, Any]:
        """A section that is one mapping; below it may lie mappings of entries."""
        if path not in MAPPED:
            remark, rest = self._remark(path, given)
            inner = {
                name: self._mapping((*path, name), known[name], value)
                for name, value in rest.items()
                if (*path, name) in MAPPED
                and isinstance(value, Mapping)
                and isinstance(known.get(name), Mapping)
            }
            plain = {name: value for name, value in rest.items() if name not in inner}
            if path == ("about",):
                remark = Remark(because={"en": "its own words"})
                for name in {"id", "version"} & plain.keys():
                    self._fault((*path, name), "an overlay has its own, in overlay")
            return self._merged(path, known, plain, remark) | inner
        merged = dict(known)
        for name, value in given.items():
            if not isinstance(value, Mapping):
                merged[name] = value
                continue
            remark, rest = self._remark((*path, name), value)
            if remark.hide:
                self._fault((*path, name), "it cannot be hidden, since others lean on it")
            elif isinstance(known.get(name), Mapping):
                merged[name] = self._merged((*path, name), known[name], rest, remark)
            else:
                merged[name] = rest
        return merged


def _changed(known: Raw, given: Raw, path: Steps = ()) -> Iterator[Steps]:
    """The fields that an overlay gives another value; a further language changes nothing."""
    for name, value in given.items():
        before = known.get(name)
        if isinstance(before, Mapping) and isinstance(value, Mapping):
            if "en" in before:
                value = {key: words for key, words in value.items() if key in before}
            yield from _changed(before, value, (*path, name))
        elif name not in known or before != value:
            yield (*path, name)


def _deep(known: Raw, given: Raw, patterns: bool) -> dict[Any, Any]:
    """`given` laid over `known`, mapping by mapping; null takes a part of a rule's pattern away."""
    merged = dict(known)
    for name, value in given.items():
        before = merged.get(name)
        if isinstance(before, Mapping) and isinstance(value, Mapping):
            inside = _deep(before, value, patterns)
            if patterns and name in ("if", "person"):
                inside = {key: one for key, one in inside.items() if one is not None}
            merged[name] = inside
        else:
            merged[name] = value
    return merged
