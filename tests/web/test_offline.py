"""Installable and offline: worker, manifest, answer table, and check-ins that come late."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from afterglow.apps.recoveries import CheckIn, Recovery
from afterglow.web.patient import clock
from web.conftest import NOW
from web.test_pages import text_of

pytestmark = pytest.mark.django_db
CALM = {"rating_redness": "2", "rating_warmth": "1", "rating_tightness": "3"}


@pytest.fixture
def recovery(page_of: Callable[..., str]) -> str:
    return page_of()


def late(client: Any, recovery: str, *, ago: float = 60, ahead: float = 0, **fields: str) -> Any:
    """Send a check-in made `ago` minutes ago by a phone whose clock is `ahead` minutes ahead."""
    there = NOW + timedelta(minutes=ahead)
    posted = {
        "id": str(uuid4()),
        "phone_at": (there - timedelta(minutes=ago)).isoformat(),
        "phone_sent": there.isoformat(),
        **fields,
    }
    return client.post(f"{recovery}check-in/send/", posted)


def test_the_worker_serves_the_whole_site_and_names_every_file(client: Any) -> None:
    response = client.get("/sw.js")
    assert response.headers["Service-Worker-Allowed"] == "/"
    assert response.headers["Cache-Control"] == "no-cache"
    assert response.headers["Content-Type"].startswith("text/javascript")
    script = response.content.decode()
    for name in ("site.css", "offline_page.js", "lookup.js"):
        assert f"afterglow/{name}" in script


def test_the_build_changes_with_a_release_and_only_then(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from afterglow.web.patient import offline

    before = client.get("/sw.js").content
    assert client.get("/sw.js").content == before
    monkeypatch.setattr(offline, "ASSETS", (*offline.ASSETS, "print.css"))
    assert client.get("/sw.js").content != before


def test_the_manifest_can_be_installed(client: Any) -> None:
    response = client.get("/manifest.webmanifest")
    found = json.loads(response.content)
    assert found["start_url"] == found["scope"] == "/"
    assert {"192x192", "512x512"} <= {one["sizes"] for one in found["icons"]}
    assert "maskable" in {one.get("purpose") for one in found["icons"]}
    policy = response.headers["Content-Security-Policy"]
    assert "worker-src 'self'" in policy
    assert "manifest-src 'self'" in policy


def test_the_answer_table_comes_once_and_is_said_to_be_unchanged(
    client: Any, recovery: str
) -> None:
    first = client.get(f"{recovery}offline.json")
    assert first.headers["Cache-Control"] == "private, no-store"
    table = json.loads(first.content)
    assert table["contact"]["emergency"] == "911"
    assert table["contact"]["clinic_phone"] == "+1 212 555 0100"
    again = client.get(f"{recovery}offline.json", HTTP_IF_NONE_MATCH=first.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")


def test_the_offline_page_reaches_a_human_without_a_script(client: Any, recovery: str) -> None:
    words = text_of(client.get(f"{recovery}offline/").content.decode())
    assert "911" in words
    assert "Call clinic +1 212 555 0100" in words
    assert "It cannot judge how you are." in words


def test_a_late_check_in_stands_at_the_phones_time_with_the_time_it_came(
    client: Any, recovery: str
) -> None:
    response = late(client, recovery, ago=90, **CALM)
    told = response.json()
    row = CheckIn.objects.get()
    assert told["id"] == str(row.public_id)
    assert told["urgency"] == row.urgency == "expected"
    assert client.get(told["url"]).status_code == 200
    assert row.at == NOW - timedelta(minutes=90)
    assert row.created == NOW
    assert row.told["offline"]["apart_seconds"] == 0


@pytest.mark.parametrize("ahead", [130.0, -130.0, 6.0])
def test_a_wrong_clock_is_noticed_and_taken_out_and_both_times_are_kept(
    client: Any, recovery: str, ahead: float
) -> None:
    told = late(client, recovery, ago=60, ahead=ahead, **CALM).json()
    row = CheckIn.objects.get()
    assert row.at == NOW - timedelta(minutes=60)
    assert told["apart_seconds"] == ahead * 60
    kept = row.told["offline"]
    assert kept["phone"] == (NOW + timedelta(minutes=ahead - 60)).isoformat()
    assert kept["received"] == NOW.isoformat()
    page = text_of(client.get(told["url"]).content.decode())
    assert "clock was" in page


def test_a_clock_a_little_off_counts_as_right_but_nothing_is_told_from_the_future(
    client: Any, recovery: str
) -> None:
    late(client, recovery, ago=0, ahead=3, **CALM)
    assert CheckIn.objects.get().at == NOW


def test_what_is_delivered_twice_is_stored_once(client: Any, recovery: str) -> None:
    form = str(uuid4())
    first = late(client, recovery, id=form, **CALM).json()
    assert late(client, recovery, id=form, **CALM).json()["id"] == first["id"] == form
    assert CheckIn.objects.count() == 1


def test_those_that_come_late_stand_in_the_order_they_were_made(client: Any, recovery: str) -> None:
    late(client, recovery, ago=10, rating_redness="1")
    late(client, recovery, ago=50, rating_redness="3")
    late(client, recovery, ago=30, rating_redness="2")
    ratings = [one.data["ratings"]["redness"] for one in CheckIn.objects.all()]
    assert ratings == [3, 2, 1]


def test_one_that_is_judged_late_sees_only_what_came_before_it(client: Any, recovery: str) -> None:
    late(client, recovery, ago=5, flag_pus="yes")
    calm = late(client, recovery, ago=200, **CALM).json()
    assert calm["urgency"] == "expected"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"temperature": "98x"}, "37.2"),
        ({"rating_redness": "12"}, "10"),
        ({"phone_at": "yesterday"}, "once more"),
        ({"phone_at": "2026-11-20T10:00:00-05:00"}, "before"),
        ({"id": "nonsense"}, "once more"),
    ],
)
def test_one_that_is_refused_for_good_says_why_and_stores_nothing(
    client: Any, recovery: str, fields: dict[str, str], reason: str
) -> None:
    response = late(client, recovery, **{**CALM, **fields})
    assert response.status_code == 422
    assert reason in " ".join(response.json()["reasons"]), response.json()
    assert not CheckIn.objects.exists()


def test_a_deleted_recovery_answers_nothing(client: Any, recovery: str) -> None:
    Recovery.objects.all().delete()
    for path in ("offline/", "offline.json", "check-in/send/"):
        assert client.get(f"{recovery}{path}").status_code == 404
    assert late(client, recovery, **CALM).status_code == 404


def test_a_form_from_elsewhere_cannot_send(recovery: str) -> None:
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)
    token = strict.get(f"{recovery}check-in/send/").json()["token"]
    posted = {"id": str(uuid4()), "phone_at": NOW.isoformat(), "phone_sent": NOW.isoformat()}
    assert strict.post(f"{recovery}check-in/send/", posted).status_code == 403
    good = strict.post(f"{recovery}check-in/send/", posted, HTTP_X_CSRFTOKEN=token)
    assert good.status_code == 200
    assert UUID(good.json()["id"])
    assert clock.now() == NOW
