"""A hosted site for the tests: its settings, a browser over TLS, people who came in."""

from __future__ import annotations

from typing import Any

from django.test import Client

from afterglow.apps import access
from afterglow.apps.recoveries import Recovery, check_in, keep
from afterglow.core.protocol import Protocol
from afterglow.core.treatment import CheckIn as Report
from afterglow.core.vocabulary import Urgency
from afterglow.web.site.hosting import hosting
from web.conftest import NOW, ZONE

HOST = "skin.example.org"
ENVIRONMENT = {
    "AFTERGLOW_HOSTED": "1",
    "AFTERGLOW_HOSTS": HOST,
    "AFTERGLOW_CLINIC_PHONE": "+1 212 555 0177",
}
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1) AppleWebKit/605 Version/18.1 Mobile Safari/604"
SECRETS = {
    "medicines": ["apixaban", "isotretinoin"],
    "conditions": ["keloids", "heart_rhythm"],
}
NOTE = "my private note"


def host(settings: Any) -> None:
    """Make the site a hosted one, as the environment would."""
    for name, value in hosting(ENVIRONMENT).items():
        setattr(settings, name, value)
    # the slow hasher has its own tests
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def browser(**more: Any) -> Client:
    """A browser that comes through the TLS proxy."""
    headers = {"host": HOST, "x-forwarded-proto": "https", "user-agent": IPHONE}
    return Client(headers=headers, **more)


def person(**more: Any) -> Recovery:
    """A recovery with much to hide, and a check-in."""
    protocol = Protocol.default()
    told = {"performed_at": "2026-11-24T15:00:00-05:00", "areas": {"cheeks": 1.0}}
    told |= {"time_zone": ZONE, "clinic": {"name": "Example Clinic", "phone": "+1 212 555 0100"}}
    kept = keep({**told, **more}, protocol=protocol, now=NOW)
    report = Report(at=kept.treatment.at_hour(24), ratings={"redness": 4}, note=NOTE)
    check_in(
        kept,
        report,
        public_id=kept.public_id,
        urgency=Urgency.watch,
        protocol=protocol,
        now=NOW,
    )
    return kept


def as_patient(kept: Recovery, client: Client | None = None) -> Client:
    """A browser that came in by link and code."""
    client = client or browser()
    made = access.invite(kept, days=30, now=NOW)
    assert client.get(f"/enter/{made.token}/").status_code == 302
    entered = client.post("/enter/", {"code": made.code})
    assert entered.headers["Location"] == f"/r/{kept.public_id}/", entered.content.decode()
    return client


def as_companion(kept: Recovery, client: Client | None = None) -> Client:
    """A browser that came in by a companion's link."""
    client = client or browser()
    made = access.invite_companion(kept, "Sam", now=NOW)
    assert client.get(f"/beside/{made.token}/").status_code == 302
    assert client.post("/beside/").headers["Location"] == f"/r/{kept.public_id}/beside/"
    return client
