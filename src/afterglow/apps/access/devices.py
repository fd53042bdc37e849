"""Devices: a browser that came in, what it may see, how long, and how it is sent out again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from afterglow.apps.access.links import COMPANION, PATIENT
from afterglow.apps.access.models import Device, Link
from afterglow.apps.access.secrets import hash_of, new_token
from afterglow.apps.recoveries import Recovery, hold

# a device that is not used, and one that is: after this long it asks for link and code again
IDLE, ABSOLUTE = timedelta(days=14), timedelta(days=60)
# how exact "last seen" is: not every page writes
SEEN_EVERY = timedelta(minutes=15)


def admit(link: Link, *, secret: str | None, name: str, now: datetime) -> str:
    """Let a browser in by a link; its new secret.

    The secret changes at every entry, so that one which somebody else planted is worth nothing.
    What the browser could see before, it can still see.
    """
    fresh = new_token()
    with transaction.atomic():
        hold(link.recovery)
        if secret:
            mine = Device.objects.filter(session_hash=hash_of(secret))
            mine.filter(link__recovery=link.recovery, link__role=link.role, revoked=None).update(
                revoked=now
            )
            mine.update(session_hash=hash_of(fresh))
        Device.objects.create(
            link=link, session_hash=hash_of(fresh), name=name[:60], created=now, seen=now
        )
    return fresh


def live(now: datetime) -> QuerySet[Device]:
    """The devices that are in: not sent out, used lately, not in for too long."""
    return Device.objects.filter(
        revoked=None, seen__gt=now - IDLE, created__gt=now - ABSOLUTE
    ).select_related("link__recovery")


def role_of(secret: str | None, public_id: UUID, *, now: datetime) -> str | None:
    """What the holder of a secret is to a recovery: patient, companion, or nothing."""
    if not secret:
        return None
    found = live(now).filter(session_hash=hash_of(secret), link__recovery__public_id=public_id)
    by_role = {device.link.role: device for device in found}
    device = by_role.get(PATIENT) or by_role.get(COMPANION)
    if device is None:
        return None
    if now - device.seen >= SEEN_EVERY:
        Device.objects.filter(pk=device.pk, revoked=None).update(seen=now)
    return device.link.role


def seen_by(secret: str | None, *, now: datetime) -> list[tuple[Recovery, str]]:
    """Every recovery that the holder of a secret may see, the newest first, and as what."""
    if not secret:
        return []
    found = (
        live(now)
        .filter(session_hash=hash_of(secret))
        .order_by("-link__recovery__created", "-link__recovery__id")
    )
    best: dict[int, tuple[Recovery, str]] = {}
    for device in found:
        recovery = device.link.recovery
        if recovery.pk not in best or device.link.role == PATIENT:
            best[recovery.pk] = (recovery, device.link.role)
    return list(best.values())


def patients_devices(recovery: Recovery, *, now: datetime) -> Sequence[Device]:
    """The patient's own devices that are in, in order of their entry."""
    return list(live(now).filter(link__recovery=recovery, link__role=PATIENT))


def send_out(recovery: Recovery, *, now: datetime, public_id: UUID | None = None) -> int:
    """Sign out one of the patient's devices, or with no id all of them; how many were in."""
    found = Device.objects.filter(link__recovery=recovery, link__role=PATIENT, revoked=None)
    if public_id is not None:
        found = found.filter(public_id=public_id)
    return found.update(revoked=now)


def leave(secret: str | None, *, now: datetime) -> int:
    """Sign a browser out of all that it could see; how much that was."""
    if not secret:
        return 0
    mine = Device.objects.filter(session_hash=hash_of(secret), revoked=None)
    return mine.update(revoked=now)


def is_this(device: Device, secret: str | None) -> bool:
    """Whether a device is the one that asks."""
    return bool(secret) and device.session_hash == hash_of(secret or "")
