"""What a chat asks next stands alone, and a question that stands alone is left as it is."""

from __future__ import annotations

import json
from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.followups import MOST_TURNS, Turn, resolve
from assistant.references import find_references
from corpus.dates import find_dates
from corpus.reading import read_revision
from corpus.record import Revision
from tests.conftest import SAMPLES

TODAY = date(2025, 9, 1)
PAIRS = [json.loads(line) for line in Path(__file__).with_name("followups.jsonl").read_text("utf-8").splitlines()]
FESTIVAL = Turn(
    "มหกรรมสายน้ำสี่จังหวัดได้งบเท่าไร",
    "รายงานการประชุมคณะกรรมการบริหารงานกลุ่มจังหวัดลุ่มน้ำศรีธารา (ก.บ.ศ.) ครั้งที่ 2/2567",
    date(2024, 8, 6),
    "2567-08-06.txt",
    "4.1 กรอบงบประมาณโครงการมหกรรมสายน้ำสี่จังหวัด ประจำปี 2567",
)
TOPIC = "กรอบงบประมาณโครงการมหกรรมสายน้ำสี่จังหวัด ประจำปี 2567"
BODY = "คณะกรรมการบริหารงานกลุ่มจังหวัดลุ่มน้ำศรีธารา (ก.บ.ศ.)"
CABINET = Turn(
    "มติ ครม. วันที่ 8 กันยายน 2563 เรื่องเที่ยวปันสุขว่าอย่างไร",
    "สรุปข่าวการประชุมคณะรัฐมนตรี 8 กันยายน 2563",
    date(2020, 9, 8),
    "cabinet.txt",
    "12 มาตรการเที่ยวปันสุข",
)


def after(question: str, text: str) -> str:
    """The text as it is resolved after one question that nothing was found for."""
    return resolve(text, [Turn(question)], TODAY)


