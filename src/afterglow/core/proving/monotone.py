"""Monotone: worse never gets a lower urgency by the rules, deeper never shorter protection.

Each rule is tried at every state of each of its parts, and every part is then made worse by one
step: a rule that was met must stay met. The urgency is the highest of the rules that fire, so
where each of them is monotone the urgency is too. One part is not (`nothing_reported` ends with
the first thing told), so an empty check-in is compared with each single thing that could be told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from afterglow.core.planning import window_of
from afterglow.core.protocol import Facts, Rule
from afterglow.core.proving.cells import LAST_HOUR, in_words
from afterglow.core.proving.complete import bounds
from afterglow.core.proving.conflict import conditions_of
from afterglow.core.proving.finding import Found, Subject, person_cells
from afterglow.core.proving.scenes import HIGHEST, Scene, least_scenes
from afterglow.core.vocabulary import MAX_DEPTH_MM, Urgency


def monotone(subject: Subject) -> Found:
    for index, rule in enumerate(subject.protocol.contents.rules):
        yield from _rule(subject, index, rule)
    yield from _chains(subject)
    yield from _from_nothing(subject)
    yield from _deeper(subject)


def _rule(subject: Subject, index: int, rule: Rule) -> Found:
    """What meets a rule still meets it when any part gets worse by a step."""
    if rule.seen.nothing_reported:
        return
    who = person_cells(subject, rule.seen.person)
    for scene in least_scenes(rule.seen, subject.protocol, who, subject.flag_floor):
        subject.cells += 1
        if not subject.judge.fires(rule, scene):
            continue
        for worse in _worse(subject, scene):
            subject.cells += 1
            if not subject.judge.fires(rule, worse):
                case = f"{subject.told(scene)}; then {subject.told(worse)}"
                what = f"the rule {rule.id} is met, and no longer met when it gets worse"
                yield subject.against(("rules", index), what, case)
                return


def _worse(subject: Subject, scene: Scene) -> Iterator[Scene]:
    """Every way in which a scene can get worse by one step, and by the most."""
    hours, temperatures, _ = bounds(subject)
    later = [hour for hour in hours if hour > scene.hour]
    yield from (scene.worse(hour=hour) for hour in {*later[:1], LAST_HOUR})
    for temperature in temperatures:
        if temperature is not None and temperature > (scene.temperature or 0.0):
            yield scene.worse(temperature=temperature)
    for sign, rating in scene.ratings:
        for more in {min(rating + 1, HIGHEST), HIGHEST}:
            rated = dict(scene.ratings) | {sign: more}
            yield scene.worse(ratings=tuple(rated.items()))
    if scene.risen:
        yield scene.worse(risen=replace(scene.risen, by=HIGHEST))
    for flag in subject.protocol.flags:
        if flag not in scene.flags:
            yield scene.worse(flags=tuple(sorted((*scene.flags, flag))))
    yield scene.worse(who=replace(scene.who, depth=MAX_DEPTH_MM))


def _chains(subject: Subject) -> Found:
    """The urgency of all rules together along every rating, hour and temperature."""
    hours, temperatures, _ = bounds(subject)
    for hour in hours:
        for sign in subject.protocol.signs:
            rated = [Scene(hour, (), ((sign, rating),)) for rating in range(HIGHEST + 1)]
            yield from _never_falls(subject, rated)
        for flag in subject.protocol.flags:
            yield from _never_falls(subject, [Scene(hour, (flag,), (), t) for t in temperatures])
    for flag in subject.protocol.flags:
        yield from _never_falls(subject, [Scene(hour, (flag,)) for hour in hours])


def _never_falls(subject: Subject, scenes: list[Scene]) -> Found:
    judged = [(scene, subject.judge.judge(scene)) for scene in scenes]
    subject.cells += len(judged)
    for (mild, before), (bad, after) in pairwise(judged):
        if after.urgency < before.urgency:
            rule = before.rule or after.rule
            index = list(subject.protocol.rules).index(rule.id) if rule else 0
            case = f"{subject.told(mild)}: {before.urgency}; {subject.told(bad)}: {after.urgency}"
            yield subject.against(("rules", index), "worse, and less urgent", case)


def _from_nothing(subject: Subject) -> Found:
    """An empty check-in is not more urgent than one with a flag."""
    hours, _, _ = bounds(subject)
    for hour in hours:
        before = subject.judge.judge(Scene(hour))
        for flag in subject.protocol.flags:
            subject.cells += 1
            told = Scene(hour, (flag,))
            after = subject.judge.judge(told)
            if after.urgency < before.urgency:
                rule = before.rule or after.rule
                index = list(subject.protocol.rules).index(rule.id) if rule else 0
                case = f"{subject.told(told)}: {Urgency(after.urgency)}; nothing: {before.urgency}"
                what = "telling of a warning sign makes it less urgent"
                yield subject.against(("rules", index), what, case)
                return


def _deeper(subject: Subject) -> Found:
    """The same person with the next deeper needle: no wait is shorter, none goes away."""
    for index, entry in enumerate(subject.protocol.contents.guidance):
        if entry.kind != "avoid":
            continue
        by_person: dict[tuple[object, ...], list[Facts]] = {}
        for person in subject.people(conditions_of([entry])):
            by_person.setdefault(_but_depth(person), []).append(person)
        for same in by_person.values():
            ordered = sorted(same, key=lambda one: one.depth)
            for shallow, deep in pairwise(ordered):
                before, after = window_of(entry, shallow), window_of(entry, deep)
                if before is None:
                    continue
                shorter = after is None or after[0] > before[0]
                if after is not None and after[1] is not None:
                    shorter = shorter or before[1] is None or after[1] < before[1]
                if shorter:
                    what = f"{entry.key}: a deeper needle makes the wait shorter"
                    case = f"{in_words(shallow)}; then needle {deep.depth:g} mm"
                    yield subject.against(("guidance", index), what, case)
                    return
    yield from _courses(subject)


def _courses(subject: Subject) -> Found:
    """What is expected never ends sooner with a deeper needle: no coefficient points that way."""
    for index, modifier in enumerate(subject.protocol.contents.modifiers):
        subject.cells += 1
        effect = modifier.effect
        for name in ("time_exp_per_mm", "severity_per_mm", "prevalence_exp_per_mm"):
            if (getattr(effect, name) or 0.0) < 0:
                what = f"the modifier {modifier.id} makes deeper needling milder ({name})"
                yield subject.against(("modifiers", index, "effect", name), what)
        shares = [share for _, share in sorted((effect.prevalence_by_depth or {}).items())]
        if shares != sorted(shares):
            what = f"the modifier {modifier.id} makes a sign rarer with depth"
            yield subject.against(("modifiers", index, "effect", "prevalence_by_depth"), what)


def _but_depth(person: Facts) -> tuple[object, ...]:
    return (
        tuple(person.areas), person.device, person.skin_type, person.age, person.pregnant,
        person.session, person.numbing, person.conditions, tuple(person.medicines),
    )  # fmt: skip
