"""Who may come in: links, codes, devices. Hashes only, five tries, out at once."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from afterglow.apps import access, calendars
from afterglow.apps.access import Device, Link
from afterglow.apps.access.devices import ABSOLUTE, IDLE, SEEN_EVERY
from afterglow.apps.recoveries import Recovery, forget, keep
from afterglow.core.errors import InputRefused
from afterglow.core.protocol import Protocol
from apps.test_recoveries import NOW, TREATMENT

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def kept(protocol: Protocol) -> Recovery:
    return keep(TREATMENT, protocol=protocol, now=NOW)


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def come_in(recovery: Recovery, secret: str | None = None, **more: Any) -> str:
    made = access.invite(recovery, days=30, now=NOW)
    return access.admit(made.link, secret=secret, name="iPhone, Safari", now=more.get("now", NOW))


def test_link_and_code_open_the_recovery_they_were_made_for(kept: Recovery) -> None:
    made = access.invite(kept, days=30, now=NOW)
    link = access.with_code(made.token, made.code, now=NOW)
    assert link is not None
    assert link.recovery == kept


def test_a_token_has_256_bits_and_a_code_six_digits(kept: Recovery) -> None:
    made = [access.invite(kept, days=30, now=NOW) for _ in range(4)]
    assert len({one.token for one in made}) == 4
    assert all(len(one.token) == 43 for one in made)
    assert all(len(one.code) == 6 and one.code.isdecimal() for one in made)


def test_neither_token_nor_code_nor_secret_stands_in_the_database(kept: Recovery) -> None:
    made = access.invite(kept, days=30, now=NOW)
    secret = access.admit(made.link, secret=None, name="", now=NOW)
    rows = repr([*Link.objects.values(), *Device.objects.values()])
    for word in (made.token, made.code, secret):
        assert word not in rows


def test_a_code_goes_through_the_slow_hasher(kept: Recovery) -> None:
    made = access.invite(kept, days=30, now=NOW)
    assert made.link.code_hash.startswith("pbkdf2_sha256$")


@pytest.mark.parametrize("typed", ["{}", " {} ", "{0[0]}{0[1]}{0[2]} {0[3]}{0[4]}{0[5]}", "{}\n"])
def test_a_code_is_read_as_people_type_it(typed: str) -> None:
    assert access.read_code(typed.format("012345")) == "012345"


def test_a_code_may_be_typed_in_arabic_digits() -> None:
    assert access.read_code("٠١٢-٣٤٥") == "012345"


def test_a_wrong_code_a_wrong_link_and_an_ended_link_get_the_same_no(kept: Recovery) -> None:
    made = access.invite(kept, days=2, now=NOW)
    assert access.with_code(made.token, other_than(made.code), now=NOW) is None
    assert access.with_code("x" * 43, made.code, now=NOW) is None
    assert access.with_code(made.token, "", now=NOW) is None
    assert access.with_code(made.token, made.code, now=NOW + timedelta(days=2)) is None
    assert access.with_code(made.token, made.code, now=NOW + timedelta(days=2) - HOUR)


def test_a_wrong_link_costs_as_much_work_as_a_wrong_code(
    kept: Recovery, monkeypatch: pytest.MonkeyPatch
) -> None:
    from afterglow.apps.access import secrets

    made = access.invite(kept, days=2, now=NOW)
    secrets._nobodys.cache_clear()
    work: list[str] = []
    real = secrets.check_password

    def counted(code: str, kept_hash: str) -> bool:
        work.append(kept_hash.split("$")[1])
        return real(code, kept_hash)

    monkeypatch.setattr(secrets, "check_password", counted)
    for token in (made.token, "y" * 43):
        access.with_code(token, other_than(made.code), now=NOW)
    assert len(work) == 2
    assert work[0] == work[1]


def test_five_wrong_codes_lock_the_link_even_for_the_right_one(
    kept: Recovery, settings: Any
) -> None:
    settings.PASSWORD_HASHERS = QUICK
    made = access.invite(kept, days=30, now=NOW)
    for _ in range(4):
        assert access.with_code(made.token, other_than(made.code), now=NOW) is None
    assert access.with_code(made.token, made.code, now=NOW), "four slips do no harm"
    assert access.with_code(made.token, other_than(made.code), now=NOW) is None
    assert access.with_code(made.token, made.code, now=NOW) is None


def test_right_codes_do_not_use_the_tries_up(kept: Recovery, settings: Any) -> None:
    settings.PASSWORD_HASHERS = QUICK
    made = access.invite(kept, days=30, now=NOW)
    for _ in range(9):
        assert access.with_code(made.token, made.code, now=NOW)


GUESSERS = """
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from afterglow.web.site.serve import prepare
prepare()
from django.db import connection
from afterglow.apps import access, calendars
from afterglow.apps.access import links
from afterglow.apps.recoveries import keep
from afterglow.core.protocol import Protocol
now = datetime(2026, 11, 25, tzinfo=UTC)
treatment = {"performed_at": "2026-11-24T15:00:00-05:00", "areas": {"cheeks": 1.5}}
kept = keep(treatment, protocol=Protocol.default(), now=now)
made = access.invite(kept, days=30, now=now)
looked = []
links.is_code = lambda code, kept: bool(looked.append(kept))
def guess(_):
    access.with_code(made.token, "000000", now=now)
    connection.close()
