"""Coming in on a hosted site: link and code, cookies, signing out, devices, someone beside you."""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from afterglow.apps import access
from afterglow.apps.access import Device
from afterglow.apps.access.devices import IDLE
from afterglow.apps.recoveries import check_in, withdraw
from afterglow.core.protocol import Protocol
from afterglow.core.treatment import CheckIn as Report
from afterglow.core.vocabulary import Urgency
from afterglow.web.patient import clock
from web.conftest import NOW
from web.hosted import NOTE, SECRETS, as_companion, as_patient, browser, host, person
from web.test_pages import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def hosted(settings: Any) -> None:
    host(settings)


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


# ------------------------------------------------------------------------------ link and code


def test_link_then_code_then_today() -> None:
    kept, me = person(), browser()
    made = access.invite(kept, days=30, now=NOW)
    opened = me.get(f"/enter/{made.token}/")
    assert (opened.status_code, opened.headers["Location"]) == (302, "/enter/")
    form = me.get("/enter/").content.decode()
    assert made.token not in form
    assert 'name="link"' not in form, "only the code is asked for"
    entered = me.post("/enter/", {"code": f"{made.code[:3]} {made.code[3:]}"})
    assert entered.headers["Location"] == f"/r/{kept.public_id}/"
    assert me.get(f"/r/{kept.public_id}/").status_code == 200


def test_a_link_may_be_pasted_where_it_cannot_be_tapped() -> None:
    # an installed page has cookies of its own, and a mail opens the browser instead
    kept, me = person(), browser()
    made = access.invite(kept, days=30, now=NOW)
    link = f" https://skin.example.org/enter/{made.token}/ "
    entered = me.post("/enter/", {"link": link, "code": made.code})
    assert entered.headers["Location"] == f"/r/{kept.public_id}/"


def test_a_device_that_is_in_needs_no_code_when_the_link_is_tapped_again() -> None:
    kept, me = person(), browser()
    made = access.invite(kept, days=30, now=NOW)
    me.get(f"/enter/{made.token}/")
    me.post("/enter/", {"code": made.code})
    again = me.get(f"/enter/{made.token}/")
    assert again.headers["Location"] == f"/r/{kept.public_id}/"
    assert again.headers["Referrer-Policy"] == "no-referrer"


def test_looking_at_a_link_changes_nothing() -> None:
    # mail scanners open every link
    kept = person()
    patients = access.invite(kept, days=30, now=NOW)
    friends = access.invite_companion(kept, "Sam", now=NOW)
    for path in (f"/enter/{patients.token}/", f"/beside/{friends.token}/"):
        for method in ("GET", "HEAD"):
            browser().generic(method, path, follow=True)
    assert not Device.objects.exists()
    patients.link.refresh_from_db()
    assert patients.link.tries == 0


def test_every_reason_gets_the_same_answer() -> None:
    kept = person()
    made = access.invite(kept, days=1, now=NOW)
    locked = access.invite(person(), days=30, now=NOW)
    for _ in range(5):
        access.with_code(locked.token, other_than(locked.code), now=NOW)
    stopped = access.invite(person(), days=30, now=NOW)
    access.revoke_all(stopped.link.recovery, now=NOW)
    answers = set()
    for token, code in (
        (made.token, other_than(made.code)),
        ("x" * 43, made.code),
        (locked.token, locked.code),
        (stopped.token, stopped.code),
        (access.invite_companion(kept, "Sam", now=NOW).token, "000000"),
    ):
        me = browser()
        me.get(f"/enter/{token}/")
        answer = me.post("/enter/", {"code": code})
        page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
        answers.add((answer.status_code, page, tuple(answer.cookies)))
    assert len(answers) == 1
    status, page, _ = answers.pop()
    assert status == 422
    assert "Call your clinic: they can give you a new link and code." in text_of(page)
    assert 'href="tel:+12125550177"' in page


def test_five_wrong_codes_and_even_the_right_one_is_refused_until_there_is_a_new_link() -> None:
    kept, me = person(), browser()
    made = access.invite(kept, days=30, now=NOW)
    me.get(f"/enter/{made.token}/")
    for _ in range(5):
        assert me.post("/enter/", {"code": other_than(made.code)}).status_code == 422
    assert me.post("/enter/", {"code": made.code}).status_code == 422
    again = browser()
    again.get(f"/enter/{made.token}/")
    assert again.post("/enter/", {"code": made.code}).status_code == 422, "not per browser"
    as_patient(kept, me)


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef"])
def test_what_is_no_code_costs_no_try(code: str) -> None:
    made, me = access.invite(person(), days=30, now=NOW), browser()
    me.get(f"/enter/{made.token}/")
    answer = me.post("/enter/", {"code": code})
    assert "Type the 6 digits of your code." in answer.content.decode()
    made.link.refresh_from_db()
    assert made.link.tries == 0


