"""`afterglow calibrate RECOVERIES.jsonl --out my-clinic.yaml`: learn a clinic's own parameters.

Reads finished recoveries, one JSON object a line; writes an overlay of the protocol, or nothing.
What each stage found is kept in a file beside `--out` until the end, so that an interrupted run
goes on where it stopped; the file counts only for the same recoveries and the same protocol.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import re
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from afterglow.cli.printing import bullet, emit_json, estimate, heading, say
from afterglow.cli.reading import parse_json
from afterglow.core.errors import AfterglowError, refuse, shorten
from afterglow.core.protocol import Protocol
from afterglow.core.treatment import Recovery, read_recovery

if TYPE_CHECKING:
    from afterglow.core.forecasting import calibration, learned

MAX_BYTES = 2_000_000_000
MAX_LINE = 20_000_000
OURS = "# Written by afterglow calibrate"
STATE_FORMAT = 1
NOT_WRITTEN = "told only; how people rate is on the safety floor, which no overlay may change"


def calibrate(
    source: Annotated[
        Path, typer.Argument(metavar="RECOVERIES.jsonl", help="One finished recovery a line.")
    ],
    out: Annotated[Path, typer.Option(metavar="FILE.yaml", help="The overlay to write.")],
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Learn how long, how strong and how common signs are in your clinic, and how people rate.

    Writes an overlay; the protocol stays as it is. Refused, with nothing written, when there are
    too few recoveries or the fit predicts held-back recoveries no better than the protocol.
    """
    if importlib.util.find_spec("scipy") is None:
        raise refuse(
            "calibrate", "needs SciPy; install it with: pip install 'afterglow[calibrate]'"
        )
    _writable(out)
    protocol = Protocol.default()
    recoveries, digest = _read(source, protocol)
    from afterglow.core.forecasting import calibration, learned

    found = calibration.sort_recoveries(recoveries, protocol)
    state = _State(out.with_name(out.name + ".state"), f"{STATE_FORMAT} {digest} {protocol.hash}")
    with _progress() as tell:
        result = calibration.calibrate(found, protocol, memory=state, tell=tell)
    state.path.unlink(missing_ok=True)
    if not result.better:
        raise refuse(
            str(source),
            "calibrated, it does not predict held-back recoveries better than the protocol:"
            f" {learned.outcome_line(result)}; nothing was written",
        )
    _write(out, result, protocol, found)
    if as_json:
        emit_json(_as_data(result, found))
    else:
        _print(result, found, protocol, out)


def _writable(out: Path) -> None:
    """Refuse a place that cannot be written, or a file that somebody else wrote."""
    if not out.parent.is_dir():
        raise refuse("--out", f"{out.parent} is no folder")
    if not out.exists():
        return
    try:
        with out.open(encoding="utf-8", errors="replace") as file:
            ours = file.readline().startswith(OURS)
    except OSError as error:
        raise refuse("--out", f"{out} cannot be read: {error.strerror or error}") from None
    if not ours:
        raise refuse("--out", f"{out} is there already and was not written by afterglow calibrate")


def _read(source: Path, protocol: Protocol) -> tuple[list[Recovery], str]:
    """Every recovery, and the digest of the file. Any bad line refuses the whole."""
    recoveries: list[Recovery] = []
    seen: dict[str, int] = {}
    bad: list[str] = []
    digest = hashlib.sha256()
    try:
        if source.stat().st_size > MAX_BYTES:
            raise refuse(str(source), f"has over {MAX_BYTES // 1_000_000_000} GB")
        with source.open("rb") as file:
            for number, content in enumerate(file, 1):
                digest.update(content)
                if not content.strip():
                    continue
                try:
                    recoveries.append(_recovery(content, number, seen, protocol))
                except AfterglowError as error:
                    bad.append(f"line {number}: {error}")
    except OSError as error:
        raise refuse(str(source), f"cannot be read: {error.strerror or error}") from None
    if bad:
        more = f"; and {len(bad) - 1} more that cannot be read" if len(bad) > 1 else ""
        raise refuse(str(source), bad[0] + more)
    return recoveries, digest.hexdigest()


def _recovery(content: bytes, number: int, seen: dict[str, int], protocol: Protocol) -> Recovery:
    if len(content) > MAX_LINE:
        raise refuse("line", f"has over {MAX_LINE // 1_000_000} MB")
    try:
        data = parse_json(content.decode("utf-8-sig"), name="line")
    except UnicodeDecodeError:
        raise refuse("line", "is not UTF-8 text") from None
    if not isinstance(data, dict):
        raise refuse("line", 'must be an object, as in {"id": 1, "recovery": {...}}')
    identity = data.get("id")
    if identity is not None:
        key = json.dumps(identity, sort_keys=True)
        if key in seen:
            raise refuse("id", f"{shorten(key)} stands in line {seen[key]} already")
        seen[key] = number
    bare = {name: value for name, value in data.items() if name != "id"}
    return read_recovery(data.get("recovery", bare), signs=protocol.sign_codes)


