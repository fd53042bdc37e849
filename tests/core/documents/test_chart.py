"""The fan chart: what it draws, for whom it speaks, and that it stands alone."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from afterglow.core.documents import Day, FanChart, Point, fan_chart
from afterglow.core.documents.chart import Size

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
SVG = "{http://www.w3.org/2000/svg}"


def texts(svg: str) -> list[str]:
    return [one.text or "" for one in ElementTree.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_it_names_its_bands_its_scale_its_days_and_now(size: Size) -> None:
    shown = texts(fan_chart(CHART, size=size))
    assert {"9 in 10 people like you", "half of them", "now"} <= set(shown)
    assert {"0 none", "3 pink", "6 red"} <= set(shown)
    assert {"b", "c", "d", "e"} <= set(shown)


def test_it_speaks_to_those_who_do_not_see_it() -> None:
    tree = ElementTree.fromstring(fan_chart(CHART, name="x"))
    assert tree.get("role") == "img"
    assert tree.get("aria-labelledby") == "x-t x-d"
    title = tree.find(f"{SVG}title")
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


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_words_stay_inside_and_apart(size: Size) -> None:
    svg = fan_chart(CHART, size=size)
    tree = ElementTree.fromstring(svg)
    width = float(tree.get("viewBox", "").split()[2])
    rows: dict[float, list[tuple[float, float]]] = {}
    for one in tree.iter(f"{SVG}text"):
        long = len(one.text or "") * 6.4
        lean = {"start": 0.0, "middle": 0.5, "end": 1.0}[one.get("text-anchor", "")]
        start = float(one.get("x", "")) - lean * long
        assert start >= -6
        assert start + long <= width + 2
        rows.setdefault(float(one.get("y", "")), []).append((start, start + long))
    for row in rows.values():
        for (_, end), (start, _) in pairwise(sorted(row)):
            assert end <= start


def test_it_becomes_a_picture() -> None:
    import vl_convert

    png = vl_convert.svg_to_png(fan_chart(CHART, standalone=True))
    assert png[:4] == b"\x89PNG"