def test_a_form_from_elsewhere_does_not_sign_anybody_in() -> None:
    made = access.invite(person(), days=30, now=NOW)
    me = browser(enforce_csrf_checks=True)
    me.get(f"/enter/{made.token}/")
    assert me.post("/enter/", {"code": made.code}).status_code == 403
    assert not Device.objects.exists()


# ------------------------------------------------------------------------------------ cookies


def test_the_cookies_flags() -> None:
    kept, me = person(), browser()
    made = access.invite(kept, days=30, now=NOW)
    link = me.get(f"/enter/{made.token}/").cookies["__Host-link"]
    csrf = me.get("/enter/").cookies["__Host-csrf"]
    session = me.post("/enter/", {"code": made.code}).cookies["__Host-session"]
    for cookie in (link, session, csrf):
        assert cookie["secure"]
        assert cookie["httponly"]
        assert cookie["path"] == "/"
        assert not cookie["domain"]
    assert (link["samesite"], session["samesite"], csrf["samesite"]) == ("Lax", "Lax", "Strict")
    assert link["max-age"] <= 1200
    assert session["max-age"] == 60 * 24 * 3600


def test_the_link_s_cookie_is_gone_once_one_is_in() -> None:
    me = as_patient(person())
    assert me.cookies["__Host-link"].value == ""
    assert me.cookies["__Host-link"]["max-age"] == 0


def test_the_secret_changes_at_the_entry_and_a_planted_one_opens_nothing() -> None:
    kept, me = person(), browser()
    me.cookies["__Host-session"] = "planted"
    as_patient(kept, me)
    assert me.cookies["__Host-session"].value != "planted"
    thief = browser()
    thief.cookies["__Host-session"] = "planted"
    assert thief.get(f"/r/{kept.public_id}/").status_code == 404


def test_entering_again_changes_the_secret_and_the_old_one_is_worthless() -> None:
    kept = person()
    me = as_patient(kept)
    old = me.cookies["__Host-session"].value
    made = access.invite(kept, days=30, now=NOW)
    me.post("/enter/", {"link": made.token, "code": made.code})
    thief = browser()
    thief.cookies["__Host-session"] = old
    assert thief.get(f"/r/{kept.public_id}/").status_code == 404
    assert me.get(f"/r/{kept.public_id}/").status_code == 200


def test_the_csrf_secret_changes_at_the_entry() -> None:
    kept, me = person(), browser()
    made = access.invite(kept, days=30, now=NOW)
    me.get(f"/enter/{made.token}/")
    before = me.get("/enter/").cookies["__Host-csrf"].value
    after = me.post("/enter/", {"code": made.code}).cookies["__Host-csrf"].value
    assert before != after


def test_only_over_tls() -> None:
    plain = Client(headers={"host": "skin.example.org"}).get("/unwell/")
    assert (plain.status_code, plain.headers["Location"]) == (
        301,
        "https://skin.example.org/unwell/",
    )
    page = browser().get("/unwell/")
    assert page.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_another_host_name_is_refused() -> None:
    for name in ("evil.example", "127.0.0.1", "localhost"):
        assert (
            Client(headers={"host": name, "x-forwarded-proto": "https"}).get("/").status_code == 400
        )


# ------------------------------------------------------------------- the address never leaks


def test_no_token_reaches_a_page_a_referrer_or_the_log(caplog: Any) -> None:
    from afterglow.web.site.logs import PrivateFormatter

    kept, me = person(), browser()
    patients = access.invite(kept, days=30, now=NOW)
    friends = access.invite_companion(kept, "Sam", now=NOW)
    me.raise_request_exception = False
    with caplog.at_level(logging.DEBUG):
        for path in (f"/enter/{patients.token}/", f"/beside/{friends.token}/"):
            response = me.get(path)
            assert response.headers["Referrer-Policy"] == "no-referrer"
            assert "no-store" in response.headers["Cache-Control"]
            assert response.content == b""
            me.get(f"{path}x/")
            me.post(path)
            me.put(path)
        for path in ("/enter/", "/beside/"):
            page = me.get(path)
            assert page.headers["Referrer-Policy"] == "same-origin"
            assert patients.token not in page.content.decode()
            assert friends.token not in page.content.decode()
    said = "\n".join(PrivateFormatter().format(record) for record in caplog.records)
    assert patients.token not in said
    assert friends.token not in said


