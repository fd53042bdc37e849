"""A person's treatments and check-ins. The door: models load once Django's registry is ready."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from afterglow.apps.recoveries.advised import advised_by, keep_protocol
    from afterglow.apps.recoveries.keeping import (
        check_in,
        check_ins,
        find,
        forget,
        hold,
        keep,
        latest,
        standing,
        withdraw,
    )
    from afterglow.apps.recoveries.models import CheckIn, ProtocolKept, Recovery

__all__ = [
    "CheckIn",
    "ProtocolKept",
    "Recovery",
    "advised_by",
    "check_in",
    "check_ins",
    "find",
    "forget",
    "hold",
    "keep",
    "keep_protocol",
    "latest",
    "standing",
    "withdraw",
]


def __getattr__(name: str) -> Any:
    # Django imports this package before it allows models, so the door opens late
    if name not in __all__:
        raise AttributeError(name)
    from importlib import import_module

    homes = dict.fromkeys(("CheckIn", "ProtocolKept", "Recovery"), "models")
    homes |= dict.fromkeys(("advised_by", "keep_protocol"), "advised")
    home = homes.get(name, "keeping")
    return getattr(import_module(f"afterglow.apps.recoveries.{home}"), name)
