"""A real headless Chromium for the tests and the screenshots, and the site with a still clock.

In: the machine's browser. Out: a Playwright browser; a live site whose `now` the caller sets.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from playwright.sync_api import Browser, Page, sync_playwright

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


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser that talks to nobody by itself."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=executable(), args=FLAGS)
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
