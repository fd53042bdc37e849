"""200 check-ins over a line that loses and doubles, to a server that is killed: what is stored.

`python -m bench.offline [COUNT]`. The same as tests/e2e/test_offline_torture.py, longer.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from e2e.browsing import chromium
from e2e.torture import torture

KILLS_PER_CHECK_IN = 0.05


def main() -> int:
    """Print the table; 1 where one was lost, doubled or out of order."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with chromium() as browser:
        found = torture(browser, count, kills=round(count * KILLS_PER_CHECK_IN))
    wanted = [f"number {n}" for n in range(count)]
    right = found["sent"] == wanted and not found["left"]
    print(f"check-ins told          {count}")
    print(f"stored                  {len(found['sent'])}")
    print(f"stored once each        {'yes' if len(set(found['sent'])) == count else 'no'}")
    print(f"in order                {'yes' if right else 'no'}")
    print(f"server kills (SIGKILL)  {found['kills']}")
    for name, times in sorted(found["happened"].items()):
        print(f"requests {name:<32} {times}")
    print(f"rounds of sending       {found['rounds']}, {found['seconds']:.0f} s")
    return 0 if right else 1


if __name__ == "__main__":
    raise SystemExit(main())
