"""The lexicon: what people call topics, signs, flags, times and medicines; read when first asked.

In: the folder data/lexicon. Out: `Lexicon`, checked against the protocol's own codes, every fault
with its file and line. Words are folded as questions are: small letters, no accents, no hyphens.
"""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, ValidationError, model_validator

from afterglow.core.errors import Fault, ProtocolRefused, faults_of, nearest
from afterglow.core.protocol.letters import words_of
from afterglow.core.protocol.loading import read_folder
from afterglow.core.protocol.values import Code, Entry, Hours, Text, say
from afterglow.core.vocabulary import CONDITIONS, FLAGS


def _one_word_each(phrases: list[str]) -> list[str]:
    """In a group ("lip|lips + swollen") every alternative is one word; more would be cut off."""
    for phrase in phrases:
        for one in phrase.replace("|", "+").split("+") if "+" in phrase else ():
            if len(words_of(one)) != 1:
                raise ValueError(
                    f"{one.strip()!r} in {phrase!r} must be one word; join words with +"
                )
    return phrases


Words = Annotated[list[str], Field(min_length=1), AfterValidator(_one_word_each)]
TopicKind = Literal["activity", "product", "medicine", "other"]
Reading = Literal["avoid", "yes", "ask_clinic", "skip"]


def tokens_of(text: str) -> list[str]:
    """The words of a text: small letters, no accents, apostrophes dropped, digits kept."""
    return words_of(text)


class TopicWords(Entry):
    """A topic as people call it. `guidance` is the topic of the leaflet that answers it;
    `with_items` are items of other topics that hold for it too."""

    topic: Code
    kind: TopicKind
    words: Words
    guidance: Code | None = None
    asks: Literal["can_i", "info"] = "can_i"
    with_items: list[Code] = []
    reads_as: dict[Code, Reading] = {}
    otherwise: Literal["yes", "ask_clinic"] = "yes"
    occasion: bool = False  # what a question is asked for; beside another topic it is none
    did_you_mean: list[str] = []

    @property
    def answered_by(self) -> str:
        return self.guidance or self.topic


class Later(Entry):
    """From an hour on the words for a sign stand for a flag (a darker look: brown patches)."""

    from_hour: float
    flag: Code


class SignWords(Entry):
    """Words for a sign, and the rating that the bare word stands for."""

    sign: Code
    topic: Code
    rating: Annotated[int, Field(ge=1, le=10)]
    later: Later | None = None
    words: Words


class FlagWords(Entry):
    """Words for a flag. Before `from_hour` they call for watching only (numb from the cream)."""

    flag: Code
    from_hour: float = 0.0
    unless_after: list[str] = []
    words: Words


class FloorWords(Entry):
    """Words that call for an urgency by themselves, from an hour on; `before` until then."""

    id: Code
    urgency: Literal["watch", "call_clinic", "emergency"]
    from_hour: float = 0.0
    from_hour_two_signs: float | None = None
    before: Literal["watch", "call_clinic", "emergency"] | None = None
    words: Words


class Severity(Entry):
    """Words that set a rating."""

    rating: Annotated[int, Field(ge=1, le=10)]
    words: Words


class ConditionWords(Entry):
    """Words for what a person has or is; `condition` is a code, or pregnant, young, roller_self."""

    condition: Code
    words: Words


class ClassWords(Entry):
    """A whole class of medicines, as people call it."""

    class_: Annotated[Code, Field(alias="class")]
    name: str
    words: Words


class Moment(Entry):
    """Words for a moment that a calendar tells."""

    words: Words


class Suggested(Entry):
    """A question that the box offers: at some hours, or while the wait of a topic ends."""

    text: Text
    topic: Code | None = None
    starts: Annotated[Hours | None, Field(alias="from")] = None
    until: Hours | None = None

    @model_validator(mode="after")
    def _by_topic_or_by_hour(self) -> Self:
        if (self.topic is None) == (self.starts is None or self.until is None):
            raise ValueError("give either a topic, or from and until")
        return self


class LexiconContents(Entry):
    """All files of the folder as one."""

    topics: list[TopicWords]
    signs: list[SignWords]
    flags: list[FlagWords]
    floors: list[FloorWords]
    severity: dict[Literal["high", "highest", "low"], Severity]
    negators: Words
    carriers: Words
    turns: Words
    reversals: Words
    soothing: Words
    purposes: Words
    never_missed: Words
    english_words: Words
    foreign_negators: Words
    firm_negators: Words
    abilities: Words
    troubles: Words
    heat_words: Words
    present: Words
    there_now: Words
    similes: Words
    story_words: Words
    gaps: Words
    info_openers: Words
    nothing: Words
    conditions: list[ConditionWords]
    ask_before_treatment: list[Code]
    treatment_words: Words
    medicine_words: Words
    taking_words: Words
    also_taking: Words
    name_ends: Words
    joiners: Words
    apply_words: Words
    onto: Words
    skin_classes: list[Code]
    taken_words: Words
    more_doses: Words
    too_many: Words
    needs: Words
    prescribed_words: Words
    heart_words: Words
    low_dose_words: Words
    classes: list[ClassWords]
    numbers: dict[str, float]
    units: dict[str, float]
    after: Words
    before: Words
    ahead: Words
    ago: Words
    day_words: Words
    moments: dict[str, Moment]
    weekdays: dict[str, int]
    starting: Words
    plain: str
    score_words: Words
    skin_words: Words
    feeling_words: Words
    untreated: Words
    generic_heads: Words
    harmless_before: Words
    company: Words
    small: Words
    worried: Words
    common: str
    rarer: str
    off_topic: Words
    about_others: Words
    can_i: Words
    texts: dict[str, Any]
    suggested: list[Suggested]


