"""One tree of errors. Each fault says what was wrong, where, and what would be right.

In: pydantic's errors, or a fault found by hand. Out: lines that a person can act on.
The command line turns an error into exit status 2, the site into a page; both show these words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from afterglow.core.messages import Message, joined, message

if TYPE_CHECKING:
    from pydantic import BaseModel, ValidationError


MOST_SHOWN = 20


@dataclass(frozen=True)
class Fault:
    """One thing that was wrong: the field, the problem, and the file and line where known."""

    field: str
    problem: str
    file: str | None = None
    line: int | None = None

    def __str__(self) -> str:
        where = ":".join(str(part) for part in (self.file, self.line) if part is not None)
        said = f"{shorten(self.field, 80)}: {self.problem}" if self.field else self.problem
        return one_line(f"{where}: {said}" if where else said)

    @property
    def parts(self) -> tuple[Fault, ...]:
        """The same by field, where a rule looked at several; else itself alone."""
        about = self.problem.about if isinstance(self.problem, Message) else ()
        inner = (
            Fault(".".join(filter(None, (self.field, name))), words, self.file, self.line)
            for name, words in about
        )
        return tuple(inner) or (self,)


def one_line(text: str) -> str:
    """Text fit for one line of a terminal or log: what is not printable is shown escaped."""
    return "".join(char if char.isprintable() else repr(char)[1:-1] for char in text)


def shorten(text: str, most: int = 60) -> str:
    """At most so many characters, with dots where something was cut."""
    return text if len(text) <= most else text[: most - 3] + "..."


class AfterglowError(Exception):
    """Root of all that Afterglow refuses; carries every fault, not only the first."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(str(self))

    def __str__(self) -> str:
        shown = [str(fault) for fault in self.faults[:MOST_SHOWN]]
        if len(self.faults) > MOST_SHOWN:
            shown.append(f"and {len(self.faults) - MOST_SHOWN} more faults")
        return "; ".join(shown)


class InputRefused(AfterglowError):
    """A treatment, check-in or question that cannot be used. Refused whole, in one line."""


class ProtocolRefused(AfterglowError):
    """A protocol or overlay that cannot be used: one line a fault, with file and line number."""

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)


class BelowFloor(ProtocolRefused):
    """An overlay that is well written, and softer than the safety floor that it lies over."""


