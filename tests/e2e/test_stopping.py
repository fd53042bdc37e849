"""The site ends when it is told to, also where a worker does not hear it."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import psutil

from e2e.stopping import Site


def test_a_worker_that_hangs_does_not_keep_the_site_from_ending(tmp_path: Path) -> None:
    site = Site(tmp_path)
    site.start()
    assert site.process is not None
    workers = psutil.Process(site.process.pid).children()
    assert workers
    for worker in workers:
        worker.suspend()
    os.kill(site.process.pid, signal.SIGTERM)
    try:
        site.process.wait(60)
    except subprocess.TimeoutExpired:
        site.stop(signal.SIGKILL)
        raise
    assert not any(worker.is_running() for worker in workers)
