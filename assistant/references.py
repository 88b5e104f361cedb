"""What a question refers to: a meeting by its number or its days, an agenda item, a page, a circular letter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, get_args

from pythainlp.corpus import thai_words
from pythainlp.util import thaiword_to_num

from corpus.dates import BUDDHIST_ERA, DateMention, find_dates
from corpus.months import MONTH_PATTERN
from corpus.thai import CONSONANTS, THAI, arabic_digits
from index.words import words

Noun = Literal["วาระ", "เรื่อง", "ประเด็น", "ข้อ"]


@dataclass(frozen=True, slots=True)
class MeetingNumber:
    """A meeting told by its number: "คกง. ครั้งที่ 3/2567"."""

    number: int
    year: int | None
    """Buddhist era."""
    body: str
    """Whose meeting it is, as written; "" where nothing names it."""
    certain: bool
    """Whether the words say that it is a meeting, rather than a conference, a visit or an amendment."""


@dataclass(frozen=True, slots=True)
class ItemReference:
    """A part of a record told by its number, in Arabic digits: "วาระที่ 4.2"."""

    noun: Noun
    label: str


@dataclass(frozen=True, slots=True)
class References:
    """Everything that a question refers to."""

    meeting: MeetingNumber | None = None
    latest: bool = False
    """Whether the last meeting is meant."""
    items: tuple[ItemReference, ...] = ()
    page: int | None = None
    circular: int | None = None
    """The number of a circular letter: 119 for "นร 0505/ว 119"."""
    meeting_days: tuple[tuple[date, date], ...] = ()
    """First and last days of the days and months in which, as the question says, a meeting was held."""


def find_references(text: str, today: date) -> References:
    """What a normalised text refers to; ``today`` is the day of asking."""
    plain = _in_digits(text)
    mentions = find_dates(plain, today)
    meetings = list(_meetings(plain))
    return References(
        meeting=min((meeting for _, meeting in meetings), key=lambda meeting: not meeting.certain, default=None),
        latest=bool(_LATEST_ENGLISH.search(plain)) or any(_is_latest(plain, last) for last in _LATEST.finditer(plain)),
        items=tuple(dict.fromkeys(_items(plain, mentions))),
        page=_first_number(_PAGE, plain),
        circular=_first_number(_CIRCULAR, plain),
        meeting_days=tuple((day.first, day.last) for day in mentions if _is_held(plain, day, meetings)),
    )


def _first_number(pattern: re.Pattern[str], text: str) -> int | None:
    found = pattern.search(text)
    return int(found[found.lastindex or 0]) if found else None


def _in_digits(text: str) -> str:
    """The text with Arabic digits, in spelled ordinals too: "วาระที่ห้าจุดหนึ่ง" is "วาระที่5.1"."""
    plain = arabic_digits(text)
    pieces: list[str] = []
    copied = 0
    for match in _SPELLED.finditer(plain):
        label, length = _spelled_number(match["words"])
        if label:
            pieces += (plain[copied : match.end()], label)
            copied = match.end() + length
    return "".join((*pieces, plain[copied:]))


def _spelled_number(text: str) -> tuple[str, int]:
    """The number that a text begins with and its length there; "" where it begins with none or counts something."""
    written, longest = "", ("", 0)
    for word in words(text)[:_MOST_NUMBER_WORDS]:
        written += word
        try:
            longest = ".".join(str(thaiword_to_num(part)) for part in written.split("จุด")), len(written)
        except ValueError:
            continue
    return ("", 0) if _COUNTED_AFTER.match(text, longest[1]) else longest


@dataclass(frozen=True, slots=True)
class _Setting:
    """What the words before a number or a date say of it."""

    body: str
    known: bool
    """Whether the body is of a kind that keeps minutes."""
    spoken: bool
    """Whether a meeting or a decision is spoken of, with nothing after that word but the body."""
    other: bool
    """Whether something else that is numbered is named: an order, a contract, an amendment."""


def _setting(before: str) -> _Setting:
    near = _TAIL.sub("", before[-_NEAR:])
    ending = _MEETING_ENDS.search(near)
    near = near[: ending.start()].rstrip() if ending else near
    *_, last = (None, *_BREAK.finditer(near))
    between = near[last.end() :].strip() if last else near.strip()
    named = _COMMITTEE.search(between) or _short_form(between)
    spoken = ending is not None or (last is not None and last["meeting"] is not None)
    nearest = between.rpartition(" ")[2] if ending else between
    foreign = _CONFERENCE.search(nearest) or (not named and _ACRONYM.search(nearest))
    return _Setting(
        body=between[named.start() :] if named else "" if ending or not spoken or _TOPIC.search(between) else between,
        known=named is not None,
        spoken=spoken and not foreign and bool(ending or named or not between),
        other=_OTHER_NUMBERED.search(between) is not None,
    )


def _short_form(text: str) -> re.Match[str] | None:
    """The abbreviation that a text ends with; one without dots is no word of the dictionary."""
    found = _SHORT.search(text)
    return None if found and found[0] in _undotted_words() else found


@lru_cache(maxsize=1)
def _undotted_words() -> frozenset[str]:
    return frozenset(word for word in thai_words() if "." not in word)


def _meetings(text: str) -> Iterator[tuple[int, MeetingNumber]]:
    """Each numbered meeting, after the place where its number ends."""
    for match in _NUMBERED.finditer(text):
        setting, year = _setting(text[: match.start()]), _buddhist_year(match["year"])
        times = (match["mark"] or "").startswith("ครั้ง")
        unsaid = not setting.other and (match["mark"] is not None or setting.known)
        if year and (times or setting.spoken or unsaid):
            certain = setting.spoken or (times and (setting.known or not setting.other))
            yield match.end(), MeetingNumber(int(match["number"]), year, _body(setting, text, match), certain)
    for match in _COUNTED.finditer(text):
        setting, written = _setting(text[: match.start()]), match["before"] or match["after"]
        if match["mark"].startswith("ครั้ง") or setting.spoken:
            year, certain = _buddhist_year(written) if written else None, _is_certain(setting, text, match)
            yield match.end(), MeetingNumber(int(match["number"]), year, _body(setting, text, match), certain)
    for match in _ENGLISH_ORDINAL.finditer(text):
        yield match.end(), MeetingNumber(int(match["number"]), None, "", True)


def _is_certain(setting: _Setting, text: str, match: re.Match[str]) -> bool:
    """Whether a number without its year is a meeting's, by the words on either side."""
    follows = (match.start() == 0 or setting.known) and _MEETING_FOLLOWS.match(text, match.end())
    return bool(setting.spoken or follows) and not _CONFERENCE_FOLLOWS.match(text, match.end())


