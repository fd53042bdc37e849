"""Who is in, recovery by recovery, for whoever runs the server. Three queries, however many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from afterglow.apps.access.devices import live
from afterglow.apps.access.links import COMPANION, MOST_TRIES, PATIENT
from afterglow.apps.access.models import Device, Link
from afterglow.apps.recoveries import Recovery


@dataclass(frozen=True)
class Overview:
    """One recovery: its patient's link, how many devices are in, and companions' links open."""

    recovery: Recovery
    link: Literal["open", "locked", "none"]
    ends: datetime | None
    devices: int
    companions: int
    seen: datetime | None


def overview(*, now: datetime) -> list[Overview]:
    """Every recovery, the newest first."""
    links: dict[int, list[Link]] = {}
    for link in Link.objects.filter(revoked=None, ends__gt=now):
        links.setdefault(link.recovery_id, []).append(link)
    devices: dict[int, list[Device]] = {}
    for device in live(now).filter(link__role=PATIENT):
        devices.setdefault(device.link.recovery_id, []).append(device)
    return [
        _one(recovery, links.get(recovery.pk, []), devices.get(recovery.pk, []))
        for recovery in Recovery.objects.all()
    ]


def _one(recovery: Recovery, links: list[Link], devices: list[Device]) -> Overview:
    own = next((one for one in links if one.role == PATIENT), None)
    return Overview(
        recovery=recovery,
        link="none" if own is None else "locked" if own.tries >= MOST_TRIES else "open",
        ends=own.ends if own else None,
        devices=len(devices),
        companions=sum(one.role == COMPANION for one in links),
        seen=max((one.seen for one in devices), default=None),
    )
