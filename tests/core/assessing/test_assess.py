"""Red flags, limits, rises: what evidence section 2 asks for, as a floor, at every hour."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import afterglow as ag
from afterglow.core.vocabulary import FLAGS, Urgency
from core.assessing import naive
from core.making import HOURS, check_in, recoveries, treatment

U = Urgency  # one letter, so that the tables below can be read at a glance

# evidence section 2, read by hand: the least that each flag alone must be answered with.
# A pair is (before that hour, from that hour on).
FLOOR: dict[str, U | tuple[float, U, U]] = {
    # anaphylaxis
    "lip_or_tongue_swelling": U.emergency, "throat_tightness": U.emergency, "wheeze": U.emergency,
    "hives": U.emergency, "fainting": U.emergency, "breathing_difficulty": U.emergency,
    # local-anaesthetic toxicity
    "numb_mouth": U.emergency, "metallic_taste": U.emergency, "ringing_ears": U.emergency,
    "vision_change": U.emergency, "dizziness": U.emergency, "drowsiness": U.emergency,
    "twitching": U.emergency, "seizure": U.emergency, "palpitations": U.emergency,
    "confusion": U.emergency,
    # methaemoglobinaemia
    "blue_lips": U.emergency, "severe_headache": U.emergency,
    # eye
    "eye_pain": U.emergency,
    # infection
    "pus": U.call_clinic, "crusting_yellow": U.call_clinic, "spreading_redness": U.call_clinic,
    "red_streaks": U.call_clinic, "fever": U.call_clinic, "eye_swollen_shut": U.call_clinic,
    "facial_swelling": U.call_clinic, "nodules": U.call_clinic,
    # unwell, which evidence names only together with fever: not below the clinic
    "chills": U.call_clinic, "vomiting": U.call_clinic, "fast_pulse": U.call_clinic,
    "cold_clammy_skin": U.call_clinic,
    # herpes
    "blisters": U.call_clinic, "cold_sore": U.call_clinic, "open_sore": U.call_clinic,
    # granuloma, hypersensitivity
    "bumps": (168, U.watch, U.call_clinic), "joint_pain": U.call_clinic,
    # scars, nerve, burn, bleeding
    "grid_marks": U.call_clinic, "burn_marks": U.call_clinic, "raised_scar": U.watch,
    "numbness_persisting": U.call_clinic, "bleeding_restarted": U.call_clinic,
    # later
    "dark_patches": (672, U.watch, U.call_clinic),
    "swollen_glands": (168, U.watch, U.call_clinic),
}  # fmt: skip


def judged(*check_ins: dict[str, Any], **person: Any) -> ag.Assessment:
    return ag.assess(treatment(**person), list(check_ins))


def by_rules(result: ag.Assessment) -> U:
    """The urgency that the rules alone call for; the forecast may add to it."""
    rules = [one.urgency for one in result.reasons if one.by == "rule"]
    return max(rules, default=U.expected)


def test_the_table_holds_every_flag() -> None:
    assert set(FLOOR) == set(FLAGS)


@pytest.mark.parametrize("hour", [1, 50, 500, 2000])
@pytest.mark.parametrize("flag", FLAGS)
def test_a_flag_alone_gets_at_least_what_the_evidence_asks(flag: str, hour: float) -> None:
    floor = FLOOR[flag]
    if isinstance(floor, tuple):
        floor = floor[1] if hour < floor[0] else floor[2]
    assert judged(check_in(hour, flag)).urgency >= floor


@pytest.mark.parametrize("flag", FLAGS)
def test_a_flag_never_gets_less_urgent_with_the_hour(flag: str) -> None:
    urgencies = [judged(check_in(h, flag)).urgency for h in (0, 1, 23, 24, 71, 72, 168, 700, 9000)]
    assert urgencies == sorted(urgencies)


SIDES: list[tuple[str, dict[str, Any], U]] = [
    ("no fever at 37.9", check_in(50, temperature_c=37.9, redness=1), U.expected),
    ("fever at 38.0", check_in(50, temperature_c=38.0, redness=1), U.call_clinic),
    ("fever at 38.0, month after", check_in(720, temperature_c=38.0, redness=1), U.call_clinic),
    ("38.0 and confused", check_in(50, "confusion", temperature_c=38.0), U.emergency),
    ("38.0 and a fast pulse", check_in(50, "fast_pulse", temperature_c=38.0), U.emergency),
    ("38.0 and vomiting", check_in(50, "vomiting", temperature_c=38.0), U.emergency),
    ("38.0 and cold, clammy", check_in(50, "cold_clammy_skin", temperature_c=38.0), U.emergency),
    ("fever told, vomiting", check_in(50, "vomiting", "fever"), U.emergency),
    ("38.0 and spreading", check_in(50, "spreading_redness", temperature_c=38.0), U.emergency),
    ("redness 6 at 71.9 h", check_in(71.9, redness=6), U.expected),
    ("redness 5 at 72 h", check_in(72, redness=5), U.expected),
    ("redness 6 at 72 h", check_in(72, redness=6), U.call_clinic),
    ("redness 6 after 50 days", check_in(1200, redness=6), U.call_clinic),
    ("redness 3 at 167.9 h", check_in(167.9, redness=3), U.expected),
    ("redness 2 at 168 h", check_in(168, redness=2), U.expected),
    ("redness 3 at 168 h", check_in(168, redness=3), U.watch),
    ("redness 5 at 335.9 h", check_in(335.9, redness=5), U.watch),
    ("redness 3 at 336 h", check_in(336, redness=3), U.call_clinic),
    ("soreness 7 at 23.9 h", check_in(23.9, soreness=7), U.expected),
    ("soreness 6 at 24 h", check_in(24, soreness=6), U.expected),
    ("soreness 7 at 24 h", check_in(24, soreness=7), U.call_clinic),
    ("itch 6 with bumps", check_in(50, "bumps", itching=6), U.call_clinic),
    ("itch 5 with bumps", check_in(50, "bumps", itching=5), U.watch),
    ("itch 6 with blisters", check_in(50, "blisters", itching=6), U.call_clinic),
    ("bumps at 167.9 h", check_in(167.9, "bumps"), U.watch),
    ("bumps at 168 h", check_in(168, "bumps"), U.call_clinic),
    ("glands at 167.9 h", check_in(167.9, "swollen_glands"), U.watch),
    ("glands at 168 h", check_in(168, "swollen_glands"), U.call_clinic),
    ("glands with fever", check_in(50, "swollen_glands", "fever"), U.call_clinic),
    ("patches at 671.9 h", check_in(671.9, "dark_patches"), U.watch),
    ("patches at 672 h", check_in(672, "dark_patches"), U.call_clinic),
    ("an ordinary first evening", check_in(6, redness=6, warmth=5, soreness=4), U.expected),
    ("an ordinary third day", check_in(60, redness=2, dryness=4, flaking=2), U.expected),
]


@pytest.mark.parametrize(
    ("given_one", "urgency"), [row[1:] for row in SIDES], ids=[row[0] for row in SIDES]
)
def test_both_sides_of_every_threshold(given_one: dict[str, Any], urgency: U) -> None:
    result = judged(given_one)
    assert by_rules(result) == urgency
    assert result.urgency >= urgency


def test_blisters_close_to_the_eye_are_an_emergency() -> None:
    assert judged(check_in(80, "blisters"), areas={"periorbital": 0.5}).urgency == U.emergency


@pytest.mark.parametrize("condition", ["immunosuppression", "cancer_treatment"])
def test_a_fever_with_weak_defences_is_never_below_the_clinic(condition: str) -> None:
    assert judged(check_in(50, "fever"), conditions=[condition]).urgency >= U.call_clinic


def course(**signs: dict[float, int | None]) -> list[dict[str, Any]]:
    """Check-ins from sequences {hour: rating}; None leaves the sign out at that hour."""
    hours = sorted({hour for sequence in signs.values() for hour in sequence})
    return [
        check_in(h, **{s: seq[h] for s, seq in signs.items() if seq.get(h) is not None})
        for h in hours
    ]


UP = {1: 5, 12: 3, 30: 5}
RISES: list[tuple[str, list[dict[str, Any]], U]] = [
    ("two up by 2", course(redness=UP, warmth={1: 4, 12: 2, 30: 4}), U.call_clinic),
    ("one up by 2, one by 1", course(redness=UP, warmth={1: 4, 12: 2, 30: 3}), U.expected),
    ("swelling and soreness", course(swelling=UP, soreness=UP), U.call_clinic),
    ("two up by 2 at 23.9 h", course(redness={1: 5, 12: 3, 23.9: 5},
                                     warmth={1: 5, 12: 3, 23.9: 5}), U.expected),
    ("two up by 2 at 24 h", course(redness={1: 5, 12: 3, 24: 5},
                                   warmth={1: 5, 12: 3, 24: 5}), U.call_clinic),
    ("one up by 2 once", course(redness=UP), U.expected),
    ("one up by 3 once", course(redness={1: 5, 12: 2, 30: 5}), U.watch),
    ("one up by 2 twice", course(redness={1: 5, 12: 2, 30: 4, 40: 4}), U.call_clinic),
    ("up by 2, then by 1", course(redness={1: 5, 12: 2, 30: 4, 40: 3}), U.expected),
    ("up by 2 before and after 24 h", course(redness={1: 5, 12: 2, 23: 4, 30: 4}), U.expected),
    ("up by 2 at 24 h and after", course(redness={1: 5, 12: 2, 24: 4, 30: 4}), U.call_clinic),
    ("never fallen", course(redness={1: 1, 30: 4, 40: 5}, warmth={1: 1, 30: 4, 40: 5}),
     U.expected),
    ("fallen by exactly 1", course(redness={1: 3, 12: 2, 30: 4}, warmth={1: 3, 12: 2, 30: 4}),
     U.call_clinic),
    ("the low before the fall does not count",
     course(redness={1: 1, 5: 5, 12: 4, 30: 5}, warmth={1: 1, 5: 5, 12: 4, 30: 5}), U.expected),
    ("the lowest since the fall counts",
     course(redness={1: 5, 12: 3, 20: 1, 30: 3}, warmth={1: 5, 12: 3, 20: 1, 30: 3}),
     U.call_clinic),
    ("its own highest, not its first",
     course(redness={1: 3, 5: 4, 10: 3, 30: 5}, warmth={1: 3, 5: 4, 10: 3, 30: 5}),
     U.call_clinic),
    ("a gap in the ratings", course(redness={1: 5, 12: 2, 20: None, 30: 4},
                                    warmth={1: 5, 12: 2, 20: 2, 30: 4}), U.call_clinic),
    ("not at once", course(redness={1: 5, 12: 2, 30: 4, 40: 3}, warmth={1: 5, 12: 2, 30: 3, 40: 4}),
     U.expected),
    ("itching does not count", course(itching=UP, dryness=UP, tightness=UP), U.expected),
    ("not rated now", course(redness={1: 5, 12: 2, 30: None}, warmth={1: 5, 12: 2, 30: 4}),
     U.expected),
]  # fmt: skip


@pytest.mark.parametrize(
    ("check_ins", "urgency"), [row[1:] for row in RISES], ids=[row[0] for row in RISES]
)
def test_rises_worked_out_by_hand(check_ins: list[dict[str, Any]], urgency: U) -> None:
    result = judged(*check_ins)
    assert by_rules(result) == urgency
    assert result.urgency >= urgency


def test_an_empty_check_in_is_watch_with_everything_missing(protocol: ag.Protocol) -> None:
    for hour in (1, 50, 500):
        result = judged(check_in(hour))
        asked = {one.id for one in protocol.contents.signs if one.ask[0] <= hour < one.ask[1]}
        assert result.urgency == U.watch
        assert asked | {"temperature_c"} <= set(result.missing)
        assert asked


def test_an_empty_check_in_is_watch_years_after() -> None:
    assert judged(check_in(20_000)).urgency == U.watch


def test_a_note_alone_leaves_a_check_in_empty() -> None:
    assert judged(check_in(50, note="all fine")).urgency == U.watch


def test_a_temperature_alone_leaves_a_check_in_empty() -> None:
    """No rating and no flag is `watch` (design, section 4); 36.5 °C is neither."""
    assert judged(check_in(50, temperature_c=36.5)).urgency == U.watch


def test_missing_lists_what_was_not_told_and_nothing_that_was() -> None:
    missing = judged(check_in(50, redness=1, temperature_c=36.8)).missing
    assert "redness" not in missing
    assert "temperature_c" not in missing
    assert {"warmth", "swelling", "soreness"} <= set(missing)


def test_an_earlier_warning_is_not_forgotten() -> None:
    calm = check_in(70, redness=1, warmth=0)
    for earlier in (
        check_in(50, "pus"),
        check_in(50, "fever"),
        check_in(50, temperature_c=38.4),
        check_in(2, "seizure"),
    ):
        assert judged(earlier, calm).urgency >= U.watch
    assert by_rules(judged(check_in(50, "bumps"), calm)) == U.expected


def test_a_correction_of_the_same_instant_takes_a_warning_back() -> None:
    assert judged(check_in(50, "pus"), check_in(50, redness=1)).urgency == U.expected


def test_only_the_last_check_in_is_judged() -> None:
    result = judged(check_in(80, redness=7), check_in(90, redness=1))
    assert by_rules(result) < U.call_clinic
    assert result.hour == 90


ASSESSMENT = {
    "at", "hour", "urgency", "off_course", "reasons", "next_step", "next_check_in", "missing",
}  # fmt: skip


def test_the_json_of_an_assessment_has_the_fields_of_the_design() -> None:
    for one in (check_in(1), check_in(50, "pus", "seizure"), check_in(9, redness=3)):
        told = json.loads(json.dumps(judged(one).model_dump(mode="json")))
        assert told.keys() >= ASSESSMENT
        assert told["urgency"] in naive.ORDER
        for reason in told["reasons"]:
            assert reason.keys() >= {"by", "id", "urgency", "text", "sources"}
            assert reason["by"] in ("rule", "forecast")
            assert reason["urgency"] in naive.ORDER
            for source in reason["sources"]:
                assert source.keys() >= {"id", "title", "url", "grade"}


@settings(deadline=None, max_examples=60)
@given(recovery=recoveries())
def test_reasons_are_never_empty_and_the_most_urgent_comes_first(recovery: dict[str, Any]) -> None:
    result = ag.assess(**recovery)
    urgencies = [one.urgency for one in result.reasons]
    assert urgencies == sorted(urgencies, reverse=True)
    assert urgencies[0] == result.urgency
    assert result.next_step
    rules = [one.id for one in result.reasons if one.by == "rule"]
    assert len(set(rules)) == len(rules)
    shown = [result.next_step, result.title]
    for reason in result.reasons:
        assert reason.id
        assert reason.sources
        shown += [reason.text, reason.likely or ""]
    assert not any("{" in text or "None" in text for text in shown)
    assert result == ag.assess(**recovery)


@settings(deadline=None, max_examples=150)
@given(recovery=recoveries())
def test_a_naive_reading_of_the_rules_agrees(recovery: dict[str, Any]) -> None:
    result = ag.assess(**recovery)
    fired = {one.id for one in result.reasons if one.by == "rule"} - {"no_warning_sign"}
    assert fired == {name for _, name in naive.fired(recovery)}
    assert by_rules(result).name == naive.urgency(recovery)
    assert result.urgency >= by_rules(result)


def worse(recovery: dict[str, Any], **changes: Any) -> dict[str, Any]:
    last = recovery["check_ins"][-1] | changes
    return recovery | {"check_ins": [*recovery["check_ins"][:-1], last]}


@settings(deadline=None, max_examples=120)
@given(recovery=recoveries(), data=st.data())
def test_raising_a_rating_never_lowers_the_urgency(
    recovery: dict[str, Any], data: st.DataObject
) -> None:
    ratings = recovery["check_ins"][-1]["ratings"]
    assume(any(value < 10 for value in ratings.values()))
    sign = data.draw(st.sampled_from([name for name, value in ratings.items() if value < 10]))
    higher = data.draw(st.integers(ratings[sign] + 1, 10))
    raised = worse(recovery, ratings=ratings | {sign: higher})
    assert ag.assess(**raised).urgency >= ag.assess(**recovery).urgency


@settings(deadline=None, max_examples=120)
@given(recovery=recoveries(), flag=st.sampled_from(FLAGS))
def test_adding_a_flag_never_lowers_the_urgency(recovery: dict[str, Any], flag: str) -> None:
    flagged = worse(recovery, flags=sorted({*recovery["check_ins"][-1]["flags"], flag}))
    assert ag.assess(**flagged).urgency >= ag.assess(**recovery).urgency


@settings(deadline=None, max_examples=80)
@given(recovery=recoveries(), degrees=st.floats(0.1, 3))
def test_adding_a_degree_never_lowers_the_urgency(recovery: dict[str, Any], degrees: float) -> None:
    before = recovery["check_ins"][-1].get("temperature_c")
    assume(before is not None)
    hotter = worse(recovery, temperature_c=before + degrees)
    assert ag.assess(**hotter).urgency >= ag.assess(**recovery).urgency


@settings(deadline=None, max_examples=80)
@given(recovery=recoveries(), temperature=st.floats(36, 42))
def test_telling_a_temperature_never_lowers_the_urgency(
    recovery: dict[str, Any], temperature: float
) -> None:
    assume("temperature_c" not in recovery["check_ins"][-1])
    told = worse(recovery, temperature_c=temperature)
    assert ag.assess(**told).urgency >= ag.assess(**recovery).urgency


@settings(deadline=None, max_examples=80)
@given(recovery=recoveries(), hours=HOURS)
def test_by_the_rules_the_same_report_later_is_never_less_urgent(
    recovery: dict[str, Any], hours: float
) -> None:
    # the forecast is monotone in what is told, not in time: swelling is rarer at 1 h than at 24
    moment = datetime.fromisoformat(recovery["check_ins"][-1]["at"])
    at = (moment.astimezone(UTC) + timedelta(hours=hours)).isoformat()
    later, now = ag.assess(**worse(recovery, at=at)), ag.assess(**recovery)
    assert by_rules(later) >= by_rules(now)


@settings(deadline=None, max_examples=60)
@given(recovery=recoveries())
def test_an_illness_told_never_lowers_the_urgency(recovery: dict[str, Any]) -> None:
    well = recovery | {"treatment": recovery["treatment"] | {"conditions": [], "medicines": []}}
    assert ag.assess(**recovery).urgency >= ag.assess(**well).urgency


def each_check_in(recovery: dict[str, Any]) -> list[tuple[float, U]]:
    treated, check_ins = recovery["treatment"], recovery["check_ins"]
    found = [ag.assess(treated, check_ins[: n + 1]) for n in range(len(check_ins))]
    return [(one.hour, one.urgency) for one in found]


def test_ordinary_recoveries_are_never_sent_to_the_clinic(
    recovery_cases: list[dict[str, Any]],
) -> None:
    for case in recovery_cases:
        if case["label"] == "none":
            urgencies = [urgency for _, urgency in each_check_in(case["recovery"])]
            assert max(urgencies) < U.call_clinic, case["id"]


@pytest.mark.parametrize(
    ("label", "least"),
    [
        ("anaesthetic_toxicity", U.emergency),
        ("methaemoglobin", U.emergency),
        ("anaphylaxis", U.emergency),
        ("infection", U.call_clinic),
        ("contact_dermatitis", U.call_clinic),
    ],
)
def test_complications_are_caught_once_they_can_be_seen(
    recovery_cases: list[dict[str, Any]], label: str, least: U
) -> None:
    (case,) = [one for one in recovery_cases if one["label"] == label]
    seen = [u for hour, u in each_check_in(case["recovery"]) if hour >= case["observable_from"]]
    assert max(seen) >= least
