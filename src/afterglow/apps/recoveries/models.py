"""The table of recoveries: the treatment as it was told, and which protocol advised on it."""

from __future__ import annotations

import uuid
from functools import cached_property

from django.db import models

from afterglow.core.treatment import Treatment


class Recovery(models.Model):
    """One treatment of one person. Only `keeping` writes it, so that what stands here is valid."""

    # the address of the page: random, so that it cannot be guessed
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    treatment_json = models.JSONField()
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