@pytest.mark.parametrize(
    ("question", "text", "resolved"),
    [
        ("งบทางหลวงปี 2564 เท่าไร", "แล้วปีถัดไปล่ะ", "งบทางหลวงปี 2565 เท่าไร"),
        ("งบทางหลวงปี 2564 เท่าไร", "แล้วปีถัดไปละ", "งบทางหลวงปี 2565 เท่าไร"),
        ("งบทางหลวงปี 2564 เท่าไร", "เเล้วปีต่อไปหล่ะคะ", "งบทางหลวงปี 2565 เท่าไร"),
        ("งบทางหลวงปี 2564 เท่าไร", "ปีถัดไป", "งบทางหลวงปี 2565 เท่าไร"),
        ("งบทางหลวงปี 2564 เท่าไร", "c]h;xu5yfwx]jt", "งบทางหลวงปี 2565 เท่าไร"),
        ("งบทางหลวงปี 2564 เท่าไร", "แล้วปีก่อนหน้านั้นล่ะ", "งบทางหลวงปี 2563 เท่าไร"),
        ("งบทางหลวงปี 2564 เท่าไร", "แล้วปีก่อนล่ะ", "งบทางหลวงปี 2563 เท่าไร"),
        ("งบทางหลวงปี 2564 เท่าไร", "แล้ว 2 ปีต่อมาล่ะ", "งบทางหลวงปี 2566 เท่าไร"),
        ("งบทางหลวงปี 2564 เท่าไร", "แล้วปี 66 ล่ะ", "งบทางหลวงปี 2566 เท่าไร"),
        ("งบทางหลวงปี 64 เท่าไร", "แล้วปี 2566 ล่ะ", "งบทางหลวงปี 66 เท่าไร"),
        ("งบทางหลวงปี 2564 เท่าไร", "แล้ว 66 ล่ะ", "งบทางหลวงปี 2566 เท่าไร"),
        ("งบทางหลวงปี 2564 เท่าไร", "2566", "งบทางหลวงปี 2566 เท่าไร"),
        ("งบทางหลวงปี 2564 เท่าไร", "ไม่ใช่ ปี 2566", "งบทางหลวงปี 2566 เท่าไร"),
        ("งบทางหลวงปี 2564 เท่าไร", "ขอปี 2566 ด้วยครับ", "งบทางหลวงปี 2566 เท่าไร"),
        ("งบทางหลวงปี 2564 เท่าไร", "แล้วปีที่แล้วล่ะ", "งบทางหลวงปี 2567 เท่าไร"),
        ("งบทางหลวงปี 2564 เท่าไร", "แล้วปีนี้ล่ะ", "งบทางหลวงปี 2568 เท่าไร"),
        ("งบทางหลวงปี 2564 เท่าไร", "แล้วปีงบ 66 ล่ะ", "งบทางหลวงปีงบประมาณ 2566 เท่าไร"),
        ("งบทางหลวงปีงบประมาณ พ.ศ. 2564 เท่าไร", "แล้วปี 66 ล่ะ", "งบทางหลวงปีงบประมาณ พ.ศ. 2566 เท่าไร"),
        ("งบทางหลวง ปีงบ 64 เท่าไร", "แล้วปีถัดไปล่ะ", "งบทางหลวง ปีงบ 65 เท่าไร"),
        ("แผนน้ำปี 2566/2567 กี่ล้าน", "แล้วปีถัดไปล่ะ", "แผนน้ำปี 2567/2568 กี่ล้าน"),
        ("งบทางหลวง ๒๕๖๔ เท่าไร", "แล้วปี ๒๕๖๕ ล่ะ", "งบทางหลวง 2565 เท่าไร"),
        ("ส่งออกเดือนมกราคม 2566 เท่าไร", "แล้วเดือนกุมภาพันธ์ล่ะ", "ส่งออกเดือนกุมภาพันธ์ 2566 เท่าไร"),
        ("ส่งออกเดือนมกราคม 2566 เท่าไร", "แล้วเดือนก่อนหน้าล่ะ", "ส่งออกเดือนธันวาคม 2565 เท่าไร"),
        ("ส่งออกเดือนมกราคม 2566 เท่าไร", "แล้วปี 2565 ล่ะ", "ส่งออกเดือนมกราคม 2565 เท่าไร"),
        ("เบิกจ่ายไตรมาส 3 ปี 2566 เท่าไร", "แล้วไตรมาสถัดไปล่ะ", "เบิกจ่ายไตรมาส 4 ปี 2566 เท่าไร"),
        ("เบิกจ่ายไตรมาส 4 ปีงบประมาณ 2566 เท่าไร", "แล้วไตรมาสถัดไปล่ะ", "เบิกจ่ายไตรมาส 1 ปีงบประมาณ 2567 เท่าไร"),
        ("เบิกจ่ายไตรมาส 4 ปีงบประมาณ 2566 เท่าไร", "แล้วไตรมาส 2 ล่ะ", "เบิกจ่ายไตรมาส 2 ปีงบประมาณ 2566 เท่าไร"),
        ("ครม. วันที่ 8 มีนาคม 2565 ตั้งใคร", "แล้ววันที่ 15 มีนาคมล่ะ", "ครม. วันที่ 15 มีนาคม 2565 ตั้งใคร"),
        ("ครม. วันที่ 8 มีนาคม 2565 ตั้งใคร", "แล้วปี 2566 ล่ะ", "ครม. ปี 2566 ตั้งใคร"),
        ("How much went to the ferry in 2024?", "and the next year?", "How much went to the ferry in 2025?"),
        ("How much went to the ferry in 2024?", "What about 2022?", "How much went to the ferry in 2022?"),
    ],
)
def test_the_last_question_is_asked_of_another_time(question: str, text: str, resolved: str) -> None:
    assert after(question, text) == resolved


