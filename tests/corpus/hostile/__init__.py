"""Files that were made to do harm, by name: each is written where a test wants it, and nothing of them is kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping

Make = Callable[[str], bytes]
"""A file's bytes; what would reach out of it is led to the address that is given."""

READ, REFUSED, EITHER, STOPPED = "read", "refused", "either", "stopped"
"""How a file ends; one that is stopped made its reader end, for want of memory, and is refused for that."""


class Hostile:
    """A file's name, how to make it, and what must become of it."""

    def __init__(self, name: str, make: Make, ends: str = EITHER, slow: bool = False) -> None:
        self.name, self.make, self.ends, self.slow = name, make, ends, slow


def all_hostile() -> Mapping[str, Hostile]:
    """Every file, by what it is."""
    from tests.corpus.hostile import archives, office, old_word, pdfs, pictures, texts

    kinds = (archives, office, old_word, pdfs, pictures, texts)
    return {name: hostile for kind in kinds for name, hostile in kind.FILES.items()}
