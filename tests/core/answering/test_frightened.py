"""A frightened person's words: airway, eyes, doses already taken, pregnancy, and a bare "help"."""

from datetime import datetime, timedelta

import pytest

from afterglow.core.answering import Answer, ask
from afterglow.core.vocabulary import Urgency, Verdict

PERFORMED = datetime.fromisoformat("2026-11-24T15:00:00-05:00")
TREATED = {
    "performed_at": PERFORMED.isoformat(),
    "areas": {"cheeks": 1.0, "forehead": 0.75},
    "country": "US",
}


def told(question: str, hour: float = 10, language: str = "en", **more: object) -> Answer:
    at = PERFORMED + timedelta(hours=hour)
    return ask(question, {**TREATED, **more}, at=at, language=language)


@pytest.mark.parametrize(
    "question",
    [
        "my tounge feels thick",
        "my tongue feels weird",
        "my tongue feels really heavy",
        "toungue feels too big",
        "throat feels funny",
        "my throat feels weird",
        "my throaat feels wierd",
        "throat is strange since the cream",
        "something stuck in my throat",
        "cant swalow",
        "my voice is going hoarse",
        "my breathing feels off",
        "my lip is triple the size",
        "cant feel my tounge",
        "no me pasa el aire",
        "siento rara la lengua",
        "los labios se me pusieron gigantes",
        "نفسي مسدود",
    ],
)
def test_a_throat_or_tongue_that_feels_odd_is_an_emergency(question: str) -> None:
    assert told(question, 3).urgency == Urgency.emergency


@pytest.mark.parametrize(
    "question",
    [
        # breathing
        "ما اقدر اتنفس",
        "ماقدر اتنفس",
        "مش قادر اتنفس",
        "مش قادرة أتنفس",
        "مو قادر اتنفس",
        "ما فيني اتنفس",
        "ماني قادر اتنفس",
        "مانيش قادر نتنفس",
        "ما بقدر اتنفس",
        "مو قادره اتنفص",
        "مش عارف اتنفس",
        "مابقدرش اتنفس",
        # throat
        "ما اقدر ابلع",
        "ماني قادر ابلع ريقي",
        "مش قادرة ابلع",
        "ما فيني ابلع",
        "حاسس حلقي مسدود",
        "زوري بيقفل",
        # tongue and lips
        "لساني ثقيل ومنتفخ",
        "لساني وارم",
        "شفايفي تنفخت",
        "شفايفي ورمت مره",
        # fainting and fits
        "كنت راح يغمى علي",
        "هيغمى عليا",
        "ماني قادر اوقف راح اطيح",
        "جاني تشنج",
        # sight
        "ما اقدر اشوف",
        "مش قادر اشوف",
        "مو قادر اشوف زين",
        "ما فيني شوف",
        "ماني قادر اشوف بعيني",
        "مانيش قادر نشوف",
        # chest and heart
        "صدري يوجعني",
        "الم في صدري",
        "صدري ضايق",
        "قلبي يدق بسرعه",
        "قلبي بيدق جامد",
    ],
)
def test_an_arabic_emergency_is_heard_in_every_dialect(question: str) -> None:
    assert told(question, 3, "ar").urgency == Urgency.emergency
    assert told(question, 3, "en").urgency == Urgency.emergency


@pytest.mark.parametrize(
    "question",
    [
        "i took 4 tylenol already and 2 dayquil can i take more",
        "took 3 tylenol an hour ago can i take another one",
        "already took two paracetamol, can i take more",
        "i had six tylenol today how many more can i take",
        "i took too many claritin",
        "took a double dose of zyrtec by accident is that ok",
        "swallowed 8 panadol because it hurt",
        "can i take another tylenol, had one 2 hours ago",
    ],
)
def test_doses_already_taken_get_no_plain_yes_but_the_label_and_whom_to_ask(question: str) -> None:
    answer = told(question)
    every = (answer, *answer.also)
    assert all(one.verdict != Verdict.yes for one in every)
    assert "24 hours" in answer.text
    assert "1-800-222-1222" in answer.text
    assert "911" in answer.text
    # two packs may hold the same medicine
    assert "same medicine" in answer.text


