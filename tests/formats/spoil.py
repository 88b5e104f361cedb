"""The ways in which fonts of real Thai PDFs spoil a text, while the page looks right.

A PDF says which characters its glyphs stand for; these say what old fonts, Word and copiers have been seen to say.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import fontpkg
from fontTools.ttLib import TTFont

from corpus.thai import CONSONANTS, MARKS, TONES

_LOW, _LEFT = range(0xF70A, 0xF70F), range(0xF705, 0xF70A)
_MARKS = "่้๊๋์"
_PRIVATE = {
    **dict(zip(_MARKS, map(chr, _LOW), strict=True)),
    **dict(zip("ิีึืํัุู", "\uf701\uf702\uf703\uf704\uf711\uf710\uf718\uf719", strict=True)),
}
_LATIN = {"่": "É", "้": "Ê", "์": "Í"}
_CLUSTER = re.compile(f"[เ-ไ]?[{CONSONANTS}][{MARKS}]*[ะาำๅ]?|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Spoil:
    """What a spoilt file says in place of its text; ``letters`` maps what is said to the letter that is seen."""

    name: str
    said: Callable[[str], str]
    letters: Mapping[str, str] = field(default_factory=dict)
    twice: bool = False
    """Whether each line is drawn a second time beside the first, as bold."""
    headings_only: bool = False


def _replaced(table: Mapping[str, str]) -> Callable[[str], str]:
    return lambda text: text.translate({ord(seen): said for seen, said in table.items()})


def _reordered(text: str) -> str:
    """Tones before the vowel over which they stand, and before the ring of ำ."""
    text = re.sub(f"([ัิ-ู])([{TONES}])", r"\2\1", text)
    return re.sub(f"([{TONES}])ำ", "ํ\\1า", text)


def _apart(text: str) -> str:
    return " ".join(_CLUSTER.findall(text))


SPOILS = (
    Spoil("private-use glyphs", _replaced(_PRIVATE), {said: seen for seen, said in _PRIVATE.items()}),
    Spoil("ํ and า for ำ", lambda text: text.replace("ำ", "ํา")),
    Spoil("a space and า for ำ", lambda text: text.replace("ำ", "\u00a0า"), {"\u00a0": "ํ"}),
    Spoil("U+FFFD and า for ำ", lambda text: text.replace("ำ", "\ufffdา"), {"\ufffd": "ํ"}),
    Spoil("Latin-1 letters for marks", _replaced(_LATIN), {said: seen for seen, said in _LATIN.items()}),
    Spoil("bold drawn twice", str, twice=True),
    Spoil("each letter of bold twice", lambda text: "".join(2 * letter for letter in text), headings_only=True),
    Spoil("marks in another order", _reordered),
    Spoil("letters apart", _apart, headings_only=True),
    Spoil("zero-width spaces in words", lambda text: "\u200b".join(_CLUSTER.findall(text)), {"\u200b": "\0"}),
)


def font(weight: int, spoil: Spoil | None, folder: Path) -> Path:
    """Sarabun, in which the spoilt characters are drawn as the letters that they stand for."""
    original = Path(fontpkg.path("Sarabun", weight))
    if not (spoil and spoil.letters):
        return original
    found = TTFont(original)
    for table in found["cmap"].tables:
        if table.isUnicode():
            table.cmap.update({ord(said): table.cmap[ord(seen)] for said, seen in spoil.letters.items()})
    path = folder / f"spoilt-{weight}.ttf"
    found.save(path)
    return path
