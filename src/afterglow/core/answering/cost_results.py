"""What an estimate of a course consists of, field by field. Money in `currency`, times aware."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from afterglow.core.planning import Result
from afterglow.core.protocol import Source
from afterglow.core.vocabulary import ClaimStatus


class SessionCount(Result):
    """How many sessions; `given`: the person said how many."""

    fewest: int
    usual: int
    most: int
    given: bool
    text: str
    sources: tuple[Source, ...]


class SpacingSaid(Result):
    """Days between two sessions."""

    least_days: float
    most_days: float
    text: str
    sources: tuple[Source, ...]


class PriceRange(Result):
    """A range of money; `usual` is null where nobody says."""

    currency: str
    low: float
    usual: float | None
    high: float
    text: str
    status: ClaimStatus | None
    sources: tuple[Source, ...]


class ExtraSaid(Result):
    """What may come on top; `counted`: it is in the price and total above."""

    id: str
    name: str
    share: float | None
    counted: bool
    text: str
    sources: tuple[Source, ...]


class PlacedQuote(Result):
    """A person's own quote; `place` is null where it cannot be compared."""

    name: str | None
    amount: float
    currency: str | None
    per: Literal["session", "course"]
    sessions: int | None
    per_session: float
    place: Literal["below", "within", "above"] | None
    text: str
    sources: tuple[Source, ...]


class CourseDate(Result):
    """A session of the course. `shows_on_event`: treated then, it may still show."""

    session: int
    earliest: datetime
    latest: datetime
    shows_on_event: bool | None


class JudgedAt(Result):
    """When results can be judged, counted from the last session of the calendar."""

    id: str
    after_days: float
    at: datetime | None
    text: str
    sources: tuple[Source, ...]


class EventDay(Result):
    """An event, and the latest time to be treated so as to look one's usual self at it.

    Both `hours_needed` and `treat_by` are null where the forecast never reaches `probability`.
    """

    at: datetime
    probability: float
    hours_needed: int | None
    treat_by: datetime | None
    text: str
    sources: tuple[Source, ...]


class CostEstimate(Result):
    """A course: how many sessions, how far apart, what it costs, when, and how to judge it.

    `price` is one session and `total` the course, with the chosen extras; both are null where no
    price is known, and `elsewhere` then shows other countries' prices, never converted.
    """

    goal: str
    name: str
    country: str | None
    sessions: SessionCount
    spacing: SpacingSaid
    price: PriceRange | None
    total: PriceRange | None
    elsewhere: tuple[PriceRange, ...]
    price_text: str
    extras: tuple[ExtraSaid, ...]
    quotes: tuple[PlacedQuote, ...]
    calendar: tuple[CourseDate, ...]
    judged: tuple[JudgedAt, ...]
    event: EventDay | None
