"""Without a connection, in a real browser at phone size, with the server really gone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from e2e.browsing import fill_in, fits, follow, hours_ago, no_barriers
from e2e.stopping import Site

PHONE = {"width": 390, "height": 844}
READY = """async (id) => {
  const ready = await navigator.serviceWorker.ready;
  while (!navigator.serviceWorker.controller) await new Promise((yes) => setTimeout(yes, 20));
  const cache = await caches.open(`pages-${id}`);
  for (let tries = 0; tries < 600; tries++) {
    const names = (await cache.keys()).map((one) => new URL(one.url).pathname);
    if (names.length >= 6) return names;
    await new Promise((yes) => setTimeout(yes, 50));
  }
  throw new Error('not kept');
}"""


ASSETS = "(await caches.keys()).filter((one) => one.startsWith('assets-'))"
RENEWED = f"async (old) => {{ const now = {ASSETS}; return now.length === 1 && now[0] !== old; }}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    here = Site(tmp_path_factory.mktemp("data"))
    here.start()
    yield here
    here.stop()


@pytest.fixture
def context(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    if site.process is None:
        site.start()
    found = browser.new_context(viewport=PHONE, locale="en-US", timezone_id="America/New_York")
    asked: list[str] = []
    found.on("request", lambda request: asked.append(request.url))
    yield found
    found.close()
    assert {urlsplit(url).netloc for url in asked if not url.startswith("blob:")} == {
        urlsplit(site.address).netloc
    }


@pytest.fixture
def page(context: BrowserContext, site: Site) -> Page:
    """Today, with everything kept that is needed without a server."""
    page = context.new_page()
    fill_in(page, site.address, hours_ago(30))
    page.evaluate(READY, recovery(page))
    return page


def recovery(page: Page) -> str:
    return urlsplit(page.url).path.split("/")[2]


def told(page: Page, *, flags: tuple[str, ...] = (), redness: int | None = None) -> None:
    """Fill the check-in form that is open and send it."""
    for flag in flags:
        field = page.locator(f"[name=flag_{flag}][value=yes]")
        field.evaluate(
            "(one) => { one.closest('details')?.setAttribute('open', ''); one.checked = true; }"
        )
    if redness is not None:
        field = page.locator(f"[name=rating_redness][value='{redness}']")
        field.evaluate("(one) => { one.checked = true; }")
    page.locator("#check-in").evaluate("(one) => one.requestSubmit()")


def test_in_airplane_mode_today_says_how_old_it_is(page: Page, site: Site) -> None:
    heading = page.locator("h1").inner_text()
    site.stop()
    page.reload()
    expect(page.locator("h1")).to_have_text(heading)
    expect(page.locator("#offline-bar")).to_contain_text("Saved ")
    expect(page.locator("#offline-bar")).to_contain_text("You are offline")
    assert fits(page)
    no_barriers(page)


def test_in_airplane_mode_the_emergency_page_and_a_page_never_seen_reach_a_human(
    page: Page, site: Site
) -> None:
    here = page.url
    site.stop()
    page.goto(f"{here}unwell/")
    expect(page.get_by_role("link", name="Call 911").first).to_be_visible()
    page.goto(f"{here}numbing/")
    expect(page.get_by_role("heading", name="Without a connection")).to_be_visible()
    page.goto(f"{site.address}/unwell/")
    expect(page.get_by_role("link", name="Call 911").first).to_be_visible()


def test_in_airplane_mode_the_whole_list_is_there(page: Page, site: Site) -> None:
    site.stop()
    follow(page.get_by_role("link", name="more, asked less often"))
    expect(page.get_by_role("heading", name="Exercise and sweat")).to_be_visible()
    expect(page.locator("#offline-bar")).to_contain_text("You are offline")
    follow(page.get_by_role("link", name="Close"))
    expect(page.get_by_role("heading", name="Not yet")).to_be_visible()


def test_in_airplane_mode_can_i_is_looked_up(page: Page, site: Site) -> None:
    here = page.url
    site.stop()
    page.goto(f"{here}offline/")
    search, found = page.get_by_role("searchbox"), page.locator("#found")
    search.fill("can i run")
    expect(found.locator(".answer.wait h3")).to_have_text("Exercise and sweat")
    search.fill("nurofen")
    expect(found.locator(".answer.wait")).to_contain_text("ibuprofen")
    search.fill("nurofin")
    expect(found.locator(".answer")).to_have_count(0)
    found.get_by_role("button", name="nurofen", exact=True).click()
    expect(found.locator(".answer.wait")).to_contain_text("ibuprofen")
    search.fill("my lips are swollen")
    expect(found.locator(".answer.emergency")).to_contain_text("911")
    expect(found.get_by_role("link", name="Call 911")).to_be_visible()
    search.fill("qwertz asdf")
    expect(found).to_contain_text("+1 212 555 0100")
    no_barriers(page)
    assert fits(page)


def test_a_red_flag_told_offline_shows_emergency_at_once(page: Page, site: Site) -> None:
    here = page.url
    site.stop()
    page.goto(f"{here}check-in/")
    told(page, flags=("hives",))
    card = page.locator("#told")
    expect(card).to_contain_text("Call 911 now.")
    expect(card.get_by_role("link", name="Call 911")).to_be_visible()
    expect(card.locator("[data-plain]")).to_be_hidden()
    no_barriers(page)
    # Today was saved before it
    page.goto(here)
    bar = page.locator("#offline-bar")
    expect(bar).to_contain_text("What you told us is an emergency. Get help now.")
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    no_barriers(page)
    expect(page.get_by_role("heading", name="What helps now")).to_be_hidden()
    follow(bar.get_by_role("link", name="See what it means"))
    expect(card.get_by_role("link", name="Call 911")).to_be_visible()
    page.goto(here)
    site.start()
    with page.expect_navigation():
        bar.get_by_role("button", name="Send now").click()
    expect(page.get_by_role("heading", name="Call 911 now.")).to_be_visible()


def test_a_question_asked_offline_is_looked_up_where_it_lands(page: Page, site: Site) -> None:
    site.stop()
    page.get_by_role("textbox", name="Ask anything").fill("my tongue is swelling")
    with page.expect_navigation():
        page.get_by_role("button", name="Ask", exact=True).first.click()
    expect(page.locator("#look-q")).to_have_value("my tongue is swelling")
    expect(page.locator("#found .answer.emergency")).to_contain_text("911")
    assert "tongue" not in page.url


def test_a_calm_check_in_told_offline_is_never_called_well(page: Page, site: Site) -> None:
    here = page.url
    site.stop()
    page.goto(f"{here}check-in/")
    told(page, redness=2)
    expect(page.locator("#told [data-plain]")).to_be_visible()
    expect(page.locator("#told")).not_to_contain_text("All is as it should be")
    expect(page.locator("#offline-bar")).to_contain_text("Check-ins that wait to be sent: 1.")


def test_offline_check_ins_go_through_a_server_restart_once_each_in_order(
    page: Page, site: Site
) -> None:
    here, whose = page.url, recovery(page).replace("-", "")
    site.stop()
    for redness in (5, 4, 4):
        page.goto(f"{here}check-in/")
        told(page, redness=redness)
        expect(page.locator("#told")).to_be_visible()
    expect(page.locator("#offline-bar")).to_contain_text("Check-ins that wait to be sent: 3.")
    site.start()
    page.get_by_role("button", name="Send now").click()
    # the page of the last one opens, judged
    page.wait_for_url("**/check-in/*/")
    expect(page.locator(".judged")).to_be_visible()
    rows = site.rows(
        "select c.data from recoveries_checkin c join recoveries_recovery r on r.id ="
        f" c.recovery_id where r.public_id = '{whose}' order by c.at, c.created, c.id"
    )
    assert [json.loads(str(row[0]))["ratings"]["redness"] for row in rows] == [5, 4, 4]


def test_one_that_is_refused_for_good_stays_to_be_mended_or_discarded(
    page: Page, site: Site
) -> None:
    here = page.url
    site.stop()
    for temperature in ("38,x", "5"):
        page.goto(f"{here}check-in/")
        page.get_by_label("Temperature, if you took it").fill(temperature)
        told(page, redness=2)
        expect(page.locator("#told")).to_be_visible()
    site.start()
    page.goto(f"{here}offline/")
    expect(page.locator("#offline-bar")).to_contain_text("Check-ins that were not taken: 2.")
    waiting = page.locator("#waiting li")
    expect(waiting).to_have_count(2)
    no_barriers(page)
    waiting.first.get_by_role("button", name="Discard").click()
    waiting.first.get_by_role("button", name="Discard for good?").click()
    expect(waiting).to_have_count(1)
    follow(waiting.first.get_by_role("link", name="Mend it"))
    field = page.get_by_label("Temperature, if you took it")
    expect(field).to_have_value("5")
    field.fill("37.2")
    page.locator("#check-in").evaluate("(one) => one.requestSubmit()")
    page.wait_for_url("**/check-in/*-*/")
    expect(page.locator(".judged")).to_be_visible()
    page.goto(here)
    expect(page.locator("#offline-bar")).to_be_hidden()


def test_online_a_check_in_goes_as_without_a_worker(page: Page) -> None:
    page.goto(f"{page.url}check-in/")
    told(page, redness=2)
    page.wait_for_url("**/check-in/*-*/")
    expect(page.locator("#offline-bar")).to_be_hidden()


def test_forget_leaves_nothing_of_the_treatment_on_the_device(page: Page, site: Site) -> None:
    here = page.url
    page.goto(f"{here}offline/")
    page.get_by_role("button", name="Forget on this device").click()
    expect(page.locator("#forget-said")).to_contain_text("Forgotten.")
    assert kept(page) == []


def test_deleting_the_treatment_deletes_it_on_the_device(page: Page) -> None:
    page.goto(f"{page.url}delete/")
    follow(page.get_by_role("button", name="Delete"))
    assert kept(page) == []


def test_access_that_was_taken_away_deletes_the_pages_at_the_next_visit(
    page: Page, context: BrowserContext, site: Site
) -> None:
    here = page.url
    other = context.browser.new_context()  # type: ignore[union-attr]
    elsewhere = other.new_page()
    elsewhere.goto(f"{here}delete/")
    follow(elsewhere.get_by_role("button", name="Delete"))
    other.close()
    page.reload()
    assert kept(page) == []


def kept(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        "async () => (await caches.keys()).filter((one) => one.startsWith('pages-'))"
    )
    return found


def test_a_release_reaches_a_phone_that_was_offline(page: Page, site: Site, tmp_path: Path) -> None:
    import shutil

    import afterglow

    here = page.url
    before = page.evaluate(f"async () => {ASSETS}")
    site.stop()
    page.reload()
    expect(page.locator("#offline-bar")).to_contain_text("Saved ")
    # the release: the same program with another look
    source = tmp_path / "src"
    shutil.copytree(Path(afterglow.__file__).parent, source / "afterglow")
    css = source / "afterglow" / "web" / "site" / "static" / "afterglow" / "tokens.css"
    css.write_text(
        css.read_text("utf-8").replace("--ground: #fffaf6", "--ground: #f0f0f0"), "utf-8"
    )
    site.source = source
    try:
        site.start()
        page.goto(here)
        page.wait_for_function(RENEWED, arg=before[0])
        site.stop()
        page.goto(here)
        expect(page.locator("#offline-bar")).to_contain_text("Saved ")
        ground = "getComputedStyle(document.documentElement).getPropertyValue('--ground').trim()"
        assert page.evaluate(ground) == "#f0f0f0"
    finally:
        site.stop()
        site.source = None


def test_the_page_can_be_installed(page: Page, context: BrowserContext) -> None:
    devtools = context.new_cdp_session(page)
    assert devtools.send("Page.getInstallabilityErrors")["installabilityErrors"] in (
        [],
        [{"errorId": "in-incognito", "errorArguments": []}],
    )
