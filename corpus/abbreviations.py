"""Abbreviations that a text explains itself: "กระทรวงดิจิทัลเพื่อเศรษฐกิจและสังคม (ดศ.)", "Special Economic Zone (SEZ)".

After Schwartz and Hearst, "A simple algorithm for identifying abbreviation definitions in biomedical text" (2003):
the letters of the short form stand in order in the full form before its bracket. Thai writes no spaces between
words, so where the full form begins is left open here: every beginning that may be one is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.bodies import ORGANISATIONS
from corpus.thai import CONSONANTS

LONGEST = 110
"""Code points of a full form."""

_THAI_SHORT = rf"(?:[{CONSONANTS}]{{1,6}}\.\s?)+[{CONSONANTS}]{{0,6}}|[{CONSONANTS}]{{2,6}}"
_LATIN_SHORT = r"[A-Z](?:[A-Za-z&./-]{0,8})[A-Z](?:s|\d)?"
_PAIR = re.compile(rf"(?<=[\u0e01-\u0e4e”\")a-z])\s?\((?:สำนักงาน\s?)?(?P<short>{_THAI_SHORT}|{_LATIN_SHORT})\)")
_HEADS = (*ORGANISATIONS, "โครงการ", "พระราชบัญญัติ", "ความตกลง", "ระบบ", "แผน", "อาสาสมัคร")
"""Nouns that names begin with; a short form may leave them out."""
_HEAD = re.compile("|".join(sorted(_HEADS, key=len, reverse=True)))
_BODY = "กระทรวง|กรม|คณะ|สำนัก|องค์การ|บริษัท|สมาคม|ธนาคาร"
_BREAK = re.compile(
    r"[\n“”\"():;,\[\]/]|\d\.?\s|\s(?:และ|หรือ)|ตามที่|โดย|ซึ่ง|เช่น|ได้แก่|ประกอบด้วย|เสนอ|มอบหมาย(?:ให้)?|ร่วมกับ|ทั้งนี้|ประชุม(?=คณะ|สภา)"
    rf"|อนุมัติ|รับทราบ|เห็นชอบ|เห็นควร|(?:\s|ของ|กับ|ที่|ให้|ถึง|ต่อ|จาก|มติ|กลไก|การกำกับดูแลของ)(?={_BODY})"
)
_LATIN_END = re.compile(r"[A-Za-z0-9 &’'–-]*$")
_LEADING_VOWELS = "เแโใไ"


@dataclass(frozen=True, slots=True)
class Abbreviation:
    """A short form explained at ``text[start:end]``, with the full forms that it may stand for, longest first."""

    short: str
    fulls: tuple[str, ...]
    start: int
    end: int


def find_abbreviations(text: str) -> Iterator[Abbreviation]:
    """The short forms in brackets whose letters the words before the bracket hold, in reading order."""
    for match in _PAIR.finditer(text):
        begin = _after_break(text, max(0, match.start() - LONGEST), match.start())
        if match["short"].isascii():
            begin = match.start() - len(_LATIN_END.findall(text[begin : match.start()])[0])
        before = text[begin : match.start()]
        letters = short_key(match["short"])
        named = [before[at:] for at in _beginnings(before) if _abbreviates(letters, before[at:])]
        headed = [full for full in named if _HEAD.match(full)]
        fulls = tuple(dict.fromkeys(" ".join(full.split()) for full in headed or named))
        if fulls and len(letters) > 1:
            yield Abbreviation(match["short"], fulls, begin, match.end())


def short_key(short: str) -> str:
    """The letters of a short form alone, by which it is known: dots, spaces and case do not count."""
    return re.sub(r"[\s./&-]", "", short).casefold()


def _after_break(text: str, start: int, end: int) -> int:
    return max((match.end() for match in _BREAK.finditer(text, start, end)), default=start)


def _beginnings(before: str) -> list[int]:
    """Where a full form may begin: after a space, or at a noun that names of bodies begin with."""
    spaces = {match.end() for match in re.finditer(r"\s+", before)}
    heads = {match.start() for match in _HEAD.finditer(before)}
    return sorted({0} | spaces | heads)


def _abbreviates(letters: str, full: str) -> bool:
    """Whether the letters stand in this order in the full form, the first of them at its start or after its heads."""
    if _in_order(letters, full.casefold()):
        return True
    return any(_abbreviates(letters, full[len(head) :].lstrip()) for head in _HEADS if full.startswith(head))


def _in_order(letters: str, full: str) -> bool:
    body = full.lstrip(f"{_LEADING_VOWELS} ")
    if not body.startswith(letters[0]):
        return False
    place = 0
    for letter in letters:
        place = body.find(letter, place) + 1
        if not place:
            return False
    return True
