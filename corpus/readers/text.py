"""Plain text: the encoding is found out, and text that would come out garbled is refused."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from charset_normalizer import from_bytes

from corpus.record import EmptyRecord, Page, UnreadableFile
from corpus.thai import CONSONANTS, MARKS, THAI, thai_share

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins with the mark of UTF-16, so it is tried first
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UTF16_ROWS = b"\x00\x0e\x20"
"""The high bytes of Latin, Thai and typographic marks."""
_OTHERS = ("cp1252", "cp932", "cp949", "gb18030", "big5")
"""What else is likely here; between rare alphabets the detector would take the wrong one."""
_SAMPLE_BYTES = 200_000
_THAI = re.compile(f"[{THAI}]")
_MISPLACED = re.compile(
    f"(?<![{CONSONANTS}{MARKS}])[{MARKS}]|[เ-ไ](?![{CONSONANTS}เ])|ฯ[{CONSONANTS}](?!ฯ)|[๏๚๛][{CONSONANTS}]"
)
"""What Thai hardly ever has and the bytes of other languages, read as Thai, have often."""
_GARBLED = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ufffd]")
_GARBLED_SHARE = 0.001


def read_text(path: Path) -> tuple[Page, ...]:
    """One page for each form feed there is, numbered from 1; a file without any is one page without a number."""
    text = decode(path.read_bytes())
    if not text.strip():
        raise EmptyRecord("ไม่มีข้อความ กรุณาตรวจสอบไฟล์แล้วส่งใหม่")
    pages = text.removesuffix("\f").split("\f")
    if len(pages) == 1:
        return (Page(None, pages[0]),)
    return tuple(Page(number, page) for number, page in enumerate(pages, 1))


def decode(data: bytes) -> str:
    """The text of the bytes in the encoding they are in.

    Tried in turn: a byte order mark, UTF-16 without one, UTF-8, Thai in one byte (TIS-620, Windows-874), and
    what charset-normalizer finds. Raises `UnreadableFile` for binary data and for text that is damaged.
    """
    encoding = _marked(data) or _utf16(data) or _utf8(data) or _thai(data) or _detected(data)
    try:
        text = data.decode(encoding) if encoding else ""
    except UnicodeDecodeError as error:
        raise _damaged() from error
    if not encoding or len(_GARBLED.findall(text)) > _GARBLED_SHARE * len(text):
        raise UnreadableFile("ไม่ใช่ไฟล์ข้อความ หรือใช้รหัสอักขระที่ไม่รู้จัก กรุณาบันทึกเป็นข้อความแบบ UTF-8 แล้วส่งใหม่")
    return text


def _marked(data: bytes) -> str | None:
    return next((encoding for mark, encoding in _BOMS if data.startswith(mark)), None)


def _utf16(data: bytes) -> str | None:
    """UTF-16 when nearly every second byte is a high byte that Thai text has."""
    sample = data[:_SAMPLE_BYTES]
    for first, encoding in ((1, "utf-16-le"), (0, "utf-16-be")):
        high = sample[first::2]
        rows = sum(map(high.count, _UTF16_ROWS))
        if rows >= 0.9 * len(sample) / 2 and high.count(0x20) < rows:
            return encoding
    return None


def _utf8(data: bytes) -> str | None:
    """UTF-8 when it decodes; raises when it is UTF-8 with damage, which would pass for another encoding."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", errors="replace")
        damage = text.count("\ufffd")
        if len(text) - len(text.encode("ascii", errors="ignore")) > 2 * damage:
            raise _damaged() from None
        return None
    return "utf-8"


def _thai(data: bytes) -> str | None:
    """Windows-874, which holds TIS-620, when the result reads as Thai: marks and vowels stand where they can.

    A few bytes that it does not have are damage, which its decoding then shows.
    """
    text = data.decode("cp874", errors="replace")
    odd = len(_MISPLACED.findall(text)) + text.count("\ufffd")
    plausible = thai_share(text) > 0.15 and odd <= 0.05 * len(_THAI.findall(text))
    return "cp874" if plausible else None


def _detected(data: bytes) -> str | None:
    best = from_bytes(data[:_SAMPLE_BYTES], cp_isolation=list(_OTHERS)).best() if b"\x00" not in data else None
    return best.encoding if best else None


def _damaged() -> UnreadableFile:
    return UnreadableFile("ข้อความเสียหายบางส่วน กรุณาบันทึกใหม่เป็นข้อความแบบ UTF-8 หรือขอไฟล์ต้นฉบับ")
