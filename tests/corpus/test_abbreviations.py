import pytest

from corpus.abbreviations import LONGEST, find_abbreviations, short_key


def explained(text: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(found.short, found.fulls) for found in find_abbreviations(text)]


@pytest.mark.parametrize(
    ("text", "short", "full"),
    [
        ("กระทรวงคูคลองและสะพานแห่งชาติ (คส.)", "คส.", "กระทรวงคูคลองและสะพานแห่งชาติ"),
        ("มอบหมายให้กระทรวงคูคลองและสะพานแห่งชาติ (คส.) ดำเนินการ", "คส.", "กระทรวงคูคลองและสะพานแห่งชาติ"),
        ("คณะกรรมการดูแลคลองใหญ่ (กดค.)", "กดค.", "คณะกรรมการดูแลคลองใหญ่"),
        ("คณะกรรมการดูแลคลองใหญ่ (กดค)", "กดค", "คณะกรรมการดูแลคลองใหญ่"),
        ("คณะกรรมการดูแลคลองใหญ่ (ก.ด.ค.)", "ก.ด.ค.", "คณะกรรมการดูแลคลองใหญ่"),
        ("คณะกรรมการดูแลคลองใหญ่ (ก. ด. ค.)", "ก. ด. ค.", "คณะกรรมการดูแลคลองใหญ่"),
        ("คณะกรรมการดูแลคลองใหญ่(กดค.)", "กดค.", "คณะกรรมการดูแลคลองใหญ่"),
        ("คณะกรรมการวางผังคลอง (กก.วค.)", "กก.วค.", "คณะกรรมการวางผังคลอง"),
        ("สำนักงานคลองใส (สำนักงาน คส.)", "คส.", "สำนักงานคลองใส"),
        ("กรมเจ้าพนักงานท่าน้ำ (จท.)", "จท.", "กรมเจ้าพนักงานท่าน้ำ"),
        ("เครือข่ายคนรักคลอง (คคค.)", "คคค.", "เครือข่ายคนรักคลอง"),
        ("อนุมัติให้กองทุน   คลองใส (กคส.)", "กคส.", "กองทุน คลองใส"),
        ("ตามแบบ Canal Water Agency (CWA) ของไทย", "CWA", "Canal Water Agency"),
        ("ตามแบบCanal Water Agency (CWA)", "CWA", "Canal Water Agency"),
        ("the Canal Water Agency (CWA)", "CWA", "Canal Water Agency"),
        ("Sustainable Canal Goals (SCGs)", "SCGs", "Sustainable Canal Goals"),
        ("research & development (R&D)", "R&D", "research & development"),
    ],
)
def test_a_short_form_in_brackets_is_read_with_the_name_before_it(text: str, short: str, full: str) -> None:
    assert explained(text) == [(short, (full,))]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "(กดค.)",
        "ลูกบ้านริมคลอง (กดค.)",
        "คณะกรรมการดูแลคลองใหญ่ (คดก.)",
        "คณะกรรมการดูแลคลองใหญ่ (กดคม.)",
        "คณะกรรมการดูแลคลองใหญ่ (นายคลอง ใสดี)",
        "คณะกรรมการดูแลคลองใหญ่ (ก)",
        "คณะกรรมการดูแลคลองใหญ่ กดค.",
        "คณะกรรมการดูแลคลองใหญ่ (กดค.",
        "Canal Water Agency (WCA)",
        "Canal Water Agency (cwa)",
        "คลองน้ำใส (CNS)",
    ],
)
def test_letters_that_the_words_before_do_not_hold_in_order_are_no_short_form(text: str) -> None:
    assert explained(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "กองทุนคลองใส เห็นชอบสัญญา (กคส.)",
        "กองทุนคลองใส: สัญญา (กคส.)",
        "กองทุนคลอง\nสะอาด (กคส.)",
        "กองทุนคลอง และสะพาน (กคส.)",
        "กองทุนคลอง โดยสัญญา (กคส.)",
        "กองทุนคลอง (ใหม่) สะอาด (กคส.)",
    ],
)
def test_a_name_does_not_go_over_a_break_of_the_sentence(text: str) -> None:
    assert explained(text) == []


def test_every_place_where_the_name_may_begin_is_given_longest_first() -> None:
    assert explained("ศูนย์สถาบันน้ำ สะอาด (สน.)") == [("สน.", ("ศูนย์สถาบันน้ำ สะอาด", "สถาบันน้ำ สะอาด"))]


def test_a_full_form_is_no_longer_than_the_most() -> None:
    ((_, fulls),) = explained(f"สายน้ำ{'ใส' * LONGEST} สะพานคู่ (สค.)")
    assert fulls[-1] == "สะพานคู่"
    assert max(map(len, fulls)) <= LONGEST


def test_several_short_forms_are_read_in_order_and_know_where_they_stand() -> None:
    text = "ให้กรมคลองใส (คส.) หารือกับกรมสะพานนคร (สน.) และกลุ่มเพื่อนคลอง"
    first, second = find_abbreviations(text)
    assert (first.short, text[first.start : first.end]) == ("คส.", "กรมคลองใส (คส.)")
    assert (second.short, text[second.start : second.end]) == ("สน.", "กรมสะพานนคร (สน.)")


@pytest.mark.parametrize("written", ["ก.ข.ค.", "กขค", "กขค.", "ก. ข. ค.", "ก.ข.ค", "กข.ค."])
def test_dots_and_spaces_do_not_count_in_a_short_form(written: str) -> None:
    assert short_key(written) == "กขค"


@pytest.mark.parametrize(
    ("written", "key"), [("SMEs", "smes"), ("R&D", "rd"), ("C.W.A.", "cwa"), ("CW-A", "cwa"), ("C/W", "cw")]
)
def test_case_and_marks_do_not_count_in_a_short_form(written: str, key: str) -> None:
    assert short_key(written) == key


def test_a_long_text_is_read_at_once() -> None:
    assert len(explained("กรมคลองใส (คส.) รับทราบ ร่วมกับสภาคลอง " * 3000)) == 3000
