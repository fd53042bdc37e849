"""`afterglow batch IN.jsonl OUT.jsonl --do assess`: many recoveries, many cores, flat memory.

Lines go to the workers in chunks, a bounded number of chunks at a time, and come back in the order
of the input. The output is written beside its final name and renamed when whole.
"""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Executor, Future
from errno import EISDIR
from itertools import islice
from pathlib import Path
from typing import Annotated, TextIO

import typer

from afterglow.cli.lines import TASKS, answer_lines
from afterglow.core.errors import nearest, refuse

CHUNK = 32
CHUNKS_PER_WORKER = 4
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
) -> None:
    """Answer every line of a file. Exit 0, or 3 when some lines were bad."""
    if do not in TASKS:
        raise refuse("--do", f"unknown task {do!r}{nearest(do, TASKS)}")
    try:
        size = source.stat().st_size
        lines = source.open(encoding="utf-8", errors="replace")
    except OSError as error:
        raise refuse(str(source), f"cannot be read: {error.strerror or error}") from None
    count = workers or os.cpu_count() or 1
    part = target.with_name(target.name + ".part")
    try:
        if target.is_dir():
            raise IsADirectoryError(EISDIR, "it is a folder")
        output = part.open("w", encoding="utf-8")
    except OSError as error:
        lines.close()
        raise refuse(str(target), f"cannot be written: {error.strerror or error}") from None
    with lines, output, _executor(count) as executor:
        bad = _run(lines, output, size, executor, count * CHUNKS_PER_WORKER, do, each_check_in)
    part.replace(target)
    if bad > BAD_LINES_SHOWN:
        print(f"... and {bad - BAD_LINES_SHOWN} more bad lines", file=sys.stderr)
    raise typer.Exit(BAD_LINES if bad else 0)


def _executor(workers: int) -> Executor:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # a fork would copy a half-warm parent; a fork server starts clean on every platform with fork
    return ProcessPoolExecutor(workers, mp_context=get_context("spawn"))


def _run(
    lines: TextIO,
    output: TextIO,
    size: int,
    executor: Executor,
    most: int,
    do: str,
    each_check_in: bool,
) -> int:
    """Feed, collect and write; the number of bad lines."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    bad, done = 0, 0
    columns = (TextColumn("{task.completed:,} bytes"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(do, total=size)
        for chunk, future in _in_order(lines, executor, most, do, each_check_in):
            for number, (line, problem) in zip(chunk.numbers, future.result(), strict=True):
                output.write(line + "\n")
                if problem is not None:
                    bad += 1
                    if bad <= BAD_LINES_SHOWN:
                        print(f"line {number}: {problem}", file=sys.stderr)
            done += chunk.bytes
            progress.update(task, completed=min(done, size))
    return bad


class _Chunk:
    def __init__(self, numbered: list[tuple[int, str]]) -> None:
        self.numbers = [number for number, _ in numbered]
        self.lines = [line for _, line in numbered]
        self.bytes = sum(len(line.encode("utf-8", "replace")) for line in self.lines)


def _in_order(
    lines: TextIO, executor: Executor, most: int, do: str, each_check_in: bool
) -> Iterator[tuple[_Chunk, Future[list[tuple[str, str | None]]]]]:
    numbered = ((number, line) for number, line in enumerate(lines, 1) if line.strip())
    waiting: deque[tuple[_Chunk, Future[list[tuple[str, str | None]]]]] = deque()
    while True:
        found = list(islice(numbered, CHUNK))
        if found:
            chunk = _Chunk(found)
            waiting.append((chunk, executor.submit(answer_lines, chunk.lines, do, each_check_in)))
        if not found and not waiting:
            return
        if len(waiting) >= most or not found:
            yield waiting.popleft()
