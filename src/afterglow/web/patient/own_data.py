"""All that is kept of one recovery, to take along as JSON.

In: the rows of a recovery. Out: plain data. The export's `recovery` is what the program reads; its
`history` tells what was corrected, what was taken back, and what was advised when, by which
protocol. Of links and devices it tells what is kept: names and times, no secret.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from afterglow.apps import calendars
from afterglow.apps.access import Link
from afterglow.apps.recoveries import CheckIn, ProtocolKept, Recovery, standing

FORMAT = 1


def export(kept: Recovery, rows: Sequence[CheckIn], *, now: datetime) -> dict[str, Any]:
    """Everything that was told and advised, in the words of the program."""
    names = _protocols([kept.protocol_hash, *(row.protocol_hash for row in rows)])
    ids = {row.pk: str(row.public_id) for row in rows}
    counting, zone = standing(rows), kept.treatment.zone

    def said(moment: datetime | None) -> str | None:
        return moment.astimezone(zone).isoformat() if moment else None

    return {
        "afterglow": {
            "export": FORMAT,
            "made": said(now),
            "told": said(kept.created),
            "protocol": {
                "id": kept.protocol_id,
                "version": kept.protocol_version,
                "hash": kept.protocol_hash,
            },
            "calendar_followed_since": said(calendars.shared_since(kept)),
            "links": [
                {
                    "role": link.role,
                    "name": link.name,
                    "made": said(link.created),
                    "ends": said(link.ends),
                    "closed": said(link.revoked),
                    "devices": [
                        {
                            "name": device.name,
                            "first": said(device.created),
                            "last": said(device.seen),
                            "signed_out": said(device.revoked),
                        }
                        for device in link.devices.all()
                    ],
                }
                for link in Link.objects.filter(recovery=kept).prefetch_related("devices")
            ],
        },
        "recovery": {
            "treatment": kept.treatment_json,
            "check_ins": [row.data for row in counting],
        },
        "history": [
            {
                "id": str(row.public_id),
                "told": said(row.created),
                "check_in": row.data,
                "beside": row.told,
                "advised": row.urgency,
                "protocol": names.get(row.protocol_hash, {"hash": row.protocol_hash}),
                "corrects": ids.get(row.corrects_id) if row.corrects_id else None,
                "taken_back": said(row.withdrawn),
                "counts": row in counting,
            }
            for row in rows
        ],
    }


def _protocols(hashes: Sequence[str]) -> dict[str, dict[str, str]]:
    """Which protocol each hash stands for, where it was kept."""
    found = ProtocolKept.objects.filter(hash__in=set(hashes))
    return {
        one.hash: {"id": one.protocol_id, "version": one.version, "hash": one.hash}
        for one in found.defer("packed")
    }
