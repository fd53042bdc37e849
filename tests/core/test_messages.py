"""A message is plain English, and can be said by another template for each of its own."""

from __future__ import annotations

import pytest

import afterglow as ag
from afterglow.core.errors import Fault
from afterglow.core.messages import Message, Name, about_fields, in_words, joined, message
from core.making import check_in, treatment


def test_a_message_is_its_english() -> None:
    said = message("%(given)s is out of range", given="-3")
    assert said == "-3 is out of range"
    assert isinstance(said, str)


def test_it_is_said_by_other_templates_from_the_inside_out() -> None:
    said = message("unknown %(kind)s %(word)s", kind=message("area"), word="'x'")
    other = {"unknown %(kind)s %(word)s": "%(word)s, no %(kind)s", "area": "place"}
    assert in_words(said, lambda english: other[english]) == "'x', no place"


def test_what_was_typed_is_dressed_and_a_limit_is_a_plain_number() -> None:
    said = message("%(given)s beyond %(limit)s", given="9", limit=8.0)
    assert said == "9 beyond 8.0"
    assert in_words(said, str, shown=lambda typed: f"<{typed}>") == "<9> beyond <8>"


def test_the_name_of_a_field_becomes_its_label() -> None:
    said = message("lies before %(other)s", other=Name("applied_at"))
    assert in_words(said, str) == "lies before applied_at"
    assert in_words(said, str, names={"applied_at": "It goes on"}) == "lies before It goes on"


def test_several_are_joined_in_one_line() -> None:
    assert joined([]) is None
    assert joined([message("a"), message("b"), message("c")]) == "a; b; c"


def test_a_fault_of_several_fields_has_a_part_for_each() -> None:
    words = about_fields([("areas.chin", message("too deep")), ("areas.nose", message("too low"))])
    fault = Fault("treatment", words)
    assert str(fault) == "treatment: areas.chin: too deep; areas.nose: too low"
    assert [str(one) for one in fault.parts] == [
        "treatment.areas.chin: too deep", "treatment.areas.nose: too low",
    ]  # fmt: skip
    assert Fault("age", "is odd").parts == (Fault("age", "is odd"),)


@pytest.mark.parametrize(
    ("changes", "english"),
    [
        ({"age": -3}, "age: -3 is out of range; it must be at least 0.0"),
        ({"areas": {"cheeks": 15}}, "areas.cheeks: depth 15 mm is out of range; needles of a pen "
         "go above 0 and at most 4 mm"),
        ({"time_zone": "London"}, "time_zone: unknown time zone 'London' (did you mean "
         "Europe/London?)"),
        ({"numbing": {"product": "other", "applied_at": "2026-03-02T11:00:00Z",
                      "removed_at": "2026-03-02T10:00:00Z"}},
         "numbing: removed_at lies before applied_at; cream comes off after it goes on"),
    ],
)  # fmt: skip
def test_the_english_of_a_refusal_is_one_line_and_known_to_its_templates(
    changes: dict[str, object], english: str
) -> None:
    with pytest.raises(ag.InputRefused) as refused:
        ag.plan(treatment(**changes))
    assert str(refused.value) == english
    assert all(isinstance(one.problem, Message) for one in refused.value.faults)


def test_a_refused_check_in_can_be_translated_whole() -> None:
    with pytest.raises(ag.InputRefused) as refused:
        ag.assess(treatment(), [check_in(5, "puss", redness=11, temperature_c=98.6)])
    told = [in_words(one.problem, lambda english: f"_{english}_") for one in refused.value.faults]
    assert all(one.startswith("_") for one in told), told
