"""Lists of products that a clinic brings: openFDA's NDC product.txt, or RxNorm's RRF folder.

In: a path and the dictionary. Out: `Import`: products whose every substance is known, the rows
that could not be read, and the substances that are not known. A product with a substance that is
not known is left out whole: half of its content would say less than nothing.
"""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from afterglow.core.errors import refuse
from afterglow.core.protocol.medicines import MedicineBook, Product, fold

MAX_NAME = 120
NDC_NEEDED = ("PROPRIETARYNAME", "NONPROPRIETARYNAME", "SUBSTANCENAME")
# RXNCONSO.RRF and RXNREL.RRF, by the columns of RxNorm's technical documentation
RXCUI, SAB, TTY, STR, SUPPRESS = 0, 11, 12, 14, 16
REL_FROM, REL_TO, REL_NAME = 0, 4, 7
INGREDIENT_TYPES, BRAND_TYPES = ("IN", "PIN"), ("BN",)


@dataclass(frozen=True)
class Import:
    """What was taken from a list, and what was not."""

    source: str
    rows: int
    products: tuple[Product, ...]
    unread: tuple[tuple[int, str], ...]
    unknown: dict[str, int]


def read_product_list(path: Path, book: MedicineBook, *, country: str = "US") -> Import:
    """Read a list of either form. Raises `InputRefused` where it is neither."""
    try:
        if path.is_dir():
            return _rxnorm(path, book, country)
        with path.open(encoding="utf-8", errors="replace", newline="") as file:
            return _ndc(file, path.name, book, country)
    except OSError as error:
        raise refuse(str(path), f"cannot be read: {error.strerror or error}") from None


class _Collected:
    """Contents by name; a name with two contents does not settle which it is."""

    def __init__(self, book: MedicineBook, country: str) -> None:
        self.book, self.country = book, country
        self.holds: dict[str, set[tuple[str, ...]]] = defaultdict(set)
        self.spelled: dict[str, str] = {}
        self.unknown: Counter[str] = Counter()
        self.half_known: set[str] = set()

    def add(self, name: str, substances: Sequence[str]) -> None:
        key = fold(name)
        codes: list[str] = []
        for substance in substances:
            # "MAGNESIUM PHOSPHATE, DIBASIC": the form stands behind the comma
            held = self.book.holds(substance) or self.book.holds(substance.partition(",")[0])
            if held is None:
                self.unknown[substance.lower()] += 1
                self.half_known.add(key)
                return
            codes += held
        self.spelled.setdefault(key, name)
        self.holds[key].add(tuple(sorted(set(codes))))

    def products(self) -> Iterator[Product]:
        for key in sorted(self.holds):
            contents = self.holds[key]
            held = tuple(sorted({code for content in contents for code in content}))
            # sold with a content that is not known as well: then the name settles nothing
            unsettled = len(contents) > 1 or key in self.half_known
            yield Product(self.spelled[key], (self.country,), held, unsettled)


def _ndc(file: TextIO, name: str, book: MedicineBook, country: str) -> Import:
    header = file.readline().rstrip("\r\n").split("\t")
    columns = {column.strip().upper(): place for place, column in enumerate(header)}
    missing = [one for one in NDC_NEEDED if one not in columns]
    if missing:
        raise refuse(
            name, f"is no NDC product list: the column {missing[0]} is missing in its first line"
        )
    collected, unread, rows = _Collected(book, country), [], 0
    places = [columns[one] for one in NDC_NEEDED]
    excluded = columns.get("NDC_EXCLUDE_FLAG")
    suffix = columns.get("PROPRIETARYNAMESUFFIX")
    reader = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
    while True:
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            unread.append((reader.line_num + 1, str(error)))
            continue
        rows += 1
        line = reader.line_num + 1
        if len(row) <= max(places):
            unread.append((line, f"has {len(row)} cells, not {len(header)}"))
            continue
        if excluded is not None and len(row) > excluded and row[excluded].strip() not in ("", "N"):
            unread.append((line, "is marked as excluded by the directory"))
            continue
        brand, generic, substances = (row[place].strip() for place in places)
        split = substances.split(";") if substances else re.split(r"[;,]", generic)
        held = [one.strip() for one in split if one.strip()]
        if not brand or not held:
            unread.append((line, "has no name" if not brand else "names no substance"))
            continue
        if len(brand) > MAX_NAME:
            unread.append((line, f"has a name of over {MAX_NAME} characters"))
            continue
        collected.add(brand, held)
        if suffix is not None and len(row) > suffix and row[suffix].strip():
            collected.add(f"{brand} {row[suffix].strip()}"[:MAX_NAME], held)
    return Import(name, rows, tuple(collected.products()), tuple(unread), dict(collected.unknown))


def _rxnorm(folder: Path, book: MedicineBook, country: str) -> Import:
    names, relations = folder / "RXNCONSO.RRF", folder / "RXNREL.RRF"
    if not names.is_file() or not relations.is_file():
        raise refuse(str(folder), "is no RxNorm folder: RXNCONSO.RRF and RXNREL.RRF are needed")
    ingredients: dict[str, str] = {}
    brands: dict[str, str] = {}
    unread: list[tuple[int, str]] = []
    rows = 0
    for line, cells in _rrf(names):
        rows += 1
        if len(cells) <= SUPPRESS:
            unread.append((line, f"RXNCONSO.RRF: has {len(cells)} cells, not 18"))
        elif cells[SAB] == "RXNORM" and cells[SUPPRESS] in ("", "N"):
            if cells[TTY] in INGREDIENT_TYPES:
                ingredients[cells[RXCUI]] = cells[STR]
            elif cells[TTY] in BRAND_TYPES:
                brands[cells[RXCUI]] = cells[STR]
    held: dict[str, list[str]] = defaultdict(list)
    for line, cells in _rrf(relations):
        rows += 1
        if len(cells) <= REL_NAME:
            unread.append((line, f"RXNREL.RRF: has {len(cells)} cells, not 16"))
            continue
        # a row reads: the second concept has this relation to the first
        one, name, other = cells[REL_FROM], cells[REL_NAME], cells[REL_TO]
        if name == "tradename_of" and one in ingredients and other in brands:
            held[other].append(ingredients[one])
        elif name == "has_tradename" and one in brands and other in ingredients:
            held[one].append(ingredients[other])
    collected = _Collected(book, country)
    for code, substances in held.items():
        collected.add(brands[code][:MAX_NAME], list(dict.fromkeys(substances)))
    unread += [
        (0, f"the brand {name!r} is tied to no ingredient")
        for code, name in sorted(brands.items())
        if code not in held
    ]
    products = tuple(collected.products())
    return Import(folder.name, rows, products, tuple(unread), dict(collected.unknown))


def _rrf(path: Path) -> Iterator[tuple[int, list[str]]]:
    with path.open(encoding="utf-8", errors="replace") as file:
        for line, text in enumerate(file, 1):
            if text.strip():
                yield line, text.rstrip("\r\n").split("|")
