"""Who may come in: links, codes, devices. The door: models load once Django's registry is ready."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from afterglow.apps.access.devices import (
        ABSOLUTE,
        admit,
        is_this,
        leave,
        patients_devices,
        role_of,
        seen_by,
        send_out,
    )
    from afterglow.apps.access.links import (
        Invitation,
        check_days,
        companions,
        invite,
        invite_companion,
        opened,
        revoke_all,
        stop,
        with_code,
    )
    from afterglow.apps.access.models import Device, Link
    from afterglow.apps.access.naming import device_name
    from afterglow.apps.access.overseeing import Overview, overview
    from afterglow.apps.access.secrets import CODE_DIGITS, read_code

# what others may use, by the module that it lives in
_HOMES = {
    "models": ("Device", "Link"),
    "devices": (
        "ABSOLUTE", "admit", "is_this", "leave", "patients_devices", "role_of", "seen_by",
        "send_out",
    ),
    "links": (
        "Invitation", "check_days", "companions", "invite", "invite_companion", "opened",
        "revoke_all", "stop", "with_code",
    ),
    "naming": ("device_name",),
    "overseeing": ("Overview", "overview"),
    "secrets": ("CODE_DIGITS", "read_code"),
}  # fmt: skip

__all__ = [
    "ABSOLUTE",
    "CODE_DIGITS",
    "Device",
    "Invitation",
    "Link",
    "Overview",
    "admit",
    "check_days",
    "companions",
    "device_name",
    "invite",
    "invite_companion",
    "is_this",
    "leave",
    "opened",
    "overview",
    "patients_devices",
    "read_code",
    "revoke_all",
    "role_of",
    "seen_by",
    "send_out",
    "stop",
    "with_code",
]


def __getattr__(name: str) -> Any:
    # Django imports this package before it allows models, so the door opens late
    home = next((module for module, names in _HOMES.items() if name in names), None)
    if home is None:
        raise AttributeError(name)
    from importlib import import_module

    return getattr(import_module(f"afterglow.apps.access.{home}"), name)
