"""What an answer consists of, field by field, as the README's JSON shows it, and its strictness."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

from afterglow.core.assessing import UrgencyField
from afterglow.core.protocol import Source
from afterglow.core.vocabulary import Urgency, Verdict

Kind = Literal["activity", "product", "medicine", "symptom", "other"]


def _verdict(value: Any) -> Any:
    return Verdict[value] if isinstance(value, str) else value


VerdictField = Annotated[
    Verdict, BeforeValidator(_verdict), PlainSerializer(lambda one: one.name, return_type=str)
]

# of several topics the strictest is the answer (design, section 4)
STRICTEST_FIRST: tuple[Urgency | Verdict, ...] = (
    Urgency.emergency, Urgency.call_clinic, Verdict.no, Verdict.wait, Verdict.ask_clinic,
    Urgency.watch, Verdict.unknown, Verdict.info, Verdict.yes, Urgency.expected,
)  # fmt: skip
# verdicts and urgencies are numbers that may be equal, so the kind goes into the key
_RANK = {(type(one), one): rank for rank, one in enumerate(STRICTEST_FIRST)}


def rank_of(outcome: Urgency | Verdict) -> int:
    """The place in the order of strictness: 0 is the strictest."""
    return _RANK[(type(outcome), outcome)]


class Match(BaseModel):
    """Which words were taken for what; `score` is 1 for a word as it stands, less when misspelt."""

    model_config = ConfigDict(frozen=True, populate_by_name=True, serialize_by_alias=True)

    words: str
    as_: Annotated[str, Field(alias="as")]
    score: float


class Answer(BaseModel):
    """The answer to one question: a verdict, or an urgency where it is about a symptom.

    `until` is in the treatment's zone, set whenever the verdict is wait and the treatment is known.
    `also` holds the answers to further topics of the same question, stricter first.
    """

    model_config = ConfigDict(frozen=True)

    question: str
    kind: Kind
    topic: str | None = None
    verdict: VerdictField | None = None
    urgency: UrgencyField | None = None
    until: datetime | None = None
    text: str
    why: str | None = None
    sources: tuple[Source, ...] = ()
    matched: tuple[Match, ...] = ()
    did_you_mean: tuple[str, ...] = ()
    also: tuple[Answer, ...] = ()

    @property
    def rank(self) -> int:
        """The place in the order of strictness: 0 is the strictest."""
        found = self.urgency if self.urgency is not None else self.verdict
        return rank_of(found) if found is not None else len(_RANK)