class Lexicon:
    """The words of people, ready to be looked up. Immutable."""

    def __init__(self, contents: LexiconContents) -> None:
        self.contents = contents
        self._sets: dict[str, frozenset[str]] = {}

    @classmethod
    def read(
        cls, folder: Any, topics: frozenset[str], signs: frozenset[str], *, strict: bool = True
    ) -> Lexicon:
        """Read the folder; `topics` and `signs` are the codes that the protocol has. Not
        `strict`: words for other codes are left out instead of refused.

        Raises `ProtocolRefused`, one line a fault, each with its file and line.
        """
        read, _ = read_folder(folder, lambda name: name.endswith(".yaml"))
        faults = list(read.faults)
        contents: LexiconContents | None = None
        try:
            contents = LexiconContents.model_validate(read.data)
        except ValidationError as error:
            for fault in faults_of(error, LexiconContents):
                path = tuple(int(one) if one.isdigit() else one for one in fault.field.split("."))
                file, line = read.place(path) or (None, None)
                faults.append(Fault(fault.field, fault.problem, file, line))
        if contents and not strict:
            contents = _known_only(contents, topics, signs)
        if contents:
            for field, index, name, known in _references(contents, topics, signs):
                if name not in known:
                    file, line = read.place((field, index)) or (None, None)
                    problem = f"unknown code {name!r}{nearest(name, known)}"
                    faults.append(Fault(field, problem, file, line))
        if faults or not contents:
            raise ProtocolRefused(faults)
        return cls(contents)

    @cached_property
    def topics(self) -> dict[str, TopicWords]:
        return {one.topic: one for one in self.contents.topics}

    def words(self, field: str) -> frozenset[str]:
        """A list of single words as a set."""
        if field not in self._sets:
            self._sets[field] = frozenset(getattr(self.contents, field))
        return self._sets[field]

    @cached_property
    def plain(self) -> frozenset[str]:
        return frozenset(tokens_of(self.contents.plain))

    @cached_property
    def common(self) -> frozenset[str]:
        """Everyday words beyond the plain ones; no misspelt word is taken for one of them."""
        return frozenset(self.contents.common.split())

    @cached_property
    def rarer(self) -> frozenset[str]:
        """Words that stand for themselves only where no word of the lexicon is near."""
        return frozenset(self.contents.rarer.split())

    @cached_property
    def company(self) -> dict[str, frozenset[str]]:
        """For a word, or "#" for a number: the words that may stand right before it (as "before ")
        or after it, and are so read where a slip has made them strange."""
        found: dict[str, set[str]] = {}
        for pair in self.contents.company:
            first, second = pair.split()
            found.setdefault(f"{second} <", set()).add(first)
            found.setdefault(f"> {first}", set()).add(second)
        return {key: frozenset(words) for key, words in found.items()}

    def text(self, name: str, language: str, /, **values: object) -> str:
        """One of the texts around an answer, filled."""
        entry: Any = self.contents.texts
        for part in name.split("."):
            entry = entry[part]
        return say(entry, language, **values)


def _known_only(
    contents: LexiconContents, topics: frozenset[str], signs: frozenset[str]
) -> LexiconContents:
    return contents.model_copy(
        update={
            "topics": [one for one in contents.topics if one.answered_by in topics],
            "signs": [one for one in contents.signs if one.sign in signs and one.topic in topics],
            "suggested": [one for one in contents.suggested if one.topic in {None, *topics}],
        }
    )


def _references(
    contents: LexiconContents, topics: frozenset[str], signs: frozenset[str]
) -> list[tuple[str, int, str, frozenset[str]]]:
    conditions = frozenset({*CONDITIONS, "pregnant", "young", "roller_self"})
    found: list[tuple[str, int, str, frozenset[str]]] = []
    found += [("topics", i, one.answered_by, topics) for i, one in enumerate(contents.topics)]
    found += [("signs", i, one.sign, signs) for i, one in enumerate(contents.signs)]
    found += [("signs", i, one.topic, topics) for i, one in enumerate(contents.signs)]
    found += [
        ("suggested", i, one.topic, topics)
        for i, one in enumerate(contents.suggested)
        if one.topic is not None
    ]
    found += [("flags", i, one.flag, frozenset(FLAGS)) for i, one in enumerate(contents.flags)]
    found += [
        ("conditions", i, one.condition, conditions) for i, one in enumerate(contents.conditions)
    ]
    return found
