"""What a medicine's name says to "can I take it?".

In: the names found in a question. Out: `Answer`s. The rules are the protocol's, by class. What a
person is prescribed is never stopped; a name that may mean two things with different verdicts is
asked back; a name that is not known is never fine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from afterglow.core.answering.arabic import is_arabic
from afterglow.core.answering.asking import Asking, score
from afterglow.core.answering.names import Content, Named, NameIndex
from afterglow.core.answering.phrases import Found
from afterglow.core.answering.results import Answer, Match
from afterglow.core.languages import base_of
from afterglow.core.protocol import Source, say
from afterglow.core.protocol.remedies import STRICTEST_FIRST, ClassRule
from afterglow.core.protocol.spoken import SpokenLexicon
from afterglow.core.vocabulary import Verdict

INTERACTS_WITH_NUMBING = ("methaemoglobin_inducer", "antiarrhythmic_class_iii")


@dataclass(frozen=True)
class Ruled:
    """The verdict on one content, the rules behind it, and when a wait ends."""

    verdict: Verdict
    rules: tuple[ClassRule, ...]
    until: float | None = None
    keep: bool = False


def medicine_answer(
    asking: Asking, index: NameIndex, named: Named, beside: Sequence[Named] = ()
) -> Answer:
    """The answer for one name in the question; `beside` are the others named in it.

    Aspirin beside another medicine that keeps the blood from clotting is a heart patient's.
    """
    words = asking.reading.words_at(named)
    if not named.contents:
        return _not_known(asking, index, named)
    settled = [one for one in named.contents if not one.unsettled]
    if len(settled) < len(named.contents) and not (settled and named.exact):
        return _not_settled(asking, words, named.contents)
    thinner = any(
        index.strictest(one) == "keep_taking" for other in beside for one in other.contents
    )
    if not named.exact:
        settled = [one for one in settled if index.sounds_like(words, one)] or settled
    ruled = [(one, _rule(asking, one, thinner)) for one in settled]
    verdicts = {one.verdict for _, one in ruled}
    content, ruling = max(ruled, key=lambda pair: (int(pair[1].verdict), pair[1].until or 0))
    unsure = len(verdicts) > 1 or any(one.unsettled for one in named.contents)
    if ruling.verdict != Verdict.ask_clinic and not named.exact and not unsure:
        sure = [pair for pair in ruled if index.surely_meant(words, pair[0])]
        unsure = not sure
        content, ruling = max(sure or ruled, key=lambda pair: pair[1].until or 0)
    if unsure or (ruling.verdict == Verdict.yes and _another(asking, index, named)):
        return _ask_back(asking, words, [one for one, _ in ruled], ruling)
    return _decided(asking, words, content, ruling, named)


def class_answer(asking: Asking, code: str, name: str, found: Sequence[Found]) -> Answer:
    """The answer for a whole class ("antihistamines"), as people call it."""
    rules = asking.protocol.medicines.rules
    content = Content(name, ())
    ruling = _rule_classes(asking, (rules[code],), aspirin=False)
    matched = asking.matches(found[:1], name)
    return _answer(asking, content, ruling, matched, (code,))


def _decided(asking: Asking, words: str, content: Content, ruling: Ruled, named: Named) -> Answer:
    slips = content.slips
    matched = (Match(words=words, as_=_spelled(asking, content), score=score(slips, named.length)),)
    return _answer(asking, content, ruling, matched, _classes(asking, content))


def _answer(
    asking: Asking,
    content: Content,
    ruling: Ruled,
    matched: tuple[Match, ...],
    classes: tuple[str, ...],
) -> Answer:
    language, rules = asking.language, ruling.rules
    first = rules[0]
    parts = []
    if ruling.verdict == Verdict.wait and ruling.until is not None:
        parts.append(asking.say("wait", until=asking.told(ruling.until)))
    elif ruling.verdict == Verdict.yes:
        parts.append(asking.say("yes"))
    elif ruling.verdict == Verdict.ask_clinic:
        parts.append(asking.say("keep_taking" if ruling.keep else "ask_clinic"))
    if asking.reading.has("taken_words") and first.if_taken and ruling.verdict != Verdict.yes:
        parts.append(say(first.if_taken, language))
    if ruling.keep and first.prescribed:
        parts.append(say(first.prescribed, language))
    else:
        parts += [say(rule.text, language) for rule in _worth_telling(ruling)]
    if matched and matched[0].words != matched[0].as_:
        parts.append(asking.say("took_for", words=matched[0].words, name=matched[0].as_))
    parts += _numbing(asking, classes, rules)
    return Answer(
        question=asking.question,
        kind="medicine",
        topic=content.holds[0] if len(content.holds) == 1 else content.name.lower(),
        verdict=ruling.verdict,
        until=asking.moment(ruling.until) if ruling.until is not None else None,
        text=" ".join(parts),
        why=say(first.why, language),
        sources=_sources(asking, rules),
        matched=matched,
    )


def _rule(asking: Asking, content: Content, beside_thinner: bool) -> Ruled:
    classes = _classes(asking, content)
    rules = asking.protocol.medicines.rules
    found = tuple(rules[code] for code in classes)
    if not found:
        return Ruled(Verdict.unknown, ())
    # aspirin in one pill with a heart medicine is a heart patient's, whatever its dose
    heart = beside_thinner or "heart" in classes or _low_dose(asking, content)
    aspirin = "aspirin" in classes and heart
    return _rule_classes(asking, found, aspirin=aspirin)


def _rule_classes(asking: Asking, rules: Sequence[ClassRule], *, aspirin: bool) -> Ruled:
    strictest = min(rules, key=lambda one: STRICTEST_FIRST.index(one.verdict)).verdict
    ordered = tuple(sorted(rules, key=lambda one: STRICTEST_FIRST.index(one.verdict)))
    reading = asking.reading
    prescribed = reading.has("prescribed_words") or reading.has("heart_words")
    match strictest:
        case "keep_taking":
            return Ruled(Verdict.ask_clinic, ordered, keep=True)
        case "avoid" if prescribed or aspirin:
            return Ruled(Verdict.ask_clinic, ordered, keep=True)
        case "avoid" | "apply_later":
            end = _end_of_wait(asking, [one for one in rules if one.verdict == strictest])
            if end is not None:
                return Ruled(Verdict.wait, ordered, end)
            if any(one.verdict == "ask_clinic" for one in rules):
                return Ruled(Verdict.ask_clinic, ordered)
            return Ruled(Verdict.yes, ordered)
        case "ask_clinic":
            return Ruled(Verdict.ask_clinic, ordered)
    if reading.has("treatment_words") and asking.before:
        sick = set(asking.protocol.lexicon.contents.ask_before_treatment)
        if sick & {one.class_ for one in rules}:
            return Ruled(Verdict.ask_clinic, ordered, keep=True)
    return Ruled(Verdict.yes, ordered)


def _end_of_wait(asking: Asking, rules: Sequence[ClassRule]) -> float | None:
    """When the wait ends, where an hour asked about lies in a window; None: outside all."""
    ends = []
    for rule in rules:
        start, end = rule.window
        # with no hour given, the rule itself is told
        if not asking.hours or any(start <= hour < (end or 0) for hour in asking.hours):
            ends.append(end or 0.0)
    return max(ends) if ends else None


def _classes(asking: Asking, content: Content) -> tuple[str, ...]:
    book = asking.protocol.medicines
    found = [one for code in content.holds for one in book.ingredients[code].classes]
    return tuple(dict.fromkeys(found))


def _low_dose(asking: Asking, content: Content) -> bool:
    """Aspirin as taken for the heart: told by its dose, its name, or the words around it."""
    if asking.reading.has("low_dose_words"):
        return True
    low = asking.protocol.medicines.words.get("low_dose_aspirin", frozenset())
    name = f" {content.name.casefold().replace('-', ' ')} "
    return any(f" {one.replace('-', ' ')} " in name for one in low)


def _another(asking: Asking, index: NameIndex, named: Named) -> bool:
    """Whether a word beside a harmless name may make it another product ("PM", "Plus"), as does
    one that is not known ("Lipicure Gold" is not gold)."""
    words = asking.reading.words
    # nothing is waved through in a question whose other words are in letters that we do not read
    if any(not word.text.isascii() and index.is_strange(word) for word in words):
        return True
    for place in (named.start - 1, named.end):
        if not 0 <= place < len(words):
            continue
        beside = words[place]
        if beside.clause == words[named.start].clause and index.is_strange(beside):
            return True
        if _joined_to(asking, place, named):
            return True
        if place == named.end and beside.text in index.combining:
            if any("paracetamol" in one.holds for one in named.contents):
                return True
        if beside.text not in index.variants:
            continue
        first = words[named.start].text
        for key in index.variants_of.get(first, ()):
            for content in index.entries[key]:
                if index.strictest(content) not in ("fine", "apply_later"):
                    return True
    return False


def _joined_to(asking: Asking, place: int, named: Named) -> bool:
    """Whether a joiner at `place` ties a word to the name that was not read as it stands."""
    words = asking.reading.words
    other = place + 1 if place >= named.end else place - 1
    if not 0 <= other < len(words) or words[place].text not in asking.protocol.lexicon.words(
        "joiners"
    ):
        return False
    short = words[other]
    return len(short.text) <= 3 and (short.distance > 0 or not short.known)


def _worth_telling(ruling: Ruled) -> Iterator[ClassRule]:
    """The rule that decided, and remarks that hold beside it (sun, cream) where it may be taken."""
    yield ruling.rules[0]
    for rule in ruling.rules[1:] if ruling.verdict == Verdict.yes else ():
        if rule.class_ in ("photosensitiser", *INTERACTS_WITH_NUMBING):
            yield rule


def _numbing(asking: Asking, classes: Sequence[str], rules: Sequence[ClassRule]) -> list[str]:
    """What the protocol says about this medicine with the person's numbing cream."""
    clashing = [code for code in classes if code in INTERACTS_WITH_NUMBING]
    if not clashing or not asking.facts.numbing:
        return []
    told = []
    for entry in asking.protocol.contents.ask_first:
        when = entry.when
        if when.numbing_any and when.medicines_any and set(clashing) & set(when.medicines_any):
            if asking.facts.numbing in when.numbing_any:
                told.append(asking.say("numbing_clash", name=say(entry.text, asking.language)))
    return told


