"""`make bench`: every table, one after the other."""

from __future__ import annotations

import sys

from bench import calibre, detection, loading, rules, speed

for title, table in (
    ("Speed", speed), ("Loading", loading), ("Rules alone", rules), ("Calibration", calibre),
    ("Detection", detection),
):  # fmt: skip
    print(f"\n== {title}")
    sys.argv[1:] = []
    table.main()
