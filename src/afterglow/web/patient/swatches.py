"""Pictures of how strong a sign is, drawn for fair, medium and deep skin.

In: a sign and a rating. Out: colours for the drawing on each key. Drawings, not measurements: on
deep skin redness shows as a darker, more violet tone, so one ramp of reds would serve few.
"""

from __future__ import annotations

from dataclasses import dataclass

from afterglow.core.vocabulary import MAX_RATING

SKINS = ("fair", "medium", "deep")
BASE = {"fair": "#f3d5c2", "medium": "#d9a880", "deep": "#74472f"}
# the tone that a sign takes on each skin at its strongest
TONES = {
    "redness": {"fair": "#c42b3b", "medium": "#a5333b", "deep": "#3c1530"},
    "bruising": {"fair": "#5a3c7c", "medium": "#4a3163", "deep": "#22132f"},
    "darkening": {"fair": "#8f6240", "medium": "#744629", "deep": "#331b10"},
    "pigment_change": {"fair": "#7d5436", "medium": "#5f3922", "deep": "#26140c"},
}
# at most so opaque: the patches, and the skin between them
PATCHES, BETWEEN = 0.75, 0.6


@dataclass(frozen=True)
class Picture:
    """One drawing: skin, tone, and how opaque the tone lies on patches and between them."""

    group: str
    base: str
    tone: str
    patches: str
    between: str


def group_of(skin_type: int | None) -> str:
    """Fitzpatrick 1 and 2 are drawn fair, 3 and 4 medium, 5 and 6 deep; unknown: none of them."""
    return SKINS[(skin_type - 1) // 2] if skin_type else ""


def pictures(sign: str, rating: int) -> list[Picture]:
    """The drawings of a rating, one for each skin; none for a sign that is felt, not seen."""
    share = rating / MAX_RATING
    return [
        Picture(
            group,
            BASE[group],
            TONES[sign][group],
            f"{PATCHES * share:.2f}",
            f"{BETWEEN * share:.2f}",
        )
        for group in SKINS
        if sign in TONES
    ]
