"""A short form of two bodies is asked back, and nothing else is."""

from __future__ import annotations

import pytest

from assistant.ambiguity import Ambiguity, ambiguous, clarified
from corpus.record import Meeting, Revision
from index.abbreviations import SEED, Meaning, learn, read_table

GROUP, PROVINCE = "คณะกรรมการบริหารกลุ่มจังหวัด", "คณะกรรมการบริหารจังหวัด"
SUMMARY = f"กลไกในพื้นที่คือ {GROUP} (กบจ.) {PROVINCE} (กบจ.) และใช้คณะกรรมการร่วมภาครัฐและเอกชน (กรอ.) ทุกระดับ"


def learnt(*texts: str) -> tuple[Meaning, ...]:
    """What records of these texts explain."""
    return learn(Revision(f"{n}.txt", f"{n:064}", text, (), Meeting(""), (), ()) for n, text in enumerate(texts))


def meanings(short: str, *fulls: str, times: int = 1, beside: bool = False) -> tuple[Meaning, ...]:
    """Full forms of one short form, each explained so often, in one place or in a record of its own."""
    return tuple(
        Meaning(short, full, times, "a" if beside else str(n), 50 * n, 50 * n + 40) for n, full in enumerate(fulls)
    )


BOARDS = learnt(SUMMARY)
ARTS = meanings("สศก.", "สำนักงานศิลปะการแสดง", "สถาบันเศรษฐกิจชายแดน")


def test_two_boards_of_one_short_form_are_asked_back_the_first_as_it_is_written() -> None:
    assert ambiguous("กบจ. มีหน้าที่อะไร", BOARDS) == Ambiguity("กบจ.", (GROUP, PROVINCE))
    assert ambiguous("กรอ. ใช้ระดับไหน", BOARDS) is None
    assert ambiguous("ใครเป็นประธานการประชุม", BOARDS) is None


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("ก.บ.จ. ครั้งที่ 1/2553 ว่าอย่างไร", "ก.บ.จ."),
        ("ก. บ. จ. ทำอะไร", "ก. บ. จ."),
        ("ประธาน กบจ คือใคร", "กบจ"),
        ("มติกบจ.ว่าอย่างไร", "กบจ."),
        ("บทบาทของกบจ. คืออะไร", "กบจ."),
        ("สรุป (กบจ.) ให้หน่อย", "กบจ."),
    ],
)
def test_a_short_form_is_known_however_it_is_written(text: str, short: str) -> None:
    found = ambiguous(text, BOARDS)
    assert found is not None
    assert found.short == short


@pytest.mark.parametrize(
    "text",
    [
        "กบจ. ของกลุ่มจังหวัดทำอะไร",
        "กลุ่มจังหวัดตั้ง กบจ. เมื่อไร",
        "กบจ. ของจังหวัดทำอะไร",
        "จังหวัดเวียงคีรีตั้ง กบจ. เมื่อไร",
        f"{GROUP} (กบจ.) ทำอะไร",
        f"{PROVINCE} (กบจ.) ทำอะไร",
        "กบจ. ของกลุ่มจังหวัดกับของจังหวัดต่างกันอย่างไร",
    ],
)
def test_a_question_that_says_which_board_is_not_asked_back(text: str) -> None:
    assert ambiguous(text, BOARDS) is None


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("สศก. ได้งบเท่าไร", True),
        ("ผู้อำนวยการ สศก. คือใคร", True),
        ("สศก. จัดงานศิลปะที่ไหน", False),
        ("สศก. ดูแลด่านชายแดนไหน", False),
        ("สถาบัน สศก. ได้งบเท่าไร", False),
        ("สศก. จัดมหกรรมการแสดงที่ไหน", False),
    ],
)
def test_a_word_of_one_full_form_tells_it_from_the_other_and_an_office_does_not(text: str, asked: bool) -> None:
    assert (ambiguous(text, ARTS) is not None) == asked


