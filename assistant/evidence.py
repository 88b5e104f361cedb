"""Hits and what the reader made of them -> the ranges of text that answer, best first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import exp
from typing import TypeAlias

from assistant.question import Question, Wanted
from assistant.quotes import LONGEST, Span, windows
from assistant.reader import Reading
from corpus.months import MONTHS
from corpus.thai import fold
from index.search import Hit
from index.words import words

MOST = 5
"""Quotes of an answer."""
LEAD = 300
"""Code points of the lead."""

_NUMBER = r"[\d๐-๙][\d๐-๙,.]*"
_UNIT = r"(?:ล้าน|พัน|หมื่น|แสน)?\s*(?:บาท|ดอลลาร์|คน|ราย|แห่ง|โครงการ|ฉบับ|คดี|อัตรา|ไร่|ตัน|หน่วย|เรื่อง|ครั้ง|วัน|เดือน|ปี)"
SHAPES: dict[Wanted, re.Pattern[str]] = {
    "percent": re.compile(rf"ร้อยละ\s*{_NUMBER}|{_NUMBER}\s*(?:%|เปอร์เซ็นต์)"),
    "number": re.compile(rf"{_NUMBER}\s*{_UNIT}|ร้อยละ\s*{_NUMBER}|{_NUMBER}\s*%"),
    "date": re.compile(
        rf"วันที่\s*[\d๐-๙]|{'|'.join(name for name, _, _ in MONTHS)}"
        r"|พ\.ศ\.\s*[\d๐-๙]|ปีงบประมาณ|ภายใน\s*[\d๐-๙]|[\d๐-๙]+\s*(?:วัน|เดือน|ปี)"
    ),
    "person": re.compile(
        r"นาย|นาง|พลเอก|พลตำรวจ|ศาสตราจารย์|เจ้าภาพ|รับผิดชอบ|มอบหมาย|ให้(?:กระทรวง|กรม|สำนักงาน|คณะ|หน่วยงาน|จังหวัด)|เป็นผู้|แต่งตั้ง|กระทรวง|สำนักงาน"
    ),
    "decision": re.compile(r"มีมติ|มติ|เห็นชอบ|อนุมัติ|รับทราบ|เห็นควร|มอบหมาย|ให้ความเห็นชอบ|ยกเลิก"),
    "list": re.compile(r"\(\d\)|[-•]|ได้แก่|ดังนี้|ประกอบด้วย|และ"),
    "place": re.compile(r"ณ\s|จังหวัด|กรุง|อำเภอ|เมือง|ประเทศ"),
}
"""What an answer of each kind looks like."""
_RANK, _READ, _COVERED, _SHAPED = 8.0, 0.2, 1.0, 0.6
"""Weights of a passage's rank score, the reader's log odds, the share of the question's words, and the shape."""
_RESOLVED = 0.4
"""Weight of the share of a quote that is the item's resolution, where who or what was decided is asked."""
_DECIDED: frozenset[Wanted] = frozenset(("person", "decision"))
"""What a resolution says: who is to do it, who is appointed, what was decided."""
_MARKED = 3
"""Ranges of a quote that are marked."""
_ODDS = 8.0
"""Log odds past which the reader is not surer."""
_HELD, _WORDED, _LOOKS, _LOOKS_UNREAD = 4.0, 1.0, 0.1, 0.4
"""Weights in a window of the reader's probability, of the share of the question's words, and of the shape, which counts
for more where the reader sees no answer in the passage."""
_UNREAD = -3.0
"""Log odds at which the reader is half believed where in a passage an answer would stand."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A range that answers, in the passage where it was found. Spans are of the revision's text."""

    hit: Hit
    quote: Span
    lead: Span
    """The part of the quote that says it shortest."""
    exact: Span
    """The words that answer, as the reader sees it; empty when they do not stand in the quote."""
    score: float
    coverage: float
    """Share, 0 to 1, of the question's weight that the passage and its item's title hold."""
    answers: float
    """The reader's log odds that the passage answers."""
    held: float
    """The reader's probability, 0 to 1, that the answer stands in the quote if it stands in the passage."""
    shaped: bool
    """Whether the quote holds what an answer of the kind asked for looks like."""
    marks: tuple[tuple[int, int], ...] = ()
    """Ranges of the quote that answer: the reader's, or what looks like an answer."""

    @property
    def said(self) -> str:
        """The quote's words."""
        start = self.hit.passage.start
        return self.hit.text[self.quote.start - start : self.quote.end - start]


