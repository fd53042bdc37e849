"""A clinic's overlay: what it changes, adds, translates or hides, laid over another protocol.

In: what was read of the default and of an overlay. Out: one merged mapping, in which every value
still knows the file and line it came from. An entry is matched by its id; the fields it gives are
merged into the default's, mapping by mapping, and a list replaces a list. Every entry that
changes or hides something says why in `because`; `why` stays the reason told to people.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from afterglow.core.errors import Fault, faults_of, nearest
from afterglow.core.protocol.layers import DEFAULT, Header, Layered, Raw, Reason, key_of
from afterglow.core.protocol.loading import Read, Steps
from afterglow.core.protocol.misnamed import misnamed
from afterglow.core.protocol.values import Entry


class Remark(Entry):
    """What an overlay's entry says about itself, beside the fields it changes."""

    because: Reason | None = None
    hide: bool = False


# sections whose entries tell people why; elsewhere `why` is the overlay's reason as well
HAVE_A_WHY = frozenset({"guidance", "ask_first", "modifiers", "guide_points"})
# mappings whose values are entries of their own
MAPPED = {("sources",), ("numbers", "countries")}


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
            hidden=dict(base.hidden),
            headers=[*base.headers, *([header] if header else [])],
            reasons=dict(base.reasons),
        )
        self.top = len(self.out.layers) - 1

    def laid(self) -> Layered:
        for section, given in self.read.data.items():
            if section == "overlay":
                continue
            known = self.base.data.get(section)
            if isinstance(known, list) and isinstance(given, list) and given:
                self._entries(section, known, given)
            elif given == [] and known:
                self._fault((section,), "is empty; leave out what you do not change")
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
            if not self.faults:
                problem = "missing; an overlay begins with id, version, for and why"
                name = next((one[0] for one in self.read.nodes.values()), self.read.name)
                self.faults.append(Fault("overlay", problem, name, 1))
            return None
        try:
            header = Header.model_validate(given)
        except ValidationError as error:
            self._told(faults_of(error, Header), ("overlay",))
            return None
        under = [DEFAULT, self.base.data.get("about", {}).get("id")]
        under += [one.id for one in self.base.headers]
        if header.id in under:
            problem = f"{header.id!r} is what it lies over; give it an id of its own"
            self._fault(("overlay", "id"), problem)
        if header.over not in under:
            problem = f"this overlay is for {header.over!r}{nearest(header.over, under[1:])}"
            self._fault(("overlay", "for"), problem)
        return header

    def _fault(self, path: Steps, problem: str) -> None:
        file, line = self.read.place(path) or (None, None)
        shown = list(map(str, path))
        if len(path) > 1 and isinstance(path[1], int):
            entry = self.read.data[str(path[0])][path[1]]
            shown[1] = key_of(shown[0], entry) or shown[1]
        self.faults.append(Fault(".".join(shown), problem, file, line))

    def _told(self, faults: list[Fault], prefix: Steps) -> None:
        for fault in faults:
            self._fault(
                (*prefix, *fault.field.split(".")) if fault.field else prefix, fault.problem
            )

    def _remark(self, path: Steps, entry: Raw) -> tuple[Remark, dict[Any, Any]]:
        """What the entry says about itself, and the fields that are left."""
        told = {name: entry[name] for name in ("because", "hide") if name in entry}
        if "why" in entry and str(path[0]) not in HAVE_A_WHY:
            told.setdefault("because", entry["why"])
        rest = {
            name: value
            for name, value in entry.items()
            if name not in told and (name != "why" or str(path[0]) in HAVE_A_WHY)
        }
        try:
            return Remark.model_validate(told), rest
        except ValidationError as error:
            self._told(faults_of(error, Remark), path)
            # its own fault is enough; do not ask for a reason as well
            return Remark.model_construct(because={"en": ""}, hide=False), rest

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
            at = index_of.get(key)
            if problem := misnamed(section, rest, known, at):
                self._fault(path, problem)
                continue
            if key in seen:
                self._fault(path, f"{key!r} stands in this overlay twice")
                continue
            seen.add(key)
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
        self.out.hidden[section, key] = (self.top, path)
        if remark.because is None:
            self._fault(path, f"{key!r} is hidden without a reason; say why in because")
        also = [name for name in rest if name not in ("id", "topic")]
        if also and section == "guidance":
            self._fault((*path, also[0]), f"{key!r} is hidden; what else it says has no effect")

    def _merged(self, path: Steps, known: Raw, given: Raw, remark: Remark) -> dict[Any, Any]:
        for name, value in given.items():
            if value == {} and known.get(name):
                self._fault((*path, name), "is empty, and so changes nothing")
        changed = list(_changed(known, given))
        if remark.because is None and changed:
            problem = "changed without a reason; say why in because: {en: ...}"
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
