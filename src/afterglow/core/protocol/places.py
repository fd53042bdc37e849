"""Emergency and poison numbers by country."""

from __future__ import annotations

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
