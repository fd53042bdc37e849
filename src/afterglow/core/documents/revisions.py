"""Which revision of each event a calendar shows, so that a change reaches calendars that have it.

In: the happenings of now, what was shown before, a moment. Out: what is shown now. An event that
changed gets a higher sequence; one that went away is cancelled, so that no copy keeps a promise
that the plan has taken back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256

from pydantic import BaseModel, ConfigDict

from afterglow.core.documents.calendar import Happening


class Revision(BaseModel):
    """What was shown of one event: its sequence, since when, a digest, and whether it has gone."""

    model_config = ConfigDict(frozen=True)

    sequence: int
    changed: datetime
    at: datetime
    digest: str
    gone: bool = False


def revise(
    events: Sequence[Happening], earlier: Mapping[str, Revision], now: datetime
) -> dict[str, Revision]:
    """The revisions of these events, and of those of earlier that are not among them."""
    found: dict[str, Revision] = {}
    for event in events:
        before = earlier.get(event.id)
        digest = _digest(event)
        if before and before.digest == digest and not before.gone:
            found[event.id] = before
            continue
        found[event.id] = Revision(
            sequence=before.sequence + 1 if before else 0,
            changed=now.astimezone(UTC).replace(microsecond=0),
            at=event.at.astimezone(UTC),
            digest=digest,
        )
    for name, before in earlier.items():
        if name in found:
            continue
        if not before.gone:
            changed = now.astimezone(UTC).replace(microsecond=0)
            news = {"sequence": before.sequence + 1, "changed": changed, "gone": True}
            before = before.model_copy(update=news)
        found[name] = before
    return found


def _digest(event: Happening) -> str:
    parts = [event.at.astimezone(UTC).isoformat(), event.title, event.note, str(event.rings)]
    return sha256("\x1f".join(parts).encode()).hexdigest()[:16]
