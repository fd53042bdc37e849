"""The site as people run it, on PostgreSQL and with two workers, and somebody who visits it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, Request, build_opener
from zoneinfo import ZoneInfo

from e2e.stopping import PATIENCE
from postgres.server import Server

ZONE = "America/New_York"
# `afterglow site`, but for the second worker
CODE = """
import granian
from functools import partial
class Two(granian.Granian):
    def __init__(self, *words, **more):
        super().__init__(*words, **{**more, "workers": 2, "log_enabled": True})
granian.Granian = Two
import sys
from afterglow.cli import main
sys.argv = ["afterglow", "site", "--port", sys.argv[1]]
main()
"""


def environment(url: str, data: Path) -> dict[str, str]:
    """What a process needs to run on this database."""
    own = {"AFTERGLOW_DATABASE": url, "AFTERGLOW_DATA": str(data), "TZ": ZONE}
    # these tests' own settings have noted their own zone; their own runner is not for others
    others = ("AFTERGLOW_MACHINE_TZ", "PYTEST_XDIST_WORKER", "PYTEST_ADDOPTS")
    return {name: one for name, one in os.environ.items() if name not in others} | own


class Site:
    """A site with two workers on a database of its own."""

    def __init__(self, server: Server, name: str, data: Path) -> None:
        self.server, self.name, self.data = server, name, data
        self.log = data.with_name(f"{data.name}.log")
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        url = self.server.create(self.name)
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", CODE, str(self.port)],
                env=environment(url, self.data),
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            assert self.process.poll() is None, self.log.read_text()
            try:
                Person(self).get("/sw.js")
                return
            except OSError:
                time.sleep(0.05)
        raise AssertionError("the server did not answer")

    def stop(self) -> None:
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait(PATIENCE)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What stands in the database, read from outside."""
        with self.server.connect(self.name) as connection:
            return connection.execute(sql).fetchall()

    def count(self, table: str) -> int:
        return int(self.rows(f"SELECT count(*) FROM {table}")[0][0])

    @contextmanager
    def holding(self, sql: str) -> Iterator[None]:
        """Hold a lock, so that whoever needs what is locked stands still until this ends."""
        with self.server.connect(self.name) as connection, connection.transaction():
            connection.execute(sql)
            yield

    def until_waiting(
        self, number: int, asked: Sequence[Future[Any]], *, may_end: bool = False
    ) -> None:
        """Until so many of the site's connections stand still at a lock."""
        waiting = (
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        with self.server.connect(self.name) as connection:
            while connection.execute(waiting).fetchone() != (number,):
                for one in asked:
                    if one.done():
                        assert may_end, one.result()
                        return


@dataclass(frozen=True)
class Answer:
    status: int
    path: str
    content: bytes

    @property
    def text(self) -> str:
        return self.content.decode()

    @property
    def words(self) -> str:
        return " ".join(re.sub(r"<[^>]+>", " ", self.text).split())


class Person:
    """A browser without JavaScript."""

    def __init__(self, site: Site) -> None:
        self.address = site.address
        self.cookies = CookieJar()
        self.opener = build_opener(HTTPCookieProcessor(self.cookies))

    def get(self, path: str) -> Answer:
        return self._ask(Request(self.address + path))

    def post(self, path: str, **fields: Any) -> Answer:
        token = next(one.value for one in self.cookies if one.name == "csrftoken")
        form = urlencode({"csrfmiddlewaretoken": token, **fields}, doseq=True)
        return self._ask(Request(self.address + path, form.encode()))

    def begin(self) -> str:
        """Fill in the form of the first page; the address of the treatment's page."""
        self.get("/")
        answer = self.post("/", **treatment())
        assert answer.path.startswith("/r/"), answer.words
        return answer.path

    def _ask(self, request: Request) -> Answer:
        try:
            response = self.opener.open(request, timeout=PATIENCE)
        except HTTPError as error:
            response = error
        with response:
            path = urlsplit(response.url).path
            return Answer(int(response.status or 0), path, response.read())


def treatment() -> dict[str, Any]:
    """The form as somebody fills it in who was treated yesterday."""
    then = datetime.now(ZoneInfo(ZONE)) - timedelta(hours=31)
    return {
        "date": f"{then:%Y-%m-%d}",
        "time": f"{then:%H:%M}",
        "time_zone": ZONE,
        "areas": ["cheeks", "nose"],
        "depth": "1.0",
        "skin_type": "3",
        "clinic_name": "Clínica Ñandú ☀",
        "clinic_phone": "+1 212 555 0100",
    }
