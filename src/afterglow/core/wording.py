"""Numbers and times as people say them: "8 in 10", "Thu 26 Nov 15:00", "in 17 h".

In: numbers and aware datetimes, already in the person's zone. Out: short texts in a language, with
the names of its days and months by CLDR. Digits stay 0 to 9 everywhere, so that a dose or a phone
number reads the same on the page, on the pack and to a helper.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from afterglow.core.languages import base_of, gettext, language_of, ngettext

DAY_AND_TIME, WEEKDAY_TIME, DATE = "EEE d MMM HH:mm", "EEEE HH:mm", "d MMM y"
# codes whose own word few people know
UNUSUAL = {"periorbital": "around the eyes", "decolletage": "upper chest"}


def chance(probability: float, language: str = "en") -> str:
    """A probability as people say it; never a bare percentage, never all or nothing."""
    if probability >= 0.995:
        return gettext("more than 99 in 100", language)
    if probability < 0.005:
        return gettext("fewer than 1 in 100", language)
    if 0.055 <= probability <= 0.945:
        return gettext("%(n)s in 10", language) % {"n": round(probability * 10)}
    return gettext("%(n)s in 100", language) % {"n": max(round(probability * 100), 1)}


def day_and_time(moment: datetime, language: str = "en") -> str:
    """Thu 26 Nov 15:00."""
    return _dated(moment, DAY_AND_TIME, language)


def until_when(moment: datetime, now: datetime, language: str = "en") -> str:
    """The shortest that is not ambiguous: a weekday within six days, else the date."""
    if timedelta(0) <= moment - now < timedelta(days=6):
        return _dated(moment, WEEKDAY_TIME, language)
    if abs(moment - now) < timedelta(days=300):
        return _dated(moment, DAY_AND_TIME, language)
    return _dated(moment, DATE, language)


def how_long(span: timedelta, language: str = "en") -> str:
    """Time left or gone: 40 min, 17 h, 6 days, 5 weeks."""
    hours = abs(span) / timedelta(hours=1)
    if hours < 1:
        return gettext("%(n)s min", language) % {"n": max(round(hours * 60), 1)}
    if hours < 48:
        return gettext("%(n)s h", language) % {"n": round(hours)}
    days = round(hours / 24)
    if hours < 24 * 28:
        return ngettext("%(n)s day", "%(n)s days", days, language) % {"n": days}
    weeks = round(hours / 168)
    return ngettext("%(n)s week", "%(n)s weeks", weeks, language) % {"n": weeks}


def _dated(moment: datetime, pattern: str, language: str) -> str:
    """A moment by one of the patterns above."""
    if base_of(language) == "en":
        # by hand: to read CLDR would cost every English command a tenth of a second
        return {
            DAY_AND_TIME: f"{moment:%a} {moment.day} {moment:%b %H:%M}",
            WEEKDAY_TIME: f"{moment:%A %H:%M}",
            DATE: f"{moment.day} {moment:%b %Y}",
        }[pattern]
    from babel import UnknownLocaleError
    from babel.dates import format_datetime

    try:
        return format_datetime(moment, pattern, locale=base_of(language))
    except UnknownLocaleError:
        return _dated(moment, pattern, "en")


def isolated(number: str, language: str = "en") -> str:
    """A phone number that keeps its order in a sentence written from right to left."""
    found = language_of(language)
    return f"\u2066{number}\u2069" if found and found.right_to_left else number


def commas(words: Iterable[str], language: str = "en") -> str:
    """ "redness, warmth, soreness", with the comma of the language."""
    return gettext(", ", language).join(words)


def in_words(code: str, language: str = "en") -> str:
    """A code of the vocabulary as people read it: cold_sores as "cold sores"."""
    return gettext(said(code), language)


def said(code: str) -> str:
    """The English of a code."""
    return UNUSUAL.get(code) or code.replace("_", " ")


def facts_in_words(facts: Iterable[str], language: str = "en") -> str:
    """A person's own facts as a plan gives them ("skin_type 5", "age not given"), for reading."""
    return commas((_fact(one, language) for one in facts), language)


def _fact(fact: str, language: str) -> str:
    name, _, value = fact.partition(" ")
    fact = in_words(name, language)
    if value == "not given":
        return gettext("%(fact)s not given", language) % {"fact": fact}
    # a medicine is named as the person named it
    value = value if name == "medicine" else in_words(value, language)
    return gettext("%(fact)s %(value)s", language) % {"fact": fact, "value": value}
