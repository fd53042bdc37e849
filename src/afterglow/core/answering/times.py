"""The hour that a question is about: "tomorrow", "in 5 days", "day 3", "2 days after".

In: words and the moment of asking. Out: hours from the needling. Where a time may be read in two
ways, both are given, and the more careful answer is chosen by who asks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from afterglow.core.answering.words import Word
from afterglow.core.protocol.lexicon import Lexicon

# people who ask at two in the morning call the coming daylight "tomorrow"
DAY_BEGINS = timedelta(hours=6)
MORNING, EVENING = 9, 20


@dataclass(frozen=True)
class Times:
    """What a question says of time, in hours.

    anchored: from the needling ("2 days after"); `days`: "day N" as N; loose: a bare length ("for 3
    days"), from the needling or not. ahead: from the moment of asking ("in 5 days"); ago: before
    it. moments: words of the calendar. `before`: about the time before the treatment. `first`: it
    asks when something may begin. used: the words that told all this.
    """

    anchored: tuple[float, ...] = ()
    loose: tuple[float, ...] = ()
    days: tuple[float, ...] = ()
    ahead: tuple[float, ...] = ()
    ago: tuple[float, ...] = ()
    moments: tuple[str, ...] = ()
    weekdays: tuple[int, ...] = ()
    before: bool = False
    after: bool = False
    first: bool = False
    used: frozenset[int] = frozenset()

    @property
    def says_when(self) -> bool:
        return bool(self.anchored or self.days or self.ahead or self.moments or self.weekdays)


def read_times(
    words: Sequence[Word], lexicon: Lexicon, moments: Sequence[tuple[str, int, int]], first: bool
) -> Times:
    """All times in the words. `moments` are (name, start, end) found by the phrase book."""
    contents = lexicon.contents
    after, before = frozenset(contents.after), frozenset(contents.before)
    ahead, ago = frozenset(contents.ahead), frozenset(contents.ago)
    day_words = frozenset(contents.day_words)
    anchored: list[float] = []
    days: list[float] = []
    coming: list[float] = []
    gone: list[float] = []
    loose: list[float] = []
    used: set[int] = set()
    said_before = False

    def at(index: int) -> frozenset[str]:
        return words[index].meant if 0 <= index < len(words) else frozenset()

    def perhaps_at(index: int) -> frozenset[str]:
        return at(index) | (words[index].perhaps if 0 <= index < len(words) else frozenset())

    for index, word in enumerate(words):
        number = _number(word, contents.numbers)
        if number is not None and perhaps_at(index - 1) & day_words:
            days.append(number)
            used |= {index - 1, index}
            continue
        unit = max(
            (contents.units[one] for one in word.meant | word.perhaps if one in contents.units),
            default=None,
        )
        if unit is None:
            continue
        if word.text in day_words and _number_at(words, index + 1, contents.numbers) is not None:
            continue
        count = _number_at(words, index - 1, contents.numbers)
        begin = index - 1
        if count is None and at(index - 1) & {"of"}:
            count, begin = _number_at(words, index - 2, contents.numbers), index - 2
        if count is None:
            continue
        length = count * unit
        lead, behind = at(begin - 1), at(index + 1)
        used |= set(range(begin, index + 1))
        if behind & before and not behind & ago:
            anchored.append(-length)
            said_before = True
        elif behind & ago and not behind & after:
            gone.append(length)
        elif lead & ahead and not behind & after:
            coming.append(length)
        elif lead & after or behind & after:
            anchored.append(length)
        else:
            loose.append(length)
    weekdays = [
        contents.weekdays[one]
        for word in words
        for one in word.meant
        if one in contents.weekdays and word.distance == 0
    ]
    for _, start, end in moments:
        used |= set(range(start, end))
    meant = frozenset().union(*(word.meant for word in words if word.distance == 0))
    return Times(
        anchored=tuple(anchored),
        loose=tuple(loose),
        days=tuple(days),
        ahead=tuple(coming),
        ago=tuple(gone),
        moments=tuple(name for name, _, _ in moments),
        weekdays=tuple(weekdays),
        before=said_before
        or bool(meant & {"before", "prior", "beforehand", "antes", "avant", "prima"}),
        after=bool(meant & after),
        first=first,
        used=frozenset(used),
    )


def _number(word: Word, numbers: dict[str, float]) -> float | None:
    if word.text[0].isdigit():
        try:
            value = float(word.text.replace(",", "."))
        except ValueError:
            return numbers.get(word.text)
        return value if value <= 1000 else None
    return next((numbers[one] for one in word.meant if one in numbers), None)


def _number_at(words: Sequence[Word], index: int, numbers: dict[str, float]) -> float | None:
    return _number(words[index], numbers) if 0 <= index < len(words) else None


def hours_asked(times: Times, now: float | None, at: datetime | None) -> list[float]:
    """The hours that a can-I question may be about; empty where it is about the rule itself.

    `now` is the hour of asking and `at` its moment in the treatment's zone; both None: not known.
    """
    found: list[float] = []
    for day in times.days:
        # day 1 is the day of the treatment for some and the day after it for others
        starts, ends = (day - 1) * 24, (day + 1) * 24
        found.append(now if now is not None and starts <= now < ends else starts)
    found += times.anchored
    if now is not None and at is not None:
        found += [now + hours for hours in times.ahead]
        found += [now + _until(moment, at) for moment in times.moments]
        found += [now + _to_weekday(day, at) for day in times.weekdays]
    found += times.loose
    if now is not None and (not found or times.loose):
        found.append(now)
    if times.before and not any(hour < 0 for hour in found):
        found = [-1.0 if now is None or now >= 0 else max(now, -1.0), *found]
    return found


def hour_of_symptom(times: Times, now: float | None) -> float | None:
    """The hour of what is felt: the later of the told and the known one; later counts more."""
    told = [day * 24 - 24 for day in times.days] + [
        hour for hour in (*times.anchored, *times.loose) if hour > 0
    ]
    told += list(times.ago) if now is None else []
    if now is not None:
        told = [hour for hour in told if hour <= max(now, 0) + 24 * 365]
    known = [*told, *([now] if now is not None else [])]
    return max(known) if known else None


def _until(moment: str, at: datetime) -> float:
    today = (at - DAY_BEGINS).replace(minute=0, second=0, microsecond=0, hour=0)
    target = {
        "now": at,
        "tonight": max(at, today.replace(hour=EVENING)),
        "tomorrow": (today + timedelta(days=1)).replace(hour=MORNING),
        "day_after_tomorrow": (today + timedelta(days=2)).replace(hour=MORNING),
        "weekend": (today + timedelta(days=(5 - today.weekday()) % 7)).replace(hour=MORNING),
        "next_week": (today + timedelta(days=7 - today.weekday())).replace(hour=MORNING),
        "next_month": (today.replace(day=1) + timedelta(days=32)).replace(day=1, hour=MORNING),
    }[moment]
    return max(_elapsed(target, at), 0.0)


def _to_weekday(day: int, at: datetime) -> float:
    today = at.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    ahead = (day - at.weekday()) % 7
    return max(_elapsed(today + timedelta(days=ahead), at), 0.0)


def _elapsed(target: datetime, at: datetime) -> float:
    return (target.astimezone(UTC) - at.astimezone(UTC)) / timedelta(hours=1)
