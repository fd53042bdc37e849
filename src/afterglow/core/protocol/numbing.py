"""Numbing creams as data: what a label allows, by product and country, and what speaks against it.

Limits are totals (grams, cm², minutes, age): grams per cm² only say whether a cream will work.
A limit without `labels` counts everywhere. Source: labels as in evidence section 5.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Literal, Self, get_args

from pydantic import Field, model_validator

from afterglow.core.errors import nearest
from afterglow.core.protocol.places import CountryCode
from afterglow.core.protocol.values import Code, Entry, Hours, Sources, Text
from afterglow.core.vocabulary import Area, ClaimStatus, Condition, NumbingProduct

LimitName = Literal["grams", "area_cm2", "minutes", "age"]
Consequence = Literal["ask_clinic", "over_label"]
Positive = Annotated[float, Field(gt=0)]


class NumbingSpec(Entry):
    """A cream: how people call it, when it works (after it went on), how long (after it came off).

    `labels` are the labels we know, each with the countries it counts in; none: no label at all.
    `dose` is the label's grams for 10 cm², from and to. `dangers` are rules of the triage.
    """

    product: NumbingProduct
    name: Text
    brands: list[str] = []
    labels: dict[Code, Annotated[list[CountryCode], Field(min_length=1)]] = {}
    works_after: Hours | None = None
    lasts: tuple[Hours, Hours] | None = None
    dose: tuple[Positive, Positive] | None = None
    text: Text
    dangers: Annotated[list[Code], Field(min_length=1)]
    status: ClaimStatus | None = None
    sources: Sources


class NumbingLimit(Entry):
    """A total that a label allows, and what it means to pass it.

    `under_age` (years) and `weight_up_to` (kg) narrow it to the young: either brings it.
    """

    products: list[NumbingProduct] = []  # none: every cream
    labels: list[Code] = []
    name: LimitName
    at_most: Positive | None = None
    at_least: Positive | None = None
    under_age: Positive | None = None
    weight_up_to: Positive | None = None
    conditions_any: list[Condition] | None = None
    beyond: Consequence = "over_label"
    text: Text
    status: ClaimStatus | None = None
    sources: Sources

    @model_validator(mode="after")
    def _one_bound(self) -> Self:
        if (self.at_most is None) == (self.at_least is None):
            raise ValueError("a limit has either at_most or at_least")
        if (self.at_least is not None) != (self.name == "age"):
            raise ValueError("an age has at_least, every other limit at_most")
        return self


class NumbingDressing(Entry):
    """What a label says on covering the cream, with the reason."""

    products: Annotated[list[NumbingProduct], Field(min_length=1)]
    labels: list[Code] = []
    rule: Literal["required", "allowed", "forbidden"]
    text: Text
    sources: Sources


class NumbingCaution(Entry):
    """A warning of `ask_first` that counts for some creams, and how strictly."""

    ask_first: Code
    products: list[NumbingProduct] = []  # none: every cream
    verdict: Consequence
    sources: Sources


class NumbingArea(Entry):
    """How much skin an area is, from and to, in cm²: for people who cannot measure it."""

    area: Area
    cm2: tuple[Positive, Positive]
    sources: Sources

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.cm2[0] > self.cm2[1]:
            raise ValueError("cm2 is from and to, in this order")
        return self


class NumbingWords(Entry):
    """A text that the check needs by name."""

    id: Code
    text: Text
    sources: Sources


WORDS = (
    "within_label", "ask_clinic", "over_label", "next_within_label", "next_ask_clinic",
    "next_over_label", "unknown", "strictest", "no_label", "thin", "thick", "too_soon",
    "no_dressing", "always", "near_the_eyes", "how_it_wears_off",
)  # fmt: skip


def numbing_checks(
    specs: list[NumbingSpec],
    limits: list[NumbingLimit],
    dressings: list[NumbingDressing],
    cautions: list[NumbingCaution],
    words: list[NumbingWords],
    rules: set[str],
    ask_first: set[str],
) -> Iterator[tuple[tuple[int | str, ...], str]]:
    """What only the whole can show: unknown labels, rules and warnings, gaps."""
    labels = {spec.product: set(spec.labels) for spec in specs}
    lacking = set(get_args(NumbingProduct)) - set(labels)
    if lacking:
        yield ("numbing_products",), f"not described: {', '.join(sorted(lacking))}"
    everywhere = {code for codes in labels.values() for code in codes}
    for index, spec in enumerate(specs):
        for rule in spec.dangers:
            if rule not in rules:
                hint = nearest(rule, rules)
                yield ("numbing_products", index, "dangers"), f"unknown rule {rule!r}{hint}"
    sections: tuple[tuple[str, Sequence[NumbingLimit | NumbingDressing]], ...] = (
        ("numbing_limits", limits),
        ("numbing_dressings", dressings),
    )
    for section, entries in sections:
        for index, entry in enumerate(entries):
            known = set().union(*(labels.get(one, set()) for one in entry.products))
            for label in entry.labels:
                if label not in (known if entry.products else everywhere):
                    yield (section, index, "labels"), f"unknown label {label!r}"
    for index, caution in enumerate(cautions):
        if caution.ask_first not in ask_first:
            hint = nearest(caution.ask_first, ask_first)
            path = ("numbing_cautions", index, "ask_first")
            yield path, f"unknown warning {caution.ask_first!r}{hint}"
    missing = set(WORDS) - {one.id for one in words}
    if missing:
        yield ("numbing_words",), f"not written: {', '.join(sorted(missing))}"
    for spec in specs:
        said = [one for one in dressings if spec.product in one.products]
        for label in spec.labels:
            if not any(not one.labels or label in one.labels for one in said):
                problem = f"{spec.product}: the label {label!r} says nothing on a dressing"
                yield ("numbing_dressings",), problem
