"""Text as people see it: cut between character clusters, never inside one."""

from __future__ import annotations

import regex

_CLUSTER = regex.compile(r"\X(?:(?<=[เ-ไ])(?=[ก-ฮ])\X)?")
"""A grapheme cluster (UAX 29); a Thai vowel written before its consonant stays with it."""

ELLIPSIS = "…"
_LOOKAHEAD = 64
"""Code points read past the limit, so that the cluster that crosses it is seen to cross."""


def clusters(text: str) -> list[str]:
    """The clusters of a text, in order; joined they are the text."""
    return [match.group() for match in _CLUSTER.finditer(text)]


def clip(text: str, limit: int) -> str:
    """The text in at most ``limit`` code points; what is left out is shown as an ellipsis."""
    if len(text) <= limit:
        return text
    kept, room = [], limit - len(ELLIPSIS)
    for cluster in clusters(text[: limit + _LOOKAHEAD]):
        room -= len(cluster)
        if room < 0:
            break
        kept.append(cluster)
    return "".join(kept).rstrip() + ELLIPSIS