# ---------------------------------------------------------------------- ending well


def test_a_device_that_is_signed_out_loses_access_at_the_next_request() -> None:
    kept = person()
    phone, tablet = as_patient(kept), as_patient(kept)
    today = f"/r/{kept.public_id}/"
    page = tablet.get(f"{today}devices/").content.decode()
    assert text_of(page).count("iPhone, Safari") >= 2
    assert "(this one)" in page
    row = next(
        one for one in access.patients_devices(kept, now=NOW)
        if access.is_this(one, phone.cookies["__Host-session"].value)
    )  # fmt: skip
    answer = tablet.post(f"{today}devices/", {"end": str(row.public_id)})
    assert answer.headers["Location"] == f"{today}devices/"
    assert phone.get(today).status_code == 404
    assert phone.post(f"{today}check-in/", {}).status_code == 404
    assert tablet.get(today).status_code == 200


def test_signing_out_everywhere_ends_on_the_page_that_says_what_stays() -> None:
    kept = person()
    phone, tablet = as_patient(kept), as_patient(kept)
    answer = tablet.post(f"/r/{kept.public_id}/devices/", {"everywhere": "1"})
    assert answer.headers["Location"] == "/leave/"
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    words = text_of(tablet.get("/leave/").content.decode())
    assert "You are signed out." in words
    assert "What stays on this device" in words
    for one in (phone, tablet):
        assert one.get(f"/r/{kept.public_id}/").status_code == 404


def test_signing_out_asks_first_and_says_what_is_lost() -> None:
    kept = person()
    me = as_patient(kept)
    words = text_of(me.get("/leave/").content.decode())
    assert "check-ins that still wait to be sent: send them first" in words
    assert me.get(f"/r/{kept.public_id}/").status_code == 200, "a look signs nobody out"
    answer = me.post("/leave/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert answer.cookies["__Host-session"]["max-age"] == 0
    assert me.get(f"/r/{kept.public_id}/").status_code == 404


@pytest.mark.parametrize("end", ["", "nonsense", "00000000-0000-0000-0000-000000000000"])
def test_ending_what_is_no_device_ends_nothing(end: str) -> None:
    kept = person()
    me = as_patient(kept)
    me.post(f"/r/{kept.public_id}/devices/", {"end": end})
    assert me.get(f"/r/{kept.public_id}/").status_code == 200


def test_an_idle_session_ends_and_the_page_tells_how_to_come_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = person()
    me = as_patient(kept)
    monkeypatch.setattr(clock, "now", lambda: NOW + IDLE + timedelta(hours=1))
    answer = me.get(f"/r/{kept.public_id}/")
    assert answer.status_code == 404
    assert "Come in with your link and code." in answer.content.decode()
    assert "Call your clinic." in answer.content.decode()


# ----------------------------------------------------------------- someone beside you


def test_a_companion_s_page_has_emergency_first_and_every_red_flag() -> None:
    from afterglow.web.patient.unwell import flag_urgencies

    kept, protocol = person(**SECRETS), Protocol.default()
    page = as_companion(kept).get(f"/r/{kept.public_id}/beside/").content.decode()
    assert page.index('href="tel:911"') < page.index("How it stands")
    words = text_of(page).lower()
    for flag, urgency in flag_urgencies(protocol, protocol.facts(kept.treatment)).items():
        if urgency >= Urgency.call_clinic:
            assert protocol.flags[flag].name["en"].lower() in words
    for note in protocol.contents.beside_notes:
        assert note.text["en"].lower() in words
    assert 'href="tel:+12125550100"' in page


def test_a_companion_sees_neither_notes_nor_medicines_nor_conditions() -> None:
    plain, full = person(), person(**SECRETS)
    words = text_of(as_companion(full).get(f"/r/{full.public_id}/beside/").content.decode()).lower()
    for secret in (NOTE, "apixaban", "isotretinoin", "keloid", "blood thinner", "because of"):
        assert secret not in words, secret
    others = text_of(as_companion(plain).get(f"/r/{plain.public_id}/beside/").content.decode())

    def left(text: str) -> list[str]:
        return text.lower().split("what they leave for now")[1].split(" until ")

    assert len(left(words)) > 3
    assert len(left(words)) == len(left(others)), "the same topics for everybody"


def test_a_companion_sees_the_urgency_and_the_age_of_the_last_check_in() -> None:
    kept = person()
    words = text_of(as_companion(kept).get(f"/r/{kept.public_id}/beside/").content.decode())
    assert "This came of their last check-in, Wed 15:00." in words


def test_a_check_in_that_calls_for_somebody_asks_the_companion_to_see_to_it() -> None:
    kept, protocol = person(), Protocol.default()
    report = Report(at=kept.treatment.at_hour(30), flags=("pus",))
    check_in(kept, report, public_id=access.invite(kept, days=1, now=NOW).link.public_id,
             urgency=Urgency.call_clinic, protocol=protocol, now=NOW)  # fmt: skip
    friend = as_companion(kept)
    page = friend.get(f"/r/{kept.public_id}/beside/").content.decode()
    assert "Ask if they have called. If not, help them call now." in page
    assert "look-call_clinic" in page
    for row in kept.check_ins.all():
        withdraw(row, NOW)
    page = friend.get(f"/r/{kept.public_id}/beside/").content.decode()
    assert "There is no check-in yet." in page


def test_an_old_check_in_is_not_taken_for_now(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = person()
    friend = as_companion(kept)
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=2))
    page = friend.get(f"/r/{kept.public_id}/beside/").content.decode()
    assert "It tells nothing about now." in page


