"""Above the floor: no lower than the list that is kept beside the protocol (data/floor).

The list is held against what the real rules and windows do, not against how they are written:
each case of it at the least that meets it, each window for everybody that its conditions tell
apart. With `monotone`, whatever is worse than a case is at least as urgent.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from afterglow.core.planning import window_of
from afterglow.core.protocol import (
    Facts,
    Floor,
    FloorCase,
    FloorGuidance,
    floor,
    is_held,
    never_said,
    shrunk_condition,
    shrunk_pattern,
    taken,
    texts,
)  # fmt: skip
from afterglow.core.proving.above_labels import labels_above
from afterglow.core.proving.above_reach import reach_above
from afterglow.core.proving.cells import LAST_HOUR, hour_in_words, in_words
from afterglow.core.proving.conflict import conditions_of
from afterglow.core.proving.finding import Found, Subject, person_cells
from afterglow.core.proving.results import Counterexample
from afterglow.core.proving.scenes import Scene, least_scenes
from afterglow.core.vocabulary import Urgency


def above_the_floor(subject: Subject) -> Found:
    lowest = floor()
    yield from _flags(subject, lowest)
    yield from _asked(subject, lowest)
    for case in lowest.cases:
        yield from _case(subject, case)
    yield from _thresholds(subject, lowest)
    yield from _calls(subject)
    for entry in lowest.guidance:
        yield from _guidance(subject, entry)
    yield from _endless(subject)
    yield from _ask_first(subject, lowest)
    yield from labels_above(subject, lowest)
    yield from reach_above(subject, lowest)
    yield from _words(subject)
    yield from _own_words(subject)


def _flags(subject: Subject, lowest: Floor) -> Found:
    for flag, least in lowest.flags.items():
        for hour in (0.0, LAST_HOUR):
            subject.cells += 1
            scene = Scene(hour, (flag,))
            found = subject.judge.judge(scene)
            if found.urgency < Urgency[least]:
                yield _too_low(subject, scene, found.urgency, least, {flag})
                break


def _asked(subject: Subject, lowest: Floor) -> Found:
    """Questions that every check-in shows, and guidance that answers: ask your clinic."""
    for index, flag in enumerate(subject.protocol.contents.flags):
        subject.cells += 1
        if flag.id in lowest.asked_first and not flag.ask_first:
            what = f"{flag.id} is no longer asked at every check-in"
            yield subject.against(("flags", index), what)
    for index, entry in enumerate(subject.protocol.contents.guidance):
        path = ("guidance", index, "ask_first")
        own = subject.protocol.origin(path).layer != "default"
        if entry.key in lowest.asks and not entry.ask_first and not own:
            yield subject.against(path, f"{entry.key} no longer says to ask the clinic")


def _case(subject: Subject, case: FloorCase) -> Found:
    rules = subject.protocol.contents.rules
    index = next((at for at, one in enumerate(rules) if one.id == case.rule), None)
    if _is_a_clinics_choice(subject, case.rule, index):
        return
    if index is None:
        yield subject.against(("rules",), f"the rule {case.rule} is on the floor and missing")
        return
    if case.floor and not rules[index].floor:
        what = f"the rule {case.rule} is on the floor and does not say so"
        yield subject.against(("rules", index, "floor"), what)
        return
    for path, said in shrunk_pattern(case.seen, rules[index].seen):
        what = f"the rule {case.rule} is met by less than the floor's: {said}"
        yield subject.against(("rules", index, "if", *path), what)
        return
    yield from _judged(subject, case)


def _is_a_clinics_choice(subject: Subject, rule: str, index: int | None) -> bool:
    """Whether an overlay hid or changed a rule that it may."""
    if index is None:
        return ("rules", rule) in subject.protocol.layered.hidden
    held = is_held(subject.protocol.contents.rules[index])
    return not held and subject.protocol.origin(("rules", index, "if")).layer != "default"


def _judged(subject: Subject, case: FloorCase) -> Found:
    alarms = [flag for flag, least in floor().flags.items() if least != "watch"]
    who = [
        one
        for one in person_cells(subject, case.seen.person)
        if case.seen.person is None or case.seen.person.met_by(one) is not None
    ]
    for person in chain(who, _one_each(subject, case)):
        for scene in least_scenes(case.seen, subject.protocol, [person], alarms):
            subject.cells += 1
            if case.seen.temperature_at_least is None and scene.temperature is not None:
                scene = scene.worse(temperature=floor().thresholds.fever_from_c)
            found = subject.judge.judge(scene)
            if found.urgency < Urgency[case.at_least]:
                yield _too_low(subject, scene, found.urgency, case.at_least, set(scene.flags))
                return


def _one_each(subject: Subject, case: FloorCase) -> Iterator[Facts]:
    """Each listed fact by itself: a rule that lists fewer than the floor tells them apart."""
    person = case.seen.person
    for name in ("conditions_any", "medicines_any", "areas_any"):
        for value in (getattr(person, name) or ()) if person else ():
            alone = person.model_copy(update={name: [value]}) if person else None
            if alone:
                met = (one for one in subject.people([alone]) if alone.met_by(one) is not None)
                yield from list(met)[:1]


def _too_low(
    subject: Subject, scene: Scene, found: Urgency, least: str, flags: set[str]
) -> Counterexample:
    """Names the rule that should have caught it: the one that shares most with the scene."""
    ratings = dict(scene.ratings)

    def shared(index: int) -> int:
        seen = subject.protocol.contents.rules[index].seen
        named = chain(seen.flags_any or (), seen.with_flags_any or (), seen.flags_all or ())
        rated = chain(seen.ratings_any or (), seen.ratings_all or ())
        return len(flags & set(named)) + len(ratings.keys() & set(rated))

    count = len(subject.protocol.contents.rules)
    best = max(range(count), key=shared, default=0)
    what = f"the floor asks for {least}, the rules say {found}"
    path = ("rules", best) if shared(best) else ("rules",)
    return subject.against(path, what, subject.told(scene))


def _thresholds(subject: Subject, lowest: Floor) -> Found:
    contents = subject.protocol.contents
    for name, most in lowest.thresholds:
        subject.cells += 1
        if getattr(contents.limits, name) > most:
            what = f"{name} is {getattr(contents.limits, name):g}, above the floor's {most:g}"
            yield subject.against(("limits", name), what)
    for step in contents.steps:
        most = lowest.look_again.get(step.urgency)
        longest = max(step.look_again or 0, step.look_again_later or 0)
        if most is not None and longest > most:
            index = contents.steps.index(step)
            what = f"after {step.urgency} the next look is later than {most:g} hours"
            yield subject.against(("steps", index, "look_again"), what)
    alarms = {one.id: (index, one.alarm) for index, one in enumerate(contents.explanations)}
    for code, (watch, call) in lowest.alarms.items():
        subject.cells += 1
        index, alarm = alarms.get(code, (0, None))
        if alarm is None or alarm.watch_from > watch or alarm.call_from > call:
            what = f"the forecast's alarm for {code} is missing, or later than the floor's"
            yield subject.against(("explanations", index, "alarm"), what)
    watch, call = lowest.unusual
    if contents.unusual.watch_below < watch or contents.unusual.call_below < call:
        yield subject.against(("unusual",), "unusual ratings are called later than the floor's")


def _calls(subject: Subject) -> Found:
    """Whatever is an emergency names the number to call, in every language."""
    contents = subject.protocol.contents
    for index, rule in enumerate(contents.rules):
        subject.cells += 1
        for language, words in (rule.next_step or {}).items():
            if rule.urgency == "emergency" and "{emergency}" not in words:
                what = f"the rule {rule.id} is an emergency and names no number to call"
                yield subject.against(("rules", index, "next_step", language), what)
    for index, step in enumerate(contents.steps):
        if step.urgency == "emergency" and any("{emergency}" not in o for o in step.title.values()):
            yield subject.against(("steps", index, "title"), "no number to call in an emergency")


def _guidance(subject: Subject, least: FloorGuidance) -> Found:
    found = [
        (index, one)
        for index, one in enumerate(subject.protocol.contents.guidance)
        if one.key == least.key
    ]
    if not found:
        yield subject.against(("guidance",), f"{least.key} is on the floor and missing")
        return
    index, entry = found[0]
    if entry.kind != least.kind:
        what = f"{least.key} is {entry.kind}; the floor says {least.kind}"
        yield subject.against(("guidance", index, "kind"), what)
    for words in least.says:
        subject.cells += 1
        if words not in entry.text["en"]:
            what = f"{least.key} no longer says {words!r}"
            yield subject.against(("guidance", index, "text"), what)
    whens = [*conditions_of([entry]), *([least.only_when] if least.only_when else [])]
    for person in subject.people(whens):
        if least.only_when and least.only_when.met_by(person) is None:
            continue
        window = window_of(entry, person)
        late = window is None or window[0] > least.starts
        if late or _ends_before(window[1] if window else 0.0, least.until):
            what = f"{least.key} is not said for as long as the floor asks"
            hour = least.starts if late else (window[1] if window else 0.0) or 0.0
            case = f"{in_words(person)}, {hour_in_words(hour)}"
            yield subject.against(("guidance", index, "until"), what, case)
            return


def _ends_before(end: float | None, least: float | None) -> bool:
    return end is not None and (least is None or end < least)


def _endless(subject: Subject) -> Found:
    """No entry with a floor's topic turns it around: what is never to be done is never advised."""
    held = {one.key: one for one in floor().guidance if one.kind == "avoid" and one.until is None}
    guidance = subject.protocol.contents.guidance
    topics = {one.topic for one in guidance if one.key in held}
    for index, one in enumerate(guidance):
        subject.cells += 1
        if one.topic in topics and one.kind != "avoid":
            what = f"{one.key} gives leave to what the floor forbids for good"
            yield subject.against(("guidance", index, "kind"), what)


