"""Check in on a phone without JavaScript: to as expected, to an emergency, once, and back."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from e2e.browsing import fill_in, fits

SCHEMES = ("light", "dark")


def treated(page: Page, address: str, hours: float = 31) -> str:
    """Somebody treated so many hours ago; the address of their Today."""
    fill_in(page, address, datetime.now(ZoneInfo("America/New_York")) - timedelta(hours=hours))
    return page.url


def rate(page: Page, sign: str, rating: int) -> None:
    page.get_by_role("group", name=sign).get_by_role("radio", name=str(rating)).first.check()


def send(page: Page) -> None:
    page.locator(".thumb").get_by_role("button", name="See what it means").click()


def test_to_as_expected_and_on_course(phone: Page, address: str) -> None:
    today = treated(phone, address)
    phone.get_by_label("Always at hand").get_by_role("link", name="Check in").click()
    assert fits(phone)
    for key in phone.locator(".keys label:visible").all():
        box = key.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 48
    rate(phone, "Redness", 1)
    rate(phone, "Warmth", 0)
    rate(phone, "Tightness", 2)
    send(phone)
    assert phone.get_by_text("As expected").first.is_visible()
    assert phone.get_by_role("heading", name="All is as it should be.").is_visible()
    assert phone.locator("svg.fan-phone .fan-own").is_visible()
    assert fits(phone)
    phone.locator(".thumb").get_by_role("link", name="Done").click()
    assert phone.url == today
    assert phone.get_by_role("heading", name="You are on course.").is_visible()
    assert fits(phone)


def test_to_an_emergency_and_what_stays_of_it(phone: Page, address: str) -> None:
    today = treated(phone, address, 1)
    phone.goto(f"{today}check-in/")
    phone.get_by_role("group", name="Is it hard to breathe").get_by_label("Yes").check()
    send(phone)
    assert phone.get_by_role("heading", name="Call 911 now.").is_visible()
    number = phone.get_by_role("link", name="Call 911")
    box = number.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 500, "at once in sight"
    assert box["height"] >= 96
    assert number.get_attribute("href") == "tel:911"
    assert phone.get_by_text("Now I have: trouble breathing").first.is_visible()
    assert fits(phone)
    phone.goto(today)
    assert phone.get_by_role("heading", name="Call 911 now.").is_visible()
    assert fits(phone)


def test_sent_twice_it_is_stored_once(phone: Page, address: str) -> None:
    today = treated(phone, address)
    phone.goto(f"{today}check-in/")
    rate(phone, "Redness", 2)
    # the same form, as a second tap or a lost answer sends it
    form = {
        one.get_attribute("name"): one.input_value()
        for one in phone.locator("#check-in input[type=hidden]").all()
    }
    for _ in range(3):
        answer = phone.request.post(
            f"{today}check-in/",
            form={**form, "rating_redness": "2"},
            headers={"Referer": phone.url},
        )
        assert answer.ok
    send(phone)
    phone.goto(today)
    assert phone.locator(".mine li").count() == 1


def test_sent_many_times_at_once_it_is_stored_once(phone: Page, address: str) -> None:
    today = treated(phone, address)
    phone.goto(f"{today}check-in/")
    fields = phone.locator("#check-in input[type=hidden]").all()
    form = {str(one.get_attribute("name")): one.input_value() for one in fields}
    body = urlencode({**form, "rating_redness": "2"}).encode()
    cookies = "; ".join(f"{one['name']}={one['value']}" for one in phone.context.cookies())

    def post(_: int) -> int:
        headers = {"Cookie": cookies, "Origin": address}
        request = urllib.request.Request(f"{today}check-in/", body, headers)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return int(answer.status)

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(post, range(24))) == {200}
    phone.goto(today)
    assert phone.locator(".mine li").count() == 1


def test_today_stays_light_with_check_ins(phone: Page, browser: Browser, address: str) -> None:
    today = treated(phone, address)
    for rating in (3, 2, 1):
        phone.goto(f"{today}check-in/")
        rate(phone, "Redness", rating)
        send(phone)
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    sizes: list[int] = []
    page.on("requestfinished", lambda one: sizes.append(one.sizes()["responseBodySize"]))
    page.goto(today)
    page.wait_for_load_state("networkidle")
    context.close()
    assert 10_000 < sum(sizes) <= 45_000, sizes


def test_undo_and_put_back(phone: Page, address: str) -> None:
    today = treated(phone, address)
    phone.goto(f"{today}check-in/")
    phone.get_by_role("group", name="Do you see pus").get_by_label("Yes").check()
    send(phone)
    assert phone.get_by_role("heading", name="Call your clinic today.").is_visible()
    assert phone.locator("a[href='tel:+12125550100']").first.is_visible()
    phone.get_by_role("button", name="Undo").click()
    assert phone.get_by_role("heading", name="You took this back.").is_visible()
    here = phone.url
    phone.goto(today)
    assert not phone.get_by_text("Call your clinic today.").is_visible()
    phone.goto(here)
    phone.get_by_role("button", name="Put it back").click()
    assert phone.get_by_role("heading", name="Call your clinic today.").is_visible()


@pytest.fixture
def thumb(browser: Browser, address: str) -> Iterator[Page]:
    """A phone with JavaScript and a touch screen."""
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True, locale="en-US"
    )
    yield context.new_page()
    context.close()


def tap(page: Page, rating: str) -> None:
    sign = page.locator(f"#{page.locator('.sign:visible').first.get_attribute('id')}")
    # taps that come too soon after the last one are not meant for this sign, and do nothing
    for _ in range(100):
        sign.locator(f".keys label:has([value='{rating}'])").tap()
        if sign.is_hidden():
            return
    raise AssertionError("a tap does not count")


def test_one_sign_at_a_time_on_a_touch_screen(thumb: Page, address: str) -> None:
    today = treated(thumb, address)
    thumb.goto(f"{today}check-in/")
    assert thumb.locator("[data-signs] > .sign:visible").count() == 1
    lines = thumb.locator(".sign-line")
    count = lines.count()
    for _ in range(count):
        tap(thumb, "2")
    assert thumb.locator("[data-signs] > .sign:visible").count() == 0
    expect(lines.filter(has_text="2")).to_have_count(count)
    lines.filter(has_text="Redness").tap()
    expect(thumb.get_by_role("group", name="Redness", exact=True)).to_be_visible()
    thumb.get_by_role("button", name="Next").locator("visible=true").tap()
    thumb.get_by_role("button", name="No to all").tap()
    assert fits(thumb)
    send(thumb)
    assert (
        thumb.get_by_text("redness 2").first.is_visible() or thumb.get_by_text("Saved").is_visible()
    )
    thumb.goto(f"{today}check-in/")
    thumb.get_by_role("button", name="Same as before: 2").locator("visible=true").tap()
    expect(lines.first).to_contain_text("2")


def test_a_double_tap_rates_one_sign(thumb: Page, address: str) -> None:
    today = treated(thumb, address)
    thumb.goto(f"{today}check-in/")
    key = thumb.locator(".sign:visible .keys label:has([value='3'])").bounding_box()
    assert key is not None
    # the same place twice, as fast as a finger: whatever key lies there by then
    for _ in range(3):
        thumb.touchscreen.tap(key["x"] + 20, key["y"] + 60)
    rated = thumb.locator(".keys input:checked:not([value=''])")
    expect(rated).to_have_count(1)


def test_no_to_all_keeps_a_yes(thumb: Page, address: str) -> None:
    today = treated(thumb, address)
    thumb.goto(f"{today}check-in/")
    thumb.get_by_role("group", name="Do you see pus").get_by_label("Yes").check()
    thumb.get_by_role("button", name="No to all").tap()
    assert thumb.locator("[name=flag_pus][value=yes]").is_checked()
    assert thumb.locator("[data-flags] .flag:has(:checked)").count() == (
        thumb.locator("[data-flags] .flag").count()
    )
    thumb.get_by_label("Temperature, if you took it").fill("101")
    thumb.get_by_label("Temperature, if you took it").blur()
    expect(thumb.get_by_text("We take it as 38.3 °C, 101.0 °F.")).to_be_visible()


@pytest.mark.parametrize(("skin", "seen"), [("fair", 11), ("medium", 11), ("deep", 11)])
def test_the_drawings_follow_skin_like_mine(
    phone: Page, address: str, skin: str, seen: int
) -> None:
    today = treated(phone, address)
    phone.goto(f"{today}check-in/")
    redness = phone.get_by_role("group", name="Redness", exact=True)
    # the form left the skin type open: fair and deep stand side by side
    assert redness.locator(".on-fair:visible").count() == 11
    assert redness.locator(".on-deep:visible").count() == 11
    assert redness.locator(".on-medium:visible").count() == 0
    redness.get_by_role("radio", name=skin.capitalize()).check()
    assert redness.locator(".swatch svg:visible").count() == seen
    assert redness.locator(f".on-{skin}:visible").count() == seen


def test_the_keyboard_is_enough(browser: Browser, address: str) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-US")
    page = context.new_page()
    today = treated(page, address)
    page.goto(f"{today}check-in/")
    first = page.locator(".keys input:checked").first
    first.focus()
    page.keyboard.press("ArrowLeft")  # from skip to the worst
    for _ in range(9):
        page.keyboard.press("ArrowLeft")
    assert page.locator(".keys input:checked").first.input_value() == "1"
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == "note":
            break
    page.keyboard.type("there is pus on my chin")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Call your clinic today.")).to_be_visible()
    expect(page.get_by_text("We read it as: pus")).to_be_visible()
    context.close()


def test_what_to_say_is_copied_at_a_tap(browser: Browser, address: str) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    today = treated(page, address)
    page.goto(f"{today}check-in/")
    page.get_by_role("group", name="Do you see pus").get_by_label("Yes").check()
    send(page)
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "Now I have: pus." in copied.splitlines()
    context.close()


def test_what_to_say_stands_as_text_without_a_script(phone: Page, address: str) -> None:
    today = treated(phone, address)
    phone.goto(f"{today}check-in/")
    phone.get_by_role("group", name="Do you see pus").get_by_label("Yes").check()
    send(phone)
    assert phone.locator(".say-all").get_by_text("Now I have: pus.").is_visible()
    assert not phone.locator("[data-copy]").is_visible()


def test_a_refusal_keeps_what_was_tapped(phone: Page, address: str) -> None:
    today = treated(phone, address)
    phone.goto(f"{today}check-in/")
    rate(phone, "Redness", 2)
    phone.get_by_label("Temperature, if you took it").fill("50")
    send(phone)
    assert phone.get_by_text("out of range").first.is_visible()
    kept = phone.get_by_role("group", name="Redness").get_by_role("radio", name="2").first
    assert kept.is_checked()
    assert fits(phone)


def test_ask_on_the_way(phone: Page, address: str) -> None:
    treated(phone, address)
    phone.locator("#q").fill("can i run tomorrow")
    phone.get_by_role("button", name="Ask").first.click()
    assert phone.get_by_role("heading", name="Wait until").is_visible()
    assert fits(phone)
    phone.locator("#q").fill("my lips are swelling")
    phone.get_by_role("button", name="Ask").first.click()
    assert phone.locator("a[href='tel:911']").first.is_visible()


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing(browser: Browser, address: str, scheme: str) -> None:
    for width in (390, 1280):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
        )
        page = context.new_page()
        today = treated(page, address)

        def clean(page: Page = page, width: int = width) -> None:
            found = Axe().run(page)
            assert found.violations_count == 0, (page.url, scheme, width, found.generate_report())
            assert fits(page), page.url

        page.goto(f"{today}check-in/")
        for fold in page.locator("details").all():
            fold.evaluate("one => one.open = true")
        clean()
        answers: list[tuple[str, ...]] = [
            (),
            ("rating_redness=1", "rating_warmth=0", "temperature=99", "note=odd"),
            ("flag_pus=yes", "rating_redness=6"),
            ("flag_breathing_difficulty=yes",),
        ]
        for one in answers:
            page.goto(f"{today}check-in/")
            for name, _, value in (answer.partition("=") for answer in one):
                field = page.locator(f"[name={name}]")
                if name in {"temperature", "note"}:
                    field.fill(value)
                else:
                    page.locator(f"[name={name}][value='{value}']").check()
            page.locator("button:has-text('See what it means'):visible").click()
            for fold in page.locator("details").all():
                fold.evaluate("one => one.open = true")
            clean()
            judged = page.url
            page.goto(f"{today}?by=2199-01-01T00:00")
            clean()
        page.goto(f"{judged}correct/")
        clean()
        page.goto(judged)
        page.get_by_role("button", name="Undo").click()
        clean()
        page.goto(f"{today}check-in/")
        page.locator("[name=temperature]").fill("50")
        page.locator("button:has-text('See what it means'):visible").click()
        clean()
        for question in ("", "run", "advil and wine", "asdf qwer", "pus", "my lips are swelling"):
            page.goto(f"{today}ask/?q={question}")
            clean()
        context.close()
