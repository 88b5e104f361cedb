"""Text with Telegram's HTML and the same text without it, built together so that they cannot differ."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""What a message cannot carry."""


@dataclass(frozen=True, slots=True)
class Piece:
    """``plain`` is what is seen, in code points; ``html`` is the same with Telegram's tags and entities."""

    html: str
    plain: str

    def __add__(self, other: Piece) -> Piece:
        return Piece(self.html + other.html, self.plain + other.plain)

    def __len__(self) -> int:
        return len(self.plain)


def clean(text: str) -> str:
    """The text without what a message cannot carry: controls and lone surrogates become a space or "?"."""
    seen = _CONTROLS.sub(" ", text.replace("\r\n", "\n").replace("\t", " "))
    return seen.encode("utf-8", "replace").decode("utf-8")


def plain(text: str) -> Piece:
    """Text from anywhere, never markup."""
    seen = clean(text)
    return Piece(html.escape(seen, quote=False), seen)


def bold(text: str) -> Piece:
    """Text in bold."""
    return _within("<b>", plain(text), "</b>")


def italic(text: str) -> Piece:
    """Text in italics."""
    return _within("<i>", plain(text), "</i>")


def quoted(piece: Piece) -> Piece:
    """An expandable block quotation; it holds no other quotation."""
    return _within("<blockquote expandable>", piece, "</blockquote>")


def _within(opening: str, piece: Piece, closing: str) -> Piece:
    return Piece(f"{opening}{piece.html}{closing}", piece.plain)


def joined(separator: str, pieces: Iterable[Piece]) -> Piece:
    """The pieces with a separator between them."""
    rest = list(pieces)
    return Piece(separator.join(piece.html for piece in rest), separator.join(piece.plain for piece in rest))


def packed(blocks: Sequence[Piece], limit: int) -> tuple[Piece, ...]:
    """The blocks in as few messages as hold them in order, a block a line, each within ``limit`` code points.

    A block longer than the limit is a defect of its maker: ValueError.
    """
    messages: list[list[Piece]] = [[]]
    for block in blocks:
        if len(block) > limit:
            raise ValueError(f"a block of {len(block)} characters does not fit in {limit}")
        if len(joined("\n", [*messages[-1], block])) > limit:
            messages.append([])
        messages[-1].append(block)
    return tuple(joined("\n", message) for message in messages)
