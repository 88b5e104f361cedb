"""A range of a record's text -> Citation, once it is verified byte for byte."""

from __future__ import annotations

import logging

from assistant.answer import Citation
from assistant.quotes import Span, UnverifiedQuote, verify
from corpus.record import AgendaItem
from index.generation import MeetingRow
from index.store import Store

log = logging.getLogger(__name__)


def cite(
    store: Store,
    meeting: MeetingRow,
    item: AgendaItem,
    quote: str,
    span: Span,
    marks: tuple[tuple[int, int], ...] = (),
) -> Citation | None:
    """The citation of a quote, or None when it is not, byte for byte, what stands at its range of the revision."""
    try:
        verify(quote, store.whole_text(meeting.revision), span.start, span.end)
    except (UnverifiedQuote, KeyError) as error:
        log.error("a quote of %s is left out: %s", meeting.name, error)
        return None
    pages = meeting.pages_of(span.start, span.end)
    return Citation(
        quote=quote,
        record=meeting.name,
        revision=meeting.revision,
        title=meeting.meeting.title,
        meeting_date=meeting.meeting.date,
        agenda=item.agenda,
        page=pages[0].number if pages else None,
        start=span.start,
        end=span.end,
        marks=marks,
        scanned=any(page.scanned for page in pages),
    )
