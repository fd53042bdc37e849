"""Nothing jumps while a page loads: layout shift as the browser itself counts it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from e2e.browsing import fill_in, follow, hours_ago

OBSERVED = """() => {
  window.shifted = 0
  new PerformanceObserver(list => {
    for (const one of list.getEntries()) window.shifted += one.value
  }).observe({type: 'layout-shift', buffered: true})
}"""
SHIFTED = """() => new Promise(done =>
  requestAnimationFrame(() => setTimeout(() => done(window.shifted), 0)))"""


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_moves_under_the_finger(browser: Browser, address: str, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 844})
    context.add_init_script(f"({OBSERVED})()")
    page = context.new_page()
    page.goto(address)
    page.wait_for_load_state("networkidle")
    found = {"first visit": page.evaluate(SHIFTED)}
    fill_in(page, address, hours_ago(31))
    today = page.url
    for path in ("", "check-in/", "unwell/"):
        page.goto(today + path)
        page.wait_for_load_state("networkidle")
        found[path or "today"] = page.evaluate(SHIFTED)
    page.goto(today + "check-in/")
    follow(page.get_by_role("button", name="See what it means").locator("visible=true").first)
    page.wait_for_load_state("networkidle")
    found["assessment"] = page.evaluate(SHIFTED)
    context.close()
    assert found == dict.fromkeys(found, 0), found
