"""The dictionary of medicines, and how a name finds its entry.

In: a name as a person or a label writes it ("Ibuprofen 400mg tablets"). Out: the ingredients it
holds and their classes, or None where the name is not known. Not found is never fine.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from afterglow.core.errors import Fault, ProtocolRefused, nearest
from afterglow.core.protocol.hints import Hint, read_hints
from afterglow.core.protocol.letters import flat
from afterglow.core.protocol.loading import Read, read_yaml
from afterglow.core.protocol.remedies import ClassRule, read_rules


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


def _rows(
    folder: Any, name: str, columns: tuple[str, ...], faults: list[Fault]
) -> Iterator[tuple[int, list[str]]]:
    """A table's rows with their line numbers; a fault where the columns are not as expected."""
    with folder.joinpath(name).open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        if tuple(next(reader, ())) != columns:
            faults.append(Fault("", f"the columns must be {', '.join(columns)}", name, 1))
            return
        for row in reader:
            if row and len(row) != len(columns):
                faults.append(
                    Fault("", f"a row must have {len(columns)} cells", name, reader.line_num)
                )
            elif row:
                yield reader.line_num, row


def _add_products(
    folder: Any,
    name: str,
    ingredients: dict[str, Ingredient],
    products: dict[str, tuple[Product, ...]],
    faults: list[Fault],
) -> None:
    # the same few lists stand in thousands of rows: each is read once
    lists = cache(_list)
    for line, (brand, countries, cell, unsettled) in _rows(folder, name, PRODUCT_COLUMNS, faults):
        holds = lists(cell)
        for unknown in holds:
            if unknown not in ingredients:
                hint = nearest(unknown, ingredients)
                faults.append(Fault("holds", f"unknown ingredient {unknown!r}{hint}", name, line))
        product = Product(brand, lists(countries), holds, bool(unsettled))
        key = fold(brand)
        products[key] = (*products.get(key, ()), product)


# the second holds brands as they are written in Arabic
PRODUCT_TABLES = ("products.csv", "products_ar.csv")
PRODUCT_COLUMNS = ("name", "countries", "holds", "unsettled")
_NO_NAME = re.compile(r"[^\w%/+&,. ]+|_")
_STRENGTH = re.compile(r"\b\d+([.,]\d+)?\s*(mg|mcg|ug|g|ml|iu|%|units?)?(?=\s|/|$)")


def fold(name: str) -> str:
    """Lower case, no accents, no punctuation but separators, single spaces."""
    return " ".join(_NO_NAME.sub(" ", flat(name)).split())


@dataclass(frozen=True, slots=True)
class Ingredient:
    """A substance: its INN as a code, the names people use, its classes, its ATC code."""

    id: str
    names: tuple[str, ...]
    classes: tuple[str, ...]
    atc: str | None


@dataclass(frozen=True, slots=True)
class Product:
    """A brand or named combination with every active ingredient.

    `unsettled`: the name does not settle the content; `holds` is then all that it may hold.
    """

    name: str
    countries: tuple[str, ...]
    holds: tuple[str, ...]
    unsettled: bool


@dataclass(frozen=True)
class MedicineBook:
    """Ingredients with their classes, and products with what they hold."""

    ingredients: dict[str, Ingredient]
    products: dict[str, tuple[Product, ...]]
    words: dict[str, frozenset[str]]
    rules: dict[str, ClassRule]
    hints: tuple[Hint, ...] = ()

    @classmethod
    def read(cls, folder: Any) -> MedicineBook:
        """Read the dictionary's folder; raises `ProtocolRefused` with the file and line of faults.

        Tables (CSV, lists parted by a bar), the word lists of `forms.yaml`, rules and hints.
        """
        faults: list[Fault] = []
        ingredients = {
            code: Ingredient(code, _list(names), _list(kinds), atc or None)
            for _, (code, names, kinds, atc) in _rows(
                folder, "ingredients.csv", ("id", "names", "classes", "atc"), faults
            )
        }
        products: dict[str, tuple[Product, ...]] = {}
        for table in PRODUCT_TABLES:
            _add_products(folder, table, ingredients, products, faults)
        classes = frozenset(one for found in ingredients.values() for one in found.classes)
        rules = read_rules(folder, classes, faults)
        hints = read_hints(folder, faults)
        read = Read()
        read_yaml(folder.joinpath("forms.yaml").read_bytes(), "forms.yaml", read)
        faults += read.faults
        if faults:
            raise ProtocolRefused(faults)
        words = {
            name: frozenset(fold(str(word)) for word in entries)
            for name, entries in read.data.items()
        }
        return cls(ingredients, products, words, rules, hints)

    def with_products(self, path: Path) -> MedicineBook:
        """This book with a user's own table of products added (`afterglow medicines import`).

        A name that stands in both keeps both contents, so that the more careful answer counts.
        Raises `ProtocolRefused` with the file and line of faults.
        """
        faults: list[Fault] = []
        products = dict(self.products)
        try:
            _add_products(path.parent, path.name, self.ingredients, products, faults)
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            reason = getattr(error, "strerror", None) or str(error)
            faults.append(Fault("", f"cannot be read: {reason}", str(path)))
        if faults:
            raise ProtocolRefused(faults)
        return replace(self, products=products)

    @cached_property
    def _by_name(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for code, ingredient in self.ingredients.items():
            for name in (code.replace("_", " "), *ingredient.names):
                names.setdefault(fold(name), code)
        return names

    @cached_property
    def _stripped(self) -> frozenset[str]:
        wanted = ("salts", "forms", "strength_words", "store_labels", "filler")
        return frozenset().union(*(self.words.get(name, frozenset()) for name in wanted))

    def holds(self, name: str) -> tuple[str, ...] | None:
        """The ingredients a name stands for (all it may hold, where it does not settle that)."""
        folded = fold(name)
        for candidate in (folded, self._bare(folded)):
            if candidate in self.products:
                held = [code for one in self.products[candidate] for code in one.holds]
                return tuple(dict.fromkeys(held))
            if candidate in self._by_name:
                return (self._by_name[candidate],)
        parts = [part for part in re.split(r"\band\b|\bwith\b|\bplus\b|[/+&,]", folded) if part]
        if len(parts) > 1:
            found = [self.holds(part) for part in parts]
            if all(found):
                return tuple(dict.fromkeys(code for one in found if one for code in one))
        return None

    def classes_of(self, name: str) -> tuple[str, ...] | None:
        """The classes of all a name holds, or None where it is not known."""
        held = self.holds(name)
        if held is None:
            return None
        classes = [one for code in held for one in self.ingredients[code].classes]
        return tuple(dict.fromkeys(classes))

    def _bare(self, folded: str) -> str:
        words = _STRENGTH.sub(" ", folded).split()
        return " ".join(word for word in words if word not in self._stripped)
