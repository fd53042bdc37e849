"""YAML files to plain data, with the file and line of every value kept for error messages.

Reads with PyYAML's C composer (fast, keeps marks). Refused: duplicate keys, aliases, tags of
objects, more than one document, files over 2 MB, nesting past 40. Scalars are read as YAML 1.2
does: `no`, `on` and 12:30 are words, not booleans or numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from afterglow.core.errors import Fault, ProtocolRefused

MAX_BYTES, MAX_DEPTH = 2_000_000, 40

_INT = re.compile(r"[-+]?\d+")
_FLOAT = re.compile(r"[-+]?(\d+\.\d*|\.\d+|\d+)([eE][-+]?\d+)?")
_WORDS: dict[str, Any] = {"true": True, "false": False, "null": None, "~": None, "": None}

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Place = tuple[str, int]


@dataclass
class Read:
    """What was read: the data, and where each path of it stands."""

    data: dict[str, Any] = field(default_factory=dict)
    places: dict[tuple[int | str, ...], Place] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def place(self, path: tuple[int | str, ...]) -> Place | None:
        """The file and line of a path, or of the nearest thing around it."""
        for end in range(len(path), 0, -1):
            if path[:end] in self.places:
                return self.places[path[:end]]
        return None


def read_yaml(content: bytes, name: str, into: Read) -> None:
    """Read one file's top-level keys into `into`; faults are collected, not raised."""
    if len(content) > MAX_BYTES:
        into.faults.append(Fault("", f"the file has over {MAX_BYTES:,} bytes", name))
        return
    try:
        text = content.decode("utf-8")
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
        finally:
            loader.dispose()
    except UnicodeDecodeError:
        into.faults.append(Fault("", "the file is not UTF-8 text", name))
        return
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", str(error))
        line = mark.line + 1 if mark else None
        into.faults.append(Fault("", f"not YAML: {problem}", name, line))
        return
    if not isinstance(node, yaml.MappingNode):
        into.faults.append(Fault("", "the file must be a mapping with named sections", name, 1))
        return
    _Builder(name, into).top(node)


class _Builder:
    def __init__(self, name: str, into: Read) -> None:
        self.name, self.into, self.seen = name, into, set[int]()

    def top(self, node: yaml.MappingNode) -> None:
        built = self.build(node, ())
        for key, value in built.items():
            if key in self.into.data:
                place = self.into.places[(key,)]
                self.fault((key,), node, f"this section stands in {place[0]} already")
            else:
                self.into.data[key] = value

    def fault(self, path: tuple[int | str, ...], node: yaml.Node, problem: str) -> None:
        dotted = ".".join(str(part) for part in path)
        self.into.faults.append(Fault(dotted, problem, self.name, node.start_mark.line + 1))

    def build(self, node: yaml.Node, path: tuple[int | str, ...]) -> Any:
        self.into.places.setdefault(path, (self.name, node.start_mark.line + 1))
        if len(path) > MAX_DEPTH:
            self.fault(path, node, f"nested deeper than {MAX_DEPTH} levels")
            return None
        if isinstance(node, yaml.ScalarNode):
            return self.scalar(node, path)
        if id(node) in self.seen:
            self.fault(path, node, "an alias; write the value out")
            return None
        self.seen.add(id(node))
        if not node.tag.startswith("tag:yaml.org,2002:"):
            self.fault(path, node, f"the tag {node.tag} is not allowed")
            return None
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*path, index)) for index, item in enumerate(node.value)]
        return self.mapping(node, path)

    def mapping(self, node: yaml.Node, path: tuple[int | str, ...]) -> dict[Any, Any]:
        built: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self.fault(path, key_node, "a key must be a plain word")
                continue
            key = self.scalar(key_node, path)
            if key in built:
                self.fault((*path, key), key_node, "this key stands here twice")
            step = key if isinstance(key, int | str) else str(key)
            # a mapping's own line is its key's, not its first value's
            self.into.places[(*path, step)] = (self.name, key_node.start_mark.line + 1)
            built[key] = self.build(value_node, (*path, step))
        return built

    def scalar(self, node: yaml.ScalarNode, path: tuple[int | str, ...]) -> Any:
        value: str = node.value
        if node.style in ("'", '"', "|", ">"):
            return value
        if not node.tag.startswith("tag:yaml.org,2002:"):
            self.fault(path, node, f"the tag {node.tag} is not allowed")
        if value in _WORDS:
            return _WORDS[value]
        if value[:1] in "-+.0123456789":
            if _INT.fullmatch(value):
                return int(value) if len(value) < 19 else value
            if _FLOAT.fullmatch(value):
                return float(value)
        return value


def read_folder(folder: Any, pattern: Callable[[str], bool]) -> tuple[Read, list[bytes]]:
    """Every matching file of a folder (path or package resource), by name; also their bytes."""
    read, contents = Read(), []
    for entry in sorted(folder.iterdir(), key=lambda one: str(one.name)):
        if entry.is_file() and pattern(entry.name):
            content = entry.read_bytes()
            contents.append(content)
            read_yaml(content, entry.name, read)
    return read, contents


def read_path(path: Path) -> tuple[Read, list[bytes]]:
    """A protocol from a folder of YAML files or from a single file."""
    if path.is_dir():
        return read_folder(path, lambda name: name.endswith((".yaml", ".yml")))
    read = Read()
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ProtocolRefused([Fault("", f"the file has over {MAX_BYTES:,} bytes", str(path))])
        content = path.read_bytes()
    except OSError as error:
        problem = error.strerror or str(error)
        raise ProtocolRefused([Fault("", f"cannot be read: {problem}", str(path))]) from None
    read_yaml(content, path.name, read)
    return read, [content]
