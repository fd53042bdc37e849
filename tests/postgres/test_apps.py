"""What was tested on SQLite is tested on PostgreSQL: the same tests, in a process of their own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from postgres.running import environment
from postgres.server import Server

TESTS = Path(__file__).parents[1]
THESE = ["apps", "web/test_check_in.py"]


def test_what_is_kept_and_who_may_come_in(server: Server, tmp_path: Path) -> None:
    # some of these tests start a process of their own, on the database of this name
    own = environment(server.create("apps"), tmp_path) | {"PYTHONPATH": str(TESTS)}
    words = ["-p", "postgres.on_postgres", "-p", "no:cacheprovider", "-p", "no:xdist", "-rs"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *words, *(str(TESTS / one) for one in THESE)],
        cwd=TESTS.parent,
        env=own,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert " passed" in done.stdout
    assert "SKIPPED" not in done.stdout
