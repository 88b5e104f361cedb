"""What is asked: the kind of answer that is wanted, the dates named, and the words that carry it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from math import log
from typing import Literal

from pythainlp.corpus import thai_stopwords

from assistant.keyboard import repair_keyboard
from assistant.references import References, find_references
from assistant.spelling import Spelling
from corpus.dates import DateMention, find_dates
from corpus.frequencies import word_counts
from corpus.thai import fold, normalise
from index.abbreviations import Abbreviations
from index.words import words

Wanted = Literal["percent", "number", "person", "date", "place", "list", "decision", "any"]

_PERCENT = r"(?:%|ร้อยละ|เปอร์เซ็นต์)"
_WANTED: tuple[tuple[Wanted, re.Pattern[str]], ...] = (
    (
        "percent",
        re.compile(rf"กี่\s*{_PERCENT}|{_PERCENT}\s*(?:เท่า|ละเท่า)|สัดส่วนเท่า|what (?:percent|share)", re.IGNORECASE),
    ),
    (
        "date",
        re.compile(
            r"เมื่อ(?:ไร|ไหร่|ใด)|วันไหน|วันใด|วันที่เท่า|เดือนไหน|ปีไหน|ปีใด|ปีงบประมาณ(?:ไหน|ใด)|ภายในกี่|นานเท่า|นานแค่|กี่(?:วัน|เดือน|ปี)"
            r"|\bwhen\b|what (?:date|year)|how long",
            re.IGNORECASE,
        ),
    ),
    (
        "person",
        re.compile(
            r"ใคร|หน่วยงาน(?:ไหน|ใด|อะไร)|(?:กระทรวง|กรม|คณะกรรมการ|บริษัท|ส่วนราชการ)(?:ไหน|ใด|อะไร)|เจ้าภาพ|ผู้รับผิดชอบ|รับผิดชอบ"
            r"|\bwho\b|which (?:agency|ministry|body|department)",
            re.IGNORECASE,
        ),
    ),
    (
        "number",
        re.compile(
            r"เท่า(?:ไร|ไหร่|ใด)|กี่|วงเงิน|งบประมาณ.*เท่า|ราคา|จำนวน(?:เงิน)?เท่า|มูลค่า|how (?:much|many)", re.IGNORECASE
        ),
    ),
    ("list", re.compile(r"(?:อะไร|ใคร|ไหน|ใด)บ้าง|มีอะไร|รายการ|what are|\blist\b", re.IGNORECASE)),
    ("place", re.compile(r"ที่ไหน|ที่ใด|จังหวัด(?:ไหน|ใด|อะไร)|\bwhere\b", re.IGNORECASE)),
    ("decision", re.compile(r"มติ|อนุมัติ|เห็นชอบ|รับทราบ|ว่าอย่างไร|ว่าไง|ยังไง|อย่างไร|decid|resol|approv", re.IGNORECASE)),
)
_AS_OF = re.compile(r"ณ\s?(?:วันที่|เดือน|สิ้น|ตอนนั้น|ขณะนั้น)|ก่อน(?:วันที่|เดือน|สิ้น)|\bas of\b", re.IGNORECASE)
"""Asks for what held on a day, as against what was decided on it."""
_ASKING = frozenset(
    re.findall(
        r"\S+",
        """
        กี่ เปอร์เซ็นต์ ร้อยละ เท่าไร เท่าไหร่ เท่าใด เท่า ไหน ตรงไหน ใคร อะไร เพราะอะไร ทำไม เมื่อไร เมื่อไหร่ ยังไง อย่างไร ว่าไง
        ไหม มั้ย หรือไม่ หรือยัง หรือเปล่า ป่าว รึยัง บ้าง มติ เรื่อง ครม. ครม คณะรัฐมนตรี ที่ประชุม ประชุม สรุป ตอนนี้ หน่อย ครับ ค่ะ คะ นะ
        what which who when where how much many is are was were the of to in for on and by a an
        """,
    )
)
"""Words that ask or that every record holds: they tell nothing of what is asked about."""
_LONGEST = 1000
"""Code points of a question that are read; what is past them says nothing new."""
_LONGEST_TYPED = 4 * _LONGEST


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was read."""

    text: str
    """Normalised, in Thai where it was typed on the wrong layout, and with misspelt words mended."""
    wanted: Wanted
    dates: tuple[tuple[date, date], ...]
    """First and last days of the spans named."""
    weights: dict[str, float]
    """The words that carry the question, each with how much it tells: rare words tell more."""
    names: tuple[str, ...] = ()
    """What its short forms and everyday words stand for."""
    references: References = field(default_factory=References)
    as_of: bool = False
    """Whether it asks for what held on a day that it names, as against what was decided on it."""


def read_question(
    text: str, today: date, abbreviations: Abbreviations | None = None, spelling: Spelling | None = None
) -> Question:
    """Reads a question; relative dates are taken from ``today``."""
    text = _mended(repair_keyboard(" ".join(normalise(text[:_LONGEST_TYPED]).split()))[:_LONGEST], spelling)
    mentions = find_dates(text, today)
    dates = tuple((mention.first, mention.last) for mention in mentions)
    names = abbreviations.names(_without(text, mentions)) if abbreviations else ()
    as_of = bool(dates) and _AS_OF.search(text) is not None
    return Question(text, _wanted(text), dates, _weights(text), names, find_references(text, today), as_of)


def _mended(text: str, spelling: Spelling | None) -> str:
    """The text with the words that its misspelt ones mean; folded where there are any."""
    for written, meant in spelling.mend(text) if spelling else ():
        text = fold(text).replace(written, meant)
    return text


def _without(text: str, mentions: Sequence[DateMention]) -> str:
    """The text with its dates blanked out: the short forms of months stand for nothing else there."""
    for mention in mentions:
        text = text[: mention.start] + " " * (mention.end - mention.start) + text[mention.end :]
    return text


def _wanted(text: str) -> Wanted:
    return next((wanted for wanted, pattern in _WANTED if pattern.search(text)), "any")


def _weights(text: str) -> dict[str, float]:
    return {word: weight for word in words(text) if (weight := word_weight(word)) > 0}


@lru_cache(maxsize=1 << 16)
def word_weight(word: str) -> float:
    """How much a word tells, 0 to 1: by how rare it is in the Thai National Corpus (its counts ship with pythainlp)."""
    if word in _ASKING or word in _stopwords() or (len(word) < 2 and not word.isdigit()):
        return 0.0
    return min(1.0, log(_total() / (1 + word_counts()[word])) / log(_total()))


@lru_cache(maxsize=1)
def _total() -> int:
    return word_counts().total()


@lru_cache(maxsize=1)
def _stopwords() -> frozenset[str]:
    return frozenset(thai_stopwords())
