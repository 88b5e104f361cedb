"""Answer -> the messages that are sent: a lead with its markers, the quotes with their sources, what was searched."""

from __future__ import annotations

from datetime import date
from functools import reduce
from itertools import accumulate, pairwise
from operator import add

import regex

from assistant.answer import Answer, Citation, Nearest
from assistant.telegram.clusters import clip, clusters
from assistant.telegram.pieces import Piece, bold, clean, italic, packed, plain, quoted
from assistant.telegram.texts import Texts

MESSAGE = 3500
"""Most code points shown in one message; Telegram takes 4096."""
LEAD, QUOTE, TITLE, AGENDA = 900, 350, 120, 100
QUOTES, QUOTES_IN_GROUP = 5, 2

_MARKER = regex.compile(r" ?\[([0-9]{1,2})\](?=(?: ?\[[0-9]{1,2}\])*\s*(?:\n|\Z))")
"""A citation's number at the end of a line of the lead: elsewhere a record's own brackets may stand."""


def answer_messages(answer: Answer, texts: Texts, in_group: bool) -> tuple[Piece, ...]:
    """An answer as messages of at most MESSAGE code points, cut only between blocks."""
    shown = answer.citations[: QUOTES_IN_GROUP if in_group else QUOTES]
    blocks = [_lead(answer, len(shown), texts)]
    blocks += [_citation(number, citation, texts) for number, citation in enumerate(shown, 1)]
    if answer.nearest:
        blocks.append(bold(texts.nearest))
    blocks += [_nearest(near, texts) for near in answer.nearest[:QUOTES]]
    blocks.append(italic(texts.searched.format(f"{answer.searched:,}")))
    return packed(blocks, MESSAGE)


def text_message(text: str) -> tuple[Piece, ...]:
    """One short message of the bot's own."""
    return (plain(clip(text, MESSAGE)),)


def _lead(answer: Answer, shown: int, texts: Texts) -> Piece:
    text = clip(clean(answer.text).strip(), LEAD)
    if answer.status == "not_found":
        return bold(text or texts.not_found)
    heading = {"answered": texts.answered, "partial": texts.partial, "conflict": texts.conflict}[answer.status]
    return bold(heading) + plain(" ") + _marked(text, len(answer.citations), shown)


def _marked(text: str, cited: int, shown: int) -> Piece:
    """The text with the markers of shown quotes in bold, once each, and those of quotes that are not shown left out."""
    if not any(1 <= int(match[1]) <= cited for match in _MARKER.finditer(text)):
        text += "".join(f" [{number}]" for number in range(1, shown + 1))
    pieces, end, seen = [], 0, set()
    for match in _MARKER.finditer(text):
        number = int(match[1])
        if 1 <= number <= cited:
            pieces.append(plain(text[end : match.start()]))
            end = match.end()
            if number <= shown and number not in seen:
                pieces += [plain(" "), bold(f"[{number}]")]
                seen.add(number)
    return reduce(add, [*pieces, plain(text[end:])])


def _citation(number: int, citation: Citation, texts: Texts) -> Piece:
    said = plain(" ") + _marked_quote(citation) + plain("\n")
    return quoted(bold(f"[{number}]") + said + italic(source_of(citation, texts)))


def standing_quote(citation: Citation, texts: Texts) -> Piece:
    """A quote with its source, as a message of its own."""
    return quoted(_marked_quote(citation) + plain("\n") + italic(source_of(citation, texts)))


def _marked_quote(citation: Citation) -> Piece:
    """The quote in its marks, the words that answer in bold between clusters; a quote that is cut short has none."""
    quote = clean(citation.quote).strip()
    if len(quote) > QUOTE or len(quote) != len(citation.quote):
        return plain(f"“{clip(quote, QUOTE)}”")
    shown = f"“{quote}”"
    ends = [0, *accumulate(map(len, clusters(shown)))]
    cuts = [0]
    for start, end in citation.marks:
        first = max(e for e in ends if e <= start + 1)
        last = min(e for e in ends if e >= min(end + 1, len(shown)))
        cuts += [first, last] if cuts[-1] <= first < last else []
    parts = [shown[start:end] for start, end in pairwise([*cuts, len(shown)])]
    return reduce(add, [bold(part) if number % 2 else plain(part) for number, part in enumerate(parts)], plain(""))


def source(title: str, day: date | None, agenda: str, page: int | None, texts: Texts) -> str:
    """Where something stands, in one line: the meeting, its day, the agenda item and the page, as far as they are."""
    on_page = texts.page.format(page) if page is not None else ""
    return _dotted(_title(title), _day(day, texts), _agenda(agenda, texts), on_page)


def source_of(citation: Citation, texts: Texts) -> str:
    """Where a citation stands, and whether it was read in a picture."""
    where = source(citation.title, citation.meeting_date, citation.agenda, citation.page, texts)
    return _dotted(where, texts.scanned if citation.scanned else "")


def _nearest(near: Nearest, texts: Texts) -> Piece:
    return plain("• " + source(near.title, near.meeting_date, near.agenda, None, texts))


def _title(title: str) -> str:
    return clip(one_line(title), TITLE)


def _agenda(agenda: str, texts: Texts) -> str:
    line = clip(one_line(agenda), AGENDA)
    return texts.agenda.format(line) if line[:1].isdigit() else line


def _day(day: date | None, texts: Texts) -> str:
    return texts.day(day) if day else ""


def one_line(text: str) -> str:
    """The text without its line ends and what a message cannot carry."""
    return " ".join(clean(text).split())


def _dotted(*fields: str) -> str:
    return " · ".join(field for field in fields if field)