def test_a_treatment_to_come_has_a_page_beside_it_too() -> None:
    kept = person(performed_at="2026-12-04T15:00:00-05:00")
    for row in kept.check_ins.all():
        withdraw(row, NOW)
    words = text_of(as_companion(kept).get(f"/r/{kept.public_id}/beside/").content.decode())
    assert "The treatment is on Friday 4 December, 15:00." in words
    assert "There is nothing to check yet." in words


def test_a_link_for_a_friend_is_shown_once_named_and_stopped() -> None:
    kept = person()
    me, at = as_patient(kept), f"/r/{kept.public_id}/companions/"
    page = me.post(at, {"name": "Sam"}).content.decode()
    found = re.search(r"https://skin\.example\.org(/beside/[\w-]{43}/)", page)
    assert found
    assert found[1] not in me.get(at).content.decode()
    friend = browser()
    friend.get(found[1])
    friend.post("/beside/")
    assert friend.get(f"/r/{kept.public_id}/beside/").status_code == 200
    page = me.get(at).content.decode()
    assert "Sam" in page
    end = re.search(r'name="end" value="([^"]+)"', page)
    assert end
    me.post(at, {"end": end[1]})
    assert "Sam" not in me.get(at).content.decode()
    assert friend.get(f"/r/{kept.public_id}/beside/").status_code == 404
    late = browser()
    late.get(found[1])
    answer = late.post("/beside/")
    assert answer.status_code == 404
    assert "This link opens nothing." in answer.content.decode()
    assert 'href="tel:112"' in answer.content.decode()


@pytest.mark.parametrize(("name", "fault"), [("", "Write whom"), ("x" * 61, "too long")])
def test_a_friend_needs_a_name(name: str, fault: str) -> None:
    kept = person()
    answer = as_patient(kept).post(f"/r/{kept.public_id}/companions/", {"name": name})
    assert answer.status_code == 422
    assert fault in answer.content.decode()


def test_a_patient_s_link_opens_nothing_as_a_companion_s_and_the_other_way() -> None:
    kept, me = person(), browser()
    patients = access.invite(kept, days=30, now=NOW)
    me.get(f"/beside/{patients.token}/")
    assert me.post("/beside/").status_code == 404
    friends = access.invite_companion(kept, "Sam", now=NOW)
    assert me.post("/enter/", {"link": friends.token, "code": patients.code}).status_code == 422


# ----------------------------------------------------------------- alone on one's machine


def test_alone_nobody_enters_and_the_link_s_page_says_where_it_opens(settings: Any) -> None:
    from afterglow.web.site.hosting import hosting

    for name, value in hosting({}).items():
        setattr(settings, name, value)
    settings.SECURE_SSL_REDIRECT = False
    settings.CSRF_COOKIE_NAME = "csrftoken"
    kept, client = person(), Client(headers={"host": "localhost"})
    for path in ("/enter/", "/enter/token/", "/leave/"):
        assert client.get(path).headers["Location"] == "/"
    page = client.post(f"/r/{kept.public_id}/companions/", {"name": "Sam"}).content.decode()
    assert "Afterglow runs on this computer only." in page
    assert client.get(f"/r/{kept.public_id}/beside/").status_code == 200
    assert "Nobody signs in" in client.get(f"/r/{kept.public_id}/devices/").content.decode()
