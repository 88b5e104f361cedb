"""What the bot itself says: Thai first, English for those whose Telegram speaks another language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from assistant.telegram import upload_texts
from assistant.telegram.upload_texts import UploadTexts
from corpus.dates import thai_date


@dataclass(frozen=True, slots=True)
class Texts:
    """One language. Strings with fields are filled by ``str.format``."""

    code: str
    """IETF."""
    name: str
    start: str
    help: str
    ask_usage: str
    not_text: str
    sorry: str
    ask_again: str
    stranger: str
    strange_group: str
    let_all: str
    let_none: str
    nobody: str
    waits: str
    asks_in: str
    let_in: str
    let_done: str
    refused_done: str
    taken: str
    not_held: str
    is_set: str
    no_collection: str
    grant_usage: str
    revoke_usage: str
    which: str
    answered: str
    partial: str
    conflict: str
    not_found: str
    nearest: str
    agenda: str
    page: str
    scanned: str
    searched: str
    records: str
    record: str
    more: str
    no_records: str
    register: str
    no_rows: str
    number: str
    of_year: str
    by_year: str
    by_body: str
    every_year: str
    every_body: str
    agenda_of: str
    back: str
    before: str
    after: str
    context: str
    copy: str
    original: str
    page_picture: str
    replaced: str
    all_rows: str
    in_private: str
    ask_in_private: str
    open_in_private: str
    gone: str
    too_large: str
    thanks: str
    reasons: tuple[str, str, str, str]
    """Why an answer did not help: the wrong matter, not whole, out of date, wrongly cited."""
    which_language: str
    language_set: str
    forget: str
    forget_what: str
    forget_in_private: str
    forgotten: str
    follow: str
    follow_usage: str
    followed: str
    already_followed: str
    following: str
    follows_nothing: str
    news: str
    now_answered: str
    digest_usage: str
    digest_set: str
    digest_off: str
    at_once: tuple[str, ...]
    """What a person writes to be told at once."""
    status: str
    no_errors: str
    failure: str
    unanswered: str
    none_unanswered: str
    year: Callable[[int], str]
    """A year of the Buddhist era as the language writes it."""
    day: Callable[[date], str]
    commands: tuple[tuple[str, str], ...]
    uploads: UploadTexts
    admin_help: str
    admin_commands: tuple[tuple[str, str], ...]


def _english_date(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

THAI = Texts(
    code="th",
    name="ไทย",
    start="สวัสดี พิมพ์คำถามเกี่ยวกับบันทึกการประชุมได้เลย คำตอบจะมาพร้อมข้อความอ้างอิงคำต่อคำ · /help วิธีใช้",
    help=(
        "ถาม: พิมพ์คำถามในแชทส่วนตัว หรือ /ask ตามด้วยคำถาม\n"
        "ในกลุ่ม: ใช้ /ask ตอบกลับข้อความของบอต หรือกล่าวถึงชื่อบอต\n"
        "/records เปิดดูบันทึกตามปีและคณะ เช่น /records 2564 · /latest การประชุมล่าสุด\n"
        "/decisions /roles /budget ทะเบียนมติ หน้าที่ และวงเงิน ตามด้วยคำกรอง เช่น /budget เกิน 1,000 ล้านบาท ปี 2564\n"
        "ในแชทใดก็ได้: พิมพ์ชื่อบอตตามด้วยคำค้น แล้วเลือกข้อความอ้างอิงที่ต้องการส่ง\n"
        "กด 🔔 ใต้คำตอบ หรือ /follow ตามด้วยคำถาม: แจ้งเมื่อมีบันทึกใหม่ที่ตอบ · /following /digest\n"
        "/lang เปลี่ยนภาษา · /forget_me ลบคำถามของคุณ\n"
        "ถ้าบันทึกไม่ได้กล่าวถึง บอตจะบอกว่าไม่พบ และไม่คาดเดา"
    ),
    ask_usage="กรุณาพิมพ์คำถามต่อท้าย เช่น /ask ที่ประชุมมีมติเรื่องงบประมาณอย่างไร",
    not_text="ขออภัย ขณะนี้อ่านได้เฉพาะข้อความ กรุณาพิมพ์คำถามเป็นข้อความ",
    ask_again="คำถามเดิมไม่อยู่แล้ว กรุณาถามใหม่",
    sorry="ขออภัย ตอบคำถามนี้ไม่ได้ในขณะนี้ กรุณาลองใหม่อีกครั้ง",
    stranger="ขออภัย บอตนี้ใช้ได้เฉพาะผู้ที่ได้รับอนุญาต กรุณารอผู้ดูแลอนุมัติ รหัสของคุณคือ {id}",
    strange_group="ขออภัย กลุ่มนี้ยังไม่ได้รับอนุญาต กรุณารอผู้ดูแลอนุมัติ รหัสกลุ่มคือ {id}",
    let_all="ทุกชุด",
    let_none="ไม่ให้",
    nobody="ยังไม่ได้ให้สิทธิ์ใครใน Telegram",
    waits="รอการอนุมัติ",
    asks_in="{title} (รหัส {id}) ขอใช้งาน ให้เห็นบันทึกชุดใด",
    let_in="ได้รับสิทธิ์ดูบันทึก: {collection} พิมพ์คำถามได้เลย",
    let_done="ให้สิทธิ์ {collection} แก่ {who} แล้ว",
    refused_done="ไม่ให้สิทธิ์แก่ {who}",
    taken="ยกเลิกสิทธิ์ของ {who} แล้ว",
    not_held="{who} ไม่มีสิทธิ์นั้นอยู่",
    is_set="{who} ได้สิทธิ์จาก MATI_ADMINS หรือ MATI_ALLOWED ให้แก้ที่นั่นแล้วเริ่มบอตใหม่",
    no_collection="ไม่มีชุดบันทึกชื่อนั้น ชุดที่มี: {collections}",
    grant_usage="พิมพ์ /grant ตามด้วยรหัส เช่น /grant 12345678 แล้วเลือกชุดบันทึก",
    revoke_usage="พิมพ์ /revoke ตามด้วยรหัส และชื่อชุดถ้าจะยกเลิกชุดเดียว",
    which="ให้ {who} เห็นบันทึกชุดใด",
    answered="คำตอบ",
    partial="คำตอบบางส่วน",
    conflict="บันทึกไม่ตรงกัน",
    not_found="ไม่พบในบันทึกการประชุม",
    nearest="ใกล้เคียงที่สุด",
    agenda="วาระ {}",
    page="หน้า {}",
    scanned="จากภาพสแกน โปรดเทียบตัวเลขกับหน้าเอกสาร",
    searched="ค้นจาก {} การประชุม",
    records="บันทึกที่มี {} รายการ",
    record="{} เรื่อง",
    more="และอีก {} รายการ",
    no_records="ยังไม่มีบันทึกการประชุม กรุณาแจ้งผู้ดูแลให้เพิ่ม",
    register="ทะเบียน{name}: {rows} รายการ หน้า {page} จาก {pages}",
    no_rows="ไม่พบรายการที่ตรงกับ “{wanted}” ลองใช้คำที่กว้างขึ้น เช่น ตัดปีหรือจำนวนเงินออก",
    number="ครั้งที่ {}",
    of_year="ปี {}",
    by_year="เลือกปี",
    by_body="เลือกคณะ",
    every_year="ทุกปี",
    every_body="ทุกคณะ",
    agenda_of="‹ ระเบียบวาระ",
    back="‹ บันทึกทั้งหมด",
    before="‹ ก่อนหน้า",
    after="ถัดไป ›",
    context="{} ดูบริบท",
    copy="📋 คัดลอกอ้างอิง",
    original="📄 ไฟล์ต้นฉบับ",
    page_picture="🖼 หน้าเอกสาร",
    replaced="บันทึกฉบับนี้มีฉบับใหม่แล้ว",
    all_rows="ดูทุกรายการ",
    in_private="ถามต่อในแชทส่วนตัว",
    ask_in_private="ถามในแชทส่วนตัว",
    open_in_private="ดูบริบท",
    gone="รายการนี้ไม่อยู่แล้ว กรุณาถามใหม่",
    too_large="ไฟล์นี้ใหญ่เกินกว่าที่ Telegram ให้บอตส่งได้ (50 MB) กรุณาขอจากผู้ดูแล",
    thanks="ขอบคุณ บันทึกความเห็นแล้ว",
    reasons=("ผิดเรื่อง", "ไม่ครบ", "ไม่ใช่ล่าสุด", "อ้างอิงผิด"),
    which_language="เลือกภาษา · Choose a language",
    language_set="ใช้ภาษาไทยแล้ว",
    forget="ลบคำถามของฉัน",
    forget_what="กดปุ่มเพื่อลบคำถามทั้งหมดของคุณที่บอตเก็บไว้ ปุ่มใต้คำตอบเก่าจะใช้ไม่ได้อีก",
    forget_in_private="กรุณาพิมพ์ /forget_me ในแชทส่วนตัว",
    forgotten="ลบคำถามของคุณแล้ว {} รายการ",
    follow="🔔 ติดตาม",
    follow_usage="พิมพ์ /follow ตามด้วยคำถาม แล้วบอตจะแจ้งเมื่อมีบันทึกใหม่ที่ตอบคำถามนั้น",
    followed="🔔 จะแจ้งเมื่อมีบันทึกใหม่ที่ตอบคำถามนี้",
    already_followed="ติดตามคำถามนี้อยู่แล้ว หรือติดตามครบจำนวนแล้ว ดูได้ที่ /following",
    following="คำถามที่ติดตามอยู่ กดเพื่อเลิกติดตาม",
    follows_nothing="ยังไม่ได้ติดตามคำถามใด กด 🔔 ใต้คำตอบ หรือพิมพ์ /follow ตามด้วยคำถาม",
    news="🔔 มีบันทึกใหม่เกี่ยวกับ “{}”",
    now_answered="🔔 คำถามที่ยังไม่มีคำตอบ “{}” มีคำตอบแล้ว",
    digest_usage="พิมพ์ /digest ตามด้วยชั่วโมง 0–23 เช่น /digest 8 หรือ /digest ทันที",
    digest_set="จะแจ้งเรื่องที่ติดตามเวลา {} นาฬิกา",
    digest_off="จะแจ้งเรื่องที่ติดตามทันที",
    at_once=("ทันที", "now"),
    status=(
        "บันทึก {records} รายการ {passages} ตอน · ดัชนีรุ่น {generation}\n"
        "งานค้าง {waiting} · ตอบใน 24 ชั่วโมง {answered} ครั้ง · p50 {p50} ms · p95 {p95} ms"
    ),
    no_errors="ไม่มีข้อผิดพลาดตั้งแต่เริ่มทำงาน",
    failure="⚠️ เกิดข้อผิดพลาด: {}",
    unanswered="คำถามที่ยังไม่มีคำตอบ {} ข้อ",
    none_unanswered="ไม่มีคำถามที่ค้างอยู่",
    year=str,
    day=thai_date,
    commands=(
        ("ask", "ถามจากบันทึกการประชุม"),
        ("records", "บันทึกการประชุม ตามปีและคณะ"),
        ("latest", "การประชุมล่าสุด"),
        ("decisions", "ทะเบียนมติ กรองด้วยคำ เช่น งบกลาง ปี 2564"),
        ("roles", "ทะเบียนบทบาทหน้าที่ของหน่วยงาน"),
        ("budget", "ทะเบียนวงเงิน เช่น เกิน 1,000 ล้านบาท"),
        ("follow", "ติดตามคำถาม แจ้งเมื่อมีเรื่องใหม่"),
        ("following", "คำถามที่ติดตาม"),
        ("digest", "เวลาที่ให้แจ้ง เช่น 8"),
        ("lang", "ภาษา · Language"),
        ("forget_me", "ลบคำถามของฉัน"),
        ("help", "วิธีใช้"),
    ),
    uploads=upload_texts.THAI,
    admin_help=(
        "ผู้ดูแล: ส่งไฟล์บันทึกมาในแชทนี้เพื่อเพิ่ม · /uploads ไฟล์ที่รอยืนยัน\n"
        "/history ดูและย้อนดัชนี · /undo ย้อนรุ่นล่าสุด · /reindex อ่านทั้งหมดใหม่\n"
        "/grant รหัส ชื่อคณะ (หรือ * ทุกชุด) ให้สิทธิ์ · /revoke รหัส ยกเลิกสิทธิ์ · /who ดูว่าใครเห็นอะไร\n"
        "/status สถานะ · /unanswered คำถามที่ยังไม่มีคำตอบ\n"
        "คนและกลุ่มใหม่ที่เขียนถึงบอตจะถูกส่งมาให้อนุมัติที่นี่"
    ),
    admin_commands=(
        ("uploads", "ไฟล์ที่รอการยืนยัน"),
        ("history", "ดัชนีรุ่นก่อน ๆ"),
        ("undo", "ย้อนกลับไปรุ่นก่อน"),
        ("reindex", "อ่านเอกสารทั้งหมดใหม่"),
        ("grant", "ให้สิทธิ์ดูบันทึก"),
        ("revoke", "ยกเลิกสิทธิ์"),
        ("who", "ใครเห็นบันทึกชุดใด"),
        ("status", "สถานะของบอต"),
        ("unanswered", "คำถามที่ยังไม่มีคำตอบ"),
    ),
)

ENGLISH = Texts(
    code="en",
    name="English",
    start="Hello. Type a question about the meeting records; answers come with verbatim excerpts. · /help",
    help=(
        "Ask: type a question in the private chat, or /ask and the question\n"
        "In groups: /ask, a reply to the bot, or a mention of it\n"
        "/records opens the records by year and body, as in /records 2564 · /latest the newest meeting\n"
        "/decisions /roles /budget: the registers, filtered by words, as in /budget เกิน 1,000 ล้านบาท ปี 2564\n"
        "In any chat: the bot's name and a few words, then choose the excerpt to send\n"
        "🔔 under an answer, or /follow and a question: be told of new records · /following /digest\n"
        "/lang the language · /forget_me deletes your questions\n"
        "When the records do not say, the bot says so; it never guesses"
    ),
    ask_usage="Please write the question after the command, for example: /ask what was decided about the budget",
    not_text="Sorry, only text can be read for now. Please type the question.",
    ask_again="That question is gone. Please ask it again.",
    sorry="Sorry, this question cannot be answered just now. Please try again.",
    stranger="Sorry, this bot is for those with access. Please wait for an admin's approval; your id is {id}.",
    strange_group="Sorry, this group has no access yet. Please wait for an admin's approval; the group's id is {id}.",
    let_all="All collections",
    let_none="None",
    nobody="Nobody was given access in Telegram yet",
    waits="waits",
    asks_in="{title} (id {id}) asks for access. Which records may they see?",
    let_in="You may now ask about: {collection}",
    let_done="{who} was given: {collection}",
    refused_done="{who} was given nothing",
    taken="What {who} was given is taken away",
    not_held="{who} holds no such access",
    is_set="{who} has access by MATI_ADMINS or MATI_ALLOWED: change it there and start the bot again",
    no_collection="There is no such collection. There are: {collections}",
    grant_usage="Write /grant and an id, as in /grant 12345678, and choose the collections",
    revoke_usage="Write /revoke and an id, and a collection to take that one alone",
    which="Which records may {who} see?",
    answered="Answer",
    partial="Partial answer",
    conflict="The records differ",
    not_found="Not found in the records",
    nearest="Nearest",
    agenda="item {}",
    page="page {}",
    scanned="from a scan: compare figures with the page",
    searched="Searched {} meetings",
    records="Records: {}",
    record="{} items",
    more="and {} more",
    no_records="There are no meeting records yet. Please ask the admin to add them.",
    register="{name}: {rows} rows, page {page} of {pages}",
    no_rows="Nothing matches “{wanted}”. Try wider words, without the year or the amount.",
    number="No. {}",
    of_year="{}",
    by_year="By year",
    by_body="By body",
    every_year="All years",
    every_body="All bodies",
    agenda_of="‹ Agenda",
    back="‹ All records",
    before="‹ Back",
    after="Next ›",
    context="{} context",
    copy="📋 Copy citation",
    original="📄 Original file",
    page_picture="🖼 Page",
    replaced="This record has a newer version",
    all_rows="All rows",
    in_private="Go on in private",
    ask_in_private="Ask in private",
    open_in_private="Context",
    gone="This is gone. Please ask again.",
    too_large="This file is larger than a bot may send (50 MB). Please ask an admin for it.",
    thanks="Thank you, noted",
    reasons=("Wrong matter", "Not complete", "Out of date", "Wrong citation"),
    which_language="เลือกภาษา · Choose a language",
    language_set="English it is",
    forget="Delete what I asked",
    forget_what="Press to delete all questions of yours that the bot keeps. Buttons under old answers will end.",
    forget_in_private="Please write /forget_me in the private chat",
    forgotten="Deleted: {} of your questions",
    follow="🔔 Follow",
    follow_usage="Write /follow and a question, and you are told when a new record answers it",
    followed="🔔 You will be told when a new record answers this",
    already_followed="This is followed already, or you follow as many as you may: /following",
    following="What you follow; press to end one",
    follows_nothing="You follow nothing yet: press 🔔 under an answer, or write /follow and a question",
    news="🔔 A new record on “{}”",
    now_answered="🔔 “{}” had no answer; now there is one",
    digest_usage="Write /digest and an hour, 0–23, as in /digest 8, or /digest now",
    digest_set="You will be told of what you follow at {} o'clock, Bangkok time",
    digest_off="You will be told of what you follow at once",
    at_once=("now", "ทันที"),
    status=(
        "{records} records, {passages} passages · generation {generation}\n"
        "Waiting {waiting} · answered in 24 hours {answered} · p50 {p50} ms · p95 {p95} ms"
    ),
    no_errors="No errors since the start",
    failure="⚠️ An error: {}",
    unanswered="Questions without an answer: {}",
    none_unanswered="No questions wait for an answer",
    year=lambda year: str(year - 543),
    day=_english_date,
    commands=(
        ("ask", "Ask the meeting records"),
        ("records", "The meeting records, by year and body"),
        ("latest", "The newest meeting"),
        ("decisions", "Decisions, by words or year"),
        ("roles", "Who has to do what"),
        ("budget", "Amounts and shares, by words or size"),
        ("follow", "Follow a question"),
        ("following", "What you follow"),
        ("digest", "The hour to be told, as in 8"),
        ("lang", "Language · ภาษา"),
        ("forget_me", "Delete what I asked"),
        ("help", "How to use this"),
    ),
    uploads=upload_texts.ENGLISH,
    admin_help=(
        "Admins: send minutes here to add them · /uploads wait for your word\n"
        "/history and going back · /undo · /reindex\n"
        "/grant ID BODY (or * for all) · /revoke ID · /who sees what\n"
        "/status · /unanswered: questions without an answer\n"
        "People and groups who write to the bot for the first time are put to you here"
    ),
    admin_commands=(
        ("uploads", "Files that wait for your word"),
        ("history", "Earlier generations"),
        ("undo", "Go back one generation"),
        ("reindex", "Read all records again"),
        ("grant", "Let somebody see records"),
        ("revoke", "Take access away"),
        ("who", "Who sees which records"),
        ("status", "The bot's state"),
        ("unanswered", "Questions without an answer"),
    ),
)


LANGUAGES = {"th": THAI, "en": ENGLISH}


def texts_for(language_code: str | None) -> Texts:
    """The texts for a person's language code (IETF); Thai where it is not known."""
    return THAI if not language_code or language_code.split("-")[0] == "th" else ENGLISH
