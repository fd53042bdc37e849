"""The check-in form: what was tapped, as a report for the core, and what was wrong beside it.

In: the posted fields. Out: a `CheckIn` of the core, or the faults by field, in people's words.
Nothing tapped is nothing told: a sign that is skipped is unknown, never 0.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import QueryDict
from django.utils.translation import get_language, gettext

from afterglow.core.errors import Fault, InputRefused
from afterglow.core.protocol import Protocol, say
from afterglow.core.treatment import CheckIn, Treatment
from afterglow.web.patient.faults import FORM, Faults

_TEMPERATURE = re.compile(r"([+-]?\d{1,4}(?:[.,]\d{1,3})?)\s*(?:°|degrees)?\s*([cCfF]?)")
FAHRENHEIT = (95.0, 110.0)
PLACES = {"temperature_c": "temperature"}


def celsius(typed: str) -> tuple[float | str, str]:
    """A temperature as typed, in °C, and its unit; other words are left for the core to refuse."""
    match = _TEMPERATURE.fullmatch(typed.strip())
    if match is None:
        return typed, ""
    number, unit = float(match[1].replace(",", ".")), match[2].upper()
    if not unit:
        unit = "F" if FAHRENHEIT[0] <= number <= FAHRENHEIT[1] else "C"
    return (round((number - 32) / 1.8, 2) if unit == "F" else number), unit


class CheckInForm:
    """One filling-in: from an earlier report to correct, from what was posted, or empty."""

    def __init__(self, posted: QueryDict | None = None, earlier: Mapping[str, Any] | None = None):
        self.faults = Faults(labels())
        self.values: dict[str, str] = dict(earlier or {})
        self.id = uuid4()
        if posted is not None:
            self.values = {name: str(value).strip() for name, value in posted.dict().items()}
            try:
                self.id = UUID(self.values.get("id", ""))
            except ValueError:
                self.faults.add(FORM, not_whole())

    @property
    def told(self) -> dict[str, Any]:
        """What a report does not hold: the temperature as typed, and the plain noes."""
        noes = [name[5:] for name in self.values if self.values[name] == "no" and _is_flag(name)]
        found: dict[str, Any] = {"no": sorted(noes)} if noes else {}
        if self.values.get("temperature"):
            found["temperature"] = self.values["temperature"]
        return found

    def read(self, treatment: Treatment, at: datetime, protocol: Protocol) -> CheckIn | None:
        """The report of the moment `at`; None where something was wrong: `faults` says what."""
        self.faults.labels = labels(protocol, get_language() or "en")
        data: dict[str, Any] = {"at": at, "ratings": {}, "flags": []}
        for name, value in self.values.items():
            if name.startswith("rating_") and value:
                data["ratings"][name[7:]] = int(value) if re.fullmatch(r"\d{1,4}", value) else value
            elif _is_flag(name) and value == "yes":
                data["flags"].append(name[5:])
            elif _is_flag(name) and value not in {"", "no"}:
                self.faults.add(name, gettext("Answer with yes or no."))
        if self.values.get("temperature"):
            data["temperature_c"], _ = celsius(self.values["temperature"])
        if self.values.get("note"):
            data["note"] = self.values["note"]
        if at < treatment.performed_at:
            self.faults.add(
                FORM, gettext("That is before your treatment. You can check in once it is done.")
            )
        try:
            report = CheckIn.read(data, signs=protocol.sign_codes)
        except InputRefused as refused:
            for fault in refused.faults:
                self._place(fault)
            return None
        return None if self.faults else report

    def _place(self, fault: Fault) -> None:
        first, _, rest = fault.field.partition(".")
        place = f"rating_{rest}" if first == "ratings" else PLACES.get(first, first)
        problem = fault.problem
        if place == "temperature":
            # the core speaks of °C only, and a person may have typed either
            problem = gettext(
                "We cannot read %(typed)s as the temperature of a body. Write it as in 37.2 or 99."
            ) % {"typed": self.values["temperature"]}
        if place not in self.faults.labels:
            # a sign or flag that we do not ask about: the page is not ours, or an old one
            problem = not_whole()
        self.faults.add(place, problem)


def labels(protocol: Protocol | None = None, language: str = "en") -> dict[str, str]:
    """The fields of the form by their words on the page."""
    signs = protocol.signs if protocol else {}
    flags = protocol.contents.flags if protocol else ()
    return {
        **{f"rating_{code}": say(spec.name, language) for code, spec in signs.items()},
        **{f"flag_{spec.id}": say(spec.question, language) for spec in flags},
        "temperature": gettext("Temperature, if you took it"),
        "note": gettext("A note"),
    }


def not_whole() -> str:
    """What to say of a form that lacks what every page of ours sends."""
    return gettext("This page was not whole. Please send it once more.")


def values_of(report: CheckIn, told: Mapping[str, Any]) -> dict[str, str]:
    """A stored report as the form's values, for a correction."""
    values = {f"rating_{sign}": str(rating) for sign, rating in report.ratings.items()}
    values |= {f"flag_{flag}": "no" for flag in told.get("no", ())}
    values |= {f"flag_{flag}": "yes" for flag in report.flags}
    if report.temperature_c is not None:
        values["temperature"] = str(told.get("temperature") or f"{report.temperature_c:g}")
    if report.note:
        values["note"] = report.note
    return values


def _is_flag(name: str) -> bool:
    return name.startswith("flag_")
