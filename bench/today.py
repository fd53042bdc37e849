"""Server time of Today with 30 check-ins, beside a bare Django view that renders a static template.

`python -m bench.today`: wall seconds of both in one process, in turn, so that a busy machine
counts for both alike. Today goes through the whole middleware, on a real SQLite file; the bare
view is only a template rendered and answered.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

CHECK_INS = 30
ROUNDS = 40
HEADERS = {"host": "127.0.0.1", "accept-encoding": "gzip"}
BARE = "<!doctype html><html lang=en><title>Bare</title><p>Nothing is worked out here.</html>"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["AFTERGLOW_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "afterglow.web.site.settings"
        import django
        from django.conf import settings

        settings.STORAGES = {
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        }
        django.setup()
        measured()


def measured() -> None:
    from django.core.management import call_command
    from django.http import HttpResponse
    from django.template import engines
    from django.test import Client, RequestFactory

    call_command("migrate", verbosity=0)
    template = engines["django"].from_string(BARE)
    requests, client, address = RequestFactory(), Client(), f"/r/{recovery()}/"

    def bare() -> Any:
        # beside the site's middleware: the permission table refuses a view that it does not name
        request = requests.get("/bare/")
        return HttpResponse(template.render({}, request))

    works = {"bare view": bare, "Today": lambda: client.get(address, headers=HEADERS)}
    found: dict[str, list[float]] = {name: [] for name in works}
    for turn in range(ROUNDS + 3):
        for name, work in works.items():
            start = time.perf_counter()
            answer = work()
            took = time.perf_counter() - start
            assert answer.status_code == 200, (name, answer.status_code)
            if turn >= 3:
                found[name].append(took)
    least = statistics.median(found["bare view"])
    for name, times in found.items():
        median = statistics.median(times)
        print(f"{name:10} {1000 * median:8.2f} ms   {median / least:7.1f} x the bare view")


def recovery() -> Any:
    """The address of a recovery with its check-ins, one each three hours."""
    from afterglow.apps.recoveries import check_in, keep
    from afterglow.core.protocol import Protocol
    from afterglow.core.treatment import CheckIn
    from afterglow.core.vocabulary import Urgency

    now, protocol = datetime.now(UTC), Protocol.default()
    start = now - timedelta(hours=3 * CHECK_INS + 3)
    kept = keep(
        {"performed_at": start, "areas": {"cheeks": 1.0}, "time_zone": "America/New_York"},
        protocol=protocol,
        now=now,
    )
    for n in range(CHECK_INS):
        at = start + timedelta(hours=3 * n + 3)
        report = CheckIn(at=at, ratings={"redness": max(0, 5 - n // 4), "warmth": 0})
        check_in(
            kept, report, public_id=uuid4(), urgency=Urgency.expected, protocol=protocol, now=now
        )
    return kept.public_id


if __name__ == "__main__":
    main()
