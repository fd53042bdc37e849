"""The few functions that change what is kept. In: valid core values. Out: rows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from afterglow.apps.recoveries.models import Recovery
from afterglow.core.protocol import Protocol
from afterglow.core.treatment import Treatment


def keep(
    treatment: Treatment | Mapping[str, Any], *, protocol: Protocol, now: datetime
) -> Recovery:
    """Store a treatment. Raises `InputRefused`, and then nothing is stored."""
    read = Treatment.read(treatment)
    return Recovery.objects.create(
        treatment_json=read.model_dump(mode="json", exclude_none=True, exclude_unset=True),
        protocol_id=protocol.id,
        protocol_version=protocol.version,
        protocol_hash=protocol.hash,
        created=now,
    )


def find(public_id: UUID) -> Recovery | None:
    """The recovery with this address, or None."""
    return Recovery.objects.filter(public_id=public_id).first()


def latest(limit: int = 20) -> QuerySet[Recovery]:
    """The newest recoveries, for a person alone on their own machine."""
    return Recovery.objects.all()[:limit]


def forget(public_id: UUID) -> bool:
    """Delete a recovery for good; whether there was one."""
    return Recovery.objects.filter(public_id=public_id).delete()[0] > 0
