"""One line of a batch in, one line out. Pure, so that any executor may run it anywhere."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from afterglow.cli.reading import parse_json, read_moment
from afterglow.core.errors import AfterglowError, refuse
from afterglow.core.protocol import Protocol, unpack
from afterglow.core.treatment import Recovery, Treatment, read_recovery

MAX_LINE = 20_000_000
MAX_HOURS = 10_000


@dataclass(frozen=True)
class Task:
    """What is done with every line; `packed` is the protocol where it is not the default."""

    do: str
    each_check_in: bool = False
    packed: bytes | None = None

    @property
    def protocol(self) -> Protocol:
        """By which lines are answered; a worker unpacks it once."""
        return Protocol.default() if self.packed is None else _unpacked(self.packed)


_unpacked = lru_cache(maxsize=1)(unpack)


def answer_lines(lines: Sequence[str], task: Task) -> list[tuple[str, str | None]]:
    """For every line its output line, and the error where it was bad."""
    return [answer_line(line, task) for line in lines]


def answer_line(line: str, task: Task) -> tuple[str, str | None]:
    """(output line, error or None); an output line is {"id", "result"} or {"id", "error"}."""
    identity: Any = None
    try:
        if len(line) > MAX_LINE:
            raise refuse("line", f"has over {MAX_LINE // 1_000_000} MB")
        data = parse_json(line, name="line")
        if not isinstance(data, Mapping):
            raise refuse("line", 'must be an object, as in {"id": 1, "recovery": {...}}')
        identity = _identity(data)
        result = _WORK[task.do](data, task)
    except AfterglowError as error:
        problem = str(error)
        return _json({"id": identity, "error": problem}), problem
    return _json({"id": identity, "result": result}), None


def _identity(data: Mapping[str, Any]) -> Any:
    """The line's id, echoed as it came; only what JSON can say again."""
    identity = data.get("id")
    if isinstance(identity, float) and not math.isfinite(identity):
        raise refuse("id", "is not a finite number")
    if identity is not None and not isinstance(identity, str | int | float):
        raise refuse("id", "must be a text or a number")
    return identity


def _json(result: Any) -> str:
    text = json.dumps(result, ensure_ascii=False, allow_nan=False)
    # half a character (a lone surrogate) cannot be written as UTF-8, only as an escape
    return text if text.isprintable() else json.dumps(result, allow_nan=False)


def _recovery(data: Mapping[str, Any], protocol: Protocol) -> Recovery:
    if "recovery" in data:
        return read_recovery(data["recovery"], signs=protocol.sign_codes)
    if "treatment" in data:
        return Recovery(treatment=Treatment.read(data["treatment"]))
    raise refuse("recovery", "missing; give a recovery or a treatment")


def _plan(data: Mapping[str, Any], task: Task) -> Any:
    from afterglow.core.planning import plan

    protocol = task.protocol
    return plan(_recovery(data, protocol).treatment, protocol=protocol).model_dump(mode="json")


def _assess(data: Mapping[str, Any], task: Task) -> Any:
    from afterglow.core.answering import assess_told

    protocol = task.protocol
    recovery = _recovery(data, protocol)
    if not task.each_check_in:
        return assess_told(recovery, protocol=protocol).model_dump(mode="json")
    so_far = [recovery.check_ins[: count + 1] for count in range(len(recovery.check_ins))]
    return [
        assess_told(recovery.model_copy(update={"check_ins": seen}), protocol=protocol).model_dump(
            mode="json"
        )
        for seen in so_far
    ]


def _forecast(data: Mapping[str, Any], task: Task) -> Any:
    # NumPy is loaded only where a forecast is made
    from afterglow.core.forecasting import forecast

    protocol = task.protocol
    recovery = _recovery(data, protocol)
    result = forecast(recovery.treatment, check_ins=recovery.check_ins, protocol=protocol)
    if "signs" not in data and "hours" not in data:
        return result.model_dump()
    signs = _list(data, "signs", list(protocol.signs))
    hours = _numbers(data, "hours", list(range(0, 337, 6)))
    found: dict[str, Any] = {
        "ratings": {sign: result.ratings(sign, hours).round(6).tolist() for sign in signs},
        "off_course": result.off_course,
    }
    if data.get("q") is not None:
        q = _numbers(data, "q", [])
        found["quantiles"] = {
            sign: result.quantiles(sign, hours, q).round(4).tolist() for sign in signs
        }
    return found


def _ask(data: Mapping[str, Any], task: Task) -> Any:
    from afterglow.core.answering import ask

    question, at = data.get("question"), data.get("at")
    if not isinstance(question, str):
        raise refuse("question", "missing; give the question as a text")
    if at is not None and not isinstance(at, str):
        raise refuse("at", "must be a time as a text, as in 2026-11-24T15:00:00-05:00")
    moment = read_moment(at, field="at") if at is not None else None
    return ask(question, data.get("treatment"), at=moment, protocol=task.protocol).model_dump(
        mode="json"
    )


def _list(data: Mapping[str, Any], field: str, default: list[str]) -> list[str]:
    value = data.get(field, default)
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise refuse(field, "must be a list of names")
    return value


def _numbers(data: Mapping[str, Any], field: str, default: list[int]) -> list[float]:
    value = data.get(field, default)
    numbers = isinstance(value, list) and all(
        isinstance(one, int | float) and not isinstance(one, bool) for one in value
    )
    if not numbers or not value or len(value) > MAX_HOURS:
        raise refuse(field, f"must be a list of 1 to {MAX_HOURS} numbers")
    try:
        return [float(one) for one in value]
    except OverflowError:
        raise refuse(field, "holds a number that is too large") from None


_WORK = {"plan": _plan, "assess": _assess, "forecast": _forecast, "ask": _ask}
TASKS = tuple(_WORK)
