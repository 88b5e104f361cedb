"""Browsing without a question: the records by year and body, a record's agenda, an item's text, each as buttons."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import date
from itertools import islice

from assistant.telegram.clusters import clip, clusters
from assistant.telegram.letters import Button, Keyboard, Reply, column
from assistant.telegram.paging import paging
from assistant.telegram.pieces import Piece, bold, italic, joined, plain
from assistant.telegram.render import one_line, source, text_message
from assistant.telegram.texts import Texts
from corpus.record import AgendaItem, Revision
from corpus.thai import arabic_digits
from index.store import RecordRow

RECORDS, YEARS, BODIES, RECORD, ITEM, FILE = "l", "y", "b", "r", "i", "f"
"""How the data of a button begins: a list of records, what it is chosen by, a record, an item of it, its file."""
_ANY = "-"
_ROWS, _AGENDA_ROWS = 8, 8
_LABEL = 60
"""Code points of a button's label; clients show about half on a narrow screen."""
_TEXT = 1800
"""Code points of an item's text on one page, about a screen."""
_DIGITS = 12
"""Digits of a revision's digest, and half as many of a body's, that a button carries."""
_ERA = 543
_MOST = 90
"""Bodies that are shown as buttons; Telegram takes 100 under a message. Words after the command find the others."""


def records_reply(rows: Sequence[RecordRow], year: str, body: str, page: int, texts: Texts, edits: bool) -> Reply:
    """One page of the records, newest first; ``year`` is of the Buddhist era, ``body`` a digest, or "-" for any."""
    chosen = [row for row in rows if _matches(row, year, body)]
    if not chosen:
        return Reply(text_message(texts.no_records), True, edits=edits)
    newest = sorted(chosen, key=lambda row: (row.date or date.min, row.title), reverse=True)
    page, pages = _within(page, len(newest), _ROWS)
    shown = newest[page * _ROWS : (page + 1) * _ROWS]
    named = next((row.collection for row in chosen), "") if body != _ANY else ""
    of_year = texts.of_year.format(texts.year(int(year))) if year != _ANY else ""
    head = " · ".join(filter(None, (texts.records.format(f"{len(newest):,}"), one_line(named), of_year)))
    keyboard = (
        *column(Button(_label(_titled(row, texts)), f"{RECORD}:{row.revision[:_DIGITS]}:0") for row in shown),
        *_paging(f"{RECORDS}:{year}:{body}", page, pages, texts),
        (Button(texts.by_year, f"{YEARS}:{year}:{body}"), Button(texts.by_body, f"{BODIES}:{year}:{body}")),
    )
    return Reply((bold(head),), True, keyboard, edits=edits)


def years_reply(rows: Sequence[RecordRow], body: str, texts: Texts) -> Reply:
    """The years in which there are records, of a body or of any."""
    years = sorted({_year(row) for row in rows if row.date and _matches(row, _ANY, body)}, reverse=True)
    buttons = [Button(texts.year(year), f"{RECORDS}:{year}:{body}:0") for year in years]
    grid = tuple(tuple(buttons[start : start + 4]) for start in range(0, len(buttons), 4))
    every = (Button(texts.every_year, f"{RECORDS}:{_ANY}:{body}:0"),)
    return Reply((bold(texts.by_year),), True, (*grid, every), edits=True)


def bodies_reply(rows: Sequence[RecordRow], year: str, texts: Texts) -> Reply:
    """The bodies of which there are records, of a year or of any."""
    bodies = sorted({row.collection for row in rows if _matches(row, year, _ANY)})
    buttons = (Button(_label(body), f"{RECORDS}:{year}:{_digest(body)}:0") for body in bodies)
    every = (Button(texts.every_body, f"{RECORDS}:{year}:{_ANY}:0"),)
    return Reply((bold(texts.by_body),), True, (*column(islice(buttons, _MOST)), every), edits=True)


def record_reply(revision: Revision, live: bool, page: int, texts: Texts, edits: bool) -> Reply:
    """A record's header, and a page of its agenda as buttons."""
    items = [item for item in revision.items if item.position > 0] or list(revision.items)
    page, pages = _within(page, len(items), _AGENDA_ROWS)
    digest = revision.sha256[:_DIGITS]
    shown = items[page * _AGENDA_ROWS : (page + 1) * _AGENDA_ROWS]
    keyboard = (
        *column(Button(_label(item.agenda), f"{ITEM}:{digest}:{item.position}:0") for item in shown),
        *_paging(f"{RECORD}:{digest}", page, pages, texts),
        (Button(texts.original, f"{FILE}:{digest}"), Button(texts.back, f"{RECORDS}:{_ANY}:{_ANY}:0")),
    )
    return Reply((_header(revision, len(items), live, texts),), True, keyboard, edits=edits)


