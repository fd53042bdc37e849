"""The ask box: a question in a person's words, answered by the core, in the look of its answer.

In: the question, whole or still being typed, a treatment where there is one, a moment. Out: the
template's context. The question is not kept and not logged.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from afterglow.core.answering import Answer, answer_typed, ask
from afterglow.core.protocol import Country, Protocol, Source, say
from afterglow.core.treatment import Treatment
from afterglow.core.vocabulary import Urgency, Verdict
from afterglow.core.wording import in_words
from afterglow.web.patient import wording
from afterglow.web.patient.assessment import sentences, urgency_words
from afterglow.web.patient.in_use import protocol_in_use
from afterglow.web.patient.unwell import Number, emergency_number

LONGEST = 500
ICONS = {
    Verdict.yes: "check",
    Verdict.wait: "clock",
    Verdict.no: "close",
    Verdict.ask_clinic: "phone",
    Verdict.info: "list",
    Verdict.unknown: "ask",
}


@dataclass(frozen=True)
class Shown:
    """One answer as the page shows it. `look` is an urgency's name, else the verdict's."""

    look: str
    word: str
    icon: str
    title: str
    lines: list[str]
    why: str
    estimate: bool
    sources: tuple[Source, ...]
    taken: str
    did_you_mean: tuple[str, ...]
    symptom: bool
    alarm: bool


def warm_up() -> None:
    """Read the lexicon and the medicines before the first question: that takes a second or two."""
    ask("hello", protocol=protocol_in_use())


def answer_page(
    question: str,
    treatment: Treatment | None,
    country: Country | None,
    *,
    protocol: Protocol,
    now: datetime,
    language: str,
    standing: Urgency | None = None,
) -> dict[str, Any]:
    """The context of `ask.html` and of its fragment; without a question only the box.

    `standing` is what the last check-in came to: no complaint is answered more softly than that.
    """
    words = " ".join(question.split())
    context = _around(words, country, protocol, language)
    if len(words) > LONGEST:
        context["too_long"] = True
    elif words:
        found = ask(words, treatment, at=now, protocol=protocol, language=language)
        found = _held(found, standing, treatment, protocol, language)
        context["answer"] = shown(found, now, protocol, language)
        context["also"] = [shown(one, now, protocol, language) for one in found.also]
    return context


def typed_page(
    typed: str,
    treatment: Treatment | None,
    country: Country | None,
    *,
    protocol: Protocol,
    now: datetime,
    language: str,
    paused: bool,
    standing: Urgency | None = None,
) -> dict[str, Any]:
    """The context of the fragment under the box while a question is being typed.

    `pause` is what the page sends again once the typing has paused, where that may tell more.
    """
    context = _around(" ".join(typed.split()), country, protocol, language)
    if len(typed) > LONGEST:
        return context | {"too_long": True}
    found = answer_typed(
        typed, treatment, at=now, protocol=protocol, language=language, paused=paused
    )
    if found.answer is not None:
        context["question"] = found.words
        answer = _held(found.answer, standing, treatment, protocol, language)
        context["answer"] = shown(answer, now, protocol, language)
        context["also"] = [shown(one, now, protocol, language) for one in answer.also]
    if context["question"] and not (paused or found.settled):
        context["pause"] = json.dumps({"q": typed, "typing": "1", "paused": "1"})
    context["hint"] = bool(context["question"]) and (paused or found.settled)
    return context


def _around(
    question: str, country: Country | None, protocol: Protocol, language: str
) -> dict[str, Any]:
    return {
        "question": question,
        "numbers": [Number(one) for one in ([country.emergency] if country else ["112", "911"])],
        "emergency_words": emergency_number(country, protocol, language),
    }


def _held(
    answer: Answer,
    standing: Urgency | None,
    treatment: Treatment | None,
    protocol: Protocol,
    language: str,
) -> Answer:
    """A complaint's answer, no softer than the last check-in, which knew more than a few words."""
    if standing is None or answer.urgency is None or answer.urgency >= standing:
        return answer
    country = protocol.country(treatment) if treatment else None
    number = emergency_number(country, protocol, language)
    step = protocol.steps[standing]
    told = (say(step.title, language, emergency=number), say(step.text, language, emergency=number))
    still = gettext("Your last check-in calls for more care, and it still counts.")
    return answer.model_copy(update={"urgency": standing, "text": " ".join((*told, still))})


