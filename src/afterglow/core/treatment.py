"""What was done and what was reported: Treatment, CheckIn, Recovery.

In: JSON as in the README. Out: frozen values whose times are all aware and in the treatment's
zone. Anything unknown, naive, impossible or out of range is refused whole, with every fault named.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cached_property
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from afterglow.core.errors import InputRefused, faults_of, shorten, unknown
from afterglow.core.geography import country_codes, nearest_zone, zone_names
from afterglow.core.messages import Name, about_fields, message
from afterglow.core.vocabulary import (
    AREAS,
    FLAGS,
    MAX_DEPTH_MM,
    MAX_DEPTH_MM_RF,
    MAX_RATING,
    SIGNS,
    Condition,
    Device,
    NumbingProduct,
)

_DATE_AND_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]")

HOUR = timedelta(hours=1)
# the parts of an export: what made it, the recovery itself, and how it came to be
EXPORTED = {"afterglow", "recovery", "history"}
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def _in_our_century(moment: datetime) -> datetime:
    if not EARLIEST <= moment < LATEST:
        said = message(
            "%(given)s is not a plausible time; years 2000 to 2099 are", given=moment.isoformat()
        )
        raise ValueError(said)
    return moment


def _text_or_datetime(value: Any) -> Any:
    # a bare number would be read as seconds since 1970: a typing slip, never meant
    if isinstance(value, datetime) or (isinstance(value, str) and _DATE_AND_TIME.match(value)):
        return value
    said = message(
        "%(given)s is not a time; write it as in 2026-11-24T15:00:00-05:00",
        given=shorten(repr(value)),
    )
    raise ValueError(said)


Moment = Annotated[
    AwareDatetime, BeforeValidator(_text_or_datetime), AfterValidator(_in_our_century)
]
Number = Annotated[float, Strict(), Field(allow_inf_nan=False)]
Whole = Annotated[int, Strict()]
ShortText = Annotated[str, Strict(), Field(min_length=1, max_length=200)]


class Record(BaseModel):
    """Base of all that is read from outside: frozen, and no unknown key passes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @classmethod
    def read(cls, data: Any, *, signs: frozenset[str] | None = None) -> Self:
        """Validate `data` (mapping or instance); raises `InputRefused` with every fault.

        `signs` are the codes that may be rated, where a protocol adds to the standard ones.
        """
        if isinstance(data, cls):
            return data
        if not isinstance(data, Mapping):
            raise _not_an_object(cls, data)
        try:
            return cls.model_validate(data, context={"signs": signs})
        except ValidationError as error:
            raise InputRefused(faults_of(error, cls)) from None


def _not_an_object(model: type[BaseModel], data: Any) -> InputRefused:
    from afterglow.core.errors import refuse

    kind = {list: "a list", str: "a text", type(None): "nothing"}.get(type(data), "a number")
    return refuse(model.__name__.lower(), f"is {kind}; it must be an object with named fields")


class Medicine(Record):
    """A medicine by the name the person gave, with the time of the last dose where known."""

    name: ShortText
    last_taken: Moment | None = None


class Numbing(Record):
    """The numbing cream: product by substance and strength, grams, area in cm², times."""

    product: NumbingProduct
    grams: Annotated[Number, Field(gt=0, le=500)] | None = None
    area_cm2: Annotated[Number, Field(gt=0, le=20000)] | None = None
    applied_at: Moment | None = None
    removed_at: Moment | None = None
    occluded: Annotated[bool, Strict()] | None = None

    @model_validator(mode="after")
    def _removed_after_applied(self) -> Self:
        if self.applied_at and self.removed_at and self.removed_at < self.applied_at:
            said = message(
                "lies before %(other)s; cream comes off after it goes on", other=Name("applied_at")
            )
            raise ValueError(about_fields([("removed_at", said)], " "))
        return self


class Clinic(Record):
    """How to reach a human."""

    name: ShortText | None = None
    phone: ShortText | None = None