@pytest.mark.parametrize(
    ("one", "other", "times", "beside", "two"),
    [
        ("กรมการบินพลเรือน", "คณะกรรมการที่ดินของรัฐ", 1, False, True),
        (GROUP, PROVINCE, 1, True, True),
        (GROUP, PROVINCE, 2, False, True),
        (GROUP, PROVINCE, 1, False, False),
        ("สถาบันการแพทย์ฉุกเฉิน", "สถาบันการแพทย์ฉุกเฉินแห่งชาติ", 5, True, False),
        ("อนุกรรมการพัฒนาระบบงาน", "คณะอนุกรรมการพัฒนาระบบงาน", 5, True, False),
        ("สำนักงานสภาเกษตรแห่งชาติ", "สำนักงานสภาเกษตรกรแห่งชาติ", 5, True, False),
        ("การวิจัยและนวัตกรรม", "การวิจัยและนัวตกรรม", 5, True, False),
        ("หนึ่งตำบล หนึ่งผลิตภัณฑ์ แห่งชาติ", "หนึ่งตำบลหนึ่งผลิตภัณฑ์แห่งชาติ", 5, True, False),
        ("ศูนย์เพิ่มผลผลิตสินค้าเกษตร", "ศูนย์เพิ่มผลผลิตสินค้าด้านการเกษตร", 5, True, False),
        ("Poly Lactic Acid", "Polylactic Acid", 5, True, False),
        ("Build - Transfer - Operate", "Build Transfer Operate", 5, True, False),
        ("Trade Framework Agreement", "Trade Framework Arrangement", 5, True, False),
        ("School of Management", "Senior Officials’ Meeting", 1, False, True),
    ],
)
def test_full_forms_are_two_bodies_when_they_differ_in_more_than_spelling_or_length(
    one: str, other: str, times: int, beside: bool, two: bool
) -> None:
    found = ambiguous("กขคง. ทำอะไร", meanings("กขคง.", one, other, times=times, beside=beside))
    assert (found is not None) == two


def test_one_body_explained_in_many_records_is_not_asked_back() -> None:
    assert ambiguous("กบจ. ทำอะไร", learnt(*[f"ตามที่{GROUP} (กบจ.) เสนอ"] * 3)) is None


def test_two_meanings_in_the_seed_alone_are_not_asked_back() -> None:
    seeded = [short for short, _ in read_table(SEED)]
    double = next(short for short in seeded if seeded.count(short) > 1 and short.endswith("."))
    assert ambiguous(f"{double} ทำอะไร", BOARDS) is None


def test_what_an_admin_says_settles_a_short_form() -> None:
    assert ambiguous("กบจ. ทำอะไร", BOARDS, [("ก.บ.จ.", GROUP)]) is None
    assert ambiguous("กบจ. ทำอะไร", BOARDS, [("กรอ.", "กรรมการรับรองเอกสาร")]) is not None


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("ประชุม 5 ก.พ. 2566 เรื่องอะไร", "ก.พ."),
        ("มติเดือน ก.พ. 66", "ก.พ."),
        ("ครู สอน วิชาอะไร", "สอน."),
        ("สอนอะไร", "สอน."),
        ("สภากบจ.", "กบ."),
        ("ส.กบจ. ทำอะไร", "กบจ."),
        ("some questions", "SOM"),
    ],
)
def test_a_month_a_word_or_a_part_of_a_longer_short_form_is_none(text: str, short: str) -> None:
    assert ambiguous(text, meanings(short, "กรมการบินพลเรือน", "สำนักพัสดุภูมิภาค")) is None


def test_the_first_of_several_is_asked_back_first() -> None:
    found = ambiguous("สศก. กับ กบจ. ทำงานร่วมกันไหม", (*BOARDS, *ARTS))
    assert found is not None
    assert found.short == "สศก."


@pytest.mark.parametrize("full", [GROUP, PROVINCE])
def test_a_clarified_question_is_asked_of_that_body_alone(full: str) -> None:
    text = "มติ กบจ. ครั้งที่ 1/2553 และ ก.บ.จ.ครั้งถัดไป"
    said = clarified(text, "กบจ.", full)
    assert said == f"มติ {full} ครั้งที่ 1/2553 และ {full} ครั้งถัดไป"
    assert ambiguous(said, BOARDS) is None


def test_a_full_form_that_holds_the_short_form_is_put_once() -> None:
    assert clarified("ก.พ. ตั้งใคร", "ก.พ.", "สำนักงาน ก.พ.") == "สำนักงาน ก.พ. ตั้งใคร"


@pytest.mark.parametrize("text", ["", "🙂", "ก" * 4000, "กบจ" * 500, "\x00"])
def test_strange_texts_are_not_asked_back(text: str) -> None:
    assert ambiguous(text, BOARDS) is None
