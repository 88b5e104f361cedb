"""The one normaliser, for stored text and for questions alike.

`normalise` repairs what files and keyboards do to Thai and leaves clean text exactly as it is; `fold` goes
further, for matching only. Repairs that change the length keep the map back to the source.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain, groupby

CONSONANTS = "\u0e01-\u0e2e"
THAI = "\u0e01-\u0e3a\u0e3f-\u0e5b"
TONES = "\u0e48\u0e49\u0e4a\u0e4b"
NIKHAHIT = "\u0e4d"
MARK_ORDER = ("\u0e3a", "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e47", TONES, "\u0e4c\u0e4e", NIKHAHIT)
"""Combining marks by kind as they follow a consonant: phinthu, vowels, tones, thanthakhat and yamakkan, nikhahit.

It agrees with the order of Unicode's NFC.
"""
MARKS = "".join(MARK_ORDER)

_THAI_DIGIT = re.compile("[๐-๙]")
_CLINGING = frozenset(f"{MARKS}\u0e33")
"""Marks, and sara am, which begins with one."""

Repair = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Edits:
    """What one step replaced, in order: ``text[start:end]`` stands for ``source[source_start:source_end]``."""

    starts: array[int]
    ends: array[int]
    source_starts: array[int]
    source_ends: array[int]

    def source_start(self, position: int) -> int:
        """Where the character at ``position`` begins; a replacement counts as one piece."""
        edit = bisect_right(self.starts, position) - 1
        if edit < 0:
            return position
        inside = position < self.ends[edit]
        return self.source_starts[edit] if inside else self.source_ends[edit] + position - self.ends[edit]

    def source_end(self, position: int) -> int:
        """Where the character before ``position`` ends; a replacement counts as one piece."""
        edit = bisect_left(self.starts, position) - 1
        if edit < 0:
            return position
        return self.source_ends[edit] + max(0, position - self.ends[edit])


@dataclass(frozen=True, slots=True)
class Normalised:
    """Normalised text with the way back to the text it came from."""

    text: str
    edits: tuple[Edits, ...] = field(default=(), repr=False, compare=False)
    """One for each step that changed something, the first step first."""

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """The half-open range of the source that ``text[start:end]`` came from.

        What was removed at the borders is left out; a range that begins or ends inside a repaired piece takes
        in the whole piece.
        """
        for edits in reversed(self.edits):
            start, end = edits.source_start(start), edits.source_end(end)
            end = max(start, end)
        return start, end


def normalise(text: str) -> str:
    """The text with Thai in canonical order, plain spaces and line breaks, and nothing invisible; idempotent."""
    return normalise_with_offsets(text).text


def normalise_with_offsets(text: str) -> Normalised:
    """`normalise`, with the map back to ``text``. Steps are repeated until none finds anything to repair."""
    steps: list[Edits] = []
    while _SUSPECT.search(text) or not unicodedata.is_normalized("NFC", text):
        before = len(steps)
        for pattern, repair in _STEPS:
            text, edits = _apply(pattern, repair, text)
            if edits.starts:
                steps.append(edits)
        if len(steps) == before:
            break
    return Normalised(text, tuple(steps))


def fold(text: str) -> str:
    """The form that is compared, never shown: normalised, without case, one kind of digit, quote, dash and space."""
    folded = arabic_digits(normalise(text)).casefold().translate(_FOLDED)
    return unicodedata.normalize("NFC", " ".join(folded.split()))


def arabic_digits(text: str) -> str:
    """The text with Thai digits as Arabic ones, each in its place."""
    return _THAI_DIGIT.sub(lambda digit: str(int(digit[0])), text)


def cluster_start(text: str, position: int) -> int:
    """The nearest place at or before ``position`` where the text may be cut without parting a mark from its letter."""
    while 0 < position < len(text) and (text[position] in _CLINGING or unicodedata.combining(text[position])):
        position -= 1
    return position


def thai_share(text: str) -> float:
    """The share of Thai characters among those that are not white space, 0 to 1; 0 for an empty text."""
    visible = len(text) - len(_SPACE.findall(text))
    return len(_THAI.findall(text)) / visible if visible else 0.0


def _apply(pattern: re.Pattern[str], repair: Repair, text: str) -> tuple[str, Edits]:
    """Replace each match by its repair and note where; a repair that changes nothing is no edit."""
    edits = Edits(array("L"), array("L"), array("L"), array("L"))
    pieces: list[str] = []
    copied = length = 0
    for match in pattern.finditer(text):
        repaired = repair(match.group())
        if repaired == match.group():
            continue
        pieces += (text[copied : match.start()], repaired)
        length += match.start() - copied
        edits.starts.append(length)
        length += len(repaired)
        edits.ends.append(length)
        edits.source_starts.append(match.start())
        edits.source_ends.append(match.end())
        copied = match.end()
    return "".join((*pieces, text[copied:])) if pieces else text, edits


def _replacements() -> dict[str, str]:
    """Characters that stand for another or for nothing.

    Shifted Thai forms in the private-use area are as in the Windows and Mac tables of HarfBuzz.
    """
    tones = "\u0e48\u0e49\u0e4a\u0e4b\u0e4c"
    windows = f"\u0e10\u0e34\u0e35\u0e36\u0e37{tones}{tones}\u0e0d\u0e31\u0e4d\u0e47{tones}\u0e38\u0e39\u0e3a"
    mac = "\u0e31\u0e34\u0e35\u0e36\u0e37\u0e47" + "".join(tone * 3 for tone in tones)
    mac += "\u0e4d\u0e0d\u0e38\u0e39\u0e3a\u0e10"
    return {
        **dict.fromkeys(map(chr, _invisible()), ""),
        **dict.fromkeys(("\r\n", *"\r\v\f\x85\u2028\u2029"), "\n"),
        **dict.fromkeys((chr(code) for code in (0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000)), " "),
        **{chr(0xF700 + offset): letter for offset, letter in enumerate(windows)},
        **{chr(0xF884 + offset): letter for offset, letter in enumerate(mac)},
    }


def _invisible() -> Iterator[int]:
    """Code points of controls, of zero width or direction, and of half characters, which no file can hold."""
    yield from (*range(0x09), *range(0x0E, 0x20), *range(0x7F, 0xA0))
    yield from (0xAD, 0x34F, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070))
    yield from (*range(0xD800, 0xE000), 0xFEFF, *range(0xFFF9, 0xFFFC))


def _disorder() -> str:
    """The pattern of two marks that are the same, of one kind, or in the wrong order."""
    return "|".join(f"[{kind}][{''.join(MARK_ORDER[: rank + 1])}]" for rank, kind in enumerate(MARK_ORDER))


def _ordered(marks: str) -> str:
    """Each mark once, in the canonical order."""
    return "".join(sorted(dict.fromkeys(marks), key=_RANK.__getitem__))


def _one_letter(found: str) -> str:
    """Letters that look like one are that one, and a tone goes before the vowel it was typed after."""
    if found == "เเ":
        return "แ"
    return found[1:] + found[0] if found[-1] in TONES else "ำ"


def _composed(found: str) -> str:
    """NFC. The marks are sorted here because `unicodedata` takes quadratic time over a long run of them."""
    if unicodedata.is_normalized("NFC", found):
        return found
    decomposed = "".join(unicodedata.normalize("NFD", character) for character in found)
    runs = groupby(decomposed, key=lambda character: unicodedata.combining(character) > 0)
    ordered = (sorted(run, key=unicodedata.combining) if marks else run for marks, run in runs)
    return unicodedata.normalize("NFC", "".join(chain.from_iterable(ordered)))


_REPLACEMENTS = _replacements()
_RANK = {mark: rank for rank, kind in enumerate(MARK_ORDER) for mark in kind}
_ODD = f"\r\n|[{''.join(found for found in _REPLACEMENTS if len(found) == 1)}]"
_STRAY_SPACE = (
    f"(?<=[{CONSONANTS}]) (?=ำ|[{MARKS}][{THAI}])"  # a mark that no Thai follows stands alone, as in "ไม้เอก ่"
    f"|(?:(?<=[{CONSONANTS}][{MARKS}])|(?<=[{CONSONANTS}][{MARKS}]{{2}}))(?: [{MARKS}ำ]+)+"
)
_DISORDER = _disorder()
_MISSPELT = f"เเ|ำ[ำา]+|{NIKHAHIT}[าำ]|(?:(?<=[{CONSONANTS}])|(?<=[{CONSONANTS}][{MARKS}]))[าำ][{TONES}]+"
_FOREIGN = f"[\\s\\S]?[{MARKS}]{{0,8}}(?:[^\\x00-\\x7f\u0e00-\u0e7f][{MARKS}]*)+"
_STEPS: tuple[tuple[re.Pattern[str], Repair], ...] = (
    (re.compile(_ODD), _REPLACEMENTS.__getitem__),
    (re.compile(_STRAY_SPACE), lambda found: found.replace(" ", "")),
    (re.compile(f"[{MARKS}]*?(?:{_DISORDER})[{MARKS}]*"), _ordered),
    (re.compile(_MISSPELT), _one_letter),
    (re.compile(_FOREIGN), _composed),
)
_SUSPECT = re.compile("|".join((_ODD, _STRAY_SPACE, _DISORDER, _MISSPELT)))
_SPACE = re.compile(r"\s")
_THAI = re.compile(f"[{THAI}]")
_FOLDED = str.maketrans(
    dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‚‛`´′", "'") | dict.fromkeys("‐‑‒–—―−﹘﹣－", "-")
)
