"""Check-ins sent over a line that loses requests and answers, to a server that is killed.

In: how many, and a seed. Out: what stands in the database, and what happened on the way.
"""

from __future__ import annotations

import http.client
import json
import random
import signal
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from e2e.browsing import fill_in, hours_ago
from e2e.stopping import Site

LOST_BEFORE, LOST_AFTER, TWICE, TRUNCATED = 0.15, 0.15, 0.15, 0.05
KEEP = """async ([id, count]) => {
  for (let n = 0; n < count; n++)
    await afterglowQueue.keep(id, {
      id: crypto.randomUUID(), rating_redness: String(n % 11), note: `number ${n}`,
    });
}"""


class Line:
    """A proxy that passes requests on, or loses them, or their answers, or sends them twice."""

    def __init__(self, port: int, seed: int) -> None:
        self.port, self.chance = port, random.Random(seed)
        self.happened: Counter[str] = Counter()
        self.bad = False

    def fate(self) -> str:
        if not self.bad:
            return "whole"
        drawn = self.chance.random()
        for name, share in (
            ("lost before the server", LOST_BEFORE),
            ("lost after the server stored it", LOST_AFTER),
            ("delivered twice", TWICE),
            ("answer cut off", TRUNCATED),
        ):
            if drawn < share:
                return name
            drawn -= share
        return "whole"

    def ask(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Any:
        server = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            server.request(method, path, body, headers)
            answer = server.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        finally:
            server.close()


@contextmanager
def line_to(site: Site, seed: int) -> Iterator[tuple[Line, str]]:
    """The proxy while it runs, and its address."""
    line = Line(site.port, seed)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

        def do_GET(self) -> None:
            self._pass("GET")

        def do_POST(self) -> None:
            self._pass("POST")

        def _pass(self, method: str) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            headers = dict(self.headers.items())
            fate = line.fate() if "/send/" in self.path else "whole"
            line.happened[fate] += "/send/" in self.path
            self.close_connection = True
            if fate == "lost before the server":
                return
            try:
                status, told, answer = line.ask(method, self.path, headers, body)
                if fate == "delivered twice":
                    status, told, answer = line.ask(method, self.path, headers, body)
            except (OSError, http.client.HTTPException):
                line.happened["no server"] += 1
                return
            if fate == "lost after the server stored it":
                return
            self.send_response_only(status)
            for name, value in told:
                if name.lower() not in ("connection", "transfer-encoding", "content-length"):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer)))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(answer[: len(answer) // 2] if fate == "answer cut off" else answer)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield line, f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def torture(browser: Browser, count: int, *, kills: int, seed: int = 1) -> dict[str, Any]:
    """Keep `count` check-ins offline, then send them while everything goes wrong."""
    site = Site(Path(tempfile.mkdtemp(prefix="torture")))
    site.start()
    chance = random.Random(seed)
    try:
        with line_to(site, seed) as (line, address):
            context = browser.new_context(locale="en-US", timezone_id="America/New_York")
            page = context.new_page()
            fill_in(page, address, hours_ago(30))
            recovery = page.url.split("/")[4]
            page.evaluate(KEEP, [recovery, count])
            line.bad = True
            begun, killed, rounds = time.monotonic(), 0, 0
            timers: list[threading.Timer] = []
            while True:
                rounds += 1
                if killed < kills:
                    # in the midst of sending, without a goodbye
                    timer = threading.Timer(chance.uniform(0.05, 0.8), site.stop, [signal.SIGKILL])
                    timer.start()
                    timers.append(timer)
                    killed += 1
                page.evaluate("() => afterglowQueue.flush().then((told) => told.later)")
                for one in timers:
                    one.join()
                timers.clear()
                if site.process is None:
                    site.start()
                left = page.evaluate("() => afterglowQueue.all()")
                if not left or any(one["state"] == "refused" for one in left):
                    break
            seconds = time.monotonic() - begun
            context.close()
        rows = site.rows("select data from recoveries_checkin order by at, created, id")
    finally:
        site.stop()
    return {
        "sent": [json.loads(str(row[0]))["note"] for row in rows],
        "left": left,
        "rounds": rounds,
        "kills": killed,
        "seconds": seconds,
        "happened": dict(line.happened),
    }
