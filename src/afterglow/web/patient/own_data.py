"""All that is kept of one recovery, to take along as JSON.

In: the rows of a recovery. Out: plain data. The export's `recovery` is what the program reads; its
`history` tells what was corrected, what was taken back, and what was advised when, by which
protocol.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from afterglow.apps.recoveries import CheckIn, ProtocolKept, Recovery, standing

FORMAT = 1


def export(kept: Recovery, rows: Sequence[CheckIn], *, now: datetime) -> dict[str, Any]:
    """Everything that was told and advised, in the words of the program."""
    names = _protocols([kept.protocol_hash, *(row.protocol_hash for row in rows)])
    ids = {row.pk: str(row.public_id) for row in rows}
    counting, zone = standing(rows), kept.treatment.zone
    return {
        "afterglow": {
            "export": FORMAT,
            "made": now.astimezone(zone).isoformat(),
            "told": kept.created.astimezone(zone).isoformat(),
            "protocol": {
                "id": kept.protocol_id,
                "version": kept.protocol_version,
                "hash": kept.protocol_hash,
            },
        },
        "recovery": {
            "treatment": kept.treatment_json,
            "check_ins": [row.data for row in counting],
        },
        "history": [
            {
                "id": str(row.public_id),
                "told": row.created.astimezone(zone).isoformat(),
                "check_in": row.data,
                "beside": row.told,
                "advised": row.urgency,
                "protocol": names.get(row.protocol_hash, {"hash": row.protocol_hash}),
                "corrects": ids.get(row.corrects_id) if row.corrects_id else None,
                "taken_back": row.withdrawn.astimezone(zone).isoformat() if row.withdrawn else None,
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
