"""Faults of a protocol, kind by kind: the default with one thing spoilt.

Each generator gives the kind of fault, where it is, and the sections that differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from importlib.resources import files
from typing import Any

from afterglow.core.protocol.loading import read_folder

Data = dict[str, Any]
Mutant = tuple[str, str, Data]  # its kind, where, and the changed sections
DATA = files("afterglow.core.protocol").joinpath("data")
SOFTER = {"emergency": "call_clinic", "call_clinic": "watch"}


def default_data() -> Data:
    return read_folder(DATA, lambda name: name.endswith(".yaml"))[0].data


def changed(data: Data, section: str, index: int | None) -> tuple[Data, Any]:
    """A copy of one section, and the entry in it that is to be spoilt."""
    copy = deepcopy(data[section])
    return {section: copy}, copy if index is None else copy[index]


def mutants(data: Data) -> Iterator[Mutant]:
    """Every mutant, kind by kind."""
    for index, rule in enumerate(data["rules"]):
        yield from _rule(data, index, rule)
    for index, entry in enumerate(data["guidance"]):
        yield from _guidance(data, index, entry)
    yield from _dropped(data)
    yield from _numbers(data)
    yield from _grounds(data)
    yield from _unreachable(data)


def _rule(data: Data, index: int, rule: Data) -> Iterator[Mutant]:
    def spoilt(kind: str, what: str = "") -> tuple[Mutant, Any]:
        sections, entry = changed(data, "rules", index)
        return (kind, f"{rule['id']} {what}".strip(), sections), entry

    if rule["urgency"] in SOFTER:
        mutant, entry = spoilt("soften an urgency")
        entry["urgency"] = SOFTER[rule["urgency"]]
        yield mutant
    for name in ("ratings_any", "ratings_all"):
        for sign, least in (rule["if"].get(name) or {}).items():
            mutant, entry = spoilt("raise a rating's bound", sign)
            entry["if"][name][sign] = least + 1
            yield mutant
    mutant, entry = spoilt("let a rule begin later")
    late = "from_hour" in rule["if"] or "rise" in rule["if"]  # no rise counts before 24 h
    entry["if"]["from_hour"] = "30d" if late else "12h"
    yield mutant
    for name in ("flags_any", "with_flags_any"):
        for flag in rule["if"].get(name) or []:
            mutant, entry = spoilt("take a flag from a rule", flag)
            entry["if"][name].remove(flag)
            yield mutant
    mutant, entry = spoilt("ask for one thing more")
    entry["if"]["flags_all"] = [*(rule["if"].get("flags_all") or []), "twitching"]
    yield mutant
    if "rise" in rule["if"]:
        for name in ("by", "signs_at_once"):
            mutant, entry = spoilt("ask for a greater rise", name)
            entry["if"]["rise"][name] = rule["if"]["rise"].get(name, 1) + 1
            yield mutant
    for name, values in (rule["if"].get("person") or {}).items():
        for value in values if isinstance(values, list) else []:
            mutant, entry = spoilt("reach fewer people", str(value))
            entry["if"]["person"][name].remove(value)
            yield mutant
    mutant, entry = spoilt("leave a word open")
    entry["next_step"] = {"en": "It rose to {rating}. Call {emergency} now."}
    yield mutant
    twin = deepcopy(data["rules"])
    twin.insert(index + 1, {**deepcopy(rule), "id": f"{rule['id']}_twin"})
    yield "write a rule twice", rule["id"], {"rules": twin}


def _guidance(data: Data, index: int, entry: Data) -> Iterator[Mutant]:
    key = entry.get("id") or entry["topic"]

    def spoilt(kind: str, what: str = "") -> tuple[Mutant, Any]:
        sections, copy = changed(data, "guidance", index)
        return (kind, f"{key} {what}".strip(), sections), copy

    if entry.get("until") and entry.get("from"):
        mutant, copy = spoilt("swap from and until")
        copy["from"], copy["until"] = entry["until"], entry["from"]
        yield mutant
    if entry["kind"] == "avoid":
        mutant, copy = spoilt("advise what is forbidden")
        twin = {**deepcopy(entry), "id": f"{key}_do", "kind": "do"}
        mutant[2]["guidance"].append(twin)
        yield mutant
    if entry["kind"] == "avoid" and "until" not in entry:
        for until in ("7d", "365d"):
            mutant, copy = spoilt("shorten what never ends", until)
            copy["until"] = until
            yield mutant
        for kind in ("do", "care"):
            mutant, copy = spoilt("turn around what never ends", kind)
            copy["kind"] = kind
            yield mutant
    if entry["kind"] == "do":
        before = [
            one
            for one in data["guidance"]
            if one["topic"] == entry["topic"] and one["kind"] == "avoid"
        ]
        if before:
            mutant, copy = spoilt("let windows overlap")
            copy["from"] = "0h"
            yield mutant
    for number in range(len(entry.get("stricter") or [])):
        mutant, copy = spoilt("make a stricter window shorter", str(number))
        copy["stricter"][number].pop("forever", None)
        copy["stricter"][number]["until"] = "1h"
        yield mutant
        mutant, copy = spoilt("a condition nobody meets", f"stricter {number}")
        copy["stricter"][number]["when"] = {"age_at_least": 150}
        yield mutant
    if entry.get("claim"):
        mutant, copy = spoilt("contradict a claim's status")
        copy["status"] = "supported" if entry.get("status") != "supported" else "partly"
        yield mutant
    mutant, copy = spoilt("take the sources away")
    copy["sources"] = {}
    yield mutant


def _dropped(data: Data) -> Iterator[Mutant]:
    floor = ("plastic_wrap", "picking", "ice", "prescribed_medicines", "prescribed_nsaid")
    for section in (
        "rules", "flags", "steps", "ask_first", "numbing_limits", "numbing_dressings",
        "numbing_cautions", "signs", "explanations", "phases",
    ):  # fmt: skip
        for index in range(len(data[section])):
            sections, _ = changed(data, section, None)
            del sections[section][index]
            name = next(iter(data[section][index].values()))
            yield f"drop one of {section}", f"{name} ({index})", sections
    for index, entry in enumerate(data["guidance"]):
        if (entry.get("id") or entry["topic"]) in floor:
            sections, _ = changed(data, "guidance", None)
            del sections["guidance"][index]
            yield "drop guidance of the floor", entry["topic"], sections
            sections, copy = changed(data, "guidance", index)
            copy["text"] = {"en": "Do as you like."}
            yield "change the words of the floor", entry["topic"], sections


def _numbers(data: Data) -> Iterator[Mutant]:
    for index, limit in enumerate(data["numbing_limits"]):
        sections, entry = changed(data, "numbing_limits", index)
        for name, factor in (("at_most", 2), ("at_least", 0.5)):
            if name in limit:
                entry[name] = limit[name] * factor
        yield "loosen a label", f"{limit['name']} ({index})", sections
    for index, row in enumerate(data["numbing_dressings"]):
        if row["rule"] == "forbidden":
            sections, entry = changed(data, "numbing_dressings", index)
            entry["rule"] = "allowed"
            yield "allow a cover", str(row["products"]), sections
    for index, row in enumerate(data["numbing_cautions"]):
        if row["verdict"] == "over_label":
            sections, entry = changed(data, "numbing_cautions", index)
            entry["verdict"] = "ask_clinic"
            yield "soften a caution", row["ask_first"], sections
    for name, value in (("fever_from_c", 38.5), ("hours_before_rises", 48), ("fallen_by", 2)):
        sections, limits = changed(data, "limits", None)
        limits[name] = value
        yield "raise a threshold", name, sections
    for index, one in enumerate(data["explanations"]):
        if one.get("alarm"):
            for name in ("watch_from", "call_from"):
                sections, entry = changed(data, "explanations", index)
                entry["alarm"][name] = min(one["alarm"][name] * 2, 0.99)
                yield "raise a threshold", f"{one['id']} {name}", sections
    for index, step in enumerate(data["steps"]):
        if step["look_again"]:
            sections, entry = changed(data, "steps", index)
            entry["look_again"] = "10d"
            yield "look again too late", step["urgency"], sections
    for code in data["numbers"]["countries"]:
        sections, numbers = changed(data, "numbers", None)
        numbers["countries"][code]["emergency"] = "113"
        if data["numbers"]["countries"][code]["emergency"] != "113":
            yield "a wrong number to call", code, sections
    for index, one in enumerate(data["modifiers"]):
        for name in ("time_exp_per_mm", "severity_per_mm"):
            if one["effect"].get(name):
                sections, entry = changed(data, "modifiers", index)
                entry["effect"][name] = -one["effect"][name]
                yield "deeper is milder", one["id"], sections
    for index, phase in enumerate(data["phases"][:-1]):
        sections, entry = changed(data, "phases", index)
        entry["until"] = "25h" if phase["until"] != "25h" else "26h"
        yield "leave a gap between phases", phase["id"], sections


def _grounds(data: Data) -> Iterator[Mutant]:
    for section in ("rules", "signs", "ask_first", "claims", "numbing_limits", "modifiers"):
        for index in range(len(data[section])):
            sections, entry = changed(data, section, index)
            entry.pop("sources")
            yield "take the sources away", f"{section} {index}", sections
            sections, entry = changed(data, section, index)
            entry["sources"] = {"A": ["ZZZQ"]}
            yield "name an unknown source", f"{section} {index}", sections
            sections, entry = changed(data, section, index)
            entry["sources"] = {"A": [""]}
            yield "an empty source", f"{section} {index}", sections
    sections, about = changed(data, "about", None)
    about["languages"] = ["en", "fr"]
    yield "promise a language", "fr", sections
    for index, claim in enumerate(data["claims"]):
        if claim["status"] == "unsafe":
            sections, entry = changed(data, "claims", index)
            entry["status"] = "supported"
            yield "call the unsafe supported", claim["claim"], sections
    for index, entry in enumerate(data["guidance"]):
        if entry.get("status") == "unsafe":
            sections, copy = changed(data, "guidance", index)
            copy["kind"] = "do"
            yield "advise the unsafe", entry["topic"], sections
    for index in range(0, len(data["guidance"]), 9):
        sections, copy = changed(data, "guidance", index)
        copy["text"] = {"en": "Call {emergency}, or {rating}."}
        yield "leave a word open", f"guidance {index}", sections
        sections, copy = changed(data, "guidance", index)
        copy["text"] = {"en": "Stop your blood thinner seven days before."}
        yield "stop what is prescribed", f"guidance {index}", sections


def _unreachable(data: Data) -> Iterator[Mutant]:
    nobody = ({"age_at_least": 150}, {"medicines_any": ["fairy_dust"]}, {"depth_at_least": 8.5})
    for index, entry in enumerate(data["ask_first"]):
        sections, copy = changed(data, "ask_first", index)
        copy["when"] = {**entry["when"], **nobody[index % 3]}
        yield "a condition nobody meets", entry["id"], sections
        if entry.get("urgent"):
            sections, copy = changed(data, "ask_first", index)
            copy["urgent"] = False
            yield "soften a warning", entry["id"], sections
        for name, values in entry["when"].items():
            if isinstance(values, list) and len(values) > 1:
                sections, copy = changed(data, "ask_first", index)
                copy["when"][name] = values[1:]
                yield "warn fewer people", entry["id"], sections
    for index, one in enumerate(data["modifiers"]):
        if one.get("when"):
            sections, copy = changed(data, "modifiers", index)
            copy["when"] = nobody[index % 2]
            yield "a condition nobody meets", one["id"], sections
    for index, entry in enumerate(data["guidance"]):
        if entry.get("only_when"):
            sections, copy = changed(data, "guidance", index)
            copy["only_when"] = nobody[index % 2]
            yield "a condition nobody meets", entry.get("id") or entry["topic"], sections
    for index, flag in enumerate(data["flags"]):
        sections, copy = changed(data, "flags", index)
        copy["ask_from"] = "400d"
        yield "never ask for a flag", flag["id"], sections
    for index, sign in enumerate(data["signs"]):
        sections, copy = changed(data, "signs", index)
        copy["ask"] = list(reversed(sign["ask"]))
        yield "swap from and until", sign["id"], sections
