"""Today and its whole list as they are looked at: words that stay apart, links for a thumb."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from e2e.browsing import LOOKS, fill_in, fits, follow, hours_ago, no_barriers

# words of a drawing that lie on each other by more than the air around a letter
CROWDED = """() => {
  const words = [...document.querySelectorAll('.fan text, .glow text')]
    .filter(one => getComputedStyle(one).display !== 'none')
    .map(one => [one.textContent, one.getBoundingClientRect()]);
  const out = ([, box]) => box.left < 0 || box.right > innerWidth;
  const found = words.filter(out).map(([name]) => name);
  words.forEach(([name, a], at) => words.slice(at + 1).forEach(([other, b]) => {
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (across > 0.5 && down > 5) found.push(`${name} on ${other}`);
  }));
  return [words.length, found];
}"""


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_no_word_of_a_drawing_lies_on_another(
    browser: Browser, address: str, language: str
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    # before the treatment as well: a long date, a longer weekday
    for hours in (-500, -60, 1, 20, 31, 150):
        fill_in(page, address, hours_ago(hours))
        today = page.url
        context.add_cookies([{"name": "language", "value": language, "url": address}])
        for sign in ("redness", "flaking", "darkening"):
            page.goto(f"{today}?sign={sign}")
            for width in (320, 390, 768, 1280):
                page.set_viewport_size({"width": width, "height": 844})
                count, crowded = page.evaluate(CROWDED)
                assert count > 8
                assert crowded == [], (hours, sign, width)
        context.clear_cookies(name="language")
    context.close()


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_chart_is_read_by_key_and_by_finger(
    browser: Browser, address: str, language: str
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    fill_in(page, address, hours_ago(31))
    context.add_cookies([{"name": "language", "value": language, "url": address}])
    page.reload()
    said = page.locator(".chart-said")
    rows = page.locator("#course tbody tr")
    cells = [one.locator("th, td").all_text_contents() for one in rows.all()]

    def told(row: int) -> None:
        for cell in cells[row]:
            expect(said).to_contain_text(cell)

    slider = page.locator("#course").get_by_role("slider")
    slider.press("Home")
    told(0)
    # later lies where the page is read to
    slider.press("ArrowLeft" if language == "ar" else "ArrowRight")
    told(1)
    assert slider.get_attribute("aria-valuetext") == said.inner_text()
    box = slider.bounding_box()
    assert box is not None
    for share, row in ((0.02, 0), (0.98, -1)):
        x = box["width"] * (1 - share if language == "ar" else share)
        page.touchscreen.tap(box["x"] + x, box["y"] + box["height"] / 2)
        told(row)
    assert fits(page)
    context.close()


def test_the_whole_list_without_javascript(phone: Page, address: str) -> None:
    fill_in(phone, address, hours_ago(31))
    follow(phone.get_by_role("link", name="more, asked less often"))
    expect(phone.get_by_role("heading", name="The whole list")).to_be_visible()
    exercise = phone.get_by_role("listitem").filter(
        has=phone.get_by_role("heading", name="Exercise and sweat")
    )
    exercise.get_by_text("Why?").click()
    expect(exercise.get_by_text("(grade ").first).to_be_visible()
    assert fits(phone)
    follow(phone.get_by_role("link", name="Close"))
    follow(phone.get_by_role("link", name="Good to know"))
    expect(phone.get_by_role("heading", name="Good to know")).to_be_in_viewport()


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_text_twice_as_large_fits_a_phone(phone: Page, address: str, language: str) -> None:
    """Somebody's own size of letters counts, and nothing is cut off by it."""
    fill_in(phone, address, hours_ago(31))
    today = phone.url
    cookie = {"name": "language", "value": language, "url": address}
    phone.context.add_cookies([cookie])  # type: ignore[list-item]
    for path in ("", "check-in/", "unwell/", "more/", "calendar/", "beside/", "numbing/"):
        phone.goto(f"{today}{path}")
        before = phone.locator("main p").first.bounding_box()
        phone.evaluate("document.documentElement.style.fontSize = '200%'")
        after = phone.locator("main p").first.bounding_box()
        assert before is not None
        assert after is not None
        assert after["height"] > before["height"] * 1.5, path
        assert fits(phone), path


def test_links_at_the_foot_are_wide_enough_for_a_thumb(phone: Page, address: str) -> None:
    fill_in(phone, address, hours_ago(31))
    links = phone.locator("footer a, footer button, .onward a").all()
    assert len(links) >= 6
    for link in links:
        box = link.bounding_box()
        assert box is not None
        assert box["height"] >= 44, link.inner_text()


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing(browser: Browser, address: str, width: int, scheme: Any) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 844}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    page.goto(f"{address}/example/more/")
    page.locator("details").first.evaluate("one => { one.open = true; }")
    no_barriers(page, width, scheme)
    assert fits(page)
    context.close()
