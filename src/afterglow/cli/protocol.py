"""`afterglow protocol schema|evidence`: documents made from the protocol, so they never drift."""

from __future__ import annotations

import typer

from afterglow.cli.printing import emit_json

app = typer.Typer(help="Documents made from the protocol.", rich_markup_mode=None)


@app.command()
def schema() -> None:
    """The JSON Schema of a protocol's files, for an editor's completion."""
    from afterglow.core.protocol import json_schema

    emit_json(json_schema())


@app.command()
def evidence() -> None:
    """Every statement of the protocol with its grade and sources, as Markdown."""
    from afterglow.core.documents import evidence_page
    from afterglow.core.protocol import Protocol

    typer.echo(evidence_page(Protocol.default()), nl=False)
