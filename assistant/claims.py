"""Whether a sentence says only what the quotes that it cites say.

A sentence is held to the letter where a slip misleads: values, figures, names, verdicts, denials, and words that turn
the rest. Else it may be worded freely, as long as most of its words are the quotes'. What is not seen: true pieces of
the quotes that are put together wrongly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, takewhile
from typing import Literal

from pythainlp.corpus import thai_words

from assistant.facts import PERSON, Fact, Kind, denied, find_facts, is_denied
from assistant.figures import SPELLED, plain
from assistant.names import BODIES, PLACES, Token, find_names, tokens
from assistant.question import word_weight
from corpus.bodies import AUTHORITIES, KINDS, ORGANISATIONS, POSTS, any_of
from corpus.dates import find_dates
from corpus.thai import THAI
from corpus.values import find_quantities

Doubt = Literal["form", Kind, "word", "invention"]
"""Why a sentence is not believed: how it is written, or what of it the quotes do not hold."""

SHARE = 0.6
"""The least part of what a sentence's words tell that the quotes hold."""
LONGEST = 380
"""Code points of a sentence."""

_PLAIN = re.compile(rf"[{THAI}A-Za-z0-9À-ɏ .,:;!()/%+–—“”‘’\"'…$€£¥=-]+")
"""What sentences are written with: no control characters, no markup, no citation markers, no question mark."""
_LINK = re.compile(r":\s?//|\bwww\.|[a-z0-9-]+\.[a-z]{2,}", re.IGNORECASE)
_THAI = re.compile(f"[{THAI}]{{2,}}")
_HEAD = re.compile(any_of(*(noun for noun in ORGANISATIONS if noun != "การ"), *AUTHORITIES, *PLACES, *KINDS, *POSTS))
"""Nouns that names begin with."""
_TURNING = frozenset(
    re.findall(
        r"\S+",
        """
        ทั้งหมด ทั้งสิ้น ทั้งปวง ทุก เท่านั้น เพียง บาง บางส่วน ครึ่ง ครึ่งหนึ่ง ส่วนใหญ่ ส่วนน้อย เอกฉันท์ เกิน ต่ำกว่า น้อยกว่า มากกว่า อย่างน้อย
        อย่างมาก ก่อน หลัง ภายใน ภายหลัง ตั้งแต่ จนถึง ทันที ตลอดไป ชั่วคราว ถาวร เพิ่ม เพิ่มขึ้น ลด ลดลง ต้อง ห้าม ควร อาจ อาจจะ สามารถ
        ยกเว้น เว้นแต่ งด แล้วเสร็จ เสร็จ ฟรี กี่ อะไร ใคร ไหน ไหม มั้ย ทำไม เท่าไร เท่าไหร่ เท่าใด เมื่อไร เมื่อไหร่ อย่างไร ยังไง
        วันนี้ พรุ่งนี้ เมื่อวาน ปีนี้ ปีหน้า ปีก่อน เดือนนี้ เดือนหน้า
        """,
    )
)
"""Words of many texts that turn what is said: how much of it, in what order, whether it must, whether it is asked."""
_NOT = re.compile(r"(\S{2,6}?)(?:ยัง)? ไม่ (\S{1,6})")
_IN_NAMES = frozenset(("บาง", "ใหม่", "ใหญ่", "น้อย", "บน", "ล่าง", "ใต้", "กลาง", "นอก", "ร่วม"))
"""Words that elsewhere tell nothing, and that names are made of: "เขตบางเขน"."""
_IN_PERSON = 5
"""Words after a title that belong to the name."""
_LONG = 4
"""Letters from which a word is held where another word holds it."""


@dataclass(frozen=True, slots=True)
class _Held:
    """What the cited quotes hold together."""

    texts: tuple[str, ...]
    words: frozenset[str]
    facts: frozenset[Fact]
    names: tuple[str, ...]
    denied: frozenset[str]
    """Words that are denied wherever they stand."""

    def says(self, word: str) -> bool:
        """Whether a word is said."""
        return word in self.words or (len(word) >= _LONG and any(word in text for text in self.texts))


