"""Keeping check-ins: each once, none changed, those that count by what came after."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from afterglow.apps.recoveries import (
    CheckIn,
    Recovery,
    check_in,
    check_ins,
    keep,
    standing,
    withdraw,
)
from afterglow.core.protocol import Protocol
from afterglow.core.treatment import CheckIn as Report
from afterglow.core.vocabulary import Urgency
from apps.test_recoveries import NOW, TREATMENT

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(protocol: Protocol) -> Recovery:
    return keep(TREATMENT, protocol=protocol, now=NOW)


def store(kept: Recovery, hour: float = 5, form: UUID | None = None, **more: Any) -> CheckIn:
    corrects = more.pop("corrects", None)
    report = Report(at=kept.treatment.at_hour(hour), **more)
    return check_in(
        kept,
        report,
        public_id=form or uuid4(),
        urgency=Urgency.watch,
        protocol=Protocol.default(),
        now=NOW,
        corrects=corrects,
    )


def test_what_is_told_comes_back_the_same(kept: Recovery, protocol: Protocol) -> None:
    row = store(kept, ratings={"redness": 0}, flags=("pus",), temperature_c=37.5, note="é <b>")
    found = CheckIn.objects.get().report(protocol.sign_codes)
    assert found == Report(
        at=kept.treatment.at_hour(5),
        ratings={"redness": 0},
        flags=("pus",),
        temperature_c=37.5,
        note="é <b>",
    )
    assert (row.urgency, row.protocol_hash) == ("watch", protocol.hash)


@pytest.mark.parametrize("note", ["a\x00b", "\\u0000", "☀\u2028\x1b", "‏עור"])
def test_a_note_is_kept_with_its_every_character(
    kept: Recovery, protocol: Protocol, note: str
) -> None:
    store(kept, note=note)
    assert CheckIn.objects.get().report(protocol.sign_codes).note == note


def test_they_come_in_order_of_time(kept: Recovery) -> None:
    rows = [store(kept, hour) for hour in (9, 2, 5)]
    assert check_ins(kept) == [rows[1], rows[2], rows[0]]


def test_one_id_is_one_row_whenever_it_is_sent(kept: Recovery) -> None:
    form = uuid4()
    first = store(kept, 5, form, ratings={"redness": 3})
    assert store(kept, 6, form, ratings={"redness": 3}) == first
    other = store(kept, 6, form, ratings={"redness": 4})
    assert other != first
    assert store(kept, 7, form, ratings={"redness": 4}) == other
    assert CheckIn.objects.count() == 2


def test_an_id_of_another_s_check_in_touches_nothing_of_theirs(
    kept: Recovery, protocol: Protocol
) -> None:
    form = uuid4()
    theirs = store(keep(TREATMENT, protocol=protocol, now=NOW), 5, form, ratings={"redness": 3})
    mine = store(kept, 5, form, ratings={"redness": 3})
    assert mine != theirs
    assert check_ins(kept) == [mine]


def test_which_count_after_corrections_and_undo(kept: Recovery) -> None:
    first = store(kept)
    second = store(kept, corrects=first)
    third = store(kept, corrects=second)
    assert standing(check_ins(kept)) == [third]
    withdraw(third, NOW)
    assert standing(check_ins(kept)) == [second]
    withdraw(second, NOW + timedelta(minutes=1))
    assert standing(check_ins(kept)) == [first]
    withdraw(third, None)
    assert standing(check_ins(kept)) == [third]
    withdraw(first, NOW)
    assert standing(check_ins(kept)) == [third]
    assert CheckIn.objects.count() == 3, "history is whole"