@pytest.mark.parametrize(
    ("question", "text", "resolved"),
    [
        ("กระทรวงคมนาคมได้งบเท่าไร", "แล้วของกระทรวงสาธารณสุขล่ะ", "กระทรวงสาธารณสุขได้งบเท่าไร"),
        ("กระทรวงคมนาคมได้งบเท่าไร", "แล้วกรมทางหลวงล่ะ", "กรมทางหลวงได้งบเท่าไร"),
        ("กระทรวงคมนาคมได้งบเท่าไร", "แล้ว สธ. ล่ะ", "สธ. ได้งบเท่าไร"),
        ("คค. ขอเงินเท่าไร", "แล้ว สธ. ล่ะครับ", "สธ. ขอเงินเท่าไร"),
        ("กระทรวงคมนาคมได้งบปี 2564 เท่าไร", "แล้วกระทรวงพลังงานปี 65 ล่ะ", "กระทรวงพลังงานได้งบปี 2565 เท่าไร"),
        ("จังหวัดศรีธารามีถนนชำรุดกี่สาย", "แล้วจังหวัดทุ่งสมุทรล่ะ", "จังหวัดทุ่งสมุทรมีถนนชำรุดกี่สาย"),
        ("จังหวัดศรีธารามีถนนชำรุดกี่สาย", "เวียงคีรีล่ะ", "จังหวัดเวียงคีรีมีถนนชำรุดกี่สาย"),
        ("จังหวัดศรีธารามีถนนชำรุดกี่สาย", "แล้วจังหวัดอื่นล่ะ", "จังหวัดอื่นมีถนนชำรุดกี่สาย"),
        ("จังหวัดศรีธาราสมทบเท่าไร", "แล้วจังหวัดทุ่งสมุทรสมทบเท่าไร", "จังหวัดทุ่งสมุทรสมทบเท่าไร"),
        ("ด้านการท่องเที่ยวได้ร้อยละเท่าไร", "แล้วด้านสิ่งแวดล้อมล่ะ", "ด้านสิ่งแวดล้อมได้ร้อยละเท่าไร"),
        ("ด้านการบริหารจัดการน้ำได้เท่าไร", "แล้วเกษตรปลอดภัยล่ะ", "ด้านเกษตรปลอดภัยได้เท่าไร"),
        ("ค่าจ้างที่ปรึกษาเบิกได้เท่าไร", "แล้วค่าจัดประชุมล่ะ", "ค่าจัดประชุมเบิกได้เท่าไร"),
        ("เงินอุดหนุน งวดแรกจ่ายเท่าไร", "งวดที่สองล่ะ", "เงินอุดหนุน งวดที่สองจ่ายเท่าไร"),
        ("ใครเป็นประธาน คกค. ชุดแรก", "แล้วชุดใหม่ล่ะ", "ใครเป็นประธาน คกค. ชุดใหม่"),
        ("โครงการขุดคลองใช้เงินเท่าไร", "แล้วโครงการซ่อมฝายล่ะ", "โครงการซ่อมฝายใช้เงินเท่าไร"),
        ("งบประมูลเรือปี 2567 เท่าไร", "แล้วรถดับเพลิงล่ะ", "งบ รถดับเพลิง ปี 2567 เท่าไร"),
        ("สมทบร้อยละ 10 ต้องโอนเมื่อไร", "แล้วถ้าร้อยละ 15 ล่ะ", "สมทบร้อยละ 15 ต้องโอนเมื่อไร"),
        ("วงเงินไม่เกิน 5 ล้านบาทต้องสมทบไหม", "ถ้าเกิน 10 ล้านบาทล่ะ", "วงเงินเกิน 10 ล้านบาทต้องสมทบไหม"),
        (
            "What did the Ministry of Finance get?",
            "How about the Ministry of Health?",
            "What did the Ministry of Health get?",
        ),
        ("งบกลางปี 2564 เท่าไร", "แล้วของกระทรวงพลังงานล่ะ", "งบกลางปี 2564 เท่าไร กระทรวงพลังงาน"),
    ],
)
def test_the_last_question_is_asked_of_another_name(question: str, text: str, resolved: str) -> None:
    assert after(question, text) == resolved


