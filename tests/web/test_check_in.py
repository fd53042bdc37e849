"""Check in, and what it means: stored whole or not at all, once, with its history."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from afterglow.apps.recoveries import CheckIn, Recovery, check_ins, standing
from afterglow.core.protocol import Protocol
from afterglow.web.patient import clock
from afterglow.web.patient.checking import celsius
from web.conftest import NOW
from web.fault_boxes import places_of
from web.test_pages import text_of

pytestmark = pytest.mark.django_db
CALM = {"rating_redness": "2", "rating_warmth": "1", "rating_tightness": "3"}


@pytest.fixture
def address(page_of: Callable[..., str]) -> str:
    return f"{page_of()}check-in/"


Send = Callable[..., Any]


@pytest.fixture
def send(client: Any, address: str) -> Send:
    """Send a check-in; the page that it leads to."""

    def send(form_id: Any = None, to: str = address, **answers: str) -> Any:
        posted = {"id": str(form_id or uuid4()), **answers}
        return client.post(to, posted, follow=True)

    return send


def test_the_form_asks_what_matters_now(client: Any, address: str) -> None:
    page = client.get(address).content.decode()
    shown, folded = page.split("more signs, if you feel them")
    assert 'name="rating_redness"' in shown
    assert 'name="rating_pigment_change"' in folded
    assert 'name="flag_breathing_difficulty"' in folded
    assert 'name="flag_raised_scar"' not in page, "asked from the second week on"
    for sign in Protocol.default().signs:
        assert page.count(f'name="rating_{sign}" value="" checked') == 1, "skipped until tapped"
    assert page.count(" checked>") == len(Protocol.default().signs) + 1, "and skin like theirs"


def test_a_calm_evening_is_as_expected(send: Send) -> None:
    response = send(**CALM)
    words = text_of(response.content.decode())
    assert "As expected" in words
    assert "Saved Wed 22:00, hour 31" in words
    assert "Look again tomorrow 10:00" in words
    row = CheckIn.objects.get()
    assert row.data["ratings"] == {"redness": 2, "warmth": 1, "tightness": 3}
    assert (row.at, row.urgency) == (NOW, "expected")


def test_trouble_breathing_is_an_emergency_with_the_number_first(send: Send) -> None:
    page = send(flag_breathing_difficulty="yes", flag_pus="no").content.decode()
    assert 'class="page-sos"' in page
    first = page[page.index('href="tel:') :]
    assert first.startswith('href="tel:911"')
    words = text_of(page)
    assert "Call 911 now." in words
    assert "I had skin needling on Tuesday 15:00. Now I have: trouble breathing." in words
    assert "I do not have: pus." in words


def test_pus_calls_for_the_clinic_with_what_to_say(send: Send) -> None:
    page = send(flag_pus="yes", rating_redness="6", temperature="99.1").content.decode()
    words = text_of(page)
    assert 'href="tel:+12125550100"' in page
    assert words.count("Go to urgent care today.") == 1
    assert "You typed 99.1. We took it as °F: 37.3 °C (99.1 °F)." in words
    assert "Now I have: pus. My temperature is 37.3 °C (99.1 °F)." in words
    assert "1 mm, cheeks and nose" in words


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("37.2", (37.2, "C")), ("37,2", (37.2, "C")), ("100.4", (38.0, "F")), ("95", (35.0, "F")),
        ("110", (43.33, "F")), ("38 °C", (38.0, "C")), ("99.5F", (37.5, "F")), ("hot", ("hot", "")),
        ("94", (94.0, "C")), ("90 f", (32.22, "F")),
    ],
)  # fmt: skip
def test_a_temperature_says_what_it_was_taken_for(typed: str, found: Any) -> None:
    assert celsius(typed) == found


@pytest.mark.parametrize(
    ("answers", "field", "words"),
    [
        ({"rating_redness": "11"}, "rating_redness", "11 is out of range"),
        ({"rating_redness": "-1"}, "rating_redness", "must be a whole number"),
        ({"rating_happiness": "3"}, "form", "This page was not whole"),
        ({"flag_pus": "perhaps"}, "flag_pus", "yes or no"),
        ({"flag_happiness": "yes"}, "form", "This page was not whole"),
        ({"temperature": "50"}, "temperature", "cannot read 50 as the temperature of a body"),
        ({"temperature": "hot"}, "temperature", "cannot read hot as"),
        ({"temperature": "111"}, "temperature", "Write it as in 37.2 or 99."),
        ({"note": "x" * 10_001}, "note", "too long"),
        ({"id": "none"}, "form", "once more"),
    ],
)
def test_a_fault_stands_beside_its_field_and_nothing_is_stored(
    client: Any, address: str, answers: dict[str, str], field: str, words: str
) -> None:
    response = client.post(address, {"id": str(uuid4()), **CALM, **answers})
    assert response.status_code == 422
    assert words in " ".join(response.context["form"].faults[field])
    page = response.content.decode()
    assert 'name="rating_warmth" value="1" checked' in page, "what was tapped stays"
    assert places_of(page) == [field]
    assert CheckIn.objects.count() == 0


def test_a_treatment_to_come_refuses(client: Any, page_of: Callable[..., str]) -> None:
    address = f"{page_of(date='2026-12-04')}check-in/"
    assert client.get(address).status_code == 409
    response = client.post(address, {"id": str(uuid4()), **CALM})
    assert response.status_code == 422
    assert CheckIn.objects.count() == 0


def test_the_same_form_twice_is_stored_once(send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    form = uuid4()
    first = send(form, **CALM)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=1))
    second = send(form, **CALM)
    assert first.redirect_chain == second.redirect_chain
    assert CheckIn.objects.count() == 1


def test_a_form_gone_back_to_and_changed_is_not_lost(send: Send) -> None:
    form = uuid4()
    send(form, **CALM)
    for _ in range(2):
        page = send(form, **CALM, flag_breathing_difficulty="yes").content.decode()
        assert "Call 911 now." in page
    assert CheckIn.objects.count() == 2


def test_undo_keeps_the_row_and_can_be_undone(client: Any, send: Send) -> None:
    at = send(flag_pus="yes").redirect_chain[-1][0]
    today = at.partition("check-in/")[0]
    words = text_of(client.post(f"{at}undo/", follow=True).content.decode())
    assert "You took this back." in words
    assert "It said: Call your clinic." in words
    row = CheckIn.objects.get()
    assert row.withdrawn == NOW
    assert "Call your clinic today." not in text_of(client.get(today).content.decode())
    assert (
        "Call your clinic"
        in client.post(f"{at}undo/", {"restore": "1"}, follow=True).content.decode()
    )
    assert CheckIn.objects.get().withdrawn is None


def test_a_correction_keeps_what_it_corrects(
    client: Any, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = send(flag_pus="yes", temperature="99", note="left cheek", **CALM).redirect_chain[-1][0]
    page = client.get(f"{at}correct/").content.decode()
    assert 'name="flag_pus" value="yes" checked' in page
    assert 'value="99"' in page
    assert "left cheek" in page
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=2))
    response = send(to=f"{at}correct/", **CALM)
    assert "As expected" in text_of(response.content.decode())
    rows = check_ins(Recovery.objects.get())
    assert [row.urgency for row in rows] == ["call_clinic", "expected"]
    assert [row.at for row in rows] == [NOW, NOW], "it stands for the same moment"
    assert standing(rows) == rows[1:]
    assert "You corrected this." in client.get(at).content.decode()
    newer = response.redirect_chain[-1][0]
    client.post(f"{newer}undo/")
    assert standing(check_ins(Recovery.objects.get())) == rows[:1], "the first counts again"


def test_a_note_is_kept_and_read_for_warning_signs(send: Send) -> None:
    words = text_of(send(note="slept well, used the balm", **CALM).content.decode())
    assert "As expected" in words
    assert "You also wrote “slept well, used the balm”. We found no warning sign in it" in words
    words = text_of(send(note="there is pus on my chin", **CALM).content.decode())
    assert "Call your clinic today." in words
    assert "We read it as: pus" in words
    assert "Now I have: pus" in words, "what to say to the clinic"
    words = text_of(send(note="i cant breathe", **CALM).content.decode())
    assert "Call 911 now." in words
    words = text_of(send(note="this looks infected", **CALM).content.decode())
    assert "We read it as a warning." in words
    assert "You mention an infection or an allergy." in words


def test_a_note_is_kept_as_it_was_written(send: Send) -> None:
    page = send(note="<b>odd</b> lump", **CALM).content.decode()
    assert "<b>odd</b>" not in page
    assert CheckIn.objects.get().data["note"] == "<b>odd</b> lump"


def test_nothing_told_is_watch(send: Send) -> None:
    assert "Watch" in text_of(send().content.decode())


def test_what_was_told_and_calls_for_someone_is_asked_again(
    client: Any, send: Send, address: str
) -> None:
    send(flag_red_streaks="yes")
    page = client.get(address).content.decode()
    before_folds = page[page.index('id="flags-h"') :]
    assert 'name="flag_red_streaks"' in before_folds[: before_folds.index("<details")]


def test_another_s_check_in_is_not_found(
    client: Any, send: Send, page_of: Callable[..., str]
) -> None:
    mine = send(**CALM).redirect_chain[-1][0]
    other = page_of()
    check_in_id = re.search(r"check-in/([0-9a-f-]+)/", mine)
    assert check_in_id
    for end in ("", "correct/"):
        assert client.get(f"{other}check-in/{check_in_id[1]}/{end}").status_code == 404
    assert client.post(f"{other}check-in/{check_in_id[1]}/undo/").status_code == 404


def test_a_correction_gone_back_to_and_changed_is_not_lost(client: Any, send: Send) -> None:
    at = send(**CALM).redirect_chain[-1][0]
    form = uuid4()
    send(form, to=f"{at}correct/", rating_redness="1")
    page = send(form, to=f"{at}correct/", flag_wheeze="yes").content.decode()
    assert "Call 911 now." in page
    rows = check_ins(Recovery.objects.get())
    assert len(rows) == 3
    assert [row.urgency for row in standing(rows)] == ["emergency"]
    page = send(form, to=f"{at}correct/", flag_wheeze="yes").content.decode()
    assert "Call 911 now." in page
    assert CheckIn.objects.count() == 3


def test_told_again_after_undo_it_counts(client: Any, send: Send) -> None:
    form = uuid4()
    at = send(form, flag_wheeze="yes").redirect_chain[-1][0]
    client.post(f"{at}undo/")
    assert "Call 911 now." in send(form, flag_wheeze="yes").content.decode()
    assert len(standing(check_ins(Recovery.objects.get()))) == 1


def test_history_stays_in_sight(client: Any, send: Send) -> None:
    at = send(flag_pus="yes").redirect_chain[-1][0]
    client.post(f"{at}undo/")
    words = text_of(client.get(at.partition("check-in/")[0]).content.decode())
    assert "Corrected or taken back" in words
    assert "it said: Call your clinic" in words
    taken_back = text_of(client.get(at).content.decode())
    assert "If what you felt is still there, call all the same." in taken_back


def test_a_harmless_check_in_is_taken_back_without_a_call(client: Any, send: Send) -> None:
    at = send(rating_dryness="2").redirect_chain[-1][0]
    client.post(f"{at}undo/")
    assert "call all the same" not in text_of(client.get(at).content.decode())


def test_what_was_skipped_is_said(send: Send) -> None:
    words = text_of(send(rating_dryness="2").content.decode())
    assert "You skipped: redness, warmth, swelling and soreness." in words


def test_a_check_in_shows_nothing_in_a_log(send: Send) -> None:
    send(flag_pus="yes", note="secret")
    assert str(CheckIn.objects.get()).startswith("check-in ")
    assert "secret" not in str(CheckIn.objects.get())


@pytest.mark.parametrize(("skin", "hint"), [("6", True), ("", False), ("2", False)])
def test_dark_skin_gets_its_own_hint(
    client: Any, page_of: Callable[..., str], skin: str, hint: bool
) -> None:
    page = client.get(f"{page_of(skin_type=skin)}check-in/").content.decode()
    assert ("On darker skin redness is harder to see." in page) == (hint or not skin)


def test_warning_signs_that_were_passed_by_are_said_and_can_be_answered(send: Send) -> None:
    page = send(rating_redness="1").content.decode()
    assert "You passed by the warning signs, so we took them as no." in text_of(page)
    assert '/correct/#flags-h"' in page
    assert "What you rated is as expected." in text_of(page)
    assert "All is as it should be." not in page


def test_what_the_note_says_is_not_denied_to_the_clinic(send: Send) -> None:
    page = text_of(send(flag_pus="no", flag_fever="no", note="there is pus").content.decode())
    assert "Now I have: pus." in page
    assert "I do not have: fever." in page


def test_a_note_that_cannot_be_read_is_no_reason_to_say_that_all_is_well(
    client: Any, send: Send
) -> None:
    response = send(rating_redness="1", flag_pus="no", note="У меня гной и температура")
    words = text_of(response.content.decode())
    assert "We could not read it." in words
    assert "All is as it should be." not in words
    assert "We found no warning sign in it" not in words
    today = response.redirect_chain[-1][0].partition("check-in/")[0]
    words = text_of(client.get(today).content.decode())
    assert "We could not read your note." in words
    assert "on course" not in words


@pytest.mark.parametrize("note", ["لا أستطيع التنفس", "se me inchan los labios"])
def test_a_note_in_the_persons_language_calls_for_help(send: Send, note: str) -> None:
    words = text_of(send(rating_redness="1", flag_pus="no", note=note).content.decode())
    assert "Call 911 now." in words


def test_a_painful_eye_that_sees_badly_is_first_of_all_an_eye(send: Send) -> None:
    told = {"flag_eye_pain": "yes", "flag_vision_change": "yes"}
    words = text_of(send(**told).content.decode())
    assert "The eye itself may be hurt" in words
    assert "It may be too much numbing medicine" not in words
    assert "take out contact lenses" in words


def test_a_reason_that_a_longer_one_holds_is_not_said_again(send: Send) -> None:
    told = {"flag_breathing_difficulty": "yes", "flag_lip_or_tongue_swelling": "yes"}
    reasons = text_of(send(**told).content.decode()).partition("Why we say so")[2]
    assert "You told us: trouble breathing, swollen lips or tongue." in reasons
    assert "You told us: trouble breathing." not in reasons


def test_in_arabic_degrees_keep_their_order_and_lists_have_its_comma(
    client: Any, send: Send
) -> None:
    client.cookies["language"] = "ar"
    told = {"flag_pus": "yes", "flag_fever": "yes", "flag_chills": "yes", "temperature": "38.6"}
    page = text_of(send(**told, rating_redness="5", rating_soreness="5").content.decode())
    assert "\u206638.6 °C (101.5 °F)\u2069" in page
    assert re.search("[\u0620-\u064a]، [\u0620-\u064a]", page)
    assert re.findall("[\u0620-\u064a]+, [\u0620-\u064a]+", page) == []


def test_a_single_no_is_an_answer_and_an_alarm_needs_none(send: Send) -> None:
    assert "You passed by" not in text_of(send(rating_redness="1", flag_pus="no").content.decode())
    assert "You passed by" not in text_of(send(rating_soreness="10").content.decode())


def test_while_a_call_stands_nothing_beside_it_sounds_as_if_all_were_well(
    client: Any, send: Send
) -> None:
    at = send(flag_pus="yes").redirect_chain[-1][0]
    today = client.get(at.partition("check-in/")[0]).content.decode()
    assert "What helps now" not in today
    assert "Itchy: normal?" not in today
    assert "is fine again" not in today
    words = text_of(today)
    assert "You look your usual self by" not in words
    assert "What comes next" not in words
    assert "Down to" not in words
    assert "Not yet" in words
    assert "Yours has to be looked at first." in words
