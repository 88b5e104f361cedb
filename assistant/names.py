"""The names in a question: a noun with what it is called ("กระทรวงคมนาคม", "งวดแรก"), a short form, a province."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from pythainlp.corpus import provinces, thai_stopwords, thai_words

from assistant import wording
from assistant.continuing import ASKING, ASPECTS
from corpus.thai import CONSONANTS, THAI, fold
from index.abbreviations import SEED, read_table
from index.words import words


def _words(written: str) -> tuple[str, ...]:
    return tuple(written.split())


BODIES = _words(
    """
    กระทรวง ทบวง กรม สำนักงาน สำนัก กอง คณะกรรมการ คณะอนุกรรมการ คณะกรรมาธิการ คณะทำงาน สภา ศาล องค์การ มหาวิทยาลัย บริษัท
    ธนาคาร สถาบัน หอการค้า สมาคม การไฟฟ้า การประปา แขวงทางหลวง
    """
)
PLACES = _words("กลุ่มจังหวัด จังหวัด อำเภอ ตำบล เทศบาล ประเทศ ภาค เมือง หมู่บ้าน")
MATTERS = _words(
    """
    โครงการ กองทุน แผนงาน แผน มาตรการ ศูนย์ ระบบ เรื่อง เส้นทาง อ่างเก็บน้ำ เขื่อน คลอง ถนน อาคาร สะพาน ร่าง
    """
)
"""What is named by them is a matter of its own, of which anything may be asked."""
PARTS = _words("ด้าน ค่า ชุด งวด รุ่น ระยะ เฟส รอบ ฝ่าย สถานี ประเภท กลุ่ม ส่วน")
"""What is named by them is a part of a matter."""
_NOUNS = sorted((*BODIES, *PLACES, *MATTERS, *PARTS), key=len, reverse=True)
_IN_NAMES = frozenset(
    _words(
        """
        แรก น้อย ใหญ่ ใหม่ ใต้ บน ล่าง การ ความ กลุ่ม ปฏิบัติ ร่วม ย่อย พร้อม จัด จัดทำ จัดงาน จัดการ รับรอง เปลี่ยน ประชุม สั้น ยาว ทาง
        หลัง ปรับ สูง ฝ่าย ผู้ คิด ช่วย ตรง ภาค แก้ไข อื่น
        """
    )
)
"""Words that elsewhere tell nothing, and that names are made of."""
_AFTER_NAMES = frozenset(_words("สมทบ ยืม รายงาน จัดสรร ส่ง เก็บ กู้ ประจำ ละ มีเงิน"))
"""Verbs that end a name, beside the words of `ASPECTS`."""
_SHORT = re.compile(
    rf"(?<![{THAI}A-Za-z.])(?:(?:[{CONSONANTS}]{{1,5}}\.\s?){{1,4}}[{CONSONANTS}]{{0,5}}|[{CONSONANTS}]{{2,6}}|[A-Z][A-Z&-]+)"
    rf"(?![{THAI}A-Za-z])"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, folded, and where it stands."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Name:
    """A name at ``text[start:end]`` with its noun; ``noun`` is "" where it has none."""

    noun: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """The words of a text, each with its place."""
    folded, place = fold(text), 0
    found: list[Token] = []
    for word in words(text):
        start = folded.find(word, place)
        if start >= 0:
            place = start + len(word)
            found.append(Token(word, start, place))
    return found


def find_names(text: str) -> Iterator[Name]:
    """The names that have a noun."""
    found = tokens(text)
    for position, token in enumerate(found):
        noun = _noun(text, token)
        end = _end(text, found, position, token.start + len(noun)) if noun else 0
        if noun and end > token.start + len(noun):
            yield Name(noun, token.start, end)


def find_short_forms(text: str) -> Iterator[Name]:
    """The short forms but that of the cabinet, which decides every matter; one without dots is no everyday word."""
    for match in _SHORT.finditer(text):
        written = match[0].rstrip()
        if ("." in written or written not in thai_words()) and not wording.CABINET.fullmatch(written):
            yield Name("", match.start(), match.start() + len(written))


def find_provinces(text: str) -> Iterator[Name]:
    """The provinces that are named without their noun."""
    yield from (Name("", token.start, token.end) for token in tokens(text) if token.word in _provinces())


def _noun(text: str, token: Token) -> str:
    """The noun that begins at a word: the word, more than it ("กลุ่มจังหวัด"), or the beginning of it ("กระทรวงกลาโหม")."""
    noun = next((noun for noun in _NOUNS if text.startswith(noun, token.start)), "")
    rest = token.word[len(noun) :]
    return noun if not rest or rest in thai_words() else ""


def _end(text: str, found: Sequence[Token], position: int, noun_end: int) -> int:
    """Where the name of a noun ends: at the end of a known name, or before a verb, a year or a space."""
    known = next((full for full in _known_bodies() if text.startswith(full, found[position].start)), "")
    end = found[position].start + len(known) if known else max(noun_end, found[position].end)
    for token, following in zip(found, chain(found[1:], (None,)), strict=True):
        if known or token.end <= end:
            continue
        if token.word == "ที่" and following and following.word.isdecimal():
            return following.end
        begun = end > noun_end
        apart = begun and token.start > end
        if apart or token.word in (_ends() if begun else _never()) or _is_year(token.word):
            return end
        end = token.end
    return end


def _is_year(word: str) -> bool:
    return word.isdecimal() and len(word) == 4


@lru_cache(maxsize=1)
def _never() -> frozenset[str]:
    """Words that no name begins with after its noun."""
    return (thai_stopwords() | ASKING | {"ปี", "ปีงบประมาณ"}) - _IN_NAMES


@lru_cache(maxsize=1)
def _ends() -> frozenset[str]:
    """Words before which a name ends."""
    return (_never() | ASPECTS | _AFTER_NAMES) - _IN_NAMES


@lru_cache(maxsize=1)
def _known_bodies() -> tuple[str, ...]:
    """The full names of bodies in the seed table, longest first."""
    fulls = {full for _, full in read_table(SEED) if full.startswith(BODIES) and full not in BODIES}
    return tuple(sorted(fulls, key=len, reverse=True))


@lru_cache(maxsize=1)
def _provinces() -> frozenset[str]:
    """The provinces whose names are no everyday words."""
    return frozenset(str(name) for name in provinces() if len(name) > len("แพร่"))
