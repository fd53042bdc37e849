"""What changed between two protocols, in lines that a nurse can read aloud.

In: two `Contents`. Out: `Change`s in the order of the sections, as "sun: 7 days -> 10 days for
skin types 4 to 6". Pure; knows nothing of files or recoveries. A change that makes advice laxer
(a shorter wait, a lower urgency, something gone) says so in `laxer`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from afterglow.core.protocol.advice import Guidance, Stricter
from afterglow.core.protocol.layers import key_of
from afterglow.core.protocol.model import Contents
from afterglow.core.protocol.people import When
from afterglow.core.protocol.softness import shrunk_condition
from afterglow.core.vocabulary import Urgency

LONGEST = 60
ROMAN = ("", "I", "II", "III", "IV", "V", "VI")  # as Fitzpatrick's skin types are written
_TURNED = {"do": "do it (do)", "avoid": "leave it (avoid)", "care": "take care (care)"}
NAMES = {("about", "id"), ("about", "version")}


@dataclass(frozen=True)
class Change:
    """One change: where, what in words, and whether it asks less of people than before."""

    section: str
    key: str
    says: str
    laxer: bool = False

    def __str__(self) -> str:
        return f"{self.key}: {self.says}" + (" (laxer)" if self.laxer else "")


def changes(old: Contents, new: Contents) -> list[Change]:
    """Every change from `old` to `new`, section by section; empty where they say the same."""
    return [one for section in Contents.model_fields for one in _section(section, old, new)]


def _section(section: str, old: Contents, new: Contents) -> Iterator[Change]:
    before, after = getattr(old, section), getattr(new, section)
    if not isinstance(before, list):
        yield from _mapping(section, before, after)
        return
    olds = {_key(section, one): one for one in before}
    news = {_key(section, one): one for one in after}
    for key, one in olds.items():
        if key not in news:
            yield Change(section, key, _gone(section, one), laxer=_matters(section, one))
        elif one != news[key]:
            yield from _entry(section, key, one, news[key])
    for key, one in news.items():
        if key not in olds:
            yield Change(section, key, _new(section, one))


def _key(section: str, entry: Any) -> str:
    return key_of(section, entry.model_dump(by_alias=True))


def _matters(section: str, entry: Any) -> bool:
    return section == "rules" or (section == "guidance" and entry.kind == "avoid")


def _gone(section: str, entry: Any) -> str:
    if section == "guidance":
        return f"no longer said (was: {entry.kind} {window_in_words(entry)})"
    return "hidden" if section != "rules" else f"hidden (was: {entry.urgency})"


def _new(section: str, entry: Any) -> str:
    if section == "guidance":
        return f"new: {entry.kind} {window_in_words(entry)}"
    if section == "rules":
        return f"new: {entry.urgency}"
    if section == "prices":
        usual = f", mostly {entry.usual:,g}" if entry.usual else ""
        where = ", ".join(entry.countries)
        return f"new: {entry.low:,g} to {entry.high:,g} {entry.currency}{usual} in {where}"
    return "new"


def _entry(section: str, key: str, old: Any, new: Any) -> Iterator[Change]:
    done: set[str] = set()
    if isinstance(old, Guidance) and isinstance(new, Guidance):
        done = {"starts", "until", "stricter"}
        yield from _windows(key, old, new)
        if old.kind != new.kind:
            done.add("kind")
            laxer = old.kind == "avoid"
            yield Change(section, key, f"{_TURNED[old.kind]} -> {_TURNED[new.kind]}", laxer=laxer)
    if section == "rules" and old.urgency != new.urgency:
        done.add("urgency")
        lower = Urgency[new.urgency] < Urgency[old.urgency]
        yield Change(section, key, f"{old.urgency} -> {new.urgency}", laxer=lower)
    if hasattr(old, "sources") and _all_kept(old.sources, new.sources):
        # a clinic's leaflet named beside the sources changes no advice
        done.add("sources")
    for name in type(old).model_fields:
        if name not in done:
            before, after = getattr(old, name), getattr(new, name)
            laxer = section == "guidance" and _is_laxer(name, old, before, after)
            for says in _differs(name, _plain(before), _plain(after)):
                yield Change(section, key, says, laxer=laxer)


def _is_laxer(name: str, old: Guidance, before: Any, after: Any) -> bool:
    """Whether a change of guidance, beside its times, asks less of people."""
    if name == "ask_first":
        return bool(before)
    if name == "only_when" and old.kind == "avoid" and after is not None:
        return before is None or any(shrunk_condition(before, after))
    return False


def _all_kept(old: dict[Any, list[str]], new: dict[Any, list[str]]) -> bool:
    return all(set(codes) <= set(new.get(grade, ())) for grade, codes in old.items())


def _mapping(section: str, old: Any, new: Any) -> Iterator[Change]:
    before, after = _plain(old), _plain(new)
    for name in [*before, *(name for name in after if name not in before)]:
        # the id and the version name the whole; they are told beside the changes
        if before.get(name) != after.get(name) and (section, name) not in NAMES:
            for says in _differs("", before.get(name), after.get(name)):
                yield Change(section, f"{section}.{name}", says)


def _windows(key: str, old: Guidance, new: Guidance) -> Iterator[Change]:
    if old.starts != new.starts:
        later = old.kind == "avoid" and new.starts > old.starts
        says = f"from {_moment(old.starts)} -> from {_moment(new.starts)}"
        yield Change("guidance", key, says, laxer=later)
    if old.until != new.until:
        yield Change(
            "guidance", key, f"{_until(old.until)} -> {_until(new.until)}",
            laxer=old.kind == "avoid" and _sooner(new.until, old.until),
        )  # fmt: skip
    befores = {for_whom(one.when): one for one in old.stricter}
    afters = {for_whom(one.when): one for one in new.stricter}
    for whom, after in afters.items():
        before = befores.get(whom)
        if before is None:
            yield Change("guidance", key, f"{_length(after, new)} {whom}, new")
        elif before != after:
            says = f"{_length(before, old)} -> {_length(after, new)} {whom}"
            sooner = _sooner(_end(after, new), _end(before, old))
            yield Change("guidance", key, says, laxer=old.kind == "avoid" and sooner)
    for whom, before in befores.items():
        if whom not in afters:
            says = f"no longer {_length(before, old)} {whom}"
            yield Change("guidance", key, says, laxer=old.kind == "avoid")


def _sooner(new: float | None, old: float | None) -> bool:
    return new is not None and (old is None or new < old)


def _end(one: Stricter, entry: Guidance) -> float | None:
    return None if one.forever else (one.until if one.until is not None else entry.until)


def _length(one: Stricter, entry: Guidance) -> str:
    parts = [f"from {_moment(one.starts)}"] if one.starts is not None else []
    if one.until is not None or one.forever or not parts:
        parts.append(_until(_end(one, entry)))
    return ", ".join(parts)


def window_in_words(entry: Guidance) -> str:
    """ "from 3 days before, 7 days" """
    start = f"from {_moment(entry.starts)}, " if entry.starts else ""
    return start + _until(entry.until)


def _until(hours: float | None) -> str:
    if hours is None:
        return "without an end"
    return "until the treatment" if hours == 0 else duration(hours)


def _moment(hours: float) -> str:
    if hours == 0:
        return "the treatment"
    return f"{duration(-hours)} before" if hours < 0 else f"{duration(hours)} after"


def duration(hours: float) -> str:
    """Hours as people write them on a leaflet: 48 hours, 7 days."""
    if hours >= 72 and hours % 24 == 0:
        return f"{hours / 24:g} days"
    if hours < 1:
        return f"{hours * 60:g} minutes"
    return f"{hours:g} hour" + ("" if hours == 1 else "s")


def for_whom(when: When) -> str:
    """ "for skin types 4 to 6" """
    told = []
    for name, value in when.model_dump(exclude_none=True, exclude={"unknown_counts"}).items():
        listed = ", ".join(map(str, value)) if isinstance(value, list) else value
        match name:
            case "skin_type" if len(value) > 1 and value == list(range(value[0], value[-1] + 1)):
                told.append(f"skin types {ROMAN[value[0]]} to {ROMAN[value[-1]]}")
            case "skin_type":
                told.append(f"skin type {', '.join(ROMAN[one] for one in value)}")
            case "depth_at_least":
                told.append(f"needles of {value:g} mm and more")
            case "age_at_least":
                told.append(f"age {value:g} and over")
            case "age_below":
                told.append(f"age under {value:g}")
            case "areas_any":
                told.append(f"treated {listed}")
            case "medicines_any":
                told.append(f"who takes {listed}")
            case "conditions_any" | "device" | "numbing_any":
                told.append(str(listed))
            case _:
                told.append(f"{name.replace('_', ' ')} {listed}")
    return f"for {' and '.join(told)}"


def _plain(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if hasattr(value, "model_dump"):
        return value.model_dump(by_alias=True, exclude_none=True)
    return value


def _differs(name: str, old: Any, new: Any) -> Iterator[str]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(key for key in new if key not in old)]:
            yield from _differs(f"{name}.{key}".lstrip("."), old.get(key), new.get(key))
        return
    said = name.removesuffix(".en")
    if said.rpartition(".")[2] != said and len(said.rpartition(".")[2]) == 2 and old is None:
        yield f"{said.rpartition('.')[0]} in {said.rpartition('.')[2]}: {_short(new)}"
        return
    yield f"{said} {_short(old)} -> {_short(new)}".strip()


def _short(value: Any) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, list):
        return _cut(", ".join(map(_short, value))) or "nothing"
    if isinstance(value, float):
        return f"{value:g}"
    return f'"{_cut(value)}"' if isinstance(value, str) and " " in value else _cut(str(value))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."
