"""By which protocol a command advises: the default, or a clinic's overlays laid over it."""

from __future__ import annotations

from typing import Annotated

import typer

from afterglow.core.protocol import Protocol

Overlay = Annotated[
    list[str] | None,
    typer.Option(
        metavar="FILE.yaml",
        help="A clinic's own, laid over the default protocol; may be given again.",
    ),
]


def protocol_of(overlays: list[str] | None) -> Protocol:
    """The protocol to advise by. Raises `ProtocolRefused` for a faulty or unproven overlay."""
    if not overlays:
        return Protocol.default()
    # only who brings an overlay waits for the proofs
    from afterglow.core.proving import proven

    return proven(Protocol.load(overlays=overlays))
