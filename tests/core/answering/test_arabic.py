"""Questions in Arabic of several countries: the second kept set, slips, names, no false alarm."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from afterglow.core.answering import ask
from afterglow.core.answering.arabic import ArabicWords, consonants, heard, stem
from afterglow.core.answering.reading import reader_for
from afterglow.core.protocol import Protocol

DATA = Path(__file__).parents[2] / "data"
PERFORMED = datetime.fromisoformat("2026-03-10T14:00:00-05:00")
TREATMENT = {
    "performed_at": PERFORMED.isoformat(),
    "areas": {"cheeks": 1.0, "forehead": 0.75},
    "skin_type": 3,
    "first_session": True,
    "age": 31,
}
ORDER = ["expected", "watch", "call_clinic", "emergency"]


def _ask(question: str, hour: float) -> str:
    answer = ask(question, TREATMENT, at=PERFORMED + timedelta(hours=hour))
    return answer.urgency.name if answer.urgency is not None else answer.verdict.name


def test_the_second_set_is_answered_and_no_warning_softly() -> None:
    lines = (DATA / "questions_ar_second.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    said = [_ask(row["question"], row["hours_after"]) for row in rows]
    unsafe = [row["question"] for row, one in zip(rows, said, strict=True) if one in row["unsafe"]]
    right = sum(one in row["accept"] for row, one in zip(rows, said, strict=True))
    assert unsafe == []
    assert right >= 117


@pytest.mark.parametrize(
    ("question", "least"),
    [
        ("ضيييق تنفس", "emergency"),
        ("لا استطيع التنفص", "emergency"),
        ("مش وارم وشي بس مش قادر اتنفس", "emergency"),
        ("بروفين عشان مش قادر اتنفس", "emergency"),
        ("ماقديتش نتنفس", "emergency"),
        ("عيني ما تشوف", "emergency"),
        ("ابلع بصعوبة", "emergency"),
        ("فقاعات حوالين عيني", "emergency"),
        ("حاسة حالي رح يغمى علي", "emergency"),
        ("صديدد من خدي", "call_clinic"),
        ("مفيش وجع بس في صديد", "call_clinic"),
        ("ينفع بنادول عشان الحرارة ٣٩", "call_clinic"),
        ("هل ممكن احط مكياج على وجهي فيه صديد", "call_clinic"),
        ("الدم مبيوقفش", "call_clinic"),
        ("وجهي كل مالو اسوأ", "call_clinic"),
        ("الحقوني", "watch"),
        ("حطيت الكريم المخدر وحسيت قلبي بيرفرف", "emergency"),
        ("الجلد صار اسود", "call_clinic"),
        ("جلدي يطلع منه ماي شفاف", "call_clinic"),
        ("دخل الكريم بعيني", "call_clinic"),
    ],
)
def test_a_warning_is_heard_in_each_dialect_and_with_a_slip(question: str, least: str) -> None:
    assert _ask(question, 60) in ORDER[ORDER.index(least) :]


@pytest.mark.parametrize(
    "question",
    [
        "حوالين كام جلسة محتاجة",
        "متى موعد الجلسة الثانية",
        "كم المدة بين الجلسات",
        "عندي عرس الخميس شو اعمل",
        "الجو حر كثير عندنا",
        "شريكي يسأل عن الجلسة",
        "اكتب اسماء المنتجات",
        "احط مسكرة على عيوني",
        "كلمت الصيدلي وقال عادي",
        "نفس الكريم اللي اخذته من الصيدلية",
        "ملمس البشرة مثل ورق الصنفرة",
        "طلعلي كدمة زرقا عند عظمة الخد",
        "وجهي حلو ما شاء الله",
    ],
)
def test_everyday_words_raise_no_alarm(question: str) -> None:
    assert _ask(question, 30) not in ("call_clinic", "emergency")


@pytest.mark.parametrize(
    "name",
    ["بروفن", "برووفين", "فلتارين", "فولطارين", "كتفلام", "بنستان", "اصبرين", "اسبيرين",
     "ادفل", "نبروكسين", "اركوكسا", "رواكتان", "راكوتان", "دفرن", "ريتنول"],
)  # fmt: skip
@pytest.mark.parametrize("frame", ["ينفع اخد {}", "{}", "{} للوجع", "ممكن ال{} اليوم؟"])
def test_what_is_left_out_is_known_however_it_is_written(name: str, frame: str) -> None:
    assert _ask(frame.format(name), 12) in ("no", "wait", "ask_clinic")


@pytest.mark.parametrize("name", ["ماريفن", "بلافكس", "زارلتو", "كليكسان", "اليكويز", "كومادين"])
def test_a_thinner_is_never_stopped(name: str) -> None:
    assert _ask(f"باخد {name} اوقفه؟", 12) == "ask_clinic"


def test_aspirin_for_the_heart_goes_on() -> None:
    assert _ask("باخد اسبرين عشان القلب", 12) == "ask_clinic"
    assert _ask("اسبرين للصداع", 12) in ("no", "wait")


def test_a_name_that_is_not_known_is_never_fine() -> None:
    for name in ("زغلطون", "مرضوخين", "باخد شغنوب"):
        assert _ask(f"ينفع اخد {name}", 12) not in ("yes", "expected", "info")


def test_everyday_arabic_words_hide_no_medicine_that_is_to_be_left_out() -> None:
    protocol = Protocol.default()
    english, arabic = reader_for(protocol), reader_for(protocol, "ar")
    names = arabic.names
    hidden = [
        word
        for word in arabic.lexicon.plain - english.lexicon.plain
        if any(names.is_strict(content) for content in names.entries.get(word, ()))
    ]
    assert hidden == []


def test_what_is_written_onto_a_word_is_taken_off() -> None:
    known = {"وجه", "حراره", "يقشر", "زياره"}
    assert stem("بالوجه", known) == "وجه"
    assert stem("وحرارتي", known) == "حراره"
    assert stem("بيقشر", known) == "يقشر"
    assert stem("تقشر", known) == "يقشر"
    assert stem("زيارتك", known) == "زياره"
    assert stem("جه", known) == "جه"


def test_no_and_not_are_words_of_their_own() -> None:
    words = ArabicWords({"يوقف", "ظهري", "ما"}, (), {})
    assert words.apart([("مايوقفش", 0)]) == [("ما", 0), ("يوقف", 0)]
    assert words.apart([("بعد", 0), ("يومين", 0)]) == [("بعد", 0), ("2", 0), ("يوم", 0)]
    assert words.apart([("لظهري", 0)]) == [("ل", 0), ("ظهري", 0)]


def test_a_name_is_known_by_its_sound_unless_it_may_be_two() -> None:
    assert heard("ضيييق") == heard("ظيق")
    assert consonants("كاتافلام") == consonants("كتفلم")
    names = {"كتافلام": {("a",)}, "بنادول": {("b",)}, "بندولي": {("c",)}}
    words = ArabicWords({"بعد"}, (), names)
    assert words.bare("كاتفلم") == "كتافلام"
    assert words.bare("بانادوول") == "بانادوول"
