"""Which body is to do what: each row reads as "<body>: <duty>"."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.record import AgendaItem
from corpus.resolutions import find_resolution
from corpus.roles import Role, find_roles

TITLE = "6. เรื่อง การดูแลคลองสายกลาง\n"


def roles_of(body: str) -> tuple[str, list[Role]]:
    text = TITLE + body
    item = AgendaItem(1, "6", "การดูแลคลองสายกลาง", 0, len(text))
    return text, find_roles(text, item, find_resolution(text, item))


def rows(body: str) -> list[tuple[str, str]]:
    return [(role.body, role.duty) for role in roles_of(body)[1]]


@pytest.mark.parametrize(
    ("words", "body", "duty"),
    [
        ("ให้กรมคลองจัดทำแผนขุดลอก", "กรมคลอง", "จัดทำแผนขุดลอก"),
        ("ให้กรมคลอง (กคล.) จัดทำแผนขุดลอก", "กรมคลอง (กคล.)", "จัดทำแผนขุดลอก"),
        ("ให้ กคล. รับความเห็นของที่ประชุมไปพิจารณา", "กคล.", "รับความเห็นของที่ประชุมไปพิจารณา"),
        ("ให้กรมส่งเสริมการเดินเรือรายงานผลทุกเดือน", "กรมส่งเสริมการเดินเรือ", "รายงานผลทุกเดือน"),
        ("ให้สำนักงานคณะกรรมการกำกับและพัฒนาคลองเสนอแผนใหม่", "สำนักงานคณะกรรมการกำกับและพัฒนาคลอง", "เสนอแผนใหม่"),
        ("ให้กระทรวงคูคลองศึกษาธิการดำเนินโครงการขุดลอก", "กระทรวงคูคลองศึกษาธิการ", "ดำเนินโครงการขุดลอก"),
        ("ให้ทุกจังหวัดส่งข้อมูลระดับน้ำ", "ทุกจังหวัด", "ส่งข้อมูลระดับน้ำ"),
        ("ให้หน่วยงานที่เกี่ยวข้องรับไปแก้ไขระเบียบ", "หน่วยงานที่เกี่ยวข้อง", "รับไปแก้ไขระเบียบ"),
        ("ให้จังหวัดต้นน้ำและจังหวัดปลายน้ำร่วมกันเปิดปิดประตูน้ำ", "จังหวัดต้นน้ำและจังหวัดปลายน้ำ", "ร่วมกันเปิดปิดประตูน้ำ"),
        ("ให้รัฐมนตรีหรือผู้แทนที่ได้รับมอบหมายเป็นผู้ลงนามในสัญญา", "รัฐมนตรีหรือผู้แทนที่ได้รับมอบหมาย", "เป็นผู้ลงนามในสัญญา"),
        ("มอบหมายกรมคลองติดตามผลการขุด", "กรมคลอง", "ติดตามผลการขุด"),
        ("มอบหมายให้หัวหน้าส่วนราชการลงนามในสัญญา", "หัวหน้าส่วนราชการ", "ลงนามในสัญญา"),
        ("ขอให้เกษตรจังหวัดประชาสัมพันธ์เรื่องน้ำ", "เกษตรจังหวัด", "ประชาสัมพันธ์เรื่องน้ำ"),
    ],
)
@pytest.mark.parametrize("opening", ["ที่ประชุมมีมติ", "มติที่ประชุม เห็นชอบ และ", "มติที่ประชุม ดังนี้\n1. ", "- "])
def test_an_order_names_a_body_and_its_duty(opening: str, words: str, body: str, duty: str) -> None:
    assert rows(opening + words) == [(body, duty)]


@pytest.mark.parametrize(
    ("words", "body", "duty"),
    [
        ("จังหวัดต้นน้ำเป็นเจ้าภาพด้านการขุดลอก", "จังหวัดต้นน้ำ", "เป็นเจ้าภาพด้านการขุดลอก"),
        ("กรมคลองมีหน้าที่ดูแลประตูน้ำ", "กรมคลอง", "มีหน้าที่ดูแลประตูน้ำ"),
        ("กระทรวงคูคลองเป็นผู้กำหนดทิศทางการขุด", "กระทรวงคูคลอง", "เป็นผู้กำหนดทิศทางการขุด"),
        ("ส่วนราชการในพื้นที่เป็นผู้จัดทำรายละเอียดโครงการ", "ส่วนราชการในพื้นที่", "เป็นผู้จัดทำรายละเอียดโครงการ"),
        ("เจ้าของพื้นที่ควรมีบทบาทในการเสนอแนะ", "เจ้าของพื้นที่", "ควรมีบทบาทในการเสนอแนะ"),
    ],
)
def test_a_body_that_is_or_has_to_do_something_has_a_role(words: str, body: str, duty: str) -> None:
    assert rows(f"- {words}") == [(body, duty)]


def test_each_of_several_roles_in_one_sentence_is_a_row() -> None:
    assert rows("มติที่ประชุม ให้จังหวัดต้นน้ำเป็นเจ้าภาพด้านน้ำ จังหวัดปลายน้ำเป็นเจ้าภาพด้านเรือ และให้กรมคลองรายงานผลทุกเดือน") == [
        ("จังหวัดต้นน้ำ", "เป็นเจ้าภาพด้านน้ำ"),
        ("จังหวัดปลายน้ำ", "เป็นเจ้าภาพด้านเรือ"),
        ("กรมคลอง", "รายงานผลทุกเดือน"),
    ]


@pytest.mark.parametrize(
    ("words", "duty"),
    [
        ("ให้กรมคลองขุดลอก จัดทำแผนคลอง ทั้งนี้ ต้องเสร็จในปีนี้", "จัดทำแผนคลอง"),
        ("ให้กรมคลองจัดทำแผนคลอง ตามที่กรมคลองเสนอ", "จัดทำแผนคลอง"),
        ("ให้กรมคลองจัดทำแผนคลอง และอนุมัติงบขุด", "จัดทำแผนคลอง"),
        ("ให้กรมคลองจัดทำแผนคลอง 2) ให้ทุกจังหวัดส่งข้อมูลระดับน้ำ", "จัดทำแผนคลอง"),
    ],
)
def test_a_duty_ends_where_the_next_clause_of_the_meeting_begins(words: str, duty: str) -> None:
    assert rows(f"ที่ประชุมมีมติ{words}")[0][1] == duty


@pytest.mark.parametrize(
    "words",
    [
        "อนุมัติแต่งตั้ง นายสมมติ ใจดี ให้ดำรงตำแหน่งหัวหน้าคลอง",
        "อนุมัติเงิน 5 ล้านบาท ให้แก่กรมคลอง เพื่อจ่ายค่าขุด",
        "เห็นชอบแผน และให้ดำเนินการต่อไปได้",
        "เห็นชอบแผน และให้ส่งกรมคลองตรวจพิจารณา",
        "เห็นชอบแผน หากต้องแก้ไข ให้กรมคลองดำเนินการได้โดยไม่ต้องเสนออีก",
        "มอบหมายให้กรมคลองดำเนินการ ดังนี้",
        "เห็นชอบแผน [คณะรัฐมนตรีมีมติ (9 มีนาคม 2564) ให้กรมคลองจัดทำแผนคลอง]",
        "รับทราบการเตรียมการเป็นเจ้าภาพจัดประชุมคลองโลก",
        "รับทราบผลงานของหน่วยงานผู้รับผิดชอบโครงการคลอง",
    ],
)
def test_what_gives_no_duty_to_a_body_is_no_role(words: str) -> None:
    assert rows(f"ที่ประชุมมีมติ{words}") == []


def test_roles_outside_a_resolution_are_not_the_meetings() -> None:
    assert rows("เลขานุการเสนอให้กรมคลองจัดทำแผนคลอง\nมติที่ประชุม รับทราบ\nสาระสำคัญ\nกรมคลองมีหน้าที่ดูแลประตูน้ำ") == []


def test_body_and_duty_are_pieces_of_the_text_with_single_spaces() -> None:
    text, (role,) = roles_of("ที่ประชุมมีมติให้กรมคลอง   (กคล.)   จัดทำแผน   ขุดลอก")
    assert (role.body, role.duty) == ("กรมคลอง (กคล.)", "จัดทำแผน ขุดลอก")
    assert " ".join(text[role.start : role.duty_start].split()) == role.body
    assert " ".join(text[role.duty_start : role.end].split()) == role.duty


PIECES = (
    "ให้",
    "มอบหมาย",
    "กรมคลอง",
    "จังหวัด",
    "กค.",
    "จัดทำ",
    "เป็นเจ้าภาพ",
    "การ",
    "และ",
    " ",
    "\n",
    "ทั้งนี้",
    "[",
    "]",
    "“",
    "”",
    "1. ",
    "ที่",
    "ๆ",
)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@settings(max_examples=300, deadline=None)
def test_whatever_is_written_roles_stand_in_order_inside_the_item(body: str) -> None:
    text, found = roles_of(body)
    assert all(role.start < role.duty_start < role.end <= len(text) for role in found)
    assert [role.start for role in found] == sorted(role.start for role in found)


@pytest.mark.timeout(20)
def test_a_long_item_is_read_at_once() -> None:
    body = "ที่ประชุมมีมติ" + "ให้กรมคลองและกรมคลองการคลอง " * 5000 + "กรมคลอง " * 5000 + "ให้" * 5000
    assert len(roles_of(body)[1]) < 5000
