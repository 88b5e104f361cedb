"""What the bot says of files that admins send, and of the index that they change."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class UploadTexts:
    """One language. Strings with fields are filled by ``str.format``."""

    received: str
    received_album: str
    picture: str
    reading: str
    fetching: str
    too_big: str
    preview: str
    body: str
    meeting: str
    agenda: str
    pages: str
    bad_pages: str
    scanned: str
    near: str
    replaces: str
    added: str
    gone: str
    changed: str
    same: str
    same_records: str
    publish: str
    publish_all: str
    edit_title: str
    edit_date: str
    edit_body: str
    new_version: str
    not_version: str
    discard: str
    ask_title: str
    ask_body: str
    ask_date: str
    bad_date: str
    which_record: str
    discarded: str
    was_published: str
    was_discarded: str
    history: str
    generation: str
    no_history: str
    undo: str
    changing: str
    rereading: str
    encoding: str
    seconds_left: str
    minutes_left: str
    changed_index: str
    not_changed: str
    waiting: str
    none_waiting: str


THAI = UploadTexts(
    received="รับไฟล์ {name} แล้ว กำลังรออ่าน",
    received_album="รับภาพชุดนี้แล้ว กำลังรออ่านเป็นเอกสารเดียว หน้าละภาพตามลำดับที่ส่ง",
    picture="ภาพที่ {number} ({name})",
    fetching="กำลังดาวน์โหลด {name}",
    reading="กำลังอ่าน {name}",
    too_big=(
        "ไฟล์นี้ใหญ่เกิน 20 MB ที่ Telegram ให้บอตดาวน์โหลดได้ กรุณาแบ่งเป็นไฟล์ย่อย "
        "หรือวางไฟล์ในโฟลเดอร์ MATI_INBOX หรือให้ผู้ดูแลเครื่องใช้คำสั่ง bot.py ingest"
    ),
    preview="📥 {name} (ร่าง {draft})",
    body="คณะ: {}",
    meeting="ครั้งที่ {number} · วันที่ {date} · ชุดบันทึก {collection}",
    agenda="วาระ {} รายการ:",
    pages="{pages} หน้า คุณภาพข้อความ {quality}%",
    bad_pages="⚠️ หน้าที่อ่านได้ไม่ดี: {}",
    scanned="{} หน้าอ่านจากภาพ โปรดตรวจตัวเลขกับต้นฉบับ",
    near="⚠️ คล้ายกับ {name} ({likeness}%)",
    replaces="🔁 เป็นรุ่นใหม่ของ {}",
    added="เพิ่ม {}: {}",
    gone="หายไป {}: {}",
    changed="แก้ไข {}: {}",
    same="ไม่มีวาระใดเปลี่ยน",
    same_records="เนื้อหาเหมือนเดิม",
    publish="✅ เผยแพร่",
    publish_all="✅ เผยแพร่ทั้งหมด",
    edit_title="✏️ แก้หัวเรื่อง",
    edit_date="📅 แก้วันที่",
    edit_body="🏛 แก้ชื่อคณะ",
    new_version="🔁 รุ่นใหม่ของ…",
    not_version="ไม่ใช่รุ่นใหม่",
    discard="🗑 ทิ้ง",
    ask_title="ตอบกลับข้อความนี้ด้วยหัวเรื่องใหม่ของร่าง {}",
    ask_body="ตอบกลับข้อความนี้ด้วยชื่อคณะที่ประชุมของร่าง {} (ชื่อคณะคือชุดบันทึกที่ใช้ให้สิทธิ์)",
    ask_date="ตอบกลับข้อความนี้ด้วยวันประชุมของร่าง {} เช่น 15 มิถุนายน 2566",
    bad_date="อ่านวันที่ไม่ออก กรุณาตอบกลับใหม่ เช่น 15 มิถุนายน 2566",
    which_record="ร่าง {} เป็นรุ่นใหม่ของบันทึกใด",
    discarded="🗑 ทิ้ง {} แล้ว",
    was_published="ร่างนี้จบไปแล้ว: เผยแพร่แล้ว",
    was_discarded="ร่างนี้จบไปแล้ว: ทิ้งแล้ว กรุณาส่งไฟล์ใหม่หากต้องการเผยแพร่",
    history="ดัชนีรุ่นล่าสุด กดเพื่อย้อนกลับไปยังรุ่นนั้น",
    generation="{number} · {made_at} · {what}",
    no_history="ยังไม่มีดัชนี",
    undo="↩︎ กลับไปรุ่น {}",
    changing="กำลังเปลี่ยนดัชนี",
    not_changed="เปลี่ยนดัชนีไม่สำเร็จ ดัชนีเดิมยังใช้งานอยู่ กรุณาสั่งใหม่ หรือให้ผู้ดูแลเครื่องรัน bot.py check",
    rereading="กำลังอ่านเอกสารทั้งหมดใหม่",
    encoding="กำลังสร้างดัชนีของข้อความ",
    seconds_left="อีกราว {} วินาที",
    minutes_left="อีกราว {} นาที",
    changed_index="✅ ดัชนีรุ่น {number} ใช้งานแล้ว · {what}\n/undo ย้อนกลับ · /history ดูรุ่นก่อน ๆ",
    waiting="ไฟล์ที่รอการยืนยัน",
    none_waiting="ไม่มีไฟล์ที่รอการยืนยัน ส่งไฟล์มาในแชทนี้เพื่อเพิ่มบันทึก",
)

ENGLISH = UploadTexts(
    received="{name} has arrived and waits to be read",
    received_album="These pictures have arrived and wait to be read as one document, a page each in their order",
    picture="Picture {number} ({name})",
    fetching="Fetching {name}",
    reading="Reading {name}",
    too_big=(
        "This file is larger than the 20 MB that Telegram lets a bot fetch. Please send it in parts, "
        "put it in the MATI_INBOX folder, or have the operator run bot.py ingest"
    ),
    preview="📥 {name} (draft {draft})",
    body="Body: {}",
    meeting="No. {number} · {date} · collection {collection}",
    agenda="{} agenda items:",
    pages="{pages} pages, text quality {quality}%",
    bad_pages="⚠️ Pages that read badly: {}",
    scanned="{} pages were read from pictures: please check the figures",
    near="⚠️ Like {name} ({likeness}%)",
    replaces="🔁 A new version of {}",
    added="Added {}: {}",
    gone="Gone {}: {}",
    changed="Changed {}: {}",
    same="No agenda item changed",
    same_records="the same records",
    publish="✅ Publish",
    publish_all="✅ Publish all",
    edit_title="✏️ Title",
    edit_date="📅 Date",
    edit_body="🏛 Body",
    new_version="🔁 New version of…",
    not_version="Not a new version",
    discard="🗑 Discard",
    ask_title="Reply to this message with the new title of draft {}",
    ask_body="Reply to this message with the body that met in draft {} (it is the collection by which access is given)",
    ask_date="Reply to this message with the meeting's date of draft {}, as in 15 มิถุนายน 2566 or 2023-06-15",
    bad_date="That date could not be read. Please reply again, as in 15 มิถุนายน 2566 or 2023-06-15",
    which_record="Of which record is draft {} a new version?",
    discarded="🗑 {} is discarded",
    was_published="This draft has ended: it is published",
    was_discarded="This draft has ended: it was discarded. Send the file again to publish it",
    history="The last generations; press one to go back to it",
    generation="{number} · {made_at} · {what}",
    no_history="There is no index yet",
    undo="↩︎ Back to {}",
    changing="Changing the index",
    not_changed="The index could not be changed and is as it was. Try again, or have the operator run bot.py check",
    rereading="Reading all records again",
    encoding="Indexing the passages",
    seconds_left="about {} s left",
    minutes_left="about {} min left",
    changed_index="✅ Generation {number} is live · {what}\n/undo takes it back · /history shows the earlier ones",
    waiting="Files that wait for your word",
    none_waiting="No files wait. Send a file here to add a record",
)
