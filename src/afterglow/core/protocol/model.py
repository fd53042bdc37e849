"""All sections of a protocol in one model, and the checks that no single section can make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Literal

from pydantic import Field

from afterglow.core.errors import nearest
from afterglow.core.protocol.advice import AskFirst, Claim, Guidance, Milestone, Phase
from afterglow.core.protocol.beside import BesideNote
from afterglow.core.protocol.calendar import CalendarSpec, calendar_checks
from afterglow.core.protocol.costs import (
    CostWords,
    CourseGoal,
    Extra,
    Judging,
    Price,
    Spacing,
    cost_checks,
)
from afterglow.core.protocol.courses import (
    Cap,
    Explanation,
    Modifier,
    RatingHabits,
    SignSpec,
    Unusual,
)
from afterglow.core.protocol.guide import GuidePoint, GuideSection, guide_checks
from afterglow.core.protocol.numbing import (
    NumbingArea,
    NumbingCaution,
    NumbingDressing,
    NumbingLimit,
    NumbingSpec,
    NumbingWords,
    numbing_checks,
)
from afterglow.core.protocol.places import Numbers
from afterglow.core.protocol.triage import FlagSpec, Rule, Step
from afterglow.core.protocol.values import Entry, Sources, Text
from afterglow.core.vocabulary import FLAGS, SIGNS

Path = tuple[int | str, ...]


class About(Entry):
    """Who wrote this protocol, which version it is, and whether a clinician has reviewed it."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    version: Annotated[str, Field(pattern=r"^\d+\.\d+\.\d+$")]
    title: Text
    languages: Annotated[list[str], Field(min_length=1)]
    reviewed_by_clinician: bool
    review_note: Text


class SourceSpec(Entry):
    """The paper, label or public body itself. `read` false: known, not yet checked against it."""

    title: str
    url: str | None = None
    read: bool = True


class Limits(Entry):
    """Numbers that triage reads and a clinic may set."""

    fever_from_c: Annotated[float, Field(ge=37, le=39)]
    hours_before_rises: Annotated[float, Field(ge=0)]
    fallen_by: Annotated[int, Field(ge=1)]
    sources: Sources


class Words(Entry):
    """A text that code needs by name, with its sources."""

    text: Text
    sources: Sources


class Contents(Entry):
    """A whole protocol, section by section."""

    about: About
    sources: dict[str, SourceSpec]
    signs: list[SignSpec]
    modifiers: list[Modifier]
    caps: list[Cap]
    rating_habits: RatingHabits
    explanations: list[Explanation]
    unusual: Unusual
    phases: list[Phase]
    milestones: list[Milestone]
    guidance: list[Guidance]
    claims: list[Claim]
    ask_first: list[AskFirst]
    unknown_medicine: Words
    no_warning_sign: Words
    flags: list[FlagSpec]
    rules: list[Rule]
    limits: Limits
    steps: list[Step]
    numbers: Numbers
    numbing_products: list[NumbingSpec]
    numbing_limits: list[NumbingLimit]
    numbing_dressings: list[NumbingDressing]
    numbing_cautions: list[NumbingCaution]
    numbing_words: list[NumbingWords]
    course_goals: list[CourseGoal]
    course_spacing: list[Spacing]
    prices: list[Price]
    price_extras: list[Extra]
    results_judged: list[Judging]
    cost_words: list[CostWords]
    guide_sections: list[GuideSection] = []
    guide_points: list[GuidePoint] = []
    numbing_areas: list[NumbingArea] = []
    beside_notes: Annotated[list[BesideNote], Field(min_length=1)]
    calendar: CalendarSpec


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a protocol's files, so that an editor can help a clinic."""
    schema = Contents.model_json_schema(by_alias=True)
    schema["title"] = "Afterglow protocol"
    # a file holds some of the sections; together they hold all
    schema.pop("required", None)
    return schema


IdentifiedSection = Literal[
    "signs", "modifiers", "explanations", "phases", "milestones", "ask_first", "flags", "rules",
    "guide_sections", "guide_points", "beside_notes",
]  # fmt: skip
IDENTIFIED: tuple[IdentifiedSection, ...] = (
    "signs", "modifiers", "explanations", "phases", "milestones", "ask_first", "flags", "rules",
    "guide_sections", "guide_points", "beside_notes",
)  # fmt: skip


def cross_checks(contents: Contents) -> Iterator[tuple[Path, str]]:
    """What only the whole can show: ids twice, unknown signs, claims, sources, gaps."""
    yield from _ids(contents)
    yield from _signs(contents)
    yield from _claims(contents)
    yield from _grounds(contents)
    yield from _numbing(contents)
    yield from calendar_checks(contents.calendar, [one.id for one in contents.milestones])
    yield from cost_checks(contents.course_goals, contents.course_spacing, contents.cost_words)
    yield from guide_checks(
        contents.guide_sections, contents.guide_points, {one.topic for one in contents.guidance}
    )