@pytest.mark.parametrize(
    "text",
    [
        *(
            "ใครเป็นคนเสนอ",
            "ใครเสนอ",
            "ใครเป็นเจ้าภาพ",
            "ใครลงนาม",
            "ใครบ้าง",
            "มีใครคัดค้านไหม",
            "ต้องส่งให้ใคร",
            "ทำไม",
            "มันคืออะไร",
        ),
        *("วงเงินเท่าไหร่", "กี่บาท", "ใช้เงินจากไหน", "เบิกจ่ายไปเท่าไหร่แล้ว", "มีกี่คน", "เมื่อไหร่", "เริ่มเมื่อไร", "ขอเหตุผล"),
        *("มีผลบังคับใช้ตั้งแต่เมื่อไร", "ต้องแล้วเสร็จเมื่อใด", "จัดที่ไหน", "เพราะอะไร", "มีเงื่อนไขอะไรไหม", "เขาเสนออะไร"),
        *("มีข้อยกเว้นหรือเปล่า", "มีข้อสังเกตอะไรบ้าง", "หน่วยงานไหนรับผิดชอบ", "กระทรวงใดรับผิดชอบ", "อนุมัติหรือยัง"),
        *("ที่ประชุมเห็นชอบไหม", "มติว่าอย่างไร", "ผลเป็นไง", "สรุปว่าไง", "ครม. ว่าไง", "ต้องทำอะไรบ้าง", "ยกเลิกหรือยัง"),
        *("ขอรายละเอียดเพิ่มเติม", "ขยายความ", "ขอดูมติ", "อธิบายเพิ่มเติม", "มีอะไรอีกไหม", "มากกว่าปีที่แล้วไหม", "สูงกว่าปีก่อนไหม"),
        *(
            "who proposed it",
            "why",
            "When was it approved",
            "Which agency is responsible",
            "any conditions",
            "tell me more",
        ),
    ],
)
def test_something_else_is_asked_of_the_matter_of_the_last_answer(text: str) -> None:
    assert resolve(text, [FESTIVAL], TODAY) == f"{TOPIC} {text} (6 สิงหาคม 2567)"


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("แล้วที่ประชุมว่าไง", "ที่ประชุมว่าไง"),
        ("แล้วใครรับผิดชอบล่ะ", "ใครรับผิดชอบ"),
        ("แล้ววงเงิน", "วงเงิน"),
        ("เงื่อนไขล่ะ", "เงื่อนไข"),
        ("แล้วมีที่จอดรถกี่คัน", "มีที่จอดรถกี่คัน"),
        ("แล้วรายได้เท่าไหร่ครับ", "รายได้เท่าไหร่"),
        ("รายละเอียดหน่อย", "รายละเอียด"),
        ("ขอบคุณครับ แล้วใครเป็นคนเสนอครับ", "ใครเป็นคนเสนอ"),
        ("โอเค เหตุผลล่ะคะ", "เหตุผล"),
        ("and who proposed it?", "who proposed it"),
    ],
)
def test_what_is_said_besides_is_left_out(text: str, asked: str) -> None:
    assert resolve(text, [FESTIVAL], TODAY) == f"{TOPIC} {asked} (6 สิงหาคม 2567)"


def test_what_is_asked_of_the_matter_lifts_the_meeting_and_binds_to_it_only_where_the_question_did() -> None:
    lifted = resolve("ใครเป็นคนเสนอ", [FESTIVAL], TODAY)
    bound = resolve("ใครเป็นคนเสนอ", [CABINET], TODAY)
    assert lifted == f"{TOPIC} ใครเป็นคนเสนอ (6 สิงหาคม 2567)"
    assert bound == "มาตรการเที่ยวปันสุข ใครเป็นคนเสนอ การประชุมวันที่ 8 กันยายน 2563"
    assert find_references(lifted, TODAY).meeting_days == ()
    assert find_references(bound, TODAY).meeting_days == ((date(2020, 9, 8), date(2020, 9, 8)),)


def test_without_an_answer_the_matter_is_what_the_question_names() -> None:
    assert after("โครงการขุดลอกคลองธาราน้อยล่าช้ากี่วัน", "เพราะอะไร") == "โครงการขุดลอกคลองธาราน้อยล่าช้า เพราะอะไร"
    assert after("How much was approved for the ferry pier?", "Who proposed it?") == "ferry pier Who proposed it"


def test_the_title_of_an_item_that_every_meeting_has_is_no_matter() -> None:
    turn = Turn("เครื่องวัดระดับน้ำบ้านท่าธารชำรุด", agenda="ระเบียบวาระที่ 1 เรื่องที่ประธานแจ้งให้ที่ประชุมทราบ")
    assert resolve("เพราะอะไร", [turn], TODAY) == "เครื่องวัดระดับน้ำบ้านท่าธารชำรุด เพราะอะไร"


