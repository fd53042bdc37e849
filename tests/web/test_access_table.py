"""The whole permission table of a hosted site: every address, every kind of visitor, every method.

A stranger gets 404, the wrong role 403; patient A never sees anything of patient B.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, get_args
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from afterglow.apps.recoveries import CheckIn, Recovery
from afterglow.web.site.permissions import TABLE, Role, Who, decide
from web.hosted import NOTE, as_companion, as_patient, browser, host, person

pytestmark = pytest.mark.django_db
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
# a POST to these ends something that the walk still needs; each has a test of its own
ENDING = {("patient:leave", "POST"), ("patient:recovery_delete", "POST")}
THEIRS = sorted(name for name, row in TABLE.items() if {"patient", "companion"} & {*row.values()})


@pytest.fixture(autouse=True)
def hosted(settings: Any) -> None:
    host(settings)


def patterns(resolver: Any = None, prefix: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    for one in (resolver or get_resolver()).url_patterns:
        path = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from patterns(one, path, f"{space}{one.namespace}:" if one.namespace else space)
        elif isinstance(one, URLPattern):
            yield f"{space}{one.name}", "/" + path


def filled(path: str, public_id: UUID, check_in_id: UUID) -> str:
    path = path.replace("<uuid:public_id>", str(public_id))
    path = path.replace("<uuid:check_in_id>", str(check_in_id))
    return re.sub("<[a-z]+:[a-z_]+>", lambda _: str(uuid4()), path)


def urls_of(kept: Recovery) -> dict[str, str]:
    check_in_id = CheckIn.objects.get(recovery=kept).public_id
    return {name: filled(path, kept.public_id, check_in_id) for name, path in patterns()}


def test_who_is_known_to_the_table() -> None:
    assert {who for row in TABLE.values() for who in row.values()} <= set(get_args(Who))


def test_a_row_for_certain_people_names_their_recovery_in_its_address() -> None:
    paths = dict(patterns())
    for name in THEIRS:
        assert "<uuid:public_id>" in paths[name], name


def test_every_address_of_a_recovery_is_for_certain_people_only() -> None:
    for name, path in patterns():
        if "public_id" in path:
            assert set(TABLE[name].values()) <= {"patient", "companion"}, name


def shown(response: Any, path: str) -> str:
    """A page without what differs each time: its form's token, and the address it was asked by."""
    page = response.content.decode().replace(path, "")
    return re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]+', r"\1", page)


@pytest.mark.parametrize("method", METHODS)
def test_a_stranger_finds_nothing_of_anybody(method: str) -> None:
    stranger, kept = browser(), person()
    for name, path in urls_of(kept).items():
        if name in THEIRS:
            response = stranger.generic(method, path)
            assert response.status_code == 404, (method, path)
            other = path.replace(str(kept.public_id), str(uuid4()))
            nobody = stranger.generic(method, other)
            assert nobody.status_code == 404
            assert shown(nobody, other) == shown(response, path), (
                "a page that is there looks like one that is not"
            )


@pytest.mark.parametrize("method", METHODS)
def test_a_patient_never_reaches_another_patient_s_pages(method: str) -> None:
    mine, theirs = person(), person()
    me = as_patient(mine)
    before = CheckIn.objects.count(), Recovery.objects.count()
    own_check_in = CheckIn.objects.get(recovery=mine).public_id
    for name, path in patterns():
        if name not in THEIRS:
            continue
        for check_in_id in (CheckIn.objects.get(recovery=theirs).public_id, own_check_in):
            response = me.generic(method, filled(path, theirs.public_id, check_in_id))
            assert response.status_code == 404, (method, path)
            assert NOTE not in response.content.decode()
    assert (CheckIn.objects.count(), Recovery.objects.count()) == before


@pytest.mark.parametrize("method", METHODS)
def test_another_s_check_in_under_one_s_own_address_is_not_found(method: str) -> None:
    mine, theirs = person(), person()
    me, foreign = as_patient(mine), CheckIn.objects.get(recovery=theirs)
    for name, path in patterns():
        if "check_in_id" in path:
            allowed = method in TABLE[name] or (method == "HEAD" and "GET" in TABLE[name])
            response = me.generic(method, filled(path, mine.public_id, foreign.public_id))
            assert response.status_code == (404 if allowed else 405), (method, path)
    foreign.refresh_from_db()
    assert foreign.withdrawn is None