def test_doses_already_taken_without_a_poison_line_name_a_pharmacist_or_doctor() -> None:
    answer = told("i took 4 tylenol can i take more", country=None)
    assert answer.verdict == Verdict.ask_clinic
    assert "pharmacist" in answer.text


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("ya tomé 4 paracetamol, puedo tomar más", "es"),
        ("me tomé demasiados paracetamol", "es"),
        ("اخذت اربع حبات بنادول اقدر اخذ زيادة", "ar"),
        ("خدت 4 بنادول ينفع اخد تاني", "ar"),
    ],
)
def test_doses_already_taken_are_heard_in_spanish_and_arabic(question: str, language: str) -> None:
    answer = told(question, language=language)
    assert all(one.verdict != Verdict.yes for one in (answer, *answer.also))
    assert "1-800-222-1222" in answer.text


@pytest.mark.parametrize(
    "question",
    ["can i take tylenol", "can i take 2 tylenol tonight", "took tylenol 2 hours ago can i sleep"],
)
def test_a_first_dose_of_a_harmless_medicine_stays_fine(question: str) -> None:
    answer = told(question)
    assert any(one.verdict == Verdict.yes for one in (answer, *answer.also))
    assert "1-800-222-1222" not in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "do i need antibiotics",
        "should i get antibiotics",
        "should i be on antibiotics",
        "do i need amoxicillin",
        "necesito antibióticos?",
        "هل احتاج مضاد حيوي",
    ],
)
def test_whether_somebody_needs_a_prescribed_medicine_is_for_the_clinic(question: str) -> None:
    answer = told(question, 60)
    assert answer.verdict == Verdict.ask_clinic
    assert told("can i take my antibiotics").verdict == Verdict.yes


@pytest.mark.parametrize("hour", [20, 144])
@pytest.mark.parametrize(
    "question",
    [
        "my eyelid is swollen and hot",
        "eyelid red hot and puffy",
        "eye lid swolen and hot",
        "my eye is goopy and red",
        "tengo el parpado hinchado y caliente",
        "جفني وارم وسخن",
    ],
)
def test_a_hot_swollen_eyelid_calls_for_the_clinic(question: str, hour: float) -> None:
    answer = told(question, hour)
    assert answer.urgency is not None
    assert answer.urgency >= Urgency.call_clinic


@pytest.mark.parametrize(
    "question",
    [
        "my husband says i look like burn victim",
        "i look like a burns victim",
        "my face looks like it was burned in a fire",
    ],
)
def test_skin_that_looks_burned_is_not_as_it_should_be(question: str) -> None:
    answer = told(question, 24)
    assert answer.urgency is not None
    assert answer.urgency >= Urgency.watch


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("im pregnant did i hurt the baby", "en"),
        ("i just found out im pregnant", "en"),
        ("im pregnant can i take paracetamol", "en"),
        ("estoy embarazada", "es"),
        ("انا حامل", "ar"),
    ],
)
def test_pregnancy_after_the_treatment_is_told_to_the_clinic(question: str, language: str) -> None:
    answer = told(question, 48, language)
    assert answer.verdict == Verdict.ask_clinic
    assert all(one.urgency != Urgency.expected for one in answer.also)
    before = told(question, -48, language).text
    assert answer.text != before
    asked_before = {
        "en": "before you have it done",
        "es": "antes de hacértelo",
        "ar": "قبل أن تجريه",
    }
    assert asked_before[language] not in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "my neck is red too but they didnt do my neck",
        "my chin is red and hot, they never treated my chin",
        "red on my jaw where they didnt needle",
    ],
)
def test_redness_where_nobody_treated_calls_for_the_clinic(question: str) -> None:
    answer = told(question, 48)
    assert answer.urgency is not None
    assert answer.urgency >= Urgency.call_clinic


