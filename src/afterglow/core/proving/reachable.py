"""Reachable: every rule, window, warning, flag and text can come up for somebody.

A rule must also be the reason for something: somewhere it is the first of the most urgent. More
signs only bring more rules, so where it is not first at the least that meets it, it never is.
"""

from __future__ import annotations

from afterglow.core.planning import courses, window_of
from afterglow.core.protocol import Rule, When
from afterglow.core.proving.cells import LAST_HOUR
from afterglow.core.proving.finding import Found, Subject, person_cells
from afterglow.core.proving.scenes import ANYBODY, Scene, least_scenes
from afterglow.core.vocabulary import Urgency

FIELDS = ("urgency", "if")  # what an overlay changes when it makes a rule stricter
RARE = 0.1  # a plan tells no milestone of a sign that fewer people get


def reachable(subject: Subject) -> Found:
    yield from _rules(subject)
    yield from _flags(subject)
    yield from _guidance(subject)
    yield from _conditions(subject)
    yield from _milestones(subject)
    yield from _numbing(subject)


def _rules(subject: Subject) -> Found:
    for index, rule in enumerate(subject.protocol.contents.rules):
        fires = decides = outdone = False
        who = person_cells(subject, rule.seen.person)
        for scene in least_scenes(rule.seen, subject.protocol, who, subject.flag_floor):
            subject.cells += 1
            if scene.hour > LAST_HOUR:
                break
            judged = subject.judge.judge(scene)
            fires = fires or any(one.id == rule.id for one in judged.fired)
            decides = judged.rule is not None and judged.rule.id == rule.id
            outdone = outdone or _outdone(subject, judged.rule, rule)
            if decides:
                break
        if not fires:
            yield subject.against(("rules", index), f"the rule {rule.id} can fire for nobody")
        elif not decides and not outdone:
            what = f"the rule {rule.id} is never the reason: others are always first"
            yield subject.against(("rules", index), what)


def _outdone(subject: Subject, winner: Rule | None, rule: Rule) -> bool:
    """Whether an overlay made another rule stricter than this one: then it may be idle."""
    if winner is None or winner.id == rule.id:
        return False
    order = list(subject.protocol.rules)
    layers = [
        {subject.protocol.origin(("rules", order.index(one.id), name)).layer for name in FIELDS}
        for one in (winner, rule)
    ]
    return layers[0] != layers[1]


def _flags(subject: Subject) -> Found:
    for index, flag in enumerate(subject.protocol.contents.flags):
        subject.cells += 1
        if subject.judge.judge(Scene(flags=(flag.id,))).urgency is Urgency.expected:
            what = f"the flag {flag.id} alone leads to nothing"
            yield subject.against(("flags", index), what, subject.told(Scene(flags=(flag.id,))))
        if flag.ask_from > LAST_HOUR:
            yield subject.against(("flags", index), f"nobody is ever asked for {flag.id}")
    for index, sign in enumerate(subject.protocol.contents.signs):
        subject.cells += 1
        if not sign.ask[0] < sign.ask[1]:
            yield subject.against(("signs", index, "ask"), f"nobody is ever asked for {sign.id}")


def _guidance(subject: Subject) -> Found:
    for index, entry in enumerate(subject.protocol.contents.guidance):
        path = ("guidance", index)
        limits = [entry.only_when] if entry.only_when else []
        who = list(subject.people([*limits, *(one.when for one in entry.stricter)]))
        if not any(window_of(entry, person) for person in who):
            yield subject.against((*path, "only_when"), f"{entry.key} is for nobody")
            continue
        for number in range(len(entry.stricter)):
            without = entry.model_copy(
                update={"stricter": [one for at, one in enumerate(entry.stricter) if at != number]}
            )
            moved = any(_bounds(window_of(entry, p)) != _bounds(window_of(without, p)) for p in who)
            layers = {subject.protocol.origin((*path, name)).layer for name in ("from", "until")}
            own = subject.protocol.origin((*path, "stricter", number)).layer
            # where an overlay made the wait longer for all, the default's exceptions may be idle
            if not moved and (own != "default" or layers == {own}):
                what = f"{entry.key}: a stricter window changes nothing for anybody"
                yield subject.against((*path, "stricter", number), what)


def _bounds(window: tuple[float, float | None, list[str]] | None) -> object:
    return window and window[:2]


def _conditions(subject: Subject) -> Found:
    """Warnings and modifiers; and every medicine's class that any condition names exists."""
    contents = subject.protocol.contents
    named: list[tuple[tuple[int | str, ...], When]] = []
    for index, entry in enumerate(contents.ask_first):
        named.append((("ask_first", index, "when"), entry.when))
    for index, modifier in enumerate(contents.modifiers):
        if modifier.when:
            named.append((("modifiers", index, "when"), modifier.when))
    for path, when in named:
        if not any(when.met_by(person) is not None for person in subject.people([when])):
            yield subject.against(path, f"{path[0]}.{path[1]}: this condition is met by nobody")
    for index, item in enumerate(contents.guidance):
        if item.only_when:
            named.append((("guidance", index, "only_when"), item.only_when))
        for number, one in enumerate(item.stricter):
            named.append((("guidance", index, "stricter", number, "when"), one.when))
    for index, rule in enumerate(contents.rules):
        if rule.seen.person:
            named.append((("rules", index, "if", "person"), rule.seen.person))
    for path, when in named:
        for unknown in sorted(set(when.medicines_any or ()) - subject.classes):
            yield subject.against(path, f"no medicine is of the class {unknown!r}")


def _milestones(subject: Subject) -> Found:
    contents, protocol = subject.protocol.contents, subject.protocol
    who = [ANYBODY]
    for modifier in contents.modifiers:
        if modifier.when:
            met = (one for one in subject.people([modifier.when]) if modifier.when.met_by(one))
            who += [one for one in [next(met, None)] if one is not None]
    found = [courses(person, protocol) for person in who]
    subject.cells += len(found) * len(contents.milestones)
    for index, entry in enumerate(contents.milestones):
        if entry.sign is None:
            continue
        likely = [one[entry.sign] for one in found if one[entry.sign].prevalence >= RARE]
        when = (one.when_below(entry.at_most, entry.probability) for one in likely)
        if not (likely and (entry.begins or any(hour is not None for hour in when))):
            yield subject.against(("milestones", index), f"the milestone {entry.id} is for nobody")


def _numbing(subject: Subject) -> Found:
    """Every label limits something, and no limit stands twice with another bound."""
    contents = subject.protocol.contents
    seen: dict[str, int] = {}
    for index, limit in enumerate(contents.numbing_limits):
        subject.cells += 1
        bare = limit.model_dump_json(exclude={"at_most", "at_least", "text", "sources", "status"})
        if bare in seen:
            yield subject.against(("numbing_limits", index), "this limit stands here twice")
        seen[bare] = index
        young = limit.under_age is not None and limit.under_age <= 0
        if young or (limit.at_least or 0) > 120:
            yield subject.against(("numbing_limits", index), "this limit is met by nobody")
