"""Nobody is advised by a protocol with a hole: what is not proven is refused before it is used."""

from __future__ import annotations

from collections.abc import Container

from afterglow.core.errors import Fault, ProtocolRefused
from afterglow.core.protocol import Protocol
from afterglow.core.proving.verify import QUICK, verify


def proven(protocol: Protocol, only: Container[str] | None = QUICK) -> Protocol:
    """The protocol itself, once its properties hold (with None: all of them).

    Raises `ProtocolRefused` with every counterexample, each with file and line.
    """
    against = [
        Fault("", f"{proof.name}: {one.what}" + (f" ({one.case})" if one.case else ""),
              one.file, one.line)
        for proof in verify(protocol, only=only).proofs
        for one in proof.counterexamples
    ]  # fmt: skip
    if against:
        raise ProtocolRefused(against)
    return protocol
