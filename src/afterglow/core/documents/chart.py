"""The fan chart of one sign as accessible SVG: bands of 9 in 10 and of half, median, own points.

In: hours and quantiles as plain numbers, words, days. Out: SVG text, coloured by the page's CSS
classes, or (`standalone`) with its own colours for a file. Pure; needs no NumPy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Literal

Size = Literal["phone", "desktop"]
Scheme = Literal["light", "dark"]

# width, height, left margin, right margin; text is 13 px where a phone shows the drawing at 326 px
SIZES = {"phone": (326.0, 272.0, 58.0, 8.0), "desktop": (620.0, 322.0, 66.0, 8.0)}
TOP, BOTTOM, TEXT = 62.0, 28.0, 13.0
# the middle of a letter's width in px, for the places of words
LETTER = 6.4

COLOURS: dict[Scheme, dict[str, str]] = {
    "light": {
        "ground": "#ffffff", "ink": "#2b2130", "muted": "#6f6270", "line": "#f0e4dc",
        "outer": "#fbe8e0", "inner": "#f5cbbf", "rim": "#b05c66", "median": "#9c2c45",
    },
    "dark": {
        "ground": "#211a25", "ink": "#f6ecee", "muted": "#b3a3b0", "line": "#35293a",
        "outer": "#38262d", "inner": "#54323b", "rim": "#c07f86", "median": "#ffb9b8",
    },
}  # fmt: skip


@dataclass(frozen=True)
class Point:
    """The person's own rating at an hour."""

    hour: float
    rating: float


@dataclass(frozen=True)
class Day:
    """A day of the person's calendar on the axis: where it starts and ends, its name."""

    starts: float
    ends: float
    name: str
    today: bool = False


@dataclass(frozen=True)
class FanChart:
    """What is drawn. `bands` has q05, q25, median, q75 and q95, one number an hour each, 0 to 10.

    `steps` are the words of the sign's scale by rating; `you` names the last own point.
    """

    title: str
    description: str
    hours: Sequence[float]
    bands: Mapping[str, Sequence[float]]
    steps: Mapping[int, str]
    days: Sequence[Day]
    now: float | None = None
    points: Sequence[Point] = ()
    words: Mapping[str, str] = field(
        default_factory=lambda: {
            "now": "now", "outer": "9 in 10 people like you", "inner": "half of them", "you": "you",
        }
    )  # fmt: skip


def fan_chart(
    chart: FanChart,
    *,
    size: Size = "desktop",
    standalone: bool = False,
    scheme: Scheme = "light",
    name: str = "chart",
) -> str:
    """The chart as SVG. `name` starts its ids, which must be unique in a page."""
    return _Drawing(chart, size, name).svg(COLOURS[scheme] if standalone else None)


