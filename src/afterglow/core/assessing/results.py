"""What an assessment consists of, field by field, as the README's JSON shows it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainSerializer

from afterglow.core.protocol import Source
from afterglow.core.vocabulary import Urgency


def _urgency(value: Any) -> Any:
    return Urgency[value] if isinstance(value, str) else value


UrgencyField = Annotated[
    Urgency, BeforeValidator(_urgency), PlainSerializer(lambda one: one.name, return_type=str)
]


class Reason(BaseModel):
    """Why: a rule of the protocol or the forecast, in people's words, with its sources."""

    model_config = ConfigDict(frozen=True)

    by: Literal["rule", "forecast"]
    id: str
    urgency: UrgencyField
    text: str
    likely: str | None = None
    sources: tuple[Source, ...]


class Assessment(BaseModel):
    """The judgement of the last check-in: most urgent reason first, never without a reason.

    `hour` is elapsed hours since the needling; `missing` is what was asked and not told.
    """

    model_config = ConfigDict(frozen=True)

    at: datetime
    hour: float
    urgency: UrgencyField
    off_course: float | None
    reasons: tuple[Reason, ...]
    title: str
    next_step: str
    next_check_in: datetime | None
    missing: tuple[str, ...]
