"""Whether the treatment is for this person: conditions, pregnancy, age.

In: conditions found in a question. Out: an `Answer` by the protocol's list of who should ask
first: no where it says that such people are usually not treated, else ask_clinic.
"""

from __future__ import annotations

from collections.abc import Sequence

from afterglow.core.answering.asking import Asking
from afterglow.core.answering.phrases import Found
from afterglow.core.answering.results import Answer
from afterglow.core.protocol import AskFirst, Source, say
from afterglow.core.vocabulary import Verdict

# words of the lexicon that no condition of the vocabulary stands for -> entry of ask_first
ENTRIES = {
    "pregnant": "pregnancy",
    "young": "age_under_18",
    "cold_sore": "cold_sores",
    "roller_self": "roller",
}
# what people ask about that an entry written for those who have it would answer too harshly
ASK_ONLY = frozenset({"age_under_18", "allergy_lidocaine", "allergy_ester_anaesthetic"})


def suitability_answer(asking: Asking, found: Sequence[Found]) -> Answer:
    """The strictest entry for what the person says of themselves."""
    entries = [(one, _entry(asking, one.code)) for one in found]
    one, entry = max(entries, key=lambda pair: bool(pair[1] and _refuses(pair[1])))
    after = asking.now is not None and asking.now >= 0
    if after and not asking.reading.has("treatment_words"):
        return _told_after(asking, found, one, entry)
    refused = entry is not None and _refuses(entry)
    lead = asking.say("suitable_no" if refused else "suitable_ask")
    told = [say(entry.text, asking.language) for _, entry in entries if entry]
    return Answer(
        question=asking.question,
        kind="other",
        topic=entry.id if entry else one.code,
        verdict=Verdict.no if refused else Verdict.ask_clinic,
        text=" ".join([lead, *dict.fromkeys(told)]),
        why=say(entry.why, asking.language) if entry and entry.why else None,
        sources=_sources(asking, entry),
        matched=tuple(match for one in found for match in asking.matches([one], one.code)),
    )


def _told_after(
    asking: Asking, found: Sequence[Found], one: Found, entry: AskFirst | None
) -> Answer:
    """It is done already: nobody can ask before, but the clinic has to know."""
    pregnant = any(other.code == "pregnant" for other in found)
    entries = [_entry(asking, other.code) for other in found]
    told = [say(other.text, asking.language) for other in entries if other]
    texts = [asking.say("pregnant_after")] if pregnant else [asking.say("suitable_after"), *told]
    return Answer(
        question=asking.question,
        kind="other",
        topic=entry.id if entry else one.code,
        verdict=Verdict.ask_clinic,
        text=" ".join(dict.fromkeys(texts)),
        why=say(entry.why, asking.language) if entry and entry.why else None,
        sources=_sources(asking, entry),
        matched=tuple(match for other in found for match in asking.matches([other], other.code)),
    )


def infection_answer(asking: Asking, found: Sequence[Found]) -> Answer:
    """Something looks wrong before the treatment: not now."""
    entry = _entry(asking, "active_infection")
    return Answer(
        question=asking.question,
        kind="other",
        topic="active_infection",
        verdict=Verdict.no,
        text=" ".join(
            [asking.say("seen_before"), *([say(entry.text, asking.language)] if entry else [])]
        ),
        why=say(entry.why, asking.language) if entry and entry.why else None,
        sources=_sources(asking, entry),
        matched=tuple(match for one in found for match in asking.matches([one], one.code)),
    )


def anyone_answer(asking: Asking) -> Answer:
    """Whether to have it at all, with nothing known that speaks against it: the clinic decides."""
    return Answer(
        question=asking.question,
        kind="other",
        topic="consult",
        verdict=Verdict.ask_clinic,
        text=asking.say("suitable_ask"),
    )


def _refuses(entry: AskFirst) -> bool:
    return entry.urgent and entry.id not in ASK_ONLY


def _entry(asking: Asking, code: str) -> AskFirst | None:
    wanted = ENTRIES.get(code, code)
    entries = asking.protocol.contents.ask_first
    named = next((one for one in entries if one.id == wanted), None)
    if named:
        return named
    return next((one for one in entries if code in (one.when.conditions_any or ())), None)


def _sources(asking: Asking, entry: AskFirst | None) -> tuple[Source, ...]:
    return asking.protocol.source_list(entry.sources) if entry else ()
