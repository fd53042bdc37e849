"""Speed as ratios, and how well the forecast and the rules do on simulated recoveries."""

import os

# as the command line does: threads of small matrices only get in each other's way
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