def _body(setting: _Setting, text: str, match: re.Match[str]) -> str:
    """The body named before a number, or after it: "ครั้งที่ 3/2567 ของ กตน."."""
    owner = None if setting.body else _OWNER.match(text, match.end())
    return owner["body"] if owner else setting.body


def _buddhist_year(written: str) -> int | None:
    return next((mention.first.year + BUDDHIST_ERA for mention in find_dates(f"ปี {written}")), None)


def _is_latest(text: str, match: re.Match[str]) -> bool:
    """Whether a word such as ล่าสุด speaks of a meeting."""
    setting = _setting(text[: match.start()])
    newest = match["last"].endswith("ล่าสุด")
    if setting.spoken or (newest and _CABINET.fullmatch(setting.body)):
        return True
    apart = match.start() == 0 or text[match.start() - 1] == " "
    return match["time"] is not None and (setting.known or (newest and apart and not setting.other))


def _items(text: str, mentions: Sequence[DateMention]) -> Iterator[ItemReference]:
    for match in _ITEM.finditer(text):
        start = match.start("labels")
        dated = any(mention.start <= start < mention.end for mention in mentions)
        if not dated and _is_item(text, match):
            noun: Noun = next((noun for noun in get_args(Noun) if noun == match["noun"]), "วาระ")
            yield from (ItemReference(noun, label) for label in _LABEL.findall(match["labels"]))