class _Drawing:
    def __init__(self, chart: FanChart, size: Size, name: str) -> None:
        self.chart, self.size, self.name = chart, size, name
        self.width, self.height, self.left, right = SIZES[size]
        self.right = self.width - right
        self.low, self.high = chart.hours[0], chart.hours[-1]
        highest = max(*chart.bands["q95"], *(point.rating for point in chart.points), 0.0)
        self.top_rating = min(max(highest * 1.05, 6.5), 10.0)

    def x(self, hour: float) -> float:
        share = (hour - self.low) / (self.high - self.low)
        return self.left + share * (self.right - self.left)

    def y(self, rating: float) -> float:
        floor = self.height - BOTTOM
        return floor - rating / self.top_rating * (floor - TOP)

    def svg(self, colours: Mapping[str, str] | None) -> str:
        chart = self.chart
        parts = [
            f'<title id="{self.name}-t">{escape(chart.title)}</title>',
            f'<desc id="{self.name}-d">{escape(chart.description)}</desc>',
            *self.scale(),
            f'<path class="fan-outer" d="{self.band("q05", "q95")}"/>',
            f'<path class="fan-inner" d="{self.band("q25", "q75")}"/>',
            *(
                f'<path class="fan-rim" d="{self.line(name)}"/>'
                for name in ("q05", "q25", "q75", "q95")
            ),
            f'<path class="fan-median" d="{self.line("median")}"/>',
            *self.now(),
            *self.names(),
            *self.own(),
        ]
        extra = ' xmlns="http://www.w3.org/2000/svg"'
        if colours:
            extra += f' width="{self.width:g}" height="{self.height:g}"'
            ground = f'<rect width="100%" height="100%" fill="{colours["ground"]}"/>'
            parts = [*parts[:2], f"<style>{_style(colours)}</style>", ground, *parts[2:]]
        return (
            f'<svg{extra} class="fan fan-{self.size}" viewBox="0 0 {self.width:g} {self.height:g}"'
            f' role="img" aria-labelledby="{self.name}-t {self.name}-d">{"".join(parts)}</svg>'
        )

    def line(self, name: str) -> str:
        pairs = zip(self.chart.hours, self.chart.bands[name], strict=True)
        return "M" + " ".join(f"{self.x(hour):.1f},{self.y(level):.1f}" for hour, level in pairs)

    def band(self, low: str, high: str) -> str:
        hours = list(self.chart.hours)
        back = zip(reversed(hours), reversed(list(self.chart.bands[low])), strict=True)
        there = self.line(high)
        return f"{there} " + " ".join(f"{self.x(h):.1f},{self.y(v):.1f}" for h, v in back) + "Z"

    def scale(self) -> list[str]:
        """Three steps of the sign's scale with their words, and the days below."""
        parts = []
        floor = self.height - BOTTOM
        for rating, word in sorted(self.chart.steps.items()):
            if rating > self.top_rating:
                continue
            y = self.y(rating)
            parts.append(_path("fan-line", self.left, y, self.right, y))
            # a long word goes below its number, so that both fit the margin
            label = f"{rating} {word}"
            if len(label) * LETTER <= self.left - 6:
                parts.append(_text(self.left - 8, y + 4.5, label, "fan-muted", "end"))
            else:
                for line, part in enumerate([str(rating), *word.split()][:4]):
                    parts.append(
                        _text(self.left - 8, y - 3 + 14 * line, _short(part), "fan-muted", "end")
                    )
        days = [day for day in self.chart.days if day.ends > self.low and day.starts < self.high]
        shown = [(max(day.starts, self.low), min(day.ends, self.high), day) for day in days]
        # where every name does not fit, every second or third one stands
        room = (self.right - self.left) / max(len(shown), 1)
        step = next((n for n in (1, 2, 3, 4, 7) if room * n >= 34), 7)
        first = next((index for index, (_, _, day) in enumerate(shown) if day.today), 0)
        for index, (starts, ends, day) in enumerate(shown):
            if starts > self.low:
                parts.append(_path("fan-line", self.x(starts), floor, self.x(starts), floor + 5))
            if (index - first) % step or self.x(ends) - self.x(starts) < min(26, room * 0.6):
                continue
            kind = "fan-strong" if day.today else "fan-muted"
            middle = (self.x(starts) + self.x(ends)) / 2
            parts.append(_text(middle, floor + 19, day.name, kind, "middle"))
        return parts

    def now(self) -> list[str]:
        moment = self.chart.now
        if moment is None or not self.low <= moment <= self.high:
            return []
        x = self.x(moment)
        anchor = "start" if x < self.left + 16 else "end" if x > self.right - 16 else "middle"
        return [
            _path("fan-now", x, 20, x, self.height - BOTTOM),
            _text(x, 13, self.chart.words["now"], "fan-strong", anchor),
        ]

    def names(self) -> list[str]:
        """A thread from each band to its name, where the band is thick and the words have room."""
        parts: list[str] = []
        taken: list[tuple[float, float, float]] = []  # thread, start and end of its words
        rows: list[tuple[str, str, str, Callable[[int], float], float]] = [
            ("outer", "q75", "q95", lambda i: self._mid(i, "q75", "q95"), 36.0),
            ("inner", "q25", "q75", lambda i: self._mid(i, "q25", "q75"), 54.0),
        ]
        for key, low, high, middle, row in rows:
            words = self.chart.words[key]
            found = self._place(low, high, len(words) * LETTER, taken)
            if found is None:
                continue
            index, anchor = found
            x, y = self.x(self.chart.hours[index]), middle(index)
            shift = -4 if anchor == "start" else 4
            begin = x + shift if anchor == "start" else x + shift - len(words) * LETTER
            taken.append((x, begin, begin + len(words) * LETTER))
            parts.append(_path("fan-thread", x, row + 5, x, y))
            parts.append(f'<circle class="fan-knot" cx="{x:.1f}" cy="{y:.1f}" r="2"/>')
            parts.append(_text(x + shift, row, words, "fan-words", anchor))
        return parts

    def _mid(self, index: int, low: str, high: str) -> float:
        bands = self.chart.bands
        return self.y((bands[low][index] + bands[high][index]) / 2)

    def _place(
        self, low: str, high: str, width: float, taken: list[tuple[float, float, float]]
    ) -> tuple[int, str] | None:
        now = self.chart.now
        wall = self.x(now) if now is not None and self.low <= now <= self.high else None
        best: tuple[float, int, str] | None = None
        for index, hour in enumerate(self.chart.hours):
            x = self.x(hour)
            if any(abs(x - other) < 30 for other, _, _ in taken) or x < self.left + 10:
                continue
            thick = self.y(self.chart.bands[low][index]) - self.y(self.chart.bands[high][index])
            if thick < 5:
                continue
            for anchor, start in (("start", x - 4), ("end", x + 4 - width)):
                fits = start >= self.left and start + width <= self.right
                clear = wall is None or not start - 8 < wall < start + width + 8
                # no thread runs through the words of another
                clear &= all(not start - 8 < other < start + width + 8 for other, _, _ in taken)
                if fits and clear and (wall is None or abs(x - wall) > 10):
                    # beyond a good thickness, later is calmer to look at
                    score = min(thick, 22.0) + index / len(self.chart.hours)
                    if best is None or score > best[0]:
                        best = (score, index, anchor)
        return (best[1], best[2]) if best else None

    def own(self) -> list[str]:
        parts = []
        points = sorted(self.chart.points, key=lambda one: one.hour)
        for point in points:
            radius = 6 if point is points[-1] else 4.5
            at = f'cx="{self.x(point.hour):.1f}" cy="{self.y(point.rating):.1f}"'
            parts.append(f'<circle class="fan-own" {at} r="{radius}"/>')
        if points:
            last = points[-1]
            words = f"{self.chart.words['you']}: {last.rating:g}"
            x, y, width = self.x(last.hour), self.y(last.rating), len(words) * 7.2 + 16
            left = x + 12 if x + 12 + width < self.right else x - 12 - width
            parts.append(
                f'<rect class="fan-tag" x="{left:.1f}" y="{y - 12:.1f}" width="{width:.1f}"'
                ' height="24" rx="12"/>'
            )
            parts.append(_text(left + width / 2, y + 4.5, words, "fan-strong", "middle"))
        return parts


