"""The form on numbing cream: what was typed, read into a use that the core can judge.

In: the query of the address, a treatment where there is one. Out: the use, or faults by field.
Nothing is stored. What is typed counts; what is not typed comes from the treatment.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils.translation import gettext

from afterglow.core.errors import Fault, InputRefused
from afterglow.core.planning import NumbingCheck, check_numbing
from afterglow.core.protocol import Protocol
from afterglow.core.treatment import Treatment
from afterglow.core.vocabulary import AREAS, CONDITIONS
from afterglow.web.patient.faults import Faults
from afterglow.web.patient.form import number

TIMES = ("applied_at", "removed_at", "needling_at")
NUMBERS = ("grams", "area_cm2", "minutes", "age", "weight_kg")
CHOICES = ("occluded", "pregnant")
LISTS = ("areas", "conditions")
FIELDS = ("product", "country", "medicines", "time_zone", *NUMBERS, *CHOICES, *TIMES, *LISTS)
LONGEST = 5000
LONGEST_MINUTES = 10_080  # a week: the core takes no more
MINUTE_FORMAT = "%Y-%m-%dT%H:%M"


@dataclass(frozen=True)
class Skin:
    """How much skin is judged, and how we came to it, in cm²."""

    counted: Any
    low: float = 0.0
    high: float = 0.0
    raised: bool = False  # the ticked areas are larger than what was typed


@dataclass
class NumbingForm:
    """One filling-in; `values` and `lists` are what stands in the fields."""

    values: dict[str, str]
    lists: dict[str, list[str]]
    zone: str
    asked: bool
    faults: Faults = field(default_factory=lambda: Faults(labels()))

    @classmethod
    def read(
        cls, query: QueryDict, treatment: Treatment | None, zone: str, country: str
    ) -> NumbingForm:
        """From the address where something was asked; else from the treatment."""
        asked = "product" in query
        values = _of_treatment(treatment, ZoneInfo(zone)) if treatment else {}
        lists = {name: list(getattr(treatment, name, ())) for name in LISTS}
        if not asked:
            values.setdefault("country", country)
            return cls(values, lists, zone, bool(values.get("product")))
        values = {name: str(query.get(name, "")).strip()[:LONGEST] for name in FIELDS}
        known = {"areas": AREAS, "conditions": CONDITIONS}
        lists = {name: [x for x in query.getlist(name) if x in known[name]] for name in LISTS}
        typed = values["time_zone"]
        made = cls(values, lists, zone, bool(values["product"]))
        if not values["product"]:
            made.faults.add("product", gettext("Choose a cream, or “Another”."))
        if typed:
            try:
                ZoneInfo(typed)
                made.zone = typed
            except (ValueError, OSError, KeyError):
                made.faults.add(
                    "time_zone", gettext("We do not know this zone. Write it as in Europe/London.")
                )
        return made

    def skin(self, protocol: Protocol) -> Skin:
        """What counts of typed cm² and ticked areas: the larger reading, never the smaller."""
        sizes = {one.area: one.cm2 for one in protocol.contents.numbing_areas}
        chosen = [sizes[area] for area in self.lists["areas"] if area in sizes]
        low, high = sum(one[0] for one in chosen), sum(one[1] for one in chosen)
        typed = number(self.values["area_cm2"]) if self.values.get("area_cm2") else None
        if typed is None:
            return Skin(high or None, low, high)
        raised = isinstance(typed, int | float) and typed < low
        return Skin(low if raised else typed, low, high, raised)

    def check(self, protocol: Protocol, language: str, until: datetime) -> NumbingCheck | None:
        """The judgement; None where nothing was asked or something cannot be read.

        `until`: now, or the end of the needling. Cream that is not told to be off is on till then.
        """
        if not self.asked:
            return None
        given: dict[str, Any] = {
            "product": self.values["product"],
            "country": self.values.get("country") or None,
            **{name: self._number(name) for name in NUMBERS},
            "area_cm2": self.skin(protocol).counted,
            **{name: self._choice(name) for name in CHOICES},
            **{name: self.moment(name) for name in TIMES},
            "medicines": self._medicines(),
            **self.lists,
        }
        found: NumbingCheck | None = None
        try:
            found = check_numbing(given, protocol=protocol, language=language)
            on_for = self._on_for(given, until)
            if on_for is not None and on_for > (given["minutes"] or 0.0):
                longer = {**given, "minutes": on_for}
                left_on = check_numbing(longer, protocol=protocol, language=language)
                found = max(found, left_on, key=lambda one: one.verdict)
        except InputRefused as refused:
            for fault in refused.faults:
                self._place(fault)
        return None if self.faults else found

    def moment(self, name: str) -> datetime | None:
        """A time as typed, in the form's zone."""
        typed = self.values.get(name)
        if not typed:
            return None
        zone = ZoneInfo(self.zone)
        try:
            wall = datetime.fromisoformat(typed)
            found = wall if wall.tzinfo else wall.replace(tzinfo=zone)
            real = found.astimezone(UTC).astimezone(zone).replace(tzinfo=None)
        except (ValueError, OverflowError):
            self.faults.add(name, no_moment())
            return None
        if not wall.tzinfo and real != wall:
            self.faults.add(name, gettext("The clocks skip this hour on that day. Check the time."))
            return None
        return found

    def _number(self, name: str) -> Any:
        typed = self.values.get(name)
        return number(typed) if typed else None

    def _choice(self, name: str) -> bool | None:
        return {"yes": True, "no": False}.get(self.values.get(name, ""))

    def _on_for(self, given: dict[str, Any], until: datetime) -> float | None:
        """Minutes that it has been on already, where nobody has told that it is off."""
        on = given["applied_at"]
        if on is None or given["removed_at"]:
            return None
        end = min(until, given["needling_at"] or until)
        minutes = min((end - on) / timedelta(minutes=1), LONGEST_MINUTES)
        return minutes if minutes > 0 else None

    def _medicines(self) -> list[str]:
        lines = self.values.get("medicines", "").replace(",", "\n").splitlines()
        return [line.strip() for line in lines if line.strip()]

    def _place(self, whole: Fault) -> None:
        for fault in whole.parts:
            place, problem = fault.field.split(".")[0], fault.problem
            if place == "product":
                problem = gettext("Choose a cream, or “Another”.")
            elif place in TIMES and fault is whole:
                # not two that contradict each other, but one that is none
                problem = no_moment()
            self.faults.add(place, problem)


