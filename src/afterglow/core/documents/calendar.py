"""What a recovery puts into a calendar: waits that end, stop-by dates, check-ins, milestones.

In: a treatment, its plan, the protocol and, once there is one, the last check-in with its next
time. Out: happenings, each with an id that stays the same however the treatment changes. A title
names only what the protocol allows, and never says "fine again" while another wait of that topic
runs on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from afterglow.core.planning import Plan, PlanItem, PlanMilestone
from afterglow.core.protocol import Protocol, say
from afterglow.core.treatment import HOUR, Treatment
from afterglow.core.vocabulary import Urgency
from afterglow.core.wording import chance

Kind = Literal["stop", "over", "check_in", "milestone", "session"]
AT_MOST_CHECK_INS = 200


@dataclass(frozen=True)
class Happening:
    """One event. `by_the_wall`: set by the clock of the person's place, else by elapsed hours."""

    id: str
    kind: Kind
    at: datetime
    title: str
    note: str
    rings: timedelta | None
    by_the_wall: bool = False


@dataclass(frozen=True)
class Looked:
    """The last check-in, and when its assessment asks for the next; None: somebody helps now."""

    at: datetime
    next_at: datetime | None


def happenings(
    treatment: Treatment,
    plan: Plan,
    *,
    protocol: Protocol,
    since: datetime | None = None,
    looked: Looked | None = None,
    language: str = "en",
) -> list[Happening]:
    """All events in order of time; stop-by dates only from `since` on."""
    made = _Calendar(treatment, plan, protocol, looked, language)
    found = [*made.stops(since), *made.overs(), *made.milestones(), *made.check_ins()]
    return sorted([*found, *made.session()], key=lambda one: (one.at, one.id))


