"""The form: what is right is kept, what is wrong is said beside its field and nothing is stored."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from afterglow.apps.recoveries import Recovery
from afterglow.core.errors import InputRefused
from afterglow.core.messages import in_words
from afterglow.core.treatment import Treatment
from web.fault_boxes import places_of

pytestmark = pytest.mark.django_db


def test_a_filled_form_leads_to_today(client: Any, page_of: Callable[..., str]) -> None:
    page = client.get(page_of()).content.decode()
    assert "Wednesday 22:00 · hour 31 after your treatment" in page
    treatment = Recovery.objects.get().treatment
    assert treatment.areas == {"cheeks": 1.0, "nose": 1.0}
    assert treatment.performed_at.isoformat() == "2026-11-24T15:00:00-05:00"


def test_the_whole_face_stands_for_each_of_its_parts(page_of: Callable[..., str]) -> None:
    page_of(areas=["whole_face", "neck"], depth_nose="0.5")
    kept = Recovery.objects.get().treatment.areas
    assert set(kept) == {
        "forehead", "periorbital", "cheeks", "nose", "upper_lip", "chin", "jawline", "neck",
    }  # fmt: skip
    assert (kept["nose"], kept["cheeks"]) == (0.5, 1.0)


def test_all_that_may_be_told_is_kept(page_of: Callable[..., str]) -> None:
    page_of(
        depth_nose="0,5", device="pen", passes="4", first_session="no", age="34", pregnant="no",
        numbing="lidocaine_4", medicines="apixaban\n\n fish oil ", conditions=["cold_sores"],
        country="uk",
    )  # fmt: skip
    kept = Recovery.objects.get().treatment
    assert kept.areas == {"cheeks": 1.0, "nose": 0.5}
    assert (kept.passes, kept.first_session, kept.age, kept.pregnant) == (4, False, 34, False)
    assert [one.name for one in kept.medicines] == ["apixaban", "fish oil"]
    assert (kept.conditions, kept.country) == (("cold_sores",), "GB")


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"date": ""}, "date", "Choose the day."),
        ({"time": ""}, "time", "Write the hour, as in 15:00."),
        ({"date": "2026-13-45"}, "date", "Choose a day from the year 2000 to 2099"),
        ({"date": "1812-01-01"}, "date", "Choose a day from the year 2000 to 2099"),
        ({"date": "2026-03-08", "time": "02:30"}, "time", "skip this hour"),
        ({"time_zone": "London"}, "time_zone", "did you mean Europe/London?"),
        ({"areas": []}, "areas", "Tick where you were treated"),
        ({"areas": ["cheek"]}, "areas", "choose one from the list"),
        ({"depth": ""}, "depth", "Not sure? Write 1.5."),
        ({"depth": "15"}, "depth", "depth 15 mm is out of range"),
        ({"depth": "nan"}, "depth", "not a finite number"),
        ({"depth": "deep"}, "depth", "'deep' is not right"),
        ({"depth_nose": "9"}, "depth_nose", "depth 9 mm is out of range"),
        ({"passes": "2.5"}, "passes", "is not right"),
        ({"skin_type": "7"}, "skin_type", "choose one from the list"),
        ({"age": "-3"}, "age", "out of range"),
        ({"pregnant": "perhaps"}, "pregnant", "choose one from the list"),
        ({"numbing": "magic"}, "numbing", "choose one from the list"),
        ({"device": "laser"}, "device", "choose one from the list"),
        ({"conditions": ["tired"]}, "conditions", "choose one from the list"),
        ({"country": "Atlantis"}, "country", "Atlantis"),
        ({"clinic_name": "x" * 300}, "clinic_name", "200"),
        ({"medicines": "x" * 300}, "medicines", "200"),
    ],
)
def test_a_fault_stands_beside_its_field(
    client: Any, typed: dict[str, Any], changes: dict[str, Any], field: str, words: str
) -> None:
    response = client.post("/", {**typed, **changes})
    assert response.status_code == 422
    form = response.context["form"]
    assert words in " ".join(form.faults[field]), form.faults
    page = response.content.decode()
    assert f'href="#{field}"' in page
    assert f'id="{field}"' in page
    assert page.count('class="fault"') >= 1
    assert Recovery.objects.count() == 0
    assert "Traceback" not in page


def test_all_faults_come_at_once_and_what_was_typed_stays(
    client: Any, typed: dict[str, Any]
) -> None:
    wrong = {"depth": "15", "age": "old", "medicines": "<script>alert(1)</script>", "country": "X"}
    response = client.post("/", {**typed, **wrong})
    page = response.content.decode()
    assert {"depth", "age", "country"} <= set(response.context["form"].faults)
    assert 'value="15"' in page
    assert 'value="old"' in page
    assert "&lt;script&gt;" in page
    assert "<script>" not in page
    assert page.count('value="cheeks" checked') == 1


def test_the_words_are_the_core_s(client: Any, typed: dict[str, Any]) -> None:
    response = client.post("/", {**typed, "age": "-3"})
    data = {"performed_at": "2026-11-24T15:00:00-05:00", "areas": {"cheeks": 1.0}, "age": -3}
    with pytest.raises(InputRefused) as refused:
        Treatment.read(data)
    # but for a limit, which the core keeps as 0.0 and people write as 0
    words = in_words(refused.value.faults[0].problem, str)
    assert response.context["form"].faults["age"] == [words]
    assert words == "-3 is out of range; it must be at least 0"


WRONG = {
    "date": "", "time": "", "time_zone": "London", "areas": ["chin"], "depth": "15",
    "depth_nose": "9", "skin_type": "7", "first_session": "perhaps", "age": "-3",
    "pregnant": "perhaps", "medicines": "x" * 300, "conditions": ["tired"], "device": "laser",
    "passes": "2.5", "numbing": "magic", "clinic_name": "x" * 300, "clinic_phone": "x" * 300,
    "country": "Atlantis",
}  # fmt: skip


def test_the_box_names_each_field_by_its_label_and_each_field_says_it_too(
    client: Any, typed: dict[str, Any]
) -> None:
    page = client.post("/", {**typed, **WRONG}).content.decode()
    assert places_of(page) == [name for name in WRONG if name != "areas"]


def test_each_missing_thing_is_said_once_and_at_its_own_field(
    client: Any, typed: dict[str, Any]
) -> None:
    page = client.post("/", {**typed, "date": "", "time": "", "areas": [], "depth": ""})
    assert places_of(page.content.decode()) == ["date", "time", "areas", "depth"]


@pytest.mark.parametrize("body", [b"%", b"\xff\xfe=\xff", b"date=2026&areas=%00", b"a" * 300_000])
def test_rubbish_is_refused_without_a_traceback(client: Any, body: bytes) -> None:
    client.raise_request_exception = False
    kind = "application/x-www-form-urlencoded"
    response = client.post("/", data=body, content_type=kind)
    assert response.status_code in {400, 413, 422}
    assert Recovery.objects.count() == 0


def test_too_many_fields_are_refused(client: Any) -> None:
    response = client.post("/", {f"field{n}": "1" for n in range(1000)})
    assert response.status_code == 400
    assert "Nothing was stored" in response.content.decode()
