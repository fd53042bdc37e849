"""The ask box with JavaScript: answers as one types, nothing flashes, nothing is kept or logged."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Response, Route, expect

from e2e.browsing import LOOKS, fits, no_barriers, weight
from e2e.test_check_in import treated

FIRST, SECOND = 45_000, 10 * 1024


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="en-US")
    page = context.new_page()
    complaints: list[str] = []
    hosts: set[str] = set()
    page.on("console", lambda one: complaints.append(one.text) if _is_fault(one) else None)
    page.on("pageerror", lambda one: complaints.append(str(one)))
    page.on("request", lambda one: hosts.add(urlsplit(one.url).netloc))
    yield page
    context.close()
    assert not complaints, "the policy or the script complains"
    assert hosts == {urlsplit(address).netloc}


def _is_fault(one: ConsoleMessage) -> bool:
    # a question that was typed on is taken back, or not answered: htmx notes that as an error
    noted = ("htmx:sendAbort", "htmx:afterRequest", "Failed to load resource", "Response Status")
    return one.type == "error" and not one.text.startswith(noted)


def test_an_answer_comes_as_one_types(page: Page, address: str) -> None:
    # at every time of the day tomorrow is still too early
    today = treated(page, address, 1)
    box = page.get_by_role("textbox", name="Ask anything")
    box.press_sequentially("can i run tomorrow?", delay=20)
    answers = page.locator("#ask-answer")
    expect(answers.get_by_role("heading", name="Wait until")).to_be_visible()
    expect(answers.get_by_text("“can i run tomorrow?”")).to_be_visible()
    expect(answers.get_by_text("for Exercise and sweat")).to_be_visible()
    expect(box).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="Not yet. Wait until")).to_have_count(1)
    assert page.url == today, "typing leaves no trace in the address"
    assert fits(page)
    box.fill("")
    expect(answers).to_be_empty()
    page.go_back()
    assert "q=" not in page.url


def test_an_alarm_is_clear_and_stays_while_typing_goes_on(page: Page, address: str) -> None:
    treated(page, address)
    box = page.get_by_role("textbox", name="Ask anything")
    box.press_sequentially("my lips are swelling ", delay=20)
    number = page.locator("#ask-answer .sos a[href='tel:911']")
    expect(number).to_be_visible()
    tall = number.bounding_box()
    assert tall is not None
    assert tall["height"] >= 96
    box.press_sequentially("and i ca", delay=20)
    expect(page.locator("#ask-answer").get_by_text("“my lips are swelling and i”")).to_be_visible()
    expect(number).to_be_visible()
    expect(page.get_by_role("alert").filter(has_text="Call 911 now.")).to_have_count(1)
    no_barriers(page)


def test_half_a_word_waits_for_a_pause(page: Page, address: str) -> None:
    treated(page, address)
    told: list[Response] = []
    page.on("response", lambda one: told.append(one) if "q=pus&typing=" in one.url else None)
    box = page.get_by_role("textbox", name="Ask anything")
    box.press_sequentially("pus", delay=20)
    expect(page.locator("#ask-answer .call_clinic")).to_be_visible()
    at_once = told[0].text()
    assert "call_clinic" not in at_once, "not at once: it may become push-ups"
    assert "Call your clinic" not in at_once
    assert "data-pause" in at_once


def test_enter_and_offered_questions_stay_on_the_page(page: Page, address: str) -> None:
    today = treated(page, address)
    box = page.get_by_role("textbox", name="Ask anything")
    box.fill("sauna")
    box.press("Enter")
    expect(page.locator("#ask-answer").get_by_role("heading", name="Wait until")).to_be_visible()
    page.locator(".ask .chips").get_by_text("Nurofen?").first.click()
    expect(page.locator("#ask-answer").get_by_text("ibuprofen").first).to_be_visible()
    expect(page).to_have_url(today)
    assert box.input_value() == "Nurofen?"


def test_what_is_sent_is_not_overtaken_by_what_was_typed(browser: Browser, address: str) -> None:
    # the bug: sent before htmx had come, it was answered as a question still being typed, or left
    # the page with the question in its address
    context = browser.new_context(viewport={"width": 390, "height": 844}, service_workers="block")
    page = context.new_page()
    today = treated(page, address)
    held: list[Route] = []
    free = False
    page.route("**/htmx*", lambda route: route.continue_() if free else held.append(route))
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if "/ask/" in one.url else None)
    box = page.get_by_role("textbox", name="Ask anything")
    box.fill("asdf qwer")
    box.press("Enter")
    expect(page.locator("script[src*=htmx]")).to_have_count(1)
    free = True
    for one in held:
        one.continue_()
    expect(page.locator("#ask-answer").get_by_text("We do not know.").first).to_be_visible()
    expect(page).to_have_url(today)
    box.fill("can i swim ")
    expect(page.locator("#ask-answer").get_by_text("“can i swim”")).to_be_visible()
    assert [("typing=" in one) for one in asked] == [False, True]
    context.close()


def test_own_questions_stay_in_this_tab_and_can_be_forgotten(page: Page, address: str) -> None:
    today = treated(page, address)
    expect(page.get_by_role("button", name="Forget these")).to_be_hidden()
    box = page.get_by_role("textbox", name="Ask anything")
    box.fill("can i swim")
    box.press("Enter")
    mine = page.locator("[data-ask-recent]")
    expect(mine.get_by_role("button", name="can i swim")).to_be_visible()
    page.goto(f"{today}unwell/")
    expect(mine.get_by_role("button", name="can i swim")).to_be_visible()
    page.goto(f"{address}/unwell/")
    expect(mine.get_by_role("button", name="can i swim")).to_be_hidden()
    page.goto(today)
    other = page.context.new_page()
    other.goto(today)
    expect(other.locator("[data-ask-recent]")).to_be_hidden()
    other.close()
    page.get_by_role("button", name="Forget these").click()
    expect(mine).to_be_hidden()
    page.reload()
    expect(mine).to_be_hidden()
    assert page.context.cookies() == [] or all("swim" not in str(c) for c in page.context.cookies())


def test_the_box_is_on_pages_that_have_another_task(page: Page, address: str) -> None:
    today = treated(page, address, 1)
    for path in ("check-in/", "delete/"):
        page.goto(today + path)
        page.locator(".ask-fold > summary").click()
        page.get_by_role("textbox", name="Ask anything").press_sequentially(
            "can i run tomorrow?", delay=20
        )
        expect(
            page.locator("#ask-answer").get_by_role("heading", name="Wait until")
        ).to_be_visible()
        expect(page).to_have_url(today + path)
        assert fits(page)


def test_without_a_connection_it_says_so(page: Page, address: str) -> None:
    treated(page, address)
    box = page.get_by_role("textbox", name="Ask anything")
    box.press_sequentially("sauna ", delay=20)
    expect(page.locator("#ask-answer").get_by_role("heading", name="Wait until")).to_be_visible()
    page.route("**/ask/**", lambda route: route.fulfill(status=503, body=""))
    box.press_sequentially("and wine ", delay=20)
    expect(page.get_by_text("No connection, so no answer now.")).to_be_visible()
    expect(page.locator("#ask-answer")).to_be_empty()


def test_the_keyboard_is_enough(page: Page, address: str) -> None:
    treated(page, address)
    box = page.get_by_role("textbox", name="Ask anything")
    box.focus()
    page.keyboard.type("advil and wine ", delay=20)
    expect(page.locator("#ask-answer").get_by_text("You also asked")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator(".ask").get_by_role("button", name="Ask", exact=True)).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#ask-answer summary").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#ask-answer details").first).to_have_attribute("open", "")


def visits(
    browser: Browser, address: str, workers: Literal["allow", "block"] = "allow"
) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """The bytes of each answer on a first visit to Today, and on a second. What a worker fetches
    for the page is seen by nobody, so that a second visit is counted without one."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    today = treated(context.new_page(), address)
    context.close()
    context = browser.new_context(viewport={"width": 390, "height": 844}, service_workers=workers)
    page = context.new_page()
    first, second = weight(page, today), weight(page, today)
    context.close()
    return first, second


