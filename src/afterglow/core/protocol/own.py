"""An overlay's own values, beyond their kind: do they exist, and may they be said?

In: the merged contents, and the layers that know which values are the overlay's. Out: nothing, or
`ProtocolRefused` (languages, countries, currencies, addresses, grades); and faults, each at the
overlay's line, for words that are never said.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from afterglow.core.errors import Fault, ProtocolRefused, nearest
from afterglow.core.geography import country_codes
from afterglow.core.languages import base_of
from afterglow.core.protocol.layers import Layered
from afterglow.core.protocol.loading import Steps
from afterglow.core.protocol.model import Contents
from afterglow.core.protocol.sayings import never_said
from afterglow.core.protocol.texts import texts

Told = Iterator[tuple[Steps, str]]
_ADDRESS = re.compile(r"https?://[^\s<>\"']+")
_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
_LEAFLET = re.compile(r"\b(our|my|own|leaflet|clinic|website|page|blog|we)\b", re.IGNORECASE)


def refuse_own(layered: Layered, merged: Contents) -> None:
    """Refuse what the topmost overlay says and cannot be."""
    is_own = _own(layered)
    faults = [
        _fault(layered, path, problem) for path, problem in _checks(layered, merged) if is_own(path)
    ]
    if faults:
        raise ProtocolRefused(sorted(set(faults), key=lambda one: (one.line or 0, one.field)))


def never_said_here(layered: Layered, merged: Contents) -> set[Fault]:
    """What the topmost overlay says and no text may."""
    is_own = _own(layered)
    return {
        _fault(layered, path, f"{sentence!r}: {reason}")
        for path, sentence, reason in never_said(merged, is_own, own=True)
    }


def _own(layered: Layered) -> Callable[[Steps], bool]:
    top = len(layered.layers) - 1
    given = layered.layers[top][1].data
    return lambda path: path[0] in given and layered.layer_of(path) == top


def _fault(layered: Layered, path: Steps, problem: str) -> Fault:
    file, line = layered.place(path) or (None, None)
    return Fault(".".join(map(str, layered.named(path))), problem, file, line)


def _checks(layered: Layered, merged: Contents) -> Told:
    yield from _prices(layered, merged)
    yield from _countries(layered, merged)
    yield from _sources(layered, merged)
    for section in layered.layers[-1][1].data:
        if section in type(merged).model_fields:
            yield from _texts(getattr(merged, section), section)
            yield from _grades(layered, merged, section)


def _prices(layered: Layered, merged: Contents) -> Told:
    if "prices" not in layered.layers[-1][1].data:
        return
    # only who sets prices waits for the table of currencies
    from babel.core import get_global

    currencies = get_global("all_currencies")
    in_use = get_global("territory_currencies")
    for index, price in enumerate(merged.prices):
        if price.currency not in currencies:
            hint = nearest(price.currency, currencies)
            yield ("prices", index, "currency"), f"unknown currency {price.currency!r}{hint}"
            continue
        for at, country in enumerate(price.countries):
            if country not in country_codes():
                yield ("prices", index, "countries", at), f"unknown country {country!r}"
            elif not any(one[0] == price.currency for one in in_use.get(country, ())):
                problem = f"{country} has never paid in {price.currency}; prices are not converted"
                yield ("prices", index, "currency"), problem


def _countries(layered: Layered, merged: Contents) -> Told:
    if "numbers" in layered.layers[-1][1].data:
        for code in merged.numbers.countries.keys() - country_codes():
            yield ("numbers", "countries", code), f"unknown country {code!r}"


def _sources(layered: Layered, merged: Contents) -> Told:
    for code in layered.layers[-1][1].data.get("sources") or ():
        source = merged.sources[code]
        if source.url is not None and not _ADDRESS.fullmatch(source.url):
            yield ("sources", code, "url"), "an address begins with https://"
        named = {word for word in re.findall(r"\w+", source.title) if word in merged.sources}
        if named and len(re.findall(r"\w+", source.title)) <= len(named) + 2:
            problem = f"{min(named)} is a code; a source is the paper, label or leaflet itself"
            yield ("sources", code, "title"), problem


def _texts(section: object, name: str) -> Told:
    from babel.localedata import exists

    for path, text in texts(section, (name,)):
        for language, words in text.items():
            if language != "en" and not exists(language.replace("-", "_")):
                yield (*path, language), f"unknown language {language!r}; two letters, as es or ar"
            if _LINK.search(words):
                yield (*path, language), "an address belongs in sources; people read this text"
            if base_of(language) == "en" and (odd := _not_english(words)):
                problem = f"{odd!r} (U+{ord(odd):04X}) is no letter of English; write it under its"
                yield (*path, language), f"{problem} own language, as ar; or with plain letters"


def _not_english(words: str) -> str:
    """The first letter that English does not use, or a mark over one; "" where there is none."""
    for char in unicodedata.normalize("NFC", words):
        kind = unicodedata.category(char)
        if kind in ("Mn", "Me") and char != "\ufe0f":
            return char
        if kind[0] == "L" and not (
            char.isascii() or "\u00aa" <= char <= "\u017f" or char == "\u03bc"
        ):
            return char
    return ""


def _grades(layered: Layered, merged: Contents, section: str) -> Told:
    """One clinic's word is grade D, many clinics' C: never a study."""
    entries = getattr(merged, section)
    for index, entry in enumerate(entries if isinstance(entries, list) else []):
        for grade, codes in getattr(entry, "sources", {}).items():
            if grade in "AB":
                for code in codes:
                    if code not in merged.sources and _LEAFLET.search(code):
                        problem = f"{code!r} is grade D (one clinic) or C (many), not {grade}"
                        yield (section, index, "sources", grade), problem
