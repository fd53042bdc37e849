"""A recovery as one HTML file for one's own phone: no server, no request, no clock but the phone's.

In: a recovery, the protocol, the moment of making. Out: the file's text. All times stand in it as
dates; a small script counts down and looks words up in the answer table that is packed inside. A
policy with the hashes of its own style and script lets nothing else run, and nothing load.
"""

from __future__ import annotations

import base64
import gzip
import json
import re
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from importlib.resources import files

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, override

from afterglow.core.answering import AnswerTable, answer_table
from afterglow.core.documents import FanChart, fan_chart
from afterglow.core.documents.chart import BOTTOM, SIZES
from afterglow.core.forecasting import Forecast, forecast_recovery
from afterglow.core.languages import language_of
from afterglow.core.planning import Plan, PlanItem, plan
from afterglow.core.protocol import Protocol, say
from afterglow.core.treatment import Recovery
from afterglow.core.vocabulary import Verdict
from afterglow.web.patient import wording
from afterglow.web.patient.answers import verdict_words
from afterglow.web.patient.assessment import urgency_words
from afterglow.web.patient.course import Row as Line
from afterglow.web.patient.course import rows_of, sign_chart, signs_now
from afterglow.web.patient.unwell import unwell
from afterglow.web.patient.views.shared import zone_name
from afterglow.web.patient.windows import OFTEN_ASKED, READING

SHOWN_WAITS, SHOWN_CHARTS, SHOWN_HELPS = 8, 4, 6
STYLES = ("tokens.css", "site.css", "onefile.css")
# sections of site.css by their comments; one that is named otherwise some day only costs bytes
UNUSED = {"before", "check-in", "the assessment", "own check-ins on Today"}
SCRIPTS = ("lookup.js", "recovery_page.js")


@dataclass(frozen=True)
class Wait:
    """Something to leave for now. `over` says that it is fine again when it ends."""

    id: str
    name: str
    text: str
    starts: str
    ends: str
    times: str
    ended: str
    over: bool


@dataclass(frozen=True)
class Help:
    """Something that helps in its window."""

    name: str
    text: str
    icon: str
    starts: str
    ends: str
    times: str


@dataclass(frozen=True)
class Chart:
    """A sign's fan, without a now: the phone draws it where it is then."""

    name: str
    svg: SafeString
    low: float
    high: float
    left: float
    right: float
    bottom: float
    rows: list[Line]


@dataclass(frozen=True)
class Told:
    """A line of the table of answers: from when on what holds."""

    name: str
    says: list[str]


def onefile(recovery: Recovery, *, protocol: Protocol, now: datetime, language: str = "en") -> str:
    """The whole file as text."""
    with override(language):
        return _made(recovery, protocol, now.astimezone(recovery.treatment.zone), language)


def _made(recovery: Recovery, protocol: Protocol, now: datetime, language: str) -> str:
    treatment = recovery.treatment
    made = plan(treatment, protocol=protocol, language=language)
    table = answer_table(treatment, protocol, language)
    country = protocol.country(treatment)
    expected = forecast_recovery(recovery, protocol=protocol)
    waits, helps = _waits(made, now), _helps(made, now)
    often = [one for one in waits if one.ends][:SHOWN_WAITS]
    style, script = _style(), _script()
    spoken = language_of(language)
    table_text, table_bytes = _packed(table)
    context = {
        "treatment": treatment,
        "to_come": treatment.performed_at > now,
        "performed": treatment.performed_at.isoformat(),
        "performed_on": dated(treatment.at_hour(0), now),
        "made": now.isoformat(),
        "made_on": dated(now, None),
        "zone_name": zone_name(treatment),
        "unwell": unwell(protocol, treatment, country, language, now),
        "waits": often,
        "more_waits": [one for one in waits if one not in often],
        "can_be_over": [one for one in waits if one.over],
        "helps": helps,
        "phases": [
            {
                "phase": one,
                "starts": one.starts.isoformat(),
                "ends": one.ends.isoformat() if one.ends else "",
                "from": dated(one.starts, now),
            }
            for one in made.phases
        ],
        "milestones": [
            {
                "text": one.text,
                "at": one.at.isoformat(),
                "when": dated(wording.rounded(one.at), now),
                "chance": wording.chance(one.probability) if one.probability else "",
            }
            for one in made.milestones
            if one.at > now
        ],
        "charts": _charts(recovery, expected, protocol, now, language),
        "warnings": made.warnings,
        "told": _told(table, now),
        "words": _words(),
        "table": table_text,
        "table_bytes": table_bytes,
        "reviewed": protocol.contents.about.reviewed_by_clinician,
        "version": protocol.version,
        "icons": mark_safe(_sprite({one.icon for one in helps})),
        "style": mark_safe(style),
        "script": mark_safe(script),
        "style_hash": _hash(style),
        "script_hash": _hash(script),
        "draft": spoken is not None and spoken.status == "draft",
        "check_ins": len(recovery.check_ins),
    }
    return render_to_string("patient/onefile.html", context)


