"""Which protocol the site advises by: the default, with the overlays that its settings name."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from afterglow.core.protocol import Protocol
from afterglow.core.proving import proven


def protocol_in_use() -> Protocol:
    """The protocol of this site, loaded and proven once; faulty: `ProtocolRefused`."""
    return _loaded(tuple(settings.AFTERGLOW_OVERLAYS))


@cache
def _loaded(overlays: tuple[str, ...]) -> Protocol:
    return proven(Protocol.load(overlays=overlays), None) if overlays else Protocol.default()