def test_the_first_visit_is_light(browser: Browser, address: str) -> None:
    first, _ = visits(browser, address)
    assert 10_000 < sum(size for _, size in first) <= FIRST, first
    assert not any("htmx" in url for url, _ in first), "fetched when the box is used, not before"


def test_the_second_visit_is_lighter(browser: Browser, address: str) -> None:
    _, second = visits(browser, address, "block")
    assert 1_000 < sum(size for _, size in second) <= SECOND, second


def test_what_is_typed_is_asked_for_and_not_stored(page: Page, address: str) -> None:
    treated(page, address)
    asked: list[str] = []
    page.on(
        "response",
        lambda one: (
            asked.append(one.headers["cache-control"])
            if parse_qs(urlsplit(one.url).query)
            else None
        ),
    )
    page.get_by_role("textbox", name="Ask anything").press_sequentially("sauna ", delay=20)
    expect(page.locator("#ask-answer").get_by_role("heading", name="Wait until")).to_be_visible()
    assert asked
    assert all("no-store" in one for one in asked)


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_axe_finds_nothing_in_any_answer(
    browser: Browser, address: str, width: int, scheme: Any
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,
        has_touch=width == 390,
        is_mobile=width == 390,
        bypass_csp=True,
    )
    page = context.new_page()
    today = treated(page, address)

    def clean() -> None:
        no_barriers(page, page.locator("#q").input_value())
        assert fits(page)

    for path in ("", "unwell/", "check-in/"):
        page.goto(today + path)
        if path == "check-in/":
            clean()  # on a touch screen one sign stands open
            page.locator(".ask-fold > summary").click()
        box = page.get_by_role("textbox", name="Ask anything")
        for question, look in (
            ("advil and a glass of wine ", ".verdict"),
            ("is it normal to be red ", ".expected"),
            ("there is pus ", ".call_clinic"),
            ("my lips are swelling ", ".sos"),
        ):
            box.fill(question)
            expect(page.locator(f"#ask-answer {look}").first).to_be_visible()
            clean()
            if path:
                break
    context.close()
