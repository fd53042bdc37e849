"""A plugin for tests that run in a process of their own: on PostgreSQL, or not at all."""

from __future__ import annotations

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connection


def pytest_sessionstart() -> None:
    assert connection.vendor == "postgresql"
    # how slow the hash is, is tested on SQLite; no database has a part in it
    PBKDF2PasswordHasher.iterations = 1
