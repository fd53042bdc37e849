"""Complete: every check-in gets exactly one urgency and one next step; every topic a verdict.

The urgency is the highest of the rules that fire, and `expected` where none does: a maximum over
a finite list, so there is one and only one. What can go wrong is a rule that leads nowhere: no
step for its urgency, a text with a word left open. Both are looked for where each rule is met,
and along every flag, rating, temperature and hour at which any rule could change its mind.
"""

from __future__ import annotations

from itertools import chain, pairwise, product

from afterglow.core.planning import window_of
from afterglow.core.protocol import say
from afterglow.core.proving.cells import LAST_HOUR, hour_in_words, hours_around, in_words
from afterglow.core.proving.finding import Found, Subject, person_cells
from afterglow.core.proving.scenes import ANYBODY, Scene, least_scenes
from afterglow.core.vocabulary import MAX_RATING

# what a next step and a step's text may leave open, and what a reason's text may besides
STEP_WORDS = {"emergency", "poison", "clinic", "hours"}


def complete(subject: Subject) -> Found:
    yield from _steps(subject)
    yield from _rules_lead_somewhere(subject)
    yield from _every_check_in(subject)
    yield from _phases(subject)
    yield from _every_topic(subject)


def bounds(subject: Subject) -> tuple[list[float], list[float | None], dict[str, set[int]]]:
    """Every hour, temperature and rating at which some rule could change its mind."""
    contents = subject.protocol.contents
    patterns = [rule.seen for rule in contents.rules]
    hours = {0.0, contents.limits.hours_before_rises, LAST_HOUR}
    hours |= {hour for one in patterns for hour in (one.from_hour, max(one.from_hour - 0.01, 0.0))}
    hours |= {72.0}  # from here on the next look may be later
    warm = {contents.limits.fever_from_c}
    warm |= {p.temperature_at_least for p in patterns if p.temperature_at_least is not None}
    temperatures = [
        None,
        *sorted(chain.from_iterable((bound - 0.1, bound) for bound in warm)),
        45.0,
    ]
    ratings: dict[str, set[int]] = {}
    for one in patterns:
        for sign, least in chain((one.ratings_any or {}).items(), (one.ratings_all or {}).items()):
            ratings.setdefault(sign, set()).add(least)
    return sorted(hours), temperatures, ratings


def _steps(subject: Subject) -> Found:
    for index, step in enumerate(subject.protocol.contents.steps):
        subject.cells += 1
        for name in ("title", "text"):
            for language in getattr(step, name):
                try:
                    say(getattr(step, name), language, **dict.fromkeys(STEP_WORDS, "?"))
                except KeyError as error:
                    what = f"the step for {step.urgency} leaves {error.args[0]!r} open"
                    yield subject.against(("steps", index, name, language), what)
        if (step.look_again is None) != (step.urgency == "emergency"):
            what = f"the step for {step.urgency} does not say when to look again"
            yield subject.against(("steps", index, "look_again"), what)


def _rules_lead_somewhere(subject: Subject) -> Found:
    """Every rule, at the least that meets it: its texts are whole."""
    for index, rule in enumerate(subject.protocol.contents.rules):
        who = person_cells(subject, rule.seen.person)
        for scene in least_scenes(rule.seen, subject.protocol, who, subject.flag_floor):
            if not subject.judge.fires(rule, scene):
                continue
            subject.cells += 1
            try:
                told = subject.judge.told(rule, scene)
            except KeyError as error:
                what = f"the rule {rule.id} leaves {error.args[0]!r} open in its words"
                yield subject.against(("rules", index), what, subject.told(scene))
                break
            if " None" in told:
                what = f"the rule {rule.id} speaks of something that was not told"
                yield subject.against(("rules", index), what, subject.told(scene))
                break


def _every_check_in(subject: Subject) -> Found:
    """One flag, a rule's whole group of flags, or one rating; at every hour, for all people."""
    hours, temperatures, _ = bounds(subject)
    flags: list[tuple[str, ...]] = [(), *((flag,) for flag in subject.protocol.flags)]
    patterns = [rule.seen for rule in subject.protocol.contents.rules]
    flags += {
        tuple(sorted({*(one.flags_any or ()), *(one.with_flags_any or ()), *(one.flags_all or ())}))
        for one in patterns
    } - set(flags)
    ratings = [
        ((sign, rating),) for sign in subject.protocol.signs for rating in range(MAX_RATING + 1)
    ]
    who = list(subject.people([one.person for one in patterns if one.person]))
    scenes = chain(
        (Scene(h, f, (), t, who=ANYBODY) for h, f, t in product(hours, flags, temperatures)),
        (Scene(h, f, (), None, who=p) for h, f, p in product((0.0, LAST_HOUR), flags, who)),
        (Scene(0.0, f, (), t, who=p) for f, t, p in product(flags[:1], temperatures, who)),
        (Scene(h, (), r, None) for h, r in product(hours, ratings)),
    )
    for scene in scenes:
        subject.cells += 1
        judged = subject.judge.judge(scene)
        if judged.urgency not in subject.protocol.steps:
            what = f"no step says what to do at {judged.urgency}"
            yield subject.against(("steps",), what, subject.told(scene))
            return
        if judged.rule is None and (scene.flags or not scene.ratings):
            what = "a warning sign" if scene.flags else "an empty check-in"
            yield subject.against(("rules",), f"{what} gets no rule", subject.told(scene))
            return


def _phases(subject: Subject) -> Found:
    phases = subject.protocol.contents.phases
    if not phases or phases[0].starts != 0:
        yield subject.against(("phases", 0), "the phases do not begin at hour 0")
    for index, (left, right) in enumerate(pairwise(phases), 1):
        subject.cells += 1
        if left.until != right.starts:
            what = f"between the phases {left.id} and {right.id} is a gap, or they overlap"
            yield subject.against(("phases", index), what, hour_in_words(right.starts))
    if phases and phases[-1].until is not None and phases[-1].until < LAST_HOUR:
        yield subject.against(("phases", len(phases) - 1), "the phases end before day 90")


def _every_topic(subject: Subject) -> Found:
    """At every hour and for everybody a topic forbids, asks or lets pass, one of them."""
    by_topic: dict[str, list[int]] = {}
    guidance = subject.protocol.contents.guidance
    for index, entry in enumerate(guidance):
        by_topic.setdefault(entry.topic, []).append(index)
    for indexes in by_topic.values():
        entries = [guidance[index] for index in indexes]
        whens = [one.only_when for one in entries if one.only_when]
        whens += [one.when for entry in entries for one in entry.stricter]
        for person in subject.people(whens):
            windows = [(index, window_of(guidance[index], person)) for index in indexes]
            ends = [bound for _, one in windows if one for bound in one[:2]]
            subject.cells += len(hours_around(ends)) - 1
            for index, window in windows:
                if window and window[1] is not None and window[1] <= window[0]:
                    what = f"the window of {guidance[index].key} ends before it starts"
                    yield subject.against(("guidance", index), what, in_words(person))
                    return
