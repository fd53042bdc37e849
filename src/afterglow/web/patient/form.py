"""The form: what was typed, as a treatment for the core, and the core's faults beside the fields.

In: the posted fields. Out: a `Treatment`, or the faults by field, in the core's own words wherever
these help a person. What cannot be read as a number or a time is handed on as it was typed, so that
one place judges it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils.translation import gettext

from afterglow.core.errors import Fault, InputRefused
from afterglow.core.treatment import EARLIEST, Treatment
from afterglow.core.vocabulary import AREAS
from afterglow.web.patient.choices import area_words
from afterglow.web.patient.faults import Faults, not_offered

# the core's field -> the form's field, where they differ
PLACES = {
    "performed_at": "date",
    "clinic.name": "clinic_name",
    "clinic.phone": "clinic_phone",
    "numbing.product": "numbing",
}
CHOICES = {"device", "skin_type", "first_session", "pregnant", "numbing", "conditions"}

# one box for what most people have done
WHOLE_FACE = "whole_face"
POINTS = str.maketrans({",": ".", "\u066b": "."})
FACE = ("forehead", "periorbital", "cheeks", "nose", "upper_lip", "chin", "jawline")


class TreatmentForm:
    """One filling-in of the form; `values` keeps what was typed, `faults` what was wrong."""

    def __init__(self, posted: QueryDict | None = None, zone: str = "UTC") -> None:
        self.posted = posted
        self.faults = Faults(labels())
        self.values: dict[str, str] = {"time_zone": zone}
        if posted is not None:
            typed = posted.dict()
            self.values = {name: str(value).strip() for name, value in typed.items()}
        self.areas = _areas_of(posted.getlist("areas")) if posted else []
        self.conditions = posted.getlist("conditions") if posted else []
        self.depths = {
            area: self.values[f"depth_{area}"] for area in AREAS if self.values.get(f"depth_{area}")
        }

    @property
    def optional_typed(self) -> bool:
        """Whether something stands in the folded part, which then opens."""
        names = list(labels())
        folded = names[names.index("skin_type") :]
        return any(self.values.get(name) for name in folded)

    def read(self) -> Treatment | None:
        """The treatment; None where something was wrong, and then `faults` says what."""
        data = self._data()
        found: Treatment | None = None
        try:
            found = Treatment.read(data)
        except InputRefused as refused:
            for fault in refused.faults:
                self._place(fault)
            self._look_further(data, {fault.field.split(".")[0] for fault in refused.faults})
        return None if self.faults else found

    def _look_further(self, data: dict[str, Any], wrong: set[str]) -> None:
        """All faults at once: what only shows once the fields are right, without the wrong ones."""
        if wrong & {"", "areas"} or "areas" not in data:
            return
        right = {name: value for name, value in data.items() if name not in wrong}
        # any time does: nothing else in the form depends on it
        right.setdefault("performed_at", EARLIEST)
        try:
            Treatment.read(right)
        except InputRefused as refused:
            for fault in refused.faults:
                self._place(fault)

    def _data(self) -> dict[str, Any]:
        typed = self.values.get
        data: dict[str, Any] = {}
        moment = self._moment()
        if moment is not None:
            data["performed_at"] = moment
        areas = self._areas()
        if areas:
            data["areas"] = areas
        for name in ("time_zone", "country", "device"):
            if typed(name):
                data[name] = typed(name)
        for name in ("passes", "skin_type", "age"):
            if typed(name):
                data[name] = number(self.values[name])
        for name in ("first_session", "pregnant"):
            if typed(name):
                data[name] = {"yes": True, "no": False}.get(self.values[name], self.values[name])
        if typed("numbing"):
            data["numbing"] = {"product": typed("numbing")}
        lines = (line.strip() for line in self.values.get("medicines", "").splitlines())
        data["medicines"] = [line for line in lines if line]
        data["conditions"] = self.conditions
        clinic = {
            part: typed(f"clinic_{part}") for part in ("name", "phone") if typed(f"clinic_{part}")
        }
        if clinic:
            data["clinic"] = clinic
        return data

    def _areas(self) -> dict[str, Any]:
        common = self.values.get("depth", "")
        # a depth under "per area" ticks its area, too
        chosen = [*self.areas, *(area for area in self.depths if area not in self.areas)]
        found: dict[str, Any] = {}
        for area in chosen:
            depth = self.depths.get(area) or common
            if depth:
                found[area] = number(depth)
        if len(found) < len(chosen) or not (chosen or common):
            self.faults.add("depth", gettext("Write the depth, as in 1.0. Not sure? Write 1.5."))
        return found

    def _moment(self) -> datetime | str | None:
        date, time = self.values.get("date", ""), self.values.get("time", "")
        if not date:
            self.faults.add("date", gettext("Choose the day."))
        if not time:
            self.faults.add("time", gettext("Write the hour, as in 15:00. About is enough."))
        if not date or not time:
            return None
        try:
            wall = datetime.fromisoformat(f"{date}T{time}")
        except ValueError:
            return f"{date}T{time}"
        if wall.tzinfo:
            return wall
        try:
            zone = ZoneInfo(self.values.get("time_zone") or "UTC")
        except (ValueError, OSError, KeyError):
            # the zone is refused under its own name
            return wall.replace(tzinfo=UTC)
        moment = wall.replace(tzinfo=zone)
        if moment.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != wall:
            self.faults.add(
                "time", gettext("The clocks skip this hour on that day. Check the time.")
            )
        return moment

    def _place(self, whole: Fault) -> None:
        """Find the form's field of a fault; what no field shows stands above the form."""
        for fault in whole.parts:
            first, _, rest = fault.field.partition(".")
            place, problem = PLACES.get(fault.field, first), fault.problem
            if first == "areas" and rest:
                place = f"depth_{rest}" if rest in self.depths else "depth"
            if place == "areas":
                if self.areas and "depth" in self.faults:
                    # ticked, but without a depth: that is said there
                    continue
                words = gettext("Tick where you were treated, or will be.")
                problem = not_offered() if self.areas else words
            if place == "date":
                if {"date", "time"} & self.faults.keys():
                    continue
                problem = gettext("Choose a day from the year 2000 to 2099, and an hour of it.")
            if place in CHOICES:
                problem = not_offered()
            self.faults.add(place, problem)


