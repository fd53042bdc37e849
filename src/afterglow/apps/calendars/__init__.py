"""A recovery's calendar: its secret address, and what it has shown so far.

The door: models load once Django's registry is ready.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from afterglow.apps.calendars.keeping import (
        of_token,
        revised,
        shared_since,
        start,
        stop,
    )
    from afterglow.apps.calendars.models import Calendar

__all__ = ["Calendar", "of_token", "revised", "shared_since", "start", "stop"]


def __getattr__(name: str) -> Any:
    # Django imports this package before it allows models, so the door opens late
    if name not in __all__:
        raise AttributeError(name)
    from importlib import import_module

    home = "models" if name == "Calendar" else "keeping"
    return getattr(import_module(f"afterglow.apps.calendars.{home}"), name)