class _State(MutableMapping[str, list[float]]):
    """What finished stages found, kept in a file: written whole or not at all."""

    def __init__(self, path: Path, key: str) -> None:
        self.path, self.key = path, key
        self.stages: dict[str, list[float]] = {}
        try:
            kept = json.loads(path.read_text(encoding="utf-8"))
            if kept["of"] == key:
                self.stages = dict(kept["stages"])
        except (OSError, ValueError, KeyError, TypeError):
            # none yet, or one that cannot be used: all is computed again
            self.stages = {}

    def __setitem__(self, stage: str, found: list[float]) -> None:
        self.stages[stage] = found
        part = self.path.with_name(self.path.name + ".part")
        try:
            part.write_text(json.dumps({"of": self.key, "stages": self.stages}), encoding="utf-8")
            part.replace(self.path)
        except OSError as error:
            raise refuse("--out", f"{part} cannot be written: {error.strerror or error}") from None

    def __getitem__(self, stage: str) -> list[float]:
        return self.stages[stage]

    def __delitem__(self, stage: str) -> None:
        del self.stages[stage]

    def __iter__(self) -> Iterator[str]:
        return iter(self.stages)

    def __len__(self) -> int:
        return len(self.stages)


@contextmanager
def _progress() -> Iterator[calibration.Tell]:
    """A bar on stderr, where that is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description:24}"), BarColumn(), TimeElapsedColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as progress:
        task = progress.add_task("reading")

        def tell(done: int, total: int, what: str) -> None:
            progress.update(task, completed=done, total=total, description=what)

        yield tell


def _write(
    out: Path, result: learned.Calibrated, protocol: Protocol, found: calibration.Sorted
) -> None:
    from afterglow.core.forecasting import learned

    left_out = ", ".join(f"{count} {reason}" for reason, count in found.left_out.items())
    name = re.sub(r"[^a-z0-9]+", "-", out.stem.lower()).lstrip("-0123456789").rstrip("-")
    name = name or "my-clinic"
    lines = [
        f"{OURS} over the protocol {protocol.id} {protocol.version} ({protocol.hash}).",
        f"# Learned from {result.recoveries} finished recoveries; left out: {left_out or 'none'}.",
        "# Estimates, shrunk to the protocol's own values; an interval is 90 in 100 sure.",
        *(f"# {words}: {NOT_WRITTEN}" for words in _of_ratings(result, protocol)),
    ]
    text = "\n".join(lines) + "\n" + _yaml(learned.overlay(result, protocol, name))
    part = out.with_name(out.name + ".part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(out)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise refuse("--out", f"{out} cannot be written: {error.strerror or error}") from None


def _of_ratings(result: learned.Calibrated, protocol: Protocol) -> list[str]:
    from afterglow.core.forecasting import learned

    found = [one for one in result.learned if one.sign is None]
    return [learned.in_words(one, protocol).capitalize() for one in found]


def _yaml(sections: dict[str, Any]) -> str:
    import yaml

    return yaml.safe_dump(sections, sort_keys=False, allow_unicode=True, width=98)


def _as_data(result: learned.Calibrated, found: calibration.Sorted) -> dict[str, Any]:
    learned = [
        {"sign": one.sign, "parameter": one.kind, "before": round(one.before, 4),
         "value": round(one.value, 4), "low": round(one.low, 4), "high": round(one.high, 4)}
        for one in result.learned
    ]  # fmt: skip
    trial = {"gain": round(result.gain, 4), "standard_error": round(result.gain_error, 4)}
    return {
        "recoveries": result.recoveries,
        "left_out": found.left_out,
        "held_back": trial,
        "learned": learned,
    }


def _print(
    result: learned.Calibrated, found: calibration.Sorted, protocol: Protocol, out: Path
) -> None:
    from afterglow.core.forecasting import learned

    say(f"Learned from {result.recoveries} finished recoveries.")
    for reason, count in found.left_out.items():
        say(f"Left out, {reason}: {count}.")
    parts = ((True, "Different from the protocol"), (False, "Not surely different"))
    for clear, title in parts:
        told = [one for one in result.learned if one.sign and one.clear == clear]
        if told:
            heading(title)
        for one in told:
            words = learned.in_words(one, protocol)
            bullet(words[:1].upper() + words[1:])
    heading("How people rate")
    for words in _of_ratings(result, protocol):
        bullet(words, NOT_WRITTEN)
    heading("How far to trust it")
    say(f"On recoveries held back: {learned.outcome_line(result)}, above 0 is better.")
    say("In brackets: 90 in 100 sure. All is shrunk towards the protocol's own values.")
    say(estimate())
    say()
    say(f"Written to {out}; the protocol itself is as it was.")
