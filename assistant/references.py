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

from assistant import wording
from corpus.dates import BUDDHIST_ERA, DateMention, find_dates
from corpus.thai import arabic_digits
from index.words import words

Noun = Literal["วาระ", "เรื่อง", "ประเด็น", "ข้อ"]

_NEAR = 100
"""Code points before a number or a date in which its meaning is looked for."""
_WORD = 20
"""Code points before a date in which it may have a word of its own."""
_MONTH = timedelta(31)
_MOST_NUMBER_WORDS = 8
_MOST_NAME_WORDS = 2
"""Words between spaces that the name of a body has."""


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
        latest=bool(wording.LATEST_ENGLISH.search(plain))
        or any(_is_latest(plain, last) for last in wording.LATEST.finditer(plain)),
        items=tuple(dict.fromkeys(_items(plain, mentions))),
        page=_first_number(wording.PAGE, plain),
        circular=_first_number(wording.CIRCULAR, plain),
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
    for match in wording.SPELLED.finditer(plain):
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
    return ("", 0) if wording.COUNTED_AFTER.match(text, longest[1]) else longest


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
    near = wording.TAIL.sub("", before[-_NEAR:])
    ending = wording.MEETING_ENDS.search(near)
    near = near[: ending.start()].rstrip() if ending else near
    *_, last = (None, *wording.BREAK.finditer(near))
    between = near[last.end() :].strip() if last else near.strip()
    named = wording.COMMITTEE.search(between) or _short_form(between)
    spoken = ending is not None or (last is not None and last["meeting"] is not None)
    nearest = between.rpartition(" ")[2] if ending else between
    foreign = wording.CONFERENCE.search(nearest) or (not named and wording.ACRONYM.search(nearest))
    return _Setting(
        body=between[named.start() :]
        if named
        else ""
        if ending or not spoken or wording.TOPIC.search(between)
        else between,
        known=named is not None,
        spoken=spoken and not foreign and bool(ending or named or not between),
        other=wording.OTHER_NUMBERED.search(between) is not None,
    )


def _short_form(text: str) -> re.Match[str] | None:
    """The abbreviation that a text ends with; one without dots is no word of the dictionary."""
    found = wording.SHORT.search(text)
    return None if found and found[0] in _undotted_words() else found


@lru_cache(maxsize=1)
def _undotted_words() -> frozenset[str]:
    return frozenset(word for word in thai_words() if "." not in word)


def _meetings(text: str) -> Iterator[tuple[int, MeetingNumber]]:
    """Each numbered meeting, after the place where its number ends."""
    for match in wording.NUMBERED.finditer(text):
        setting, year = _setting(text[: match.start()]), _buddhist_year(match["year"])
        times = (match["mark"] or "").startswith("ครั้ง")
        unsaid = not setting.other and (match["mark"] is not None or setting.known)
        if year and (times or setting.spoken or unsaid):
            certain = setting.spoken or (times and (setting.known or not setting.other))
            yield match.end(), MeetingNumber(int(match["number"]), year, _body(setting, text, match), certain)
    for match in wording.COUNTED.finditer(text):
        setting, written = _setting(text[: match.start()]), match["before"] or match["after"]
        if match["mark"].startswith("ครั้ง") or setting.spoken:
            year, certain = _buddhist_year(written) if written else None, _is_certain(setting, text, match)
            yield match.end(), MeetingNumber(int(match["number"]), year, _body(setting, text, match), certain)
    for match in wording.ENGLISH_ORDINAL.finditer(text):
        yield match.end(), MeetingNumber(int(match["number"]), None, "", True)


def _is_certain(setting: _Setting, text: str, match: re.Match[str]) -> bool:
    """Whether a number without its year is a meeting's, by the words on either side."""
    follows = (match.start() == 0 or setting.known) and wording.MEETING_FOLLOWS.match(text, match.end())
    return bool(setting.spoken or follows) and not wording.CONFERENCE_FOLLOWS.match(text, match.end())


def _body(setting: _Setting, text: str, match: re.Match[str]) -> str:
    """The body named before a number, or after it: "ครั้งที่ 3/2567 ของ กตน."."""
    owner = None if setting.body else wording.OWNER.match(text, match.end())
    return owner["body"] if owner else setting.body


def _buddhist_year(written: str) -> int | None:
    return next((mention.first.year + BUDDHIST_ERA for mention in find_dates(f"ปี {written}")), None)


def _is_latest(text: str, match: re.Match[str]) -> bool:
    """Whether a word such as ล่าสุด speaks of a meeting."""
    setting = _setting(text[: match.start()])
    newest = match["last"].endswith("ล่าสุด")
    if setting.spoken or (newest and wording.CABINET.fullmatch(setting.body)):
        return True
    apart = match.start() == 0 or text[match.start() - 1] == " "
    return match["time"] is not None and (setting.known or (newest and apart and not setting.other))


def _items(text: str, mentions: Sequence[DateMention]) -> Iterator[ItemReference]:
    for match in wording.ITEM.finditer(text):
        start = match.start("labels")
        dated = any(mention.start <= start < mention.end for mention in mentions)
        if not dated and _is_item(text, match):
            noun: Noun = next((noun for noun in get_args(Noun) if noun == match["noun"]), "วาระ")
            yield from (ItemReference(noun, label) for label in wording.LABEL.findall(match["labels"]))


def _is_item(text: str, match: re.Match[str]) -> bool:
    """Whether a numbered noun is a part of a record: no clause of a law, and no count ("เรื่อง 3 จังหวัด")."""
    if match["noun"] in ("เรื่อง", "ประเด็น") and not match["ordinal"]:
        return wording.ASKED_OF.match(text, match.end()) is not None
    before = text[max(0, match.start() - _NEAR) : match.start()]
    clause = wording.CLAUSE_FOLLOWS.match(text, match.end()) or wording.LAW_BEFORE.search(before)
    return match["noun"] != "ข้อ" or clause is None


def _is_held(text: str, mention: DateMention, meetings: Sequence[tuple[int, MeetingNumber]]) -> bool:
    """Whether the words around a date say that a meeting was held then; of more than a month, those just before it."""
    if wording.SINCE.match(text, mention.end) or wording.ENDS_IN_MONTH.search(text[mention.start : mention.end]):
        return False
    begin = max(0, mention.start - _NEAR)
    before = wording.LINK.sub("", text[begin : mention.start])
    setting = _setting(before)
    own = wording.OTHERWISE.search(text[max(0, mention.start - _WORD) : mention.start])
    if mention.last - mention.first > _MONTH:
        return setting.spoken and not own and not wording.OTHERWISE.search(setting.body)
    if wording.DECIDED.search(before) or any(end == begin + len(before) and found.certain for end, found in meetings):
        return True
    if setting.spoken or _is_body_alone(setting.body):
        return not wording.OTHERWISE.search(setting.body)
    return not own and wording.HELD_FOLLOWS.match(text, mention.end) is not None


def _is_body_alone(body: str) -> bool:
    """Whether the words are the name of a body and no more."""
    committee = wording.COMMITTEE.match(body) and len(body.split()) <= _MOST_NAME_WORDS
    return bool(committee or wording.CABINET.fullmatch(body))
