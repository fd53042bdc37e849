"""The table of calendars: one row a recovery, made when a calendar is first asked for."""

from __future__ import annotations

from django.db import models

from afterglow.apps.recoveries.models import Recovery


class Calendar(models.Model):
    """What a recovery's calendar has shown, and its address. Only `keeping` writes it."""

    recovery = models.OneToOneField(Recovery, models.CASCADE, related_name="calendar")
    # of the address that calendars subscribe to; null: nobody subscribes. Only its hash is kept
    token_hash = models.CharField(max_length=64, unique=True, null=True)
    language = models.CharField(max_length=20, default="en")
    shared_since = models.DateTimeField(null=True)
    # event -> its revision, so that a change counts up; `number` guards against two writers
    shown = models.JSONField(default=dict)
    number = models.PositiveIntegerField(default=0)
    changed = models.DateTimeField()

    def __str__(self) -> str:
        # shows in logs and shells: never the health data itself
        return f"calendar {self.pk}"
