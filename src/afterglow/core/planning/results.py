"""What a plan consists of, field by field, as the README's JSON shows it."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from afterglow.core.protocol import Source
from afterglow.core.vocabulary import ClaimStatus, Grade, ItemKind


class Result(BaseModel):
    """Base of results: frozen; times are aware, in the treatment's zone."""

    model_config = ConfigDict(frozen=True)


class ProtocolUsed(Result):
    """Which protocol advised: its id, version and content hash."""

    id: str
    version: str
    hash: str
    reviewed_by_clinician: bool


class PlanPhase(Result):
    """A phase of healing, [starts, ends)."""

    id: str
    name: str
    starts: datetime
    ends: datetime | None
    text: str


class PlanMilestone(Result):
    """A moment worth waiting for; `probability` that it is reached by then, null where fixed."""

    id: str
    text: str
    at: datetime
    probability: float | None
    grade: Grade
    sources: tuple[Source, ...]


class PlanItem(Result):
    """One thing to do, avoid or take care of, [starts, ends); no end: until told otherwise.

    `because` names the person's own facts that moved the window or brought the item; `grade` is
    the weakest of the sources; `ask_first` means that the answer to "may I?" is: ask your clinic.
    """

    id: str
    topic: str
    name: str
    kind: ItemKind
    starts: datetime
    ends: datetime | None
    text: str
    why: str
    says: str | None
    because: tuple[str, ...]
    claim: str | None
    status: ClaimStatus | None
    ask_first: bool
    grade: Grade
    icon: str
    order: int
    sources: tuple[Source, ...]

    def runs_at(self, moment: datetime) -> bool:
        """Whether the window holds `moment`; windows are half open."""
        return self.starts <= moment and (self.ends is None or moment < self.ends)


class PlanWarning(Result):
    """Who should ask before, an unknown medicine, a limit of the numbing cream."""

    id: str
    text: str
    urgent: bool
    because: tuple[str, ...]
    sources: tuple[Source, ...]


class Plan(Result):
    """What to do and avoid, until when, for this person."""

    performed_at: datetime
    protocol: ProtocolUsed
    phases: tuple[PlanPhase, ...]
    milestones: tuple[PlanMilestone, ...]
    items: tuple[PlanItem, ...]
    warnings: tuple[PlanWarning, ...]

    def phase_at(self, moment: datetime) -> PlanPhase | None:
        """The phase of healing that holds `moment`; None before the treatment or long after."""
        for phase in self.phases:
            if phase.starts <= moment and (phase.ends is None or moment < phase.ends):
                return phase
        return None