def _is_item(text: str, match: re.Match[str]) -> bool:
    """Whether a numbered noun is a part of a record: no clause of a law, and no count ("เรื่อง 3 จังหวัด")."""
    if match["noun"] in ("เรื่อง", "ประเด็น") and not match["ordinal"]:
        return _ASKED_OF.match(text, match.end()) is not None
    before = text[max(0, match.start() - _NEAR) : match.start()]
    clause = _CLAUSE_FOLLOWS.match(text, match.end()) or _LAW_BEFORE.search(before)
    return match["noun"] != "ข้อ" or clause is None


def _is_held(text: str, mention: DateMention, meetings: Sequence[tuple[int, MeetingNumber]]) -> bool:
    """Whether the words around a day or a month say that a meeting was held then."""
    if mention.kind not in _HELD_KINDS or mention.last - mention.first > _MONTH or _SINCE.match(text, mention.end):
        return False
    begin = max(0, mention.start - _NEAR)
    before = _LINK.sub("", text[begin : mention.start])
    if _DECIDED.search(before) or any(end == begin + len(before) and found.certain for end, found in meetings):
        return True
    setting = _setting(before)
    if setting.spoken or _COMMITTEE.match(setting.body) or _CABINET.fullmatch(setting.body):
        return not _OTHERWISE.search(setting.body)
    own = _OTHERWISE.search(text[max(0, mention.start - _WORD) : mention.start])
    return not own and _HELD_FOLLOWS.match(text, mention.end) is not None


_NEAR = 100
"""Code points before a number or a date in which its meaning is looked for."""
_WORD = 20
"""Code points before a date in which it may have a word of its own."""
_MONTH = timedelta(31)
_HELD_KINDS = ("day", "days", "month", "part")
_MOST_NUMBER_WORDS = 8

