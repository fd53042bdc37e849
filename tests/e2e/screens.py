"""Takes the screenshots of docs/screens: python tests/e2e/screens.py [name ...].

One person treated on Tuesday 24 November 2026 at 15:00 in New York, seen on Wednesday at 22:00
after five check-ins; others for what went wrong, and for Before, nine days ahead. Phone 390 px and
desktop 1280 px wide, light and dark, in English and Arabic.
"""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

HOME = Path(__file__).parents[2]
ZONE = "America/New_York"
NOW = datetime(2026, 11, 25, 22, 0, tzinfo=ZoneInfo(ZONE))
SIZES = {"phone": (390, 844), "desktop": (1280, 900)}
# language, scheme, device
SETS = [
    (language, scheme, device)
    for language in ("en", "ar")
    for scheme in ("light", "dark")
    for device in SIZES
]
PERSON = {
    "areas": {"cheeks": 1.0, "forehead": 0.75, "chin": 1.0, "nose": 0.5},
    "skin_type": 3,
    "first_session": True,
    "age": 34,
    "clinic": {"name": "Example Skin Clinic", "phone": "+1 212 555 0100"},
    "time_zone": ZONE,
}
# hour, what was told
CALM: list[tuple[float, dict[str, Any]]] = [
    (2, {"ratings": {"redness": 5, "warmth": 4, "soreness": 3}}),
    (8, {"ratings": {"redness": 4, "warmth": 2, "soreness": 2, "tightness": 2}}),
    (19, {"ratings": {"redness": 2, "tightness": 3, "warmth": 1}}),
    (25, {"ratings": {"redness": 1, "tightness": 3, "swelling": 1}}),
    (31, {"ratings": {"redness": 1, "tightness": 3, "warmth": 0, "dryness": 2}}),
]
CREAM = (
    "product=lidocaine_4&grams=8&minutes=40&areas=cheeks&areas=forehead&occluded=no&age=34"
    "&country=US&applied_at=2026-11-25T21:50"
)
COURSE = (
    "goal=acne_scars&depth=1.5&country=US&first=2026-12-04&event=2026-12-20&extras=prp"
    "&quote_money_1=450&quote_money_2=2000&quote_for_2=4"
)
PUS = {"ratings": {"redness": 5, "soreness": 5}, "flags": ["pus"], "temperature_c": 37.4}
LIPS = {"ratings": {"redness": 5}, "flags": ["breathing_difficulty", "lip_or_tongue_swelling"]}


def main(wanted: list[str]) -> None:
    os.environ["AFTERGLOW_DATA"] = tempfile.mkdtemp()
    os.environ["DJANGO_SETTINGS_MODULE"] = "afterglow.web.site.settings"
    sys.path.insert(0, str(HOME / "tests"))
    from afterglow.web.site.serve import prepare
    from e2e.browsing import chromium, site_here
    from e2e.shrinking import small

    prepare()
    from afterglow.web.patient import clock

    clock.now = lambda: NOW
    clock.machine_zone = lambda: ZONE
    today, as_expected = told("2026-11-24T15:00:00-05:00", CALM)
    before, _ = told("2026-12-04T15:00:00-05:00", [])
    pages = {
        "today": today,
        "more": f"{today}more/",
        "before": before,
        "unwell": f"{today}unwell/",
        "form": "/",
        "check-in": f"{today}check-in/",
        "expected": as_expected,
        "watch": told("2026-11-24T15:00:00-05:00", [*CALM[:4], (31, {"ratings": {"redness": 4}})])[
            1
        ],
        "call": told("2026-11-24T15:00:00-05:00", [*CALM[:4], (31, PUS)])[1],
        "emergency": told("2026-11-25T20:50:00-05:00", [(1.1, LIPS)])[1],
        "ask": f"{today}ask/?q=advil+and+a+glass+of+wine",
        "numbing": f"/numbing/?{CREAM}",
        "numbing-over": f"/numbing/?{CREAM.replace('grams=8', 'grams=45')}",
        "course": f"/course/?{COURSE}",
        "before-you-go": "/before-you-go/",
        "practitioner": "/practitioner/",
        "calendar": f"{today}calendar/",
        "companions": f"{today}companions/",
        "beside": f"{today}beside/",
        "data": f"{today}data/",
        "offline": f"{today}offline/",
        "page": one_file(today),
    }
    folder = HOME / "docs" / "screens"
    folder.mkdir(parents=True, exist_ok=True)
    with site_here() as address, chromium() as browser:
        for language, scheme, device in SETS:
            width, height = SIZES[device]
            context = browser.new_context(
                viewport={"width": width, "height": height},
                color_scheme=scheme,
                has_touch=device == "phone",
                timezone_id=ZONE,
                service_workers="block",
            )
            context.add_cookies([{"name": "language", "value": language, "url": address}])
            page = context.new_page()
            page.clock.set_fixed_time(NOW)
            for name, path in pages.items():
                if wanted and name not in wanted:
                    continue
                # a file on the disk knows no cookie
                if language != "en" and path.startswith("file:"):
                    continue
                page.set_viewport_size({"width": width, "height": height})
                page.goto(path if path.startswith("file:") else address + path)
                # as tall as the page, so that the bar at the foot stands at its foot
                tall = page.locator("html").bounding_box()
                page.set_viewport_size({"width": width, "height": int(tall["height"])})
                spoken = "" if language == "en" else f"-{language}"
                file = folder / f"{name}-{device}-{scheme}{spoken}.png"
                file.write_bytes(small(page.screenshot(full_page=True)))
            context.close()


def told(performed_at: str, reports: list[tuple[float, dict[str, Any]]]) -> tuple[str, str]:
    """A treatment with its check-ins, each judged as it came; Today and the last assessment."""
    from afterglow.apps.recoveries import check_in, keep
    from afterglow.core.protocol import Protocol
    from afterglow.core.treatment import CheckIn
    from afterglow.web.patient.assessment import judged

    protocol = Protocol.default()
    kept = keep({"performed_at": performed_at, **PERSON}, protocol=protocol, now=NOW)
    today, last = f"/r/{kept.public_id}/", ""
    so_far: list[CheckIn] = []
    for hour, report in reports:
        so_far.append(CheckIn.read({"at": kept.treatment.at_hour(hour), **report}))
        found = judged(kept.treatment, so_far, protocol=protocol, language="en")
        row = check_in(
            kept,
            so_far[-1],
            public_id=uuid4(),
            urgency=found.urgency,
            protocol=protocol,
            now=so_far[-1].at,
            # the other warning signs were answered too
            told={"no": ["fever", "blisters", "spreading_redness"]},
        )
        last = f"{today}check-in/{row.public_id}/"
    return today, last


def one_file(today: str) -> str:
    """The page to take along, written to a file."""
    from afterglow.apps.recoveries import check_ins, find
    from afterglow.core.protocol import Protocol
    from afterglow.core.treatment import Recovery
    from afterglow.web.patient.onefile import onefile

    protocol = Protocol.default()
    kept = find(UUID(today.split("/")[2]))
    assert kept is not None
    reports = tuple(row.report(protocol.sign_codes) for row in check_ins(kept))
    told = Recovery(treatment=kept.treatment, check_ins=reports)
    file = Path(tempfile.mkdtemp()) / "my-recovery.html"
    file.write_text(onefile(told, protocol=protocol, now=NOW), encoding="utf-8")
    return file.as_uri()


if __name__ == "__main__":
    main(sys.argv[1:])
