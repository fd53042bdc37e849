"""What the safety floor holds: the list itself, and the rules and guidance that stand on it."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from afterglow.core.protocol.advice import Guidance
from afterglow.core.protocol.floor_file import Floor
from afterglow.core.protocol.loading import Read, read_yaml
from afterglow.core.protocol.triage import Rule


@cache
def floor() -> Floor:
    """The list that no protocol may lie below, as it comes with Afterglow."""
    name, read = "floor.yaml", Read()
    folder = files("afterglow.core.protocol").joinpath("data", "floor")
    read_yaml(folder.joinpath(name).read_bytes(), name, read)
    return Floor.model_validate(read.data)


def is_held(rule: Rule) -> bool:
    """Whether a rule may not be hidden or narrowed: on the floor, or calling for somebody."""
    return rule.floor or rule.urgency != "watch"


def is_held_guidance(entry: Guidance) -> bool:
    """Guidance that may not be shortened, hidden or turned around."""
    endless = entry.kind == "avoid" and entry.until is None
    return endless or entry.key in floor().guidance_keys
