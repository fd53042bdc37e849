"""The form on a course and its cost: what was typed, read into a question for the core.

In: the query of the address, a treatment where there is one. Out: an estimate, or faults by field.
Nothing is stored. Dates are days: an event counts from its first minute, so that a plan for it errs
on the early side.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.http import QueryDict
from django.utils.translation import gettext

from afterglow.core.answering import CostEstimate, estimate_cost
from afterglow.core.errors import Fault, InputRefused
from afterglow.core.protocol import Protocol
from afterglow.core.treatment import Treatment
from afterglow.web.patient.faults import FORM, Faults, not_offered
from afterglow.web.patient.form import number

ROWS = (1, 2, 3)  # quotes that the form has room for
FIELDS = ("goal", "depth", "device", "country", "sessions", "first", "event")
# the core's field -> the form's, where they differ
PLACES = {"depth_mm": "depth", "areas": "depth", "first_at": "first", "event_at": "event"}
CHOICES, DAYS = {"goal", "device", "country", "extras"}, {"first", "event"}
NOON = time(12)
MONEY = re.compile(r"([€£$]|[A-Za-z]{3})?\s*(\d[\d.,'\u066b\u066c ]*?)\s*([€£$]|[A-Za-z]{3})?")
THOUSANDS = re.compile(r"(\d{1,3}(?:[.,'\u066c ]\d{3})+)(?:[.,\u066b](\d{1,2}))?")
SIGNS = {"$": "", "€": "EUR", "£": "GBP"}


def money_of(typed: str) -> tuple[int | float | str, str]:
    """ "$450", "2,000", "450 EUR": the amount, and the currency where it is told. A sign that many
    countries share tells none; what cannot be read stays as it was."""
    match = MONEY.fullmatch(typed.strip())
    if match is None:
        return typed, ""
    amount = match[2]
    if parts := THOUSANDS.fullmatch(amount):
        amount = ".".join([re.sub(r"\D", "", parts[1]), parts[2] or "0"])
    told = (match[1] or match[3] or "").upper()
    return number(amount), SIGNS.get(told, told)


@dataclass
class CostForm:
    """One filling-in; `values` and `extras` are what stands in the fields."""

    values: dict[str, str]
    extras: list[str]
    zone: ZoneInfo
    faults: Faults = field(default_factory=lambda: Faults(labels()))

    @classmethod
    def read(
        cls, query: QueryDict, treatment: Treatment | None, zone: str, country: str
    ) -> CostForm:
        """From the address where something was asked; else from the treatment."""
        names = [*FIELDS, *(f"quote_{part}_{row}" for row in ROWS for part in ("money", "for"))]
        if "goal" in query:
            values = {name: str(query.get(name, "")).strip()[:100] for name in names}
            return cls(values, query.getlist("extras")[:20], ZoneInfo(zone))
        values = {"goal": "texture", "country": country}
        if treatment is not None:
            first = treatment.performed_at.astimezone(ZoneInfo(zone)).date()
            values |= {
                "depth": f"{treatment.depth:g}",
                "device": treatment.device,
                "first": first.isoformat(),
            }
        return cls(values, [], ZoneInfo(zone))

    def estimate(
        self, treatment: Treatment | None, protocol: Protocol, language: str
    ) -> CostEstimate | None:
        """The estimate; None where something cannot be read."""
        get = self.values.get
        depth = number(get("depth") or "") if get("depth") else None
        if treatment is not None and depth == treatment.depth:
            # its areas keep their own depths
            depth = None
        given: dict[str, Any] = {
            "goal": get("goal") or "texture",
            "treatment": treatment,
            "depth_mm": depth,
            "device": get("device") or None,
            "country": get("country") or None,
            "sessions": number(get("sessions") or "") if get("sessions") else None,
            "extras": self.extras,
            "quotes": [one for row in ROWS if (one := self._quote(row))],
            "first_at": self.day("first", NOON),
            "event_at": self.day("event", time(0)),
        }
        found: CostEstimate | None = None
        try:
            found = estimate_cost(**given, protocol=protocol, language=language)
        except InputRefused as refused:
            for fault in refused.faults:
                self._place(fault)
        return None if self.faults else found

    def day(self, name: str, at: time) -> datetime | None:
        """A day as typed, at an hour on the wall."""
        typed = self.values.get(name)
        if not typed:
            return None
        try:
            moment = datetime.combine(date.fromisoformat(typed), at, self.zone)
            # through UTC, so that an hour the clocks skip becomes a real one
            return moment.astimezone(UTC).astimezone(self.zone)
        except (ValueError, OverflowError):
            self.faults.add(name, no_day())
            return None

    def _quote(self, row: int) -> dict[str, Any] | None:
        """450 or 450 EUR, for one session or for several."""
        name = f"quote_money_{row}"
        typed, sessions = self.values.get(name, ""), self.values.get(f"quote_for_{row}", "")
        if not typed:
            return None
        money, currency = money_of(typed)
        if isinstance(money, str):
            self.faults.add(name, no_amount())
            return None
        found: dict[str, Any] = {"amount": money, "name": gettext("Quote %(n)s") % {"n": row}}
        if currency:
            found["currency"] = currency
        if sessions:
            found |= {"per": "course", "sessions": number(sessions)}
        return found

    def _place(self, whole: Fault) -> None:
        for fault in whole.parts:
            parts = fault.field.split(".")
            place, problem = PLACES.get(parts[0], parts[0]), fault.problem
            if place == "quotes":
                place = self._quoted(parts)
            if place in CHOICES:
                problem = not_offered()
            elif place in DAYS:
                problem = no_day()
            elif parts[-1] == "currency":
                problem = no_amount()
            self.faults.add(place, problem)

    def _quoted(self, parts: list[str]) -> str:
        filled = [row for row in ROWS if self.values.get(f"quote_money_{row}")]
        index = int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else len(filled)
        part = "for" if parts[-1] == "sessions" else "money"
        return f"quote_{part}_{filled[index]}" if index < len(filled) else FORM


def no_day() -> str:
    """What to say of a date that cannot be read."""
    return gettext("We cannot read this. Choose a day from the year 2000 to 2099.")


def no_amount() -> str:
    """What to say of money that cannot be read."""
    return gettext("Write an amount, as 450 or 450 EUR.")


def labels() -> dict[str, str]:
    """The fields of the form by their labels on the page, in its order."""
    quotes: dict[str, str] = {}
    for row in ROWS:
        quotes[f"quote_money_{row}"] = gettext("Quote %(n)s") % {"n": row}
        quotes[f"quote_for_{row}"] = gettext("Quote %(n)s: for how many sessions") % {"n": row}
    return {
        "goal": gettext("What for?"),
        "depth": gettext("How deep, in mm?"),
        "first": gettext("First session"),
        "event": gettext("A day you want to look your usual self"),
        "sessions": gettext("How many, if agreed"),
        "device": gettext("Device"),
        "country": gettext("Country"),
        "extras": gettext("Count this in"),
        **quotes,
    }
