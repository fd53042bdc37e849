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
from datetime import datetime
from hashlib import sha256
from importlib.resources import files
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext, override

from afterglow.core.answering import AnswerTable, answer_table
from afterglow.core.forecasting import forecast_recovery
from afterglow.core.languages import language_of
from afterglow.core.planning import plan
from afterglow.core.protocol import Protocol
from afterglow.core.treatment import Recovery
from afterglow.core.vocabulary import Urgency, Verdict
from afterglow.web.patient import wording
from afterglow.web.patient.answers import verdict_words
from afterglow.web.patient.assessment import (
    judged,
    lede_of,
    stands_from_before,
    title_of,
    urgency_words,
)
from afterglow.web.patient.onefile_lists import charts_of, dated, helps_of, told_of, waits_of
from afterglow.web.patient.unwell import unwell
from afterglow.web.patient.views.shared import zone_name

SHOWN_WAITS = 8
STYLES = ("tokens.css", "site.css", "onefile.css")
SCRIPTS = ("lookup.js", "chart.js", "recovery_page.js")


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
    waits, helps = waits_of(made, now), helps_of(made, now)
    often = [one for one in waits if one.ends][:SHOWN_WAITS]
    script = _script()
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
        "alarm": _alarm(recovery, protocol, language),
        "charts": charts_of(recovery, expected, protocol, now, language),
        "warnings": made.warnings,
        "told": told_of(table, now),
        "words": _words(),
        "table": table_text,
        "table_bytes": table_bytes,
        "reviewed": protocol.contents.about.reviewed_by_clinician,
        "version": protocol.version,
        "icons": mark_safe(_sprite({one.icon for one in helps})),
        "script": mark_safe(script),
        "script_hash": _hash(script),
        "draft": spoken is not None and spoken.status == "draft",
        "check_ins": len(recovery.check_ins),
    }
    body = render_to_string("patient/onefile_body.html", context)
    named = re.findall(r'(?:class|id)="([^"]*)"', body)
    # the script names classes too, in its texts; urgencies come from the table
    named += ["onefile", "watch", "call_clinic", *re.findall(r'"[^"\n]*"|`[^`\n]*`', script)]
    style = _style(set(re.findall(r"[a-z][\w-]*", " ".join(named))))
    outside = {"style": mark_safe(style), "style_hash": _hash(style), "body": body}
    return render_to_string("patient/onefile.html", context | outside)


def _alarm(recovery: Recovery, protocol: Protocol, language: str) -> dict[str, str]:
    """What the check-ins call for, where it is somebody's help; it comes before all else."""
    if not recovery.check_ins:
        return {}
    treatment = recovery.treatment
    found = judged(treatment, recovery.check_ins, protocol=protocol, language=language)
    if found.urgency < Urgency.call_clinic and not stands_from_before(found):
        return {}
    return {
        "look": "sos" if found.urgency == Urgency.emergency else "call",
        "title": title_of(found, in_doubt=False),
        "text": lede_of(found),
    }


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
    data = json.loads(table.for_lookup())
    # what is judged in a check-in is judged elsewhere
    del data["flags"], data["rules"]
    data["medicines"] = [_lighter(row) for row in data["medicines"]]
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    packed = gzip.compress(text.encode(), 9, mtime=0)
    text = base64.b85encode(packed, pad=True).decode()
    return text.translate(str.maketrans("<>&", ".,:")), len(packed)


def _lighter(row: list[Any]) -> list[Any]:
    """A medicine's row whose name stands first among its names, without what says nothing."""
    names, name, *rest = row
    listed = names.split("|")
    if name in listed:
        listed.remove(name)
        names, name = "|".join([name, *listed]), 0
    while rest and not rest[-1]:
        rest.pop()
    return [names, name, *rest]


def _style(used: set[str]) -> str:
    """The site's own style, without comments and rules for what no word of this file names."""
    text = re.sub(r"/\*.*?\*/", "", "\n".join(_static(name) for name in STYLES), flags=re.S)

    def kept(rule: re.Match[str]) -> str:
        wanted = [
            one
            for one in rule[1].split(",")
            if all(name in used for name in re.findall(r"[.#]([a-z][\w-]*)", one))
        ]
        return rule[0] if wanted else ""

    text = re.sub(r"([^{}]+)\{[^{}]*\}", kept, text)
    return re.sub(r"@[^{}]+\{\s*\}|^\s+", "", text, flags=re.M)


def _script() -> str:
    """All scripts, without comments and the space before each line."""
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
