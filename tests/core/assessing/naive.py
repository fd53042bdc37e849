"""A second reading of the rules, written from the YAML alone: slow, plain, and without pydantic.

Durations, conditions on the person and rises are read here anew; nothing of the engine is used.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

import afterglow

DATA = Path(afterglow.__file__).parent / "core" / "protocol" / "data"
ORDER = ["expected", "watch", "call_clinic", "emergency"]
# what the few medicines of the generated recoveries are, for the rules that ask
CLASSES = {
    "prednisolone": {"steroid_systemic"},
    "methotrexate": {"immunosuppressant"},
    "amiodarone": {"antiarrhythmic_class_iii"},
    "apixaban": {"anticoagulant"},
    "ibuprofen": {"nsaid"},
}


@cache
def section(file: str, name: str) -> Any:
    return yaml.safe_load((DATA / file).read_text())[name]


def urgency(recovery: dict[str, Any]) -> str:
    return max((level for level, _ in fired(recovery)), key=ORDER.index, default="expected")


def fired(recovery: dict[str, Any]) -> list[tuple[str, str]]:
    """(urgency, id) of every rule that the last check-in meets."""
    rules = section("rules.yaml", "rules")
    return [(rule["urgency"], rule["id"]) for rule in rules if holds(rule["if"], recovery)]


def hours(text: str | int) -> float:
    for unit, factor in (("min", 1 / 60), ("h", 1), ("d", 24), ("w", 168)):
        if str(text).endswith(unit):
            return float(str(text).removesuffix(unit)) * factor
    assert text == 0
    return 0.0


def hour(recovery: dict[str, Any], at: int) -> float:
    start = datetime.fromisoformat(recovery["treatment"]["performed_at"])
    moment = datetime.fromisoformat(recovery["check_ins"][at]["at"])
    return (moment - start).total_seconds() / 3600


def flags(check_in: dict[str, Any]) -> set[str]:
    told = set(check_in["flags"])
    limit = section("steps.yaml", "limits")["fever_from_c"]
    if check_in.get("temperature_c", 0) >= limit:
        told.add("fever")
    return told


def holds(pattern: dict[str, Any], recovery: dict[str, Any]) -> bool:
    check_in = recovery["check_ins"][-1]
    told, ratings = flags(check_in), check_in["ratings"]
    return all(_part(name, wanted, recovery, told, ratings) for name, wanted in pattern.items())


def _part(
    name: str, wanted: Any, recovery: dict[str, Any], told: set[str], ratings: dict[str, int]
) -> bool:
    check_in = recovery["check_ins"][-1]
    match name:
        case "flags_any" | "with_flags_any":
            return any(flag in told for flag in wanted)
        case "flags_all":
            return all(flag in told for flag in wanted)
        case "fever":
            return "fever" in told
        case "temperature_at_least":
            return check_in.get("temperature_c", -1) >= wanted
        case "ratings_any":
            return any(sign in ratings and ratings[sign] >= n for sign, n in wanted.items())
        case "ratings_all":
            return all(sign in ratings and ratings[sign] >= n for sign, n in wanted.items())
        case "from_hour":
            return hour(recovery, -1) >= hours(wanted)
        case "rise":
            return _rises(wanted, recovery)
        case "earlier_flags":
            earlier = set().union(*map(flags, recovery["check_ins"][:-1]))
            return bool(earlier and earlier & _alarming())
        case "nothing_reported":
            return not ratings and not check_in["flags"]
        case "person":
            return _is_person(wanted, recovery["treatment"])
    raise AssertionError(f"the rules ask for {name}, which this reading does not know")


@cache
def _alarming() -> set[str]:
    """Flags that alone, at once and for anybody, call for the clinic."""
    found = set()
    for flag in section("flags.yaml", "flags"):
        start = "2026-01-01T00:00:00+00:00"
        alone = {"at": start, "ratings": {}, "flags": [flag["id"]]}
        person = {"performed_at": start, "areas": {"cheeks": 1.0}}
        one = {"treatment": person, "check_ins": [alone]}
        if ORDER.index(urgency(one)) >= ORDER.index("call_clinic"):
            found.add(flag["id"])
    return found


def _is_person(wanted: dict[str, Any], person: dict[str, Any]) -> bool:
    asks = {
        "conditions_any": lambda some: set(some) & set(person.get("conditions", [])),
        "areas_any": lambda some: set(some) & set(person["areas"]),
        "medicines_any": lambda some: (
            set(some) & {c for name in person.get("medicines", []) for c in CLASSES[name]}
        ),
    }
    return all(asks[name](some) for name, some in wanted.items())


def _rises(wanted: dict[str, Any], recovery: dict[str, Any]) -> bool:
    count = len(recovery["check_ins"])
    last = range(count, count - wanted.get("check_ins_in_a_row", 1), -1)
    risen = [
        sign
        for sign in wanted["signs"]
        if all(rise(recovery, sign, upto) >= wanted["by"] for upto in last)
    ]
    return len(risen) >= wanted.get("signs_at_once", 1)


def rise(recovery: dict[str, Any], sign: str, upto: int) -> int:
    """The rise at the check-in number `upto` (from 1), 0 where there is none to speak of."""
    limits = section("steps.yaml", "limits")
    if upto < 1 or hour(recovery, upto - 1) < limits["hours_before_rises"]:
        return 0
    rated = [one["ratings"].get(sign) for one in recovery["check_ins"][:upto]]
    if rated[-1] is None:
        return 0
    earlier = [one for one in rated[:-1] if one is not None]
    since = [
        value
        for at, value in enumerate(earlier)
        if any(earlier[low] <= max(earlier[:low]) - limits["fallen_by"] for low in range(1, at + 1))
    ]
    return rated[-1] - min(since) if since else 0