def test_an_item_that_says_little_of_the_question_is_asked_of_along_with_it() -> None:
    turn = Turn("ค่าจ้างที่ปรึกษาเบิกได้เท่าไร", agenda="3.2 หลักเกณฑ์ค่าใช้จ่ายด้านการบริหารงาน")
    assert resolve("เริ่มเมื่อไร", [turn], TODAY) == "ค่าจ้างที่ปรึกษา หลักเกณฑ์ค่าใช้จ่ายด้านการบริหารงาน เริ่มเมื่อไร"


@pytest.mark.parametrize(
    ("text", "resolved"),
    [
        ("เรื่องนี้ใครรับผิดชอบ", f"{TOPIC} ใครรับผิดชอบ (6 สิงหาคม 2567)"),
        ("อันนี้ใช้งบจากไหน", f"{TOPIC} ใช้งบจากไหน (6 สิงหาคม 2567)"),
        ("โครงการนี้ต้องทำประชาพิจารณ์ไหม", f"{TOPIC} ต้องทำประชาพิจารณ์ไหม (6 สิงหาคม 2567)"),
        ("โครงการดังกล่าวจัดที่ไหน", f"{TOPIC} จัดที่ไหน (6 สิงหาคม 2567)"),
        ("ใครเป็นเจ้าภาพโครงการนี้", f"ใครเป็นเจ้าภาพ {TOPIC} (6 สิงหาคม 2567)"),
        ("this project: who is responsible?", f"{TOPIC} : who is responsible (6 สิงหาคม 2567)"),
        ("วันนั้นมีเรื่องอะไรอีก", "การประชุมวันที่ 6 สิงหาคม 2567 มีเรื่องอะไรอีก"),
        ("การประชุมครั้งนั้นใครเป็นประธาน", "การประชุมวันที่ 6 สิงหาคม 2567 ใครเป็นประธาน"),
        ("ปีนั้นใครเป็นเจ้าภาพ", f"{TOPIC} ปี 2567 ใครเป็นเจ้าภาพ"),
    ],
)
def test_what_is_pointed_at_is_named(text: str, resolved: str) -> None:
    assert resolve(text, [FESTIVAL], TODAY) == resolved


def test_a_body_that_is_pointed_at_is_named_where_the_matter_does_not() -> None:
    turn = Turn("กองทุนร่วมพัฒนามีเงินเท่าไร", agenda="4 รายงานการเงิน")
    assert "กองทุนร่วมพัฒนา" in resolve("กองทุนนี้ใครเก็บรักษา", [turn], TODAY)


@pytest.mark.parametrize(
    ("text", "resolved"),
    [
        ("แล้วปีถัดไปใครเป็นเจ้าภาพ", f"{TOPIC.replace('2567', '2568')} ใครเป็นเจ้าภาพ"),
        ("ปี 2566 ใครเป็นเจ้าภาพ", f"{TOPIC.replace('2567', '2566')} ใครเป็นเจ้าภาพ"),
        ("แล้วปี 2566 อนุมัติเท่าไหร่", f"{TOPIC.replace('2567', '2566')} อนุมัติเท่าไหร่"),
        ("แล้วปีก่อนหน้าล่ะ", "มหกรรมสายน้ำสี่จังหวัดได้งบเท่าไร ปี 2566"),
        ("แล้วปีงบประมาณถัดไปล่ะ", "มหกรรมสายน้ำสี่จังหวัดได้งบเท่าไร ปีงบประมาณ 2568"),
    ],
)
def test_a_year_that_the_question_did_not_name_is_told_from_the_answer(text: str, resolved: str) -> None:
    assert resolve(text, [FESTIVAL], TODAY) == resolved


