"""Which database the site keeps its rows in: a SQLite file, or PostgreSQL where a URL names one."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from afterglow.core.errors import refuse

VARIABLE = "AFTERGLOW_DATABASE"


def database(environment: Mapping[str, str], data: Path) -> dict[str, Any]:
    """Django's settings of the database. Raises `InputRefused`, never with a password in it."""
    url = environment.get(VARIABLE, "").strip()
    return _postgresql(url) if url else _sqlite(data)


def _sqlite(data: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": data / "afterglow.sqlite3",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 10,
            "transaction_mode": "IMMEDIATE",
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
            ),
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    right = "write it as in postgresql://user:password@host:5432/name"
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise refuse(VARIABLE, f"is not a URL; {right}") from None
    if parts.scheme not in {"postgresql", "postgres"}:
        raise refuse(VARIABLE, f"begins with {parts.scheme or 'nothing'!r}; {right}")
    name = parts.path.removeprefix("/")
    if not name:
        raise refuse(VARIABLE, f"names no database; {right}")
    if find_spec("psycopg") is None:
        raise refuse(
            VARIABLE, 'needs psycopg, which is not installed: pip install "psycopg[binary]"'
        )
    options = dict(one.partition("=")[::2] for one in parts.query.split("&") if one)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(name),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {key: unquote(value) for key, value in options.items()},
    }
