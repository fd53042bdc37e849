"""Links: made, used up, renewed and stopped. Whoever holds one (and its code) may come in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet

from afterglow.apps import calendars
from afterglow.apps.access.models import Device, Link
from afterglow.apps.access.secrets import hash_of, hash_of_code, is_code, new_code, new_token
from afterglow.apps.recoveries import Recovery, hold
from afterglow.core.errors import refuse

PATIENT, COMPANION = "patient", "companion"
MOST_TRIES = 5
MOST_DAYS = 400
COMPANION_LASTS = timedelta(days=30)
MOST_COMPANIONS = 5


@dataclass(frozen=True)
class Invitation:
    """A new link's token and code. They are shown once: only their hashes are kept."""

    link: Link
    token: str
    code: str = ""


def invite(recovery: Recovery, *, days: int, now: datetime) -> Invitation:
    """A link and a code for the patient. Links of before stop; devices that are in stay in."""
    check_days(days)
    token, code = new_token(), new_code()
    with transaction.atomic():
        # of two at once the later stops the earlier
        hold(recovery)
        _links(recovery, PATIENT).update(revoked=now)
        link = Link.objects.create(
            recovery=recovery,
            role=PATIENT,
            token_hash=hash_of(token),
            code_hash=hash_of_code(code),
            created=now,
            ends=now + timedelta(days=days),
        )
    return Invitation(link, token, code)


def check_days(days: int) -> None:
    """Refuse a link that would never open, or for too long."""
    if not 0 < days <= MOST_DAYS:
        raise refuse("days", f"{days} is out of range; 1 to {MOST_DAYS} days are possible")


def invite_companion(recovery: Recovery, name: str, *, now: datetime) -> Invitation:
    """A link to look with. Raises `InputRefused`: no name, or too many links already."""
    # PostgreSQL keeps no NUL
    name = " ".join(name.replace("\0", " ").split())
    longest = Link._meta.get_field("name").max_length or 0
    if not name:
        raise refuse("name", "is empty; write whom the link is for")
    if len(name) > longest:
        raise refuse("name", f"is too long; {longest} letters are possible")
    token = new_token()
    with transaction.atomic():
        hold(recovery)
        if len(companions(recovery, now=now)) >= MOST_COMPANIONS:
            raise refuse("name", f"{MOST_COMPANIONS} links are open already; stop one first")
        link = Link.objects.create(
            recovery=recovery,
            role=COMPANION,
            token_hash=hash_of(token),
            name=name,
            created=now,
            ends=now + COMPANION_LASTS,
        )
    return Invitation(link, token)


def companions(recovery: Recovery, *, now: datetime) -> Sequence[Link]:
    """The links to look with that still open, each with its devices."""
    found = _links(recovery, COMPANION).filter(ends__gt=now).prefetch_related("devices")
    return list(found)


def stop(recovery: Recovery, public_id: UUID, *, now: datetime) -> bool:
    """Stop a companion's link, and sign out who came in by it; whether there was one."""
    with transaction.atomic():
        found = _links(recovery, COMPANION).filter(public_id=public_id)
        Device.objects.filter(link__in=found, revoked=None).update(revoked=now)
        return found.update(revoked=now) > 0


def revoke_all(recovery: Recovery, *, now: datetime) -> int:
    """Stop every link of a recovery, a calendar's too, and sign out every device; how many links
    of people were open."""
    with transaction.atomic():
        calendars.stop(recovery)
        Device.objects.filter(link__recovery=recovery, revoked=None).update(revoked=now)
        return Link.objects.filter(recovery=recovery, revoked=None).update(revoked=now)


def opened(token: str, *, role: str, now: datetime) -> Link | None:
    """The open link of a token, or None. Does not look at a code."""
    found = Link.objects.select_related("recovery").filter(token_hash=hash_of(token), role=role)
    link = found.first()
    return link if link is not None and link.is_open(now) else None


def with_code(token: str, code: str, *, now: datetime) -> Link | None:
    """The patient's link if token and code are right, else None: the same work for every reason.

    A try is claimed before the code is looked at, in one conditional UPDATE, so that many guesses
    at once get no more than five looks between them. A right code gives its try back.
    """
    link = opened(token, role=PATIENT, now=now)
    claimed = link is not None and Link.objects.filter(
        pk=link.pk, revoked=None, tries__lt=MOST_TRIES
    ).update(tries=F("tries") + 1)
    if not is_code(code, link.code_hash if link and claimed else None):
        return None
    if link is not None:
        Link.objects.filter(pk=link.pk).update(tries=F("tries") - 1)
    return link


def _links(recovery: Recovery, role: str) -> QuerySet[Link]:
    return Link.objects.filter(recovery=recovery, role=role, revoked=None)