def item_reply(revision: Revision, item: AgendaItem, page: int, texts: Texts) -> Reply:
    """A page of an item's text."""
    cuts = pages_of(revision.text, item)
    page, pages = _within(page, len(cuts), 1)
    start, end = cuts[page]
    digest = revision.sha256[:_DIGITS]
    number = on_page.number if (on_page := revision.page_at(start)) else None
    where = source(revision.meeting.title, revision.meeting.date, "", number, texts)
    lines = [bold(clip(one_line(item.agenda), 300)), plain(revision.text[start:end].strip()), italic(where)]
    back = Button(texts.agenda_of, f"{RECORD}:{digest}:{_row(item) // _AGENDA_ROWS}")
    keyboard = (*_paging(f"{ITEM}:{digest}:{item.position}", page, pages, texts), (back,))
    return Reply((joined("\n", lines),), True, keyboard, edits=True)


def pages_of(text: str, item: AgendaItem) -> list[tuple[int, int]]:
    """The ranges of an item's text that fill a screen each, cut at the ends of lines where there are any."""
    cuts, start = list[tuple[int, int]](), item.start
    while item.end - start > _TEXT:
        line = text.rfind("\n", start + _TEXT // 2, start + _TEXT)
        end = line + 1 if line >= 0 else start + _clustered(text[start : start + _TEXT])
        cuts.append((start, end))
        start = end
    return [*cuts, (start, item.end)]


def read_choice(words: str) -> str:
    """The year of the Buddhist era that plain words name, "-" for none."""
    found = re.search(r"(?<!\d)(2[45]\d\d|20\d\d|19\d\d)(?!\d)", arabic_digits(words))
    if found is None:
        return _ANY
    year = int(found[1])
    return str(year if year > 2400 else year + _ERA)


def read_body(words: str, rows: Sequence[RecordRow]) -> str:
    """The digest of the one body whose name holds the words, without a year; "-" where it is none or several."""
    left = re.sub(r"(?:ปี|พ\.ศ\.)?\s*\d{4}", " ", arabic_digits(words)).strip()
    bodies = {row.collection for row in rows if left and left.casefold() in row.collection.casefold()}
    return _digest(bodies.pop()) if len(bodies) == 1 else _ANY


def _header(revision: Revision, items: int, live: bool, texts: Texts) -> Piece:
    meeting = revision.meeting
    number = texts.number.format(meeting.number) if meeting.number else ""
    lines = [
        bold(clip(one_line(meeting.title), 300)),
        *(plain(clip(one_line(line), 300)) for line in (meeting.body, number, meeting.place) if line),
        plain(" · ".join(filter(None, (texts.day(meeting.date) if meeting.date else "", texts.record.format(items))))),
    ]
    return joined("\n", lines if live else [*lines, italic(texts.replaced)])


def _matches(row: RecordRow, year: str, body: str) -> bool:
    of_year = year == _ANY or (row.date is not None and str(_year(row)) == year)
    return of_year and body in (_ANY, _digest(row.collection))


def _year(row: RecordRow) -> int:
    return row.date.year + _ERA if row.date else 0


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[: _DIGITS // 2]


def _titled(row: RecordRow, texts: Texts) -> str:
    return " · ".join(filter(None, (texts.day(row.date) if row.date else "", row.title)))


def _label(text: str) -> str:
    return clip(one_line(text), _LABEL) or "–"


def _within(page: int, rows: int, size: int) -> tuple[int, int]:
    """The page nearest to one that is asked for, and how many there are."""
    pages = max(1, -(-rows // size))
    return max(0, min(page, pages - 1)), pages


def _paging(data: str, page: int, pages: int, texts: Texts) -> Keyboard:
    return (paging(data, page, pages - 1, texts),) if pages > 1 else ()


def _clustered(text: str) -> int:
    """The length of a text without its last cluster, which may go on past it; all of it where that is one cluster."""
    return len(text) - len(clusters(text)[-1]) or len(text)


def _row(item: AgendaItem) -> int:
    return max(0, item.position - 1)
