"""Guidance, phases, milestones, the founding leaflet's claims, and who should ask first."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from afterglow.core.protocol.people import When
from afterglow.core.protocol.values import Code, Entry, Hours, Sources, Text, Window
from afterglow.core.vocabulary import ClaimStatus, ItemKind

Icon = Literal[
    "drop", "wave", "snow", "pill", "moon", "sun", "hand", "brush", "glass", "run", "steam", "pool",
    "razor", "needle", "heart", "list", "hat", "cup", "plane", "leaf", "clock", "phone", "none",
]  # fmt: skip


class Stricter(Entry):
    """A window for some people. Of all that apply, the earliest start and latest end count."""

    when: When
    starts: Annotated[Hours | None, Field(alias="from")] = None
    until: Hours | None = None
    forever: bool = False


class Guidance(Window):
    """One thing to do, avoid or take care of. `only_when` limits it to some people.

    `says` is what sources say where they disagree: the range and the count stay visible.
    """

    topic: Code
    id: Code | None = None  # where a topic has several windows
    name: Text
    kind: ItemKind
    only_when: When | None = None
    stricter: list[Stricter] = []
    text: Text
    why: Text
    says: Text | None = None
    claim: Code | None = None
    status: ClaimStatus | None = None
    ask_first: bool = False  # the answer to "may I?" is: ask your clinic
    icon: Icon = "none"
    order: Annotated[int, Field(ge=0, le=100)] = 50  # the most asked first
    words: list[str] = []  # what people call it, beside its name
    sources: Sources

    @property
    def key(self) -> str:
        return self.id or self.topic


class Phase(Window):
    """A phase of healing."""

    id: Code
    name: Text
    text: Text
    sources: Sources


class Milestone(Entry):
    """A moment worth waiting for: a sign at or below a level, or a fixed time."""

    id: Code
    text: Text
    sign: Code | None = None
    at_most: Annotated[float, Field(ge=1, le=10)] = 1
    probability: Annotated[float, Field(gt=0, lt=1)] = 0.8
    begins: bool = False  # the start of the sign, instead of its end
    at: Hours | None = None
    claim: Code | None = None
    sources: Sources


class Claim(Entry):
    """A claim of the leaflet that Afterglow started from, with the evidence's verdict."""

    claim: Code
    says: Text
    status: ClaimStatus | None
    verdict: Text
    sources: Sources


class AskFirst(Entry):
    """Who should ask before treatment, and what else a plan must warn of."""

    id: Code
    when: When
    text: Text
    why: Text | None = None
    urgent: bool = False  # usually not treated at all, as against: ask first
    sources: Sources
