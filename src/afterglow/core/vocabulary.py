"""The words of the house: stable codes, never renamed, since records and outside checks use them.

A clinic's protocol may add signs; all else here is closed.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Literal, get_args

Area = Literal[
    "forehead", "periorbital", "cheeks", "nose", "upper_lip", "chin", "jawline", "neck",
    "decolletage", "scalp", "hands", "arms", "abdomen", "back", "thighs",
]  # fmt: skip
AREAS: tuple[str, ...] = get_args(Area)

Sign = Literal[
    "redness", "warmth", "swelling", "tightness", "soreness", "itching", "dryness", "flaking",
    "bruising", "darkening", "pinpoint_bleeding", "scabs", "stinging", "roughness", "breakouts",
    "milia", "pigment_change",
]  # fmt: skip
SIGNS: tuple[str, ...] = get_args(Sign)

# looks_ordinary: the signs that others can see
VISIBLE_SIGNS = ("redness", "swelling", "flaking", "bruising", "darkening", "scabs")

Flag = Literal[
    "pus", "spreading_redness", "red_streaks", "blisters", "cold_sore", "hives", "bumps",
    "nodules", "open_sore", "bleeding_restarted", "grid_marks", "dark_patches",
    "crusting_yellow", "fever", "chills", "severe_headache", "eye_pain", "vision_change",
    "facial_swelling", "lip_or_tongue_swelling", "breathing_difficulty", "wheeze", "fainting",
    "palpitations", "seizure", "confusion", "dizziness", "metallic_taste", "ringing_ears",
    "numb_mouth", "blue_lips", "throat_tightness", "vomiting", "cold_clammy_skin", "fast_pulse",
    "drowsiness", "twitching", "eye_swollen_shut", "numbness_persisting", "swollen_glands",
    "joint_pain", "raised_scar", "burn_marks",
]  # fmt: skip
FLAGS: tuple[str, ...] = get_args(Flag)

Device = Literal["pen", "roller", "stamp", "rf"]

Condition = Literal[
    "cold_sores", "acne", "rosacea", "eczema", "psoriasis", "sensitive_skin", "keloids",
    "diabetes", "immunosuppression", "cancer_treatment", "bleeding_disorder",
    "pigment_disorder", "connective_tissue_disease", "active_infection",
    "skin_cancer_in_area", "recent_tan", "recent_filler", "recent_scar", "allergy_lidocaine",
    "allergy_ester_anaesthetic", "allergy_metal", "g6pd_deficiency", "heart_rhythm",
    "epilepsy", "liver_disease", "breastfeeding",
]  # fmt: skip
CONDITIONS: tuple[str, ...] = get_args(Condition)

NumbingProduct = Literal[
    "lidocaine_4", "lidocaine_5", "lidocaine_prilocaine_2.5_2.5", "tetracaine_4",
    "lidocaine_tetracaine_7_7", "benzocaine_lidocaine_tetracaine_20_6_4", "other",
]  # fmt: skip

# A controlled study or regulator's label, B review or consensus, C clinics agreeing,
# D a single source, E a modelling assumption: "an informed estimate, not measured"
Grade = Literal["A", "B", "C", "D", "E"]
ClaimStatus = Literal["supported", "partly", "disputed", "unsafe", "unverified"]
ItemKind = Literal["do", "avoid", "care"]

MAX_DEPTH_MM = 4.0
MAX_DEPTH_MM_RF = 8.0
MAX_RATING = 10


class Urgency(IntEnum):
    """How soon somebody must act, ordered: the more urgent is the greater. Spelled by `name`."""

    expected = 0
    watch = 1
    call_clinic = 2
    emergency = 3

    def __str__(self) -> str:
        return self.name


class Verdict(IntEnum):
    """An answer's verdict, ordered from the laxest to the strictest (design: strictness)."""

    yes = 0
    info = 1
    unknown = 2
    ask_clinic = 3
    wait = 4
    no = 5

    def __str__(self) -> str:
        return self.name