_ERA = r"(?:[พค]\s?\.?\s?ศ\s?\.?\s?)?"
_YEAR = rf"{_ERA}(?:\d{{4}}|\d{{2}})(?!\d)"
_END = r"(?!\d|[.,]\d|\s?/\s?\d)"
_DECISION = "(?<!สม)มติ"
_SORT = r"(?:ใหญ่|สามัญ|วิสามัญ|เชิงปฏิบัติการ|ประจำ(?:ปี|เดือน|สัปดาห์)?(?:\s?\d{2,4})?|นัดพิเศษ|สัญจร|ออนไลน์|ร่วม(?!\s?ไทย)|\s)*"
_ENGLISH_BODY = (
    r"(?:(?!(?:The|A)\b)[A-Z][\w&-]*\s)*(?:[Cc]ommittee|[Bb]oard|[Cc]ouncil|[Cc]abinet|[Ww]orking [Gg]roup)\b"
)
_HEAD = (
    r"คณะ(?:กรรม|อนุกรรม|ทำงาน|ที่ปรึกษา|ผู้บริหาร)|อนุ(?:กรรม|ฯ)|กรรมาธิการ|คกก|บอร์ด|สภา(?!พ(?!ั)|ว)|หัวหน้าส่วนราชการ"
    r"|ผู้บริหาร|กลุ่มจังหวัด"
)
_COMMITTEE = re.compile(rf"คณะรัฐมนตรี$|{_HEAD}|{_ENGLISH_BODY}")
_CABINET = re.compile(r"(?:คณะรัฐมนตรี|ครม\.?|[Cc]abinet)\s?")
_DOTTED = rf"(?:[{CONSONANTS}]{{1,5}}\.\s?){{1,5}}"
_SHORT = re.compile(
    rf"(?:(?<![{THAI}.])|(?<=ของ)|(?<=จาก)|(?<=โดย)|(?<=ใน))(?!ของ|จาก)(?:{_DOTTED}|[{CONSONANTS}]{{2,5}})$"
)
_FOREIGN = (
    r"(?<!คณะ)รัฐมนตรี(?!ว่าการ)|คณะมนตรี|สุดยอด|ผู้นำ|นานาชาติ|ระหว่างประเทศ|ระดับ|อาเซียน|เอเป[คก]|สหประชาชาติ|รัฐภาคี|สมัชชา|วิชาการ"
    r"|สัมมนา|ทวิภาคี|มรดกโลก|ไทย\s?[-–—]|อาวุโส|(?i:\b(?:asean|apec|summit|conference|ministerial)\b)"
)
_CONFERENCE = re.compile(_FOREIGN)
_CONFERENCE_FOLLOWS = re.compile(rf"\s?(?:ของ|of)?\s?(?:{_FOREIGN}|[A-Z]{{2,}})")
_ACRONYM = re.compile("[A-Z]{2,}")
_TOPIC = re.compile("เรื่อง|โครงการ|แผน|(?<!ผู้)ว่า|ปรับ|แก้ไข|ราย|งบ")
_OTHER_NUMBERED = re.compile(
    r"คำสั่ง|ประกาศ|ระเบียบ(?!วาระ)|ข้อบังคับ|สัญญา|คดี|หนังสือ|เลขที่|ฉบับ|ปรับ|แก้ไข|เยือน|ฉีด|วัคซีน|เข็ม|(?<!ตรวจ)สอบ(?!ถาม)|ประมูล|เลือกตั้ง"
    r"|เบิก|จ่าย|โอน|ทดลอง|แข่งขัน|ขยาย|ต่ออายุ|เพิ่มทุน|สำรวจ|ยื่น|รายงาน(?!การ)|งวด"
    r"|\b(?:order|act|regulation|announcement|notification|contract|law|decree|directive|letter)\b",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:[\s(“\"]|สมัย(?:สามัญ|วิสามัญ)?|(?<!ภาย)ใน|นัด(?:พิเศษ)?|สัญจร|ชุด(?:ใหญ่|เล็ก)"
    r"|อย่าง(?:ไม่)?เป็นทางการ|นอกสถานที่|(?:ประจำ)?ปี(?:งบประมาณ)?\s?(?:พ\.ศ\.\s?)?\d{2,4})*$"
)
_MEETING_ENDS = re.compile(
    r"(?:(?:ใน|จาก|ตาม|ของ|มี)?\s?(?:คราว|นัด|รายงาน|บันทึก|สรุป|ผล)?\s?(?:การ|ที่)?ประชุม"
    rf"{_SORT}|{_DECISION}\s?|\b(?:meeting|minutes|resolutions?)\s?)$",
    re.IGNORECASE,
)
_BREAK = re.compile(
    rf"(?P<meeting>(?:การ|ที่)?ประชุม{_SORT}|{_DECISION}|\b(?:meeting|minutes|resolutions?)\b(?:\sof(?:\sthe)?\b)?)"
    r"|เห็นชอบ|อนุมัติ|รับทราบ|มอบหมาย|สั่งการ|แต่งตั้ง|(?<!เงิน)ให้|คือ|[?!;:]",
    re.IGNORECASE,
)

_NUMBERED = re.compile(
    r"(?:(?P<mark>ครั้ง(?:\s?ที่)?|\bno\b\.?|\bnumber\b)\s?)?(?<![\d.,/-])(?P<number>0?[1-9]\d?|[1-9]\d\d)"
    rf"\s?/\s?(?P<year>{_ERA}\d{{4}}|(?(mark)\d\d|[4-9]\d)){_END}",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    rf"(?:(?:ประจำ)?ปี\s?(?P<before>{_YEAR})\s?(?=ครั้ง))?(?P<mark>ครั้ง\s?ที่|\bno\b\.?|\bnumber\b)\s?(?P<number>[1-9]\d{{0,2}}){_END}"
    rf"(?:\s?\(?(?:ของ|ใน)?(?:(?:ประจำ)?ปี\s?|(?=พ))(?P<after>{_YEAR}))?",
    re.IGNORECASE,
)
_ENGLISH_ORDINAL = re.compile(
    r"\b(?P<number>[1-9]\d{0,2})(?:st|nd|rd|th)\s(?:cabinet\s|board\s|committee\s)?meeting\b", re.IGNORECASE
)
_MEETING_FOLLOWS = re.compile(r"\s?(?:มี|ได้|ของ)?(?:ที่|การ)?(?:ประชุม|มติ)")
_OWNER = re.compile(
    rf"\s?ของ\s?(?P<body>(?:[{CONSONANTS}]{{1,5}}\.){{1,5}}|[{CONSONANTS}]{{2,5}}(?![{THAI}])"
    rf"|(?:คณะรัฐมนตรี|{_HEAD})\S*?(?=\s|$|เห็นชอบ|อนุมัติ|รับทราบ|มีมติ|ว่า|เมื่อ|[?,]))"
)

_LATEST = re.compile(
    r"(?:(?P<time>ครั้ง|คราว|นัด|รอบ)\s?)?(?P<last>(?:ที่)?ล่าสุด|หลังสุด|ที่\s?แล้ว"
    r"|(?(time)(?:ที่\s?ผ่านมา|ที่\s?ก่อน|สุดท้าย|ก่อน(?!วัน|ที่|การ|จะ|มี|\s?ๆ))|(?!)))"
)
_LATEST_ENGLISH = re.compile(
    r"\b(?:latest|last|most recent|previous)\s(?:(?:(?!\d)\w+\s){0,3}?(?:meeting|resolutions?)|minutes)\b",
    re.IGNORECASE,
)

_COUNTED_AFTER = re.compile(
    r"คน|ฝ่าย|ราย|ประเทศ|หน่วยงาน|จังหวัด|กระทรวง|บริษัท|กรม|ประการ|ด้าน|แห่ง|โครงการ|ล้าน|ปี(?=[ก-๎])(?!งบ)|เดือน|วัน(?!ที่)"
)
_SPELLED = re.compile(
    rf"(?:ครั้ง|วาระ|เรื่อง|ประเด็น|ข้อ)\s?ที่\s?(?=(?!ร้อย|พัน|หมื่น|แสน|ล้าน|ลบ|เอ็ด)(?P<words>[{THAI}]{{2,40}}))"
)
_UNIT = (
    r"\s?(?:%|ล้าน|พัน(?!ธ)|หมื่น|แสน|บาท|เปอร์เซ็นต์|สัปดาห์|ชั่วโมง|วัน(?!ที่|นี้)|ปี(?!\s?(?:งบ|\d|พ\.?\s?ศ))"
    rf"|เดือน(?!\s?(?:{MONTH_PATTERN})))"
)
_CLASSIFIER = (
    rf"\s?(?:คน|ราย|ฝ่าย|ประการ|อย่าง|ด้าน|โครงการ|แห่ง|ฉบับ|ครั้ง|ชุด|กลุ่ม|สมัย|ประเทศ|จังหวัด|หน่วยงาน|ข้อ|เรื่อง)(?![{THAI}]|\s?\d)"
)
_LABEL = re.compile(r"\d{1,3}+(?:\.\d{1,2})*+")
_ITEM = re.compile(
    r"(?:(?P<noun>(?<!ผ่าน)วาระ|ประเด็น|เรื่อง|ข้อ|\bagenda(?:\sitems?)?)(?:การ(?:ประชุม|พิจารณา))?(?:\sno\.?)?\s?)"
    rf"(?:(?P<ordinal>ที่)\s?)?(?P<labels>{_LABEL.pattern}(?:\s?(?:,|และ|กับ|หรือ|and)\s?(?:ที่\s?)?{_LABEL.pattern})*)"
    rf"{_END}(?!{_UNIT})(?(ordinal)|(?!{_CLASSIFIER}))",
    re.IGNORECASE,
)
_ASKED_OF = re.compile(r"\s?(?:ของ|คือ|ว่า|[?)]|$)")
_LAW = (
    r"ระเบียบ(?!วาระ)|ข้อ(?:บังคับ|ตกลง|กำหนด|บัญญัติ)|ประกาศ|กฎ(?!า)|สัญญา(?!ณ)|อนุสัญญา|ความตกลง|บันทึกความเข้าใจ|พิธีสาร|คำสั่ง|พระราช|ประมวล"
    r"|ธรรมนูญ|มาตรา|พ\s?\.?\s?ร\s?\.?\s?[บกฎ]|MOU|TOR"
)
_CLAUSE_FOLLOWS = re.compile(rf"\s?(?:(?:แห่ง|ของ|ตาม|ใน)\s?(?:ร่าง)?\s?(?:{_LAW})|วรรค|\(\d)")
_LAW_BEFORE = re.compile(rf"(?:{_LAW})(?:(?!ประชุม|มติ|วาระ|เรื่อง|ประเด็น).)*$")
_PAGE = re.compile(
    r"(?<!เดือน)(?<!ปี)(?<!สัปดาห์)(?<!อาทิตย์)(?<!วัน)(?<!ไตรมาส)(?<!คราว)(?<!ครั้ง)(?<!นัด)(?<!ต่อ)(?<!ข้าง)(?<!เบื้อง)(?<!ล่วง)(?<!ก้าว)(?<!หัว)"
    rf"(?<!ด้าน)(?<!งวด)หน้า\s?([1-9]\d{{0,3}})(?!\d|[.,]\d|{_UNIT}|{_CLASSIFIER})"
    r"|(?<!เจ้า)หน้าที่\s?([1-9]\d{0,3})(?=\s?(?:[?!)]|$|ว่า|เขียน|ระบุ|กล่าว|ของ\s?(?:เอกสาร|รายงาน|บันทึก|สรุป|มติ|ไฟล์|แฟ้ม)))"
    r"|\b(?:pages?|pp?\.|pg\.?)\s?([1-9]\d{0,3})(?!\d|[.,]\d)",
    re.IGNORECASE,
)
_CIRCULAR = re.compile(
    rf"(?:(?:หนังสือเวียน|\bcircular(?:\sletter)?(?:\sno\.?)?)\s?(?:ที่|เลขที่)?\s?(?:ว\s?\.?|w)?"
    rf"|(?:(?<![{THAI}.])|(?<=ตาม)|(?<=เวียน)|(?<=หนังสือ))ว\s?(?:\([{CONSONANTS}]\))?\.?)"
    rf"\s?([1-9]\d{{0,4}})(?!\d|[.,]\d|{_UNIT}|{_CLASSIFIER})",
    re.IGNORECASE,
)

_LINK = re.compile(
    r"(?:[\s(,]|เมื่อ|ของ|(?<!ภาย)ใน|ระหว่าง|ช่วง|ตอน|นัด|จัด(?:ขึ้น)?|คือ|\b(?:on|of|in|held|dated|from|the|at|early|mid|late)\b-?)*$",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\s?(?:เป็นต้น|จน|ถึง|[-–]\s?\d|onward)")
_DECIDED = re.compile(
    rf"(?:ครม\.?|คณะรัฐมนตรี|ที่ประชุม|{_DECISION})\s?(?:ได้|มี|เคย|มติ|ให้ความ|\s)*"
    r"(?:เห็นชอบ|อนุมัติ|รับ(?:ทราบ|หลักการ)|(?:แต่ง)?ตั้ง|มอบหมาย|พิจารณา|ตกลง|ประชุม)(?:แล้ว|ไป|ไว้|กัน)*$"
    r"|\b(?:decided?|approved?|agreed?|resolved?|endorsed?|acknowledged?|me?et)$",
    re.IGNORECASE,
)
_OTHERWISE = re.compile(
    r"(?:ภายใน|ก่อน|หลัง|ถึง|จนถึง|ตั้งแต่|นับ(?:แต่|จาก|ถัด)|สิ้น|หมดอายุ|มีผล|เกิด|เริ่ม|เปิด|ครบ|กำหนด|ประจำ|งวด|ไตรมาส)\S{0,10}\s?$"
    rf"|(?:ลง|(?<![{THAI}])ณ)\s?$|\b(?:by|before|after|since|until|till|effective|dated)\b[\s\w]{{0,9}}$",
    re.IGNORECASE,
)
_DECIDES = r"(?:ได้|มี)?\s?(?:ประชุม|มติ|เห็นชอบ|อนุมัติ|รับทราบ|พิจารณา)"
_HELD_FOLLOWS = re.compile(
    rf"(?:\s?(?:นี้|นั้น|ที่ผ่านมา))?[\s,)]{{0,2}}(?:ที่ประชุม|(?:การ)?ประชุม(?!\s?(?:{_FOREIGN}|[A-Z]{{2,}}))|(?:มี)?มติ|ครม(?![{THAI}])|คณะรัฐมนตรี"
    rf"|(?:{_HEAD})[^?]{{0,60}}?{_DECIDES}|{_DOTTED}{_DECIDES}|(?:the\s)?(?:cabinet|meeting|board|committee)\b)",
    re.IGNORECASE,
)
