"""The few functions that change what is kept. In: valid core values. Out: rows."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import QuerySet

from afterglow.apps.recoveries.advised import keep_protocol
from afterglow.apps.recoveries.models import CheckIn, Recovery
from afterglow.core.protocol import Protocol
from afterglow.core.treatment import CheckIn as Report
from afterglow.core.treatment import Treatment
from afterglow.core.vocabulary import Urgency


def keep(
    treatment: Treatment | Mapping[str, Any], *, protocol: Protocol, now: datetime
) -> Recovery:
    """Store a treatment. Raises `InputRefused`, and then nothing is stored."""
    read = Treatment.read(treatment)
    keep_protocol(protocol, now=now)
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
    """Delete a recovery for good, its check-ins too; whether there was one."""
    with transaction.atomic():
        # held before its rows are looked up: one that came in between would make all of this fail
        kept = Recovery.objects.select_for_update().filter(public_id=public_id).first()
        return kept is not None and kept.delete()[0] > 0


def hold(recovery: Recovery) -> None:
    """Inside a transaction: nobody else adds to this recovery, or deletes it, until that ends.

    Raises `Recovery.DoesNotExist` where it was deleted a moment ago. SQLite has one writer anyway.
    """
    Recovery.objects.select_for_update().only("pk").get(pk=recovery.pk)


def check_in(
    recovery: Recovery,
    report: Report,
    *,
    public_id: UUID,
    urgency: Urgency,
    protocol: Protocol,
    now: datetime,
    told: Mapping[str, Any] | None = None,
    corrects: CheckIn | None = None,
) -> CheckIn:
    """Store a report once: the same id with the same words again is the row that is there.

    Other words under an id that is taken (a form gone back to, and changed) are a report of their
    own: what a person told last is never dropped. Raises `Recovery.DoesNotExist` where the recovery
    was deleted meanwhile: nothing is stored.
    """
    keep_protocol(protocol, now=now)
    data = report.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    row = {
        "recovery": recovery,
        "at": report.at,
        "data": data,
        "told": dict(told or {}),
        "urgency": urgency.name,
        "protocol_hash": protocol.hash,
        "corrects": corrects,
        "created": now,
    }
    with transaction.atomic():
        hold(recovery)
        found, new = CheckIn.objects.get_or_create(public_id=public_id, defaults=row)
        if not new and (found.recovery_id != recovery.pk or _said(found.data) != _said(data)):
            other = uuid5(public_id, f"{recovery.pk} {_said(data)}")
            found, new = CheckIn.objects.get_or_create(public_id=other, defaults=row)
        if not new and found.withdrawn is not None:
            # taken back, then told again: it counts
            withdraw(found, None)
    return found


def _said(data: Mapping[str, Any]) -> str:
    """What was told, whenever it was: two sendings of one form differ in their moment only."""
    return json.dumps({name: data[name] for name in data if name != "at"}, sort_keys=True)


def check_ins(recovery: Recovery) -> list[CheckIn]:
    """Every check-in of a recovery in order of time: corrected ones and taken back ones too."""
    return list(recovery.check_ins.all())


def standing(rows: Sequence[CheckIn]) -> list[CheckIn]:
    """Those that count: neither taken back nor corrected by one that is not taken back."""
    by_corrected: dict[int, list[CheckIn]] = {}
    for row in rows:
        if row.corrects_id is not None:
            by_corrected.setdefault(row.corrects_id, []).append(row)

    def replaced(row: CheckIn) -> bool:
        return any(one.withdrawn is None or replaced(one) for one in by_corrected.get(row.pk, ()))

    return [row for row in rows if row.withdrawn is None and not replaced(row)]


def withdraw(row: CheckIn, now: datetime | None) -> None:
    """Take a check-in back, or with None put it back; the row stays."""
    row.withdrawn = now
    CheckIn.objects.filter(pk=row.pk).update(withdrawn=now)
