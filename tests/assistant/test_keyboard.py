"""What was typed in the other keyboard layout is turned, and nothing else is."""

from __future__ import annotations

import time

import pytest
from pythainlp.corpus import thai_words

from assistant.keyboard import repair_keyboard


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        "???",
        "สวัสดี",
        "ครม. อนุมัติ GDP",
        "เขต EEC อยู่จังหวัดไหน",
        "งาน APEC 2022 ใช้งบเท่าไร",
        "covid",
        "covid รอบสองเยียวยาเท่าไร",
        "COVID-19",
        "How much budget was approved?",
        "Who chairs the committee, and since when?",
        "what did the cabinet decide on 12 March 2024",
        "มอก. 2425",
        "ชุดประจำการ มอก.2425-2560",
        "กระดาษ A4 80 แกรม",
        "http://example.go.th/minutes/12.pdf",
        "https://www.example.com/a?b=c&d=e",
        "ส่งที่ somchai.r@example.go.th",
        "12/2567",
        "ครั้งที่ 3/2567 วันที่ 12/03/2567",
        "1,200.50 บาท (ร้อยละ 7.5)",
        "64-65",
        "08-1234-5678",
        "๑๒/๒๕๖๗",
        "PM2.5 กับ CO2",
        "5G และ AI, IoT, ICT, R&D",
        "ISO 27001:2022",
        "นร 0505/ว 119",
        "ว. 89 ลว. 3 ก.พ. 63",
        "ก.พ. ก.พ.ร. ป.ป.ช. สคทช. กกต.",
        "ร่าง พ.ร.บ. ใหม่",
        "นายกฯ ไปตรวจงานที่ไหนบ้าง ๆ",
        "โครงการ S-curve ของ สกพอ.",
        "FTA ไทย-EU",
        "iPhone กับ LINE OA",
        "TikTok",
        "(QoQ)",
        "(AoA)",
        "e-Government และ e-bidding",
        "me too",
        "ok cd ls",
        "README.md",
        "<b>ครม.</b> {id: 12}",
        "🙏🙏 ขอบคุณ",
        "นางสาวพรกนก ศรีสุทธิ์ธำรงค์",
        "ระพีพร อรหะ",
        "สสสส",
        "กสทร พรก กรอ สนร",
        "เลขาธืการ กระทวง สงกราน",
        "ัน้ำท่วมนาข้าว",
        "ก" * 1000,
        "l" * 1000,
    ],
)
def test_what_reads_as_it_is_stays(text: str) -> None:
    assert repair_keyboard(text) == text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("l;ylfu", "สวัสดี"),
        ("'[xit,kI", "งบประมาณ"),
        ("'[xit,kIxusohkgmjkwi", "งบประมาณปีหน้าเท่าไร"),
        ("8i,\" vo6,y9b'[gmjkwi", "ครม. อนุมัติงบเท่าไร"),
        ("xit=6,8iyh'muj 3/2567", "ประชุมครั้งที่ 3/2567"),
        (".8igxHoxitTkomujxit=6,", "ใครเป็นประธานที่ประชุม"),
        ("mujxit=6,,u,9bvpjk'wi", "ที่ประชุมมีมติอย่างไร"),
        ("-vikp'kodkixit=6,", "ขอรายงานการประชุม"),
        ("ditmi;'dki8]y'", "กระทรวงการคลัง"),
        ("86I4krvkdkL", "คุณภาพอากาศ"),
        ("oFp[kplkTkiIl6-", "นโยบายสาธารณสุข"),
        ("g-njvodyhoohe", "เขื่อนกั้นน้ำ"),
        ("z^hl^'vkp6", "ผู้สูงอายุ"),
        ("L^opNgfHdg]Hd", "ศูนย์เด็กเล็ก"),
        (":jv,5oo lkp.s,j", "ซ่อมถนน สายใหม่"),
        ('r"i"[" ohe', "พ.ร.บ. น้ำ"),
        ("okpdO lyj'vtwi", "นายกฯ สั่งอะไร"),
        ("9jk'q 8nvvtwi", "ต่างๆ คืออะไร"),
        ("z]'ko9jk' q", "ผลงานต่าง ๆ"),
        ("xu #*() 0yfliivpjk'wi", "ปี ๒๕๖๗ จัดสรรอย่างไร"),
        (".=h'[gmjkwiM", "ใช้งบเท่าไร?"),
        ("l;ylfu?", "สวัสดี?"),
        ('("l;ylfu")', '("สวัสดี")'),
        ("'[xit,kIxu2567", "งบประมาณปี2567"),
        ("l;ylfu 12/2567", "สวัสดี 12/2567"),
        ("งบกลาง muj8i,vo6,y9b เท่าไร", "งบกลาง ที่ครมอนุมัติ เท่าไร"),
        ("อนุมัติ'[xit,kIเท่าไร", "อนุมัติงบประมาณเท่าไร"),
        ("GDP g9b[F9gmjkwi", "GDP เติบโตเท่าไร"),
        ("ครม. l;ylfu APEC 2022", "ครม. สวัสดี APEC 2022"),
        ("PM2.5 CO2 IoT l;ylfu 5G", "PM2.5 CO2 IoT สวัสดี 5G"),
    ],
)
def test_thai_typed_in_the_english_layout_is_turned(typed: str, meant: str) -> None:
    assert repair_keyboard(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("้ำสสน", "hello"),
        ("ิีกเำะ", "budget"),
        ("็นไ ทีแ้ ิีกเำะ ไฟห ฟยยพนอำกฦ", "How much budget was approved?"),
        ('"้น แ้ฟรพห ะ้ำ แนททระะำำ', "Who chairs the committee"),
        ("แฟพินื ทฟพาำะ", "carbon market"),
        ("หทฟพะ แระั", "smart city"),
        ("ำขทฟรส", "e-mail"),
        ("งบ กรเระฟส ำแนืนทั เท่าไร", "งบ digital economy เท่าไร"),
    ],
)
def test_english_typed_in_the_thai_layout_is_turned(typed: str, meant: str) -> None:
    assert repair_keyboard(typed) == meant


def test_no_word_of_the_dictionary_is_taken_for_english() -> None:
    assert [word for word in thai_words() if repair_keyboard(word) != word] == []


def test_what_is_turned_stays_turned() -> None:
    once = repair_keyboard("'[xit,kI ิีกเำะ")
    assert repair_keyboard(once) == once


def test_a_long_question_takes_no_time() -> None:
    text = "'[xit,kI GDP ้ำสสน อนุมัติ " * 40
    repair_keyboard(text)
    start = time.perf_counter()
    repair_keyboard(text)
    assert time.perf_counter() - start < 0.2
