"""Answers that were given, for when the same is asked of the same index again: nothing is read twice."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import date

from cachetools import LRUCache

from assistant.answer import Answer
from assistant.quotes import UnverifiedQuote, verify
from index.store import Store

_MOST = 1_000
"""Answers that are kept, of about 5 KB each."""


@dataclass(frozen=True, slots=True)
class Asked:
    """All that an answer depends on besides the collections that may be seen."""

    text: str
    generation: int
    table: int
    """When the data folder's short forms were last changed."""
    today: date


class Given:
    """The last answers over one set of collections. Any number of threads may use them at once."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._answers: LRUCache[Asked, Answer] = LRUCache(_MOST)
        self._using = threading.Lock()

    def find(self, asked: Asked) -> Answer | None:
        """The answer as it was given, if every quote still is, byte for byte, what stands at its range."""
        with self._using:
            answer = self._answers.get(asked)
        return answer if answer and self._stands(answer) else None

    def keep(self, asked: Asked, answer: Answer) -> None:
        """Keeps an answer in the place of the one that was asked for longest ago."""
        with self._using:
            self._answers[asked] = answer

    def _stands(self, answer: Answer) -> bool:
        try:
            for citation in answer.citations:
                text = self._store.whole_text(citation.revision)
                verify(citation.quote, text, citation.start, citation.end)
        except (UnverifiedQuote, KeyError):
            return False
        return True
