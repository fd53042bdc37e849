"""Whatever people read is in plain words: US reading grade 6 on average, 8 at most (Kincaid)."""

from __future__ import annotations

import re
from statistics import mean

import readability

from afterglow.cli.sentences import sentences

PLACE = re.compile(r"\{\w+\}|%\(\w+\)s|<[^>]+>|`[^`]*`")
ENOUGH_WORDS = 8  # a name or a button has no grade
HARDEST, ON_AVERAGE = 8.0, 6.0


def grade(text: str) -> float:
    """The formula of Kincaid 1975; a colon or semicolon ends a thought as a full stop does."""
    by_line = re.sub(r"(?<=[.!?:;]) +", "\n", text)
    grades = readability.getmeasures(by_line, lang="en")["readability grades"]
    return float(grades["Kincaid"])


def graded() -> dict[str, float]:
    found = {}
    for message in sentences():
        words = message.id if isinstance(message.id, str) else message.id[-1] if message.id else ""
        text = PLACE.sub("it", words)
        if len(re.findall(r"[A-Za-z']+", text)) >= ENOUGH_WORDS:
            found[words] = grade(text)
    return found


def test_every_text_is_plain() -> None:
    grades = graded()
    assert len(grades) > 1000
    assert {text: at for text, at in grades.items() if at > HARDEST} == {}
    assert mean(grades.values()) <= ON_AVERAGE


def test_a_hard_text_is_found() -> None:
    hard = "Concomitant administration of anticoagulants necessitates interdisciplinary evaluation."
    assert grade(hard) > HARDEST
