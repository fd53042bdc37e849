"""The main job in a real browser, without JavaScript: fill in the form, see what to expect."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from e2e.browsing import LOOKS, fill_in, fits, follow, hours_ago, no_barriers, weight


def test_from_the_form_to_today_to_the_number(phone: Page, address: str) -> None:
    fill_in(phone, address, hours_ago(31))
    assert "/r/" in phone.url
    expect(phone.get_by_text("hour 31 after your treatment")).to_be_visible()
    expect(phone.get_by_role("heading", name="Not yet")).to_be_visible()
    expect(phone.locator("svg.fan")).to_be_visible()
    assert fits(phone)
    follow(phone.get_by_role("link", name="Tightness"))
    assert phone.get_by_role("link", name="Tightness").get_attribute("aria-current") == "true"
    phone.get_by_text("Show as a table").click()
    expect(phone.locator("table")).to_be_visible()
    unwell = phone.get_by_label("Always at hand").get_by_role("link", name="Feeling unwell?")
    box = unwell.bounding_box()
    assert box is not None
    assert 844 - 100 < box["y"] + box["height"] <= 844, "within reach of the thumb"
    follow(unwell)
    expect(phone.locator("a[href='tel:911']")).to_be_visible()
    assert fits(phone)


def test_a_treatment_to_come(phone: Page, address: str) -> None:
    fill_in(phone, address, hours_ago(-9 * 24))
    expect(phone.get_by_role("heading", name="Stop from")).to_be_visible()
    assert fits(phone)


def test_an_example_at_one_click(phone: Page, address: str) -> None:
    phone.goto(address)
    follow(phone.get_by_role("link", name="Show me an example"))
    expect(phone.get_by_text("This is an example.")).to_be_visible()
    for width in (390, 320, 640, 960):
        phone.set_viewport_size({"width": width, "height": 844})
        assert fits(phone), width


def test_a_refusal_stays_on_the_form(phone: Page, address: str) -> None:
    phone.goto(address)
    phone.get_by_label("How deep").fill("15")
    phone.get_by_label("Nose").first.check()
    follow(phone.get_by_role("button", name="Show what to expect"))
    expect(phone.get_by_text("depth 15 mm is out of range").first).to_be_visible()
    assert phone.get_by_label("How deep").input_value() == "15"
    assert fits(phone)


def test_today_is_light(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    found = weight(page, f"{address}/example/")
    context.close()
    assert 10_000 < sum(size for _, size in found) <= 45_000, found


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing(browser: Browser, address: str, width: int, scheme: Any) -> None:
    # axe itself needs JavaScript; it is put in past the policy, which it tests around
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    fill_in(page, address, hours_ago(-9 * 24))
    before = page.url
    for path in ("/", "/example/", "/example/?sign=flaking", before, "/unwell/", "/nothing/"):
        page.goto(path if path.startswith("http") else address + path)
        no_barriers(page)
    page.goto(address)
    follow(page.get_by_role("button", name="Show what to expect"))
    no_barriers(page)
    context.close()


def test_the_zone_is_that_of_the_phone_not_of_the_server(browser: Browser, address: str) -> None:
    context = browser.new_context(timezone_id="Asia/Tokyo", locale="en-US")
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_label("Time zone")).to_have_value("Asia/Tokyo")
    page.get_by_label("Time zone").fill("Europe/London")
    page.get_by_role("button", name="Show what to expect").click()
    expect(page.get_by_text("Please look at this again")).to_be_visible()
    expect(page.get_by_label("Time zone")).to_have_value("Europe/London")
    context.close()
