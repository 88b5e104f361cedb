"""Where what the bot says comes from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from assistant.answer import Answer
from assistant.followups import Turn
from assistant.registers import Listed
from assistant.telegram.access import Collections
from index.registers import Register
from index.store import RecordRow


@dataclass(frozen=True, slots=True)
class Sources:
    """Slow calls, made in ``pool``, each within the collections that the asker may see."""

    answer: Callable[[str, Sequence[Turn], Collections], Answer]
    records: Callable[[Collections], Sequence[RecordRow]]
    register: Callable[[Register, str, Collections], Sequence[Listed]]
    pool: ThreadPoolExecutor

    def collections(self) -> list[str]:
        """The names of all collections, in order."""
        return sorted({record.collection for record in self.records(None)})
