"""Inline mode: excerpts for what a person types after the bot's name, in any chat, within that person's own rights."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from contextlib import suppress

from telegram import (
    ChosenInlineResult,
    InlineQuery,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    LinkPreviewOptions,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError
from telegram.ext import ExtBot

from assistant.answer import Citation
from assistant.telegram.access import Access
from assistant.telegram.clusters import clip
from assistant.telegram.delivery import markup
from assistant.telegram.journal import Cited
from assistant.telegram.letters import Button
from assistant.telegram.render import one_line, source_of, standing_quote
from assistant.telegram.sources import Sources
from assistant.telegram.texts import Texts
from assistant.telegram.threads import InPool
from index.errors import SearchError

log = logging.getLogger(__name__)

EXCERPT = "x"
"""How the payload of a link to an excerpt's context begins, before the revision's first digits and the range."""
CACHE_S = 0
"""How long Telegram may show the same results again: not at all, for rights that are taken away end at once."""
_PAGE, _MOST = 10, 50
_TITLE, _SHOWN = 80, 120
_DIGITS = 12
_SHORTEST = 2
"""Letters below which nothing is searched."""


def link_of(cited: Cited) -> str:
    """The payload of a link to an excerpt: at most 64 of the letters that Telegram takes there."""
    return f"{EXCERPT}{cited.revision[:_DIGITS]}_{cited.start}_{cited.end}"


def read_link(payload: str) -> Cited | None:
    """The excerpt that a payload names, its revision by the first digits of its digest; None for another payload."""
    found = re.fullmatch(rf"{EXCERPT}([0-9a-f]{{{_DIGITS}}})_(\d{{1,9}})_(\d{{1,9}})", payload)
    return Cited(found[1], int(found[2]), int(found[3]), None) if found else None


async def answer(query: InlineQuery, sources: InPool[Sources], access: Access, texts: Texts, bot: str) -> None:
    """Answers what is typed. Nothing is found for those who may see nothing; what comes too late is left."""
    first = int(query.offset) if query.offset.isdecimal() and len(query.offset) < 4 else 0
    found = await _found(query.query, sources, access, first) if not access.is_stranger else ()
    results = [_article(citation, texts, bot) for citation in found]
    more = str(first + _PAGE) if len(results) == _PAGE and first + _PAGE < _MOST else ""
    button = InlineQueryResultsButton(texts.ask_in_private, start_parameter="inline")
    with suppress(TelegramError):
        await query.answer(results, CACHE_S, is_personal=True, next_offset=more, button=button)


async def recheck(
    chosen: ChosenInlineResult, sources: InPool[Sources], access: Access, texts: Texts, bot: ExtBot[None]
) -> None:
    """Takes back a result that was sent by a person who may not see it any more."""
    cited = read_link(chosen.result_id)
    digest = cited.revision if cited else ""
    revision = await sources(lambda source: source.revision(digest, access.collections))
    if revision is None and chosen.inline_message_id:
        await bot.edit_message_text(texts.gone, inline_message_id=chosen.inline_message_id)


async def _found(text: str, sources: InPool[Sources], access: Access, first: int) -> Sequence[Citation]:
    if sum(map(str.isalnum, text)) < _SHORTEST:
        return ()
    try:
        found = await sources(lambda source: source.search(text, first + _PAGE, access.collections))
    except SearchError as error:
        log.warning("inline search failed: %s", type(error).__name__)
        return ()
    return found[first:]


def _article(citation: Citation, texts: Texts, bot: str) -> InlineQueryResultArticle:
    link = link_of(Cited(citation.revision, citation.start, citation.end, citation.page))
    content = InputTextMessageContent(
        standing_quote(citation, texts).html, ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)
    )
    return InlineQueryResultArticle(
        link,
        clip(one_line(citation.agenda) or one_line(citation.title), _TITLE),
        content,
        markup(((Button(texts.open_in_private, url=f"https://t.me/{bot}?start={link}"),),)),
        description=clip(f"{one_line(source_of(citation, texts))} · {one_line(citation.quote)}", _SHOWN),
    )
