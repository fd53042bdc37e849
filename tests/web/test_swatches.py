"""Drawings of severity: for every skin, stronger with every step, and never said to be measured."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from afterglow.web.patient.swatches import SKINS, TONES, group_of, pictures
from web.test_pages import text_of


def light(colour: str) -> float:
    """The lightness of a colour, 0 to 255, as the eye weighs it."""
    red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("sign", sorted(TONES))
def test_every_step_is_stronger_on_every_skin(sign: str) -> None:
    for place, skin in enumerate(SKINS):
        steps = [pictures(sign, rating)[place] for rating in range(11)]
        assert {one.group for one in steps} == {skin}
        strength = [float(one.patches) for one in steps]
        assert strength == sorted(set(strength))
        assert strength[0] == 0
        assert light(steps[-1].base) - light(steps[-1].tone) > 35, "darker than the skin around it"


def test_redness_on_deep_skin_is_a_violet_dark_and_no_red() -> None:
    tone = TONES["redness"]["deep"]
    red, green, blue = (int(tone[n : n + 2], 16) for n in (1, 3, 5))
    assert green < blue
    assert blue > red * 0.7


def test_what_is_felt_has_no_picture() -> None:
    assert pictures("warmth", 5) == []


@pytest.mark.parametrize(
    ("skin_type", "group"),
    [(1, "fair"), (2, "fair"), (3, "medium"), (4, "medium"), (5, "deep"), (6, "deep"), (None, "")],
)
def test_the_form_starts_with_the_person_s_own_skin(
    client: Any, page_of: Callable[..., str], skin_type: int | None, group: str
) -> None:
    assert group_of(skin_type) == group
    page = client.get(f"{page_of(skin_type=str(skin_type or ''))}check-in/").content.decode()
    chosen = [one for one in SKINS if f'name="skin_like" value="{one}" checked' in page]
    assert chosen == ([group] if group else [])
    words = text_of(page)
    assert (
        "Drawings, not a measurement. On deep skin, redness looks darker or more purple." in words
    )
    assert page.count('role="radiogroup"') == 1


def test_skin_like_mine_is_not_stored(client: Any, page_of: Callable[..., str]) -> None:
    from uuid import uuid4

    from afterglow.apps.recoveries import CheckIn

    posted = {"id": str(uuid4()), "skin_like": "deep", "rating_redness": "2"}
    client.post(f"{page_of()}check-in/", posted)
    row = CheckIn.objects.get()
    assert "deep" not in str(row.data)
    assert "deep" not in str(row.told)
