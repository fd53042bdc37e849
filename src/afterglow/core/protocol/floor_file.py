"""The floor as data: what no protocol may lie below, the default included. See data/floor."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from afterglow.core.protocol.advice import Stricter
from afterglow.core.protocol.people import When
from afterglow.core.protocol.places import CountryCode, Phone
from afterglow.core.protocol.triage import Pattern
from afterglow.core.protocol.values import Code, Entry, Hours
from afterglow.core.vocabulary import Condition, Flag, ItemKind, NumbingProduct

Least = Literal["watch", "call_clinic", "emergency"]


class FloorCase(Entry):
    """Whatever is seen so must get at least this urgency, and this rule among its reasons."""

    rule: Code
    floor: bool = False  # the rule itself must say `floor: true`
    seen: Annotated[Pattern, Field(alias="if")]
    at_least: Least


class FloorGuidance(Entry):
    """Guidance that must be there, at least so long, and must say these words."""

    key: Code
    kind: ItemKind
    starts: Annotated[Hours, Field(alias="from")] = 0.0
    until: Hours | None = None
    only_when: When | None = None
    says: Annotated[list[str], Field(min_length=1)]


class FloorReach(Entry):
    """Whom an item of the default must reach, and for whom its wait must be longer."""

    only_when: When | None = None
    stricter: list[Stricter] = []


class FloorLimit(Entry):
    """The most (least, for an age) that a label allows, for whom; empty lists: for all."""

    products: list[NumbingProduct] = []
    labels: list[Code] = []
    name: Literal["grams", "area_cm2", "minutes", "age"]
    at_most: float | None = None
    at_least: float | None = None
    under_age: float | None = None
    weight_up_to: float | None = None
    conditions_any: list[Condition] | None = None
    beyond: Literal["ask_clinic", "over_label"] = "over_label"


class FloorDressing(Entry):
    """A cover that a label forbids."""

    products: list[NumbingProduct]
    labels: list[Code] = []


class FloorCaution(Entry):
    """A warning that speaks against some creams, and how strictly at least."""

    ask_first: Code
    products: list[NumbingProduct] = []
    verdict: Literal["ask_clinic", "over_label"]


class NeverSaid(Entry):
    """Words that no text may hold: one of each group in a sentence, and none of `unless`.

    `urgent`: looked for only where a rule or step calls for the clinic or more. `advice`: not
    where the entry says to avoid something, whose name alone may be the thing itself.
    """

    all_of: Annotated[list[list[str]], Field(min_length=1)]
    unless: list[str] = []
    urgent: bool = False
    advice: bool = False
    reason: str


class Thresholds(Entry):
    """The highest that the limits of triage may be."""

    fever_from_c: float
    hours_before_rises: float
    fallen_by: int


class Floor(Entry):
    """The whole list."""

    flags: dict[Flag, Least]
    cases: list[FloorCase]
    thresholds: Thresholds
    guidance: list[FloorGuidance]
    may_add: list[Code]  # of these, guidance whose text a clinic may write more to
    least_share: Annotated[float, Field(gt=0, le=1)]  # of a wait: shorter is a slip of the pen
    look_again: dict[Least | Literal["expected"], Hours]
    alarms: dict[Code, tuple[float, float]]  # an explanation's watch_from and call_from
    unusual: tuple[float, float]  # watch_below and call_below, at least
    asked_first: list[Flag]  # among the few questions that every check-in shows
    asks: list[Code]  # guidance whose answer is: ask your clinic; a clinic may answer itself
    reach: dict[Code, FloorReach]  # of the default; a clinic's own waits are its own
    ask_first: dict[Code, When]
    urgent: list[Code]
    unsafe_claims: list[Code]
    numbing_limits: list[FloorLimit]
    never_covered: list[FloorDressing]
    numbing_cautions: list[FloorCaution]
    never_said: list[NeverSaid]
    emergency_numbers: dict[CountryCode, Phone]
    poison_numbers: dict[CountryCode, Phone]

    @property
    def guidance_keys(self) -> frozenset[str]:
        return frozenset(one.key for one in self.guidance)
