"""What every property is given: the protocol, its judge, a count of cells, and a way to object."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from afterglow.core.protocol import Facts, Protocol, When
from afterglow.core.proving.cells import people
from afterglow.core.proving.results import Counterexample
from afterglow.core.proving.scenes import ANYBODY, Judge, Scene
from afterglow.core.vocabulary import Urgency

Path = tuple[int | str, ...]
Found = Iterator[Counterexample]


@dataclass
class Subject:
    """A protocol under proof. `cells` counts the cases that were looked at."""

    protocol: Protocol
    cells: int = field(default=0)

    @cached_property
    def judge(self) -> Judge:
        return Judge(self.protocol)

    @cached_property
    def classes(self) -> frozenset[str]:
        """The classes of medicines that somebody can take, by the dictionary."""
        ingredients = self.protocol.medicines.ingredients.values()
        return frozenset(one for ingredient in ingredients for one in ingredient.classes)

    def people(self, whens: list[When]) -> Iterator[Facts]:
        """One person of every class that these conditions tell apart; each is counted."""
        for person in people(whens, self.classes):
            self.cells += 1
            yield person

    @cached_property
    def flag_floor(self) -> list[str]:
        """Flags that alone call for the clinic or more: what `earlier_flags` remembers."""
        alone = {flag: self.judge.judge(Scene(flags=(flag,))) for flag in self.protocol.flags}
        return [flag for flag, judged in alone.items() if judged.urgency >= Urgency.call_clinic]

    def against(self, path: Path, what: str, case: str = "") -> Counterexample:
        """An objection, with the file and line of what is at fault."""
        origin = self.protocol.origin(path)
        return Counterexample(what, case, origin.file, origin.line)

    def told(self, scene: Scene) -> str:
        return scene.in_words(self.protocol)


def person_cells(subject: Subject, when: When | None) -> list[Facts]:
    """The people that a rule tells apart; anybody, where it asks for none."""
    return list(subject.people([when])) if when else [ANYBODY]