@pytest.mark.parametrize(
    ("text", "resolved"),
    [
        ("แล้วครั้งก่อนล่ะ", f"มหกรรมสายน้ำสี่จังหวัดได้งบเท่าไร การประชุม {BODY} ครั้งที่ 1/2567"),
        ("แล้วครั้งที่แล้วว่าไง", f"{TOPIC} การประชุม {BODY} ครั้งที่ 1/2567 ว่าไง"),
        ("แล้วประชุมครั้งถัดไปล่ะ", f"มหกรรมสายน้ำสี่จังหวัดได้งบเท่าไร การประชุม {BODY} ครั้งที่ 3/2567"),
        ("แล้วประชุมครั้งถัดไปเมื่อไหร่", f"การประชุม {BODY} ครั้งที่ 3/2567 เมื่อไหร่"),
        ("แล้วครั้งที่ 4/2566 ล่ะ", f"มหกรรมสายน้ำสี่จังหวัดได้งบเท่าไร การประชุม {BODY} ครั้งที่ 4/2566"),
        ("what about the previous meeting?", f"มหกรรมสายน้ำสี่จังหวัดได้งบเท่าไร การประชุม {BODY} ครั้งที่ 1/2567"),
        ("ประชุมที่ไหน", f"{FESTIVAL.title} ประชุมที่ไหน (6 สิงหาคม 2567)"),
        ("ใครเข้าประชุมบ้าง", f"{FESTIVAL.title} ใครเข้าประชุมบ้าง (6 สิงหาคม 2567)"),
        ("แล้ววาระ 4.2 ล่ะ", "วาระ 4.2 ว่าอย่างไร การประชุมวันที่ 6 สิงหาคม 2567"),
        ("วาระที่ 4.2 ว่าอย่างไร", "วาระที่ 4.2 ว่าอย่างไร การประชุมวันที่ 6 สิงหาคม 2567"),
        ("แล้วข้อ 2 ล่ะ", f"{TOPIC} ข้อ (2) (6 สิงหาคม 2567)"),
    ],
)
def test_another_meeting_or_item_is_told_from_the_meeting_of_the_answer(text: str, resolved: str) -> None:
    assert resolve(text, [FESTIVAL], TODAY) == resolved


@pytest.mark.parametrize(
    ("question", "text", "resolved"),
    [
        ("ก.บ.ศ. ครั้งที่ 2/2567 ว่าอย่างไรเรื่องเรือ", "แล้วครั้งก่อนล่ะ", "ก.บ.ศ. ครั้งที่ 1/2567 ว่าอย่างไรเรื่องเรือ"),
        ("ก.บ.ศ. ครั้งที่ 1/2567 ว่าอย่างไรเรื่องเรือ", "แล้วครั้งก่อนล่ะ", "ก.บ.ศ. ปี 2566 ว่าอย่างไรเรื่องเรือ"),
        ("ก.บ.ศ. ครั้งที่ 2/2567 ว่าอย่างไรเรื่องเรือ", "แล้วครั้งที่ 4 ล่ะ", "ก.บ.ศ. ครั้งที่ 4/2567 ว่าอย่างไรเรื่องเรือ"),
        ("วาระ 4.1 ของ ก.บ.ศ. ครั้งที่ 1/2567", "แล้ววาระ 4.3 ล่ะ", "วาระ 4.3 ของ ก.บ.ศ. ครั้งที่ 1/2567"),
    ],
)
def test_another_meeting_or_item_stands_in_the_place_of_the_one_asked_of(
    question: str, text: str, resolved: str
) -> None:
    assert after(question, text) == resolved


def test_the_cabinet_met_in_the_week_before() -> None:
    resolved = resolve("แล้วครั้งก่อนล่ะ", [CABINET], TODAY)
    assert [(day.first, day.last) for day in find_dates(resolved)] == [(date(2020, 9, 1), date(2020, 9, 7))]
    assert "เที่ยวปันสุข" in resolved


def test_the_last_meeting_is_not_the_one_before_it() -> None:
    turn = Turn("มติ ก.บ.ศ. ล่าสุดเรื่องถนนชำรุดว่าไง", FESTIVAL.title, FESTIVAL.meeting_date)
    resolved = resolve("แล้วครั้งก่อนหน้านั้นล่ะ", [turn], TODAY)
    assert not find_references(resolved, TODAY).latest
    assert find_references(resolved, TODAY).meeting is not None
    assert "ครั้งที่ 1/2567" in resolved


