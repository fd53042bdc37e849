"""What an English sentence means, as far as a net of words can tell: acts that nothing denies.

In: a text, the words it stands beside (an entry's name), what kind of entry it is. Out: each
sentence against the net, with the reason and the wording that would be accepted. In doubt it is
against the net: a clinic can say it in other words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from afterglow.core.protocol.floor_held import floor_line, net
from afterglow.core.protocol.floor_net import NeverMeant
from afterglow.core.protocol.named_medicines import Named, named_in
from afterglow.core.protocol.plain_words import MARKS, Sentence, sentences

REACH = 6  # words that a denial reaches
ABLE = frozenset({"cant", "cannot", "unable", "without"})  # these say what is, not what to do
# words that no other language has
ENGLISH = frozenset({"the", "your", "you", "and", "it", "with", "of", "not", "dont", "if", "is"})
SHORT = 6  # words: so short a sentence leans on the one before it

Told = tuple[str, str]  # the sentence as it stands, and why it may not


def meant(
    text: str,
    beside: str = "",
    *,
    avoids: bool = False,
    title: bool = False,
    doubt: bool = True,
) -> Iterator[Told]:
    """Every sentence of a text that means what no text may.

    `avoids`: an entry says to avoid it. `title`: a name, which says nothing yet.
    `doubt`: what names something grave and says nothing safe of it is refused as well.
    """
    before = sentences(beside)
    for index, row in enumerate(net().never_meant):
        if not (avoids and row.advice) and not (row.doubt and (title or not doubt)):
            for told in _against(row, text, before):
                yield told, f"{row.reason} ({_line('never_meant', index)}); {row.instead}"
    for told, problem in _medicines(text, before, title or not doubt):
        yield told, f"{problem} ({_line('medicines')})"


def left_out(name: str, text: str) -> str:
    """Why a medicine's name may not stand over what is to be avoided; "" where it may."""
    spec = net().medicines
    if any(_words(tuple(spec.unless)).search(one.plain) for one in sentences(text)):
        return ""
    for named in (named for one in sentences(name) for named in named_in(one)):
        if named.kept:
            return f"{spec.reason} ({named.name}); {spec.instead} ({_line('medicines')})"
        if not any(_sends_to_doctor(one) for one in sentences(text)):
            return f"{named.name} may be prescribed; {spec.told_instead} ({_line('medicines')})"
    return ""


def unread(text: str, language: str) -> Iterator[Told]:
    """Sentences in a language that nobody here reads, and that name a medicine."""
    for one in sentences(text):
        for named in named_in(one)[:1]:
            problem = f"names {named.name} in {language}, which Afterglow cannot read"
            yield one.told, f"{problem}; leave this text in English ({_line('medicines')})"


def reads_as_english(text: str) -> bool:
    """Whether English words stand in it, under whatever language."""
    return any(set(one.tokens) & ENGLISH for one in sentences(text))


def _line(*path: str | int) -> str:
    return f"safety floor, {floor_line('net.yaml', path)}"


def _against(row: NeverMeant, text: str, before: tuple[Sentence, ...]) -> Iterator[str]:
    earlier = " ".join(one.plain for one in before)
    for one in sentences(text):
        found = _acts(row, one) and all(
            _words(tuple(group)).search(one.plain)
            or (row.carried and at == 0 and _leans(one) and _words(tuple(group)).search(earlier))
            for at, group in enumerate(row.beside)
        )
        earlier = f"{earlier} {one.plain}"
        if not found or (row.unless and _words(tuple(row.unless), inside=True).search(one.plain)):
            continue
        around = sentences(text) if row.whole else (one,)
        if row.calls and any(_undenied(other, tuple(net().calls)) for other in around):
            continue
        yield one.told


def _acts(row: NeverMeant, one: Sentence) -> bool:
    if row.denied:
        return any(_takes_away(one.plain[: hit.start()]) for hit in _hits(tuple(row.acts), one))
    return _undenied(one, tuple(row.acts))


def _undenied(one: Sentence, words: tuple[str, ...]) -> bool:
    return any(not _is_denied(one.plain, hit.start()) for hit in _hits(words, one))


def _hits(words: tuple[str, ...], one: Sentence) -> Iterator[re.Match[str]]:
    return _words(words).finditer(one.plain)