Resolutions: TypeAlias = Mapping[tuple[str, int], Span]
"""The resolution of an item, by its revision and its position there."""


def find_evidence(
    question: Question, hits: Sequence[Hit], readings: Sequence[Reading], resolutions: Resolutions
) -> list[Evidence]:
    """The best range of each passage, best first, at most `MOST`, none overlapping another."""
    every = (_best(question, hit, reading, resolutions) for hit, reading in zip(hits, readings, strict=True))
    return apart(sorted(every, key=lambda evidence: -evidence.score))


def apart(pieces: Iterable[Evidence]) -> list[Evidence]:
    """The first pieces, at most `MOST`, without those that overlap one before them."""
    kept: list[Evidence] = []
    for piece in pieces:
        if len(kept) < MOST and not any(_overlap(piece, other) for other in kept):
            kept.append(piece)
    return kept


def excerpt(question: Question, hit: Hit) -> Span:
    """The range of a passage that holds most of a question's words, by its words alone."""
    text = hit.text
    best = _window(lambda span: coverage(question, text[span.start : span.end]), text, Span(0, len(text)), LONGEST)
    return _moved(best, hit.passage.start)


def _overlap(one: Evidence, other: Evidence) -> bool:
    same = one.hit.passage.revision == other.hit.passage.revision
    return same and one.quote.start < other.quote.end and other.quote.start < one.quote.end


def _best(question: Question, hit: Hit, reading: Reading, resolutions: Resolutions) -> Evidence:
    text, start = hit.text, hit.passage.start
    believed = 1 / (1 + exp(_UNREAD - reading.answers))
    looks = _LOOKS + _LOOKS_UNREAD * (1 - believed)

    def worth(span: Span) -> float:
        piece = text[span.start : span.end]
        held = believed * reading.holds(span.start, span.end)
        return _HELD * held + _WORDED * coverage(question, piece) + looks * _is_shaped(question.wanted, piece)

    quote = _window(worth, text, Span(0, len(text)), LONGEST)
    lead = _window(worth, text, quote, LEAD)
    covered = coverage(question, f"{hit.item.title} {text}")
    shaped = _is_shaped(question.wanted, text[quote.start : quote.end])
    sure = max(-_ODDS, min(_ODDS, reading.answers))
    resolution = resolutions.get((hit.passage.revision, hit.item.position)) if question.wanted in _DECIDED else None
    resolved = _share(_moved(quote, start), resolution) if resolution else 0.0
    return Evidence(
        hit,
        _moved(quote, start),
        _moved(lead, start),
        _moved(_inside(Span(*reading.best), quote), start),
        _RANK * hit.score + _READ * sure + _COVERED * covered + _SHAPED * shaped + _RESOLVED * resolved,
        covered,
        sure,
        reading.holds(quote.start, quote.end),
        shaped,
        _marks(
            text[quote.start : quote.end], _moved(_inside(Span(*reading.best), quote), -quote.start), question.wanted
        ),
    )


def _marks(quote: str, exact: Span, wanted: Wanted) -> tuple[tuple[int, int], ...]:
    """The words that answer; of what only looks like an answer, the first few."""
    shape = SHAPES.get(wanted)
    found = [exact] if exact.end > exact.start else [Span(*m.span()) for m in shape.finditer(quote)] if shape else []
    return tuple((span.start, span.end) for span in found[:_MARKED])


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _share(span: Span, of: Span) -> float:
    """The share of a span that lies in another."""
    return max(0, min(span.end, of.end) - max(span.start, of.start)) / max(1, span.end - span.start)


def _inside(span: Span, quote: Span) -> Span:
    return span if quote.start <= span.start and span.end <= quote.end else Span(quote.start, quote.start)


def _window(worth: Callable[[Span], float], text: str, within: Span, longest: int) -> Span:
    """The window that is worth most; of equals, the first."""
    return max(windows(text, within.start, within.end, longest), key=worth, default=within)


def _is_shaped(wanted: Wanted, text: str) -> bool:
    shape = SHAPES.get(wanted)
    return shape is None or shape.search(text) is not None


def coverage(question: Question, text: str) -> float:
    """The share of the question's weight whose words stand in the text, as words or inside longer ones."""
    total = sum(question.weights.values())
    if not total:
        return 0.0
    folded, present = fold(text), set(words(text))
    held = (
        weight for word, weight in question.weights.items() if word in present or (len(word) > 2 and word in folded)
    )
    return sum(held) / total
