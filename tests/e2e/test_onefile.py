"""The one-file page in a real browser, from a file: it ticks, answers, and asks for nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from afterglow.core.planning import plan
from afterglow.core.protocol import Protocol
from afterglow.core.treatment import Recovery
from e2e.browsing import LOOKS, fits, no_barriers, unfold

MADE = datetime.fromisoformat("2026-11-25T22:00:00-05:00")
PERSON: dict[str, Any] = {
    "performed_at": "2026-11-24T15:00:00-05:00",
    "areas": {"cheeks": 1.0, "nose": 0.5},
    "skin_type": 3,
    "time_zone": "America/New_York",
    "clinic": {"name": "Example Skin Clinic", "phone": "+1 212 555 0100"},
}
CHECK_IN = {"at": "2026-11-25T21:00:00-05:00", "ratings": {"redness": 2, "tightness": 3}}


def write(
    folder: Path,
    name: str,
    treatment: dict[str, Any],
    language: str = "en",
    check_in: dict[str, Any] = CHECK_IN,
) -> str:
    from afterglow.web.patient.onefile import onefile

    done = datetime.fromisoformat(treatment["performed_at"]) < MADE
    told = {"treatment": treatment, "check_ins": [check_in] if done else []}
    recovery = Recovery.read(told)
    file = folder / f"{name}.html"
    text = onefile(recovery, protocol=Protocol.default(), now=MADE, language=language)
    file.write_text(text, encoding="utf-8")
    return file.as_uri()


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory) -> str:
    return write(tmp_path_factory.mktemp("page"), "after", PERSON)


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> str:
    to_come = PERSON | {"performed_at": "2026-12-04T15:00:00-05:00"}
    return write(tmp_path_factory.mktemp("page"), "before", to_come)


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A phone whose zone is elsewhere; anything asked for, refused or thrown fails the test."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, timezone_id="Asia/Tokyo", locale="en-US"
    )
    page = context.new_page()
    trouble: list[str] = []
    page.on("request", lambda one: trouble.append(one.url) if "html" not in one.url else None)
    page.on("console", lambda one: trouble.append(one.text))
    page.on("pageerror", lambda one: trouble.append(str(one)))
    yield page
    context.close()
    assert not trouble


def open_at(page: Page, address: str, moment: datetime) -> None:
    page.clock.set_fixed_time(moment)
    page.goto(address)


def test_it_counts_down_by_the_clock_of_the_phone(phone: Page, after: str) -> None:
    open_at(phone, after, MADE)
    exercise = phone.locator("li[data-wait]", has_text="Exercise and sweat")
    item = next(one for one in plan(PERSON).items if one.id == "exercise")
    assert item.ends is not None
    expect(exercise).to_contain_text("until Thu 26 Nov, 15:00")
    expect(exercise.locator(".left")).to_have_text("17 hours")
    expect(phone.locator("#now")).to_have_text(re.compile("^hour 31 after your treatment · "))
    expect(phone.locator("[aria-current=step]")).to_have_count(1)
    expect(phone.locator(".one-chart .fan-now").first).to_be_attached()
    assert fits(phone)
    open_at(phone, after, item.ends - timedelta(minutes=12))
    expect(exercise.locator(".left")).to_have_text("12 minutes")
    expect(phone.locator("#fine li:visible", has_text="Exercise")).to_have_count(0)
    open_at(phone, after, item.ends)
    expect(exercise).to_be_hidden()
    expect(phone.locator("#fine li", has_text="Exercise and sweat")).to_be_visible()


@pytest.mark.parametrize("language", ["es", "ar"])
def test_in_another_language_the_charts_are_marked_and_read(
    phone: Page, tmp_path: Path, language: str
) -> None:
    """A number that a script reads has a point in it, whatever the language writes."""
    open_at(phone, write(tmp_path, language, PERSON, language), MADE)
    chart = phone.locator(".one-chart").first
    assert re.fullmatch(r"\d+(\.\d+)?%", chart.locator(".fan-now").get_attribute("x1") or "")
    said = phone.locator(".chart-said").first
    chart.get_by_role("slider").press("End")
    last = phone.locator(".charts table").first.locator("tbody tr").last
    for cell in last.locator("th, td").all_text_contents():
        expect(said).to_contain_text(cell)
    assert fits(phone)


def test_a_call_that_stands_comes_first(phone: Page, tmp_path: Path) -> None:
    alarm = CHECK_IN | {"flags": ["breathing_difficulty"]}
    open_at(phone, write(tmp_path, "alarm", PERSON, check_in=alarm), MADE)
    heading = phone.get_by_role("heading", name="Call 911 now.", exact=True)
    expect(heading).to_be_in_viewport()
    expect(phone.get_by_role("link", name="Call 911").first).to_be_in_viewport()


def test_a_page_left_open_ticks_on(phone: Page, after: str) -> None:
    phone.clock.install(time=MADE)
    phone.goto(after)
    left = phone.locator("li[data-wait]", has_text="Exercise and sweat").locator(".left")
    expect(left).to_have_text("17 hours")
    phone.clock.fast_forward("02:30:00")
    expect(left).to_have_text("15 hours")


def test_it_says_its_age_and_doubts_a_wrong_clock(phone: Page, after: str) -> None:
    open_at(phone, after, MADE)
    expect(phone.locator("#age")).to_be_hidden()
    expect(phone.get_by_text("Made on Wed 25 Nov 2026, 22:00")).to_be_visible()
    open_at(phone, after, MADE + timedelta(days=9, hours=1))
    expect(phone.locator("#age")).to_contain_text("9 days old")
    open_at(phone, after, MADE - timedelta(days=400))
    expect(phone.locator("#age")).to_contain_text("clock of this device is wrong")


def test_a_question_is_looked_up_in_the_file(phone: Page, after: str) -> None:
    open_at(phone, after, MADE)
    box, told = phone.get_by_label("A thing or a medicine"), phone.locator("#told")
    box.fill("can i take nurofen")
    expect(told).to_contain_text("Not yet")
    expect(told).to_contain_text("ibuprofen")
    box.fill("running")
    expect(told).to_contain_text("wait until Thu 26 Nov 15:00")
    box.fill("qwertzuiop")
    expect(told).to_contain_text("We do not know")
    expect(told.get_by_role("link", name="+1 212 555 0100")).to_be_visible()
    open_at(phone, after, MADE + timedelta(days=30))
    phone.get_by_label("A thing or a medicine").fill("running")
    expect(told).to_contain_text("Fine")


def test_a_warning_sign_in_the_box_shows_the_number_at_once(phone: Page, after: str) -> None:
    open_at(phone, after, MADE)
    told = phone.locator("#told")
    phone.get_by_label("A thing or a medicine").fill("my lips are swelling")
    expect(told.locator(".sos a[href='tel:911']")).to_be_visible()
    expect(told).to_contain_text("Emergency")
    phone.get_by_label("A thing or a medicine").fill("there is pus, can i run")
    expect(told.locator(".call_clinic").first).to_be_visible()
    expect(told.locator(".expected")).to_have_count(0)


def test_an_emergency_is_one_tap_away(phone: Page, after: str) -> None:
    open_at(phone, after, MADE)
    thumb = phone.get_by_label("Always at hand")
    thumb.get_by_role("link", name="Feeling unwell?").click()
    expect(phone.locator("#unwell a[href='tel:911']")).to_be_in_viewport()
    expect(thumb.get_by_role("link", name="Call clinic")).to_be_visible()


def test_before_a_treatment_it_counts_towards_it(phone: Page, before: str) -> None:
    open_at(phone, before, MADE)
    expect(phone.locator("#now")).to_contain_text("starts in 9 days")
    alcohol = phone.locator("li[data-wait]", has_text="Alcohol").first
    expect(alcohol).to_contain_text("from Thu 3 Dec, 15:00 until Sun 6 Dec, 15:00")
    assert fits(phone)


def test_without_javascript_the_dates_stand_alone(browser: Browser, after: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    page = context.new_page()
    page.goto(after)
    expect(page.get_by_text("until Thu 26 Nov, 15:00").first).to_be_visible()
    expect(page.locator("#ask-box")).to_be_hidden()
    expect(page.locator("#fine")).to_be_hidden()
    expect(page.locator("#unwell a[href='tel:911']")).to_be_visible()
    expect(page.locator("svg.fan").first).to_be_visible()
    page.get_by_text("Show the list").click()
    row = page.locator("table.told tr", has_text="Exercise and sweat")
    expect(row).to_contain_text("Fine from Thu 26 Nov, 15:00")
    assert fits(page)
    context.close()


def test_printed_it_shows_what_is_folded_and_no_buttons(browser: Browser, after: str) -> None:
    context = browser.new_context(viewport={"width": 800, "height": 1100})
    page = context.new_page()
    page.goto(after)
    page.emulate_media(media="print")
    expect(page.locator(".thumb")).to_be_hidden()
    expect(page.locator("#ask-box")).to_be_hidden()
    expect(page.locator("table.told")).to_be_visible()
    context.close()


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing(
    browser: Browser, after: str, before: str, width: int, scheme: Any
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    for address, moment, asked in (
        (after, MADE, "nurofen"),
        (after, MADE + timedelta(days=9), "pus and a glass of wine"),
        (after, MADE, "lips swelling"),
        (before, MADE, "xylofon"),
    ):
        page.clock.set_fixed_time(moment)
        page.goto(address)
        page.get_by_label("A thing or a medicine").fill(asked)
        page.locator("#told > *").first.wait_for()
        unfold(page)
        no_barriers(page, asked)
        assert fits(page)
    context.close()
