"""What admins ask of the bot's own state: /status and /unanswered."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np

from assistant.telegram.clusters import clip
from assistant.telegram.follows import Follow, Follows
from assistant.telegram.inbox import Inbox
from assistant.telegram.journal import Journal
from assistant.telegram.letters import Reply
from assistant.telegram.news import BANGKOK
from assistant.telegram.pieces import bold, joined, plain
from assistant.telegram.render import one_line, text_message
from assistant.telegram.reports import Failure, Failures
from assistant.telegram.requests import Kind
from assistant.telegram.sources import Sources
from assistant.telegram.texts import Texts
from assistant.telegram.threads import InPool, OwnThread

OPERATIONS: frozenset[Kind] = frozenset(("status", "unanswered"))
_GROUPS, _ASKED = 15, 200
"""Groups of unanswered questions that are shown, and questions that are grouped."""
_LINE = 180
_ERRORS = 3


class Operations:
    """The bot's state, as its admins see it."""

    def __init__(
        self,
        journal: OwnThread[Journal],
        inbox: OwnThread[Inbox],
        follows: OwnThread[Follows],
        sources: InPool[Sources],
        failures: Failures,
    ) -> None:
        self._journal = journal
        self._inbox = inbox
        self._follows = follows
        self._sources = sources
        self._failures = failures

    async def reply(self, kind: Kind, texts: Texts) -> Reply:
        """What is said to an admin's command of OPERATIONS."""
        return await (self._status(texts) if kind == "status" else self._unanswered(texts))

    async def _status(self, texts: Texts) -> Reply:
        records = await self._sources(lambda sources: sources.records(None))
        generation = await self._sources(lambda sources: sources.generation())
        took = await self._journal(Journal.took_ms)
        p50, p95 = np.percentile(took, (50, 95)) if took else (0.0, 0.0)
        line = texts.status.format(
            records=f"{len(records):,}",
            passages=f"{sum(row.passages for row in records):,}",
            generation=generation,
            waiting=await self._inbox(Inbox.waiting),
            answered=f"{len(took):,}",
            p50=f"{p50:,.0f}",
            p95=f"{p95:,.0f}",
        )
        errors = [_error(failure) for failure in list(self._failures.last)[-_ERRORS:]]
        return Reply(text_message("\n".join([line, *(errors or [texts.no_errors])])))

    async def _unanswered(self, texts: Texts) -> Reply:
        waiting = (await self._follows(Follows.unanswered))[:_ASKED]
        if not waiting:
            return Reply(text_message(texts.none_unanswered))
        questions = [follow.question for follow in waiting]
        groups = await self._sources(lambda sources: sources.alike(questions))
        lines = [plain(_group([waiting[place] for place in group])) for group in groups[:_GROUPS]]
        return Reply((joined("\n", [bold(texts.unanswered.format(len(waiting))), *lines]),))


def _error(failure: Failure) -> str:
    at = datetime.fromtimestamp(failure.at, BANGKOK)
    return f"{at:%d/%m %H:%M} {clip(failure.line, _LINE)}"


def _group(follows: Sequence[Follow]) -> str:
    """The newest question of a group, and how many there are like it."""
    return f"{len(follows)} × {clip(one_line(follows[0].question), _LINE)}"
