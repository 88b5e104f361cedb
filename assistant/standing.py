"""The question that a follow-up stands for: asked of the last matter, of another in its place, or of another time."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from assistant import continuing, wording
from assistant.matter import Matter
from assistant.mentions import Mention, counterpart, find_mentions, put, unnamed_counterpart
from assistant.redating import Step, redated, stepped, year_of
from assistant.references import find_references
from corpus.dates import thai_date

_OF_MEETING = re.compile(
    r"^(?:จัด|มี|จะ|กำหนด|\s)*(?:เมื่อ(?:ไร|ไหร่|ใด)|วัน(?:ไหน|ใด|ที่เท่า)|ที่(?:ไหน|ใด)|when|where)"
    rf"|{continuing.OF_MEETING.pattern}",
    re.IGNORECASE,
)
"""What is asked of a meeting that a follow-up names."""
_DAY, _WEEK = timedelta(1), timedelta(7)


def asked_of(matter: Matter, request: str) -> str:
    """Something else asked of the matter, or of the meeting where the meeting is asked after."""
    of_meeting = matter.meeting and continuing.OF_MEETING.search(request)
    return f"{matter.meeting if of_meeting else matter.topic} {request} {matter.on_day()}"


def asked_of_another(matter: Matter, text: str, mentions: Sequence[Mention], request: str, today: date) -> str:
    """Something else asked of the matter, of another year, meeting or name than was asked."""
    meeting = next((mention for mention in mentions if mention.kind == "meeting"), None)
    if meeting and _OF_MEETING.search(request):
        return f"การประชุม{_body(matter)}{text[meeting.start : meeting.end]} {request}"
    asked = find_mentions(matter.asked, today)
    named = [mention for mention in mentions if not mention.is_time]
    base = matter.asked if any(counterpart(asked, mention) for mention in named) else matter.topic
    of_day = matter.on_day() if len(named) == len(mentions) else ""
    return f"{_exchanged(base, matter, text, mentions, today)} {request} {of_day}"


def of_another(matter: Matter, text: str, mentions: Sequence[Mention], today: date) -> str:
    """The last question, asked of what a follow-up names."""
    asked = find_mentions(matter.question, today)
    if len(mentions) == 1 and mentions[0].is_matter and not counterpart(asked, mentions[0]):
        return of_other_matter(matter, text, today)
    of_day = matter.on_day() if matter.dated and not any(mention.is_time for mention in mentions) else ""
    return f"{_exchanged(matter.question, matter, text, mentions, today)} {of_day}"


def of_unnamed(matter: Matter, name: str, today: date) -> str:
    """The last question, asked of a name without its noun: "เวียงคีรี" for "จังหวัดศรีธารา"."""
    there = unnamed_counterpart(find_mentions(matter.question, today))
    if there:
        return f"{put(matter.question, there, _under(there.noun, name))} {matter.on_day() if matter.dated else ''}"
    return of_other_matter(matter, name, today)


def _under(noun: str, name: str) -> str:
    return name if name.startswith(noun) else noun + name


def of_other_matter(matter: Matter, name: str, today: date) -> str:
    """The last question, asked of another matter, at the same time."""
    times = [mention for mention in find_mentions(matter.asked, today) if mention.is_time]
    about = max((matter.asked[start:end].strip() for start, end in _between(times, len(matter.asked))), key=len)
    if about not in matter.question:
        return f"{matter.question} {name}"
    return matter.question.replace(about, f" {name} ", 1)


def at_time(matter: Matter, base: str, step: re.Match[str], request: str, today: date) -> str:
    """What is asked, at a year, month or quarter told from the one that was asked of; "" where that is not known."""
    count = int(step["count"] or 1) * (1 if step["on"] or step["after"] or step["later"] else -1)
    unit = step["unit"] if step["unit"] in ("เดือน", "ไตรมาส") else "ปี"
    fiscal = bool(step["fiscal"] or step["fiscal2"])
    moved = stepped(base, Step(unit, count, fiscal), matter.time, today)
    return f"{moved} {request}" if moved else ""


def at_meeting(matter: Matter, base: str, step: re.Match[str], request: str, today: date) -> str:
    """What is asked, at the meeting before or after the one that was asked of; "" where its number is not known."""
    count = 1 if step["on"] or step["after"] else -1
    if matter.number is None:
        return _around(matter, base, count, request, today)
    number, year = matter.number.number + count, matter.number.year
    written = f"ครั้งที่ {number}/{year}" if year else f"ครั้งที่ {number}"
    if number < 1:
        written = f"ปี {year - 1}" if year else ""
    if not written:
        return ""
    if request and _OF_MEETING.search(request):
        return f"การประชุม{_body(matter)}{written} {request}"
    return f"{_with_meeting(base, _body(matter), written, today)} {request}"


def pointed(matter: Matter, text: str, pointer: re.Match[str], today: date) -> str:
    """A question that points at the matter, its meeting, its year or a body of it, with that by its name."""
    before, after = text[: pointer.start()], text[pointer.end() :]
    if pointer["time"]:
        return f"{before} {matter.at_meeting() or matter.topic} {after}"
    if pointer["year"]:
        return f"{matter.topic} {before} ปี {year_of(matter.time)} {after}" if matter.time else ""
    name = _named(matter, pointer["noun"], today) if pointer["noun"] else ""
    return f"{before} {matter.topic} {'' if name in matter.topic else name} {after} {matter.on_day()}"


def _named(matter: Matter, noun: str, today: date) -> str:
    """What was named by the noun, in the question or in the title of the item that answered it."""
    for text in (matter.question, matter.topic):
        for mention in find_mentions(text, today):
            if mention.noun == noun:
                return text[mention.start : mention.end]
    return ""


def _exchanged(base: str, matter: Matter, text: str, mentions: Sequence[Mention], today: date) -> str:
    """The question with each thing that a follow-up names in the place of its like, or at the end."""
    for mention in mentions:
        written = text[mention.start : mention.end]
        if mention.date:
            base = redated(base, written, mention.date, matter.time, today)
        elif mention.kind == "meeting":
            base = _with_meeting(base, _body(matter), written, today)
        elif mention.kind == "item":
            base = _with_item(base, matter, mention, written, today)
        else:
            there = counterpart(find_mentions(base, today), mention)
            base = put(base, there, written) if there else f"{base} {written}"
    return base


def _with_meeting(base: str, body: str, written: str, today: date) -> str:
    """The question with the number or the year of a meeting in the place of its own, or of the day of the meeting."""
    held = find_references(base, today).meeting_days
    for mention in find_mentions(base, today):
        here = base[mention.start : mention.end]
        if mention.kind == "meeting":
            year = re.search(r"/\s?\d+$", here) if written.startswith("ครั้ง") and "/" not in written else None
            return put(base, mention, f"{written}{year[0] if year else ''}")
        if mention.date and (mention.date.first, mention.date.last) in held:
            return put(base, mention, written)
    return f"{wording.LATEST.sub('', base)} การประชุม{body}{written}"


def _with_item(base: str, matter: Matter, item: Mention, written: str, today: date) -> str:
    """The question with another item; a clause of the matter where none was asked of."""
    there = counterpart(find_mentions(base, today), item)
    if there:
        return put(base, there, written)
    if item.noun == "ข้อ":
        return f"{matter.topic} {re.sub(r'[0-9.]+', lambda label: f'({label[0]})', written)} {matter.on_day()}"
    return f"{written} ว่าอย่างไร {matter.at_meeting()}"


def _around(matter: Matter, base: str, count: int, request: str, today: date) -> str:
    """The question at the meetings before or after one that has no number; the cabinet meets every week."""
    if matter.day and wording.CABINET.search(f"{matter.question} {matter.meeting}"):
        days = (matter.day - _WEEK, matter.day - _DAY) if count < 0 else (matter.day + _DAY, matter.day + _WEEK)
        return f"{_with_meeting(base, ' ครม. ', ' - '.join(map(thai_date, days)), today)} {request}"
    return f"{wording.LATEST.sub('', base)} {request} การประชุม{'ก่อนหน้า' if count < 0 else 'หลังจาก'}นั้น"


def _between(mentions: Sequence[Mention], length: int) -> list[tuple[int, int]]:
    """The ranges of a text that none of the mentions takes."""
    starts = (0, *(mention.end for mention in mentions))
    return list(zip(starts, (*(mention.start for mention in mentions), length), strict=True))


def _body(matter: Matter) -> str:
    """Whose meeting it was, as it stands between other words."""
    return f" {matter.number.body} " if matter.number and matter.number.body else " "
