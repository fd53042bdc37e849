"""A hosted site over TLS in a real browser: link and code on a phone, signing out, a companion."""

from __future__ import annotations

import json
import os
import re
import socket
import ssl
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from conftest import COMMAND, DATA
from e2e.browsing import LOOKS, fits, follow, no_barriers, unfold
from e2e.stopping import PATIENCE

# a key for localhost and for these tests only: it protects nothing
TLS = DATA / "tls"
TREATMENT = {
    "performed_at": "2026-11-24T15:00:00-05:00",
    "areas": {"cheeks": 1.0},
    "time_zone": "America/New_York",
    "clinic": {"name": "Example Skin Clinic", "phone": "+1 212 555 0100"},
}
Invite = Callable[[], dict[str, Any]]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    given = {
        "AFTERGLOW_DATA": str(tmp_path_factory.mktemp("hosted")),
        "AFTERGLOW_HOSTED": "1",
        "AFTERGLOW_HOSTS": "localhost",
        "AFTERGLOW_TLS_CERTIFICATE": str(TLS / "localhost-certificate.pem"),
        "AFTERGLOW_TLS_KEY": str(TLS / "localhost-key.pem"),
    }
    return {**os.environ, **given}


@pytest.fixture(scope="module")
def site(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site as a clinic hosts it, with its own TLS."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    log: Path = tmp_path_factory.mktemp("log") / "log"
    with (
        log.open("wb") as stream,
        subprocess.Popen(
            [str(COMMAND), "site", "--port", str(port)],
            env=environment, stdout=stream, stderr=stream,
        ) as server,
    ):  # fmt: skip
        url = f"https://localhost:{port}"
        try:
            _wait(url, server)
            yield url
        finally:
            server.terminate()
            server.wait(PATIENCE)
    assert "/enter/" not in log.read_text()
    assert "/beside/" not in log.read_text()


def _wait(url: str, server: subprocess.Popen[bytes]) -> None:
    trusting = ssl.create_default_context(cafile=str(TLS / "localhost-certificate.pem"))
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert server.poll() is None, "the server ended"
        try:
            with urllib.request.urlopen(f"{url}/unwell/", timeout=5, context=trusting):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the server did not answer")


@pytest.fixture
def invite(environment: dict[str, str], site: str) -> Invite:
    def made() -> dict[str, Any]:
        said = subprocess.run(
            [str(COMMAND), "recoveries", "invite", "-", "--json"],
            input=json.dumps(TREATMENT).encode(),
            env=environment,
            capture_output=True,
            check=True,
        )
        found = json.loads(said.stdout)
        return {**found, "link": found["link"].replace("https://localhost", site)}

    return made


@pytest.fixture
def phone_of(browser: Browser) -> Iterator[Callable[[], Page]]:
    """Phones without JavaScript, each with cookies of its own."""
    contexts: list[BrowserContext] = []

    def new() -> Page:
        context = browser.new_context(
            viewport={"width": 390, "height": 844},
            java_script_enabled=False,
            ignore_https_errors=True,
            locale="en-US",
        )
        contexts.append(context)
        return context.new_page()

    yield new
    for one in contexts:
        one.close()


def come_in(page: Page, invited: dict[str, Any]) -> None:
    page.goto(invited["link"])
    page.get_by_label("Your code").fill(invited["code"])
    follow(page.get_by_role("button", name="Open my treatment"))


def test_by_link_and_code_on_a_phone(
    phone_of: Callable[[], Page], invite: Invite, site: str
) -> None:
    invited, phone = invite(), phone_of()
    today = f"{site}/r/{invited['id']}/"
    assert phone.goto(today).status == 404  # type: ignore[union-attr]
    phone.goto(invited["link"])
    assert phone.url == f"{site}/enter/", "the link left the address"
    assert fits(phone)
    wrong = f"{(int(invited['code']) + 1) % 10**6:06}"
    phone.get_by_label("Your code").fill(wrong)
    follow(phone.get_by_role("button", name="Open my treatment"))
    expect(phone.get_by_text("This link and code do not open anything.")).to_be_visible()
    expect(phone.get_by_role("link", name="See the warning signs")).to_be_visible()
    assert fits(phone)
    phone.get_by_label("Your code").fill(invited["code"])
    follow(phone.get_by_role("button", name="Open my treatment"))
    expect(phone).to_have_url(today)
    expect(phone.get_by_text("after your treatment").first).to_be_visible()
    cookies = {one["name"]: one for one in phone.context.cookies()}
    session = cookies["__Host-session"]
    assert session["secure"]
    assert session["httpOnly"]
    assert session["sameSite"] == "Lax"
    assert "__Host-link" not in cookies
    # a link in a mail, tapped again, needs no code
    phone.goto(invited["link"])
    expect(phone).to_have_url(today)


def test_a_link_from_another_site_finds_the_session(
    phone_of: Callable[[], Page], invite: Invite, site: str
) -> None:
    invited, phone = invite(), phone_of()
    come_in(phone, invited)
    today = phone.url
    phone.goto(f"data:text/html,<a href='{today}'>my treatment</a>")
    follow(phone.get_by_role("link"))
    expect(phone.get_by_text("after your treatment").first).to_be_visible()


def test_a_check_in_and_signing_out_on_another_device(
    phone_of: Callable[[], Page], invite: Invite, site: str
) -> None:
    invited, phone, tablet = invite(), phone_of(), phone_of()
    come_in(phone, invited)
    come_in(tablet, invited)
    today = phone.url
    follow(phone.get_by_role("link", name="Your devices"))
    expect(phone.get_by_role("button", name="Sign out", exact=False)).to_have_count(3)
    assert fits(phone)
    follow(phone.locator("li", has_not_text="(this one)").get_by_role("button"))
    assert tablet.goto(today).status == 404  # type: ignore[union-attr]
    expect(tablet.get_by_role("link", name="Come in with your link and code")).to_be_visible()
    phone.goto(f"{site}/leave/")
    follow(phone.get_by_role("button", name="Sign out"))
    expect(phone.get_by_role("heading", name="You are signed out.")).to_be_visible()
    assert fits(phone)
    assert "__Host-session" not in {one["name"] for one in phone.context.cookies()}
    assert phone.goto(today).status == 404  # type: ignore[union-attr]


def test_someone_beside_looks_until_the_link_is_stopped(
    phone_of: Callable[[], Page], invite: Invite
) -> None:
    invited, phone, friend = invite(), phone_of(), phone_of()
    come_in(phone, invited)
    follow(phone.get_by_role("link", name="Show someone"))
    phone.get_by_label("Who is it for?").fill("Sam")
    follow(phone.get_by_role("button", name="Make a link"))
    assert fits(phone)
    link = phone.locator(".link-text").inner_text()
    friend.goto(link)
    expect(friend).to_have_url(re.compile("/beside/$"))
    expect(friend.locator("a[href='tel:911']")).to_be_visible()
    follow(friend.get_by_role("button", name="Open the page"))
    first = friend.locator("main a").first
    assert first.get_attribute("href") == "tel:911", "emergency first"
    expect(friend.get_by_role("heading", name="What they leave for now")).to_be_visible()
    assert fits(friend)
    page = friend.url
    assert friend.goto(page.replace("beside/", "")).status == 403  # type: ignore[union-attr]
    follow(phone.get_by_role("button", name="Stop Sam"))
    assert friend.goto(page).status == 404  # type: ignore[union-attr]


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing(
    browser: Browser, invite: Invite, site: str, width: int, scheme: Any
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        bypass_csp=True,
        ignore_https_errors=True,
    )
    page = context.new_page()

    def clean() -> None:
        unfold(page)
        no_barriers(page)
        assert fits(page), page.url

    invited = invite()
    for path in ("/", "/enter/", "/leave/", "/beside/", f"/r/{invited['id']}/"):
        page.goto(site + path)
        clean()
    page.goto(invited["link"])
    clean()
    for code in ("", "000000" if invited["code"] != "000000" else "111111"):
        page.get_by_label("Your code").fill(code)
        follow(page.get_by_role("button", name="Open my treatment"))
        clean()
    page.get_by_label("Your code").fill(invited["code"])
    follow(page.get_by_role("button", name="Open my treatment"))
    today = page.url
    for path in ("", "devices/", "companions/", "beside/", "../../", "../../leave/"):
        page.goto(f"{today}{path}")
        clean()
    page.goto(f"{today}companions/")
    follow(page.get_by_role("button", name="Make a link"))
    clean()
    page.get_by_label("Who is it for?").fill("Sam")
    follow(page.get_by_role("button", name="Make a link"))
    clean()
    link = page.locator(".link-text").inner_text()
    context.clear_cookies()
    page.goto(link)
    clean()
    follow(page.get_by_role("button", name="Open the page"))
    clean()
    page.goto(today)
    clean()
    context.close()
