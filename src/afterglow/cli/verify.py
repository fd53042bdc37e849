"""`afterglow verify [OVERLAY]`: proves a protocol, or prints what speaks against it."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from afterglow.cli.printing import bullet, emit_json, say
from afterglow.core.errors import BelowFloor, Fault
from afterglow.core.protocol import Protocol
from afterglow.core.proving import Counterexample, Verification
from afterglow.core.proving import verify as prove

REFUTED = 1


def verify(
    overlays: Annotated[
        list[str] | None,
        typer.Argument(metavar="[OVERLAY]", help="A clinic's file; none: the default protocol."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Prove the protocol over all inputs. Exit 0 proven, 1 counterexample, 2 unreadable."""
    try:
        protocol = Protocol.load(overlays=overlays) if overlays else Protocol.default()
    except BelowFloor as error:
        _below(error.faults, as_json)
        raise typer.Exit(REFUTED) from None
    found = prove(protocol, clock=time.perf_counter)
    if as_json:
        emit_json(found.as_data())
    else:
        _print(found)
    if not found.holds:
        raise typer.Exit(REFUTED)


def _print(found: Verification) -> None:
    say(f"{found.id} {found.version}, {found.hash}")
    say()
    for proof in found.proofs:
        state = "proven" if proof.holds else "NOT TRUE"
        bullet(f"{proof.name}: {state}", proof.says)
        say(f"{proof.cells:,} cells, {proof.seconds:.1f} s", indent=2)
        for one in proof.counterexamples:
            typer.echo(f"  {one}")
    say()
    for words in found.not_proven:
        say(words)


def _below(faults: tuple[Fault, ...], as_json: bool) -> None:
    """A softer overlay never became a protocol: it is told with the file and line of both."""
    shown = [
        Counterexample(f"{one.field}: {one.problem}", "", one.file, one.line) for one in faults
    ]
    if as_json:
        proof = {
            "name": "above the floor",
            "holds": False,
            "counterexamples": [vars(one) for one in shown],
        }
        emit_json({"holds": False, "proofs": [proof]})
        return
    bullet("above the floor: NOT TRUE", "An overlay may be stricter, never softer.")
    for one in shown:
        typer.echo(f"  {one}")
