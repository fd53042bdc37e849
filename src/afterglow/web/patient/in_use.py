"""Which protocol the site advises by: the default, with the overlays that its settings name."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from afterglow.core.protocol import Protocol


def protocol_in_use() -> Protocol:
    """The protocol of this site, loaded once. Raises `ProtocolRefused` for a faulty overlay."""
    return _loaded(tuple(settings.AFTERGLOW_OVERLAYS))


@cache
def _loaded(overlays: tuple[str, ...]) -> Protocol:
    return Protocol.load(overlays=overlays) if overlays else Protocol.default()
