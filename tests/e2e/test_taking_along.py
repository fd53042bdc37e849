"""Calendar and own data in a real browser: axe, small screens, and downloads that arrive."""

from __future__ import annotations

import json
from typing import Any

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, Page, expect

from e2e.browsing import LOOKS, fill_in, fits, follow, hours_ago, no_barriers


def test_from_today_to_the_calendar_and_back_without_javascript(phone: Page, address: str) -> None:
    fill_in(phone, address, hours_ago(31))
    follow(phone.get_by_role("link", name="In your calendar"))
    with phone.expect_download() as caught:
        phone.get_by_role("link", name="Download the calendar").click()
    assert Calendar.from_ical(caught.value.path().read_bytes()).walk("VEVENT")
    follow(phone.get_by_role("button", name="Make a link"))
    link = phone.locator(".link-text").inner_text()
    assert phone.request.get(link).status == 200
    assert phone.get_by_role("link", name="Open in my calendar").get_attribute("href") == (
        link.replace("http:", "webcal:")
    )
    assert fits(phone)
    follow(phone.get_by_role("button", name="Close the link"))
    assert phone.request.get(link).status == 404
    follow(phone.get_by_role("link", name="Back to my treatment"))
    expect(phone.get_by_text("hour 31 after your treatment")).to_be_visible()


def test_all_of_one_s_data_is_taken_and_then_deleted(phone: Page, address: str) -> None:
    fill_in(phone, address, hours_ago(31))
    home = phone.url
    follow(phone.get_by_role("link", name="My data"))
    files = {}
    for name in ("PDF", "JSON", "a page"):
        with phone.expect_download() as caught:
            phone.get_by_role("link", name=f"Download as {name}").click()
        files[name] = caught.value.path().read_bytes()
    assert files["PDF"].startswith(b"%PDF")
    assert json.loads(files["JSON"])["recovery"]["treatment"]["areas"] == {"cheeks": 1.0}
    assert b"Content-Security-Policy" in files["a page"]
    assert fits(phone)
    follow(phone.get_by_role("link", name="Delete this treatment"))
    follow(phone.get_by_role("button", name="Delete"))
    expect(phone.get_by_text("The treatment is deleted")).to_be_visible()
    assert phone.request.get(home).status == 404


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing(browser: Browser, address: str, width: int, scheme: Any) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    fill_in(page, address, hours_ago(31))
    home = page.url
    for path in ("calendar/", "data/"):
        page.goto(home + path)
        no_barriers(page)
    page.goto(f"{home}calendar/")
    follow(page.get_by_role("button", name="Make a link"))
    no_barriers(page)
    assert fits(page)
    context.close()
