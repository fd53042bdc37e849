"""The main job in a real browser, without JavaScript: fill in the form, see what to expect."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from e2e.browsing import fill_in, fits

SCHEMES = ("light", "dark")


def test_from_the_form_to_today_to_the_number(phone: Page, address: str) -> None:
    from zoneinfo import ZoneInfo

    done = datetime.now(ZoneInfo("America/New_York")) - timedelta(hours=31)
    fill_in(phone, address, done)
    assert "/r/" in phone.url
    assert phone.get_by_text("hour 31 after your treatment").is_visible()
    assert phone.get_by_role("heading", name="Not yet").is_visible()
    assert phone.locator("svg.fan-phone").is_visible()
    assert not phone.locator("svg.fan-desktop").is_visible()
    assert fits(phone)
    phone.get_by_role("link", name="Tightness").click()
    assert phone.get_by_role("link", name="Tightness").get_attribute("aria-current") == "true"
    phone.get_by_text("Show as a table").click()
    assert phone.locator("table").is_visible()
    unwell = phone.get_by_label("Always at hand").get_by_role("link", name="Feeling unwell?")
    box = unwell.bounding_box()
    assert box is not None
    assert 844 - 100 < box["y"] + box["height"] <= 844, "within reach of the thumb"
    unwell.click()
    assert phone.locator("a[href='tel:911']").is_visible()
    assert fits(phone)


def test_a_treatment_to_come(phone: Page, address: str) -> None:
    fill_in(phone, address, datetime.now() + timedelta(days=9))  # noqa: DTZ005
    assert phone.get_by_role("heading", name="Stop from").is_visible()
    assert fits(phone)


def test_an_example_at_one_click(phone: Page, address: str) -> None:
    phone.goto(address)
    phone.get_by_role("link", name="Show me an example").click()
    assert phone.get_by_text("This is an example.").is_visible()
    for width in (390, 320, 640, 960):
        phone.set_viewport_size({"width": width, "height": 844})
        assert fits(phone), width


def test_a_refusal_stays_on_the_form(phone: Page, address: str) -> None:
    phone.goto(address)
    phone.get_by_label("How deep").fill("15")
    phone.get_by_label("Nose").first.check()
    phone.get_by_role("button", name="Show what to expect").click()
    assert phone.get_by_text("depth 15 mm is out of range").first.is_visible()
    assert phone.get_by_label("How deep").input_value() == "15"
    assert fits(phone)


def test_today_is_light(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    sizes: list[int] = []
    page.on("requestfinished", lambda one: sizes.append(one.sizes()["responseBodySize"]))
    page.goto(f"{address}/example/")
    page.wait_for_load_state("networkidle")
    context.close()
    assert 10_000 < sum(sizes) <= 45_000, sizes


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing(browser: Browser, address: str, scheme: str) -> None:
    # axe itself needs JavaScript; it is put in past the policy, which it tests around
    for width in (390, 1280):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
        )
        page = context.new_page()
        fill_in(page, address, datetime.now() + timedelta(days=9))  # noqa: DTZ005
        before = page.url
        for path in ("/", "/example/", "/example/?sign=flaking", before, "/unwell/", "/nothing/"):
            page.goto(path if path.startswith("http") else address + path)
            found = Axe().run(page)
            assert found.violations_count == 0, (path, scheme, width, found.generate_report())
        page.goto(address)
        page.get_by_role("button", name="Show what to expect").click()
        assert Axe().run(page).violations_count == 0
        context.close()
