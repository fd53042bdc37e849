"""Reading what a command is given: a file or stdin, JSON, times; refused with one clear line."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any

from afterglow.core.errors import refuse

MAX_BYTES = 20_000_000


def read_json(path: str) -> Any:
    """The JSON of a file, or of stdin for "-". Raises `InputRefused`."""
    return parse_json(_read_text(path), name="stdin" if path == "-" else path)


def _read_text(path: str) -> str:
    name = "stdin" if path == "-" else path
    try:
        if path == "-":
            content = sys.stdin.buffer.read(MAX_BYTES + 1)
        else:
            with Path(path).open("rb") as file:
                content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise refuse(name, f"cannot be read: {error.strerror or error}") from None
    if len(content) > MAX_BYTES:
        raise refuse(name, f"has over {MAX_BYTES // 1_000_000} MB; one treatment is far smaller")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise refuse(name, "is not UTF-8 text") from None


def parse_json(text: str, *, name: str = "input") -> Any:
    """JSON with nothing silent: no key twice, no bottomless nesting."""
    if not text.strip():
        raise refuse(name, "is empty; a treatment or recovery in JSON is expected")
    try:
        # NaN and Infinity are read here and refused by the field they stand in
        return json.loads(text, object_pairs_hook=_no_twins)
    except json.JSONDecodeError as error:
        raise refuse(name, f"is not JSON: {error.msg} (line {error.lineno})") from None
    except RecursionError:
        raise refuse(name, "is nested too deeply") from None
    except ValueError:
        raise refuse(name, "holds a number that is too long") from None


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise refuse(key, "this key stands there twice")
        found[key] = value
    return found


def read_moment(text: str, *, field: str, zone: tzinfo | None = None) -> datetime:
    """A time given by option; a naive one counts in `zone` where one is given, else is refused."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise refuse(
            field, f"{text!r} is not a time; write it as in 2026-11-24T15:00:00-05:00"
        ) from None
    if moment.tzinfo is None:
        if zone is None:
            raise refuse(field, f"{text!r} has no time zone; add an offset, as in -05:00")
        moment = moment.replace(tzinfo=zone)
    if not 2000 <= moment.year < 2100:
        raise refuse(field, f"{text!r} is not a plausible time; years 2000 to 2099 are")
    return moment


def now_or(at: str | None, zone: tzinfo) -> datetime:
    """The moment to speak of: the option `--at`, else the clock, in the treatment's zone."""
    if at is not None:
        return read_moment(at, field="--at", zone=zone).astimezone(zone)
    return datetime.now(UTC).astimezone(zone)
