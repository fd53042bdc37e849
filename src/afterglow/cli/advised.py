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
    """The protocol to advise by. Raises `ProtocolRefused` for a faulty overlay."""
    return Protocol.load(overlays=overlays) if overlays else Protocol.default()
