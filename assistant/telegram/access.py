"""What a chat may see. Decided before any search, as a value."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.library import Collections


@dataclass(frozen=True, slots=True)
class Access:
    """What a chat may see, and whether it is an admin's private one."""

    collections: Collections
    is_admin: bool = False

    @property
    def is_stranger(self) -> bool:
        """Whether the chat may see nothing at all."""
        return self.collections is not None and not self.collections

    def covers(self, other: Access) -> bool:
        """Whether all that the other may see may be seen under this one too."""
        if self.collections is None:
            return True
        return other.collections is not None and other.collections <= self.collections


EVERYTHING = Access(None)
NOTHING = Access(frozenset())
