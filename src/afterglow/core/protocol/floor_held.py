"""What the safety floor holds: its lists, and the rules and guidance that stand on it."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from afterglow.core.protocol.advice import Guidance
from afterglow.core.protocol.floor_file import Floor
from afterglow.core.protocol.floor_net import Net
from afterglow.core.protocol.loading import Read, Steps, read_yaml
from afterglow.core.protocol.triage import Rule


@cache
def floor() -> Floor:
    """The list that no protocol may lie below, as it comes with Afterglow."""
    return Floor.model_validate(read_floor("floor.yaml").data)


@cache
def net() -> Net:
    """What no text may mean."""
    return Net.model_validate(read_floor("net.yaml").data)


@cache
def read_floor(name: str) -> Read:
    """A file of the floor, which knows its lines."""
    read = Read()
    folder = files("afterglow.core.protocol").joinpath("data", "floor")
    read_yaml(folder.joinpath(name).read_bytes(), name, read)
    assert not read.faults, read.faults  # it comes with Afterglow, and a test reads it
    return read


def floor_line(name: str, path: Steps) -> str:
    """Where in the floor's files something stands: "floor.yaml:352"."""
    file, line = read_floor(name).place(path) or (name, 1)
    return f"{file}:{line}"


def is_held(rule: Rule) -> bool:
    """Whether a rule may not be hidden or narrowed: on the floor, or calling for somebody."""
    return rule.floor or rule.urgency != "watch"


def is_held_guidance(entry: Guidance) -> bool:
    """Guidance that may not be shortened, hidden or turned around."""
    endless = entry.kind == "avoid" and entry.until is None
    return endless or entry.key in floor().guidance_keys
