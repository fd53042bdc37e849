"""A verdict over time, as spans: [from, until) with what is said in each.

In: a function from a moment to an `Answer`, and the hours at which anything may change. Out: the
spans, those that say the same joined, and their texts, each kept once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from afterglow.core.answering.results import Answer, VerdictField
from afterglow.core.planning import window_of
from afterglow.core.protocol import Facts, Protocol
from afterglow.core.treatment import Treatment

# how long before the first edge the time "long before" is asked at, in hours
BEFORE_ALL = 24.0


class Span(BaseModel):
    """What holds in [from, until); null: without end. `text` and `why` are places in the texts.

    `ends` is when a wait is over, which may lie in a later span.
    """

    model_config = ConfigDict(frozen=True, populate_by_name=True, serialize_by_alias=True)

    from_: Annotated[datetime | None, Field(alias="from")]
    until: datetime | None
    verdict: VerdictField
    ends: datetime | None
    text: int
    why: int | None


Spans = tuple[Span, ...]


class Texts:
    """Texts by their place, each kept once."""

    def __init__(self) -> None:
        self.places: dict[str, int] = {}

    def place(self, text: str) -> int:
        return self.places.setdefault(text, len(self.places))

    def all(self) -> tuple[str, ...]:
        return tuple(self.places)


def topic_edges(protocol: Protocol, facts: Facts) -> list[float]:
    """Every hour at which an answer about a topic may change for this person."""
    found = {0.0}
    for entry in protocol.contents.guidance:
        window = window_of(entry, facts)
        if window is not None:
            found |= {edge for edge in (window[0], window[1]) if edge is not None}
    return sorted(found)


def medicine_edges(protocol: Protocol) -> list[float]:
    """Every hour at which an answer about a medicine may change."""
    windows = [rule.window for rule in protocol.medicines.rules.values()]
    return sorted({0.0, *(edge for window in windows for edge in window if edge is not None)})


def spans_of(
    answer_at: Callable[[datetime], Answer],
    hours: Iterable[float],
    treatment: Treatment,
    texts: Texts,
) -> Spans:
    """The answers between these hours; neighbours that say the same are one span."""
    starts = sorted(hours)
    told: list[tuple[datetime | None, Answer]] = []
    for start, hour in [(None, starts[0] - BEFORE_ALL), *((one, one) for one in starts)]:
        answer = answer_at(treatment.at_hour(hour))
        if told and _said(told[-1][1]) == _said(answer):
            continue
        told.append((treatment.at_hour(start) if start is not None else None, answer))
    ends = [start for start, _ in told[1:]] + [None]
    return tuple(
        Span(
            from_=start,
            until=end,
            verdict=answer.verdict,
            ends=answer.until,
            text=texts.place(answer.text),
            why=texts.place(answer.why) if answer.why else None,
        )
        for (start, answer), end in zip(told, ends, strict=True)
    )


def _said(answer: Answer) -> tuple[object, ...]:
    return answer.verdict, answer.until, answer.text, answer.why
