"""What a check-in shows, and whether a rule's pattern is met by it. Pure reading, no judgement.

Every function here can only become truer when the judged check-in gets worse: a higher rating,
one more flag, a higher temperature, a later hour.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from afterglow.core.protocol import Facts, Pattern, Protocol, Rise
from afterglow.core.treatment import CheckIn, Treatment


@dataclass(frozen=True)
class SeenRise:
    """A sign that fell and rose again: from its lowest rating since to the one judged."""

    sign: str
    earlier: int
    rating: int

    @property
    def by(self) -> int:
        return self.rating - self.earlier


def rise_of(sign: str, history: Sequence[CheckIn], fallen_by: int) -> SeenRise | None:
    """The rise of a sign at the last of `history`, as defined in the evidence, section 2.

    Its rating now minus its lowest earlier rating since it had fallen at least `fallen_by` below
    its own highest earlier one; None before it has fallen, or where it is not rated now.
    """
    rating = history[-1].ratings.get(sign)
    if rating is None:
        return None
    highest, lowest = -1, None
    for check_in in history[:-1]:
        earlier = check_in.ratings.get(sign)
        if earlier is None:
            continue
        if lowest is not None:
            lowest = min(lowest, earlier)
        elif earlier <= highest - fallen_by:
            lowest = earlier
        highest = max(highest, earlier)
    return None if lowest is None else SeenRise(sign, lowest, rating)


@dataclass(frozen=True)
class Seen:
    """The judged check-in (the last of `history`) with all that rules may ask about it."""

    treatment: Treatment
    history: tuple[CheckIn, ...]
    protocol: Protocol
    facts: Facts

    @property
    def check_in(self) -> CheckIn:
        return self.history[-1]

    @cached_property
    def hour(self) -> float:
        return self.treatment.hour_of(self.check_in.at)

    @cached_property
    def flags(self) -> frozenset[str]:
        """The flags told, with fever where the temperature says so."""
        return frozenset(flags_of(self.check_in, self.protocol))

    @cached_property
    def earlier_flags(self) -> tuple[str, ...]:
        """Flags of earlier check-ins that by themselves call for the clinic, in order told."""
        alarming = alarm_flags(self.protocol)
        told = (flag for one in self.history[:-1] for flag in flags_of(one, self.protocol))
        return tuple(dict.fromkeys(flag for flag in told if flag in alarming))

    def rises(self, rise: Rise) -> tuple[SeenRise, ...]:
        """The signs that rose as `rise` asks; empty where too few did, or before its hour."""
        limits = self.protocol.contents.limits
        found = []
        for sign in rise.signs:
            seen = self._rise_at(sign, len(self.history), limits.hours_before_rises)
            if seen is None or seen.by < rise.by:
                continue
            if rise.check_ins_in_a_row == 2:
                before = self._rise_at(sign, len(self.history) - 1, limits.hours_before_rises)
                if before is None or before.by < rise.by:
                    continue
            found.append(seen)
        return tuple(found) if len(found) >= rise.signs_at_once else ()

    def _rise_at(self, sign: str, count: int, from_hour: float) -> SeenRise | None:
        if count < 1 or self.treatment.hour_of(self.history[count - 1].at) < from_hour:
            return None
        fallen_by = self.protocol.contents.limits.fallen_by
        return rise_of(sign, self.history[:count], fallen_by)


@dataclass(frozen=True)
class Met:
    """What met a pattern: the flags, the ratings, the rises, and the person's facts."""

    flags: tuple[str, ...] = ()
    ratings: tuple[tuple[str, int], ...] = ()
    rises: tuple[SeenRise, ...] = ()
    because: tuple[str, ...] = ()


def met_by(pattern: Pattern, seen: Seen) -> Met | None:
    """What in the check-in meets the pattern, or None where any part of it is not met."""
    if seen.hour < pattern.from_hour:
        return None
    because = pattern.person.met_by(seen.facts) if pattern.person else []
    if because is None:
        return None
    if pattern.nothing_reported and not seen.check_in.is_empty:
        return None
    temperature = seen.check_in.temperature_c
    if pattern.temperature_at_least is not None:
        if temperature is None or temperature < pattern.temperature_at_least:
            return None
    flags = _flags(pattern, seen)
    ratings = _ratings(pattern, seen)
    if flags is None or ratings is None:
        return None
    rises = seen.rises(pattern.rise) if pattern.rise else ()
    if pattern.rise and not rises:
        return None
    return Met(flags, ratings, rises, tuple(because))


def _flags(pattern: Pattern, seen: Seen) -> tuple[str, ...] | None:
    found: list[str] = []
    for group in (pattern.flags_any, pattern.with_flags_any):
        if group is not None:
            told = [flag for flag in group if flag in seen.flags]
            if not told:
                return None
            found += told
    if pattern.flags_all is not None:
        if not seen.flags.issuperset(pattern.flags_all):
            return None
        found += pattern.flags_all
    if pattern.fever:
        if "fever" not in seen.flags:
            return None
        found.append("fever")
    if pattern.earlier_flags:
        if not seen.earlier_flags:
            return None
        found += seen.earlier_flags
    return tuple(dict.fromkeys(found))


def _ratings(pattern: Pattern, seen: Seen) -> tuple[tuple[str, int], ...] | None:
    told = seen.check_in.ratings
    found: list[tuple[str, int]] = []
    for wanted, needed in ((pattern.ratings_any, any), (pattern.ratings_all, all)):
        if wanted is None:
            continue
        reached = {sign: told.get(sign, -1) >= least for sign, least in wanted.items()}
        if not needed(reached.values()):
            return None
        found += [(sign, told[sign]) for sign, holds in reached.items() if holds]
    return tuple(dict.fromkeys(found))


def flags_of(check_in: CheckIn, protocol: Protocol) -> tuple[str, ...]:
    """The flags of a check-in, with fever where its temperature says so."""
    temperature = check_in.temperature_c
    hot = temperature is not None and temperature >= protocol.contents.limits.fever_from_c
    return tuple(dict.fromkeys((*check_in.flags, *(["fever"] if hot else []))))


def alarm_flags(protocol: Protocol) -> frozenset[str]:
    """The flags that alone, at any hour and for anybody, call for the clinic or more."""
    found: set[str] = set()
    for rule in protocol.contents.rules:
        if rule.urgency != "watch" and rule.seen.model_fields_set == {"flags_any"}:
            found.update(rule.seen.flags_any or ())
        if rule.urgency != "watch" and rule.seen.model_fields_set == {"fever"}:
            found.add("fever")
    return frozenset(found)
