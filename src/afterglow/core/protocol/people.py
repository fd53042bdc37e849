"""Conditions on a person, as data with a closed vocabulary, and how they are met.

In: `Facts`, what is known of the person and the treatment. Out: whether a condition holds, and
which of the person's own facts made it hold. Nothing is ever evaluated as code.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Self

from pydantic import Field, model_validator

from afterglow.core.protocol.values import Entry
from afterglow.core.vocabulary import Area, Condition, Device, NumbingProduct


@dataclass(frozen=True)
class Facts:
    """What conditions may ask about. `medicines` maps a class to the names that brought it."""

    areas: dict[str, float]
    depth: float
    passes: int = 3
    device: str = "pen"
    skin_type: int | None = None
    age: float | None = None
    pregnant: bool | None = None
    session: int | None = None
    numbing: str | None = None
    conditions: frozenset[str] = frozenset()
    medicines: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unknown_medicines: tuple[str, ...] = ()


class When(Entry):
    """All that is written must hold. With `unknown_counts`, a fact not given counts as met."""

    skin_type: list[Annotated[int, Field(ge=1, le=6)]] | None = None
    depth_at_least: Annotated[float, Field(gt=0, le=8)] | None = None
    areas_any: list[Area] | None = None
    device: list[Device] | None = None
    age_at_least: float | None = None
    age_below: float | None = None
    pregnant: bool | None = None
    first_session: bool | None = None
    session_at_least: int | None = None
    numbing_any: list[NumbingProduct] | None = None
    conditions_any: list[Condition] | None = None
    medicines_any: list[str] | None = None
    unknown_counts: bool = False

    @model_validator(mode="after")
    def _asks_something(self) -> Self:
        if not self.model_fields_set - {"unknown_counts"}:
            raise ValueError("an empty condition; say what must hold, or leave it out")
        return self

    def met_by(self, facts: Facts) -> list[str] | None:
        """The person's facts that meet this condition ("skin_type 5"), or None where one fails."""
        because: list[str] = []

        def judged(name: str, value: object, holds: bool) -> bool:
            if value is None:
                because.append(f"{name} not given")
                return self.unknown_counts
            because.append(f"{name} {value:g}" if isinstance(value, float) else f"{name} {value}")
            return holds

        def listed(name: str, wanted: list[str], has: dict[str, str]) -> bool:
            found = [has[one] for one in wanted if one in has]
            because.extend(f"{name} {one}" for one in dict.fromkeys(found))
            return bool(found)

        checks: list[bool] = []
        skin, age, session = facts.skin_type, facts.age, facts.session
        if self.skin_type is not None:
            checks.append(judged("skin_type", skin, skin in self.skin_type))
        if self.depth_at_least is not None:
            # sums like 0.5 + 1.0 from a form may fall a hair short of the limit
            checks.append(facts.depth >= self.depth_at_least - 1e-9)
            because.append(f"depth {facts.depth:g} mm")
        if self.areas_any is not None:
            checks.append(listed("area", list(self.areas_any), {one: one for one in facts.areas}))
        if self.device is not None:
            checks.append(judged("device", facts.device, facts.device in self.device))
        if self.age_at_least is not None:
            checks.append(judged("age", age, age is not None and age >= self.age_at_least))
        if self.age_below is not None:
            checks.append(judged("age", age, age is not None and age < self.age_below))
        if self.pregnant is not None:
            state = None if facts.pregnant is None else facts.pregnant
            checks.append(judged("pregnant", state, state == self.pregnant))
        if self.first_session is not None:
            checks.append(judged("session", session, (session == 1) == self.first_session))
        if self.session_at_least is not None:
            deep = session is not None and session >= self.session_at_least
            checks.append(judged("session", session, deep))
        if self.numbing_any is not None:
            checks.append(
                judged("numbing", facts.numbing, facts.numbing in self.numbing_any)
                if facts.numbing
                else False
            )
        if self.conditions_any is not None:
            known = {one: one for one in facts.conditions}
            checks.append(listed("condition", list(self.conditions_any), known))
        if self.medicines_any is not None:
            by_class = {one: ", ".join(names) for one, names in facts.medicines.items()}
            checks.append(listed("medicine", self.medicines_any, by_class))
        return because if all(checks) else None
