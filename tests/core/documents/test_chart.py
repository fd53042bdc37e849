"""The fan chart: what it draws, for whom it speaks, and that it stands alone."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from afterglow.core.documents import Day, FanChart, Point, fan_chart
from afterglow.core.documents.chart import HEIGHT, UNSEEN, WIDTH

HOURS = [float(hour) for hour in range(0, 121, 4)]
TOPS = {"q05": 1.0, "q25": 2.0, "median": 4.0, "q75": 6.0, "q95": 8.0}
CHART = FanChart(
    title="Redness & more",
    description="Bands",
    hours=HOURS,
    bands={name: [top * 0.98**hour for hour in HOURS] for name, top in TOPS.items()},
    steps={0: "none", 3: "pink", 6: "red"},
    days=[Day(24.0 * n - 15, 24.0 * n + 9, name, n == 1) for n, name in enumerate("abcdef")],
    now=31,
)


def tree_of(svg: str) -> ElementTree.Element:
    """A page names no namespace; a file does, which is left out here."""
    return ElementTree.fromstring(svg.replace(' xmlns="http://www.w3.org/2000/svg"', ""))


def texts(svg: str) -> list[str]:
    return [one.text or "" for one in tree_of(svg).iter("text")]


@pytest.mark.parametrize("standalone", [False, True])
def test_it_names_its_bands_its_scale_its_days_and_now(standalone: bool) -> None:
    shown = texts(fan_chart(CHART, standalone=standalone))
    assert {"9 in 10 people like you", "half of them", "now"} <= set(shown)
    assert {"0 none", "3 pink", "6 red"} <= set(shown)
    assert {"b", "c", "d", "e"} <= set(shown)


def test_it_speaks_to_those_who_do_not_see_it() -> None:
    tree = tree_of(fan_chart(CHART, name="x"))
    assert tree.get("role") == "img"
    assert tree.get("aria-labelledby") == "x-t x-d"
    title = tree.find("title")
    assert title is not None
    assert title.text == "Redness & more"


def test_own_points_stand_on_it_and_the_last_is_named() -> None:
    svg = fan_chart(replace(CHART, points=(Point(31, 2), Point(2, 5))))
    assert svg.count('class="fan-own"') == 2
    assert "you: 2" in texts(svg)


def test_a_moment_outside_has_no_line() -> None:
    assert 'class="fan-now"' not in fan_chart(replace(CHART, now=400))
    assert 'class="fan-now"' not in fan_chart(replace(CHART, now=None))


def test_a_sign_that_hardly_anybody_gets_names_no_empty_band() -> None:
    flat = {name: [0.0] * len(HOURS) for name in TOPS}
    assert "half of them" not in texts(fan_chart(replace(CHART, bands=flat)))


def test_in_a_page_it_has_no_colours_of_its_own_and_in_a_file_it_has() -> None:
    assert "#" not in fan_chart(CHART).replace("&#", "")
    alone = fan_chart(CHART, standalone=True, scheme="dark")
    assert "#211a25" in alone
    assert 'width="620"' in alone


def boxes(svg: str, width: float, wide: bool) -> dict[float, list[tuple[float, float]]]:
    """Where words start and end on a plot so many px wide, by the height that they stand on."""
    found: dict[float, list[tuple[float, float]]] = {}

    def walk(one: ElementTree.Element, x: float, y: float, anchor: str) -> None:
        anchor = one.get("text-anchor", anchor)
        at = [one.get(name, "0") for name in ("x", "y", "dx", "dy")]
        share_x, share_y, right, down = (
            float(text.rstrip("%")) * (size / 100 if text.endswith("%") else 1)
            for text, size in zip(at, (width, HEIGHT, width, HEIGHT), strict=True)
        )
        x, y = x + share_x, y + share_y
        if one.tag == "text" and (wide or "wide" not in one.get("class", "")):
            long = len(one.text or "") * 6.4
            start = x + right - {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor] * long
            found.setdefault(round(y + down, 1), []).append((start, start + long))
        for inner in one:
            walk(inner, x, y, anchor)

    for one in tree_of(svg):
        walk(one, 0.0, 0.0, "start")
    return found


MONTHS = replace(
    CHART,
    hours=[24.0 * n for n in range(91)],
    bands={name: [top * 0.98**n for n in range(91)] for name, top in TOPS.items()},
    days=[Day(312.0 * n - 15, 312.0 * n + 297, f"{n + 10} Nov", n == 1) for n in range(8)],
)


@pytest.mark.parametrize("width", [240.0, 260.0, 392.0, 546.0])
@pytest.mark.parametrize("chart", [CHART, MONTHS], ids=["days", "months"])
def test_words_stay_inside_and_apart(chart: FanChart, width: float) -> None:
    rows = boxes(fan_chart(chart), width, wide=width >= 494)
    assert sum(map(len, rows.values())) >= 8
    for row in rows.values():
        for start, end in row:
            assert start >= -58
            assert end <= width + 12
        for (_, end), (start, _) in pairwise(sorted(row)):
            assert end <= start


def test_a_long_word_of_the_scale_stands_below_its_number() -> None:
    shown = texts(fan_chart(replace(CHART, steps={0: "none", 3: "a little tight", 6: "extremely"})))
    assert {"0 none", "3", "a little", "tight", "6", "extreme…"} <= set(shown)


def corners(svg: str, kind: str) -> list[tuple[float, float]]:
    """The points of a path, in px of a wide plot."""
    path = next(one for one in re.findall(r'class="([\w-]+)" d="([^"]+)"', svg) if one[0] == kind)[
        1
    ]
    numbers = [float(one) for one in re.findall(r"-?[\d.]+", path)]
    x = y = 0.0
    found = []
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + dx, y + dy
        found.append((x / 1000 * WIDTH, y / 1000 * HEIGHT))
    return found


def test_fewer_points_draw_the_same_line() -> None:
    drawn = corners(fan_chart(CHART), "fan-median")
    assert 4 < len(drawn) < len(HOURS)
    top = max(TOPS["q95"] * 1.05, 6.5)
    for hour, level in zip(HOURS, CHART.bands["median"], strict=True):
        x, y = hour / HOURS[-1] * WIDTH, HEIGHT * (1 - level / top)
        (x0, y0), (x1, y1) = next(pair for pair in pairwise(drawn) if pair[0][0] <= x <= pair[1][0])
        # as fine as whole thousandths of the plot are
        assert abs(y0 + (y1 - y0) * (x - x0) / (x1 - x0) - y) <= UNSEEN + 0.4


def test_it_becomes_a_picture() -> None:
    import vl_convert

    png = vl_convert.svg_to_png(fan_chart(CHART, standalone=True))
    assert png[:4] == b"\x89PNG"


def test_in_a_file_the_bands_end_where_the_plot_ends() -> None:
    """Seen in a picture: not every program cuts off what is outside an inner frame."""
    import vl_convert

    svg = fan_chart(CHART, standalone=True)
    shown = re.sub("<text.*?</text>", "", svg)
    without = re.sub('<path class="fan-[oim].*?/>', "", shown)
    # the left margin of 66 px, the same with bands and without
    margin = '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="322">'
    pictures = [vl_convert.svg_to_png(margin + one.partition(">")[2]) for one in (shown, without)]
    assert pictures[0] == pictures[1]
    assert vl_convert.svg_to_png(shown) != vl_convert.svg_to_png(without)
