"""What every part of an answer is built on: who asks, when, and in which words.

In: treatment, moment, protocol. Out: `Asking`, with the facts that windows are judged by. Where no
treatment is given, the facts are those that make windows longest.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from afterglow.core.answering.phrases import Found
from afterglow.core.answering.reading import Reading
from afterglow.core.answering.results import Match
from afterglow.core.answering.times import hours_asked
from afterglow.core.languages import gettext
from afterglow.core.protocol import Facts, Protocol, say
from afterglow.core.treatment import Treatment
from afterglow.core.vocabulary import AREAS
from afterglow.core.wording import commas, day_and_time, how_long, isolated

# nobody is known: every area, deep enough and old enough for each longer wait
ANYBODY = Facts(areas=dict.fromkeys(AREAS, 1.5), depth=1.5, age=65)


@dataclass(frozen=True)
class Asking:
    """One question, with all that its answer depends on."""

    question: str
    reading: Reading
    treatment: Treatment | None
    at: datetime | None
    protocol: Protocol
    language: str

    @cached_property
    def facts(self) -> Facts:
        return self.protocol.facts(self.treatment) if self.treatment else ANYBODY

    @cached_property
    def now(self) -> float | None:
        """The hour of asking, counted from the needling; None where it cannot be known."""
        if self.treatment is None or self.at is None:
            return None
        return self.treatment.hour_of(self.at)

    @cached_property
    def hours(self) -> list[float]:
        """The hours a can-I question is about; empty: it is about the rule itself."""
        at = self.at.astimezone(self.treatment.zone) if self.treatment and self.at else None
        hours = hours_asked(self.reading.times, self.now, at)
        times = self.reading.times
        if hours and max(hours) < 0 and (times.first or (times.after and not times.before)):
            # "when can I", asked before the treatment, is about the time after it
            hours = [*hours, 0.0]
        return hours

    @cached_property
    def before(self) -> bool:
        """Whether it is asked before the treatment."""
        return self.now is not None and self.now < 0

    @cached_property
    def clinic(self) -> str:
        """The clinic's phone, or "your clinic"."""
        clinic = self.treatment.clinic if self.treatment else None
        if clinic and clinic.phone:
            return isolated(clinic.phone, self.language)
        return say(self.protocol.contents.numbers.your_clinic, self.language)

    @cached_property
    def emergency(self) -> str:
        country = self.protocol.country(self.treatment) if self.treatment else None
        if country:
            return country.emergency
        return say(self.protocol.contents.numbers.elsewhere, self.language)

    def say(self, name: str, /, **values: object) -> str:
        """A text of the lexicon, filled."""
        known: dict[str, object] = {"clinic": self.clinic, "emergency": self.emergency}
        text = self.protocol.lexicon.text(name, self.language, **(known | values))
        clinic = self.treatment.clinic if self.treatment else None
        # "your clinic (your clinic)" says nothing twice
        return text if clinic and clinic.phone else text.replace(f" ({self.clinic})", "")

    def listed(self, words: Iterable[str]) -> str:
        return commas(words, self.language)

    def moment(self, hour: float) -> datetime | None:
        """The moment of an hour, in the treatment's zone; None without a treatment."""
        return self.treatment.at_hour(hour) if self.treatment else None

    def told(self, hour: float) -> str:
        """An hour in words: a date where the treatment is known, else a length of time."""
        moment = self.moment(hour)
        if moment:
            return day_and_time(moment, self.language)
        span = how_long(timedelta(hours=abs(hour)), self.language)
        if hour < 0:
            return gettext("%(span)s before the treatment", self.language) % {"span": span}
        return gettext("%(span)s after the treatment", self.language) % {"span": span}

    def matches(self, found: Iterable[Found], name: str) -> tuple[Match, ...]:
        return tuple(
            Match(words=self.reading.words_at(one), as_=name, score=score(one.slips, one.length))
            for one in found
        )


def score(slips: int, words: int) -> float:
    """1 for words as they stand, less with every misspelt letter."""
    return round(max(1 - 0.15 * slips / max(words, 1), 0.3), 2)
