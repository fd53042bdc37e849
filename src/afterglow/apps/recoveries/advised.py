"""The protocols that people were advised by, each kept once, by its hash.

In: a protocol in use, or the hash that a row holds. Out: the row, or the protocol again.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from afterglow.apps.recoveries.models import ProtocolKept
from afterglow.core.errors import ProtocolRefused
from afterglow.core.protocol import Protocol, pack, unpack


def keep_protocol(protocol: Protocol, *, now: datetime) -> ProtocolKept:
    """The row of this protocol; written at the first use, never changed after."""
    found = ProtocolKept.objects.defer("packed").filter(hash=protocol.hash).first()
    if found is not None:
        return found
    return ProtocolKept.objects.get_or_create(
        hash=protocol.hash,
        defaults={
            "protocol_id": protocol.id,
            "version": protocol.version,
            "packed": pack(protocol),
            "first_used": now,
        },
    )[0]


def advised_by(content_hash: str) -> Protocol | None:
    """The protocol of a row's hash; None where it was never kept, or is read no longer."""
    found = ProtocolKept.objects.filter(hash=content_hash).first()
    return None if found is None else _unpacked(content_hash, bytes(found.packed))


@lru_cache(maxsize=8)
def _unpacked(content_hash: str, packed: bytes) -> Protocol | None:
    try:
        return unpack(packed)
    except ProtocolRefused:
        # another release of Afterglow reads other fields; what people were told stands in the rows
        return None
