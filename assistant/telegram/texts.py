"""What the bot itself says: Thai first, English for those whose Telegram speaks another language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from corpus.dates import thai_date


@dataclass(frozen=True, slots=True)
class Texts:
    """One language. Strings with fields are filled by ``str.format``."""

    start: str
    help: str
    ask_usage: str
    not_text: str
    sorry: str
    ask_again: str
    stranger: str
    strange_group: str
    answered: str
    partial: str
    conflict: str
    not_found: str
    nearest: str
    agenda: str
    page: str
    searched: str
    records: str
    record: str
    more_records: str
    no_records: str
    register: str
    no_rows: str
    next_page: str
    day: Callable[[date], str]
    commands: tuple[tuple[str, str], ...]


def _english_date(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

THAI = Texts(
    start="สวัสดี พิมพ์คำถามเกี่ยวกับบันทึกการประชุมได้เลย คำตอบจะมาพร้อมข้อความอ้างอิงคำต่อคำ · /help วิธีใช้",
    help=(
        "ถาม: พิมพ์คำถามในแชทส่วนตัว หรือ /ask ตามด้วยคำถาม\n"
        "ในกลุ่ม: ใช้ /ask ตอบกลับข้อความของบอต หรือกล่าวถึงชื่อบอต\n"
        "/records แสดงบันทึกที่มี\n"
        "/decisions /roles /budget ทะเบียนมติ หน้าที่ และวงเงิน ตามด้วยคำกรอง เช่น /budget เกิน 1,000 ล้านบาท ปี 2564\n"
        "ถ้าบันทึกไม่ได้กล่าวถึง บอตจะบอกว่าไม่พบ และไม่คาดเดา"
    ),
    ask_usage="กรุณาพิมพ์คำถามต่อท้าย เช่น /ask ที่ประชุมมีมติเรื่องงบประมาณอย่างไร",
    not_text="ขออภัย ขณะนี้อ่านได้เฉพาะข้อความ กรุณาพิมพ์คำถามเป็นข้อความ",
    ask_again="คำถามเดิมไม่อยู่แล้ว กรุณาถามใหม่",
    sorry="ขออภัย ตอบคำถามนี้ไม่ได้ในขณะนี้ กรุณาลองใหม่อีกครั้ง",
    stranger="ขออภัย บอตนี้ใช้ได้เฉพาะผู้ที่ได้รับอนุญาต กรุณาแจ้งรหัสของคุณ {id} แก่ผู้ดูแล",
    strange_group="ขออภัย กลุ่มนี้ยังไม่ได้รับอนุญาต กรุณาแจ้งรหัสกลุ่ม {id} แก่ผู้ดูแล",
    answered="คำตอบ",
    partial="คำตอบบางส่วน",
    conflict="บันทึกไม่ตรงกัน",
    not_found="ไม่พบในบันทึกการประชุม",
    nearest="ใกล้เคียงที่สุด",
    agenda="วาระ {}",
    page="หน้า {}",
    searched="ค้นจาก {} การประชุม",
    records="บันทึกที่มี {} รายการ",
    record="{} เรื่อง",
    more_records="และอีก {} รายการ",
    no_records="ยังไม่มีบันทึกการประชุม กรุณาแจ้งผู้ดูแลให้เพิ่ม",
    register="ทะเบียน{name}: {rows} รายการ หน้า {page} จาก {pages}",
    no_rows="ไม่พบรายการที่ตรงกับ “{wanted}” ลองใช้คำที่กว้างขึ้น เช่น ตัดปีหรือจำนวนเงินออก",
    next_page="หน้าถัดไป: /{command} {wanted} หน้า {page}",
    day=thai_date,
    commands=(
        ("ask", "ถามจากบันทึกการประชุม"),
        ("records", "บันทึกการประชุมที่มี"),
        ("decisions", "ทะเบียนมติ กรองด้วยคำ เช่น งบกลาง ปี 2564"),
        ("roles", "ทะเบียนบทบาทหน้าที่ของหน่วยงาน"),
        ("budget", "ทะเบียนวงเงิน เช่น เกิน 1,000 ล้านบาท"),
        ("help", "วิธีใช้"),
    ),
)

ENGLISH = Texts(
    start="Hello. Type a question about the meeting records; answers come with verbatim excerpts. · /help",
    help=(
        "Ask: type a question in the private chat, or /ask and the question\n"
        "In groups: /ask, a reply to the bot, or a mention of it\n"
        "/records lists the records\n"
        "/decisions /roles /budget: the registers, filtered by words, as in /budget เกิน 1,000 ล้านบาท ปี 2564\n"
        "When the records do not say, the bot says so; it never guesses"
    ),
    ask_usage="Please write the question after the command, for example: /ask what was decided about the budget",
    not_text="Sorry, only text can be read for now. Please type the question.",
    ask_again="That question is gone. Please ask it again.",
    sorry="Sorry, this question cannot be answered just now. Please try again.",
    stranger="Sorry, this bot is for those who were given access. Please pass your id {id} to its admin.",
    strange_group="Sorry, this group has no access yet. Please pass the group's id {id} to the admin.",
    answered="Answer",
    partial="Partial answer",
    conflict="The records differ",
    not_found="Not found in the records",
    nearest="Nearest",
    agenda="item {}",
    page="page {}",
    searched="Searched {} meetings",
    records="Records: {}",
    record="{} items",
    more_records="and {} more",
    no_records="There are no meeting records yet. Please ask the admin to add them.",
    register="{name}: {rows} rows, page {page} of {pages}",
    no_rows="Nothing matches “{wanted}”. Try wider words, without the year or the amount.",
    next_page="Next page: /{command} {wanted} หน้า {page}",
    day=_english_date,
    commands=(
        ("ask", "Ask the meeting records"),
        ("records", "The meeting records there are"),
        ("decisions", "Decisions, by words or year"),
        ("roles", "Who has to do what"),
        ("budget", "Amounts and shares, by words or size"),
        ("help", "How to use this"),
    ),
)


def texts_for(language_code: str | None) -> Texts:
    """The texts for a person's language code (IETF); Thai where it is not known."""
    return THAI if not language_code or language_code.split("-")[0] == "th" else ENGLISH
