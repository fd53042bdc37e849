"""What a name that nobody knows may be, told by its parts: "-profen" is an anti-inflammatory.

In: data/medicines/hints.yaml. Out: `Hint`s. A hint never says that something is fine; it only turns
"we do not know it" into "ask, because it may be this".
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from afterglow.core.errors import Fault, faults_of
from afterglow.core.protocol.loading import Read, read_yaml
from afterglow.core.protocol.values import Entry, Sources, Text

FILE = "hints.yaml"
SHORTEST_STEM = 3


class Hint(Entry):
    """Parts of names, where they stand in a word, and what a name with them may be."""

    at: Literal["start", "end", "anywhere", "word"]
    parts: Annotated[list[str], Field(min_length=1)]
    may_be: Text
    sources: Sources

    def fits(self, word: str) -> bool:
        """Whether a folded word holds one of the parts, and more than that unless it is a word."""
        if self.at == "word":
            return word in self.parts
        found = (one for one in self.parts if len(word) > len(one))
        match self.at:
            case "start":
                return any(word.startswith(one) for one in found)
            case "end":
                return any(word.endswith(one) for one in found)
        return any(one in word for one in found)


class Hints(Entry):
    """The file as a whole."""

    hints: list[Hint]


def read_hints(folder: Any, faults: list[Fault]) -> tuple[Hint, ...]:
    """The hints of hints.yaml; faults with file and line are added to `faults`."""
    read = Read()
    read_yaml(folder.joinpath(FILE).read_bytes(), FILE, read)
    faults += read.faults
    try:
        hints = Hints.model_validate(read.data).hints
    except ValidationError as error:
        for fault in faults_of(error, Hints):
            path = tuple(int(one) if one.isdigit() else one for one in fault.field.split("."))
            _, line = read.place(path) or (None, None)
            faults.append(Fault(fault.field, fault.problem, FILE, line))
        return ()
    for index, hint in enumerate(hints):
        for part in hint.parts:
            if hint.at != "word" and len(part) < SHORTEST_STEM:
                _, line = read.place(("hints", index)) or (None, None)
                problem = (
                    f"{part!r} is too short to tell anything; {SHORTEST_STEM} letters at least"
                )
                faults.append(Fault("parts", problem, FILE, line))
    return tuple(hints)
