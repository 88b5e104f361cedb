"""Hits -> the ranges of text that answer, best first."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.question import Question, Wanted
from assistant.quotes import LONGEST, Span, windows
from corpus.months import MONTHS
from corpus.thai import fold
from index.search import Hit
from index.words import words

MOST = 5
"""Quotes of an answer."""
LEAD = 220
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
_RANK, _COVERED, _SHAPED = 4.0, 1.0, 0.25
"""Weights of a passage's rank score, of the share of the question's words, and of the shape of the answer."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A range that answers, in the passage where it was found; ``lead`` is the part that says it shortest."""

    hit: Hit
    quote: Span
    lead: Span
    score: float
    coverage: float
    """Share, 0 to 1, of the question's weight that the passage and its item's title hold."""


def find_evidence(question: Question, hits: Sequence[Hit]) -> list[Evidence]:
    """The best range of each passage, best first, at most `MOST`, none overlapping another."""
    found = sorted((_best(question, hit) for hit in hits), key=lambda evidence: -evidence.score)
    kept: list[Evidence] = []
    for evidence in found:
        if len(kept) < MOST and not any(_overlap(evidence, other) for other in kept):
            kept.append(evidence)
    return kept


def _overlap(one: Evidence, other: Evidence) -> bool:
    same = one.hit.passage.revision == other.hit.passage.revision
    return same and one.quote.start < other.quote.end and other.quote.start < one.quote.end


def _best(question: Question, hit: Hit) -> Evidence:
    quote = _window(question, hit.text, Span(0, len(hit.text)), LONGEST)
    lead = _window(question, hit.text, quote, LEAD)
    covered = coverage(question, f"{hit.item.title} {hit.text}")
    shaped = _is_shaped(question.wanted, hit.text[quote.start : quote.end])
    score = _RANK * hit.score + _COVERED * covered + _SHAPED * shaped
    start = hit.passage.start
    return Evidence(hit, _moved(quote, start), _moved(lead, start), score, covered)


def _moved(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _window(question: Question, text: str, within: Span, longest: int) -> Span:
    """The window that holds most of what is asked; of equals, the first."""
    spans = windows(text, within.start, within.end, longest)
    return max(spans, key=lambda span: _worth(question, text[span.start : span.end]), default=within)


def _worth(question: Question, text: str) -> float:
    return coverage(question, text) + _SHAPED * _is_shaped(question.wanted, text)


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
