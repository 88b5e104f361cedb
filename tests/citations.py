"""Checks citations against the records' own files: `python -m tests.citations ANSWERS.jsonl RECORDS_FOLDER`.

It knows nothing of the index, and reads titles, dates and headings by itself: what the parser gets wrong, it sees.
ANSWERS.jsonl is what `bot.py ask --file QUESTIONS.jsonl --json` prints. Records that are plain text are checked;
other files are counted as unchecked.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from corpus.thai import arabic_digits, fold, normalise

MONTHS = (
    *("มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน"),
    *("กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม"),
)
_DATE = re.compile(
    rf"(\d{{1,2}})(?: ?(?:-|–|ถึง|และ) ?(?:วัน\S*ที่ ?)?\d{{1,2}})? ({'|'.join(MONTHS)}) (?:พ\.ศ\. ?)?(25\d\d)"
)
_NUMBERED = re.compile(r" *(\d+) ?\. *เรื่อง +(?=\S)")
_PLAIN = re.compile(r" *(\d+) ?\. *(?:เรื่อง)?(?=\S)")
"""A numbered line, which is a heading where only the opening agenda list has its number and title as a "เรื่อง"."""
_OTHER = re.compile(r" *(\d+\.\d+|(?:ประเด็น|ระเบียบวาระ|วาระ)ที่ ?\d+)[.:]? +(?:เรื่อง *)?(?=\S)")
"""Headings of records that number no "เรื่อง"."""
_FIRST_LINES = 8
_SAME_TITLE = 25
"""Letters by which the title of an opening agenda list is known again further down."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading: where its line stands and where its title begins, in the collapsed text."""

    label: str
    start: int
    title: int
    end: int
    """Where its line ends; a long title goes on in the next."""


@dataclass(frozen=True, slots=True)
class Source:
    """A record as its file has it: normalised, each run of white space one space; form feeds part its pages."""

    text: str
    lines: tuple[int, ...]
    """Where each line begins."""
    pages: tuple[int, ...]
    """Where each page begins."""
    headings: tuple[Heading, ...]
    """Those over the items, without the opening agenda list."""


def main(answers: Path, records: Path) -> int:
    """Prints how many citations were checked and which are wrong; 1 when any is."""
    checked, unchecked, wrong = 0, 0, 0
    for number, line in enumerate(answers.read_text(encoding="utf-8").splitlines(), 1):
        for place, citation in enumerate(json.loads(line)["citations"], 1):
            path = records / citation["record"]
            if path.suffix.lower() != ".txt":
                unchecked += 1
                continue
            checked += 1
            faults = list(find_faults(citation, read_source(path))) if path.is_file() else ["no such record"]
            wrong += bool(faults)
            for fault in faults:
                print(f"line {number}, citation {place}, {citation['record']}: {fault}")
    print(f"{checked} citations checked, {wrong} wrong, {unchecked} unchecked (not plain text)")
    return 1 if wrong else 0


@cache
def read_source(path: Path) -> Source:
    """A record's plain text file, in UTF-8 or in the Thai encoding of Windows."""
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp874", "replace")
    return collapse(text)


def collapse(raw: str) -> Source:
    """The collapsed text of a file's text, with its lines, pages and headings."""
    pieces: list[str] = []
    lines, pages, length = [], [], 0
    for page in raw.split("\f"):
        pages.append(length)
        for line in normalise(page).splitlines():
            words = " ".join(line.split())
            if words:
                lines.append(length)
                pieces.append(words)
                length += len(words) + 1
    text = " ".join(pieces)
    return Source(text, tuple(lines), tuple(pages), _body(arabic_digits(text), _headings(arabic_digits(text), lines)))


def find_faults(citation: dict[str, Any], source: Source) -> Iterator[str]:
    """What of a citation is not as its record's file says, in plain words."""
    quote = " ".join(citation["quote"].split())
    places = list(_places(quote, source.text))
    if not places:
        yield f"the quote is not in the file: {quote[:60]!r}"
        return
    held = meeting_date(source)
    if citation["meeting_date"] != (held.isoformat() if held else None):
        yield f"the date is {citation['meeting_date']}, the file says {held}"
    under = [place for place in places if _is_under(citation["agenda"], place, source)]
    if not under:
        nearest = _nearest(places[-1], source)
        said = source.text[nearest.start : nearest.start + 60] if nearest else "no heading"
        yield f"the agenda is {citation['agenda'][:60]!r}, the file says {said!r}"
    if citation["page"] is not None and citation["page"] not in {_page(place, source) for place in under or places}:
        yield f"the page is {citation['page']}, the file says {_page(places[0], source)}"


def meeting_date(source: Source) -> date | None:
    """The first Thai date in the first lines: the title's, or that of the line under it."""
    lines = (*source.lines, len(source.text))
    for start, end in pairwise(lines[: _FIRST_LINES + 1]):
        found = _DATE.search(arabic_digits(source.text[start:end]))
        if found:
            return date(int(found[3]) - 543, MONTHS.index(found[2]) + 1, int(found[1]))
    return None


def _headings(text: str, lines: Sequence[int]) -> list[Heading]:
    """The headings "N. เรื่อง", or where there are none the items "N.M", "ประเด็นที่ N" and "วาระที่ N"."""
    numbered = _matched(_NUMBERED, text, lines)
    if not numbered:
        return _matched(_OTHER, text, lines)
    times = Counter(_key(text, heading) for heading in numbered)
    again = (heading for heading in _matched(_PLAIN, text, lines) if times[_key(text, heading)] == 1)
    return sorted({*numbered, *again}, key=lambda heading: heading.start)


def _matched(pattern: re.Pattern[str], text: str, lines: Sequence[int]) -> list[Heading]:
    found = ((start, end, pattern.match(text, start)) for start, end in pairwise((*lines, len(text))))
    return [Heading(match[1].replace(" ", ""), start, match.end(), end) for start, end, match in found if match]


def _body(text: str, headings: Sequence[Heading]) -> tuple[Heading, ...]:
    """The headings without those that come again with the same number and title: the opening agenda list."""
    last = {_key(text, heading): heading.start for heading in headings}
    return tuple(heading for heading in headings if last[_key(text, heading)] == heading.start)


def _key(text: str, heading: Heading) -> tuple[str, str]:
    return heading.label, _squeezed(text[heading.title : heading.end])[:_SAME_TITLE]


def _is_under(agenda: str, place: int, source: Source) -> bool:
    """Whether the nearest heading before a place, or at it, is the agenda's label and title."""
    nearest = _nearest(place, source)
    if nearest is None:
        return agenda.startswith("หัวเรื่อง")
    label, squeezed = _squeezed(nearest.label), _squeezed(agenda)
    title = _squeezed(source.text[nearest.title : nearest.title + 2 * len(agenda) + 20])
    cited = squeezed.removeprefix(label).removeprefix("เรื่อง")
    return squeezed.startswith(label) and title.removeprefix("เรื่อง").startswith(cited)


def _nearest(place: int, source: Source) -> Heading | None:
    before = [heading for heading in source.headings if heading.start <= place]
    return before[-1] if before else None


def _page(place: int, source: Source) -> int:
    return sum(start <= place for start in source.pages)


def _places(quote: str, text: str) -> Iterator[int]:
    place = text.find(quote) if quote else -1
    while place >= 0:
        yield place
        place = text.find(quote, place + 1)


def _squeezed(text: str) -> str:
    """A form to compare titles by: folded, without white space."""
    return "".join(fold(text).split())


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