with ThreadPoolExecutor(8) as pool:
    list(pool.map(guess, range(40)))
print(len(looked), len([one for one in looked if one]))
"""


def test_many_guesses_at_once_get_five_looks_between_them(tmp_path: Path) -> None:
    # a database in a file of its own: that of the other tests lies in memory and cannot wait
    done = subprocess.run(
        [sys.executable, "-c", GUESSERS],
        env={**os.environ, "AFTERGLOW_DATA": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert done.stdout.split() == ["40", "5"]


def test_a_new_link_stops_the_old_one_and_leaves_devices_in(kept: Recovery) -> None:
    old = access.invite(kept, days=30, now=NOW)
    secret = access.admit(old.link, secret=None, name="", now=NOW)
    new = access.invite(kept, days=30, now=NOW)
    assert access.with_code(old.token, old.code, now=NOW) is None
    assert access.with_code(new.token, new.code, now=NOW)
    assert access.role_of(secret, kept.public_id, now=NOW) == "patient"


@pytest.mark.parametrize("days", [0, -1, 401])
def test_days_that_make_no_sense_are_refused(kept: Recovery, days: int) -> None:
    with pytest.raises(InputRefused, match="1 to 400 days"):
        access.invite(kept, days=days, now=NOW)
    assert not Link.objects.exists()


def test_a_device_sees_its_recovery_and_no_other(kept: Recovery, protocol: Protocol) -> None:
    theirs = keep(TREATMENT, protocol=protocol, now=NOW)
    secret = come_in(kept)
    assert access.role_of(secret, kept.public_id, now=NOW) == "patient"
    assert access.role_of(secret, theirs.public_id, now=NOW) is None
    assert access.seen_by(secret, now=NOW) == [(kept, "patient")]


@pytest.mark.parametrize("secret", [None, "", "a", "x" * 43])
def test_no_secret_or_a_made_up_one_sees_nothing(kept: Recovery, secret: str | None) -> None:
    come_in(kept)
    assert access.role_of(secret, kept.public_id, now=NOW) is None
    assert access.seen_by(secret, now=NOW) == []
    assert access.leave(secret, now=NOW) == 0


def test_the_secret_changes_at_every_entry(kept: Recovery, protocol: Protocol) -> None:
    first = come_in(kept)
    second_session = keep(TREATMENT, protocol=protocol, now=NOW)
    second = come_in(second_session, first)
    assert second != first
    assert access.seen_by(first, now=NOW) == []
    assert [one for one, _ in access.seen_by(second, now=NOW)] == [second_session, kept]


def test_a_planted_secret_is_worth_nothing_after_the_entry(kept: Recovery) -> None:
    planted = "planted-by-somebody-else"
    come_in(kept, planted)
    assert access.role_of(planted, kept.public_id, now=NOW) is None


def test_coming_in_again_on_one_device_leaves_one_row_in(kept: Recovery) -> None:
    come_in(kept, come_in(kept))
    assert len(access.patients_devices(kept, now=NOW)) == 1


def test_an_idle_device_and_an_old_one_must_enter_again(kept: Recovery) -> None:
    secret, at = come_in(kept), kept.public_id
    assert access.role_of(secret, at, now=NOW + IDLE) is None
    moment = NOW
    while moment < NOW + ABSOLUTE - IDLE:
        moment += IDLE - HOUR
        assert access.role_of(secret, at, now=moment) == "patient", "used, so it stays in"
    assert access.role_of(secret, at, now=NOW + ABSOLUTE - HOUR) == "patient"
    assert access.role_of(secret, at, now=NOW + ABSOLUTE) is None


def test_being_seen_is_not_written_at_every_page(
    kept: Recovery, django_assert_num_queries: Any
) -> None:
    secret = come_in(kept)
    with django_assert_num_queries(1):
        access.role_of(secret, kept.public_id, now=NOW + SEEN_EVERY / 2)
    with django_assert_num_queries(2):
        access.role_of(secret, kept.public_id, now=NOW + SEEN_EVERY)
    assert Device.objects.get().seen == NOW + SEEN_EVERY


def test_a_device_sent_out_is_out_at_once_and_the_others_stay(kept: Recovery) -> None:
    phone, tablet = come_in(kept), come_in(kept)
    device = access.patients_devices(kept, now=NOW)[0]
    assert access.is_this(device, phone)
    assert access.send_out(kept, public_id=device.public_id, now=NOW) == 1
    assert access.role_of(phone, kept.public_id, now=NOW) is None
    assert access.role_of(tablet, kept.public_id, now=NOW) == "patient"
    assert access.send_out(kept, now=NOW) == 1
    assert access.role_of(tablet, kept.public_id, now=NOW) is None


def test_nobody_sends_out_another_s_device(kept: Recovery, protocol: Protocol) -> None:
    theirs = keep(TREATMENT, protocol=protocol, now=NOW)
    secret = come_in(theirs)
    device = access.patients_devices(theirs, now=NOW)[0]
    assert access.send_out(kept, public_id=device.public_id, now=NOW) == 0
    assert access.role_of(secret, theirs.public_id, now=NOW) == "patient"


def test_leaving_ends_all_that_the_browser_saw(kept: Recovery, protocol: Protocol) -> None:
    secret = come_in(keep(TREATMENT, protocol=protocol, now=NOW), come_in(kept))
    assert access.leave(secret, now=NOW) == 2
    assert access.seen_by(secret, now=NOW) == []


def test_a_companion_looks_and_is_stopped(kept: Recovery) -> None:
    made = access.invite_companion(kept, "  Sam   B ", now=NOW)
    assert made.link.name == "Sam B"
    assert access.opened(made.token, role="patient", now=NOW) is None
    assert access.with_code(made.token, "", now=NOW) is None
    link = access.opened(made.token, role="companion", now=NOW)
    assert link is not None
    secret = access.admit(link, secret=None, name="", now=NOW)
    assert access.role_of(secret, kept.public_id, now=NOW) == "companion"
    assert access.stop(kept, link.public_id, now=NOW)
    assert access.role_of(secret, kept.public_id, now=NOW) is None
    assert access.opened(made.token, role="companion", now=NOW) is None
    assert not access.stop(kept, link.public_id, now=NOW)


def test_signing_out_everywhere_leaves_companions_in(kept: Recovery) -> None:
    made = access.invite_companion(kept, "Sam", now=NOW)
    secret = access.admit(made.link, secret=None, name="", now=NOW)
    access.send_out(kept, now=NOW)
    assert access.role_of(secret, kept.public_id, now=NOW) == "companion"


def test_nobody_stops_another_s_companion(kept: Recovery, protocol: Protocol) -> None:
    theirs = keep(TREATMENT, protocol=protocol, now=NOW)
    made = access.invite_companion(theirs, "Sam", now=NOW)
    assert not access.stop(kept, made.link.public_id, now=NOW)
    assert access.opened(made.token, role="companion", now=NOW)


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_a_companion_needs_a_name(kept: Recovery, name: str) -> None:
    with pytest.raises(InputRefused, match=r"^name: "):
        access.invite_companion(kept, name, now=NOW)


def test_a_letter_that_no_database_need_keep_is_left_out(kept: Recovery) -> None:
    assert access.invite_companion(kept, "Sam\0B", now=NOW).link.name == "Sam B"
    with pytest.raises(InputRefused, match=r"^name: "):
        access.invite_companion(kept, "\0", now=NOW)


def test_a_few_companions_are_enough(kept: Recovery) -> None:
    for number in range(5):
        access.invite_companion(kept, f"Friend {number}", now=NOW)
    with pytest.raises(InputRefused, match="stop one first"):
        access.invite_companion(kept, "One more", now=NOW)
    assert len(access.companions(kept, now=NOW)) == 5
    later = NOW + timedelta(days=30)
    assert access.companions(kept, now=later) == []
    access.invite_companion(kept, "One more", now=later)


def test_revoking_stops_every_link_and_device(kept: Recovery) -> None:
    made = access.invite(kept, days=30, now=NOW)
    secret = access.admit(made.link, secret=None, name="", now=NOW)
    beside = access.invite_companion(kept, "Sam", now=NOW)
    other = access.admit(beside.link, secret=None, name="", now=NOW)
    assert access.revoke_all(kept, now=NOW) == 2
    assert access.with_code(made.token, made.code, now=NOW) is None
    for one in (secret, other):
        assert access.role_of(one, kept.public_id, now=NOW) is None


def test_revoking_closes_the_calendar_s_address_too(kept: Recovery) -> None:
    token = calendars.start(kept, language="en", now=NOW)
    assert calendars.of_token(token) is not None
    access.revoke_all(kept, now=NOW)
    assert calendars.of_token(token) is None


def test_forgetting_a_recovery_forgets_its_links_and_devices(kept: Recovery) -> None:
    come_in(kept)
    assert forget(kept.public_id)
    assert not Link.objects.exists()
    assert not Device.objects.exists()


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1) AppleWebKit/605 Version/18.1 Mobile Safari/604",
         "iPhone, Safari"),
        ("Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537 Chrome/131.0 Mobile Safari/537",
         "Android, Chrome"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537 Chrome/131.0 Safari/537 Edg/131.0",
         "Windows, Edge"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:132.0) Gecko/20100101 Firefox/132.0",
         "Mac, Firefox"),
        ("curl/8", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_a_device_is_named_in_broad_words(said: str, name: str) -> None:
    assert access.device_name(said) == name


def test_an_id_of_no_link_stops_nothing(kept: Recovery) -> None:
    assert not access.stop(kept, uuid4(), now=NOW)
