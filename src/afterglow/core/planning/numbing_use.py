"""What a check of numbing cream is asked about, read from outside and refused whole."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, Strict, model_validator

from afterglow.core.messages import Message, Name, about_fields, message
from afterglow.core.treatment import Medicine, Moment, Number, Record
from afterglow.core.vocabulary import Area, Condition, NumbingProduct

MINUTE = timedelta(minutes=1)
LONGEST_MINUTES = 10_080  # a week: more is a slip of the pen


def _medicine(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


def _wrong(field: str, said: Message) -> ValueError:
    return ValueError(about_fields([(field, said)], " "))


class NumbingUse(Record):
    """What a check is asked about. Grams are all within 24 hours; all but the product may lack."""

    product: NumbingProduct
    grams: Annotated[Number, Field(gt=0, le=500)] | None = None
    area_cm2: Annotated[Number, Field(gt=0, le=20000)] | None = None
    minutes: Annotated[Number, Field(ge=0, le=LONGEST_MINUTES)] | None = None
    applied_at: Moment | None = None
    removed_at: Moment | None = None
    needling_at: Moment | None = None  # the start: the cream is off by then
    occluded: Annotated[bool, Strict()] | None = None
    age: Annotated[Number, Field(ge=0, le=120)] | None = None
    weight_kg: Annotated[Number, Field(gt=0, le=400)] | None = None
    pregnant: Annotated[bool, Strict()] | None = None
    country: str | None = None
    time_zone: str | None = None
    areas: tuple[Area, ...] = ()
    medicines: tuple[Annotated[Medicine, BeforeValidator(_medicine)], ...] = Field(
        default=(), max_length=100
    )
    conditions: tuple[Condition, ...] = Field(default=(), max_length=100)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        on, off, start = self.applied_at, self.removed_at, self.needling_at
        before = Name("applied_at")
        if on and off and off < on:
            said = message("lies before %(other)s; cream comes off after it goes on", other=before)
            raise _wrong("removed_at", said)
        if on and start and start < on:
            said = message("lies before %(other)s; cream comes before the needles", other=before)
            raise _wrong("needling_at", said)
        if off and start and start < off:
            off_by = Name("removed_at")
            said = message("lies before %(other)s; the cream is off by then", other=off_by)
            raise _wrong("needling_at", said)
        if on and off and self.minutes is not None:
            if abs(minutes_between(on, off) - self.minutes) > 1:
                ends = {"one": before, "other": Name("removed_at")}
                raise _wrong("minutes", message("contradicts %(one)s and %(other)s", **ends))
        return self

    @property
    def dwell(self) -> float | None:
        """Minutes on the skin: as given, else by the times; till the needles where none says."""
        if self.applied_at and self.removed_at:
            return max(minutes_between(self.applied_at, self.removed_at), self.minutes or 0.0)
        if self.minutes is not None:
            return self.minutes
        if self.applied_at and self.needling_at:
            return minutes_between(self.applied_at, self.needling_at)
        return None


def minutes_between(start: datetime, end: datetime) -> float:
    # in UTC, since two times of one zone are subtracted as on the wall
    return (end.astimezone(UTC) - start.astimezone(UTC)) / MINUTE
