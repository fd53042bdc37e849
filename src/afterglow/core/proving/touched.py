"""Which running recoveries a change of protocol touches, and how.

In: a recovery, two protocols, a moment. Out: lines for people; none where nothing changes for
this person from that moment on. Windows are compared as the plan has them, and the last check-in
is judged by both.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from afterglow.core.assessing import assess_recovery
from afterglow.core.planning import plan
from afterglow.core.planning.results import PlanItem
from afterglow.core.protocol import Protocol
from afterglow.core.treatment import Recovery


def touched(recovery: Recovery, old: Protocol, new: Protocol, at: datetime) -> list[str]:
    """What is different for this person from `at` on, in the order of the plan."""
    return [*_windows(recovery, old, new, at), *_urgency(recovery, old, new)]


def _windows(recovery: Recovery, old: Protocol, new: Protocol, at: datetime) -> Iterator[str]:
    before = {one.id: one for one in plan(recovery.treatment, protocol=old).items}
    after = {one.id: one for one in plan(recovery.treatment, protocol=new).items}
    for key in [*before, *(key for key in after if key not in before)]:
        one, other = before.get(key), after.get(key)
        if one and other and _same(one, other):
            continue
        if all(
            item is None or (item.ends is not None and item.ends <= at) for item in (one, other)
        ):
            continue
        yield f"{key}: {_said(one)} -> {_said(other)}"


def _same(one: PlanItem, other: PlanItem) -> bool:
    return (one.kind, one.starts, one.ends) == (other.kind, other.starts, other.ends)


def _is_over(item: PlanItem | None, at: datetime) -> bool:
    return item is None or (item.ends is not None and item.ends <= at)


def _said(item: PlanItem | None) -> str:
    if item is None:
        return "nothing"
    if item.ends is None:
        return f"{item.kind}, without an end"
    return f"{item.kind} until {item.ends:%a %d %b %H:%M}"


def _urgency(recovery: Recovery, old: Protocol, new: Protocol) -> Iterator[str]:
    if not recovery.check_ins:
        return
    before = assess_recovery(recovery, protocol=old)
    after = assess_recovery(recovery, protocol=new)
    if before.urgency != after.urgency:
        yield f"the last check-in: {before.urgency} -> {after.urgency}"
