"""A quote in its context: the passage that it stands in, and the passages before and after it."""

from __future__ import annotations

from assistant.pictures import Picture
from assistant.telegram.clusters import clip
from assistant.telegram.journal import Cited, Entry
from assistant.telegram.letters import Attachment, Button, Reply
from assistant.telegram.paging import paging
from assistant.telegram.pieces import Piece, bold, clean, italic, joined, plain, quoted
from assistant.telegram.render import source
from assistant.telegram.texts import Texts
from corpus.record import Passage, Revision

CONTEXT, PAGE, RENDERED, ORIGINAL = "c", "p", "pr", "o"
"""How the data of a quote's buttons begins, before the answer, the quote's number and what it is turned to: for CONTEXT
a passage, for PAGE one of the record's pages, for RENDERED one of those of its file's rendering."""
_COPIED = 256
"""Code points that Telegram copies."""


def context_reply(entry: Entry, number: int, place: int | None, revision: Revision, live: bool, texts: Texts) -> Reply:
    """The passage at a place of the record, by default the one of the quote, with buttons to walk on."""
    cited = entry.cited[number]
    here = _place_of(cited, revision)
    shown = here if place is None else max(0, min(place, len(revision.passages) - 1))
    message = passage_piece(revision, revision.passages[shown], cited, live, texts)
    keyboard = (
        paging(f"{CONTEXT}:{entry.id}:{number}", shown, len(revision.passages) - 1, texts),
        file_buttons(f"{entry.id}:{number}", texts),
        (Button(texts.copy, copy=clip(_copied(revision, cited, texts), _COPIED)),),
    )
    return Reply((message,), True, keyboard, shows=entry.id, edits=place is not None)


def file_buttons(which: str, texts: Texts) -> tuple[Button, ...]:
    """What opens the page and the file of a quote."""
    return Button(texts.page_picture, f"{PAGE}:{which}"), Button(texts.original, f"{ORIGINAL}:{which}")


def original_reply(revision: Revision, texts: Texts) -> Reply:
    """The revision's file."""
    caption = italic(source(revision.meeting.title, revision.meeting.date, "", None, texts))
    return Reply((caption,), True, attachment=Attachment("original", revision.sha256))


def page_reply(which: str, drawn: Picture, asked: Attachment, revision: Revision, texts: Texts, edits: bool) -> Reply:
    """The picture that is drawn for what was asked, with buttons that turn it; ``which`` are the answer and quote.

    The number of a rendering's page is not the file's own, so only the buttons tell it.
    """
    page = None if drawn.is_rendered else revision.pages[drawn.place].number
    caption = italic(source(revision.meeting.title, revision.meeting.date, "", page, texts))
    turning = paging(f"{RENDERED if drawn.is_rendered else PAGE}:{which}", drawn.place, drawn.pages - 1, texts)
    return Reply((caption,), True, (turning,) if drawn.pages > 1 else (), asked, edits=edits)


def passage_piece(revision: Revision, passage: Passage, cited: Cited, live: bool, texts: Texts) -> Piece:
    """A passage under its agenda item, the quote in bold where it stands in it, and where all that is."""
    item = revision.items[passage.item]
    where = source(revision.meeting.title, revision.meeting.date, item.agenda, passage.page, texts)
    lines = [quoted(_text(revision.text, passage, cited)), italic(where)]
    return joined("\n", lines if live else [*lines, italic(texts.replaced)])


def _text(text: str, passage: Passage, cited: Cited) -> Piece:
    start, end = max(passage.start, cited.start), min(passage.end, cited.end)
    if start >= end:
        return plain(text[passage.start : passage.end].strip())
    return plain(text[passage.start : start].lstrip()) + bold(text[start:end]) + plain(text[end : passage.end].rstrip())


def _place_of(cited: Cited, revision: Revision) -> int:
    """The passage in which a quote begins."""
    holding = (n for n, passage in enumerate(revision.passages) if passage.start <= cited.start < passage.end)
    return next(holding, 0)


def _copied(revision: Revision, cited: Cited, texts: Texts) -> str:
    """The citation in one line, for a letter or a memo."""
    items = (item for item in reversed(revision.items) if item.start <= cited.start < item.end)
    agenda = next((item.agenda for item in items), "")
    return clean(source(revision.meeting.title, revision.meeting.date, agenda, cited.page, texts))
