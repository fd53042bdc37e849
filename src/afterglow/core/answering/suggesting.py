"""Questions to offer at an hour: waits that end about now, and what people ask at that hour.

In: a treatment and a moment. Out: questions by the protocol's lexicon, as they are shown in a
language and as `ask` surely understands them: in that language where it reads it, else in English.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from afterglow.core.languages import base_of
from afterglow.core.planning import Plan, plan
from afterglow.core.protocol import Protocol, say
from afterglow.core.protocol.spoken import SpokenLexicon
from afterglow.core.treatment import Treatment

ENDS_WITHIN, ENDED_WITHIN = timedelta(hours=24), timedelta(hours=6)
ENDING, ALL = 2, 4
# nobody is known: what is asked before a treatment
SOME_HOUR_BEFORE = -24.0


@dataclass(frozen=True)
class Suggestion:
    """A question as it is shown, and as it is asked."""

    shown: str
    asked: str


def suggested(
    treatment: Treatment | None,
    at: datetime,
    *,
    protocol: Protocol,
    language: str = "en",
    made: Plan | None = None,
) -> list[Suggestion]:
    """At most four questions, the person's own waits first; `made`: their plan, if at hand."""
    entries = protocol.lexicon.contents.suggested
    hour = SOME_HOUR_BEFORE if treatment is None else treatment.hour_of(at)
    ends: dict[str, timedelta] = {}
    if treatment is not None and hour >= 0:
        for item in (made or plan(treatment, protocol=protocol)).items:
            if item.kind != "avoid" or item.ends is None:
                continue
            left = item.ends - at
            if -ENDED_WITHIN <= left <= ENDS_WITHIN:
                ends[item.topic] = max(left, ends.get(item.topic, left))
    ending = sorted(
        (one for one in entries if one.topic in ends),
        key=lambda one: ends[one.topic or ""],
    )
    asked_now = [
        one
        for one in entries
        if one.starts is not None and one.until is not None and one.starts <= hour < one.until
    ]
    texts = {one.text["en"]: one.text for one in (*ending[:ENDING], *asked_now)}
    read = isinstance(protocol.lexicon_in(base_of(language)), SpokenLexicon)
    shown = {asked: say(text, language) for asked, text in texts.items()}
    return [Suggestion(one, one if read else asked) for asked, one in shown.items()][:ALL]
