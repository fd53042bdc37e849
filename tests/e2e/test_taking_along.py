"""Calendar and own data in a real browser: axe, small screens, and downloads that arrive."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from icalendar import Calendar
from playwright.sync_api import Browser, Page

from e2e.browsing import fill_in, fits


def treated() -> datetime:
    return datetime.now(ZoneInfo("America/New_York")) - timedelta(hours=31)


def test_from_today_to_the_calendar_and_back_without_javascript(phone: Page, address: str) -> None:
    fill_in(phone, address, treated())
    phone.get_by_role("link", name="In your calendar").click()
    with phone.expect_download() as caught:
        phone.get_by_role("link", name="Download the calendar").click()
    assert Calendar.from_ical(caught.value.path().read_bytes()).walk("VEVENT")
    phone.get_by_role("button", name="Make a link").click()
    link = phone.locator(".link-text").inner_text()
    assert phone.request.get(link).status == 200
    assert phone.get_by_role("link", name="Open in my calendar").get_attribute("href") == (
        link.replace("http:", "webcal:")
    )
    assert fits(phone)
    phone.get_by_role("button", name="Close the link").click()
    assert phone.request.get(link).status == 404
    phone.get_by_role("link", name="Back to my treatment").click()
    assert phone.get_by_text("hour 31 after your treatment").is_visible()


def test_all_of_one_s_data_is_taken_and_then_deleted(phone: Page, address: str) -> None:
    fill_in(phone, address, treated())
    home = phone.url
    phone.get_by_role("link", name="My data").click()
    files = {}
    for name in ("PDF", "JSON", "a page"):
        with phone.expect_download() as caught:
            phone.get_by_role("link", name=f"Download as {name}").click()
        files[name] = caught.value.path().read_bytes()
    assert files["PDF"].startswith(b"%PDF")
    assert json.loads(files["JSON"])["recovery"]["treatment"]["areas"] == {"cheeks": 1.0}
    assert b"Content-Security-Policy" in files["a page"]
    assert fits(phone)
    phone.get_by_role("link", name="Delete this treatment").click()
    phone.get_by_role("button", name="Delete").click()
    assert phone.request.get(home).status == 404


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, address: str, scheme: Any) -> None:
    for width in (390, 1280):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
        )
        page = context.new_page()
        fill_in(page, address, treated())
        home = page.url
        for path in ("calendar/", "data/"):
            page.goto(home + path)
            found = Axe().run(page)
            assert found.violations_count == 0, (path, scheme, width, found.generate_report())
        page.goto(f"{home}calendar/")
        page.get_by_role("button", name="Make a link").click()
        assert Axe().run(page).violations_count == 0
        assert fits(page)
        context.close()