def dated(moment: datetime, now: datetime | None) -> str:
    """A moment that is clear on any day it is read: "Thu 26 Nov, 15:00"; the year where another."""
    day = wording.short_day(moment)
    if now is None or moment.year != now.year:
        day = f"{day} {moment.year}"
    return f"{day}, {wording.clock_time(moment)}"


def _waits(made: Plan, now: datetime) -> list[Wait]:
    """What is to be left now or later, the most asked first; what ended before is not news."""
    avoid = [item for item in made.items if item.kind == "avoid"]
    ahead = [item for item in avoid if item.ends is None or item.ends > now]
    ahead.sort(key=lambda item: item.order)
    return [_wait(item, avoid, made, now) for item in ahead]


def _wait(item: PlanItem, avoid: list[PlanItem], made: Plan, now: datetime) -> Wait:
    ends = item.ends
    others = [one for one in avoid if one.topic == item.topic and one is not item]
    over = (
        ends is not None
        and not item.ask_first
        and item.order <= OFTEN_ASKED
        and ends > made.performed_at
        and not any(one.runs_at(ends) for one in others)
    )
    return Wait(
        id=item.id,
        name=item.name,
        text=item.text,
        starts=item.starts.isoformat(),
        ends=ends.isoformat() if ends else "",
        times=_times(item, now),
        ended=dated(ends, now) if ends else "",
        over=over,
    )


def _times(item: PlanItem, now: datetime) -> str:
    if item.ends is None:
        if item.starts <= now:
            return gettext("always")
        return gettext("from %(when)s") % {"when": dated(item.starts, now)}
    ends = dated(item.ends, now)
    if item.starts <= now:
        return gettext("until %(when)s") % {"when": ends}
    times = {"from": dated(item.starts, now), "until": ends}
    return gettext("from %(from)s until %(until)s") % times


def _helps(made: Plan, now: datetime) -> list[Help]:
    found = [
        item
        for item in made.items
        if item.kind == "do" and item.topic not in READING and (not item.ends or item.ends > now)
    ]
    found.sort(key=lambda item: item.order)
    return [
        Help(
            name=item.name,
            text=item.text,
            icon="check" if item.icon == "none" else item.icon,
            starts=item.starts.isoformat(),
            ends=item.ends.isoformat() if item.ends else "",
            times=_times(item, now),
        )
        for item in found
    ]


def _charts(
    recovery: Recovery, expected: Forecast, protocol: Protocol, now: datetime, language: str
) -> list[Chart]:
    treatment = recovery.treatment
    signs = signs_now(expected, max(treatment.hour_of(now), 0.0), protocol)[:SHOWN_CHARTS]
    order = list(protocol.signs)
    found = []
    for sign in sorted(signs or ["redness"], key=order.index):
        spec = protocol.signs[sign]
        drawn = sign_chart(treatment, expected, spec, now, language, recovery.check_ins)
        still = _still(drawn)
        _, height, left, right = SIZES["phone"]
        found.append(
            Chart(
                name=say(spec.name, language),
                svg=mark_safe(fan_chart(still, size="phone", name=f"fan-{sign}")),
                low=still.hours[0],
                high=still.hours[-1],
                left=left,
                right=SIZES["phone"][0] - right,
                bottom=height - BOTTOM,
                rows=[replace(one, now=False) for one in rows_of(treatment, drawn, now)],
            )
        )
    return found


