"""What the check of a numbing cream consists of, field by field. Times are aware."""

from __future__ import annotations

from datetime import datetime
from enum import IntEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, PlainSerializer

from afterglow.core.planning.results import Result
from afterglow.core.protocol import Source
from afterglow.core.vocabulary import ClaimStatus, Grade


class NumbingVerdict(IntEnum):
    """What a check comes to, ordered: the stricter is the greater. Spelled by `name`."""

    within_label = 0
    ask_clinic = 1
    over_label = 2

    def __str__(self) -> str:
        return self.name


def _verdict(value: Any) -> Any:
    return NumbingVerdict[value] if isinstance(value, str) else value


VerdictField = Annotated[
    NumbingVerdict,
    BeforeValidator(_verdict),
    PlainSerializer(lambda one: one.name, return_type=str),
]
LimitCheckName = Literal["grams", "area_cm2", "minutes", "age", "occluded"]


class LimitCheck(Result):
    """One limit: what the label allows, what was given (null: not told), and whether that is ok.

    `allowed` is a most, for age a least, for a cover whether one may be used. `ok` is null where
    nothing was told. `beyond` is what it means to pass it; `labels` whose limit it is, none: every
    label's.
    """

    name: LimitCheckName
    allowed: bool | float
    given: bool | float | None
    unit: str
    ok: bool | None
    beyond: VerdictField
    labels: tuple[str, ...]
    text: str
    status: ClaimStatus | None
    grade: Grade
    sources: tuple[Source, ...]


class NumbingAgainst(Result):
    """Something of the person that speaks against this cream, in the words of the protocol."""

    id: str
    verdict: VerdictField
    text: str
    because: tuple[str, ...]
    sources: tuple[Source, ...]


class NumbingDanger(Result):
    """Signs that need help at once, and what to do; told whatever the verdict is."""

    id: str
    signs: tuple[str, ...]
    text: str
    next_step: str
    when: str | None
    sources: tuple[Source, ...]


class NumbingRemark(Result):
    """Whether it will work, and how to use it; never a judgement of safety."""

    id: str
    text: str
    sources: tuple[Source, ...]


class NumbingCheck(Result):
    """A numbing cream against its label. Times are aware; minutes count from putting it on.

    `country` is null where it is not known; `strictest`: no label of that country is known, so
    every label counted. `broken` and `unknown` name limits, the worst first. `feeling_returns` is
    from when to when; both null where nobody knows.
    """

    product: str
    name: str
    verdict: VerdictField
    title: str
    next_step: str
    country: str | None
    strictest: bool
    limits: tuple[LimitCheck, ...]
    broken: tuple[str, ...]
    unknown: tuple[str, ...]
    against: tuple[NumbingAgainst, ...]
    works_after_minutes: float | None
    wipe_off_after_minutes: float | None
    lasts_hours: tuple[float, float] | None
    works_from: datetime | None
    wipe_off_by: datetime | None
    feeling_returns: tuple[datetime, datetime] | None
    remarks: tuple[NumbingRemark, ...]
    dangers: tuple[NumbingDanger, ...]
    sources: tuple[Source, ...]
