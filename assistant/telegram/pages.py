"""The rows of a register -> a page of them as a message, each with where it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.listing import NAMES, line
from assistant.registers import Listed
from assistant.telegram.clusters import clip
from assistant.telegram.pieces import Piece, bold, clean, italic, packed, plain
from assistant.telegram.render import MESSAGE, text_message
from assistant.telegram.texts import Texts
from corpus.thai import arabic_digits
from index.registers import Register

ROWS = 10
"""Rows of one page."""
_AGENDA, _WANTED = 80, 100
"""Code points of an item and of a filter that are shown."""
_PAGE = re.compile(r"\s*(?:หน้า|page)\s*(\d{1,4})\s*$", re.IGNORECASE)


def read_page(text: str) -> tuple[str, int]:
    """A filter and the page that is asked for at its end, from 1."""
    found = _PAGE.search(arabic_digits(text))
    return (text[: found.start()].strip(), max(1, int(found[1]))) if found else (text.strip(), 1)


def register_messages(
    rows: Sequence[Listed], register: Register, wanted: str, page: int, texts: Texts
) -> tuple[Piece, ...]:
    """One page of rows; a page past the last is the last."""
    shown = clip(clean(wanted), _WANTED)
    if not rows:
        return text_message(texts.no_rows.format(wanted=shown))
    pages = -(-len(rows) // ROWS)
    page = min(page, pages)
    first = (page - 1) * ROWS
    head = texts.register.format(name=NAMES[register], rows=f"{len(rows):,}", page=page, pages=pages)
    blocks = [bold(head), *(_row(number, row) for number, row in enumerate(rows[first : first + ROWS], first + 1))]
    if page < pages:
        blocks.append(italic(" ".join(texts.next_page.format(command=register, wanted=shown, page=page + 1).split())))
    return packed(blocks, MESSAGE)


def _row(number: int, row: Listed) -> Piece:
    agenda = clip(" ".join(clean(row.item.agenda).split()), _AGENDA)
    return plain(f"{number}. {clean(line(row))}\n") + italic(f"{agenda} · {clean(row.meeting.name)}")
