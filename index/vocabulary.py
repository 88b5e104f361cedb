"""The words of a generation's passages, each with how many passages hold it: what a misspelt word may have meant."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from index.sealed import DamagedIndex, sealed_folder, verify
from index.words import Keys, keys_of, words

RAREST = 3
"""Passages that hold a word; rarer ones are as often misspelt themselves."""
_FILE = "vocabulary.json"


class Counting:
    """Counts the passages that hold a word while keys are taken, so that each text is cut into words once."""

    def __init__(self) -> None:
        self._counts = Counter[str]()

    def keys(self, text: str) -> Keys:
        """The keys of a passage's words."""
        found = words(text)
        self._counts.update(set(found))
        return keys_of(found)

    def counts(self) -> dict[str, int]:
        """How many passages hold each word."""
        return dict(self._counts)


def usual(counts: Mapping[str, int]) -> dict[str, int]:
    """The words that are not too rare to be meant, in the order of their letters."""
    return {word: count for word, count in sorted(counts.items()) if count >= RAREST}


def save(counts: dict[str, int], path: Path) -> None:
    """Write a sealed folder. Raises FileExistsError where ``path`` exists."""
    with sealed_folder(path) as folder:
        (folder / _FILE).write_text(json.dumps(counts, ensure_ascii=False), "utf-8")


def load(path: Path) -> dict[str, int]:
    """What ``save`` wrote. Raises DamagedIndex where a byte is not as written."""
    verify(path)
    try:
        counts: dict[str, int] = json.loads((path / _FILE).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise DamagedIndex(path.name) from error
    return counts
