"""The fan chart of one sign as accessible SVG: bands of 9 in 10 and of half, median, own points.

In: hours and quantiles as plain numbers, words, days. Out: SVG text, coloured by the page's CSS
classes, or (`standalone`) with its own colours for a file. Pure; needs no NumPy.

One drawing fits a phone and a wide page: all stands on the plot's own axes in per cent, words keep
their size in px, and the page's CSS makes the plot as wide and high as it likes, with room for the
words around it. Days whose names need more room than a phone has are of the class `wide`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise
from typing import Literal

Scheme = Literal["light", "dark"]

# the plot of a file, in px, and the room for words around it
WIDTH, HEIGHT = 546.0, 232.0
LEFT, RIGHT, TOP, BOTTOM = 66.0, 8.0, 62.0, 28.0
# in a page, words must fit beside each other on the plot of a narrow phone
NARROW, LOW = 240.0, 182.0
MARGIN = 52.0  # px for the words of the scale
# the bands are drawn so finely that no step is seen, and this much beyond the plot's four edges
FINE, BEYOND = 1000, 0.05
# a point of a band is left out where the line stays within so many px without it
UNSEEN = 0.3
TEXT = 13.0
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
    chart: FanChart, *, standalone: bool = False, scheme: Scheme = "light", name: str = "fan"
) -> str:
    """The chart as SVG. `name` starts its ids, which must be unique in a page."""
    if standalone:
        return _Drawing(chart, WIDTH, HEIGHT).file(name, COLOURS[scheme])
    return _Drawing(chart, NARROW, LOW).in_page(name)


class _Drawing:
    """Shares of the plot, 0 to 1 from the left and from the top; `width` and `height` in px are
    what words must fit on."""

    def __init__(self, chart: FanChart, width: float, height: float) -> None:
        self.chart, self.width, self.height = chart, width, height
        self.low, self.high = chart.hours[0], chart.hours[-1]
        highest = max(*chart.bands["q95"], *(point.rating for point in chart.points), 0.0)
        self.top_rating = min(max(highest * 1.05, 6.5), 10.0)

    def x(self, hour: float) -> float:
        return (hour - self.low) / (self.high - self.low)

    def y(self, rating: float) -> float:
        return 1 - rating / self.top_rating

    def in_page(self, name: str) -> str:
        beyond = FINE * BEYOND
        return (
            f'<svg class="fan" role="img" aria-labelledby="{name}-t {name}-d">{self.told(name)}'
            f'<svg y="{-100 * BEYOND:g}%" height="{100 + 200 * BEYOND:g}%" viewBox="0 {-beyond:g}'
            f' {FINE} {FINE + 2 * beyond:g}" preserveAspectRatio="none">'
            f"{self.bands(FINE, FINE)}</svg>{''.join(self.words())}</svg>"
        )

    def file(self, name: str, colours: Mapping[str, str]) -> str:
        """With its own colours; bands in px and cut off by a path, as every program can do it."""
        width, height = LEFT + WIDTH + RIGHT, TOP + HEIGHT + BOTTOM
        more = HEIGHT * BEYOND
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="fan" width="{width:g}"'
            f' height="{height:g}" role="img" aria-labelledby="{name}-t {name}-d">'
            f"{self.told(name)}<style>{_style(colours)}</style>"
            f'<rect width="100%" height="100%" fill="{colours["ground"]}"/>'
            f'<svg x="{LEFT:g}" y="{TOP:g}" width="{WIDTH:g}" height="{HEIGHT:g}"'
            f' overflow="visible"><clipPath id="{name}-c"><rect y="{-more:g}" width="{WIDTH:g}"'
            f' height="{HEIGHT + 2 * more:g}"/></clipPath><g clip-path="url(#{name}-c)">'
            f"{self.bands(WIDTH, HEIGHT, 1)}</g>{''.join(self.words())}</svg></svg>"
        )

    def told(self, name: str) -> str:
        title, description = escape(self.chart.title), escape(self.chart.description)
        return f'<title id="{name}-t">{title}</title><desc id="{name}-d">{description}</desc>'

    def words(self) -> list[str]:
        return [*self.scale(), *self.day_names(), *self.now(), *self.names(), *self.own()]

    def bands(self, width: float, height: float, digits: int = 0) -> str:
        """The lines of the scale and the days, then the bands; a little longer than the plot, so
        that a frame can cut off how they close at both ends."""

        def path(kind: str, *lines: list[tuple[float, float]]) -> str:
            steps = [_steps([(x * width, y * height) for x, y in one], digits) for one in lines]
            return f'<path class="{kind}" d="{"".join(steps)}"/>'

        def band(low: str, high: str) -> list[tuple[float, float]]:
            return self.line(high) + self.line(low)[::-1]

        shown = sorted(one for one in self.chart.steps if one <= self.top_rating)
        across = [[(0.0, self.y(one)), (1.0, self.y(one))] for one in shown]
        starts = [self.x(one.starts) for one, _ in self._days() if one.starts > self.low]
        ticks = [[(x, 1.0), (x, 1 + 5 / LOW)] for x in starts]
        return (
            path("fan-line", *across, *ticks)
            + path("fan-outer", band("q05", "q95"))
            + path("fan-inner", band("q25", "q75"))
            + path("fan-median", self.line("median"))
        )

    def line(self, name: str) -> list[tuple[float, float]]:
        """A quantile's line by the points that are seen, and a little beyond both ends."""
        pairs = zip(self.chart.hours, self.chart.bands[name], strict=True)
        line = _thinned([(self.x(hour) * WIDTH, self.y(level) * HEIGHT) for hour, level in pairs])
        found = [(x / WIDTH, y / HEIGHT) for x, y in line]
        return [(-BEYOND, found[0][1]), *found, (1 + BEYOND, found[-1][1])]

    def scale(self) -> list[str]:
        """Three steps of the sign's scale with their words."""
        parts = ['<g class="fan-muted" text-anchor="end">']
        for rating, word in sorted(self.chart.steps.items()):
            if rating > self.top_rating:
                continue
            # a long word goes below its number, so that both fit the margin
            letters = int(MARGIN / LETTER)
            whole = f"{rating} {word}"
            lines = [whole] if len(whole) <= letters else [str(rating), *_wrapped(word, letters)]
            first = 4.5 if len(lines) == 1 else -3.0
            for index, line in enumerate(lines):
                parts.append(_text(-8, self.y(rating), first + 15 * index, line))
        return [*parts, "</g>"]

    def _days(self) -> list[tuple[Day, bool | None]]:
        """The days on the axis; True: named, False: named where there is room, None: not named."""
        inside = [one for one in self.chart.days if one.ends > self.low and one.starts < self.high]
        first = next((at for at, one in enumerate(inside) if one.today), 0)
        longest = max((len(one.name) for one in inside), default=0) * LETTER + 8

        def step(width: float, of: int = 1) -> int:
            # where every name does not fit, every second or third one stands
            room = width / max(len(inside), 1)
            return next(n for n in range(of, of * 99, of) if room * n >= longest or n > len(inside))

        def named(at: int, width: float, step: int) -> bool:
            room = width / len(inside)
            enough = self._length(inside[at]) * width >= min(26, room * 0.6)
            return (at - first) % step == 0 and enough

        roomy = step(WIDTH)
        narrow = step(self.width, roomy)
        return [
            (one, named(at, self.width, narrow) or (False if named(at, WIDTH, roomy) else None))
            for at, one in enumerate(inside)
        ]

    def _length(self, day: Day) -> float:
        return self.x(min(day.ends, self.high)) - self.x(max(day.starts, self.low))

    def day_names(self) -> list[str]:
        parts = ['<svg class="fan-days" y="100%" overflow="visible" text-anchor="middle">']
        for day, always in self._days():
            if always is None:
                continue
            middle = self.x(max(day.starts, self.low)) + self._length(day) / 2
            kind = " ".join([*(["fan-strong"] if day.today else []), *([] if always else ["wide"])])
            named = f' class="{kind}"' if kind else ""
            parts.append(f'<text{named} x="{_share(middle)}" y="19">{escape(day.name)}</text>')
        return [*parts, "</svg>"]

    def now(self) -> list[str]:
        moment = self.chart.now
        if moment is None or not self.low <= moment <= self.high:
            return []
        x = self.x(moment)
        near = 16 / self.width
        anchor = "start" if x < near else "end" if x > 1 - near else "middle"
        words = escape(self.chart.words["now"])
        return [
            f'<line class="fan-now" x1="{_share(x)}" x2="{_share(x)}" y1="-42" y2="100%"/>',
            f'<text class="fan-strong" x="{_share(x)}" y="-49" text-anchor="{anchor}">{words}'
            "</text>",
        ]

    def names(self) -> list[str]:
        """A thread from each band to its name, where the band is thick and the words have room."""
        parts: list[str] = []
        taken: list[tuple[float, float, float]] = []  # thread, start and end of its words
        rows: list[tuple[str, str, str, Callable[[int], float], float]] = [
            ("outer", "q75", "q95", lambda i: self._mid(i, "q75", "q95"), -26.0),
            ("inner", "q25", "q75", lambda i: self._mid(i, "q25", "q75"), -8.0),
        ]
        for key, low, high, middle, row in rows:
            words = self.chart.words[key]
            found = self._place(low, high, len(words) * LETTER, taken)
            if found is None:
                continue
            index, anchor = found
            share, y = self.x(self.chart.hours[index]), _share(middle(index))
            x, shift = share * self.width, -4 if anchor == "start" else 4
            begin = x + shift if anchor == "start" else x + shift - len(words) * LETTER
            taken.append((x, begin, begin + len(words) * LETTER))
            at = _share(share)
            parts += [
                f'<line class="fan-thread" x1="{at}" x2="{at}" y1="{row + 5:g}" y2="{y}"/>',
                f'<circle class="fan-knot" cx="{at}" cy="{y}" r="2"/>',
                f'<text class="fan-words" x="{at}" y="{row:g}" dx="{shift}"'
                f' text-anchor="{anchor}">{escape(words)}</text>',
            ]
        return parts

    def _mid(self, index: int, low: str, high: str) -> float:
        bands = self.chart.bands
        return self.y((bands[low][index] + bands[high][index]) / 2)

    def _place(
        self, low: str, high: str, width: float, taken: list[tuple[float, float, float]]
    ) -> tuple[int, str] | None:
        now, right = self.chart.now, self.width
        wall = self.x(now) * right if now is not None and self.low <= now <= self.high else None
        tag = self._tag()
        best: tuple[float, int, str] | None = None
        for index, hour in enumerate(self.chart.hours):
            x = self.x(hour) * right
            if any(abs(x - other) < 30 for other, _, _ in taken) or x < 10:
                continue
            levels = self.chart.bands[high][index] - self.chart.bands[low][index]
            thick = levels / self.top_rating * self.height
            if thick < 5:
                continue
            for anchor, start in (("start", x - 4), ("end", x + 4 - width)):
                fits = start >= 0 and start + width <= right
                clear = wall is None or not start - 8 < wall < start + width + 8
                # no thread runs through the words of another
                clear &= all(not start - 8 < other < start + width + 8 for other, _, _ in taken)
                if fits and clear and (wall is None or abs(x - wall) > 10):
                    # beyond a good thickness, later is calmer to look at
                    score = min(thick, 22.0) + index / len(self.chart.hours)
                    # a thread would run behind the tag of the last own point
                    score -= 12.0 if tag and tag[0] - 6 < x < tag[1] + 6 else 0.0
                    if best is None or score > best[0]:
                        best = (score, index, anchor)
        return (best[1], best[2]) if best else None

    def own(self) -> list[str]:
        parts = []
        points = sorted(self.chart.points, key=lambda one: one.hour)
        for point in points:
            radius = 6 if point is points[-1] else 4.5
            at = f'cx="{_share(self.x(point.hour))}" cy="{_share(self.y(point.rating))}"'
            parts.append(f'<circle class="fan-own" {at} r="{radius}"/>')
        tag = self._tag()
        if tag:
            last = points[-1]
            words = f"{self.chart.words['you']}: {last.rating:g}"
            share, width = self.x(last.hour), tag[1] - tag[0]
            left = tag[0] - share * self.width
            parts.append(
                f'<svg x="{_share(share)}" y="{_share(self.y(last.rating))}" overflow="visible">'
                f'<rect class="fan-tag" x="{left:.1f}" y="-12" width="{width:.1f}" height="24"'
                f' rx="12"/><text class="fan-strong" x="{left + width / 2:.1f}" y="4.5"'
                f' text-anchor="middle">{escape(words)}</text></svg>'
            )
        return parts

    def _tag(self) -> tuple[float, float] | None:
        """Where the tag of the last own point starts and ends, in px."""
        if not self.chart.points:
            return None
        last = max(self.chart.points, key=lambda one: one.hour)
        width = len(f"{self.chart.words['you']}: {last.rating:g}") * 7.2 + 16
        x = self.x(last.hour) * self.width
        start = x + 12 if x + 12 + width < self.width else x - 12 - width
        return start, start + width