@pytest.mark.parametrize(
    "text",
    [
        *("งบกลาง โควิด 64", "ถนนชำรุด ศรีธารา", "กสร. ยอดเงิน", "เขื่อนรั่ว ฝึกซ้อม", "งบประมาณ", "มติ", "ประธาน", "ล่าสุด"),
        *("/latest", "/help", "/records 2567", "มติล่าสุด", "ประชุมครั้งล่าสุดเมื่อไหร่", "ประชุมครั้งที่แล้วมีมติอะไรบ้าง"),
        *("ขอบคุณครับ", "ขอบคุณมากค่ะ", "สวัสดีครับ มีอะไรให้ช่วยไหม", "โอเค", "เข้าใจแล้ว", "รับทราบครับ", "ใช่ไหม", "จริงหรือ"),
        *("แล้วเจอกัน", "แล้วแต่", "hello", "thanks!", "ok", "👍", "?", "...", "2", "ทำอะไรได้บ้าง", "คุณคือใคร", "ใช้งานยังไง"),
        *("อนุมัติแล้วหรือยังเรื่องเช่ารถยนต์ไฟฟ้า", "เสร็จแล้วหรือยังงานขุดลอกคลองธาราน้อย", "ประกาศใช้แล้วเมื่อไรเกณฑ์ที่พักชุมชน"),
        *("แล้วเสร็จเมื่อไรโครงการประตูระบายน้ำ", "โอนเงินสมทบแล้วกี่จังหวัด", "ปีที่แล้วน้ำท่วมกี่อำเภอ", "งบประมาณปีก่อนเท่าไร"),
        *("จังหวัดใดเป็นเจ้าภาพด้านการบริหารจัดการน้ำ", "ใครเป็นประธาน ก.บ.ศ. คนใหม่", "ใครเกษียณอายุราชการ", "เรือโดยสารงดวิ่งกี่วัน"),
        *("มหกรรมสายน้ำสี่จังหวัด ปี 2566 มีผู้เข้าชมกี่คน", "ค่าจ้างที่ปรึกษาเบิกได้เท่าไร", "เงินรางวัลนำจับผู้ลักลอบเผาเท่าไร"),
        *(
            "ก.บ.ศ. ครั้งที่ 1/2567 มีมติอะไรบ้าง",
            "ประชุมวันที่ 12 มีนาคม 2567 มีเรื่องอะไรบ้าง",
            "ปี 2567 มีมติอะไรบ้าง",
            "งบปี 2567 เท่าไร",
        ),
        *("มติ ครม. เดือนมกราคม 2564", "วาระที่ 4.2 ของ ก.บ.ศ. ครั้งที่ 1/2567", "หน้า 3 ของรายงานการประชุม ก.บ.ศ. เขียนว่าอะไร"),
        *("หนังสือ ว 119 ว่าอย่างไร", "โครงการเน็ตหมู่บ้านใช้งบเท่าไร และโครงการนี้จัดที่ไหน", "เรื่องเครื่องสูบน้ำยืมได้กี่วัน"),
        *(
            "แล้วโครงการขุดลอกคลองธาราน้อยใช้งบเท่าไร",
            "แล้วเกณฑ์ที่พักชุมชนกำหนดค่าปรับปรุงไว้เท่าไร",
            "ส่วนราชการใดยกเว้นการบันทึกระบบ รตล.",
            "แล้วประชุมวันที่ 12 มีนาคม 2567 มีเรื่องอะไรบ้าง",
        ),
        *(
            "How much must a homestay owner contribute?",
            "Who chairs the water subcommittee?",
            "When does the ferry trial end?",
        ),
        *(
            "And how many pumps may a province borrow for how long?",
            "ferry trial passengers",
            "Wiang Khiri patrol teams 2024",
        ),
        *(
            "ไฟป่า ห้ามเผา วันไหน",
            "อ่างเก็บน้ำห้วยผาธารมีน้ำร้อยละเท่าไร",
            "คกค. ครบวาระเมื่อไร",
            "ศนส. ตั้งอยู่ที่ไหน",
            "กสร คืออะไร",
            "อาคารชลธาร เรียกว่าอะไร",
        ),
        *("ย้ายเงินจากด้านหนึ่งไปอีกด้านหนึ่งได้มากที่สุดเท่าใด", "กู้ได้ไม่เกินร้อยละเท่าไรของวงเงินทั้งหมด ถ้าเกิดภัยพิบัติ"),
    ],
)
def test_a_question_that_stands_alone_is_never_bent(text: str) -> None:
    for turn in (FESTIVAL, CABINET, Turn("จังหวัดศรีธาราต้องสมทบเข้า กสร. ร้อยละเท่าไรในปี 2567")):
        assert resolve(text, [turn], TODAY) == text


