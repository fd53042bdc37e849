"""Free of conflict: nothing is advised and forbidden at once; no window ends before it starts.

Windows are moved only by `only_when` and `stricter` (`window_of`), so for each topic one person of
every class that those conditions tell apart is enough; two intervals overlap or they do not.
"""

from __future__ import annotations

from itertools import product

from afterglow.core.planning import window_of
from afterglow.core.protocol import Guidance, When
from afterglow.core.proving.cells import hour_in_words, in_words
from afterglow.core.proving.finding import Found, Subject

Window = tuple[float, float | None, list[str]]


def conditions_of(entries: list[Guidance]) -> list[When]:
    """All conditions that could bring or move these entries."""
    found = [entry.only_when for entry in entries if entry.only_when]
    return found + [one.when for entry in entries for one in entry.stricter]


def free_of_conflict(subject: Subject) -> Found:
    guidance = subject.protocol.contents.guidance
    topics: dict[str, list[int]] = {}
    for index, entry in enumerate(guidance):
        topics.setdefault(entry.topic, []).append(index)
    for topic, indexes in topics.items():
        yield from _topic(subject, topic, indexes)


def _topic(subject: Subject, topic: str, indexes: list[int]) -> Found:
    guidance = subject.protocol.contents.guidance
    whens = conditions_of([guidance[index] for index in indexes])
    for person in subject.people(whens):
        windows = {index: window_of(guidance[index], person) for index in indexes}
        for index, window in windows.items():
            if window and window[1] is not None and window[1] <= window[0]:
                what = f"{guidance[index].key}: the window ends before it starts"
                case = f"{in_words(person)}, {hour_in_words(window[0])}"
                yield subject.against(("guidance", index), what, case)
                return
        advised = [one for one in indexes if guidance[one].kind == "do"]
        forbidden = [one for one in indexes if guidance[one].kind == "avoid"]
        for do, avoid in product(advised, forbidden):
            hour = _both(windows[do], windows[avoid])
            if hour is not None:
                what = (
                    f"{topic} is advised ({guidance[do].key}) and forbidden"
                    f" ({guidance[avoid].key}) at once"
                )
                at_fault = _newer(subject, do, avoid)
                case = f"{in_words(person)}, {hour_in_words(hour)}"
                yield subject.against(("guidance", at_fault), what, case)
                return


def _newer(subject: Subject, one: int, other: int) -> int:
    """Of two entries the one that an overlay brought or changed, else the later one."""
    for index in (one, other):
        for name in ("kind", "until", "from", "stricter", "topic"):
            if subject.protocol.origin(("guidance", index, name)).layer != "default":
                return index
    return max(one, other)


def _both(one: Window | None, other: Window | None) -> float | None:
    """The first hour that two windows share."""
    if one is None or other is None:
        return None
    start = max(one[0], other[0])
    ends = [window[1] for window in (one, other) if window[1] is not None]
    return start if not ends or start < min(ends) else None
