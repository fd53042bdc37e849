"""The afterglow: the bar from rose to cream on which a person sees where they are.

In: places on the bar (0 to 1) with their words. Out: the marks that fit beside each other on a
narrow phone; the template draws them as SVG with coordinates in per cent, so one drawing fits all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

BAR_HOURS = 168.0


@dataclass(frozen=True)
class Mark:
    """A place on the bar: where, its word, the day below, and how much it matters (most: 0)."""

    at: float
    word: str
    day: str
    rank: int = 1
    now: bool = False

    @property
    def x(self) -> str:
        return f"{min(max(self.at, 0.0), 1.0) * 100:.2f}%"

    @property
    def anchor(self) -> str:
        """Words at the ends stay inside the bar."""
        return "start" if self.at < 0.11 else "end" if self.at > 0.89 else "middle"


def fitting(marks: Sequence[Mark], gap: float = 0.25) -> list[Mark]:
    """Drop the less important of two marks whose words would meet on a phone."""
    kept: list[Mark] = []
    for mark in sorted(marks, key=lambda one: one.rank):
        if all(abs(_middle(mark) - _middle(other)) >= gap for other in kept):
            kept.append(mark)
    return sorted(kept, key=lambda one: one.at)


def _middle(mark: Mark) -> float:
    # words at the ends lean inwards
    lean = {"start": 0.1, "end": -0.1, "middle": 0.0}[mark.anchor]
    return mark.at + lean
