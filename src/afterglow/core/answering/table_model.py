"""What an answer table holds, and how it is written for lookup.js."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from afterglow.core.answering.results import Kind
from afterglow.core.answering.table_flags import FlagRow, RedWords, RuleRow
from afterglow.core.answering.table_spans import Spans
from afterglow.core.treatment import HOUR


class Part(BaseModel):
    """Base of the parts of a table."""

    model_config = ConfigDict(frozen=True, populate_by_name=True, serialize_by_alias=True)


class TopicRow(Part):
    """A topic, a class of medicines or a condition: the words for it, and what holds when."""

    code: str
    kind: Kind
    name: str
    words: tuple[str, ...]
    spans: Spans


class NameRow(Part):
    """Medicines that one ruling stands for. `as`: what the names are taken for. `ruling` and
    `prescribed` are places in the rulings; `on_skin`: the skin topic holds for it too. `everyday`
    are names that are plain words as well: they count only where nothing else is asked about."""

    names: tuple[str, ...]
    everyday: tuple[str, ...] = ()
    as_: Annotated[str, Field(alias="as")]
    ruling: int
    prescribed: int | None = None
    on_skin: bool = False


class SignRow(Part):
    """A sign and the words for it. How it is can only be judged in a check-in."""

    code: str
    name: str
    words: tuple[str, ...]


class Contact(Part):
    """Whom to call: the country's numbers, and the clinic."""

    emergency: str
    poison: str | None
    clinic: str | None
    clinic_phone: str | None


class AnswerTable(Part):
    """Everything that can be looked up for one treatment, in one language.

    `people` are what a person has or is. Texts are places in `texts`; {name} and {as} stand for
    the name looked up and what it is taken for. `fillers` say nothing of what is asked; `harmless`
    phrases hold words that would be red flags elsewhere ("faint redness"); what is put on the skin
    (`apply_words`) goes by the skin topic; `fever_from_c` is where a temperature is a fever.
    """

    language: str
    performed_at: datetime
    protocol: dict[str, str]
    contact: Contact
    say: dict[str, str]
    steps: dict[str, dict[str, str]]
    texts: tuple[str, ...]
    topics: tuple[TopicRow, ...]
    people: tuple[TopicRow, ...]
    rulings: tuple[Spans, ...]
    medicines: tuple[NameRow, ...]
    flags: tuple[FlagRow, ...]
    rules: tuple[RuleRow, ...]
    red: tuple[RedWords, ...]
    signs: tuple[SignRow, ...]
    fever_from_c: float
    fillers: tuple[str, ...]
    gaps: tuple[str, ...]
    harmless: tuple[str, ...]
    apply_words: tuple[str, ...]
    skin_topic: str
    prescribed_words: tuple[str, ...]

    def for_lookup(self) -> str:
        """The JSON that lookup.js reads, as short as it can be.

        Times are hours from `performed_at`; a span is [from, verdict, ends, text, why] and lasts
        until the next one; lists of words are joined by a bar; all texts are places in `texts`.
        """
        texts = {text: place for place, text in enumerate(self.texts)}

        def place(text: str | None) -> int | None:
            return None if text is None else texts.setdefault(text, len(texts))

        def hours(moment: datetime | None) -> float | None:
            return None if moment is None else (moment - self.performed_at) / HOUR

        def spans(found: Spans) -> list[list[Any]]:
            return [
                [hours(one.from_), one.verdict.name, hours(one.ends), one.text, one.why]
                for one in found
            ]

        def topic(one: TopicRow) -> list[Any]:
            return [one.code, one.kind, one.name, "|".join(one.words), spans(one.spans)]

        data = {
            "language": self.language,
            "performed": self.performed_at.timestamp() * 1000,
            "protocol": self.protocol,
            "contact": self.contact.model_dump(),
            "say": self.say,
            "steps": self.steps,
            "topics": [topic(one) for one in self.topics],
            "people": [topic(one) for one in self.people],
            "rulings": [spans(one) for one in self.rulings],
            "medicines": [
                ["|".join(one.names), one.as_, one.ruling, one.prescribed, one.on_skin,
                 "|".join(one.everyday)]
                for one in self.medicines
            ],
            "flags": [
                [one.code, one.name, one.question, one.urgency.name, place(one.likely),
                 place(one.first)]
                for one in self.flags
            ],
            "rules": [
                [one.urgency.name, list(one.flags), one.ratings, one.temperature_c, one.from_hour,
                 place(one.likely), place(one.first)]
                for one in self.rules
            ],
            "red": [
                [one.code, one.name, one.urgency.name, place(one.first), "|".join(one.phrases),
                 one.near]
                for one in self.red
            ],
            "signs": [[one.code, one.name, "|".join(one.words)] for one in self.signs],
            "fever": self.fever_from_c,
            "fillers": "|".join(self.fillers),
            "gaps": "|".join(self.gaps),
            "harmless": "|".join(self.harmless),
            "apply": "|".join(self.apply_words),
            "skin": self.skin_topic,
            "prescribed": "|".join(self.prescribed_words),
        }  # fmt: skip
        data["texts"] = list(texts)
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
