"""What a question says of symptoms: ratings, flags, a temperature, and words that call for help.

In: a reading. Out: `Felt`. Negation counts only where it plainly belongs to the symptom; soothing
words never count. Where a reading is in doubt the symptom is taken as there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from afterglow.core.answering.phrases import Found
from afterglow.core.answering.reading import Reading
from afterglow.core.answering.scores import told_score
from afterglow.core.answering.words import Word
from afterglow.core.protocol.lexicon import FlagWords, FloorWords, Lexicon

WORSENING = "getting_worse"
HOT_SIGNS = frozenset({"redness", "warmth", "swelling", "soreness"})
# what one looks for on the skin: "I see no blisters" tells nothing of the sight
_SEEN = frozenset(
    {"pus", "blisters", "bumps", "hives", "nodules", "red_streaks", "open_sore", "crusting_yellow"}
)
_TEMPERATURE = re.compile(
    r"(?<![\d.,])(\d{2,3}(?:[.,]\d{1,2})?)\s*(?:\u00b0|degrees?|deg|grad|grados|degres|gradi|graus)?"
    r"\s*(c|f|celsius|fahrenheit|centigrade)?(?![a-z0-9])"
)


@dataclass(frozen=True)
class Felt:
    """Ratings 0 to 10 and flags as guessed from words, °C, and ids of floors."""

    ratings: dict[str, int]
    flags: tuple[str, ...]
    temperature_c: float | None
    floors: tuple[FloorWords, ...]
    found: tuple[Found, ...]
    early: tuple[str, ...] = ()

    @property
    def anything(self) -> bool:
        return bool(self.ratings or self.flags or self.floors or self.early) or (
            self.temperature_c is not None
        )

    @property
    def grave(self) -> bool:
        """More than signs: a flag, a floor or a fever."""
        return bool(self.flags or self.floors or self.early) or (
            self.temperature_c is not None and self.temperature_c >= 38
        )


def read_felt(
    reading: Reading,
    lexicon: Lexicon,
    hour: float | None,
    *,
    for_something: bool,
    not_at: set[int],
    named_by: int | None = None,
) -> Felt:
    """Everything felt at `hour`. `for_something`: a medicine or product is asked about, so that
    a sign after "for" is what it is taken for. `not_at`: the words of medicines' names,
    the last of which ends at `named_by`: a bare sign after it is what it is taken for as well."""
    contents = lexicon.contents
    by_flag = {one.flag: one for one in contents.flags}
    by_floor = {one.id: one for one in contents.floors}
    kept: list[Found] = []
    denied: set[int] = set()
    symptoms = sorted(
        (
            one
            for one in reading.found
            if one.kind in ("flag", "sign", "floor") and not set(one.at) <= not_at
        ),
        key=lambda one: one.start,
    )
    for one in symptoms:
        if _sees_none(one, symptoms, reading, lexicon):
            continue
        if for_something and reading.has("can_i") and _doubtful(one, reading):
            continue
        if _negated(one, reading, lexicon, denied):
            denied.update(range(one.start, one.end))
        elif not (one.kind == "flag" and _beside(one, by_flag[one.code], reading.words)):
            kept.append(one)
    kept = [one for one in kept if not (one.kind == "sign" and set(one.at) <= denied)]
    ratings: dict[str, int] = {}
    for one in kept:
        if one.kind != "sign" or (for_something and _purpose(one, reading)):
            continue
        if named_by is not None and one.start >= named_by and not _present(reading, lexicon):
            continue
        rating = _rated(one, reading, lexicon)
        ratings[one.code] = max(rating, ratings.get(one.code, 0))
    flags = {one.code for one in kept if one.kind == "flag"}
    floors = {one.code for one in kept if one.kind == "floor"}
    flags |= {one.code for one in reading.tail if one.kind == "flag"}
    floors |= {one.code for one in reading.tail if one.kind == "floor"}
    for sign in contents.signs:
        # where the hour is not known, the later reading is the more careful one
        if sign.later and sign.sign in ratings and (hour is None or hour >= sign.later.from_hour):
            flags.add(sign.later.flag)
    if reading.has("untreated") and not HOT_SIGNS.isdisjoint(ratings):
        # red where nobody treated has spread there
        flags.add("spreading_redness")
    early = [flag for flag in flags if hour is not None and 0 <= hour < by_flag[flag].from_hour]
    return Felt(
        ratings=ratings,
        flags=tuple(sorted(flags - set(early))),
        temperature_c=read_temperature(reading, lexicon),
        floors=tuple(by_floor[code] for code in sorted(floors)),
        found=tuple(one for one in kept if one.kind != "sign" or one.code in ratings),
        early=tuple(sorted(early)),
    )


def _doubtful(one: Found, reading: Reading) -> bool:
    """A misspelt word that may as well be an everyday one; counts only where the question is
    about nothing else."""
    word = reading.words[one.start]
    short = word.distance > 0 and len(word.text) <= 3
    return one.length == 1 and one.slips > 0 and (short or word.everyday)


def _negated(one: Found, reading: Reading, lexicon: Lexicon, denied: set[int]) -> bool:
    """Whether "no", "without" and the like belong to this symptom and nothing takes them back."""
    words, contents = reading.words, lexicon.contents
    if _without_inside(one, words, lexicon):
        return True
    carriers, reversals = frozenset(contents.carriers), frozenset(contents.reversals)
    place, steps, linked = one.start - 1, 0, False
    while place >= 0 and steps < 7:
        word = words[place]
        if word.clause != words[one.start].clause and not (place in denied and linked):
            return False
        if place in denied:
            place, steps = place - 1, steps + 1
            linked = True
            continue
        negator = _negator_at(words, place, contents.negators)
        if negator:
            break
        if word.text not in carriers:
            return False
        place, steps = place - 1, steps + 1
    else:
        return False
    if words[place].text in lexicon.words("foreign_negators") and any(
        word.text in lexicon.words("english_words") for word in words
    ):
        return False
    firm = _is_firm(words, place, lexicon)
    spoken = {words[index].text for index in one.at}
    if one.kind != "sign":
        if not firm and words[place].text not in ("dont", "havent", "havent got"):
            return False
        pair = " ".join(word.text for word in words[place : place + 2])
        noun = pair in lexicon.words("firm_negators") or words[place].text in (
            "no",
            "without",
            "zero",
            "sin",
            "sans",
            "senza",
            "sem",
            "keine",
        )
        trouble = noun and bool(spoken & lexicon.words("troubles"))
        if spoken & lexicon.words("abilities") and not trouble:
            return False
    # "not no pus", "can't say there is no pus"; the "not" of "not itchy, no pus" is spent already
    spent = max((one for one in denied if one < place), default=-1)
    behind = words[max(place - 5, spent + 1, 0) : place]
    if any(word.text in ("not", "cant", "cannot", "isnt", "sure") for word in behind):
        return False
    ahead = words[one.end : one.end + 4]
    if any(word.text in reversals for word in ahead):
        return False
    return not any(word.text in reversals for word in words[max(place - 1, 0) : one.start])


def _without_inside(one: Found, words: Sequence[Word], lexicon: Lexicon) -> bool:
    """ "Cold, without sweating": of words found apart, the later is said to be absent."""
    if one.kind != "flag" or {words[at].text for at in one.at} & lexicon.words("abilities"):
        return False
    return any(at - 1 not in one.at and words[at - 1].text == "without" for at in one.at[1:])


def _negator_at(words: Sequence[Word], place: int, negators: Sequence[str]) -> bool:
    text = words[place].text
    return text in negators or text in ("dont", "doesnt", "havent", "isnt", "arent", "didnt")


def _sees_none(one: Found, symptoms: Sequence[Found], reading: Reading, lexicon: Lexicon) -> bool:
    """ "No veo ampollas": what is not seen stands right behind it, so the sight is not meant."""
    if one.code != "vision_change" or one.length > 2:
        return False
    words = {reading.words[at].text for at in one.at}
    return not words.isdisjoint(lexicon.words("negators")) and any(
        other.start == one.end and other.code in _SEEN for other in symptoms
    )


def _is_firm(words: Sequence[Word], place: int, lexicon: Lexicon) -> bool:
    """Whether the word at `place` denies a warning sign, alone or with the next ("there is no")."""
    firm = lexicon.words("firm_negators")
    pair = " ".join(word.text for word in words[place : place + 2])
    return words[place].text in firm or pair in firm


def _beside(one: Found, flag: FlagWords, words: Sequence[Word]) -> bool:
    """ "Under my eye": beside the part of the body, not in it."""
    if not flag.unless_after:
        return False
    before = range(max(one.start - 2, 0), one.end)
    return any(words[place].text in flag.unless_after for place in before)


def _present(reading: Reading, lexicon: Lexicon) -> bool:
    """Whether something is said to be there now."""
    return any(word.text in lexicon.words("present") for word in reading.words)


def _purpose(one: Found, reading: Reading) -> bool:
    """A sign after "for": what the medicine or the product is meant against."""
    purposes = [found for found in reading.found if found.kind == "purposes"]
    return any(0 <= one.start - found.end <= 2 for found in purposes)


def _rated(one: Found, reading: Reading, lexicon: Lexicon) -> int:
    """The rating a sign's word stands for, moved by the severity words beside it."""
    words = reading.words
    score = told_score(one, reading, lexicon)
    if score is not None:
        return score
    rating = next(sign.rating for sign in lexicon.contents.signs if sign.sign == one.code)
    clause = words[one.start].clause
    near: list[Found] = []
    for found in reading.found:
        if found.kind != "severity" or words[found.start].clause != clause:
            continue
        gap = max(one.start - found.end, found.start - one.end + 1, 0)
        if gap <= 2 and not set(found.at) & set(one.at):
            near.append(found)
    levels = {found.code for found in near}
    denied = any(
        found.start > 0 and words[found.start - 1].text in ("not", "isnt", "no", "nicht", "non")
        for found in near
    )
    severity = lexicon.contents.severity
    if "highest" in levels:
        return severity["highest"].rating
    if "low" in levels and not denied:
        # "a little" beside "really": the stronger word counts, unless it is "really a bit"
        return severity["low"].rating if "high" not in levels else rating
    if "high" in levels and not denied:
        return severity["high"].rating
    return rating


def read_temperature(reading: Reading, lexicon: Lexicon) -> float | None:
    """A body temperature in °C, from °C or °F; the highest of several."""
    text = reading.text.casefold()[:100_000]
    heat_words = lexicon.words("heat_words")
    heat = any(word.meant & heat_words for word in (*reading.words, *reading.tail_words))
    found = []
    for match in _TEMPERATURE.finditer(text):
        try:
            value = float(match[1].replace(",", "."))
        except ValueError:
            continue
        unit = (match[2] or "")[:1]
        exact = "." in match[1] or "," in match[1]
        if 35 <= value <= 44 and unit != "f" and (heat or unit == "c" or (exact and value >= 37)):
            found.append(value)
        elif 95 <= value <= 112 and unit != "c" and (heat or unit == "f"):
            found.append((value - 32) / 1.8)
    return round(max(found), 1) if found else None
