"""Takes the screenshots of docs/screens: python tests/e2e/screens.py [name ...].

One person treated on Tuesday 24 November 2026 at 15:00 in New York, seen on Wednesday at 22:00;
for Before, another, nine days ahead. Phone 390 px and desktop 1280 px wide, light and dark.
"""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

HOME = Path(__file__).parents[2]
ZONE = "America/New_York"
NOW = datetime(2026, 11, 25, 22, 0, tzinfo=ZoneInfo(ZONE))
PERSON = {
    "areas": {"cheeks": 1.0, "forehead": 0.75, "chin": 1.0, "nose": 0.5},
    "skin_type": 3,
    "first_session": True,
    "age": 34,
    "clinic": {"name": "Example Skin Clinic", "phone": "+1 212 555 0100"},
    "time_zone": ZONE,
}


def main(wanted: list[str]) -> None:
    os.environ["AFTERGLOW_DATA"] = tempfile.mkdtemp()
    os.environ["DJANGO_SETTINGS_MODULE"] = "afterglow.web.site.settings"
    sys.path.insert(0, str(HOME / "tests"))
    from afterglow.core.protocol import Protocol
    from afterglow.web.site.serve import prepare
    from e2e.browsing import chromium, site_here

    prepare()
    from afterglow.apps.recoveries import keep
    from afterglow.web.patient import clock

    clock.now = lambda: NOW
    clock.machine_zone = lambda: ZONE

    def stored(performed_at: str) -> str:
        treatment = {"performed_at": performed_at, **PERSON}
        kept = keep(treatment, protocol=Protocol.default(), now=NOW)
        return f"/r/{kept.public_id}/"

    today = stored("2026-11-24T15:00:00-05:00")
    pages = {
        "today": today,
        "before": stored("2026-12-04T15:00:00-05:00"),
        "unwell": f"{today}unwell/",
        "form": "/",
    }
    folder = HOME / "docs" / "screens"
    folder.mkdir(parents=True, exist_ok=True)
    with site_here() as address, chromium() as browser:
        for scheme in ("light", "dark"):
            for device, width, height in (("phone", 390, 844), ("desktop", 1280, 900)):
                context = browser.new_context(
                    viewport={"width": width, "height": height},
                    color_scheme=scheme,
                    java_script_enabled=False,
                )
                page = context.new_page()
                for name, path in pages.items():
                    if wanted and name not in wanted:
                        continue
                    page.set_viewport_size({"width": width, "height": height})
                    page.goto(address + path)
                    # as tall as the page, so that the bar at the foot stands at its foot
                    tall = page.locator("html").bounding_box()
                    page.set_viewport_size({"width": width, "height": int(tall["height"])})
                    file = folder / f"{name}-{device}-{scheme}.png"
                    page.screenshot(path=str(file), full_page=True)
                context.close()


if __name__ == "__main__":
    main(sys.argv[1:])