def _share(share: float) -> str:
    return f"{round(100 * share, 1):g}%"


def _text(x: float, y: float, down: float, words: str) -> str:
    return f'<text x="{x:g}" y="{_share(y)}" dy="{down:g}">{escape(words)}</text>'


def _steps(points: Sequence[tuple[float, float]], digits: int) -> str:
    """A path from point to point, each as whole steps from the last one, so that none adds up."""
    grain = 10**digits
    places = [(round(x * grain), round(y * grain)) for x, y in points]
    parts = [f"M{places[0][0] / grain:g} {places[0][1] / grain:g}l"]
    for (x0, y0), (x1, y1) in pairwise(places):
        parts.append(f"{(x1 - x0) / grain:g} {(y1 - y0) / grain:g}")
    return parts[0] + " ".join(parts[1:]).replace(" -", "-")


def _thinned(points: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """The same line with fewer points (Ramer, Douglas and Peucker): none strays by more than
    `UNSEEN`."""
    kept, open_ends = {0, len(points) - 1}, [(0, len(points) - 1)]
    while open_ends:
        first, last = open_ends.pop()
        (x0, y0), (x1, y1) = points[first], points[last]
        slope = (y1 - y0) / (x1 - x0) if x1 > x0 else 0.0
        away = [
            (abs(points[at][1] - y0 - slope * (points[at][0] - x0)), at)
            for at in range(first + 1, last)
        ]
        farthest, at = max(away, default=(0.0, first))
        if farthest > UNSEEN:
            kept.add(at)
            open_ends += [(first, at), (at, last)]
    return [points[at] for at in sorted(kept)]


def _wrapped(words: str, letters: int) -> list[str]:
    """Words in as few lines as hold so many letters each; a longer word is cut."""
    lines: list[str] = []
    for word in words.split():
        short = word if len(word) <= letters else word[: letters - 1] + "…"
        if lines and len(lines[-1]) + 1 + len(short) <= letters:
            lines[-1] += f" {short}"
        else:
            lines.append(short)
    return lines[:3]


def _style(colours: Mapping[str, str]) -> str:
    """The page's rules of `.fan`, with this scheme's colours, for a file that stands alone."""
    c = colours
    return (
        f".fan text{{font:{TEXT:g}px system-ui,-apple-system,'Segoe UI',Roboto,sans-serif}}"
        f".fan path{{fill:none}}.fan .fan-outer{{fill:{c['outer']}}}"
        f".fan .fan-inner{{fill:{c['inner']}}}.fan-outer,.fan-inner{{stroke:{c['rim']}}}"
        f".fan-median{{stroke:{c['median']};stroke-width:2.5}}.fan-line{{stroke:{c['line']}}}"
        f".fan-now{{stroke:{c['ink']};stroke-width:1.5;stroke-dasharray:2 3}}"
        f".fan-thread{{stroke:{c['ink']}}}.fan-knot{{fill:{c['ink']}}}"
        f".fan-own{{fill:{c['ink']};stroke:{c['ground']};stroke-width:2}}"
        f".fan-tag{{fill:{c['ground']};stroke:{c['muted']}}}"
        f".fan-muted,.fan-days{{fill:{c['muted']}}}.fan .fan-words{{fill:{c['ink']}}}"
        f".fan .fan-strong{{fill:{c['ink']};font-weight:700}}"
    )
