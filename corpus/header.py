"""The header of a record: what met, which time, when and where.

The date of a meeting stands in its title, beside "วันที่" in what comes before the first item, in a running page
header, or in the file's name, in that order of trust. A page's own date of publication is a line that holds nothing
else, and counts least.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from corpus.dates import DateMention, find_dates, fiscal_year
from corpus.lines import Line, lines_of
from corpus.record import Meeting
from corpus.thai import arabic_digits

_NUMBER = re.compile(r"ครั้งที่\s*(\d{1,3}\s*/\s*(?:25|20)?\d{2})|ครั้งที่\s*(\d{1,3})(?!\s*/)")
_BODY = re.compile(
    r"(?:การ)?ประชุม(?:ใหญ่|สามัญ|วิสามัญ|เชิงปฏิบัติการ|หารือ)*\s*"
    r"((?:คณะ|อนุกรรมการ|สภา|กลุ่มจังหวัด|สมัชชา|บอร์ด|ก\.)\S*(?: \S+)*?)"
    r"(?=\s*(?:ครั้งที่|ประจำ|เมื่อ|วันที่|วันนี้|ณ |\(|\d|โดย|$))"
)
_PLACE = re.compile(
    r"(?:^|\s)ณ\s*((?:ห้อง|อาคาร|โรงแรม|ศาลา|ศูนย์|ตึก|สำนัก|ที่ว่าการ|หอประชุม|ทำเนียบ|มหาวิทยาลัย|สโมสร|วัด).{2,140}?)(?=\s{2,}|\n|\s(?:โดย|เวลา|พลเอก|นาย|นาง|ซึ่ง|มี)|$)"
)
_FISCAL = re.compile(r"ปีงบประมาณ\s*(?:พ\.ศ\.)?\s*(25\d{2})")
_NOT_TITLE = re.compile(
    r"(?:วัน\S{1,8}ที่|วันที่|เมื่อวัน|ระหว่างวัน|ณ\s|เวลา|ผู้(?:เข้าร่วม|มา|ไม่มา)|เริ่มประชุม|https?:|[-–_*=\s\d/.]+$|พิมพ์$|หน้า)"
)
_STARTS_TITLE = re.compile(r"(?:สรุป|รายงาน|บันทึก|มติ|การประชุม|ผลการประชุม|ระเบียบวาระการประชุม)")
_FRONT = 4000
"""Code points before the first item in which the header is looked for."""
_TITLE_LINES = 5
_LONGEST_TITLE_LINE = 160


def read_header(text: str, first_item: int, running: Sequence[tuple[int, int]], name: str) -> Meeting:
    """The meeting of a record: ``text[:first_item]`` is its front, ``name`` its file's name without suffix."""
    front = text[: min(first_item, _FRONT)] or text[:_FRONT]
    lines = [line for line in lines_of(front) if not any(start <= line.start < end for start, end in running)]
    title = _title(lines) or name
    day = _meeting_date(title, lines, [text[start:end] for start, end in running], name)
    digits = arabic_digits(front)
    place = _PLACE.search(front)
    return Meeting(
        title=title,
        body=_body(title) or _body(front[:600]),
        number=_number(arabic_digits(title)) or _number(digits[:600]),
        date=day.first if day else None,
        last_date=day.last if day else None,
        place=place[1].strip() if place else None,
        fiscal_year=_fiscal_year(arabic_digits(title), day.first if day else None),
    )


def _title(lines: Sequence[Line]) -> str:
    """The first lines, up to one that is a date, a place, a list of people or a blank after a whole title."""
    parts: list[str] = []
    for line in lines:
        if parts and (line.gap or _NOT_TITLE.match(line.arabic) or len(parts) == _TITLE_LINES):
            break
        if line.text in parts or (parts and _STARTS_TITLE.match(line.text)):
            break
        if not parts and _NOT_TITLE.match(line.arabic):
            continue
        if len(line.text) > _LONGEST_TITLE_LINE and parts:
            break
        parts.append(line.text[:_LONGEST_TITLE_LINE])
    return re.sub(r"\s+", " ", " ".join(parts))


def _meeting_date(title: str, lines: Sequence[Line], running: Sequence[str], name: str) -> DateMention | None:
    """The first whole date of the most trusted place that has one."""
    said = [line.text for line in lines if not _alone(line)]
    alone = [line.text for line in lines if _alone(line)]
    for place in ([title], [line for line in said if _announces(line)], alone, running, [_spaced(name)], said):
        for part in place:
            if found := next(_days(part), None):
                return found
    return None


def _announces(line: str) -> bool:
    """ "วันนี้ (…)", "เมื่อวันที่ …", "วันอังคารที่ … เวลา …": a line that says when the meeting was held."""
    return (
        re.match(r".{0,80}?(?:วันนี้\s*\(|(?:เมื่อ|ใน|ระหว่าง)?วัน(?:\S{2,8})?ที่)", line) is not None
        and re.search(r"เวลา|ณ\s|ครั้งที่|วันนี้", line) is not None
    )


def _alone(line: Line) -> bool:
    found = next(_days(line.text), None)
    return found is not None and len(re.sub(r"วัน\S{0,8}ที่|\s", "", line.text)) <= found.end - found.start + 2


def _days(text: str) -> Iterator[DateMention]:
    return (mention for mention in find_dates(text) if mention.kind in ("day", "days"))


def _spaced(name: str) -> str:
    """A file's name with spaces around a date such as 2567-03-12."""
    return re.sub(r"(?<!\d)(\d{4}-\d{2}-\d{2})(?!\d)", r" \1 ", name.replace("_", " "))


def _body(text: str) -> str | None:
    found = _BODY.search(text)
    return re.sub(r"\s+", " ", found[1]).strip() if found else None


def _number(text: str) -> str | None:
    found = _NUMBER.search(text)
    return re.sub(r"\s", "", found[1] or found[2]) if found else None


def _fiscal_year(title: str, day: date | None) -> int | None:
    named = _FISCAL.search(title)
    if named:
        return int(named[1])
    return fiscal_year(day) if day else None
