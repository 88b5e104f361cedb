"""The last questions of each chat, kept in memory for as long as a conversation lasts."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable

from assistant.answer import Answer
from assistant.followups import MOST_TURNS, Turn

LASTS_S = 30 * 60
"""Seconds after its last question for which a chat is remembered."""
_CHATS = 2000
"""Chats that are remembered at once, the latest."""


class Turns:
    """What each chat asked last. Any number of threads may ask at once."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._chats: OrderedDict[Hashable, tuple[float, tuple[Turn, ...]]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, chat: Hashable) -> tuple[Turn, ...]:
        """The turns of a chat, newest last; none of a conversation that is over."""
        with self._lock:
            asked, turns = self._chats.get(chat, (0.0, ()))
        return turns if turns and self._now() - asked <= LASTS_S else ()

    def add(self, chat: Hashable, answer: Answer) -> None:
        """Remembers an answered question."""
        turns = (*self.of(chat), turn_of(answer))[-MOST_TURNS:]
        with self._lock:
            self._chats[chat] = self._now(), turns
            self._chats.move_to_end(chat)
            while len(self._chats) > _CHATS:
                self._chats.popitem(last=False)


def turn_of(answer: Answer) -> Turn:
    """The question of an answer, and what its first citation is of."""
    if not answer.citations:
        return Turn(answer.asked)
    first = answer.citations[0]
    return Turn(answer.asked, first.title, first.meeting_date, first.record, first.agenda)
