"""The rows of a register -> a page of them, each with where it stands, and buttons to the other pages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.listing import NAMES, line
from assistant.registers import Listed
from assistant.telegram.clusters import clip
from assistant.telegram.journal import Entry
from assistant.telegram.letters import Reply
from assistant.telegram.paging import paging
from assistant.telegram.pieces import Piece, bold, clean, italic, joined, plain
from assistant.telegram.render import text_message
from assistant.telegram.texts import Texts
from corpus.thai import arabic_digits
from index.registers import Register

REGISTER = "g"
"""How the data of a page's button begins, before the entry that chose the rows and the page."""
ROWS = 10
"""Rows of one page."""
_AGENDA, _WANTED = 80, 100
"""Code points of an item and of a filter that are shown."""
_PAGE = re.compile(r"\s*(?:หน้า|page)\s*(\d{1,4})\s*$", re.IGNORECASE)


def read_page(text: str) -> tuple[str, int]:
    """A filter and the page that is asked for at its end, from 1."""
    found = _PAGE.search(arabic_digits(text))
    return (text[: found.start()].strip(), max(1, int(found[1]))) if found else (text.strip(), 1)


def register_reply(
    rows: Sequence[Listed], entry: Entry, page: int, texts: Texts, register: Register, edits: bool
) -> Reply:
    """One page of the rows that an entry chose, with buttons to the others; a page past the last is the last."""
    shown = clip(clean(entry.question), _WANTED)
    if not rows:
        return Reply(text_message(texts.no_rows.format(wanted=shown)), True, edits=edits)
    pages = -(-len(rows) // ROWS)
    page = max(1, min(page, pages))
    first = (page - 1) * ROWS
    head = texts.register.format(name=NAMES[register], rows=f"{len(rows):,}", page=page, pages=pages)
    blocks = [bold(head), *(_row(number, row) for number, row in enumerate(rows[first : first + ROWS], first + 1))]
    keyboard = (paging(f"{REGISTER}:{entry.id}", page, pages, texts, first=1),) if pages > 1 else ()
    return Reply((joined("\n", blocks),), True, keyboard, edits=edits)


def _row(number: int, row: Listed) -> Piece:
    agenda = clip(" ".join(clean(row.item.agenda).split()), _AGENDA)
    name = clip(clean(row.meeting.name), _WANTED)
    return plain(f"{number}. {clean(line(row))}\n") + italic(f"{agenda} · {name}")