@pytest.mark.parametrize("question", ["help", "HELP!!", "pls help", "ayuda", "ساعدوني"])
def test_a_bare_cry_for_help_is_led_to_a_check_in(question: str) -> None:
    assert told(question, 10).urgency == Urgency.watch


@pytest.mark.parametrize("question", ["it smells funky and stuff is coming out", "gunk coming out"])
def test_what_smells_or_comes_out_calls_for_the_clinic(question: str) -> None:
    answer = told(question, 55)
    assert answer.urgency is not None
    assert answer.urgency >= Urgency.call_clinic


@pytest.mark.parametrize(
    "question",
    ["my ear does a brrzl thing", "my stomach is quorking", "it feels quorky", "my teeth wobblify"],
)
def test_what_is_felt_and_not_understood_is_offered_warning_signs_not_topics(question: str) -> None:
    answer = told(question, 10)
    assert answer.did_you_mean == ()
    if answer.urgency is None:
        assert answer.verdict == Verdict.unknown
        assert "check-in" in answer.text
        assert "911" in answer.text
    assert "Make-up" not in answer.text


def test_an_emergency_holds_one_order() -> None:
    answer = told("my lips feel weird and tingly", 10)
    assert answer.urgency == Urgency.emergency
    assert "Call your clinic today" not in answer.text
    assert "look again in 12 hours" not in answer.text


def test_eye_pain_with_blurred_sight_is_first_of_all_the_eye() -> None:
    answer = told("my eye hurts and my vision is blurry", 144)
    assert answer.urgency == Urgency.emergency
    assert "eye clinic" in answer.text
    assert "wipe it off first" not in answer.text
    # with a sign of too much numbing cream beside it that comes first
    dizzy = told("my vision is blurry and my ears are ringing", 1)
    assert "wipe it off first" in dizzy.text


def test_a_glass_of_a_drink_is_no_eyewear() -> None:
    for question in ("can i have a couple glasses of wine tonight", "two glasses of prosecco ok?"):
        answer = told(question)
        assert answer.topic == "alcohol"
        assert "hats_straps" not in {one.topic for one in answer.also}
    assert told("can i wear my glasses").topic == "hats_straps"


def test_a_wait_that_ends_later_is_not_told_as_over() -> None:
    text = told("can i swim in the pool on friday", -48, performed_at="2026-11-24T15:00:00-05:00")
    assert "ended" not in text.text
    later = told("can i swim in 20 days", 10).text
    assert later.startswith("Yes, by then.")
    assert "ended" not in later
    assert "ended" in told("can i swim", 24 * 30).text


def test_a_clinic_without_a_phone_is_not_named_twice() -> None:
    for question in ("bzzkrt", "do i need antibiotics", "im scared", "estoy embarazada"):
        assert "(your clinic)" not in told(question).text
    assert "(tu clínica)" not in told("tengo miedo", language="es").text
    assert "(عيادتك)" not in told("انا خايفة", language="ar").text
    with_phone = told("do i need antibiotics", clinic={"phone": "+1 555 0100"})
    assert "(+1 555 0100)" in with_phone.text


@pytest.mark.parametrize(
    ("question", "language", "foreign", "own"),
    [
        ("puedo tomar nurofen", "es", "ibuprofen.", "ibuprofeno"),
        ("puedo tomar ibuprofeno", "es", "ibuprofen.", "ibuprofeno"),
        ("puedo tomar tylenol", "es", "acetaminophen", "paracetamol"),
        ("هل يمكن اخذ نوروفين", "ar", "ibuprofen", "ايبوبروفين"),
    ],
)
def test_a_medicine_is_named_in_the_language_of_the_page(
    question: str, language: str, foreign: str, own: str
) -> None:
    answer = told(question, language=language)
    assert foreign not in f"{answer.text}."
    assert own in {answer.text, *(one.as_ for one in answer.matched)} or own in answer.text