def _is_denied(plain: str, at: int) -> bool:
    """Whether a denial stands a few words before, in the same clause."""
    clause = _clause(plain[:at], plain[at:])
    near = f" {' '.join(clause[-REACH:])} "
    for phrase in net().not_deniers:
        near = near.replace(f" {phrase} ", " ")
    denials = list(_words(tuple(net().deniers)).finditer(near))
    if not denials:
        return False
    return not _words(tuple(net().breaks)).search(near[denials[-1].end() - 1 :])


def _clause(before: str, after: str) -> list[str]:
    """The words of a clause so far; a comma ends it, but in a list that goes on with "or"."""
    tokens = before.split()
    listed = " or " in f" {after} " or " nor " in f" {after} " or " or " in before[-60:]
    found: list[str] = []
    for token in reversed(tokens):
        if token in MARKS and not (token == "," and listed):
            break
        if token not in MARKS:
            found.append(token)
    return found[::-1]


def _takes_away(before: str) -> bool:
    """Whether a denial is followed by nothing but filling words: "no need for you to [call]"."""
    clause = _clause(before, "")
    if (clause and clause[0] in ("if", "when", "unless", "where")) or "cannot" in clause[-REACH:]:
        return False
    for token in reversed(clause):
        if f"{token} " in net().deniers and token not in ABLE:
            return True
        if token not in net().fillers:
            return False
    return False


def _medicines(text: str, before: tuple[Sentence, ...], sure: bool) -> Iterator[Told]:
    known = [named for one in before for named in named_in(one)]
    doctor = any(_sends_to_doctor(one) for one in (*before, *sentences(text)))
    for one in sentences(text):
        here = named_in(one)
        for named in here or (known if _points(one) else []):
            problem = _of_medicine(one, named, doctor=doctor, sure=sure)
            if problem:
                yield one.told, problem
                break
        known += here


def _of_medicine(one: Sentence, named: Named, *, doctor: bool, sure: bool) -> str:
    spec = net().medicines
    stops, denied = _leaves_out(one, named)
    if not named.kept:
        # what may only make bruises worse is told, and no more
        doubtful = not (sure or denied or _words(tuple(spec.safe)).search(one.plain))
        if (stops or (doubtful and named.name in one.plain)) and not doctor:
            return f"{named.name} may be prescribed; {spec.told_instead}"
        return ""
    if stops and not _sends_to_doctor(one):
        return f"{spec.reason} ({named.name}); {spec.instead}"
    safe = denied or sure or _words(tuple(spec.safe)).search(one.plain)
    if named.name in one.plain and not safe:
        return f"names {named.name}, which is prescribed, and {spec.unsure}"
    return ""


def _leaves_out(one: Sentence, named: Named) -> tuple[bool, bool]:
    """Whether a sentence leaves a medicine out; and whether it says not to."""
    spec = net().medicines
    if _words(tuple(spec.unless)).search(one.plain):
        return False, True
    if named.name not in one.plain and _words(tuple(spec.unless_carried)).search(one.plain):
        return False, True
    bare = (f" {word}( your| the| more| any)? {re.escape(named.name)}" for word in spec.before_name)
    if any(re.search(one_way, one.plain) for one_way in bare):
        return True, False
    # "not take" holds its own denial; only one before it takes it away
    found = [_is_denied(one.plain, hit.start()) for hit in _hits(tuple(spec.acts), one)]
    return not all(found), any(found)


def _sends_to_doctor(one: Sentence) -> bool:
    spec = net().medicines
    named = _words(tuple(spec.named_by)).search(one.plain)
    return bool(named and _undenied(one, tuple(spec.asks)))


def _points(one: Sentence) -> bool:
    """Whether a sentence speaks of a medicine named before: "it", or an act and nothing else."""
    words = set(one.tokens)
    return bool(words & set(net().medicines.again)) or (
        len(words) <= SHORT and not words & {"the", "your", "and"}
    )


def _leans(one: Sentence) -> bool:
    """Whether a sentence speaks of what stood before: "leave it out", or a few words alone."""
    words = [token for token in one.tokens if token not in MARKS]
    return len(words) <= SHORT or bool(set(words) & set(net().medicines.again))


@cache
def _words(words: tuple[str, ...], inside: bool = False) -> re.Pattern[str]:
    """One of these, where a word begins; `@name` is a list of the net; a space ends a word."""
    spelt: list[str] = []
    for word in words:
        spelt += net().lists[word[1:]] if word.startswith("@") else [word]
    # a word that is asked for whole ends at the next space, which stays for what follows
    ends = (re.escape(word.strip()) + ("(?= )" if word.endswith(" ") else "") for word in spelt)
    return re.compile(f"(?<= )(?:{'|'.join(ends)})")
