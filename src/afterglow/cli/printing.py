"""Laying text out for a terminal as narrow as a phone: headings, wrapped lines, bars."""

from __future__ import annotations

import json
import shutil
import textwrap
from typing import Any

import typer

from afterglow.cli.speech import _

WIDEST = 72


def estimate() -> str:
    """What is said beside whatever rests on an assumption."""
    return _("Informed estimate, not measured.")


def width() -> int:
    """Columns to fill: the terminal's, 34 to 72."""
    return max(34, min(shutil.get_terminal_size((60, 24)).columns, WIDEST))


def say(text: str = "", *, indent: int = 0) -> None:
    """A paragraph, wrapped; continuation lines keep the indent."""
    if not text:
        typer.echo()
        return
    pad = " " * indent
    typer.echo(textwrap.fill(text, width(), initial_indent=pad, subsequent_indent=pad))


def heading(text: str) -> None:
    """A section's name, underlined, with air above it."""
    typer.echo()
    typer.echo(text)
    typer.echo("-" * min(len(text), width()))


def bullet(head: str, detail: str = "") -> None:
    """A line of a list, and what belongs to it, indented below."""
    typer.echo(textwrap.fill(head, width(), initial_indent="* ", subsequent_indent="  "))
    if detail:
        say(detail, indent=2)


def emit_json(result: Any) -> None:
    """One JSON document on stdout."""
    typer.echo(json.dumps(result, ensure_ascii=False, indent=2))


def band_bar(low: float, q25: float, median: float, q75: float, high: float) -> str:
    """A band 0 to 10 in 21 columns: dots 9 in 10, shade half of people, a block the median."""
    cells = [" "] * 21
    for left, right, mark in ((low, high, "."), (q25, q75, "=")):
        for column in range(round(left * 2), round(right * 2) + 1):
            cells[column] = mark
    cells[round(median * 2)] = "#"
    return "".join(cells)
