"""A protocol as bytes to keep, and back: so that an old advice can be explained with what gave it.

In: a protocol. Out: its files, layer by layer, compressed. Not kept: the dictionary of medicines
and the lexicon of questions; a protocol that comes back knows today's.
"""

from __future__ import annotations

import json
import zlib

from afterglow.core.protocol.protocol import Protocol

LEVEL = 9


def pack(protocol: Protocol) -> bytes:
    """All that the protocol was read from, some 60 KB."""
    layers = [
        [(name, content.decode("utf-8")) for name, content in files] for files in protocol.files
    ]
    return zlib.compress(json.dumps(layers, ensure_ascii=False).encode("utf-8"), LEVEL)


def unpack(packed: bytes) -> Protocol:
    """The protocol again, with the hash it had.

    Raises `ProtocolRefused` where today's Afterglow no longer reads it.
    """
    layers = json.loads(zlib.decompress(packed))
    return Protocol.of_files(
        [[(name, text.encode("utf-8")) for name, text in files] for files in layers]
    )