def labels() -> dict[str, str]:
    """The fields of the form by their labels on the page, in its order."""
    return {
        "date": gettext("Date"),
        "time": gettext("Time"),
        "time_zone": gettext("Time zone"),
        "areas": gettext("Where?"),
        "depth": gettext("How deep, in mm?"),
        **{f"depth_{area}": area_words(area) for area in AREAS},
        "skin_type": gettext("Skin in the sun"),
        "first_session": gettext("Is it your first?"),
        "age": gettext("Age"),
        "pregnant": gettext("Pregnant?"),
        "medicines": gettext("Medicines and supplements"),
        "conditions": gettext("Does any of these fit you?"),
        "device": gettext("Device"),
        "passes": gettext("Passes"),
        "numbing": gettext("Numbing cream"),
        "clinic_name": gettext("Clinic"),
        "clinic_phone": gettext("Its phone"),
        "country": gettext("Country"),
    }


def number(typed: str) -> int | float | str:
    """A number as typed, with a comma or a point, also an Arabic one; other words are left for the
    core to refuse."""
    text = typed.translate(POINTS)
    try:
        return int(text) if re.fullmatch(r"[+-]?\d{1,15}", text) else float(text)
    except ValueError:
        return typed


def _areas_of(chosen: Sequence[str]) -> list[str]:
    """The areas that are ticked; the whole face stands for each of its parts."""
    parts = [*(FACE if WHOLE_FACE in chosen else ()), *chosen]
    return [one for one in dict.fromkeys(parts) if one != WHOLE_FACE]


def example_treatment(now: datetime, zone: str) -> Mapping[str, Any]:
    """A made-up treatment, 31 hours ago, that shows what the pages look like."""
    from datetime import timedelta

    done = (now.astimezone(ZoneInfo(zone)) - timedelta(hours=31)).replace(second=0, microsecond=0)
    return {
        "performed_at": done,
        "areas": {"cheeks": 1.0, "forehead": 0.75, "chin": 1.0, "nose": 0.5},
        "skin_type": 3,
        "first_session": True,
        "age": 34,
        "clinic": {"name": gettext("Example Skin Clinic"), "phone": "+1 212 555 0100"},
        "time_zone": zone,
    }