class _Calendar:
    def __init__(
        self,
        treatment: Treatment,
        plan: Plan,
        protocol: Protocol,
        looked: Looked | None,
        language: str,
    ) -> None:
        self.treatment, self.plan, self.protocol = treatment, plan, protocol
        self.looked, self.language = looked, language
        self.spec = protocol.contents.calendar
        country = protocol.country(treatment)
        elsewhere = say(protocol.contents.numbers.elsewhere, language)
        self.emergency = country.emergency if country else elsewhere

    def words(self, name: str, **values: object) -> str:
        return say(getattr(self.spec.words, name), self.language, **values)

    def happening(
        self,
        name: str,
        kind: Kind,
        at: datetime,
        title: str,
        *notes: str,
        by_the_wall: bool = False,
    ) -> Happening:
        human = self.words("human", emergency=self.emergency)
        return Happening(
            id=name,
            kind=kind,
            at=at,
            title=title,
            note="\n".join([*notes, human]),
            rings=self.rings(kind, at),
            by_the_wall=by_the_wall,
        )

    def rings(self, kind: Kind, at: datetime) -> timedelta | None:
        """How long before the event it rings. Nothing rings at night but a check-in that is due:
        what is to be stopped rings the evening before, and what is fine again can wait unsaid.
        """
        before = getattr(self.spec.rings_before, kind)
        if before is None:
            return None
        wall = (at.astimezone(UTC) - before * HOUR).astimezone(self.treatment.zone)
        if kind == "check_in" or self.is_day(wall):
            return timedelta(hours=before)
        if kind == "over":
            return None
        return at.astimezone(UTC) - self.evening_before(wall).astimezone(UTC)

    def is_day(self, wall: datetime) -> bool:
        morning, evening = self.spec.awake
        return morning <= wall.hour + wall.minute / 60 <= evening

    def evening_before(self, wall: datetime) -> datetime:
        """The last waking hour before a moment of the night."""
        morning, evening = self.spec.awake
        day = wall if wall.hour >= morning else wall - timedelta(days=1)
        return _at_clock(day, evening)

    def stops(self, since: datetime | None) -> Iterator[Happening]:
        """What to leave out before, from when on; what may not be named stands together."""
        items = [
            item
            for item in self.plan.items
            if item.kind == "avoid"
            and item.starts < self.plan.performed_at
            and (since is None or item.starts >= since)
        ]
        keep = self.words("keep_taking")
        for item in items:
            if item.topic in self.spec.named:
                title = self.words("stop", what=item.name)
                yield self.happening(f"stop/{item.id}", "stop", item.starts, title, item.text, keep)
        for at, hours in self.together(items, lambda item: item.starts):
            title = self.words("stop_more")
            yield self.happening(f"stop/more/{hours}", "stop", at, title, keep)

    def overs(self) -> Iterator[Happening]:
        """Waits that end after the treatment."""
        items = [item for item in self.plan.items if self.ends(item)]
        for item in items:
            if item.topic in self.spec.named:
                title = self.words("over_ask" if item.ask_first else "over", what=item.name)
                assert item.ends is not None  # `ends` said so
                notes = [self.words("estimate")] if item.grade == "E" else []
                yield self.happening(f"over/{item.id}", "over", item.ends, title, *notes)
        for at, hours in self.together(items, lambda item: item.ends or item.starts):
            yield self.happening(f"over/more/{hours}", "over", at, self.words("over_more"))

    def ends(self, item: PlanItem) -> bool:
        """Whether a wait ends then and no other of its topic runs on."""
        ends = item.ends
        if item.kind != "avoid" or ends is None or ends <= self.plan.performed_at:
            return False
        if item.topic == self.spec.session_topic:
            return False
        others = [one for one in self.plan.items if one.topic == item.topic and one is not item]
        return not any(one.kind == "avoid" and one.runs_at(ends) for one in others)

    def together(
        self, items: Sequence[PlanItem], when: Callable[[PlanItem], datetime]
    ) -> Iterator[tuple[datetime, int]]:
        """The moments of the items that may not be named, with their hours for an id."""
        moments = {when(item) for item in items if item.topic not in self.spec.named}
        for at in sorted(moments):
            yield at, round(self.treatment.hour_of(at) * 60)

    def milestones(self) -> Iterator[Happening]:
        for one in self.plan.milestones:
            if one.id in self.spec.session_milestones:
                continue
            name = f"milestone/{one.id}"
            yield self.happening(name, "milestone", one.at, one.text, *self.sure(one))

    def sure(self, one: PlanMilestone) -> Iterator[str]:
        if one.probability is not None:
            yield self.words("chance", chance=chance(one.probability, self.language))
        if one.grade == "E":
            yield self.words("estimate")

    def check_ins(self) -> Iterator[Happening]:
        """When to look again: as the steps say, by day, from the treatment or the last check-in."""
        times = list(self.chain(self.treatment.at_hour(0)))
        if self.looked:
            times = [at for at in times if at < self.looked.at]
            if self.looked.next_at:
                following = self.looked.next_at.astimezone(self.treatment.zone)
                times += [following, *self.chain(following)]
        for number, at in enumerate(times, 1):
            title = self.words("check_in")
            name = f"check_in/{number}"
            yield self.happening(name, "check_in", at, title, by_the_wall=True)

    def chain(self, start: datetime) -> Iterator[datetime]:
        step = self.protocol.steps[Urgency.expected]
        at = start
        for _ in range(AT_MOST_CHECK_INS):
            again = step.again_after(self.treatment.hour_of(at))
            if again is None:
                return
            at = self.by_day(at, again)
            if self.treatment.hour_of(at) > self.spec.check_in_until:
                return
            yield at

    def by_day(self, last: datetime, again: float) -> datetime:
        """So many hours later; in the night, the evening before, or else the next morning."""
        zone = self.treatment.zone
        due = (last.astimezone(UTC) + again * HOUR).astimezone(zone)
        if self.is_day(due):
            return due
        earlier = self.evening_before(due)
        if earlier > last:
            return earlier
        return _at_clock(earlier + timedelta(days=1), self.spec.awake[0])

    def session(self) -> Iterator[Happening]:
        """The first day on which the same skin may be needled again."""
        spacings = self.protocol.contents.course_spacing
        fits = [one for one in spacings if self.treatment.depth >= one.from_depth - 1e-9]
        waits = [item for item in self.plan.items if item.topic == self.spec.session_topic]
        waits = [item for item in waits if item.kind == "avoid"]
        if any(item.ends is None for item in waits):
            return
        times = [item.ends for item in waits if item.ends]
        times += [self.treatment.at_hour(one.between[0]) for one in fits[-1:]]
        if times:
            title = self.words("session")
            yield self.happening("session/next", "session", max(times), title, by_the_wall=True)


def _at_clock(day: datetime, hour: int) -> datetime:
    """That hour on the wall of that day, a real one where the clocks change."""
    moment = day.replace(hour=hour, minute=0, second=0, microsecond=0, fold=0)
    return moment.astimezone(UTC).astimezone(day.tzinfo)