def _sources(asking: Asking, rules: Sequence[ClassRule]) -> tuple[Source, ...]:
    found = {
        source.id: source
        for rule in rules[:2]
        for source in asking.protocol.source_list(rule.sources)
    }
    return tuple(found.values())


def _spelled(asking: Asking, content: Content) -> str:
    held = (_called(asking, code) for code in content.holds)
    return asking.listed(held) or content.name.lower()


def _called(asking: Asking, code: str) -> str:
    """An ingredient as the person's language calls it, where that is known; else as its code."""
    lexicon = asking.protocol.lexicon_in(base_of(asking.language))
    if isinstance(lexicon, SpokenLexicon):
        own = lexicon.medicine_names.get(code)
        if own is None and base_of(asking.language) == "ar":
            names = asking.protocol.medicines.ingredients[code].names
            own = next((one for one in names if is_arabic(one)), None)
        if own:
            return own
    return code.replace("_", " ")


def _named(asking: Asking, content: Content) -> str:
    name, held = content.name.lower(), _spelled(asking, content)
    return name if name == held else f"{name} ({held})"


def _ask_back(asking: Asking, words: str, contents: Sequence[Content], ruling: Ruled) -> Answer:
    names = tuple(dict.fromkeys(_named(asking, one) for one in contents))[:5]
    return Answer(
        question=asking.question,
        kind="medicine",
        verdict=Verdict.ask_clinic,
        text=asking.say("ask_back", words=words, topics=asking.listed(names)),
        why=None,
        sources=_sources(asking, ruling.rules),
        matched=tuple(Match(words=words, as_=name, score=0.5) for name in names[:1]),
        did_you_mean=names,
    )


