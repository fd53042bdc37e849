"""What each class of medicine means for the question "can I take it?", as data.

In: data/medicines/rules.yaml. Out: `ClassRule`s by class. Where several classes apply, the
strictest counts; keep_taking comes first, since stopping such a medicine can kill.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from afterglow.core.errors import Fault, faults_of, nearest
from afterglow.core.protocol.loading import Read, read_yaml
from afterglow.core.protocol.values import Code, Entry, Hours, Sources, Text

ClassVerdict = Literal["keep_taking", "avoid", "ask_clinic", "apply_later", "fine"]
STRICTEST_FIRST: tuple[ClassVerdict, ...] = (
    "keep_taking", "avoid", "ask_clinic", "apply_later", "fine",
)  # fmt: skip


class ClassRule(Entry):
    """One class. `before` and `after` are lengths of time around the needling, in hours."""

    class_: Annotated[Code, Field(alias="class")]
    verdict: ClassVerdict
    before: Hours | None = None
    after: Hours | None = None
    text: Text
    why: Text
    if_taken: Text | None = None
    prescribed: Text | None = None
    sources: Sources

    @property
    def window(self) -> tuple[float, float | None]:
        """[start, end) in hours from the needling; no end: until told otherwise."""
        return -(self.before or 0.0), self.after


class ClassRules(Entry):
    """The file as a whole."""

    rules: list[ClassRule]


def read_rules(folder: Any, classes: frozenset[str], faults: list[Fault]) -> dict[str, ClassRule]:
    """The rules of rules.yaml by class; faults with file and line are added to `faults`.

    Every class of the ingredients needs a rule, and every rule a class that is used.
    """
    name, read = "rules.yaml", Read()
    read_yaml(folder.joinpath(name).read_bytes(), name, read)
    faults += read.faults
    try:
        rules = ClassRules.model_validate(read.data).rules
    except ValidationError as error:
        for fault in faults_of(error, ClassRules):
            path = tuple(int(one) if one.isdigit() else one for one in fault.field.split("."))
            _, line = read.place(path) or (None, None)
            faults.append(Fault(fault.field, fault.problem, name, line))
        return {}
    found: dict[str, ClassRule] = {}
    for index, rule in enumerate(rules):
        _, line = read.place(("rules", index)) or (None, None)
        if rule.class_ in found:
            faults.append(Fault("class", f"{rule.class_!r} stands here twice", name, line))
        if rule.class_ not in classes:
            hint = nearest(rule.class_, classes)
            problem = f"no ingredient is of the class {rule.class_!r}{hint}"
            faults.append(Fault("class", problem, name, line))
        if rule.verdict in ("avoid", "apply_later") and rule.after is None:
            faults.append(Fault("after", "missing; say how long after the needling", name, line))
        found[rule.class_] = rule
    for missing in sorted(classes - found.keys()):
        faults.append(Fault("rules", f"no rule for the class {missing!r}", name))
    return found
