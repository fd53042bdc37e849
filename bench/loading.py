"""Loading the default with a clinic's overlay, beside the time of parsing the YAML alone.

`python -m bench.loading`: CPU seconds of whole processes, side by side in one run, so that a busy
machine counts for all of them alike; less a process that only imports.
"""

from __future__ import annotations

import sys

from bench.speed import cpu

START = "import pathlib, yaml, afterglow.core.protocol as p\n"
ROWS = {
    "imports alone": "",
    "parsing the YAML alone": (
        "for f in [*(pathlib.Path(p.__file__).parent / 'data').glob('*.yaml'),"
        " pathlib.Path('docs/examples/skinpen-clinic.yaml')]:\n"
        "    yaml.compose(f.read_text(), yaml.CSafeLoader)\n"
    ),
    "loading the default": "p.Protocol.default()\n",
    "loading default plus overlay": (
        "p.Protocol.load(overlays=['docs/examples/skinpen-clinic.yaml'])\n"
    ),
    "the same, and quick proofs": (
        "from afterglow.core.proving import proven\n"
        "proven(p.Protocol.load(overlays=['docs/examples/skinpen-clinic.yaml']))\n"
    ),
}


def main() -> None:
    found = {name: cpu([sys.executable, "-c", START + code]) for name, code in ROWS.items()}
    bare = found["imports alone"]
    parsing = found["parsing the YAML alone"] - bare
    for name, seconds in found.items():
        own = seconds - bare
        print(f"{name:30} {1000 * own:7.0f} ms   {own / parsing:5.2f} x parsing")


if __name__ == "__main__":
    main()