def no_moment() -> str:
    """What to say of a time that cannot be read."""
    return gettext("We cannot read this. Choose a day from the year 2000 to 2099, and an hour.")


def labels() -> dict[str, str]:
    """The fields of the form by their labels on the page, in its order."""
    return {
        "product": gettext("Which cream?"),
        "grams": gettext("Grams in all"),
        "minutes": gettext("Minutes on the skin"),
        "areas": gettext("Where?"),
        "area_cm2": gettext("Skin in cm², if you know it"),
        "occluded": gettext("Is it covered with film or a dressing?"),
        "age": gettext("Age"),
        "country": gettext("Country"),
        "applied_at": gettext("It goes on"),
        "removed_at": gettext("It came off"),
        "needling_at": gettext("The needles start"),
        "time_zone": gettext("Time zone"),
        "weight_kg": gettext("Weight in kg, for the young"),
        "pregnant": gettext("Pregnant?"),
        "medicines": gettext("Medicines and supplements"),
        "conditions": gettext("Does any of these fit you?"),
    }


def _of_treatment(treatment: Treatment, zone: ZoneInfo) -> dict[str, str]:
    """What a treatment tells already, as it would stand in the fields."""
    cream = treatment.numbing
    values = {
        "age": treatment.age,
        "weight_kg": treatment.weight_kg,
        "country": treatment.country,
        "medicines": "\n".join(one.name for one in treatment.medicines),
        "product": cream.product if cream else None,
        "grams": cream.grams if cream else None,
        "area_cm2": cream.area_cm2 if cream else None,
    }
    found = {name: f"{value:g}" if isinstance(value, float) else str(value)
             for name, value in values.items() if value not in (None, "")}  # fmt: skip
    answers = {"pregnant": treatment.pregnant, "occluded": cream.occluded if cream else None}
    found |= {n: "yes" if value else "no" for n, value in answers.items() if value is not None}
    for name in ("applied_at", "removed_at"):
        moment = getattr(cream, name) if cream else None
        if moment:
            found[name] = moment.astimezone(zone).strftime(MINUTE_FORMAT)
    return found
