"""Two at once, on two workers. A lock lets both come as far as they can, then lets both go on:
the worst moment every time, not now and then.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from postgres.running import Answer, Person, Site

# others may still read; whoever writes waits
NO_CHECK_IN_IS_WRITTEN = "LOCK TABLE recoveries_checkin IN EXCLUSIVE MODE"
NO_PROTOCOL_IS_WRITTEN = "LOCK TABLE recoveries_protocolkept IN EXCLUSIVE MODE"


@pytest.fixture
def begun(person: Person) -> str:
    today = person.begin()
    # a form of this recovery brings its token
    assert person.get(f"{today}check-in/").status == 200
    return today


def both(site: Site, lock: str, *doing: Callable[[], Answer]) -> list[Answer]:
    """What each is answered when all stand before the same step, and then go on."""
    with ThreadPoolExecutor(len(doing)) as pool:
        with site.holding(lock):
            asked = [pool.submit(one) for one in doing]
            site.until_waiting(len(doing), asked)
        return [one.result() for one in asked]


def of(site: Site, today: str, table: str = "recoveries_checkin") -> int:
    """How many check-ins of a recovery are kept."""
    found = site.rows(
        f"SELECT count(*) FROM {table} JOIN recoveries_recovery AS r ON r.id = recovery_id"
        f" WHERE r.public_id = '{today.split('/')[2]}'"
    )
    return int(found[0][0])


@pytest.mark.parametrize("where", ["check-in/", "check-in/send/"])
def test_one_check_in_sent_twice_at_once_is_stored_once(
    site: Site, person: Person, begun: str, where: str
) -> None:
    now = datetime.now(UTC).isoformat()
    form = {"id": str(uuid4()), "rating_redness": "3", "phone_at": now, "phone_sent": now}

    def send() -> Answer:
        return person.post(f"{begun}{where}", **form)

    answers = both(site, NO_CHECK_IN_IS_WRITTEN, send, send)
    assert [one.status for one in answers] == [200, 200], [one.words for one in answers]
    assert len({one.path for one in answers}) == 1
    assert of(site, begun) == 1


@pytest.mark.parametrize("same_id", [False, True])
def test_two_check_ins_at_once_are_both_stored(
    site: Site, person: Person, begun: str, same_id: bool
) -> None:
    first = uuid4()
    ids = (first, first if same_id else uuid4())

    def send(number: int) -> Callable[[], Answer]:
        told = {"id": str(ids[number]), "rating_redness": str(3 + number)}
        return lambda: person.post(f"{begun}check-in/", **told)

    answers = both(site, NO_CHECK_IN_IS_WRITTEN, send(0), send(1))
    assert [one.status for one in answers] == [200, 200], [one.words for one in answers]
    assert len({one.path for one in answers}) == 2
    assert of(site, begun) == 2


def test_the_first_two_treatments_keep_their_protocol_once(site: Site) -> None:
    # as on a database where nobody was advised before
    site.rows("DELETE FROM recoveries_protocolkept RETURNING id")
    people = [Person(site), Person(site)]
    with ThreadPoolExecutor(2) as pool:
        with site.holding(NO_PROTOCOL_IS_WRITTEN):
            asked = [pool.submit(one.begin) for one in people]
            site.until_waiting(2, asked)
        pages = [one.result() for one in asked]
    assert pages[0] != pages[1]
    assert site.count("recoveries_protocolkept") == 1


def delete_and_send(
    site: Site, person: Person, today: str, *, lock: str, first: str
) -> dict[str, Answer]:
    """Delete a recovery and send a check-in of it: `first` is stopped at the lock, the other
    comes meanwhile, to its end or to a lock of its own; then both go on."""
    told = {"id": str(uuid4()), "rating_redness": "3"}
    doing: dict[str, Callable[[], Answer]] = {
        "check-in": lambda: person.post(f"{today}check-in/", **told),
        "delete": lambda: person.post(f"{today}delete/"),
    }
    asked: dict[str, Future[Answer]] = {}
    with ThreadPoolExecutor(2) as pool:
        with site.holding(lock):
            asked[first] = pool.submit(doing.pop(first))
            site.until_waiting(1, [asked[first]])
            ((second, does),) = doing.items()
            asked[second] = pool.submit(does)
            # without a lock of its own it may come to its end
            site.until_waiting(2, [asked[second]], may_end=True)
        return {name: one.result() for name, one in asked.items()}


def test_a_recovery_is_deleted_while_its_check_in_is_written(
    site: Site, person: Person, begun: str
) -> None:
    found = delete_and_send(site, person, begun, lock=NO_CHECK_IN_IS_WRITTEN, first="check-in")
    nothing_is_left(site, person, begun, found)


def test_a_check_in_comes_while_its_recovery_is_deleted(
    site: Site, person: Person, begun: str
) -> None:
    # a row that another one points at: it can be pointed at, not deleted
    row = "SELECT 1 FROM recoveries_recovery WHERE public_id = '{}' FOR KEY SHARE"
    lock = row.format(begun.split("/")[2])
    nothing_is_left(
        site, person, begun, delete_and_send(site, person, begun, lock=lock, first="delete")
    )


def nothing_is_left(site: Site, person: Person, today: str, found: dict[str, Answer]) -> None:
    assert (found["delete"].status, found["delete"].path) == (200, "/"), found["delete"].words
    # told that it is gone, or judged a moment before it goes with all the rest
    assert found["check-in"].status in {200, 404}, found["check-in"].words
    assert person.get(today).status == 404
    orphans = (
        "SELECT count(*) FROM recoveries_checkin AS c LEFT JOIN recoveries_recovery AS r"
        " ON r.id = c.recovery_id WHERE r.id IS NULL"
    )
    assert site.rows(orphans) == [(0,)]
    assert of(site, today) == 0
