"""The tables of who may come in: links that open a recovery, and devices that came in by one."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models

from afterglow.apps.recoveries import Recovery


class Link(models.Model):
    """A private address that opens one recovery. Of its token only the hash is kept."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    recovery = models.ForeignKey(Recovery, models.CASCADE, related_name="links")
    # patient: asks for a code too; companion: read only, no code
    role = models.CharField(max_length=10)
    token_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=200, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    # whom the patient gave it to
    name = models.CharField(max_length=60, blank=True)
    created = models.DateTimeField()
    ends = models.DateTimeField()
    revoked = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("created", "id")

    def __str__(self) -> str:
        return f"link {self.pk}"

    def is_open(self, now: datetime) -> bool:
        """Whether somebody may still come in by it."""
        return self.revoked is None and now < self.ends


class Device(models.Model):
    """A browser that came in by a link. Of its session's secret only the hash is kept."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    link = models.ForeignKey(Link, models.CASCADE, related_name="devices")
    # one browser may hold several: a person's second session, a partner's recovery
    session_hash = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=60, blank=True)
    created = models.DateTimeField()
    seen = models.DateTimeField()
    revoked = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("created", "id")

    def __str__(self) -> str:
        return f"device {self.pk}"
