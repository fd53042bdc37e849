"""A person's treatments. The door of the room: models load only once Django's registry is ready."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from afterglow.apps.recoveries.keeping import find, forget, keep, latest
    from afterglow.apps.recoveries.models import Recovery

__all__ = ["Recovery", "find", "forget", "keep", "latest"]


def __getattr__(name: str) -> Any:
    # Django imports this package before it allows models, so the door opens late
    if name not in __all__:
        raise AttributeError(name)
    from importlib import import_module

    home = "models" if name == "Recovery" else "keeping"
    return getattr(import_module(f"afterglow.apps.recoveries.{home}"), name)
