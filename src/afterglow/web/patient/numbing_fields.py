"""What the form on numbing cream offers: creams, skin with its size, countries, conditions, times.

In: the form as typed, the protocol. Out: options and hints in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from afterglow.core.protocol import Protocol, say
from afterglow.core.vocabulary import AREAS
from afterglow.web.patient.choices import Option, area_words, condition_words, country_name
from afterglow.web.patient.numbing_form import TIMES, NumbingForm

FACE = ("forehead", "periorbital", "cheeks", "nose", "upper_lip", "chin", "jawline")


@dataclass(frozen=True)
class TimeField:
    """A time to fill in."""

    name: str
    words: str
    value: str
    faults: tuple[str, ...]


def fields(
    form: NumbingForm, protocol: Protocol, language: str, *, guess_zone: bool
) -> dict[str, Any]:
    """The context of `numbing_form.html`."""
    return {
        "choices": _choices(form, protocol, language),
        "time_fields": _time_fields(form),
        "times_open": any(
            form.values.get(name) or name in form.faults for name in (*TIMES, "time_zone")
        ),
        "person_open": bool(form.lists["conditions"] or form.values.get("medicines"))
        or "weight_kg" in form.faults,
        "yes_no": [("no", gettext("No")), ("yes", gettext("Yes")), ("", gettext("Not said"))],
        "sizes": _sizes(protocol),
        "face": _face(protocol),
        "zone_guessed": guess_zone,
    }


def _time_fields(form: NumbingForm) -> list[TimeField]:
    words = form.faults.labels
    return [
        TimeField(name, words[name], form.values.get(name, ""), tuple(form.faults.get(name, ())))
        for name in TIMES
    ]


def _sizes(protocol: Protocol) -> list[tuple[str, str]]:
    return [
        (
            area_words(one.area),
            gettext("%(low)s to %(high)s cm²")
            % {"low": f"{one.cm2[0]:g}", "high": f"{one.cm2[1]:g}"},
        )
        for one in protocol.contents.numbing_areas
    ]


def _face(protocol: Protocol) -> str:
    sizes = [one.cm2 for one in protocol.contents.numbing_areas if one.area in FACE]
    return gettext("A whole face is about %(low)s to %(high)s cm².") % {
        "low": f"{sum(one[0] for one in sizes):g}",
        "high": f"{sum(one[1] for one in sizes):g}",
    }


def _choices(form: NumbingForm, protocol: Protocol, language: str) -> dict[str, list[Option]]:
    contents = protocol.contents
    asked_of = {one.ask_first for one in contents.numbing_cautions}
    conditions = dict.fromkeys(
        condition
        for entry in contents.ask_first
        if entry.id in asked_of
        for condition in entry.when.conditions_any or ()
    )
    countries = sorted((country_name(code, language), code) for code in contents.numbers.countries)
    chosen = form.values.get("country", "")
    if chosen and chosen not in contents.numbers.countries:
        countries.insert(0, (country_name(chosen, language), chosen))
    return {
        "products": [
            Option(one.product, say(one.name, language), form.values.get("product") == one.product)
            for one in contents.numbing_products
        ],
        "areas": [Option(one, area_words(one), one in form.lists["areas"]) for one in AREAS],
        "conditions": [
            Option(one, condition_words(one), one in form.lists["conditions"]) for one in conditions
        ],
        "countries": [Option(code, name, code == chosen) for name, code in countries],
    }
