"""`afterglow protocol ...`: start, check and compare a clinic's own; documents made from it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from datetime import UTC
from itertools import zip_longest
from pathlib import Path
from typing import Annotated

import typer

from afterglow.cli.printing import bullet, emit_json, heading, say
from afterglow.cli.reading import now_or
from afterglow.core.errors import AfterglowError, refuse
from afterglow.core.protocol import Change, Protocol, changes, starter
from afterglow.core.treatment import Recovery, read_recovery

REFUTED = 1
AsJson = Annotated[bool, typer.Option("--json", help="For machines.")]

app = typer.Typer(
    help="A clinic's own protocol, and documents made from it.", rich_markup_mode=None
)


@app.command()
def schema(
    overlay: Annotated[bool, typer.Option("--overlay", help="Of an overlay instead.")] = False,
) -> None:
    """The JSON Schema of a protocol's files, for an editor's completion."""
    from afterglow.core.protocol import json_schema, overlay_schema

    emit_json(overlay_schema() if overlay else json_schema())


@app.command()
def evidence() -> None:
    """Every statement of the protocol with its grade and sources, as Markdown."""
    from afterglow.core.documents import evidence_page

    typer.echo(evidence_page(Protocol.default()), nl=False)


@app.command()
def new(
    name: Annotated[str, typer.Argument(help="The clinic's id, as my-clinic.")],
    out: Annotated[Path | None, typer.Option("-o", help="The file; else NAME.yaml.")] = None,
) -> None:
    """Write an overlay to start from, with comments."""
    text = starter(name)
    path = out or Path(f"{name}.yaml")
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise refuse(str(path), "is there already; it is not written over") from None
    except OSError as error:
        raise refuse(str(path), f"cannot be written: {error.strerror or error}") from None
    say(f"Wrote {path}. Next: afterglow protocol check {path}")


@app.command()
def check(
    overlays: Annotated[list[str], typer.Argument(help="The clinic's file.")],
    as_json: AsJson = False,
) -> None:
    """Read an overlay, say what it changes, and look for quick faults. Exit 2 where unreadable."""
    from afterglow.core.proving import QUICK, verify

    protocol = Protocol.load(overlays=overlays)
    found = changes(Protocol.default().contents, protocol.contents)
    quick = verify(protocol, only=QUICK)
    against = [one for proof in quick.proofs for one in proof.counterexamples]
    if as_json:
        told = [vars(one) for one in found]
        emit_json({"changes": told, "counterexamples": [vars(one) for one in against]})
    else:
        _print_changes(found, protocol)
        for fault in against:
            typer.echo(str(fault))
        if not against:
            laxer = sum(one.laxer for one in found)
            say(f"Readable. {len(found)} changes, {laxer} of them laxer than the default.")
            say("`afterglow verify` proves the rest.")
    if against:
        raise typer.Exit(REFUTED)


@app.command()
def diff(
    old: Annotated[str | None, typer.Argument(help="An overlay or a protocol.")] = None,
    new: Annotated[str | None, typer.Argument(help="Its later version.")] = None,
    overlay: Annotated[
        str | None, typer.Option(help="Compare the default with this overlay laid over it.")
    ] = None,
    recoveries: Annotated[
        Path | None, typer.Option(help="Recoveries, one JSON object a line: whom it touches.")
    ] = None,
    site: Annotated[
        bool, typer.Option("--site", help="Recoveries of this machine's site instead of a file.")
    ] = False,
    at: Annotated[str | None, typer.Option(help="The moment; else now.")] = None,
    as_json: AsJson = False,
) -> None:
    """What a change of protocol says, in lines to read aloud; and whom it touches."""
    from afterglow.core.proving import touched

    if overlay is not None and old is None:
        before, after = Protocol.default(), Protocol.load(overlays=[overlay])
    elif overlay is None and old is not None and new is not None:
        before, after = Protocol.read(old), Protocol.read(new)
    else:
        raise refuse("diff", "give two files, OLD and NEW, or --overlay FILE")
    found = changes(before.contents, after.contents)
    if site and recoveries:
        raise refuse("--site", "reads the site's recoveries; leave --recoveries out")
    signs = before.sign_codes | after.sign_codes
    running: Iterable[tuple[str, Recovery]] = ()
    if site or recoveries:
        running = _of_the_site(signs) if site else _recoveries(recoveries, signs)
    moment = now_or(at, UTC)
    pairs = ((name, touched(one, before, after, moment)) for name, one in running)
    met = [(name, lines) for name, lines in pairs if lines]
    if as_json:
        emit_json(
            {
                "old": {"id": before.id, "version": before.version, "hash": before.hash},
                "new": {"id": after.id, "version": after.version, "hash": after.hash},
                "changes": [vars(one) for one in found],
                "touched": [{"id": name, "changes": lines} for name, lines in met],
            }
        )
        return
    say(f"{before.id} {before.version} -> {after.id} {after.version}")
    _print_changes(found, after)
    if site or recoveries:
        heading(f"Running recoveries: {len(met)} touched")
        for name, lines in met:
            bullet(name)
            for line in lines:
                say(line, indent=2)


def _print_changes(found: list[Change], after: Protocol) -> None:
    """Each change, and below the last one of an entry the clinic's reason for it."""
    reasons = after.layered.reasons
    for one, following in zip_longest(found, found[1:]):
        key = (one.section, one.key)
        told = (
            reasons.get(key)
            if following is None or key != (following.section, following.key)
            else None
        )
        bullet(str(one), f"Because: {told['en']}" if told else "")


def _of_the_site(signs: frozenset[str]) -> Iterator[tuple[str, Recovery]]:
    """What the site of this machine keeps; named by their numbers, never by what is in them."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "afterglow.web.site.settings")
    django.setup()
    from django.db import DatabaseError

    from afterglow.apps import recoveries as kept_here

    try:
        for row in kept_here.Recovery.objects.order_by("pk"):
            reports = [one.report(signs) for one in kept_here.standing(kept_here.check_ins(row))]
            yield f"recovery {row.pk}", Recovery(treatment=row.treatment, check_ins=tuple(reports))
    except DatabaseError:
        raise refuse("--site", "no site has kept anything on this machine yet") from None


def _recoveries(path: Path | None, signs: frozenset[str]) -> Iterator[tuple[str, Recovery]]:
    assert path is not None  # asked only then
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise refuse(str(path), f"cannot be read: {error}") from None
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
            given = data.get("recovery") or data.get("treatment") or data
            yield str(data.get("id", number)), read_recovery(given, signs=signs)
        except (ValueError, AttributeError, AfterglowError) as error:
            raise refuse(f"{path}:{number}", str(error)) from None
