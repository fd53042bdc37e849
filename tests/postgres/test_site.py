"""The site on PostgreSQL with two workers: a person's whole way, and a database that is down."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote
from uuid import uuid4

import psutil
import pytest

from postgres.running import Person, Site, environment
from postgres.server import PASSWORD, Server

NOTE = "my private note"


def test_from_the_form_to_the_end(site: Site, person: Person) -> None:
    today = person.begin()
    assert 'href="tel:+12125550100"' in person.get(today).text
    check_in = uuid4()
    told = {"id": str(check_in), "rating_redness": "6", "flag_pus": "yes", "note": NOTE}
    judged = person.post(f"{today}check-in/", **told)
    assert judged.path == f"{today}check-in/{check_in}/"
    assert "Call your clinic" in judged.words
    assert str(check_in) in person.get(today).text

    person.post(f"{judged.path}undo/")
    assert NOTE not in person.get(judged.path).text, "taken back"
    person.post(f"{judged.path}undo/", restore="1")
    calendar = person.get(f"{today}calendar.ics")
    assert calendar.text.startswith("BEGIN:VCALENDAR")

    data = json.loads(person.get(f"{today}data.json").text)
    assert list(data["recovery"]["treatment"]["areas"]) == ["cheeks", "nose"]
    assert data["recovery"]["treatment"]["clinic"]["name"] == "Clínica Ñandú ☀"
    assert [one["note"] for one in data["recovery"]["check_ins"]] == [NOTE]
    assert person.get(f"{today}data.pdf").content.startswith(b"%PDF")

    before = site.count("recoveries_recovery")
    assert person.post(f"{today}delete/").path == "/"
    assert person.get(today).status == 404
    assert site.count("recoveries_recovery") == before - 1
    kept = "SELECT to_json(c)::text FROM recoveries_checkin AS c"
    assert not [row for row in site.rows(kept) if NOTE in row[0]]


def test_both_workers_speak_to_the_database(site: Site, server: Server) -> None:
    def speaks(worker: psutil.Process) -> bool:
        return any(one.raddr and one.raddr.port == server.port for one in worker.net_connections())

    # which worker takes a connection is chance, so many are made
    for _ in range(200):
        Person(site).get("/")
        workers = psutil.Process(site.process.pid).children(recursive=True)
        if sum(map(speaks, workers)) == 2:
            return
    raise AssertionError("one worker did all the work")


def test_a_database_that_is_down_leaves_the_way_to_a_human(
    site: Site, server: Server, person: Person
) -> None:
    today = person.begin()
    told = {"id": str(uuid4()), "rating_redness": "6", "note": NOTE}
    server.stop()
    try:
        answers = [person.get(today), person.post(f"{today}check-in/", **told)]
        signs = person.get("/unwell/")
    finally:
        server.start()
    for answer in answers:
        assert answer.status == 500
        assert "Call your clinic" in answer.words
        assert "112, 911 or your local number" in answer.words
        for inner in ("Traceback", "psycopg", "OperationalError", NOTE):
            assert inner not in answer.text
    assert signs.status == 200, "warning signs need no database"

    assert person.get(today).status == 200, "back by itself"
    assert person.post(f"{today}check-in/", **told).status == 200

    log = site.log.read_text()
    assert "OperationalError" in log, "whoever runs the server is told"
    for secret in (PASSWORD, quote(PASSWORD, safe=""), quote(PASSWORD), NOTE, today):
        assert secret not in log


@pytest.mark.parametrize("wrong", ["password", "name", "port"])
def test_a_site_without_its_database_does_not_start_and_says_why(
    server: Server, tmp_path: Path, wrong: str
) -> None:
    url = server.url("postgres")
    changed = {
        "password": url.replace("hush", "hush-hush"),
        "name": server.url("nowhere"),
        # the discard port: nothing listens there
        "port": url.replace(f":{server.port}/", ":9/"),
    }
    done = subprocess.run(
        [Path(sys.executable).with_name("afterglow"), "site", "--port", "65431"],
        env=environment(changed[wrong], tmp_path / "data"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2, done.stderr
    assert done.stdout == ""
    assert done.stderr.startswith("afterglow: AFTERGLOW_DATABASE: ")
    assert done.stderr.count("\n") == 1
    assert "hush" not in done.stderr
