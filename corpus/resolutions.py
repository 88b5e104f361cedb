"""Resolutions: the clauses of an agenda item in which the meeting says what it resolved.

"คณะรัฐมนตรีมีมติอนุมัติ… ตามที่…เสนอ และให้…", "มติที่ประชุม เห็นชอบ…", "ที่ประชุมมีมติ ดังนี้ 1. รับทราบ… 2. มอบหมายให้…".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.extent import resolution_end
from corpus.lines import Line, lines_of
from corpus.record import AgendaItem
from corpus.thai import arabic_digits
from corpus.verbs import RESOLVING, meeting_verbs


@dataclass(frozen=True, slots=True)
class Resolution:
    """What the meeting resolved on an item, at ``text[start:end]``."""

    start: int
    end: int
    verbs: tuple[str, ...]
    """Canonical verbs of the meeting itself, in reading order, each once."""
    by: str
    """The body that resolved, as written; empty where a bare heading "มติ" does not say."""
    proposer: str | None
    """X of "ตามที่ X เสนอ"."""


@dataclass(frozen=True, slots=True)
class _Opening:
    """Where a resolution begins, where its words do after "มีมติ", and the body that says them."""

    start: int
    words: int
    by: str
    headed: bool = False
    """By "มติที่ประชุม" over it."""


_VERB = "|".join(RESOLVING.values())
_NOT_PAST = r"(?!\s?(?:\(\s?\d|เมื่อ|ใน(?:คราว|การ)ประชุม|วันที่|แล้ว(?!ว่า)|ของ))"
_RESOLVES = (
    rf"(?:ได้|จึงได้|จึง)?\s?(?:มี(?:มต[ิี]|มต(?![ิี])|ติ)|มติ(?=\s?(?:{_VERB}))|(?={_VERB})){_NOT_PAST}"
    r"\s?(?:มีมติ|เป็นหลักการ|เป็นเอกฉันท์|ร่วมกัน|เห็น(?:สม)?ควร)*\s*"
)
_NAME = r"(?:(?!มติ|พิจารณา)\S){1,100}?"
_BODY = rf"(?:คณะ?รัฐมนตรี|ที่ประชุม(?:คณะ{_NAME})?|คณะ{_NAME}(?:\s?\([^()\d\n]{{1,30}}\))?|(?:[ก-ฮ]{{1,4}}\.){{2,5}})"
_CONSIDERED = r"(?:(?:ได้)?\s?พิจาร?ณา(?:[^\n]{0,800}?(?:\n[^\n]{0,300}?)?(?:แล้ว|และ)\s?(?:จึง)?)?)?"
_STATED = re.compile(rf"(?P<by>{_BODY})\s?{_CONSIDERED}{_RESOLVES}")
_HEADED = re.compile(
    rf"(?:สรุป)?มติ(?:ของ)?(?P<by>{_BODY})?(?=\s*[:：]|[^\S\n]*(?:\n|$)|\s?(?:{_VERB}|ให้)|[^\S\n]{{1,8}}\S){_NOT_PAST}\s*[:：]?\s*"
)
_WITHIN = re.compile(rf"(?<=[\s)]){_STATED.pattern}")
_SAYS_OF_ANOTHER = re.compile(r"(?:ที่|ซึ่ง|โดย|จาก|ของ|ต่อ|เมื่อ|หาก|เสนอ|ตาม)\s?$")
_PROPOSED = re.compile(r"ตามที่\s?(?P<proposer>(?:(?!ตามที่)[^\n]){2,160}?)\s?เสนอ")


def find_resolution(text: str, item: AgendaItem) -> Resolution | None:
    """The resolution of an item, or None where it says none."""
    lines = own_lines(text, item)
    opening = _opening(text, lines[1:]) or next(_openings_within(text, lines), None)
    if opening is None:
        return None
    below = [line for line in lines if line.end > opening.words]
    if not below:
        return None
    end = resolution_end(below, opening.words)
    words = text[opening.words : end]
    proposed = _PROPOSED.search(words)
    proposer = " ".join(proposed["proposer"].split()) if proposed else None
    return Resolution(opening.start, end, meeting_verbs(words), " ".join(opening.by.split()), proposer)


def own_lines(text: str, item: AgendaItem) -> list[Line]:
    """The lines of an item, its heading first, without what is cut out of it and without its sub-items."""
    number = re.search(r"\d+", arabic_digits(item.label))
    child = re.compile(rf"(?:วาระที่\s*)?{number[0]}\.\d") if "วาระ" in item.label and number else None
    lines: list[Line] = []
    for line in lines_of(text[item.start : item.end]):
        start, end = line.start + item.start, line.end + item.start
        if child and lines and child.match(line.arabic):
            break
        if not any(cut <= start < until for cut, until in item.cuts):
            lines.append(Line(start, end, line.text, line.gap, line.arabic))
    return lines


def _opening(text: str, lines: Sequence[Line]) -> _Opening | None:
    """The first line that begins as a resolution does; one under "มติที่ประชุม" before one that says "ที่ประชุม…"."""
    found = list(_openings(text, lines))
    if found and found[0].by in ("ที่ประชุม", ""):
        return next((opening for opening in found if opening.headed), found[0])
    return found[0] if found else None


def _openings(text: str, lines: Sequence[Line]) -> Iterator[_Opening]:
    for line in lines:
        stated, headed = (pattern.match(text, line.start, lines[-1].end) for pattern in (_STATED, _HEADED))
        if match := stated or headed:
            yield _Opening(line.start, match.end(), match["by"] or "", headed is not None)


def _openings_within(text: str, lines: Sequence[Line]) -> Iterator[_Opening]:
    """Where a resolution begins inside a line, after a space."""
    for line in lines:
        for match in _WITHIN.finditer(text, line.start, line.end):
            if not _SAYS_OF_ANOTHER.search(text, line.start, match.start()):
                yield _Opening(match.start(), match.end(), match["by"])
