"""What a device needs to go on without the server: the worker's files, the table, a told time.

In: the site's static files, a recovery, the times a phone says. Out: values for views/offline.py.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from django.templatetags.static import static
from django.utils.translation import gettext, ngettext

from afterglow.core.answering import answer_table
from afterglow.core.errors import refuse
from afterglow.core.protocol import Protocol
from afterglow.core.treatment import Treatment
from afterglow.web.patient import wording

# what a page that was saved needs to look and work as it did
ASSETS = (
    "tokens.css", "site.css", "check_in.css", "offline.css", "logo.svg", "icons.svg", "queue.js",
    "offline.js", "lookup.js", "offline_page.js", "check_in.js", "countdown.js", "ask.js",
    "chart.js",
)  # fmt: skip
WORKER = ("queue.js", "worker.js")
# clocks this far apart are told about, and the difference is taken out
APART = timedelta(minutes=5)


def worker_script() -> str:
    """The service worker: its parts in one file, and the build that names its cache."""
    parts = [_read(name) for name in WORKER]
    assets = [static(f"afterglow/{name}") for name in ASSETS]
    build = hashlib.sha256("\n".join([*assets, *parts]).encode()).hexdigest()[:12]
    constants = f"const BUILD = {json.dumps(build)}, ASSETS = {json.dumps(assets)};"
    return "\n".join(['"use strict";', constants, *parts])


@lru_cache(maxsize=8)
def table_json(treatment_json: str, protocol: Protocol, language: str) -> str:
    """The answer table of a treatment, made once; a second costs a second or more."""
    treatment = Treatment.model_validate_json(treatment_json)
    return answer_table(treatment, protocol, language).for_lookup()


def table_tag(treatment_json: str, protocol: Protocol, language: str) -> str:
    """An ETag that changes whenever the table may."""
    whole = "\n".join([treatment_json, protocol.hash, language, worker_script()])
    return f'"{hashlib.sha256(whole.encode()).hexdigest()[:20]}"'


@dataclass(frozen=True)
class ToldAt:
    """When a check-in was made, by the phone and as it is taken; `apart` is the phone's clock
    less the server's, zero where they agree."""

    at: datetime
    phone: datetime
    sent: datetime
    received: datetime
    apart: timedelta

    def as_json(self) -> dict[str, Any]:
        return {
            "phone": self.phone.isoformat(),
            "sent": self.sent.isoformat(),
            "received": self.received.isoformat(),
            "apart_seconds": round(self.apart.total_seconds()),
        }


def told_at(phone: str, sent: str, now: datetime) -> ToldAt:
    """The moment of a check-in made without the server.

    The phone's time counts. Where its clock was wrong when it sent, by more than some minutes, the
    difference is taken out; never later than now. Raises `InputRefused` where a time is none.
    """
    made, left = _moment(phone), _moment(sent)
    apart = left - now
    if abs(apart) <= APART:
        apart = timedelta(0)
    return ToldAt(min(made - apart, now), made, left, now, apart)


def late_words(told: Mapping[str, Any], zone: tzinfo, now: datetime) -> list[str]:
    """What an assessment says of a check-in that was made offline: when it came, whose clock."""
    kept = told.get("offline")
    if not kept:
        return []
    received = datetime.fromisoformat(kept["received"]).astimezone(zone)
    lines = [
        gettext("Told without a connection. It came %(when)s.") % {"when": _when(received, now)}
    ]
    minutes = round(abs(kept["apart_seconds"]) / 60)
    if minutes:
        said = _when(datetime.fromisoformat(kept["phone"]).astimezone(zone), now)
        words = {"n": minutes, "said": said}
        lines.append(
            ngettext(
                "The phone's clock was %(n)s minute off: it said %(said)s. We took that out.",
                "The phone's clock was %(n)s minutes off: it said %(said)s. We took that out.",
                minutes,
            )
            % words
        )
    return lines


def _when(moment: datetime, now: datetime) -> str:
    return wording.when(moment, now.astimezone(moment.tzinfo))


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise refuse("at", "is not a time; write it as in 2026-11-24T15:00:00-05:00")
    return found


def _read(name: str) -> str:
    return Path(str(finders.find(f"afterglow/{name}"))).read_text("utf-8")
