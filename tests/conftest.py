"""What all tests share: the default protocol, real cases, and the command line as people run it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import afterglow as ag

DATA = Path(__file__).parent / "data"
COMMAND = Path(sys.executable).with_name("afterglow")


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text().splitlines()]


@pytest.fixture(scope="session")
def protocol() -> ag.Protocol:
    return ag.Protocol.default()


@pytest.fixture(scope="session")
def treatment_cases() -> dict[str, dict[str, Any]]:
    return {line["id"]: line["treatment"] for line in _lines("treatments.jsonl")}


@pytest.fixture(scope="session")
def recovery_cases() -> list[dict[str, Any]]:
    return _lines("recoveries.jsonl")


@pytest.fixture(scope="session")
def claim_ids() -> list[str]:
    return json.loads((DATA / "claims.json").read_text())["claims"]


@dataclass(frozen=True)
class Ran:
    """What a run of the command line left: its status and both streams."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Afterglow = Callable[..., Ran]


@pytest.fixture
def afterglow(tmp_path: Path) -> Afterglow:
    """Runs the installed `afterglow` in an empty folder, with bytes or text on stdin."""
    environment = {**os.environ, "COLUMNS": "60", "LC_ALL": "C.UTF-8"}

    def run(*arguments: object, stdin: str | bytes = b"") -> Ran:
        content = stdin.encode() if isinstance(stdin, str) else stdin
        done = subprocess.run(
            [str(COMMAND), *_words(arguments)],
            input=content,
            capture_output=True,
            cwd=tmp_path,
            env=environment,
            timeout=120,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    return run


def _words(arguments: Sequence[object]) -> list[str]:
    return [str(one) for one in arguments]
