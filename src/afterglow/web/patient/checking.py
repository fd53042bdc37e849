"""The check-in form: what was tapped, as a report for the core, and the core's faults beside it.

In: the posted fields. Out: a `CheckIn` of the core, or the faults by field, in the core's words.
Nothing tapped is nothing told: a sign that is skipped is unknown, never 0.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import QueryDict
from django.utils.translation import gettext

from afterglow.core.errors import InputRefused
from afterglow.core.protocol import Protocol
from afterglow.core.treatment import CheckIn, Recovery, Treatment

_TEMPERATURE = re.compile(r"([+-]?\d{1,4}(?:[.,]\d{1,3})?)\s*(?:°|degrees)?\s*([cCfF]?)")
FAHRENHEIT = (95.0, 110.0)
FIELDS = {"temperature_c": "temperature", "note": "note"}


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
        self.faults: dict[str, list[str]] = {}
        self.values: dict[str, str] = dict(earlier or {})
        self.id = uuid4()
        if posted is not None:
            self.values = {name: str(value).strip() for name, value in posted.dict().items()}
            try:
                self.id = UUID(self.values.get("id", ""))
            except ValueError:
                self._fault("form", gettext("This page was not whole. Please send it once more."))

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
        data: dict[str, Any] = {"at": at, "ratings": {}, "flags": []}
        for name, value in self.values.items():
            if name.startswith("rating_") and value:
                data["ratings"][name[7:]] = int(value) if re.fullmatch(r"\d{1,4}", value) else value
            elif _is_flag(name) and value == "yes":
                data["flags"].append(name[5:])
            elif _is_flag(name) and value not in {"", "no"}:
                self._fault(name, gettext("answer with yes or no"))
        if self.values.get("temperature"):
            data["temperature_c"], _ = celsius(self.values["temperature"])
        if self.values.get("note"):
            data["note"] = self.values["note"]
        try:
            report = CheckIn.read(data, signs=protocol.sign_codes)
            Recovery.read({"treatment": treatment, "check_ins": [report]})
        except InputRefused as refused:
            for fault in refused.faults:
                first, _, rest = fault.field.partition(".")
                place = f"rating_{rest}" if first == "ratings" else FIELDS.get(first, first)
                known = place in {"temperature", "note"} or rest in protocol.signs
                self._fault(place if known else "form", fault.problem)
            return None
        return None if self.faults else report

    def _fault(self, place: str, words: str) -> None:
        if words not in self.faults.setdefault(place, []):
            self.faults[place].append(words)


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
