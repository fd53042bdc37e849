"""Emergency and poison numbers by country, and the country that a time zone tells."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Annotated

from pydantic import Field

from afterglow.core.protocol.values import Entry, Sources, Text

CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
Phone = Annotated[str, Field(pattern=r"^[0-9+][0-9 +()/-]*$")]


class Country(Entry):
    """The numbers of one country. `advice` is a public line for advice that is not urgent."""

    emergency: Phone
    poison: Phone | None = None
    advice: Phone | None = None
    sources: Sources


class Numbers(Entry):
    """All countries, and what to say where the country is not known."""

    countries: dict[CountryCode, Country]
    elsewhere: Text
    your_clinic: Text = {"en": "your clinic"}


@cache
def country_of_zone(name: str) -> str | None:
    """The country of an IANA zone, by tzdata's own table; None where it does not tell."""
    table = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    for line in table.splitlines():
        if not line.startswith("#"):
            code, _, zone, *_ = line.split("\t")
            if zone == name:
                return code
    return None