def shown(answer: Answer, now: datetime, protocol: Protocol, language: str) -> Shown:
    """An answer with its word, its shape and its lines."""
    text, taken = _apart(answer.text, protocol, language)
    lines = sentences(text)
    if answer.urgency is not None:
        look, word = answer.urgency.name, urgency_words(answer.urgency.name)
        title, icon = lines[0], ""
    else:
        verdict = Verdict.unknown if answer.verdict is None else answer.verdict
        look, word, title = verdict.name, verdict_words(verdict), _title(answer, verdict, now)
        icon = ICONS[verdict]
        # the title has said so already
        stamp = f"{answer.until:%H:%M}" if answer.until else ""
        if lines and (lines[0] == title or (stamp and stamp in lines[0])):
            lines = lines[1:]
    return Shown(
        look=look,
        word=word,
        icon=icon,
        title=title,
        lines=[one for one in lines if one != title],
        why=answer.why or "",
        estimate=any(one.grade == "E" for one in answer.sources),
        sources=answer.sources,
        taken=taken or _taken(answer, protocol, language),
        did_you_mean=answer.did_you_mean,
        symptom=answer.urgency is not None and answer.urgency < Urgency.emergency,
        alarm=answer.urgency is not None and answer.urgency >= Urgency.call_clinic,
    )


def _apart(text: str, protocol: Protocol, language: str) -> tuple[str, str]:
    """An answer's text without what the words were taken for, and that."""
    asides = []
    for name in ("took_for", "guess"):
        fixed = re.split(r"\{[a-z]+\}", protocol.lexicon.text(name, language))
        found = re.search("(.+?)".join(re.escape(part) for part in fixed), text)
        if found:
            asides.append(found[0])
            text = text.replace(found[0], "")
    return " ".join(text.split()), " ".join(asides)


def _named(code: str, protocol: Protocol, language: str) -> str:
    """A topic, sign or flag as the pages call it; a medicine as it is called everywhere."""
    guidance = {one.topic: one for one in protocol.contents.guidance if not one.only_when}
    known = protocol.signs.get(code) or protocol.flags.get(code) or guidance.get(code)
    return say(known.name, language).lower() if known else in_words(code, language)


def _taken(answer: Answer, protocol: Protocol, language: str) -> str:
    pairs = [
        gettext("“%(words)s” for %(topic)s")
        % {"words": one.words, "topic": _named(one.as_, protocol, language)}
        for one in answer.matched
    ]
    return gettext("We took %(pairs)s.") % {"pairs": wording.commas(pairs)} if pairs else ""


def verdict_words(verdict: Verdict) -> str:
    return {
        Verdict.yes: gettext("Fine"),
        Verdict.wait: gettext("Not yet"),
        Verdict.no: gettext("Leave it"),
        Verdict.ask_clinic: gettext("Ask first"),
        Verdict.info: gettext("Good to know"),
        Verdict.unknown: gettext("Not understood"),
    }[verdict]


def _title(answer: Answer, verdict: Verdict, now: datetime) -> str:
    if verdict == Verdict.wait:
        if answer.until is None:
            return gettext("Wait.")
        until = answer.until
        days = (until.date() - now.astimezone(until.tzinfo).date()).days
        when = wording.when(until, now)
        if not -1 <= days <= 6:
            when = f"{when} {wording.clock_time(until)}"
        return gettext("Wait until %(when)s.") % {"when": when}
    return {
        Verdict.yes: gettext("Yes."),
        Verdict.no: gettext("No."),
        Verdict.ask_clinic: gettext("Ask your clinic."),
        Verdict.info: gettext("Good to know."),
        Verdict.unknown: gettext("We do not know."),
    }[verdict]