def _twice(names: Iterable[str]) -> Iterator[tuple[int, str]]:
    seen: set[str] = set()
    for index, name in enumerate(names):
        if name in seen:
            yield index, name
        seen.add(name)


def _ids(contents: Contents) -> Iterator[tuple[Path, str]]:
    for section in IDENTIFIED:
        for index, name in _twice(one.id for one in getattr(contents, section)):
            yield (section, index, "id"), f"{name!r} stands here twice"
    for index, name in _twice(one.key for one in contents.guidance):
        yield (
            ("guidance", index, "topic"),
            f"{name!r} stands here twice; give the second an id of its own",
        )
    for index, name in _twice(one.claim for one in contents.claims):
        yield ("claims", index, "claim"), f"{name!r} stands here twice"
    missing = set(FLAGS) - {flag.id for flag in contents.flags}
    if missing:
        yield ("flags",), f"not described: {', '.join(sorted(missing))}"
    total = sum(one.base_rate for one in contents.explanations)
    natural = contents.explanations[0]
    if abs(total - 1) > 1e-6 or natural.id != "natural" or not natural.benign:
        problem = (
            f"natural comes first and is benign, and the base rates must add to 1, not {total:g}"
        )
        yield ("explanations",), problem
    missing = set(SIGNS) - {sign.id for sign in contents.signs}
    if missing:
        yield ("signs",), f"not described: {', '.join(sorted(missing))}"
    wanted = {"expected", "watch", "call_clinic", "emergency"}
    missing = wanted - {step.urgency for step in contents.steps}
    if missing:
        yield ("steps",), f"not described: {', '.join(sorted(missing))}"


def _signs(contents: Contents) -> Iterator[tuple[Path, str]]:
    known = {sign.id for sign in contents.signs}

    def check(path: Path, names: Iterable[str]) -> Iterator[tuple[Path, str]]:
        for name in names:
            if name not in known:
                yield path, f"unknown sign {name!r}{nearest(name, known)}"

    for index, modifier in enumerate(contents.modifiers):
        yield from check(("modifiers", index, "signs"), modifier.signs)
    for index, cap in enumerate(contents.caps):
        yield from check(("caps", index, "signs"), cap.signs)
    for index, explanation in enumerate(contents.explanations):
        if explanation.alarm and not explanation.surge:
            yield ("explanations", index, "alarm"), "an alarm needs a surge to see"
        if explanation.surge:
            yield from check(("explanations", index, "surge", "signs"), explanation.surge.signs)
    for index, names in enumerate(contents.unusual.sums):
        yield from check(("unusual", "sums", index), names)
    for index, milestone in enumerate(contents.milestones):
        path: Path = ("milestones", index)
        if milestone.sign:
            yield from check((*path, "sign"), [milestone.sign])
        if (milestone.sign is None) == (milestone.at is None):
            yield path, "a milestone has either a sign or a time (at), not both"
    for index, rule in enumerate(contents.rules):
        seen, path = rule.seen, ("rules", index, "if")
        for name in ("ratings_any", "ratings_all"):
            yield from check((*path, name), getattr(seen, name) or {})
        if seen.rise:
            yield from check((*path, "rise", "signs"), seen.rise.signs)


def _claims(contents: Contents) -> Iterator[tuple[Path, str]]:
    known = {claim.claim for claim in contents.claims}
    for section in ("guidance", "milestones"):
        for index, entry in enumerate(getattr(contents, section)):
            if entry.claim and entry.claim not in known:
                hint = nearest(entry.claim, known)
                yield (section, index, "claim"), f"unknown claim {entry.claim!r}{hint}"


def _numbing(contents: Contents) -> Iterator[tuple[Path, str]]:
    yield from numbing_checks(
        contents.numbing_products,
        contents.numbing_limits,
        contents.numbing_dressings,
        contents.numbing_cautions,
        contents.numbing_words,
        rules={rule.id for rule in contents.rules},
        ask_first={entry.id for entry in contents.ask_first},
    )


def _grounds(contents: Contents) -> Iterator[tuple[Path, str]]:
    """A code in capitals must be a source of sources.yaml; other words are a source by itself."""
    known = contents.sources
    for section, entries in contents:
        if not isinstance(entries, list):
            entries = [entries] if hasattr(entries, "sources") else []
        for index, entry in enumerate(entries):
            for grade, codes in getattr(entry, "sources", {}).items():
                for code in codes:
                    if code.isascii() and code.replace("_", "").isalnum() and code.isupper():
                        if code not in known:
                            place: Path = (section, index, "sources", grade)
                            yield place, f"unknown source {code!r}{nearest(code, known)}"
