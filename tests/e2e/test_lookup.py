"""lookup.js in a real browser: what it finds is never softer than what ask says."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from afterglow.core.answering import AnswerTable, answer_table, ask
from afterglow.core.answering.reading import reader_for
from afterglow.core.answering.results import rank_of
from afterglow.core.protocol import Protocol
from afterglow.core.vocabulary import Urgency, Verdict

PERFORMED = datetime.fromisoformat("2026-03-10T14:00:00-05:00")
TREATMENT: dict[str, Any] = {
    "performed_at": PERFORMED.isoformat(),
    "areas": {"cheeks": 1.5},
    "country": "US",
    "clinic": {"name": "Example Skin Clinic", "phone": "+1 555 0100"},
}
PROTOCOL = Protocol.default()
SOFT = (Verdict.yes, Verdict.info)


@cache
def table() -> AnswerTable:
    return answer_table(TREATMENT, PROTOCOL)


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    page = context.new_page()
    script = files("afterglow.core.documents").joinpath("scripts", "lookup.js").read_text("utf-8")
    page.evaluate(f"{script}; globalThis.tool = afterglowLookup({table().for_lookup()});")
    yield page
    context.close()


def find(page: Page, question: str, hour: float = 30) -> dict[str, Any]:
    return find_all(page, [question], hour)[0]


def find_all(page: Page, questions: list[str], hour: float) -> list[dict[str, Any]]:
    now = (PERFORMED + timedelta(hours=hour)).timestamp() * 1000
    found: list[dict[str, Any]] = page.evaluate(
        "([questions, now]) => questions.map((one) => globalThis.tool.find(one, now))",
        [questions, now],
    )
    return found


def strictness(found: dict[str, Any]) -> int:
    """How strict a result is: red flags by their urgency, then the first answer, else unknown."""
    ranks = [rank_of(Urgency[one["urgency"]]) for one in found["red"]]
    ranks += [rank_of(Verdict[one["verdict"]]) for one in found["answers"]]
    return min(ranks, default=rank_of(Verdict.unknown))


def test_a_topic_is_found_by_the_words_people_use(page: Page) -> None:
    for question in ("run", "Running", "can I go running", "when can i run?"):
        found = find(page, question)
        assert [one["name"] for one in found["answers"]] == ["Exercise and sweat"]
        assert found["answers"][0]["verdict"] == "wait"
        assert "wait until" in found["answers"][0]["text"]


def test_the_verdict_changes_with_the_hour(page: Page) -> None:
    assert find(page, "run", 30)["answers"][0]["verdict"] == "wait"
    assert find(page, "run", 900)["answers"][0]["verdict"] == "yes"


def test_a_medicine_says_what_it_was_taken_for(page: Page) -> None:
    answer = find(page, "can I take Nurofen")["answers"][0]
    assert answer["verdict"] == "wait"
    assert 'We took "nurofen" for ibuprofen.' in answer["text"]
    assert find(page, "apixaban")["answers"][0]["verdict"] == "ask_clinic"


def test_what_a_doctor_prescribed_is_never_stopped(page: Page) -> None:
    for question in ("my prescribed naproxen", "aspirin for my heart"):
        found = find(page, question)
        assert [one["verdict"] for one in found["answers"]] == ["ask_clinic"]
        assert "Keep taking" in found["answers"][0]["text"]


def test_a_near_miss_is_only_offered(page: Page) -> None:
    found = find(page, "nurofin")
    assert found["answers"] == []
    assert not found["understood"]
    assert any("nurofen" in one for one in found["didYouMean"])
    assert '"nurofin"' in found["unknown"]
    assert "+1 555 0100" in found["unknown"]


@pytest.mark.parametrize(
    "question",
    ["can i walk with xqzt", "walk tomorrow at the marathon with grandma's xyz", "zzzz", ""],
)
def test_nothing_soft_is_said_while_a_word_is_not_understood(page: Page, question: str) -> None:
    found = find(page, question)
    assert all(Verdict[one["verdict"]] not in SOFT for one in found["answers"])


@pytest.mark.parametrize(
    ("question", "urgency"),
    [
        ("I can't breathe", "emergency"),
        ("my lips are really swollen", "emergency"),
        ("can i walk with a fever", "call_clinic"),
        ("there is pus", "call_clinic"),
        ("going to die", "emergency"),
    ],
)
def test_a_warning_sign_in_words_shows_what_to_do_at_once(
    page: Page, question: str, urgency: str
) -> None:
    found = find(page, question)
    assert found["red"][0]["urgency"] == urgency
    assert found["red"][0]["first"]
    assert all(Verdict[one["verdict"]] not in SOFT for one in found["answers"])


def test_a_sign_is_left_to_a_check_in(page: Page) -> None:
    found = find(page, "itchy")
    assert found["signs"]
    assert found["answers"] == []
    assert find(page, "faint redness")["red"] == []
    assert find(page, "does it hurt")["answers"] == []


def test_every_word_for_a_flag_is_red(page: Page) -> None:
    flags = {one.code: one for one in table().flags}
    for entry in PROTOCOL.lexicon.contents.flags:
        phrases = [one for one in entry.words if "+" not in one]
        for phrase, found in zip(phrases, find_all(page, phrases, 30), strict=True):
            told = [one["urgency"] for one in found["red"]]
            assert told, phrase
            assert Urgency[told[0]] >= flags[entry.flag].urgency, phrase


@pytest.mark.parametrize("hour", [-100.0, 1.0, 30.0, 100.0, 500.0])
def test_nothing_looked_up_is_softer_than_what_ask_says(page: Page, hour: float) -> None:
    chosen = random.Random(int(hour))
    words = [word for one in table().topics for word in one.words]
    names = [name for one in table().medicines for name in (*one.names, *one.everyday)]
    questions = [*chosen.sample(words, 400), *chosen.sample(names, 600)]
    questions += [f"can i take {one}" for one in chosen.sample(names, 200)]
    pairs = zip(words[::7], names[::40], strict=False)
    questions += [f"can i {one} with {two}" for one, two in pairs]
    softer, bare = [], {*words, *names}
    at, reader = PERFORMED + timedelta(hours=hour), reader_for(PROTOCOL)
    for question, found in zip(questions, find_all(page, questions, hour), strict=True):
        answer = ask(question, TREATMENT, at=at, protocol=PROTOCOL)
        # a time in the question is read by ask alone; a whole known name is not noise to the table
        times = reader.read(question).times
        timed = times.used or times.after or times.before or times.first
        if timed or answer.verdict == Verdict.unknown:
            continue
        if not found["answers"] or strictness(found) <= answer.rank:
            continue
        # between two strict verdicts a whole sentence may be read otherwise, never as a soft one
        if question in bare or Verdict[found["answers"][0]["verdict"]] in SOFT:
            softer.append(
                (question, found["answers"][0]["verdict"], answer.verdict, answer.urgency)
            )
    assert softer == []


def test_flags_are_judged_by_the_table(page: Page) -> None:
    def judge(**seen: Any) -> Any:
        return page.evaluate("(seen) => globalThis.tool.judge(seen)", seen)

    assert judge(flags=["hives"])["urgency"] == "emergency"
    assert judge(flags=["fever"])["urgency"] == "call_clinic"
    assert judge(flags=["fever", "vomiting"])["urgency"] == "emergency"
    assert judge(flags=["vomiting"], temperature=38.4)["urgency"] == "emergency"
    assert judge(temperature=40.2)["urgency"] == "emergency"
    assert "911" in judge(flags=["hives"])["first"]
    assert judge(ratings={"redness": 3}, hour=3) is None
