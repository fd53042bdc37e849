"""The main job in a real browser, without JavaScript: fill in the form, see what to expect."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from e2e.browsing import chromium

SCHEMES = ("light", "dark")


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site as people run it, on a free port, with a data folder of its own."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    data: Path = tmp_path_factory.mktemp("data")
    code = f"from afterglow.web.site.serve import serve; serve({port})"
    environment = {**os.environ, "AFTERGLOW_DATA": str(data), "TZ": "America/New_York"}
    with subprocess.Popen(
        [sys.executable, "-c", code], env=environment, stdout=subprocess.DEVNULL
    ) as server:
        url = f"http://127.0.0.1:{port}"
        try:
            _wait(url, server)
            yield url
        finally:
            server.terminate()
            server.wait(20)


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        assert server.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(f"{url}/unwell/", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not answer")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def phone(browser: Browser, address: str) -> Iterator[Page]:
    """A phone without JavaScript; any request to another host fails the test."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, java_script_enabled=False, locale="en-US"
    )
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    yield page
    context.close()
    assert asked
    assert {urlsplit(url).netloc for url in asked} == {urlsplit(address).netloc}


def fill_in(page: Page, address: str, moment: datetime) -> None:
    page.goto(address)
    page.get_by_label("Date").fill(moment.strftime("%Y-%m-%d"))
    page.get_by_label("Time", exact=True).fill(moment.strftime("%H:%M"))
    page.get_by_label("Time zone").fill("America/New_York")
    page.get_by_label("Cheeks").first.check()
    page.get_by_label("How deep").fill("1.0")
    page.get_by_text("More about you").click()
    page.get_by_label("Its phone").fill("+1 212 555 0100")
    page.get_by_role("button", name="Show what to expect").click()


def fits(page: Page) -> bool:
    """No horizontal scroll: the page is as wide as its window."""
    box = page.locator("html").bounding_box()
    widths = [one.bounding_box() for one in page.locator("main, header, footer, .card").all()]
    size = page.viewport_size
    assert box is not None
    assert size is not None
    edges = [one["x"] + one["width"] for one in widths if one]
    return max(box["width"], *edges) <= size["width"]


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
