"""The few functions that change a calendar's row. In: a recovery, events, a moment. Out: rows."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime

from afterglow.apps.calendars.models import Calendar
from afterglow.apps.recoveries.models import Recovery
from afterglow.core.documents import Happening, Revision, revise

MOST_TRIES = 5


def start(recovery: Recovery, *, language: str, now: datetime) -> str:
    """A new secret for the address to subscribe to; one of before opens nothing any more.

    It is returned once: only its hash is kept.
    """
    token = secrets.token_urlsafe(32)
    row = _row(recovery, now)
    Calendar.objects.filter(pk=row.pk).update(
        token_hash=_hash(token), language=language, shared_since=now
    )
    return token


def stop(recovery: Recovery) -> bool:
    """Close the address; whether it was open. Copies that were fetched stay where they are."""
    open_ones = Calendar.objects.filter(recovery=recovery, token_hash__isnull=False)
    return open_ones.update(token_hash=None, shared_since=None) > 0


def shared_since(recovery: Recovery) -> datetime | None:
    """Since when the address of today is open; None: there is none."""
    return Calendar.objects.filter(recovery=recovery).values_list("shared_since", flat=True).first()


def of_token(token: str) -> Calendar | None:
    """The calendar of an address, with its recovery, or None."""
    return Calendar.objects.select_related("recovery").filter(token_hash=_hash(token)).first()


def revised(
    recovery: Recovery, events: Sequence[Happening], *, now: datetime
) -> tuple[dict[str, Revision], datetime]:
    """The revisions of these events, kept from now on, and when any of them last changed.

    Two at once never count one change twice: the row is written only as it was read.
    """
    for _ in range(MOST_TRIES):
        row = _row(recovery, now)
        before = {name: Revision.model_validate(one) for name, one in row.shown.items()}
        after = revise(events, before, now)
        if after == before:
            return after, row.changed
        shown = {name: one.model_dump(mode="json") for name, one in after.items()}
        mine = Calendar.objects.filter(pk=row.pk, number=row.number)
        if mine.update(shown=shown, number=row.number + 1, changed=now):
            return after, now
    raise RuntimeError("a calendar changed under every one of our hands")


def _row(recovery: Recovery, now: datetime) -> Calendar:
    return Calendar.objects.get_or_create(recovery=recovery, defaults={"changed": now})[0]


def _hash(token: str) -> str:
    # 256 random bits need no slow hash, and a hash that nobody can aim at may be looked up
    return hashlib.sha256(token.encode()).hexdigest()
