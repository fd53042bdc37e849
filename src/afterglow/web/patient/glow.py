"""The afterglow: the bar from rose to cream on which a person sees where they are.

In: places on the bar (0 to 1) with their words. Out: the marks that fit beside each other on a
narrow phone; the template draws them as SVG with coordinates in per cent, so one drawing fits all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

BAR_HOURS = 168.0
NARROW, PHONE, DESKTOP, LETTER = 288.0, 328.0, 896.0, 7.2  # px


@dataclass(frozen=True)
class Mark:
    """A place on the bar: where, its word, the day below, and how much it matters (most: 0)."""

    at: float
    word: str
    day: str
    rank: int = 1
    now: bool = False
    wide: bool = False
    roomy: bool = False

    @property
    def x(self) -> str:
        return f"{min(max(self.at, 0.0), 1.0) * 100:.2f}%"

    @property
    def anchor(self) -> str:
        """Words at the ends stay inside the bar."""
        return "start" if self.at < 0.11 else "end" if self.at > 0.89 else "middle"


def fitting(marks: Sequence[Mark]) -> list[Mark]:
    """Drop the less important of two marks whose words would meet; `wide`: only on a desktop,
    `roomy`: not on the narrowest phones."""
    narrow, phone, desktop = (_fit(marks, width) for width in (NARROW, PHONE, DESKTOP))
    both = [
        replace(mark, wide=mark not in phone, roomy=mark in phone and mark not in narrow)
        for mark in desktop
    ]
    return sorted(both, key=lambda one: one.at)


def _fit(marks: Sequence[Mark], width: float) -> list[Mark]:
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda one: one.rank):
        start, end = _stretch(mark, width)
        if all(
            end + 4 < low or start > high + 4 for low, high in (_stretch(k, width) for k in kept)
        ):
            kept.append(mark)
    return kept


def _stretch(mark: Mark, width: float) -> tuple[float, float]:
    """Where a mark's words start and end, in px."""
    words = max(len(mark.word), len(mark.day)) * LETTER
    lean = {"start": 0.0, "middle": 0.5, "end": 1.0}[mark.anchor]
    start = mark.at * width - lean * words
    return start, start + words
