"""Which running recoveries a change of protocol touches, and how.

In: a recovery, two protocols, a moment. Out: what is different for this person from that moment
on; nothing where nothing changes. Windows are compared as the plan has them, and the last check-in
is judged by both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from afterglow.core.assessing import assess_recovery
from afterglow.core.planning import plan
from afterglow.core.planning.results import PlanItem
from afterglow.core.protocol import Protocol
from afterglow.core.treatment import Recovery, Treatment


@dataclass(frozen=True)
class Moved:
    """One item of a person's plan that is different: as it was, and as it is (None: not said)."""

    key: str
    before: PlanItem | None
    after: PlanItem | None

    @property
    def because(self) -> tuple[str, ...]:
        """The person's own facts that bring the window as it is now."""
        return tuple(self.after.because) if self.after else ()

    def __str__(self) -> str:
        said = f"{self.key}: {self._window(self.before)} -> {self._window(self.after)}"
        return said + (f", because {', '.join(self.because)}" if self.because else "")

    def _window(self, item: PlanItem | None) -> str:
        if item is None:
            return "nothing"
        other = self.after if item is self.before else self.before
        parts: list[str] = []
        if other is None or other.kind != item.kind:
            parts.append(item.kind)
        if other is not None and other.starts != item.starts:
            parts.append(f"from {item.starts:%a %-d %b %H:%M}")
        ends = "without an end" if item.ends is None else f"until {item.ends:%a %-d %b %H:%M}"
        return " ".join([*parts, ends])


def moved(
    treatment: Treatment, old: Protocol, new: Protocol, at: datetime, language: str = "en"
) -> list[Moved]:
    """The items that differ and are not over at `at`, in the order of the plan."""
    before = {one.id: one for one in plan(treatment, protocol=old, language=language).items}
    after = {one.id: one for one in plan(treatment, protocol=new, language=language).items}
    keys = [*before, *(key for key in after if key not in before)]
    pairs = (Moved(key, before.get(key), after.get(key)) for key in keys)
    return [one for one in pairs if not _same(one) and not _is_over(one, at)]


def touched(recovery: Recovery, old: Protocol, new: Protocol, at: datetime) -> list[str]:
    """What is different for this person from `at` on, as lines to read aloud."""
    found = [str(one) for one in moved(recovery.treatment, old, new, at)]
    return [*found, *_urgency(recovery, old, new)]


def _same(one: Moved) -> bool:
    was, now = one.before, one.after
    return (
        was is not None
        and now is not None
        and (was.kind, was.starts, was.ends) == (now.kind, now.starts, now.ends)
    )


def _is_over(one: Moved, at: datetime) -> bool:
    items = [item for item in (one.before, one.after) if item is not None]
    return all(item.ends is not None and item.ends <= at for item in items)


def _urgency(recovery: Recovery, old: Protocol, new: Protocol) -> Iterator[str]:
    if not recovery.check_ins:
        return
    before = assess_recovery(recovery, protocol=old)
    after = assess_recovery(recovery, protocol=new)
    if before.urgency != after.urgency:
        yield f"the last check-in: {before.urgency} -> {after.urgency}"
