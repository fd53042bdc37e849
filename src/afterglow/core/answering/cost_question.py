"""What an estimate of a course is asked about, read from outside and refused whole."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from afterglow.core.protocol import Goal
from afterglow.core.treatment import Moment, Number, Record, ShortText, Treatment, Whole
from afterglow.core.vocabulary import Device


class Quote(Record):
    """What a clinic asks, for a session or for a whole course of `sessions`."""

    amount: Annotated[Number, Field(gt=0, le=1_000_000)]
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    per: Literal["session", "course"] = "session"
    sessions: Annotated[Whole, Field(ge=1, le=20)] | None = None
    name: ShortText | None = None


def _quote(value: Any) -> Any:
    return {"amount": value} if isinstance(value, int | float) else value


class CostQuestion(Record):
    """What an estimate is asked about; all but the goal may lack."""

    goal: Goal
    treatment: Treatment | None = None
    depth_mm: Annotated[Number, Field(gt=0, le=8)] | None = None
    device: Device | None = None
    country: str | None = None
    time_zone: str | None = None
    sessions: Annotated[Whole, Field(ge=1, le=20)] | None = None
    extras: tuple[str, ...] = Field(default=(), max_length=20)
    quotes: tuple[Annotated[Quote, BeforeValidator(_quote)], ...] = Field(default=(), max_length=20)
    first_at: Moment | None = None
    event_at: Moment | None = None


def person_of(asked: CostQuestion) -> Treatment:
    """The treatment as given, with what was said beside it; or one of a cheek at this depth."""
    moment = asked.first_at or asked.event_at or datetime(2000, 1, 1, tzinfo=UTC)
    said = {
        name: getattr(asked, name)
        for name in ("device", "country", "time_zone")
        if getattr(asked, name) is not None
    }
    if asked.treatment is None:
        return Treatment.read(
            {"performed_at": moment, "areas": {"cheeks": asked.depth_mm or 1.0}, **said}
        )
    given = asked.treatment.model_dump(exclude_unset=True)
    if asked.depth_mm is not None:
        given["areas"] = dict.fromkeys(asked.treatment.areas, asked.depth_mm)
    return Treatment.read({**given, **said})
