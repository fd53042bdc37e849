"""The command line: one module a command; each parses, calls the core, and prints."""

import os

# Our matrices are small: several threads a process only get in each other's way, tenfold when
# many workers share the cores. Set before NumPy is loaded, and inherited by every worker.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from afterglow.cli.app import main

__all__ = ["main"]
