"""Speed, as ratios measured side by side in one run.

`python -m bench.speed`: warm medians of the main calls, and the cold start of the command line
against a Python that imports pydantic and reads the same YAML and does nothing else.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

from afterglow.core.assessing import assess_recovery
from afterglow.core.forecasting import forecast_recovery
from afterglow.core.planning import plan
from afterglow.core.protocol import Protocol
from afterglow.core.treatment import Recovery
from bench.worlds import SIGNS_ASKED, own_recovery, schedule

TREATMENT = {
    "performed_at": "2026-03-10T14:00:00+00:00",
    "areas": {"cheeks": 1.0, "forehead": 0.75},
    "skin_type": 3,
    "age": 34,
}
BARE = "import pydantic, yaml, pathlib, afterglow.core.protocol as p\n" \
    "for f in (pathlib.Path(p.__file__).parent / 'data').glob('*.yaml'):\n" \
    "    yaml.compose(f.read_text(), yaml.CSafeLoader)\n"  # fmt: skip


def warm(work: Callable[[], object], times: int = 50) -> float:
    """Median seconds of a call in a warm process."""
    work()
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    return statistics.median(found)


def cpu(command: list[str], times: int = 9) -> float:
    """Median CPU seconds of a whole process."""
    found = []
    for _ in range(times):
        before = os.times()
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        after = os.times()
        spent = after.children_user + after.children_system
        found.append(spent - before.children_user - before.children_system)
    return statistics.median(found)


def main() -> None:
    import numpy as np

    protocol, random = Protocol.default(), np.random.default_rng(1)
    hours = schedule(random)[:12]
    told = own_recovery(TREATMENT, hours, SIGNS_ASKED, protocol, random)
    recovery = Recovery.read(told)
    alone = recovery.model_copy(update={"check_ins": ()})

    def first_look() -> None:
        plan(recovery.treatment, protocol=protocol)
        result = forecast_recovery(alone, protocol=protocol)
        for sign in result.signs:
            result.quantiles(sign, [24.0])

    said = f"given {len(hours)} check-ins"
    rows = {
        "plan": lambda: plan(recovery.treatment, protocol=protocol),
        "plan + prior of all signs at 24 h": first_look,
        f"forecast {said}": lambda: forecast_recovery(recovery, protocol=protocol),
        f"assess {said}": lambda: assess_recovery(recovery, protocol=protocol),
    }
    base = warm(rows["plan"])
    for name, work in rows.items():
        median = warm(work)
        print(f"{name:36} {1000 * median:7.2f} ms   {median / base:5.1f} x plan")
    script = "from afterglow.cli import main; main()"
    ours = cpu([sys.executable, "-c", script, "plan", "docs/examples/treatment.json"])
    bare = cpu([sys.executable, "-c", BARE])
    print(f"cold start of afterglow plan         {ours:7.3f} s CPU  {ours / bare:5.2f} x its parts")


if __name__ == "__main__":
    main()
