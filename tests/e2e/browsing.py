"""A real headless Chromium for the tests and the screenshots, and the site with a still clock.

In: the machine's browser. Out: a Playwright browser; a live site whose `now` the caller sets; how
to follow a link, and what every page is held to.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Literal
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from zoneinfo import ZoneInfo

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, Request, expect, sync_playwright

from e2e.slow_line import slow_line

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def executable() -> str | None:
    """The browser that tests/browser.sh found; None: Playwright's own."""
    named = os.environ.get("AFTERGLOW_CHROMIUM")
    return named or next((path for name in NAMES if (path := shutil.which(name))), None)


ZONE = ZoneInfo("America/New_York")
# by day on a phone, by night on a desktop: both widths and both schemes are seen on every page, and
# no style rule of ours asks for a width and a scheme at once
LOOKS: list[tuple[int, Literal["light", "dark"]]] = [(390, "light"), (1280, "dark")]
# a busy machine may take its time: what is expected comes, or it does not
expect.set_options(timeout=20_000)


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser that talks to nobody by itself."""
    with sync_playwright() as play, slow_line() as slow:
        browser = play.chromium.launch(executable_path=executable(), args=[*FLAGS, *slow])
        try:
            yield browser
        finally:
            browser.close()


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the tests speak for themselves."""


@contextmanager
def site_here() -> Iterator[str]:
    """The site in this process, so that its clock can be stopped; its address."""
    from afterglow.web.site.wsgi import application

    server: WSGIServer = make_server("127.0.0.1", 0, application, handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def fill_in(page: Page, address: str, moment: datetime) -> None:
    page.goto(address)
    page.get_by_label("Date").fill(moment.strftime("%Y-%m-%d"))
    page.get_by_label("Time", exact=True).fill(moment.strftime("%H:%M"))
    page.get_by_label("Time zone").fill("America/New_York")
    page.get_by_label("Cheeks").first.check()
    page.get_by_label("How deep").fill("1.0")
    page.get_by_text("More about you").click()
    page.get_by_label("Its phone").fill("+1 212 555 0100")
    follow(page.get_by_role("button", name="Show what to expect"))


def hours_ago(hours: float) -> datetime:
    """So many hours ago, on a clock in New York, also where it was put forward since."""
    return (datetime.now(UTC) - timedelta(hours=hours)).astimezone(ZONE)


def follow(link: Locator) -> None:
    """Click, and wait until the page that it opens has come: a click alone waits for nothing, and
    what is looked at next would be the page that is left."""
    with link.page.expect_navigation():
        link.click()


def unfold(page: Page) -> None:
    """Open all that is folded."""
    page.locator("details").evaluate_all("all => { for (const one of all) one.open = true; }")


def weight(page: Page, address: str) -> list[tuple[str, int]]:
    """What a visit fetches until the page is quiet, and the bytes of each; what comes from the
    browser's own cache counts as nothing."""
    finished: list[Request] = []

    def noted(one: Request) -> None:
        finished.append(one)

    page.on("requestfinished", noted)
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.remove_listener("requestfinished", noted)
    return [(one.url, max(one.sizes()["responseBodySize"], 0)) for one in finished]


def no_barriers(page: Page, *told: object) -> None:
    """What axe finds on the page as it stands: nothing."""
    found = Axe().run(page)
    assert found.violations_count == 0, (page.url, *told, found.generate_report())


def fits(page: Page) -> bool:
    """No horizontal scroll: the page is as wide as its window."""
    box = page.locator("html").bounding_box()
    widths = [one.bounding_box() for one in page.locator("main, header, footer, .card").all()]
    size = page.viewport_size
    assert box is not None
    assert size is not None
    edges = [one["x"] + one["width"] for one in widths if one]
    return max(box["width"], *edges) <= size["width"]
