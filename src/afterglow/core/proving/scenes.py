"""Check-ins as the cells of a pattern: each part missed, just missed, and met.

A pattern reads a check-in only by: which listed flags it has, whether a rating or temperature
reaches a bound, whether the hour has come, how signs rose, and what earlier check-ins told
(`met_by`). So each part has finitely many states; a scene is one choice of each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property

from afterglow.core.assessing import Seen, Words, met_by
from afterglow.core.protocol import Facts, Pattern, Protocol, Rise, Rule, say
from afterglow.core.proving.cells import hour_in_words, in_words
from afterglow.core.treatment import CheckIn, Treatment
from afterglow.core.vocabulary import Urgency

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
TREATMENT = Treatment.read({"performed_at": START.isoformat(), "areas": {"cheeks": 1.0}})
ANYBODY = Facts(areas={"cheeks": 1.0}, depth=1.0)
HIGHEST = 10


@dataclass(frozen=True)
class Risen:
    """How signs fell and rose again: by how much, over one or two check-ins."""

    signs: tuple[str, ...]
    by: int
    twice: bool = False


@dataclass(frozen=True)
class Scene:
    """What one check-in shows, for whom, and what earlier ones told."""

    hour: float = 0.0
    flags: tuple[str, ...] = ()
    ratings: tuple[tuple[str, int], ...] = ()
    temperature: float | None = None
    risen: Risen | None = None
    before: tuple[str, ...] = ()  # flags of an earlier check-in
    who: Facts = ANYBODY

    def seen(self, protocol: Protocol) -> Seen:
        """This scene as triage sees it, with the earlier check-ins that it needs."""
        ratings = dict(self.ratings)
        signs, history = protocol.sign_codes, list[CheckIn]()

        def told(hour: float, ratings: dict[str, int], *flags: str, **rest: object) -> CheckIn:
            # earlier than the needling cannot be: a rise needs its hours
            moment = START + timedelta(hours=max(hour, 0.0))
            data = {"at": moment, "ratings": ratings, "flags": flags, **rest}
            return CheckIn.read(data, signs=signs)

        if self.before:
            history.append(told(self.hour - 1, {}, *self.before))
        if self.risen:
            low = dict.fromkeys(self.risen.signs, 0)
            high = dict.fromkeys(self.risen.signs, HIGHEST)
            now = dict.fromkeys(self.risen.signs, self.risen.by)
            history += [told(self.hour - 4, high), told(self.hour - 3, low)]
            if self.risen.twice:
                history.append(told(self.hour - 0.005, now))
            ratings = now | ratings
        last = told(self.hour, ratings, *self.flags, temperature_c=self.temperature)
        return Seen(TREATMENT, (*history, last), protocol, self.who)

    def worse(self, **parts: object) -> Scene:
        """The same scene with some parts changed."""
        return replace(self, **parts)  # type: ignore[arg-type]

    def in_words(self, protocol: Protocol) -> str:
        """As people would say it: who, when, and what is told."""
        told = [in_words(self.who), hour_in_words(self.hour)]
        told += [say(protocol.flags[flag].name).lower() for flag in self.flags]
        told += [f"{_name(protocol, sign)} {rating}" for sign, rating in self.ratings]
        if self.temperature is not None:
            told.append(f"{self.temperature:g} °C")
        if self.risen:
            names = " and ".join(_name(protocol, sign) for sign in self.risen.signs)
            often = " at two check-ins in a row" if self.risen.twice else ""
            told.append(f"{names} up by {self.risen.by}{often} after it had fallen")
        if self.before:
            told.append(f"earlier: {', '.join(self.before)}")
        if len(told) == 2:
            told.append("nothing reported")
        return ", ".join(told)


def _name(protocol: Protocol, sign: str) -> str:
    return say(protocol.signs[sign].name).lower() if sign in protocol.signs else sign


@dataclass(frozen=True)
class Judged:
    """What the rules make of a scene: one urgency, and the rule that gives the next step."""

    urgency: Urgency
    rule: Rule | None
    fired: tuple[Rule, ...]


@dataclass(frozen=True)
class Judge:
    """The rules of a protocol as triage applies them: the most urgent, then the first, wins."""

    protocol: Protocol

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        return tuple(self.protocol.contents.rules)

    def judge(self, scene: Scene) -> Judged:
        """The urgency by the rules alone, as `assess` finds it before it reads the forecast."""
        seen = scene.seen(self.protocol)
        fired = tuple(rule for rule in self.rules if met_by(rule.seen, seen) is not None)
        first = max(fired, key=lambda rule: Urgency[rule.urgency], default=None)
        return Judged(Urgency[first.urgency] if first else Urgency.expected, first, fired)

    def fires(self, rule: Rule, scene: Scene) -> bool:
        """Whether one rule is met."""
        return met_by(rule.seen, scene.seen(self.protocol)) is not None

    def told(self, rule: Rule, scene: Scene) -> str:
        """All that a person is told by a rule; raises `KeyError` where a word is left open."""
        seen = scene.seen(self.protocol)
        met = met_by(rule.seen, seen)
        assert met is not None  # asked only of a rule that is met
        words = Words(seen, "en")
        reason = words.reason(rule, met)
        return f"{reason.text} {words.say(rule.next_step) if rule.next_step else ''}"


def least_scenes(
    pattern: Pattern, protocol: Protocol, who: Sequence[Facts], alarms: Sequence[str]
) -> Iterator[Scene]:
    """The least that meets a pattern: one flag of each list, each bound just reached.

    Since every part can only become truer, whatever meets it is at least as bad as one of these.
    """
    limits = protocol.contents.limits
    hour = max(pattern.from_hour, limits.hours_before_rises if pattern.rise else 0.0)
    if pattern.earlier_flags:
        hour = max(hour, 1.0)
    fevers: list[tuple[tuple[str, ...], float | None]] = [((), None)]
    if pattern.fever:
        fevers = [(("fever",), None), ((), limits.fever_from_c)]
    if pattern.temperature_at_least is not None:
        fevers = [(flags, pattern.temperature_at_least) for flags, _ in fevers]
    empty: tuple[str, ...] = ("",)
    every = tuple((pattern.ratings_all or {}).items())
    for person in who:
        for fever, temperature in fevers:
            for one in pattern.flags_any or empty:
                for other in pattern.with_flags_any or empty:
                    told = [*fever, one, other, *(pattern.flags_all or ())]
                    flags = tuple(sorted({flag for flag in told if flag}))
                    for rating in (pattern.ratings_any or {"": 0}).items():
                        ratings = (*every, *([rating] if rating[0] else []))
                        for risen in _least_rises(pattern.rise):
                            for before in alarms if pattern.earlier_flags else [""]:
                                yield Scene(
                                    hour + (0.01 if risen and risen.twice else 0.0),
                                    flags,
                                    ratings,
                                    temperature,
                                    risen,
                                    (before,) if before else (),
                                    person,
                                )


def _least_rises(rise: Rise | None) -> Iterator[Risen | None]:
    if rise is None:
        yield None
        return
    count, twice = rise.signs_at_once, rise.check_ins_in_a_row == 2
    for start in range(len(rise.signs) - count + 1):
        yield Risen(tuple(rise.signs[start : start + count]), rise.by, twice)
