"""What the form offers, in people's words: areas, skin types, conditions, numbing creams.

In: the form as typed. Out: options with their code, words and whether they are chosen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from babel import Locale, UnknownLocaleError
from django.utils.translation import gettext

from afterglow.core.vocabulary import AREAS, CONDITIONS, Device, NumbingProduct

if TYPE_CHECKING:
    from afterglow.web.patient.form import TreatmentForm


@dataclass(frozen=True)
class Option:
    """A choice: its code, its words, whether it is taken; `depth` as typed, for areas."""

    code: str
    words: str
    chosen: bool
    depth: str = ""
    faults: tuple[str, ...] = ()


def choices(form: TreatmentForm) -> dict[str, list[Option]]:
    """Every list of the form."""

    def one_of(name: str, words: dict[str, str], codes: Iterable[str]) -> list[Option]:
        return [
            Option(code, words.get(code) or plain(code), form.values.get(name) == code)
            for code in codes
        ]

    return {
        "areas": [
            Option(
                area,
                _areas().get(area) or plain(area),
                area in form.areas,
                form.values.get(f"depth_{area}", ""),
                tuple(form.faults.get(f"depth_{area}", ())),
            )
            for area in AREAS
        ],
        "conditions": [
            Option(code, _conditions().get(code) or plain(code), code in form.conditions)
            for code in CONDITIONS
        ],
        "skin_types": one_of("skin_type", _skin_types(), [str(n) for n in range(1, 7)]),
        "devices": one_of("device", _devices(), get_args(Device)),
        "numbing": one_of("numbing", _numbing(), get_args(NumbingProduct)),
    }


def plain(code: str) -> str:
    """ "upper_lip" as "Upper lip"."""
    words = code.replace("_", " ")
    return words[:1].upper() + words[1:]


def area_words(area: str) -> str:
    """An area as people call it."""
    return _areas().get(area) or plain(area)


def condition_words(condition: str) -> str:
    """A condition as people call it."""
    return _conditions().get(condition) or plain(condition)


def numbing_words(product: str) -> str:
    """A numbing cream as people call it."""
    return _numbing().get(product) or plain(product)


def country_name(code: str, language: str) -> str:
    """A country in a language; its code where nobody has named it."""
    try:
        names = Locale.parse(language, sep="-").territories
    except (UnknownLocaleError, ValueError):
        names = Locale("en").territories
    return str(names.get(code, code))


def device_words(device: str) -> str:
    """A device as people call it."""
    return _devices().get(device) or plain(device)


def _areas() -> dict[str, str]:
    return {
        "forehead": gettext("Forehead"),
        "periorbital": gettext("Around the eyes"),
        "cheeks": gettext("Cheeks"),
        "nose": gettext("Nose"),
        "upper_lip": gettext("Upper lip"),
        "chin": gettext("Chin"),
        "jawline": gettext("Jawline"),
        "neck": gettext("Neck"),
        "decolletage": gettext("Chest (décolletage)"),
        "scalp": gettext("Scalp"),
        "hands": gettext("Hands"),
        "arms": gettext("Arms"),
        "abdomen": gettext("Belly"),
        "back": gettext("Back"),
        "thighs": gettext("Thighs"),
    }


def _skin_types() -> dict[str, str]:
    return {
        "1": gettext("1: very fair, always burns, never tans"),
        "2": gettext("2: fair, burns easily, tans a little"),
        "3": gettext("3: medium, sometimes burns, slowly tans"),
        "4": gettext("4: olive or light brown, rarely burns"),
        "5": gettext("5: brown, very rarely burns"),
        "6": gettext("6: dark brown or black, hardly ever burns"),
    }


def _devices() -> dict[str, str]:
    return {
        "pen": gettext("Pen with a motor"),
        "roller": gettext("Roller"),
        "stamp": gettext("Stamp"),
        "rf": gettext("Needles with radio waves (RF)"),
    }


def _numbing() -> dict[str, str]:
    return {
        "lidocaine_4": gettext("Lidocaine 4 % (LMX4)"),
        "lidocaine_5": gettext("Lidocaine 5 %"),
        "lidocaine_prilocaine_2.5_2.5": gettext("Lidocaine and prilocaine (EMLA)"),
        "tetracaine_4": gettext("Tetracaine 4 % (Ametop)"),
        "lidocaine_tetracaine_7_7": gettext("Lidocaine and tetracaine 7 / 7 (Pliaglis)"),
        "benzocaine_lidocaine_tetracaine_20_6_4": gettext("BLT 20 / 6 / 4"),
        "other": gettext("Another, or I do not know"),
    }


def _conditions() -> dict[str, str]:
    return {
        "cold_sores": gettext("Cold sores"),
        "acne": gettext("Acne"),
        "rosacea": gettext("Rosacea"),
        "eczema": gettext("Eczema"),
        "psoriasis": gettext("Psoriasis"),
        "diabetes": gettext("Diabetes"),
        "cancer_treatment": gettext("Cancer treatment"),
        "epilepsy": gettext("Epilepsy"),
        "liver_disease": gettext("Liver disease"),
        "breastfeeding": gettext("Breastfeeding"),
        "sensitive_skin": gettext("Sensitive skin"),
        "keloids": gettext("Thick, raised scars (keloids)"),
        "immunosuppression": gettext("Weak immune system"),
        "pigment_disorder": gettext("Brown or pale patches (melasma, vitiligo)"),
        "connective_tissue_disease": gettext("Scleroderma, lupus or the like"),
        "active_infection": gettext("An infection or cold sore right now"),
        "skin_cancer_in_area": gettext("Skin cancer where I am treated"),
        "recent_tan": gettext("A fresh tan or sunburn"),
        "recent_filler": gettext("Filler in the last weeks"),
        "recent_scar": gettext("A fresh scar"),
        "allergy_lidocaine": gettext("Allergy to lidocaine"),
        "allergy_ester_anaesthetic": gettext("Allergy to tetracaine or benzocaine"),
        "allergy_metal": gettext("Allergy to metal (nickel)"),
        "g6pd_deficiency": gettext("G6PD deficiency"),
        "heart_rhythm": gettext("Uneven heartbeat"),
        "bleeding_disorder": gettext("Blood that does not clot well"),
    }
