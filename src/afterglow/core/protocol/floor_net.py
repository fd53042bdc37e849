"""The floor's net of words as data: what no text may mean. See data/floor/net.yaml."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from afterglow.core.protocol.values import Entry

Words = Annotated[list[str], Field(min_length=1)]


class NeverMeant(Entry):
    """What an English sentence may not mean: an act that nothing denies, with what it is done to.

    `acts` and each group of `beside` are looked for where a word begins; a space at the end asks
    for the whole word; `@name` stands for a list of `lists`. `denied`: the act is meant when it
    *is* denied ("no need to call"). `unless`: words that make the sentence harmless. `calls`:
    harmless where the sentence tells people to call for help; with `whole`, any sentence.
    `advice`: not in what an entry says to avoid. `carried`: the first group may stand in an
    earlier sentence, or in the entry's name, where the sentence says "it". `doubt`: counts in a
    clinic's own advice only.
    """

    reason: str
    instead: str
    acts: Words
    beside: list[Words] = []
    denied: bool = False
    unless: list[str] = []
    calls: bool = False
    whole: bool = False
    doubt: bool = False
    advice: bool = False
    carried: bool = False


class MedicineWords(Entry):
    """How texts may speak of medicines that somebody prescribed."""

    kept_classes: list[str]  # never left out by advice
    told_classes: list[str]  # left out only by who was not told to take them
    by_name: list[str]  # what people call the kept ones
    not_these: list[str]  # names of the dictionary that are other things as well
    acts: Words  # what leaves a medicine out
    before_name: Words  # "no warfarin"
    unless: list[str]  # words that make such a sentence harmless
    unless_carried: list[str]  # the same, where the medicine stands in an earlier sentence
    named_by: Words  # "Take ... unless your doctor": who may say so
    asks: Words  # what sends people to them
    safe: Words  # what a sentence that names one says of it
    again: list[str]  # words that stand for a medicine named before
    reason: str
    instead: str
    unsure: str
    told_instead: str


class Net(Entry):
    """The whole file."""

    deniers: Words
    not_deniers: list[str]  # "never mind": denies nothing
    breaks: Words  # words that end what a denial reaches
    calls: Words  # what sends people to help
    fillers: list[str]  # may stand between a denial and the call it takes away
    lists: dict[str, Words]
    never_meant: Annotated[list[NeverMeant], Field(min_length=1)]
    medicines: MedicineWords
