"""The site as people run it, on one port and one database, to be stopped and started at will."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

# seconds for a server to start or to end, on a machine that is busy with other things too
PATIENCE = 180


class Site:
    """A server process that keeps its address and its data over restarts."""

    def __init__(self, data: Path, source: Path | None = None) -> None:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.data, self.source = data, source
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        code = f"from afterglow.web.site.serve import serve; serve({self.port})"
        environment = {
            **os.environ,
            "AFTERGLOW_DATA": str(self.data),
            "TZ": "America/New_York",
            "OPENBLAS_NUM_THREADS": "1",
        }
        if self.source:
            environment["PYTHONPATH"] = str(self.source)
        self.process = subprocess.Popen(
            [sys.executable, "-c", code],
            env=environment,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            assert self.process.poll() is None, "the server ended"
            try:
                with urllib.request.urlopen(f"{self.address}/sw.js", timeout=5):
                    return
            except OSError:
                time.sleep(0.05)
        raise AssertionError("the server did not answer")

    def stop(self, how: int = signal.SIGTERM) -> None:
        """End the server and its workers; SIGKILL: as a machine that loses its power."""
        if self.process is None:
            return
        process, self.process = self.process, None
        os.killpg(process.pid, how)
        process.wait(PATIENCE)

    def rows(self, sql: str) -> list[tuple[object, ...]]:
        """What stands in the database, read from outside."""
        import sqlite3

        file = next(self.data.glob("*.sqlite3"))
        with sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=20) as database:
            return list(database.execute(sql))
