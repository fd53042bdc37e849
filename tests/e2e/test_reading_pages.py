"""Numbing, course, and the pages to read: in a real browser, on paper, without JavaScript."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from e2e.browsing import LOOKS, fits, follow, no_barriers, unfold

CREAM = {
    "product": "lidocaine_4",
    "grams": "8",
    "minutes": "40",
    "areas": "cheeks",
    "occluded": "no",
    "age": "34",
    "country": "US",
}
COURSE = {"goal": "acne_scars", "depth": "1.5", "country": "US", "first": "2030-03-01",
          "event": "2030-03-20", "quote_money_1": "450", "quote_money_2": "2000",
          "quote_for_2": "4"}  # fmt: skip
READING = ("/before-you-go/", "/practitioner/")
PAGES = (
    *READING,
    "/numbing/",
    f"/numbing/?{urlencode(CREAM)}",
    f"/numbing/?{urlencode({**CREAM, 'grams': '41', 'occluded': 'yes'})}",
    f"/numbing/?{urlencode({**CREAM, 'product': 'other', 'age': ''})}",
    f"/numbing/?{urlencode({**CREAM, 'grams': 'many'})}",
    "/course/",
    f"/course/?{urlencode(COURSE)}",
    f"/course/?{urlencode({**COURSE, 'country': 'IN', 'depth': ''})}",
)


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing(browser: Browser, address: str, width: int, scheme: Any) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    for path in PAGES:
        page.goto(address + path)
        unfold(page)
        no_barriers(page)
        assert fits(page), (path, width)
    context.close()


def test_every_page_fits_a_small_phone(phone: Page, address: str) -> None:
    for path in PAGES:
        phone.goto(address + path)
        for width in (320, 640, 960):
            phone.set_viewport_size({"width": width, "height": 844})
            assert fits(phone), (path, width)


def test_a_cream_is_judged_and_timed_without_javascript(phone: Page, address: str) -> None:
    phone.goto(f"{address}/numbing/")
    phone.get_by_label("Which cream?").select_option(label="Lidocaine 4 % (LMX4)")
    phone.get_by_label("Grams in all").fill("8")
    phone.get_by_label("Minutes on the skin").fill("40")
    phone.get_by_label("Cheeks").check()
    phone.get_by_label("No", exact=True).check()
    phone.get_by_label("Age", exact=True).fill("34")
    phone.get_by_label("Country").select_option("US")
    follow(phone.get_by_role("button", name="Hold it against the label"))
    expect(phone.get_by_text("This is what the label allows.")).to_be_visible()
    follow(phone.get_by_role("button", name="It goes on now: start the times"))
    expect(phone).to_have_url(re.compile("applied_at="))
    expect(phone.get_by_text("Off at the latest")).to_be_visible()
    assert re.fullmatch(r"in (1 h|\d\d min)", phone.locator(".timers .last .chip").inner_text())
    follow(phone.get_by_role("button", name="It is off now"))
    expect(phone).to_have_url(re.compile("removed_at="))
    expect(phone.get_by_text("Feeling is back by")).to_be_visible()
    expect(phone.locator("main a[href='tel:911']")).to_be_visible()
    assert fits(phone)


def test_the_machine_s_zone_and_country_are_guessed(phone: Page, address: str) -> None:
    """Django writes its own zone into TZ: everybody was guessed to be in UTC, and nowhere."""
    phone.goto(address)
    assert phone.get_by_label("Time zone").input_value() == "America/New_York"
    phone.goto(f"{address}/numbing/")
    assert phone.get_by_label("Country").input_value() == "US"


def test_the_times_tick_by_the_server_s_clock(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-US")
    page = context.new_page()
    # for the page no time goes by but what it is given
    page.clock.install(time=0)
    page.clock.pause_at(1000)
    page.goto(f"{address}/numbing/?{urlencode({**CREAM, 'now': 'on'})}")
    chip = page.locator(".timers .last .chip")
    first = int(re.findall(r"\d+", chip.inner_text())[0])
    assert 55 <= first <= 60
    page.clock.run_for(10 * 60 * 1000)
    expect(chip).to_have_text(re.compile(rf"\D{first - 10}\D"))
    context.close()


def test_a_time_that_has_come_says_what_to_do(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-US")
    page = context.new_page()
    # for the page no time goes by but what it is given
    page.clock.install(time=0)
    page.clock.pause_at(1000)
    page.goto(f"{address}/numbing/?{urlencode({**CREAM, 'now': 'on'})}")
    works = page.locator(".timers li", has_text="It works from").locator(".chip")
    page.clock.run_for(31 * 60 * 1000)
    expect(works).to_have_text("It should work")
    context.close()


@pytest.mark.parametrize("path", READING)
def test_on_paper_two_pages_black_on_white_and_nothing_to_click(
    browser: Browser, address: str, path: str
) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="dark")
    page = context.new_page()
    page.goto(address + path)
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    (pages,) = {int(one) for one in re.findall(rb"/Type /Pages\s*/Count (\d+)", paper)} or {0}
    assert 1 <= pages <= 2
    page.emulate_media(media="print")
    for gone in (".thumb", ".top nav", ".actions", "aside"):
        for one in page.locator(gone).all():
            assert not one.is_visible(), gone
    expect(page.locator("details.why summary").first).to_be_hidden()
    colours = page.evaluate(
        "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"
    )
    assert colours == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    for item in page.locator(".lines > li").all():
        assert item.evaluate("one => getComputedStyle(one).breakInside") == "avoid"
    expect(page.get_by_text(re.compile("call .*911.* at once"))).to_be_visible()
    if path == "/before-you-go/":
        # what is folded on the screen is not lost on paper
        expect(page.locator("p", has_text="You have diabetes.").first).to_be_visible()
    context.close()


def test_a_print_button_is_there_only_where_it_works(
    browser: Browser, phone: Page, address: str
) -> None:
    phone.goto(f"{address}/practitioner/")
    phone.set_viewport_size({"width": 1280, "height": 900})
    expect(phone.locator("[data-print]")).to_be_hidden()
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{address}/practitioner/")
    expect(page.locator("[data-print]")).to_be_visible()
    context.close()