def test_the_text_is_given_back_as_it_was_typed_where_nothing_was_asked_before() -> None:
    assert resolve(" แล้วปีถัดไปล่ะ  ครับ ", [], TODAY) == " แล้วปีถัดไปล่ะ  ครับ "
    assert resolve("งบกลาง  โควิด ๖๔", [FESTIVAL], TODAY) == "งบกลาง  โควิด ๖๔"


def test_follow_ups_go_on_from_one_another() -> None:
    who = resolve("ใครเป็นคนเสนอ", [FESTIVAL], TODAY)
    turns = [FESTIVAL, Turn(who, FESTIVAL.title, FESTIVAL.meeting_date, FESTIVAL.record, FESTIVAL.agenda)]
    assert resolve("แล้วปีถัดไปล่ะ", turns, TODAY) == f"{TOPIC.replace('2567', '2568')} ใครเป็นคนเสนอ"
    assert resolve("วงเงินล่ะ", turns, TODAY) == f"{TOPIC} วงเงิน (6 สิงหาคม 2567)"
    assert resolve("ทำไม", [*turns, Turn("แล้วปีถัดไป ใครเป็นคนเสนอ (1 มีนาคม 2566)")], TODAY).count("(") == 0


def test_what_names_no_matter_is_passed_over_for_the_question_before() -> None:
    turns = [Turn("งบทางหลวงปี 2564 เท่าไร"), Turn("ขอบคุณครับ"), Turn("ใครเป็นประธาน คกค.")]
    assert resolve("แล้วปีถัดไปล่ะ", turns, TODAY) == "งบทางหลวงปี 2565 เท่าไร"
    assert resolve("มีกี่คน", turns[:2], TODAY) == "ทางหลวงปี 2564 มีกี่คน"


def test_only_the_last_questions_are_looked_at() -> None:
    turns = [Turn("งบทางหลวงปี 2564 เท่าไร"), *[Turn("ขอบคุณครับ")] * MOST_TURNS]
    assert resolve("แล้วปีถัดไปล่ะ", turns, TODAY) == "แล้วปีถัดไปล่ะ"


@lru_cache(maxsize=1)
def samples() -> dict[str, Revision]:
    files = (path for path in SAMPLES.iterdir() if path.suffix in (".txt", ".pdf", ".docx"))
    return {path.name: read_revision(path) for path in files}


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: str(pair["id"]))
def test_the_golden_pairs_hold_their_matter_with_the_first_answer_and_without(pair: dict[str, str]) -> None:
    first = samples()[pair["first_record"]]
    item = next(item for item in first.items if item.label == pair["first_agenda"])
    answered = Turn(pair["first"], first.meeting.title, first.meeting.date, first.name, item.agenda)
    for turn in (answered, Turn(pair["first"])):
        resolved = resolve(pair["second"], [turn], TODAY)
        assert [words for words in pair["holds"] if words not in resolved] == []


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: str(pair["id"]))
def test_the_golden_answers_stand_in_their_items(pair: dict[str, str]) -> None:
    if not pair["record"]:
        assert pair["answer"] == ""
        return
    record = samples()[pair["record"]]
    item = next(item for item in record.items if item.label == pair["agenda"])
    assert pair["answer"] in " ".join(record.text[item.start : item.end].split())


@pytest.mark.parametrize("text", ["", "🙂", "\x00\u200b", "ก" * 4000, "แล้ว", "ล่ะ", "แล้วล่ะ", "ๆๆๆ", "แล้ว%sล่ะ", "and"])
def test_strange_texts_are_left_as_they_are(text: str) -> None:
    assert resolve(text, [FESTIVAL], TODAY) == text


@given(st.text("แล้วปีถัดไปล่ะครั้งก่อนใครเสนอนี้ 0256/.()ก", max_size=40), st.text("งบปี2567ครั้งที่ /1ข้อ", max_size=30))
def test_no_text_is_too_strange_to_be_read(text: str, question: str) -> None:
    assert isinstance(resolve(text, [Turn(question, "", None, "", "4.1"), Turn(question)], TODAY), str)