def _ask_first(subject: Subject, lowest: Floor) -> Found:
    entries = {
        one.id: (index, one) for index, one in enumerate(subject.protocol.contents.ask_first)
    }
    for code, when in lowest.ask_first.items():
        subject.cells += 1
        if code not in entries:
            yield subject.against(("ask_first",), f"the warning {code} is on the floor and missing")
            continue
        index, entry = entries[code]
        for path, said in shrunk_condition(when, entry.when):
            what = f"the warning {code} reaches fewer people than the floor's: {said}"
            yield subject.against(("ask_first", index, "when", *path), what)
        if code in lowest.urgent and not entry.urgent:
            what = f"the warning {code} is urgent on the floor"
            yield subject.against(("ask_first", index, "urgent"), what)
    status = {one.claim: one.status for one in subject.protocol.contents.claims}
    for index, claim in enumerate(subject.protocol.contents.claims):
        if claim.claim in lowest.unsafe_claims and claim.status != "unsafe":
            what = f"the claim {claim.claim} is unsafe on the floor"
            yield subject.against(("claims", index, "status"), what)
    for code in set(lowest.unsafe_claims) - status.keys():
        yield subject.against(("claims",), f"the unsafe claim {code} is missing")


def _words(subject: Subject) -> Found:
    subject.cells += sum(1 for _ in texts(subject.protocol.contents))
    for path, sentence, reason in never_said(subject.protocol.contents):
        yield subject.against(path, f"{sentence!r}: {reason}")


def _own_words(subject: Subject) -> Found:
    """A clinic's words for its topics: they may not take over a medicine, or hide a complaint."""
    protocol = subject.protocol
    for index, entry in enumerate(protocol.contents.guidance):
        for at, words in enumerate(entry.words):
            subject.cells += 1
            reason = taken(words, entry.kind, protocol.lexicon, protocol.clashes)
            if reason:
                path = ("guidance", index, "words", at)
                yield subject.against(path, f"{entry.key}: {words!r} {reason}")
