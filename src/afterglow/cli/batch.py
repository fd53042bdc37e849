"""`afterglow batch IN.jsonl OUT.jsonl --do assess`: many recoveries, many cores, flat memory.

Lines go to the workers in chunks, a bounded number of chunks at a time, and come back in the order
of the input. The output is written beside its final name and renamed when whole. The workers are
processes on this machine or, with `--cluster`, those of a Dask scheduler, which gives the chunks
of a worker that died to another.
"""

from __future__ import annotations

import os
import re
import sys
from collections import deque
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future
from contextlib import contextmanager
from errno import EISDIR
from itertools import islice
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer

from afterglow.cli.advised import Overlay, protocol_of
from afterglow.cli.lines import TASKS, Task, answer_lines
from afterglow.core.errors import nearest, refuse
from afterglow.core.protocol import pack

CHUNK = 32
CHUNKS_PER_WORKER = 4
ATTEMPTS = 3  # of a chunk whose workers died
SCHEDULER_SECONDS = 10
ADDRESS = re.compile(r"(tcp|tls|ucx|ws|wss)://[^\s/]+:\d{1,5}")
BAD_LINES = 3
BAD_LINES_SHOWN = 20


def batch(
    source: Annotated[Path, typer.Argument(metavar="IN.jsonl", help="One JSON object a line.")],
    target: Annotated[Path, typer.Argument(metavar="OUT.jsonl", help="Where results go.")],
    do: Annotated[str, typer.Option(help=f"What to do: {', '.join(TASKS)}.")],
    each_check_in: Annotated[
        bool, typer.Option(help="assess: one result per check-in, each seeing what came before.")
    ] = False,
    workers: Annotated[
        int | None, typer.Option(help="Processes; all cores unless said.", min=1, max=512)
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(metavar="tcp://HOST:PORT", help="A Dask scheduler whose workers do the work."),
    ] = None,
    overlay: Overlay = None,
) -> None:
    """Answer every line of a file. Exit 0, or 3 when some lines were bad."""
    if do not in TASKS:
        raise refuse("--do", f"unknown task {do!r}{nearest(do, TASKS)}")
    if cluster is not None and workers is not None:
        raise refuse("--workers", "has no meaning with --cluster, which has workers of its own")
    task = Task(do, each_check_in, pack(protocol_of(overlay)) if overlay else None)
    try:
        size = source.stat().st_size
        lines = source.open(encoding="utf-8", errors="replace")
    except OSError as error:
        raise refuse(str(source), f"cannot be read: {error.strerror or error}") from None
    part = target.with_name(target.name + ".part")
    try:
        if target.is_dir():
            raise IsADirectoryError(EISDIR, "it is a folder")
        output = part.open("w", encoding="utf-8")
    except OSError as error:
        lines.close()
        raise refuse(str(target), f"cannot be written: {error.strerror or error}") from None
    try:
        with lines, output, _executor(workers, cluster) as (executor, count):
            bad = _run(lines, output, size, executor, count * CHUNKS_PER_WORKER, task)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    part.replace(target)
    if bad > BAD_LINES_SHOWN:
        print(f"... and {bad - BAD_LINES_SHOWN} more bad lines", file=sys.stderr)
    raise typer.Exit(BAD_LINES if bad else 0)


@contextmanager
def _executor(workers: int | None, cluster: str | None) -> Iterator[tuple[Executor, int]]:
    """The executor, and how many lines of work it does at once."""
    if cluster is not None:
        with _dask(cluster) as found:
            yield found
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    count = workers or os.cpu_count() or 1
    # a fork would copy a half-warm parent; a fork server starts clean on every platform with fork
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as executor:
        yield executor, count


@contextmanager
def _dask(address: str) -> Iterator[tuple[Executor, int]]:
    import logging

    # Dask itself ends untidily, and late, on an address that it cannot read
    if not ADDRESS.fullmatch(address):
        raise refuse("--cluster", f"{address!r} is no address; write it as in tcp://10.0.0.5:8786")
    try:
        from dask import distributed
    except ImportError:
        problem = "needs dask.distributed; install it with: pip install 'afterglow[cluster]'"
        raise refuse("--cluster", problem) from None
    # what matters is told below in people's words, in one line
    for name in ("distributed", "distributed.client", "distributed.core", "distributed.comm"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    connect: Any = distributed.Client
    try:
        client = connect(address, timeout=SCHEDULER_SECONDS, set_as_default=False)
    except OSError:
        raise refuse("--cluster", f"no Dask scheduler answers at {address}") from None
    with client:
        count = sum(client.nthreads().values())
        if not count:
            print("the cluster has no workers yet; waiting for one", file=sys.stderr)
        executor: Executor = client.get_executor(pure=False)
        yield executor, max(count, os.cpu_count() or 1)


def _run(
    lines: TextIO,
    output: TextIO,
    size: int,
    executor: Executor,
    most: int,
    task: Task,
) -> int:
    """Feed, collect and write; the number of bad lines."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    bad, done = 0, 0
    columns = (TextColumn("{task.completed:,} bytes"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task(task.do, total=size)
        for chunk, future in _in_order(lines, executor, most, task):
            answers = _answers(future, executor, chunk, task)
            for number, (line, problem) in zip(chunk.numbers, answers, strict=True):
                output.write(line + "\n")
                if problem is not None:
                    bad += 1
                    if bad <= BAD_LINES_SHOWN:
                        print(f"line {number}: {problem}", file=sys.stderr)
            done += chunk.bytes
            progress.update(bar, completed=min(done, size))
    return bad


def _answers(
    future: Future[list[tuple[str, str | None]]],
    executor: Executor,
    chunk: _Chunk,
    task: Task,
) -> list[tuple[str, str | None]]:
    """The answers of a chunk, given out again where the workers that had it died."""
    for _ in range(ATTEMPTS - 1):
        try:
            return future.result()
        except Exception as error:  # each executor has kinds of its own
            if not _workers_died(error):
                raise
        try:
            future = executor.submit(answer_lines, chunk.lines, task)
        except RuntimeError:  # an executor that is broken or closed takes nothing more
            break
    try:
        return future.result()
    except Exception as error:
        if not _workers_died(error):
            raise
        first, last = chunk.numbers[0], chunk.numbers[-1]
        problem = f"the workers died on lines {first} to {last}; out of memory, or killed"
        raise refuse("batch", problem) from None


def _workers_died(error: Exception) -> bool:
    # Dask's KilledWorker is named, not imported: without a cluster Dask need not be installed
    return isinstance(error, BrokenExecutor | CancelledError | OSError) or (
        type(error).__name__ in ("KilledWorker", "FutureCancelledError")
    )


class _Chunk:
    def __init__(self, numbered: list[tuple[int, str]]) -> None:
        self.numbers = [number for number, _ in numbered]
        self.lines = [line for _, line in numbered]
        self.bytes = sum(len(line.encode("utf-8", "replace")) for line in self.lines)


def _in_order(
    lines: TextIO, executor: Executor, most: int, task: Task
) -> Iterator[tuple[_Chunk, Future[list[tuple[str, str | None]]]]]:
    numbered = ((number, line) for number, line in enumerate(lines, 1) if line.strip())
    waiting: deque[tuple[_Chunk, Future[list[tuple[str, str | None]]]]] = deque()
    while True:
        found = list(islice(numbered, CHUNK))
        if found:
            chunk = _Chunk(found)
            waiting.append((chunk, executor.submit(answer_lines, chunk.lines, task)))
        if not found and not waiting:
            return
        if len(waiting) >= most or not found:
            yield waiting.popleft()
