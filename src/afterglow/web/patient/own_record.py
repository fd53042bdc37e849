"""A person's own record in words, for paper: the treatment, the check-ins, the advice, the plan.

In: the rows of a recovery. Out: `Record`, which core/documents sets as a PDF.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.utils.translation import get_language_bidi, gettext

from afterglow.apps.recoveries import CheckIn, Recovery, standing
from afterglow.core.documents import Part, Record, undrawn
from afterglow.core.geography import country_of_zone
from afterglow.core.planning import Plan, plan
from afterglow.core.protocol import Protocol, say
from afterglow.core.treatment import Treatment
from afterglow.web.patient import wording
from afterglow.web.patient.assessment import urgency_words
from afterglow.web.patient.choices import area_words, condition_words, device_words, numbing_words
from afterglow.web.patient.onefile_lists import dated
from afterglow.web.patient.summary import fahrenheit

# where paper is US letter; everywhere else it is A4
LETTER = {"US", "CA", "MX", "PH", "CO", "CL", "VE"}


def record(
    kept: Recovery, rows: Sequence[CheckIn], *, protocol: Protocol, now: datetime, language: str
) -> Record:
    """The same for reading: the treatment, the plan, the check-ins and what was said to them."""
    treatment = kept.treatment
    now = now.astimezone(treatment.zone)
    made = plan(treatment, protocol=protocol, language=language)
    country = protocol.country(treatment)
    emergency = country.emergency if country else say(protocol.contents.numbers.elsewhere, language)
    parts = (
        Part(
            gettext("The treatment"),
            head=(gettext("What"), gettext("As you told it")),
            rows=tuple(_facts(treatment, now)),
            columns=(2, 5),
        ),
        _check_ins(treatment, rows, protocol, now, language),
        _plan(made, now),
        Part(
            gettext("Who advised"),
            (
                gettext("Protocol %(id)s, version %(version)s.")
                % {"id": made.protocol.id, "version": made.protocol.version},
                *(
                    ()
                    if made.protocol.reviewed_by_clinician
                    else (gettext("No clinician has reviewed this yet."),)
                ),
                gettext(
                    "Afterglow does not replace your clinic. Your clinic's own words come first."
                ),
                gettext("Very ill? Call %(number)s.") % {"number": emergency},
            ),
        ),
    )
    whole = " ".join(word for part in parts for row in (part.lines, *part.rows) for word in row)
    boxes = undrawn(whole)
    return Record(
        title=gettext("My recovery"),
        lede=(
            gettext("Skin needling on %(when)s.") % {"when": dated(treatment.at_hour(0), now)},
            gettext("Made on %(when)s.") % {"when": dated(now, None)},
        ),
        warning=gettext(
            "This paper cannot show some letters that you wrote: %(n)s of them. The data file has"
            " them all."
        )
        % {"n": len(boxes)}
        if boxes
        else "",
        foot=gettext("Health data. Keep it to yourself and your clinic."),
        parts=parts,
        language=language,
        rtl=get_language_bidi(),
        letter=_country(treatment) in LETTER,
    )


def _facts(treatment: Treatment, now: datetime) -> Iterator[tuple[str, str]]:
    """What was told of the treatment, a row each."""
    yield gettext("When"), dated(treatment.at_hour(0), now)
    for area, depth in treatment.areas.items():
        yield area_words(area), gettext("%(depth)s mm deep") % {"depth": f"{depth:g}"}
    yield gettext("Device"), device_words(treatment.device)
    if treatment.session_number:
        yield gettext("Session"), str(treatment.session_number)
    if treatment.skin_type:
        yield gettext("Skin type"), gettext("%(n)s of 6") % {"n": treatment.skin_type}
    if treatment.age is not None:
        yield gettext("Age"), f"{treatment.age:g}"
    if treatment.weight_kg is not None:
        yield gettext("Weight"), gettext("%(n)s kg") % {"n": f"{treatment.weight_kg:g}"}
    if treatment.pregnant is not None:
        yield gettext("Pregnant"), gettext("Yes") if treatment.pregnant else gettext("No")
    if treatment.numbing:
        yield gettext("Numbing cream"), numbing_words(treatment.numbing.product)
    if treatment.medicines:
        names = wording.listed([one.name for one in treatment.medicines])
        yield gettext("Medicines"), names
    if treatment.conditions:
        yield (
            gettext("About you"),
            wording.listed([condition_words(one) for one in treatment.conditions]),
        )
    if treatment.clinic:
        told = [treatment.clinic.name or "", treatment.clinic.phone or ""]
        yield gettext("Clinic"), " ".join(one for one in told if one)


def _check_ins(
    treatment: Treatment, rows: Sequence[CheckIn], protocol: Protocol, now: datetime, language: str
) -> Part:
    """Every check-in with what was said to it; those that no longer count say so."""
    if not rows:
        return Part(gettext("Your check-ins"), (gettext("None yet."),))
    counting = standing(rows)
    told = []
    for row in rows:
        said = urgency_words(row.urgency)
        if row.withdrawn is not None:
            said = gettext("%(said)s (taken back)") % {"said": said}
        elif row not in counting:
            said = gettext("%(said)s (corrected later)") % {"said": said}
        report = row.report(protocol.sign_codes)
        words = [
            f"{say(protocol.signs[sign].name, language)} {rating}"
            for sign, rating in report.ratings.items()
        ]
        words += [say(protocol.flags[flag].name, language) for flag in report.flags]
        if report.temperature_c is not None:
            words.append(fahrenheit(report.temperature_c))
        if report.note:
            words.append(f"“{report.note}”")
        when = dated(row.at.astimezone(treatment.zone), now)
        told.append((when, wording.commas(words), said))
    return Part(
        gettext("Your check-ins"),
        (gettext("Each sign from 0, none, to 10, the worst you can think of."),),
        head=(gettext("When"), gettext("What you told"), gettext("What we said")),
        rows=tuple(told),
        columns=(4, 7, 3),
    )


def _plan(made: Plan, now: datetime) -> Part:
    """Each wait with its end, the earliest first."""
    avoid = [item for item in made.items if item.kind == "avoid"]
    ending = sorted((item for item in avoid if item.ends), key=lambda one: one.ends or now)
    rows = [(item.name, dated(item.ends, now)) for item in ending if item.ends]
    rows += [(item.name, gettext("always")) for item in avoid if item.ends is None]
    return Part(
        gettext("What to leave, and until when"),
        (gettext("Times as most clinics give them, the careful end."),),
        head=(gettext("What"), gettext("Until")),
        rows=tuple(rows),
        columns=(5, 4),
    )


def _country(treatment: Treatment) -> str | None:
    if treatment.country is None and treatment.time_zone:
        return country_of_zone(treatment.time_zone)
    return treatment.country
