"""The one place where the patient's pages read the clock and the machine's time zone.

Tests and screenshots replace `now`; the core takes time as an argument.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo


def now() -> datetime:
    """This moment, aware."""
    return datetime.now(UTC)


def machine_zone() -> str:
    """The IANA name of this machine's zone: a guess for the form, which can be changed there."""
    link = Path("/etc/localtime")
    # settings.py keeps what TZ was before Django wrote its own into it
    guesses = [os.environ.get("AFTERGLOW_MACHINE_TZ", "").removeprefix(":")]
    if link.is_symlink():
        guesses.append(str(link.resolve()).partition("zoneinfo/")[2])
    for guess in guesses:
        try:
            if guess and ZoneInfo(guess):
                return guess
        except (ValueError, OSError, KeyError):
            continue
    return "UTC"