def _text(x: float, y: float, words: str, kind: str, anchor: str) -> str:
    place = f'x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"'
    return f'<text class="{kind}" {place}>{escape(words)}</text>'


def _path(kind: str, x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<path class="{kind}" d="M{x1:.1f},{y1:.1f} {x2:.1f},{y2:.1f}"/>'


def _short(word: str) -> str:
    return word if len(word) <= 8 else word[:7] + "…"


def _style(colours: Mapping[str, str]) -> str:
    """The page's rules of `.fan`, with this scheme's colours, for a file that stands alone."""
    c = colours
    return (
        f".fan text{{font:{TEXT:g}px system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}}"
        f".fan path{{fill:none}}.fan .fan-outer{{fill:{c['outer']}}}"
        f".fan .fan-inner{{fill:{c['inner']}}}.fan-rim{{stroke:{c['rim']}}}"
        f".fan-median{{stroke:{c['median']};stroke-width:2.5}}.fan-line{{stroke:{c['line']}}}"
        f".fan-now{{stroke:{c['ink']};stroke-width:1.5;stroke-dasharray:2 3}}"
        f".fan-thread{{stroke:{c['ink']}}}.fan-knot{{fill:{c['ink']}}}"
        f".fan-own{{fill:{c['ink']};stroke:{c['ground']};stroke-width:2}}"
        f".fan-tag{{fill:{c['ground']};stroke:{c['muted']}}}"
        f".fan .fan-muted{{fill:{c['muted']}}}.fan .fan-words{{fill:{c['ink']}}}"
        f".fan .fan-strong{{fill:{c['ink']};font-weight:700}}"
    )
