"""A protocol's data, made whole and trusted: every fault at once, each with file and line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from afterglow.core.errors import Fault, ProtocolRefused, faults_of
from afterglow.core.protocol.layers import Layered
from afterglow.core.protocol.loading import Steps
from afterglow.core.protocol.model import Contents, cross_checks


def validated(read: Layered) -> Contents:
    """All faults at once: of the YAML, of the fields, and of the whole."""
    faults = list(read.faults)
    contents: Contents | None = None
    try:
        contents = Contents.model_validate(read.data)
        found = list(cross_checks(contents))
    except ValidationError as error:
        fields = [(_path(fault.field), fault.problem) for fault in faults_of(error, Contents)]
        found = fields + _checks_of_the_rest(read.data, [path for path, _ in fields])
    for path, problem in read.told_of_new(found):
        file, line = read.where_blamed(path, problem) or (None, None)
        faults.append(Fault(".".join(map(str, path)), problem, file, line))
    if faults or not contents:
        in_order = sorted(
            set(faults), key=lambda one: (one.file or "", one.line or 0, one.field, one.problem)
        )
        raise ProtocolRefused(in_order)
    return contents


def _path(field: str) -> Steps:
    return tuple(int(part) if part.isdigit() else part for part in field.split("."))


def _checks_of_the_rest(data: dict[str, Any], faulty: list[Steps]) -> list[tuple[Steps, str]]:
    """Cross-checks of a protocol without its faulty entries, so that these come at once too.

    What only the missing entries could have answered is left out.
    """
    spoilt = {(path[0], path[1]) for path in faulty if len(path) > 1 and isinstance(path[1], int)}
    kept = {
        section: [index for index in range(len(entries)) if (section, index) not in spoilt]
        for section, entries in data.items()
        if isinstance(entries, list)
    }
    rest = data | {name: [data[name][index] for index in kept[name]] for name in kept}
    try:
        contents = Contents.model_validate(rest)
    except ValidationError:
        return []
    names = {name for section, index in spoilt for name in _names_in(data[str(section)][index])}
    found = []
    for path, problem in cross_checks(contents):
        if any(repr(name) in problem for name in names) or problem.startswith("not described"):
            continue
        where = (path[0], kept[str(path[0])][int(path[1])], *path[2:]) if len(path) > 1 else path
        found.append((where if path[0] in kept else path, problem))
    return found


def _names_in(value: Any) -> Iterator[str]:
    """Every word and key of a faulty entry: what others may miss without it."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from _names_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _names_in(inner)
