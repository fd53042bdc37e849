"""Check in on a phone without JavaScript: to as expected, to an emergency, once, and back."""

from __future__ import annotations

import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from e2e.browsing import LOOKS, fill_in, fits, follow, hours_ago, no_barriers, unfold, weight


def treated(page: Page, address: str, hours: float = 31) -> str:
    """Somebody treated so many hours ago; the address of their Today."""
    fill_in(page, address, hours_ago(hours))
    return page.url


def rate(page: Page, sign: str, rating: int) -> None:
    page.get_by_role("group", name=sign).get_by_role("radio", name=str(rating)).first.check()


def how_far(page: Page) -> float:
    return float(
        page.locator("[data-progress]").evaluate("(one) => one.style.getPropertyValue('--done')")
    )


def send(page: Page) -> None:
    follow(page.locator(".thumb").get_by_role("button", name="See what it means"))


def test_to_as_expected_and_on_course(phone: Page, address: str) -> None:
    today = treated(phone, address)
    follow(phone.get_by_label("Always at hand").get_by_role("link", name="Check in"))
    assert fits(phone)
    for key in phone.locator(".keys label:visible").all():
        box = key.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 48
    rate(phone, "Redness", 1)
    rate(phone, "Warmth", 0)
    rate(phone, "Tightness", 2)
    phone.get_by_role("group", name="Is it hard to breathe").get_by_label("No").check()
    send(phone)
    expect(phone.get_by_text("As expected").first).to_be_visible()
    expect(phone.get_by_role("heading", name="All is as it should be.")).to_be_visible()
    expect(phone.locator("svg.fan .fan-own")).to_be_visible()
    assert fits(phone)
    follow(phone.locator(".thumb").get_by_role("link", name="Done"))
    expect(phone).to_have_url(today)
    expect(phone.get_by_role("heading", name="You are on course.")).to_be_visible()
    assert fits(phone)


def test_to_an_emergency_and_what_stays_of_it(phone: Page, address: str) -> None:
    today = treated(phone, address, 1)
    phone.goto(f"{today}check-in/")
    phone.get_by_role("group", name="Is it hard to breathe").get_by_label("Yes").check()
    send(phone)
    expect(phone.get_by_role("heading", name="Call 911 now.")).to_be_visible()
    number = phone.get_by_role("link", name="Call 911")
    box = number.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < 500, "at once in sight"
    assert box["height"] >= 96
    assert number.get_attribute("href") == "tel:911"
    expect(phone.get_by_text("Now I have: trouble breathing").first).to_be_visible()
    assert fits(phone)
    phone.goto(today)
    expect(phone.get_by_role("heading", name="Call 911 now.")).to_be_visible()
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
    expect(phone.locator(".mine li")).to_have_count(1)


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
    expect(phone.locator(".mine li")).to_have_count(1)


def test_today_stays_light_with_check_ins(phone: Page, browser: Browser, address: str) -> None:
    today = treated(phone, address)
    for rating in (3, 2, 1):
        phone.goto(f"{today}check-in/")
        rate(phone, "Redness", rating)
        send(phone)
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    found = weight(page, today)
    context.close()
    assert 10_000 < sum(size for _, size in found) <= 45_000, found


def test_undo_and_put_back(phone: Page, address: str) -> None:
    today = treated(phone, address)
    phone.goto(f"{today}check-in/")
    phone.get_by_role("group", name="Do you see pus").get_by_label("Yes").check()
    send(phone)
    expect(phone.get_by_role("heading", name="Call your clinic today.")).to_be_visible()
    expect(phone.locator("a[href='tel:+12125550100']").first).to_be_visible()
    follow(phone.get_by_role("button", name="Undo"))
    expect(phone.get_by_role("heading", name="You took this back.")).to_be_visible()
    here = phone.url
    phone.goto(today)
    expect(phone.get_by_text("Call your clinic today.")).to_be_hidden()
    phone.goto(here)
    follow(phone.get_by_role("button", name="Put it back"))
    expect(phone.get_by_role("heading", name="Call your clinic today.")).to_be_visible()


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
    # a tap that comes too soon after the last one is not meant for this sign, and does nothing
    page.clock.fast_forward(1000)
    sign.locator(f".keys label:has([value='{rating}'])").tap()
    expect(sign).to_be_hidden()


