"""Links and devices when two come at once: threads in a process, each with its own connection."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from e2e.stopping import PATIENCE
from postgres.running import environment
from postgres.server import Server

START = """
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from afterglow.web.site.serve import open_database
open_database()
from django.db import connection, transaction
from afterglow.apps import access
from afterglow.apps.access import Device, Link
from afterglow.apps.recoveries import Recovery, forget, keep
from afterglow.core.protocol import Protocol
from afterglow.core.errors import InputRefused
now = datetime(2026, 11, 25, tzinfo=UTC)
treatment = {"performed_at": "2026-11-24T15:00:00-05:00", "areas": {"cheeks": 1.5}}
kept = keep(treatment, protocol=Protocol.default(), now=now)

def at_once(lock, *doing):
    '''Start one after the other, each until it stands still at a lock; then let all go on.'''
    def safely(does):
        try:
            return does()
        except (InputRefused, Recovery.DoesNotExist) as no:
            return type(no).__name__
        finally:
            connection.close()
    with ThreadPoolExecutor(len(doing)) as pool:
        asked = []
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(lock)
            for does in doing:
                asked.append(pool.submit(safely, does))
                while not asked[-1].done():
                    # a transaction sees the same figures until it asks for new ones
                    cursor.execute("SELECT pg_stat_clear_snapshot()")
                    cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname ="
                                   " current_database() AND wait_event_type = 'Lock'")
                    if cursor.fetchone()[0] == len(asked):
                        break
        return [one.result() for one in asked]

NO_LINK = "LOCK TABLE access_link IN EXCLUSIVE MODE"
"""

RENEWED = """
def renew():
    access.invite(kept, days=30, now=now)
at_once(NO_LINK, renew, renew)
print(json.dumps(Link.objects.filter(revoked=None).count()))
"""

COMPANIONS = """
for number in range(4):
    access.invite_companion(kept, f"Friend {number}", now=now)
def one_more():
    access.invite_companion(kept, "One more", now=now)
found = at_once(NO_LINK, one_more, one_more)
print(json.dumps([Link.objects.count(), found.count("InputRefused")]))
"""

ADMITTED = """
made = access.invite(kept, days=30, now=now)
def delete():
    return forget(kept.public_id)
def come_in():
    return bool(access.admit(made.link, secret=None, name="", now=now))
lock = f"SELECT 1 FROM access_link WHERE id = {made.link.pk} FOR KEY SHARE"
found = at_once(lock, delete, come_in)
print(json.dumps([found, *(one.objects.count() for one in (Recovery, Link, Device))]))
"""


@pytest.mark.parametrize(
    ("name", "script", "right"),
    [
        ("renewed", RENEWED, 1),
        ("companions", COMPANIONS, [5, 1]),
        ("admitted", ADMITTED, [[True, "DoesNotExist"], 0, 0, 0]),
    ],
)
def test_two_at_once(server: Server, tmp_path: Path, name: str, script: str, right: object) -> None:
    done = subprocess.run(
        [sys.executable, "-c", START + script],
        env=environment(server.create(name), tmp_path),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == right