def refuse(field: str, problem: str) -> InputRefused:
    """An `InputRefused` with a single fault."""
    return InputRefused([Fault(field, problem)])


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint at the nearest valid value: " (did you mean cheeks?)", or the choices when few."""
    choices = {choice.lower(): choice for choice in sorted(known)}
    wanted = word[:100].strip().lower().replace(" ", "_")
    close = get_close_matches(wanted, choices, n=1, cutoff=0.6)
    if close:
        return message(" (did you mean %(word)s?)", word=choices[close[0]])
    if len(choices) <= 20:
        return message(" (one of %(words)s)", words=", ".join(choices.values()))
    return ""


def unknown(kind: str, words: Iterable[str], known: Iterable[str]) -> Message | None:
    """What to say of every word that is not known, or None where all are."""
    choices = set(known)
    found = [
        message(
            "unknown %(kind)s %(word)s%(hint)s",
            kind=kind,
            word=shorten(repr(word)),
            hint=nearest(word, choices),
        )
        for word in dict.fromkeys(words)
        if word not in choices
    ]
    return joined(found[:MOST_SHOWN])


def faults_of(error: ValidationError, model: type[BaseModel]) -> list[Fault]:
    """Pydantic's findings as faults in people's words, each with the dotted path of its field."""
    found: dict[tuple[str, str], Fault] = {}
    for finding in error.errors(include_url=False):
        location = tuple(finding["loc"])
        path = ".".join(str(part) for part in location if not _is_branch(part))
        fault = Fault(path, _problem(finding, location, model))
        found.setdefault((fault.field, fault.problem), fault)
    return list(found.values())


def _is_branch(part: int | str) -> bool:
    # pydantic puts this behind a mapping's key where the key itself is at fault
    return part == "[key]"


# what a wrong kind of value should have been, by the first word of pydantic's error type
_KINDS = {
    "string": message("a text in quotes"),
    "int": message("a whole number"),
    "float": message("a number"),
    "bool": message("true or false"),
    "list": message("a list"),
    "tuple": message("a list"),
    "dict": message("named fields"),
    "model": message("an object with named fields"),
}


def _problem(finding: Mapping[str, Any], location: Sequence[int | str], model: Any) -> str:
    kind, value, context = finding["type"], finding.get("input"), finding.get("ctx", {})
    shown = shorten(repr(value))
    match kind:
        case "extra_forbidden":
            hint = nearest(str(location[-1]), _keys_at(model, location[:-1]))
            return message("unknown key%(hint)s", hint=hint)
        case "missing":
            return message("missing; it is required")
        case "value_error":
            return _raised(context.get("error", finding["msg"]))
        case "timezone_aware":
            return message(
                "%(given)s has no time zone; write an offset, as in 2026-11-24T15:00:00-05:00",
                given=shown,
            )
        case "literal_error" | "enum":
            expected = str(context["expected"])
            choices = [part.strip(" '") for part in expected.replace(" or ", ",").split(",")]
            hint = nearest(str(value), choices)
            return message("unknown value %(given)s%(hint)s", given=shown, hint=hint)
        case "finite_number":
            return message("%(given)s is not a finite number", given=shown)
        case "too_short" | "string_too_short":
            least = context["min_length"]
            return message("has too little in it; at least %(least)s is needed", least=least)
        case "too_long" | "string_too_long":
            return message("is too long; at most %(most)s fit", most=context["max_length"])
        case "string_pattern_mismatch" if location and location[-1] == "[key]":
            return f"{shown} is no key here; a text with a comma or colon in it needs quotes"
        case "string_pattern_mismatch":
            return message(
                "%(given)s is not written as it must be (%(pattern)s)",
                given=shown,
                pattern=context["pattern"],
            )
        case "greater_than" | "greater_than_equal" | "less_than" | "less_than_equal":
            return _beyond(kind, shown, next(iter(context.values())))
        case _ if kind.startswith(("datetime", "timezone")):
            return message(
                "%(given)s is not a time; write it as in 2026-11-24T15:00:00-05:00", given=shown
            )
        case _ if kind.split("_")[0] in _KINDS:
            right = _KINDS[kind.split("_")[0]]
            return message("%(given)s is not right; it must be %(right)s", given=shown, right=right)
        case _:
            return f"{shown} is not right: {finding['msg'].removeprefix('Value error, ')}"


def _raised(error: object) -> str:
    """The words of a validator's own error; a message stays one."""
    first = error.args[0] if isinstance(error, Exception) and error.args else None
    return first if isinstance(first, Message) else str(error)


def _beyond(kind: str, given: str, limit: object) -> Message:
    said = {"given": given, "limit": limit}
    match kind:
        case "greater_than":
            return message("%(given)s is out of range; it must be above %(limit)s", **said)
        case "greater_than_equal":
            return message("%(given)s is out of range; it must be at least %(limit)s", **said)
        case "less_than":
            return message("%(given)s is out of range; it must be below %(limit)s", **said)
        case _:
            return message("%(given)s is out of range; it must be at most %(limit)s", **said)


def _keys_at(model: Any, location: Sequence[int | str]) -> list[str]:
    """The keys that a model accepts at a path; empty where the path leaves known models."""
    from pydantic import BaseModel

    for part in location:
        if isinstance(part, int) or _is_branch(part) or not _has_fields(model):
            continue
        field = model.model_fields.get(part)
        model = _inner_model(field.annotation, BaseModel) if field else None
    return list(model.model_fields) if _has_fields(model) else []


def _has_fields(model: Any) -> bool:
    return hasattr(model, "model_fields")


def _inner_model(annotation: Any, base: type) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, base):
        return annotation
    for inner in getattr(annotation, "__args__", ()):
        found = _inner_model(inner, base)
        if found is not None:
            return found
    return None
