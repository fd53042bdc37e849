"""Every state that a person can meet, by a name: what the test of languages walks through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client

from web.conftest import NOW
from web.hosted import as_companion, as_patient, browser, person

Step = tuple[str, HttpResponse]

WRONG = {
    "date": "", "time": "", "time_zone": "Mars/Base", "areas": ["chin"], "depth": "15",
    "depth_nose": "9", "skin_type": "7", "first_session": "??", "age": "-3", "pregnant": "??",
    "medicines": "?" * 300, "conditions": ["??"], "device": "??", "passes": "2.5",
    "numbing": "??", "clinic_name": "?" * 300, "clinic_phone": "?" * 300, "country": "??",
}  # fmt: skip
AGAIN = [
    {"date": "1812-01-01"}, {"date": "2026-13-45"}, {"date": "2026-03-08", "time": "02:30"},
    {"areas": []}, {"areas": ["??"]}, {"depth": ""}, {"depth": "nan"}, {"depth": "??"},
    {"depth": "0"}, {"depth": "9", "device": "rf"},
    {"time_zone": "London"}, {"age": "??"}, {"age": "200"}, {"passes": "0"}, {"passes": "99"},
]  # fmt: skip
ASKED = {
    "yes": "can i drink water", "no": "can i run", "ask the clinic": "can i take warfarin",
    "medicine": "ibuprofen", "emergency": "i cannot breathe", "red flag": "i have pus",
    "sign": "is my redness normal", "unknown": "xkcd blub", "did you mean": "can i do yga",
    "near miss": "nurofin", "two": "can i run and swim", "nothing": "", "noise": "?!",
    "time": "when can i wear makeup", "too long": "run " * 900, "mixed": "sun and alcohol",
}  # fmt: skip
CHECK_INS = {
    "expected": {"rating_redness": "3", "rating_warmth": "1"},
    "watch": {"rating_redness": "8", "rating_swelling": "7"},
    "call_clinic": {"rating_redness": "5", "flag_pus": "yes", "temperature": "37.4"},
    "emergency": {"rating_redness": "5", "flag_breathing_difficulty": "yes"},
    "fever": {"temperature": "101.5", "rating_redness": "2", "note": "xx"},
    "nothing told": {"note": "xx"},
}
WRONG_CHECK_INS = [
    {"rating_redness": "11"}, {"rating_redness": "-1"}, {"rating_xx": "3"}, {"flag_pus": "??"},
    {"flag_xx": "yes"}, {"temperature": "50"}, {"temperature": "??"}, {"note": "?" * 10_001},
    {"id": "??"},
]  # fmt: skip
CREAM = {
    "product": "lidocaine_4", "grams": "8", "minutes": "40", "areas": ["cheeks", "forehead"],
    "occluded": "no", "age": "34", "country": "US",
}  # fmt: skip
CREAMS = {
    "within": {}, "over": {"grams": "45"}, "too long": {"minutes": "500"}, "a child": {"age": "6"},
    "running": {"minutes": "", "applied_at": "2026-11-25T21:50"},
    "off": {"minutes": "", "applied_at": "2026-11-25T20:50", "removed_at": "2026-11-25T21:30"},
    "needles to come": {"minutes": "", "applied_at": "2026-11-25T21:50",
                        "needling_at": "2026-11-25T22:30"},
    "unknown": {"product": "other", "grams": "", "minutes": "", "country": ""},
    "EMLA": {"product": "lidocaine_prilocaine_2.5_2.5", "conditions": ["g6pd_deficiency"]},
    "BLT": {"product": "benzocaine_lidocaine_tetracaine_20_6_4", "country": "GB",
            "pregnant": "yes", "occluded": "yes"},
    "tetracaine": {"product": "tetracaine_4", "medicines": "amiodarone"},
}  # fmt: skip
WRONG_CREAMS = [
    {"grams": "??", "minutes": "-1", "area_cm2": "99999999", "age": "200", "weight_kg": "0",
     "applied_at": "??", "removed_at": "1812-01-01T10:00", "time_zone": "Mars/Base"},
    {"product": ""}, {"product": "??"}, {"country": "??"}, {"medicines": "?" * 300},
    {"applied_at": "2026-03-08T02:30", "time_zone": "America/New_York"},
    {"applied_at": "2026-11-25T10:00", "removed_at": "2026-11-25T09:00", "minutes": ""},
    {"applied_at": "2026-11-25T10:00", "needling_at": "2026-11-25T09:00", "minutes": ""},
    {"removed_at": "2026-11-25T10:00", "needling_at": "2026-11-25T09:00", "minutes": ""},
    {"applied_at": "2026-11-25T10:00", "removed_at": "2026-11-25T11:00", "minutes": "7"},
]  # fmt: skip
COURSE = {
    "goal": "acne_scars", "depth": "1.5", "country": "US", "first": "2026-12-04",
    "event": "2026-12-20", "extras": ["prp"], "quote_money_1": "450", "quote_money_2": "2000",
    "quote_for_2": "4",
}  # fmt: skip
COURSES = {
    "whole": {},
    "elsewhere": {"country": ""},
    "other money": {"quote_money_1": "450 EUR"},
    "no dates": {"first": "", "event": ""},
    "one session": {"sessions": "1"},
    "event too soon": {"event": "2026-11-26"},
    "britain": {"country": "GB"},
    "radio waves": {"device": "rf", "depth": "3"},
}
WRONG_COURSES = [
    {"depth": "9", "sessions": "0", "first": "??", "event": "1812-01-01", "device": "??",
     "goal": "??"},
    {"depth": "??", "sessions": "??"}, {"depth": "", "event": "2026-12-20"}, {"country": "??"},
    {"depth": "5"}, {"extras": ["??"]}, {"quote_money_1": "??"}, {"quote_money_1": "0"},
    {"quote_money_1": "450 XXXX"}, {"quote_money_1": "9999999"}, {"quote_for_2": "0"},
    {"quote_for_2": "??"},
]  # fmt: skip


def anybody(client: Client, typed: dict[str, Any]) -> Iterator[Step]:
    """What needs no treatment: the form and its faults, the pages to read, what went wrong."""
    yield "form", client.get("/")
    yield "form, all wrong", client.post("/", {**typed, **WRONG})
    for change in AGAIN:
        yield f"form {change}", client.post("/", {**typed, **change})
    for page in ("example", "unwell", "before-you-go", "practitioner", "numbing", "course", "ask"):
        yield page, client.get(f"/{page}/")
    for name, change in CREAMS.items():
        yield f"cream {name}", client.get("/numbing/", {**CREAM, **change})
    for change in WRONG_CREAMS:
        yield f"cream {change}", client.get("/numbing/", {**CREAM, **change})
    for name, change in COURSES.items():
        yield f"course {name}", client.get("/course/", {**COURSE, **change})
    for change in WRONG_COURSES:
        yield f"course {change}", client.get("/course/", {**COURSE, **change})
    for name, question in ASKED.items():
        yield f"ask {name}", client.get("/ask/", {"q": question})
    yield "400", client.post("/", {f"field{n}": "1" for n in range(1000)})
    yield "403", Client(enforce_csrf_checks=True, headers=_spoken(client)).post("/", typed)
    yield "404", client.get("/nothing/")
    yield "unknown recovery", client.get(f"/r/{uuid4()}/")


def _spoken(client: Client) -> dict[str, str]:
    return {"Cookie": f"language={client.cookies['language'].value}"}


def of_a_treatment(client: Client, address: str, *, done: bool) -> Iterator[Step]:
    """Every page of one treatment, and what is asked on it."""
    pages = ["", "check-in/", "unwell/", "delete/", "data/", "calendar/", "companions/", "offline/",
             "numbing/", "course/", "before-you-go/", "beside/", "devices/"]  # fmt: skip
    for page in pages:
        yield page or "today", client.get(address + page)
    for name, question in ASKED.items():
        typing = {"q": question, "typing": "1", "paused": "1"}
        answer = client.get(f"{address}ask/", typing, headers={"HX-Request": "true"})
        yield f"typed {name}", answer
    for by in ("2026-12-01T18:00", "2026-11-26T18:00", "2020-01-01T00:00", "??"):
        yield f"by {by}", client.get(address, {"by": by})
    yield "a name too long", client.post(f"{address}companions/", {"name": "?" * 99})
    yield "no name", client.post(f"{address}companions/", {"name": ""})
    for n in range(12 if done else 1):
        yield f"companion {n}", client.post(f"{address}companions/", {"name": "Xy"})
    yield "companions", client.get(f"{address}companions/")
    yield "a beside link that is gone", client.post("/beside/")


def of_check_ins(client: Client, address: str, at: Callable[[datetime], None]) -> Iterator[Step]:
    """Each urgency, told and seen on Today; faults, a correction, taken back and put back."""
    for change in WRONG_CHECK_INS:
        told = {"id": str(uuid4()), "rating_warmth": "1", **change}
        yield f"check-in {change}", client.post(f"{address}check-in/", told)
        sent = {**told, "phone_at": NOW.isoformat(), "phone_sent": NOW.isoformat()}
        yield f"sent {change}", client.post(f"{address}check-in/send/", sent)
    yield "sent at no time", client.post(f"{address}check-in/send/", {"id": str(uuid4())})
    moment, last = NOW, ""
    for name, told in CHECK_INS.items():
        moment += timedelta(minutes=20)
        at(moment)
        answer = client.post(f"{address}check-in/", {"id": str(uuid4()), **told})
        last = str(answer.headers["Location"])
        yield f"told {name}", client.get(last)
        for page in ("", "unwell/", "beside/"):
            yield f"{name}: {page}", client.get(address + page)
        yield f"{name}: ask", client.get(f"{address}ask/", {"q": "can i run"})
    made, left = moment - timedelta(hours=3), moment - timedelta(hours=1)
    late = {"phone_at": made.isoformat(), "phone_sent": left.isoformat()}
    late |= {"id": str(uuid4()), "rating_redness": "4"}
    sent = client.post(f"{address}check-in/send/", late)
    yield "told late", client.get(sent.json()["url"])
    yield "correct", client.get(f"{last}correct/")
    yield (
        "correct, wrong",
        client.post(f"{last}correct/", {"id": str(uuid4()), "temperature": "50"}),
    )
    answer = client.post(f"{last}correct/", {"id": str(uuid4()), "rating_redness": "3"})
    yield "corrected", client.get(str(answer.headers["Location"]))
    yield "what was corrected", client.get(last)
    now = str(answer.headers["Location"])
    client.post(f"{now}undo/")
    yield "taken back", client.get(now)
    yield "today without it", client.get(address)
    client.post(f"{now}undo/", {"restore": "1"})
    yield "put back", client.get(now)
    yield "calendar made", client.post(f"{address}calendar/", {"share": "1"})
    yield "calendar", client.get(f"{address}calendar/")


def coming_in(language: str) -> Iterator[Step]:
    """A hosted site: the first page, link and code and their faults, devices, signing out."""
    kept = person()
    stranger = browser()
    stranger.cookies["language"] = language
    yield "welcome", stranger.get("/")
    yield "enter", stranger.get("/enter/")
    yield "enter nothing", stranger.post("/enter/", {"link": "", "code": ""})
    wrong = {"link": "https://skin.example.org/enter/nothing/", "code": "123456"}
    yield "enter wrong", stranger.post("/enter/", wrong)
    yield "leave, not in", stranger.get("/leave/")
    yield "beside, no link", stranger.get("/beside/")
    yield "not mine", stranger.get(f"/r/{kept.public_id}/")
    patient = as_patient(kept)
    patient.cookies["language"] = language
    for page in ("", "devices/", "data/", "companions/", "calendar/", "offline/", "delete/"):
        yield page or "today", patient.get(f"/r/{kept.public_id}/{page}")
    yield "welcome, in", patient.get("/")
    yield "leave", patient.get("/leave/")
    friend = as_companion(kept)
    friend.cookies["language"] = language
    yield "beside", friend.get(f"/r/{kept.public_id}/beside/")
    yield "not the friend's", friend.get(f"/r/{kept.public_id}/")
    yield "welcome, a friend", friend.get("/")