def doubt(sentence: str, quotes: Sequence[str]) -> Doubt | None:
    """Why a sentence is not believed, given the quotes that it cites; None where they say it."""
    if len(sentence) > LONGEST or not _PLAIN.fullmatch(sentence) or _LINK.search(sentence):
        return "form"
    text, held = plain(sentence.rstrip(" .")), _read(tuple(map(plain, quotes)))
    unsaid = next((fact for fact in find_facts(text) if fact not in held.facts), None)
    if unsaid:
        return unsaid[0]
    found = _unvalued(text)
    if not all(map(held.says, _in_names(text, found))) or not all(name.startswith(held.names) for name in _names(text)):
        return "name"
    words = [token.word for token in found]
    if any(_says(text, word) for word in held.denied) or any(_leaves_out_not(text, quote) for quote in held.texts):
        return "denial"
    if not all(held.says(word) for word in words if _is_exact(word)):
        return "word"
    return None if _share(words, held) >= SHARE else "invention"


def _read(texts: tuple[str, ...]) -> _Held:
    return _Held(
        texts,
        frozenset(token.word for text in texts for token in tokens(text)),
        frozenset(fact for text in texts for fact in find_facts(text)),
        tuple(name for text in texts for name in _names(text)),
        frozenset(word for text in texts for word in denied(text) if not any(_says(text, word) for text in texts)),
    )


def _says(text: str, word: str) -> bool:
    """Whether a plain text says a word where it does not deny it; words may be parted otherwise than in the quotes."""
    return any(not is_denied(text, place.start()) for place in re.finditer(re.escape(word), text))


def _leaves_out_not(text: str, quote: str) -> bool:
    """Whether a plain text has what stands before and after a "ไม่" of a quote, without the "ไม่"."""
    return any(re.search(rf"{re.escape(found[1])}\s?{re.escape(found[2])}", text) for found in _NOT.finditer(quote))


def _unvalued(text: str) -> list[Token]:
    """The words of a plain text that are no part of a date or an amount: those are compared by value."""
    valued = [(day.start, day.end) for day in find_dates(text)]
    valued += [(quantity.start, quantity.end) for quantity in find_quantities(text)]
    return [word for word in tokens(text) if not any(start < word.end and word.start < end for start, end in valued)]


def _names(text: str) -> Iterator[str]:
    """The bodies and the places of a plain text, in full."""
    yield from (text[name.start : name.end] for name in find_names(text) if name.noun in (*BODIES, *PLACES))


def _in_names(text: str, found: Sequence[Token]) -> Iterator[str]:
    """The words that names are made of: after a title, and after a noun that names begin with."""
    for person in PERSON.finditer(text):
        named = (token.word for token in found if person.start() <= token.start < person.end())
        yield from islice(filter(word_weight, named), _IN_PERSON)
    for position, token in enumerate(found):
        if _HEAD.match(text, token.start):
            yield from _run(found[position:])


def _run(found: Sequence[Token]) -> Iterator[str]:
    """The words that stand together from the first on, as far as they tell something."""
    end = found[0].start
    for token in takewhile(lambda token: word_weight(token.word) > 0 or token.word in _IN_NAMES, found):
        if token.start > end:
            return
        end = token.end
        yield token.word


def _is_exact(word: str) -> bool:
    """Whether a word has to be the quotes' own: one that turns what is said, or that no dictionary has."""
    if word in _TURNING or SPELLED.fullmatch(word):
        return True
    return _THAI.fullmatch(word) is not None and word not in thai_words()


def _share(words: Sequence[str], held: _Held) -> float:
    """The part of what the words tell that is said; 0 where they tell nothing."""
    telling = {word: word_weight(word) for word in words if not any(map(str.isdecimal, word))}
    whole = sum(telling.values())
    return sum(weight for word, weight in telling.items() if held.says(word)) / whole if whole else 0.0
