"""`batch --cluster`: a real Dask scheduler and two worker processes, one killed on the way."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("distributed")

COMMAND = Path(sys.executable).with_name("afterglow")
TREATMENT = {"performed_at": "2026-03-02T12:00:00+00:00", "areas": {"cheeks": 1.0}}
LINES = 600


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def wait_until(holds: Any, seconds: float = 60) -> None:
    ends = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < ends, "waited too long"
        time.sleep(0.05)


def start(folder: Path, name: str, *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:]]
    with (folder / f"{name}.log").open("wb") as log:
        # a session of its own, so that all of it ends together
        return subprocess.Popen(command, stdout=log, stderr=log, cwd=folder, start_new_session=True)


def stop(process: subprocess.Popen[bytes], how: int) -> None:
    if process.poll() is None:
        os.killpg(process.pid, how)
        process.wait(timeout=30)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a scheduler, and its two workers, each one process without a nanny."""
    address = f"tcp://127.0.0.1:{free_port()}"
    quiet = ("--dashboard-address", "127.0.0.1:0", "--no-dashboard")
    scheduler = start(
        tmp_path, "scheduler", "dask_scheduler", "--host", "127.0.0.1",
        "--port", address.rsplit(":", 1)[1], *quiet,
    )  # fmt: skip
    workers = [
        start(
            tmp_path, f"worker{number}", "dask_worker", address, "--no-nanny", "--nthreads", "1",
            "--no-dashboard", "--local-directory", str(tmp_path / f"space{number}"),
        )
        for number in range(2)
    ]  # fmt: skip
    try:
        for number in range(2):
            log = tmp_path / f"worker{number}.log"
            wait_until(lambda log=log: "Registered to" in log.read_text())
        yield address, workers
    finally:
        for process in (*workers, scheduler):
            stop(process, signal.SIGKILL)


def write_lines(folder: Path, count: int = LINES) -> None:
    check_in = {"at": "2026-03-03T12:00:00+00:00", "ratings": {"redness": 4, "swelling": 2}}
    recovery = {"treatment": TREATMENT, "check_ins": [check_in]}
    lines = [json.dumps({"id": number, "recovery": recovery}) for number in range(count)]
    lines[7] = "not json"
    (folder / "in.jsonl").write_text("\n".join(lines) + "\n")


def batch(folder: Path, out: str, *options: str) -> subprocess.Popen[bytes]:
    command = [str(COMMAND), "batch", "in.jsonl", out, "--do", "assess", *options]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def test_every_line_is_answered_once_and_in_order_though_a_worker_is_killed(
    tmp_path: Path, cluster: Any
) -> None:
    address, workers = cluster
    write_lines(tmp_path)
    running = batch(tmp_path, "out.jsonl", "--cluster", address)
    part = tmp_path / "out.jsonl.part"
    # the worker is killed while it works: answers have begun to come, and not all are there
    wait_until(lambda: part.exists() and part.stat().st_size > 0)
    stop(workers[0], signal.SIGKILL)
    assert running.poll() is None, "the batch was over before a worker could be killed"
    _, told = running.communicate(timeout=120)
    assert running.returncode == 3, told.decode()
    assert [line[:8] for line in told.decode().split("\n") if line.strip()] == ["line 8: "]
    assert workers[1].poll() is None
    out = (tmp_path / "out.jsonl").read_text()
    ids = [json.loads(line)["id"] for line in out.splitlines()]
    assert ids == [None if number == 7 else number for number in range(LINES)]
    assert not part.exists()
    # and they are the answers that this machine's own processes give
    alone = batch(tmp_path, "alone.jsonl", "--workers", "1")
    alone.communicate(timeout=120)
    assert (tmp_path / "alone.jsonl").read_text() == out


def refused(running: subprocess.Popen[bytes], *said: str) -> None:
    out, told = running.communicate(timeout=60)
    assert running.returncode == 2, told.decode()
    assert out == b""
    assert told.count(b"\n") == 1, told.decode()
    for word in said:
        assert word in told.decode()


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:{port}", "nonsense", "ftp://127.0.0.1:1"])
def test_a_scheduler_that_does_not_answer_is_refused(tmp_path: Path, address: str) -> None:
    write_lines(tmp_path, 8)
    address = address.format(port=free_port())
    refused(batch(tmp_path, "out.jsonl", "--cluster", address), "--cluster", address)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["in.jsonl"]


def test_workers_and_cluster_together_are_refused(tmp_path: Path) -> None:
    write_lines(tmp_path, 8)
    options = ("--cluster", "tcp://127.0.0.1:1", "--workers", "2")
    refused(batch(tmp_path, "out.jsonl", *options), "--workers")


def test_without_the_extra_the_command_says_how_to_get_it(tmp_path: Path) -> None:
    write_lines(tmp_path, 8)
    program = (
        "import sys; sys.modules['dask'] = None;"
        "from afterglow.cli import main; sys.argv = ['afterglow', *sys.argv[1:]]; main()"
    )
    options = ["batch", "in.jsonl", "out.jsonl", "--do", "assess", "--cluster", "tcp://a:1"]
    running = subprocess.Popen(
        [sys.executable, "-c", program, *options],
        cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    refused(running, "--cluster", "afterglow[cluster]")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["in.jsonl"]
