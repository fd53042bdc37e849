"""The whole path in Arabic, right to left, in a real browser at phone size, without JavaScript."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from e2e.browsing import fill_in, fits, follow, hours_ago, no_barriers

PAGES = ("", "check-in/", "unwell/", "ask/?q=i+have+pus", "calendar/", "data/", "companions/")


def treated(page: Page, address: str) -> str:
    fill_in(page, address, hours_ago(31))
    return page.url


def arabic(page: Page) -> None:
    follow(page.get_by_role("button", name="العربية"))


def test_the_language_is_chosen_on_the_page_and_left_again(phone: Page, address: str) -> None:
    today = treated(phone, address)
    arabic(phone)
    expect(phone).to_have_url(today)
    html = phone.locator("html")
    assert (html.get_attribute("lang"), html.get_attribute("dir")) == ("ar", "rtl")
    expect(phone.get_by_text("هذه الترجمة مسودة")).to_be_visible()
    brand, call = (phone.locator(one).bounding_box() for one in (".brand", "header nav"))
    assert brand is not None
    assert call is not None
    assert brand["x"] > call["x"], "the page is mirrored"
    assert fits(phone)
    follow(phone.get_by_role("button", name="English"))
    assert html.get_attribute("lang") == "en"
    assert html.get_attribute("dir") is None


def test_an_answer_and_the_emergency_number_in_arabic(phone: Page, address: str) -> None:
    treated(phone, address)
    arabic(phone)
    phone.locator("#q").fill("nurofen")
    with phone.expect_navigation():
        phone.locator("#q").press("Enter")
    expect(phone.get_by_role("heading", name="انتظر حتى")).to_be_visible()
    assert fits(phone)
    follow(phone.get_by_label("دائمًا في متناولك").get_by_role("link").first)
    expect(phone.locator("a[href='tel:911']")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_in_arabic_has_a_barrier(browser: Browser, address: str, scheme: str) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, java_script_enabled=True, color_scheme=scheme
    )
    page = context.new_page()
    today = treated(page, address)
    arabic(page)
    for one in PAGES:
        page.goto(today + one)
        assert page.locator("html").get_attribute("dir") == "rtl"
        no_barriers(page)
        assert fits(page), one
    context.close()
