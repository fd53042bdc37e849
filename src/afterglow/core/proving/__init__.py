"""What a protocol holds for everybody: proofs over all inputs, and whom a change touches."""

from afterglow.core.proving.refusing import proven
from afterglow.core.proving.results import Counterexample, Proof, Verification
from afterglow.core.proving.touched import Moved, moved, touched
from afterglow.core.proving.verify import PROPERTIES, QUICK, verify

__all__ = [
    "PROPERTIES",
    "QUICK",
    "Counterexample",
    "Moved",
    "Proof",
    "Verification",
    "moved",
    "proven",
    "touched",
    "verify",
]