def _not_settled(asking: Asking, words: str, contents: Sequence[Content]) -> Answer:
    held = dict.fromkeys(code for one in contents for code in one.holds)
    names = tuple(_called(asking, code) for code in held)[:8]
    return Answer(
        question=asking.question,
        kind="medicine",
        verdict=Verdict.ask_clinic,
        text=asking.say("not_settled", words=words, topics=asking.listed(names)),
        matched=(Match(words=words, as_=contents[0].name, score=0.5),),
        did_you_mean=names,
    )


def _not_known(asking: Asking, index: NameIndex, named: Named) -> Answer:
    """A name that stands nowhere: unknown, or to be asked where its parts tell what it may be."""
    words = asking.reading.words_at(named)[:60]
    tokens = [word.text for word in asking.reading.words[named.start : named.end]]
    hint = next((one for one in index.book.hints for token in tokens if one.fits(token)), None)
    if hint is None:
        return Answer(
            question=asking.question,
            kind="medicine",
            verdict=Verdict.unknown,
            text=asking.say("not_known", words=words),
        )
    may_be = say(hint.may_be, asking.language)
    return Answer(
        question=asking.question,
        kind="medicine",
        verdict=Verdict.ask_clinic,
        text=asking.say("sounds_like", words=words, name=may_be),
        sources=asking.protocol.source_list(hint.sources),
        did_you_mean=(may_be,),
    )
