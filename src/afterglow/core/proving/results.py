"""What a verification says: a proof for each property, or the smallest counterexamples."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Counterexample:
    """One case in which a property fails: for whom and when, in words; and the line at fault."""

    what: str
    case: str = ""
    file: str | None = None
    line: int | None = None

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}: " if self.file and self.line else ""
        return f"{where}{self.what}" + (f". Case: {self.case}" if self.case else "")


@dataclass(frozen=True)
class Proof:
    """A property, how many cells of all inputs were looked at, and what speaks against it."""

    name: str
    says: str
    cells: int
    seconds: float
    counterexamples: tuple[Counterexample, ...]

    @property
    def holds(self) -> bool:
        return not self.counterexamples


@dataclass(frozen=True)
class Verification:
    """All properties of one protocol, and what is not proven here."""

    id: str
    version: str
    hash: str
    overlays: tuple[str, ...]
    proofs: tuple[Proof, ...]
    not_proven: Sequence[str]

    @property
    def holds(self) -> bool:
        return all(proof.holds for proof in self.proofs)

    def as_data(self) -> dict[str, Any]:
        """Plain data, for JSON."""
        data = asdict(self) | {"holds": self.holds}
        for shown, proof in zip(data["proofs"], self.proofs, strict=True):
            shown["holds"] = proof.holds
        return data