def _medicine(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


class Treatment(Record):
    """One needling session, past or to come. `performed_at` is its end: hour 0 of everything."""

    performed_at: Moment
    areas: dict[str, Number] = Field(description="area -> needle depth in mm", min_length=1)
    passes: Annotated[Whole, Field(ge=1, le=20)] = 3
    device: Device = "pen"
    skin_type: Annotated[Whole, Field(ge=1, le=6)] | None = None
    first_session: Annotated[bool, Strict()] | None = None
    session: Annotated[Whole, Field(ge=1, le=100)] | None = None
    age: Annotated[Number, Field(ge=0, le=120)] | None = None
    weight_kg: Annotated[Number, Field(gt=0, le=400)] | None = None
    pregnant: Annotated[bool, Strict()] | None = None
    numbing: Numbing | None = None
    medicines: tuple[Annotated[Medicine, BeforeValidator(_medicine)], ...] = Field(
        default=(), max_length=100
    )
    conditions: tuple[Condition, ...] = Field(default=(), max_length=100)
    country: str | None = None
    clinic: Clinic | None = None
    time_zone: str | None = None

    @field_validator("areas")
    @classmethod
    def _known_areas(cls, areas: dict[str, float]) -> dict[str, float]:
        if problem := unknown(message("area"), areas, AREAS):
            raise ValueError(problem)
        return areas

    @field_validator("country")
    @classmethod
    def _country_code(cls, country: str | None) -> str | None:
        if country is None:
            return None
        # UK is what people write; GB is the code
        code = {"UK": "GB"}.get(country.upper(), country.upper())
        if code not in country_codes():
            said = message(
                "%(given)s is not a country; write its two letters, as in US or GB",
                given=shorten(repr(country)),
            )
            raise ValueError(said)
        return code

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str | None) -> str | None:
        if name is not None and name not in zone_names():
            said = message(
                "unknown time zone %(given)s%(hint)s",
                given=shorten(repr(name)),
                hint=nearest_zone(name),
            )
            raise ValueError(said)
        return name

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        limit = MAX_DEPTH_MM_RF if self.device == "rf" else MAX_DEPTH_MM
        deep = [
            (
                f"areas.{area}",
                message(
                    "depth %(depth)s mm is out of range; needles of a %(device)s go above 0"
                    " and at most %(limit)s mm",
                    depth=f"{depth:g}",
                    device=message(self.device),
                    limit=f"{limit:g}",
                ),
            )
            for area, depth in self.areas.items()
            if not 0 < depth <= limit
        ]
        if deep:
            raise ValueError(about_fields(deep))
        if self.session is not None and self.first_session is not None:
            if self.first_session != (self.session == 1):
                said = "true" if self.first_session else "false"
                raise ValueError(f"first_session {said} contradicts session {self.session}")
        if self.numbing and self.numbing.applied_at and self.numbing.applied_at > self.performed_at:
            raise ValueError("numbing.applied_at lies after performed_at; cream comes before")
        return self

    @cached_property
    def zone(self) -> tzinfo:
        """The zone all times are shown in: `time_zone`, else the offset of `performed_at`."""
        if self.time_zone:
            return ZoneInfo(self.time_zone)
        zone = self.performed_at.tzinfo
        assert zone is not None  # performed_at is aware
        return zone

    @property
    def session_number(self) -> int | None:
        """1 for a first session; None where neither `session` nor `first_session` tells."""
        if self.session is not None:
            return self.session
        return 1 if self.first_session else None

    @property
    def depth(self) -> float:
        """The deepest needle, mm: it sets time and severity of the whole treated skin."""
        return max(self.areas.values())

    def at_hour(self, hour: float) -> datetime:
        """The moment `hour` elapsed hours after the needling, in the treatment's zone."""
        return (self.performed_at.astimezone(UTC) + hour * HOUR).astimezone(self.zone)

    def hour_of(self, moment: datetime) -> float:
        """Elapsed hours from the needling to `moment`; negative before it."""
        return (moment - self.performed_at) / HOUR


class CheckIn(Record):
    """What a person reports at one moment. Not rated is unknown; a flag not listed is absent."""

    at: Moment
    ratings: dict[str, Annotated[Whole, Field(ge=0, le=MAX_RATING)]] = Field(default_factory=dict)
    flags: tuple[str, ...] = ()
    temperature_c: Annotated[Number, Field(ge=30, le=45)] | None = None
    note: Annotated[str, Strict(), Field(max_length=10_000)] | None = None

    @field_validator("ratings")
    @classmethod
    def _known_signs(cls, ratings: dict[str, int], info: ValidationInfo) -> dict[str, int]:
        known = (info.context or {}).get("signs") or SIGNS
        if problem := unknown(message("sign"), ratings, known):
            raise ValueError(problem)
        return ratings

    @field_validator("flags")
    @classmethod
    def _known_flags(cls, flags: tuple[str, ...]) -> tuple[str, ...]:
        if problem := unknown(message("flag"), flags, FLAGS):
            raise ValueError(problem)
        return tuple(sorted(set(flags)))

    @property
    def is_empty(self) -> bool:
        """Neither a rating nor a flag: too little to judge, whatever the temperature."""
        return not self.ratings and not self.flags


class Recovery(Record):
    """A treatment and its check-ins, ordered by time; a later entry of an instant corrects it."""

    treatment: Treatment
    check_ins: tuple[CheckIn, ...] = Field(default=(), max_length=10_000)

    @model_validator(mode="before")
    @classmethod
    def _out_of_an_export(cls, data: Any) -> Any:
        # what a person took along from the site holds the recovery beside its history
        if isinstance(data, Mapping) and "recovery" in data and data.keys() <= EXPORTED:
            return data["recovery"]
        return data

    @field_validator("check_ins")
    @classmethod
    def _in_order(cls, check_ins: tuple[CheckIn, ...]) -> tuple[CheckIn, ...]:
        by_moment = {check_in.at.astimezone(UTC): check_in for check_in in check_ins}
        return tuple(by_moment[moment] for moment in sorted(by_moment))

    @model_validator(mode="after")
    def _after_the_treatment(self) -> Self:
        for check_in in self.check_ins:
            if check_in.at < self.treatment.performed_at:
                raise ValueError(
                    f"check_ins.at: {check_in.at.isoformat()} lies before the treatment"
                    f" ({self.treatment.performed_at.isoformat()}); a check-in comes after it"
                )
        return self


def whole_hours(hours: float) -> int:
    """Completed hours, as people count them: hour 31 lasts until hour 32 begins."""
    return math.floor(hours)


Kind = Literal["treatment", "recovery"]


def read_recovery(data: Any, *, signs: frozenset[str] | None = None) -> Recovery:
    """A recovery from either form: {"treatment": ..., "check_ins": [...]} or a bare treatment."""
    if isinstance(data, Treatment):
        return Recovery(treatment=data)
    if isinstance(data, Mapping) and not {"treatment", "check_ins", "recovery"} & data.keys():
        return Recovery(treatment=Treatment.read(data))
    return Recovery.read(data, signs=signs)
