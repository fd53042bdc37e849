"""`afterglow medicines import FILE`: a country's own list of products for `ask`.

Takes an openFDA NDC `product.txt` or a folder of RxNorm RRF files that the user has, and writes a
table of products that `ask --medicines` reads beside the dictionary. Says what it took, and what
it could not read.
"""

from __future__ import annotations

import csv
import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from platformdirs import user_data_path

from afterglow.cli.printing import heading, say
from afterglow.core.answering import Import, read_product_list
from afterglow.core.errors import refuse
from afterglow.core.protocol import Protocol
from afterglow.core.protocol.medicines import PRODUCT_COLUMNS

SHOWN = 12

app = typer.Typer(add_completion=False, rich_markup_mode=None, help="The dictionary of medicines.")


@app.callback()
def medicines() -> None:
    """The dictionary of medicines."""


@app.command("import")
def import_list(
    source: Annotated[
        Path, typer.Argument(metavar="FILE", help="NDC product.txt, or a folder with RXNCONSO.RRF.")
    ],
    to: Annotated[
        Path | None, typer.Option(help="Where the table goes; your data folder unless said.")
    ] = None,
    country: Annotated[str, typer.Option(help="Country of the list, two letters.")] = "US",
) -> None:
    """Read a list of products into a table for `ask --medicines`."""
    target = to or user_data_path("afterglow") / "medicines.csv"
    found = read_product_list(source, Protocol.default().medicines, country=country.upper())
    part = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with part.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(PRODUCT_COLUMNS)
            for product in found.products:
                unsettled = "yes" if product.unsettled else ""
                writer.writerow(
                    (product.name, "|".join(product.countries), "|".join(product.holds), unsettled)
                )
        os.replace(part, target)  # noqa: PTH105, since it must be atomic on every platform
    except OSError as error:
        raise refuse(str(target), f"cannot be written: {error.strerror or error}") from None
    _print(found, target)


def _print(found: Import, target: Path) -> None:
    say(
        f"Read {found.rows:,} rows of {found.source}. Took {len(found.products):,} names, "
        f"{sum(one.unsettled for one in found.products):,} of which do not settle their content."
    )
    say(f"Written to {target}. Use it with: afterglow ask ... --medicines {target}")
    if found.unread:
        heading("Not read")
        for line, problem in found.unread[:SHOWN]:
            say(f"line {line}: {problem}")
        if len(found.unread) > SHOWN:
            say(f"... and {len(found.unread) - SHOWN:,} more rows.")
    if found.unknown:
        heading("Substances that the dictionary does not know")
        common = sorted(found.unknown.items(), key=lambda one: (-one[1], one[0]))
        say(", ".join(f"{name} ({count})" for name, count in common[: SHOWN * 2]))
        say("Names that hold one of them stay unknown, so that they are never called fine.")
    if not found.products:
        print("afterglow: nothing was taken", file=sys.stderr)
