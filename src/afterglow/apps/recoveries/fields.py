"""JSON that comes back as it was told: its keys in their order, every character."""

from __future__ import annotations

import json
from typing import Any

from django.db import models


class ToldJSON(models.JSONField):
    """Django keeps JSON as `jsonb` on PostgreSQL, which sorts keys ("nose and cheeks" for who said
    cheeks first) and refuses some characters; its `json` keeps the text. Not to be searched in.
    """

    def db_type(self, connection: Any) -> str | None:
        return "json" if connection.vendor == "postgresql" else super().db_type(connection)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if connection.vendor == "postgresql":
            return json.dumps(value)
        return super().get_db_prep_value(value, connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        # psycopg has read it already; what is kept is an object, never a bare text
        if not isinstance(value, str):
            return value
        return super().from_db_value(value, expression, connection)
