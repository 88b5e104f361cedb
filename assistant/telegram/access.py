"""Who may ask. Decided before any search, as a value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Access(Enum):
    """What a chat is given."""

    GRANTED = "granted"
    STRANGER = "stranger"


@dataclass(frozen=True, slots=True)
class AccessList:
    """The ids of people and groups who may ask, and of the admins, who always may in their private chats.

    What is answered in a group is seen by all of it, so there only the group's own id counts.
    """

    allowed: frozenset[int]
    admins: frozenset[int]

    def decide(self, chat_ids: Iterable[int]) -> Access:
        """Decides for a chat by its id and those it had before; a private chat's id is the person's."""
        known = self.allowed | self.admins
        return Access.GRANTED if known.intersection(chat_ids) else Access.STRANGER
