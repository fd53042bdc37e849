"""Small values that every part of a protocol is written in: texts, durations, sources.

Durations are written as people say them (`48h`, `7d`, `-3d`, `30min`) and read as hours.
"""

from __future__ import annotations

import re
from string import Formatter
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from afterglow.core.languages import translated
from afterglow.core.vocabulary import Grade

_DURATION = re.compile(r"(-?\d+(?:\.\d+)?)\s*(min|h|d|w)")
_HOURS = {"min": 1 / 60, "h": 1.0, "d": 24.0, "w": 168.0}
LONGEST = 10 * 365 * 24.0
# a Latin letter beside one that only looks like it
_MIXED = re.compile(r"[A-Za-z][\u0370-\u052f]|[\u0370-\u052f][A-Za-z]")

# what a text may leave open, filled in where it is shown
PLACEHOLDERS = frozenset(
    {"emergency", "poison", "clinic", "sign", "rating", "earlier", "rise", "hours", "temperature",
     "flags", "when", "medicine", "expected", "what", "chance"}
)  # fmt: skip


def _hours(value: Any) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and value == 0:
        return 0.0
    match = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if not match:
        raise ValueError(f"{value!r} is not a duration; write it as in 30min, 48h, 7d or -3d")
    hours = float(match[1]) * _HOURS[match[2]]
    if abs(hours) > LONGEST:
        raise ValueError(f"{value!r} is over ten years; without `until` it has no end")
    return hours


def _text(value: dict[str, str]) -> dict[str, str]:
    for language, words in value.items():
        if not words.strip():
            raise ValueError(f"the text in {language!r} is empty")
        if not any(char.isalnum() for char in words):
            raise ValueError(f"the text in {language!r} has no word in it")
        if mixed := _MIXED.search(words):
            raise ValueError(f"a word that mixes two alphabets ({mixed[0]!r})")
        try:
            parts = [(name, spec, how) for _, name, spec, how in Formatter().parse(words)]
        except ValueError:
            raise ValueError("a lone brace; a brace only opens or closes a placeholder") from None
        wrong = [name for name, spec, how in parts if name not in PLACEHOLDERS or spec or how]
        unknown = [name for name in wrong if name is not None]
        if unknown:
            known = ", ".join(sorted(PLACEHOLDERS))
            raise ValueError(f"unknown placeholder {{{unknown[0]}}}; known: {known}")
    if "en" not in value:
        raise ValueError("the English text (en) is missing")
    return value


Hours = Annotated[
    float,
    BeforeValidator(_hours, json_schema_input_type=str),
    Field(description="a duration: 30min, 48h, 7d, -3d (negative: before the treatment)"),
]
Language = Annotated[str, Field(pattern=r"^[a-z]{2,3}(-[A-Za-z]{2,4})?$")]
Text = Annotated[dict[Language, str], AfterValidator(_text)]
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Sources = Annotated[
    dict[Grade, Annotated[list[str], Field(min_length=1)]],
    Field(min_length=1, description="grade -> codes of sources.yaml, or words"),
]


class Entry(BaseModel):
    """Base of everything in a protocol: frozen, and no unknown key passes."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class Window(Entry):
    """[from, until) in hours from the needling; no `until`: until told otherwise."""

    starts: Annotated[Hours, Field(alias="from")] = 0.0
    until: Hours | None = None

    @model_validator(mode="after")
    def _ends_after_start(self) -> Self:
        if self.until is not None and self.until <= self.starts:
            raise ValueError("the window ends before it starts; until must lie after from")
        return self


def say(text: dict[str, str], language: str = "en", **values: object) -> str:
    """A text in a language, its placeholders filled: the protocol's own words, else those of the
    language's file, else English."""
    words = text.get(language) or translated(text["en"], language) or text["en"]
    return words.format_map(values) if values else words


def weakest_grade(sources: dict[Grade, list[str]]) -> Grade:
    """The grade that a mix of sources counts as: the weakest of them."""
    return max(sources)