def _still(drawn: FanChart) -> FanChart:
    """A chart that names no now and no today, with half of its later points: fewer bytes."""
    kept = [at for at, hour in enumerate(drawn.hours) if hour <= 24 or at % 2 == 0]
    kept = sorted({*kept, len(drawn.hours) - 1})
    return replace(
        drawn,
        now=None,
        days=[replace(one, today=False) for one in drawn.days],
        hours=[drawn.hours[at] for at in kept],
        bands={name: [levels[at] for at in kept] for name, levels in drawn.bands.items()},
    )


def _told(table: AnswerTable, now: datetime) -> list[Told]:
    """Each thing people ask about with what holds from when, for who cannot search."""
    found = []
    for topic in table.topics:
        if topic.kind not in ("activity", "product"):
            continue
        says: list[str] = []
        last: Verdict | None = None
        for span in topic.spans:
            if span.until is not None and span.until <= now:
                continue
            if span.verdict == last:
                continue
            last = span.verdict
            word = verdict_words(span.verdict)
            if span.from_ is not None and span.from_ > now:
                when = dated(wording.rounded(span.from_.astimezone(now.tzinfo)), now)
                word = gettext("%(verdict)s from %(when)s") % {"verdict": word, "when": when}
            says.append(word)
        if says and says != [verdict_words(Verdict.info)]:
            found.append(Told(topic.name, says))
    return sorted(found, key=lambda one: one.name)


def _words() -> str:
    """What the script says; places in braces are filled by it."""
    words = {one.name: verdict_words(one) for one in Verdict}
    words |= {one: urgency_words(one) for one in ("watch", "call_clinic", "emergency")}
    words |= {
        "hour": gettext("hour %(n)s after your treatment") % {"n": "{n}"},
        "day": gettext("day %(n)s after your treatment") % {"n": "{n}"},
        "starts_in": gettext("starts in %(span)s") % {"span": "{span}"},
        "age": gettext("This page is %(age)s old. Is it still right? Make a new one.")
        % {"age": "{age}"},
        "wrong_clock": gettext(
            "The clock of this device is wrong. Go by the dates, not by what is left."
        ),
        "sign": gettext("How your skin feels"),
        "sign_what": gettext(
            "This page cannot judge it. Look at the warning signs, or call your clinic."
        ),
        "warning_signs": gettext("See the warning signs"),
        "did_you_mean": gettext("Did you mean"),
        "no_search": gettext(
            "The search does not work here. Look in the list below, or ask your clinic."
        ),
    }
    # a data block in a page: no letter of it may end the block
    return mark_safe(json.dumps(words, ensure_ascii=False).replace("<", "\\u003c"))


def _packed(table: AnswerTable) -> tuple[str, int]:
    """The table, zipped, as letters that mean nothing to HTML; how many bytes they stand for."""
    packed = gzip.compress(table.for_lookup().encode(), 9, mtime=0)
    text = base64.b85encode(packed, pad=True).decode()
    return text.translate(str.maketrans("<>&", ".,:")), len(packed)


def _style() -> str:
    """The site's own style, without comments and the sections of pages that this file is not."""
    text = "\n".join(_static(name) for name in STYLES)
    parts = re.split(r"^/\* (.*?) \*/$", text, flags=re.M)
    kept = [parts[0]]
    kept += [
        rules for name, rules in zip(parts[1::2], parts[2::2], strict=True) if name not in UNUSED
    ]
    return re.sub(r"/\*.*?\*/|^\s+|\n(?=\n)", "", "".join(kept), flags=re.S | re.M)


def _script() -> str:
    """Both scripts, without comments and the space before each line."""
    folder = files("afterglow.core.documents") / "scripts"
    text = "\n".join((folder / name).read_text("utf-8") for name in SCRIPTS)
    return re.sub(r"^\s*//.*\n|^\s+", "", text, flags=re.M)


def _static(name: str) -> str:
    return (files("afterglow.web.site") / "static" / "afterglow" / name).read_text("utf-8")


def _hash(text: str) -> str:
    return base64.b64encode(sha256(text.encode()).digest()).decode()


def _sprite(used: set[str]) -> str:
    """The icons that the page uses, as symbols."""
    wanted = used | {"phone", "check"}
    symbols = re.finditer(r'<symbol id="([a-z]+)".*?</symbol>', _static("icons.svg"), re.S)
    return "".join(one[0] for one in symbols if one[1] in wanted)
