"""Time zones and countries by their codes, from the tables that tzdata brings.

Read from the package, never from the machine: the same input gives the same answer anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from afterglow.core.messages import message


def _lines(package: str, name: str) -> Iterator[str]:
    text = files(package).joinpath(name).read_text(encoding="utf-8")
    return (line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def zone_names() -> frozenset[str]:
    """Every IANA zone, older names too."""
    return frozenset(_lines("tzdata", "zones"))


@cache
def country_codes() -> frozenset[str]:
    """Every ISO 3166 two-letter code."""
    return frozenset(line.split("\t")[0] for line in _lines("tzdata.zoneinfo", "iso3166.tab"))


@cache
def country_of_zone(name: str) -> str | None:
    """The country of an IANA zone; older names are followed. None where the tables do not tell."""
    countries = {
        zone: code
        for code, _, zone, *_ in (
            line.split("\t") for line in _lines("tzdata.zoneinfo", "zone.tab")
        )
    }
    if name in countries:
        return countries[name]
    for line in _lines("tzdata.zoneinfo", "tzdata.zi"):
        if line.startswith("L "):
            _, target, alias = line.split(" ")
            if alias == name:
                return countries.get(target)
    return None


def nearest_zone(name: str) -> str:
    """The hint for a mistyped zone: by its city, else by likeness, without case."""
    names = {zone.lower(): zone for zone in zone_names()}
    cities = {zone.rsplit("/", 1)[-1].lower(): zone for zone in sorted(zone_names())}
    wanted = name[:60].strip().lower().replace(" ", "_")
    city = cities.get(wanted.rsplit("/", 1)[-1])
    close = [city] if city else [names[one] for one in get_close_matches(wanted, names, n=1)]
    if close:
        return message(" (did you mean %(word)s?)", word=close[0])
    return message(" (an IANA name: America/New_York)")
