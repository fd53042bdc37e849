"""YAML files to plain data, with the file and line of every value kept for error messages.

Reads with PyYAML's C composer (fast, keeps marks). Refused: duplicate keys, aliases, tags of
objects, more than one document, files over 2 MB, nesting past 40. Scalars are read as YAML 1.2
does: `no`, `on` and 12:30 are words, not booleans or numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from afterglow.core.errors import Fault, ProtocolRefused

MAX_BYTES, MAX_DEPTH = 2_000_000, 40

_INT = re.compile(r"[-+]?\d+")
_FLOAT = re.compile(r"[-+]?(\d+\.\d*|\.\d+|\d+)([eE][-+]?\d+)?")
_WORDS: dict[str, Any] = {
    "true": True,
    "false": False,
    "null": None,
    "~": None,
}

# the plain kinds of YAML; any other tag asks for an object
_TAGS = frozenset(
    f"tag:yaml.org,2002:{kind}"
    for kind in ("str", "int", "float", "bool", "null", "timestamp", "merge", "value", "seq", "map")
)

# nobody types these: controls, what turns the direction of text, what shows nothing at all
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\ud800-\udfff\ue000-\uf8ff\U000e0000-\U000fffff]"
    # what joins or turns letters of other scripts has no business between Latin ones
    "|(?<=[A-Za-z])[\u200c-\u200f]|[\u200c-\u200f](?=[A-Za-z])"
)
# words are shown as they stand, so markup would be read aloud
_MARKUP = re.compile(r"<[a-zA-Z/!?]|&#?\w+;|\]\(|javascript:", re.IGNORECASE)

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

Steps = tuple[int | str, ...]
Place = tuple[str, int]
File = tuple[str, bytes]  # a file's name and what stands in it


@dataclass
class Read:
    """What was read, and the nodes that it was built from, which know their lines."""

    data: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    nodes: dict[str, tuple[str, yaml.Node, yaml.Node]] = field(default_factory=dict)
    name: str | None = None  # of the file, where it is a single one

    def place(self, path: Steps) -> Place | None:
        """The file and line of a path, or of the nearest thing around it.

        Walks the nodes only when asked, since nearly all reading ends without a fault.
        """
        if not path or str(path[0]) not in self.nodes:
            return None
        name, key, node = self.nodes[str(path[0])]
        line = key.start_mark.line
        for step in path[1:]:
            found = _child(node, step)
            if found is None:
                break
            line, node = found
        return name, line + 1


def _child(node: yaml.Node, step: int | str) -> tuple[int, yaml.Node] | None:
    """The line and the node of one step down: a list's item, or a mapping's value by its key."""
    if isinstance(node, yaml.SequenceNode):
        if isinstance(step, int) and step < len(node.value):
            return node.value[step].start_mark.line, node.value[step]
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark.line, value
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
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self.fault(key_node, "a key must be a plain word")
                continue
            key = key_node.value
            if key in self.into.data:
                self.fault(
                    key_node, f"this section stands in {self.into.nodes[key][0]} already", key
                )
                continue
            self.into.nodes[key] = (self.name, key_node, value_node)
            self.into.data[key] = self.build(value_node, 1)

    def fault(self, node: yaml.Node, problem: str, field: str = "") -> None:
        self.into.faults.append(Fault(field, problem, self.name, node.start_mark.line + 1))

    def build(self, node: yaml.Node, depth: int) -> Any:
        if isinstance(node, yaml.ScalarNode):
            return self.scalar(node)
        if depth > MAX_DEPTH:
            self.fault(node, f"nested deeper than {MAX_DEPTH} levels")
            return None
        if id(node) in self.seen:
            self.fault(node, "an alias; write the value out")
            return None
        self.seen.add(id(node))
        if node.tag not in _TAGS:
            self.fault(node, f"the tag {node.tag} is not allowed")
            return None
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, depth + 1) for item in node.value]
        return self.mapping(node, depth)

    def mapping(self, node: yaml.Node, depth: int) -> dict[Any, Any]:
        built: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self.fault(key_node, "a key must be a plain word")
                continue
            key = self.scalar(key_node)
            if key in built:
                self.fault(key_node, "this key stands here twice", str(key))
            built[key] = self.build(value_node, depth + 1)
        return built

    def scalar(self, node: yaml.ScalarNode) -> Any:
        value: str = node.value
        if unseen := _UNSEEN.search(value):
            self.fault(node, f"a character that nobody sees (U+{ord(unseen[0]):04X}); take it out")
        elif markup := _MARKUP.search(value):
            self.fault(node, f"no markup, only plain words; take out {markup[0]!r}")
        if node.style in ("'", '"', "|", ">"):
            return value
        if not value:
            return None
        if value[0] in "-+.0123456789":
            if _INT.fullmatch(value):
                return int(value) if len(value) < 19 else value
            if _FLOAT.fullmatch(value):
                return float(value)
        elif value in _WORDS:
            return _WORDS[value]
        if node.tag not in _TAGS:
            self.fault(node, f"the tag {node.tag} is not allowed")
        return value


def read_folder(folder: Any, pattern: Callable[[str], bool]) -> tuple[Read, list[File]]:
    """Every matching file of a folder (path or package resource), by name; also their bytes."""
    files = [
        (str(entry.name), entry.read_bytes())
        for entry in sorted(folder.iterdir(), key=lambda one: str(one.name))
        if entry.is_file() and pattern(entry.name)
    ]
    return read_files(files), files


def read_files(files: Sequence[File]) -> Read:
    """Files that were read before, as one; a fault in a single one without a section names it."""
    read = Read(name=files[0][0] if len(files) == 1 else None)
    for name, content in files:
        read_yaml(content, name, read)
    return read


def read_path(path: Path) -> tuple[Read, list[File]]:
    """A protocol from a folder of YAML files or from a single file."""
    if path.is_dir():
        return read_folder(path, lambda name: name.endswith((".yaml", ".yml")))
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ProtocolRefused([Fault("", f"the file has over {MAX_BYTES:,} bytes", str(path))])
        content = path.read_bytes()
    except OSError as error:
        problem = error.strerror or str(error)
        raise ProtocolRefused([Fault("", f"cannot be read: {problem}", str(path))]) from None
    files = [(path.name, content)]
    return read_files(files), files