@pytest.mark.parametrize("method", METHODS)
def test_a_companion_only_looks(method: str) -> None:
    kept = person()
    friend = as_companion(kept)
    before = CheckIn.objects.count()
    for name, path in urls_of(kept).items():
        if name not in THEIRS:
            continue
        status = friend.generic(method, path).status_code
        if "companion" not in TABLE[name].values():
            assert status == 403, (method, path)
        elif TABLE[name].get("GET" if method == "HEAD" else method) != "companion":
            assert status == 405, (method, path)
        else:
            assert status == 200, (method, path)
    assert CheckIn.objects.count() == before
    assert Recovery.objects.filter(pk=kept.pk).exists()


@pytest.mark.parametrize("method", METHODS)
def test_a_patient_reaches_every_page_of_their_own(method: str) -> None:
    kept = person()
    me = as_patient(kept)
    for name, path in urls_of(kept).items():
        if name not in THEIRS or (name, method) in ENDING:
            continue
        status = me.generic(method, path).status_code
        if TABLE[name].get("GET" if method == "HEAD" else method) is None:
            assert status == 405, (method, path)
        else:
            # a POST of an empty form is refused or leads on; none is forbidden or missing
            assert status in {200, 302, 409, 422}, (method, path, status)


@pytest.mark.parametrize("method", METHODS)
def test_what_is_open_to_anyone_stays_open(method: str) -> None:
    kept = person()
    for visitor in (browser(), as_companion(kept), as_patient(kept)):
        for name, path in urls_of(kept).items():
            if name in THEIRS or (name, method) in ENDING:
                continue
            who = TABLE[name].get("GET" if method == "HEAD" else method)
            status = visitor.generic(method, path).status_code
            if who == "this_machine":
                assert status == 404, (method, path)
            elif who is None:
                assert status == 405, (method, path)
            else:
                # a feed or a link with a made-up token is not there
                assert status in {200, 302, 404, 422}, (method, path, status)
                assert status != 404 or "token" in dict(patterns())[name] or "/beside/" in path


def test_a_stranger_sees_no_list_and_no_form_on_the_first_page() -> None:
    kept = person()
    page = browser().get("/").content.decode()
    assert str(kept.public_id) not in page
    assert 'name="areas"' not in page
    assert 'name="code"' in page
    assert browser().post("/", {"date": "2026-11-24"}).status_code == 404


def test_the_first_page_lists_what_this_device_came_in_for_and_no_more() -> None:
    mine, second, theirs, friends = person(), person(), person(), person()
    me = as_patient(second, as_patient(mine))
    as_companion(friends, me)
    page = me.get("/").content.decode()
    assert f"/r/{mine.public_id}/" in page
    assert f"/r/{second.public_id}/" in page
    assert f"/r/{friends.public_id}/beside/" in page
    assert str(theirs.public_id) not in page


def test_a_friend_who_is_a_patient_too_keeps_the_two_apart() -> None:
    mine, friends = person(), person()
    me = as_companion(friends, as_patient(mine))
    assert me.get(f"/r/{mine.public_id}/").status_code == 200
    assert me.get(f"/r/{friends.public_id}/").status_code == 403
    assert me.get(f"/r/{friends.public_id}/beside/").status_code == 200


def test_the_emergency_page_is_open_to_a_stranger_and_guesses_no_country() -> None:
    page = browser().get("/unwell/").content.decode()
    # the server stands in New York, the visitor who knows where
    assert "112, 911 or your local number" in page


@pytest.mark.parametrize("role", [None, *get_args(Role)])
@pytest.mark.parametrize("method", METHODS)
def test_alone_on_one_s_machine_every_listed_method_is_allowed(
    method: str, role: Role | None
) -> None:
    for name, row in TABLE.items():
        listed = ("GET" if method == "HEAD" else method) in row
        assert decide(name, method, role, hosted=False) == (200 if listed else 405)


def test_what_the_table_does_not_know_is_not_there_for_anybody() -> None:
    for hosted in (True, False):
        assert decide("patient:nothing", "GET", "patient", hosted=hosted) == 404


def test_a_visitor_whom_no_face_knows_is_a_stranger(settings: Any) -> None:
    kept = person()
    me = as_patient(kept)
    settings.MIDDLEWARE = [one for one in settings.MIDDLEWARE if "Visiting" not in one]
    again = browser()
    again.cookies = me.cookies
    assert again.get(f"/r/{kept.public_id}/").status_code == 404
    assert isinstance(again, Client)
