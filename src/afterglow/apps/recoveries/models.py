"""The tables of recoveries and check-ins: what was told, when, and by which protocol judged."""

from __future__ import annotations

import uuid
from functools import cached_property

from django.db import models

from afterglow.apps.recoveries.fields import ToldJSON
from afterglow.core.treatment import CheckIn as Report
from afterglow.core.treatment import Treatment


class ProtocolKept(models.Model):
    """A protocol that somebody was advised by, whole, so that old advice can be explained."""

    hash = models.CharField(max_length=64, unique=True)
    protocol_id = models.CharField(max_length=100)
    version = models.CharField(max_length=50)
    packed = models.BinaryField()
    first_used = models.DateTimeField()

    class Meta:
        ordering = ("first_used", "id")

    def __str__(self) -> str:
        return f"{self.protocol_id} {self.version}, {self.hash}"


class Recovery(models.Model):
    """One treatment of one person. Only `keeping` writes it, so that what stands here is valid."""

    # the address of the page: random, so that it cannot be guessed
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    treatment_json = ToldJSON()
    protocol_id = models.CharField(max_length=100)
    protocol_version = models.CharField(max_length=50)
    protocol_hash = models.CharField(max_length=64)
    created = models.DateTimeField()

    class Meta:
        ordering = ("-created", "-id")

    def __str__(self) -> str:
        # shows in logs and shells: never the health data itself
        return f"recovery {self.pk}"

    @cached_property
    def treatment(self) -> Treatment:
        """The treatment as the core knows it."""
        return Treatment.read(self.treatment_json)


class CheckIn(models.Model):
    """One report of a person. Never changed: a correction is a row of its own, and what is taken
    back keeps its row, so that history stays whole.
    """

    # made when the form is served, so that one that is sent twice is stored once
    public_id = models.UUIDField(unique=True, editable=False)
    recovery = models.ForeignKey(Recovery, models.CASCADE, related_name="check_ins")
    at = models.DateTimeField()
    data = ToldJSON()
    # beside the report: the temperature as typed, and which questions got a plain no
    told = ToldJSON(default=dict)
    # what the person was told at once, and by which protocol
    urgency = models.CharField(max_length=20)
    protocol_hash = models.CharField(max_length=64)
    corrects = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="corrections"
    )
    withdrawn = models.DateTimeField(null=True, blank=True)
    created = models.DateTimeField()

    class Meta:
        ordering = ("at", "created", "id")

    def __str__(self) -> str:
        return f"check-in {self.pk}"

    def report(self, signs: frozenset[str]) -> Report:
        """The report as the core knows it; `signs` are the protocol's own."""
        return Report.read(self.data, signs=signs)