def test_one_sign_at_a_time_on_a_touch_screen(thumb: Page, address: str) -> None:
    thumb.clock.install()
    today = treated(thumb, address)
    thumb.goto(f"{today}check-in/")
    expect(thumb.locator("[data-signs] > .sign:visible")).to_have_count(1)
    lines = thumb.locator(".sign-line")
    count = lines.count()
    done = [how_far(thumb)]
    for _ in range(count):
        tap(thumb, "2")
        done.append(how_far(thumb))
    assert done[0] == 0
    assert done == sorted(set(done)), "every answer uncovers more of the glow"
    expect(thumb.locator("[data-signs] > .sign:visible")).to_have_count(0)
    expect(lines.filter(has_text="2")).to_have_count(count)
    lines.filter(has_text="Redness").tap()
    expect(thumb.get_by_role("group", name="Redness", exact=True)).to_be_visible()
    thumb.get_by_role("button", name="Next").locator("visible=true").tap()
    thumb.get_by_role("button", name="No to all").tap()
    assert how_far(thumb) == 1
    assert fits(thumb)
    send(thumb)
    said = thumb.get_by_text("redness 2").or_(thumb.get_by_text("Saved"))
    expect(said.first).to_be_visible()
    thumb.goto(f"{today}check-in/")
    thumb.get_by_role("button", name="Same as before: 2").locator("visible=true").tap()
    expect(lines.first).to_contain_text("2")


def test_a_double_tap_rates_one_sign(thumb: Page, address: str) -> None:
    today = treated(thumb, address)
    thumb.goto(f"{today}check-in/")
    key = thumb.locator(".sign:visible .keys label:has([value='3'])").bounding_box()
    assert key is not None
    # the same place again, faster than a finger: for the page no time goes by; whatever key lies
    # there by then
    thumb.clock.set_fixed_time(datetime.now(UTC))
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
    expect(redness.locator(".on-fair:visible")).to_have_count(11)
    expect(redness.locator(".on-deep:visible")).to_have_count(11)
    expect(redness.locator(".on-medium:visible")).to_have_count(0)
    redness.get_by_role("radio", name=skin.capitalize()).check()
    expect(redness.locator(".swatch svg:visible")).to_have_count(seen)
    expect(redness.locator(f".on-{skin}:visible")).to_have_count(seen)


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
    expect(phone.locator(".say-all").get_by_text("Now I have: pus.")).to_be_visible()
    expect(phone.locator("[data-copy]")).to_be_hidden()


def test_a_refusal_keeps_what_was_tapped(phone: Page, address: str) -> None:
    today = treated(phone, address)
    phone.goto(f"{today}check-in/")
    rate(phone, "Redness", 2)
    phone.get_by_label("Temperature, if you took it").fill("50")
    send(phone)
    expect(phone.get_by_text("as the temperature of a body").first).to_be_visible()
    kept = phone.get_by_role("group", name="Redness").get_by_role("radio", name="2").first
    assert kept.is_checked()
    assert fits(phone)


def test_ask_on_the_way(phone: Page, address: str) -> None:
    # at every time of the day tomorrow is still too early
    treated(phone, address, 1)
    phone.locator("#q").fill("can i run tomorrow")
    follow(phone.get_by_role("button", name="Ask").first)
    expect(phone.get_by_role("heading", name="Wait until")).to_be_visible()
    assert fits(phone)
    phone.locator("#q").fill("my lips are swelling")
    follow(phone.get_by_role("button", name="Ask").first)
    expect(phone.locator("a[href='tel:911']").first).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing(browser: Browser, address: str, width: int, scheme: Any) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    today = treated(page, address)

    def clean() -> None:
        no_barriers(page)
        assert fits(page), page.url

    page.goto(f"{today}check-in/")
    unfold(page)
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
        follow(page.locator("button:has-text('See what it means'):visible"))
        unfold(page)
        clean()
        judged = page.url
        page.goto(f"{today}?by=2199-01-01T00:00")
        clean()
    page.goto(f"{judged}correct/")
    clean()
    page.goto(judged)
    follow(page.get_by_role("button", name="Undo"))
    clean()
    page.goto(f"{today}check-in/")
    page.locator("[name=temperature]").fill("50")
    follow(page.locator("button:has-text('See what it means'):visible"))
    clean()
    for question in ("", "run", "advil and wine", "asdf qwer", "pus", "my lips are swelling"):
        page.goto(f"{today}ask/?q={question}")
        clean()
    context.close()
