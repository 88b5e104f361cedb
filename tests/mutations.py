"""Documents changed by chance: their bytes, and the parts of those that are packed, so that the change is read."""

from __future__ import annotations

import copy
import io
import random
import re
import zipfile
from collections.abc import Callable, Sequence

from lxml import etree

_INTERESTING = (0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
_NUMBERS = (b"0", b"-1", b"1", b"65536", b"2147483648", b"-2147483649", b"99999999999999999999", b"1e39", b"0.0000001")
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
_PIECE = re.compile(rb"<[^<>]*>|/[A-Za-z]+|\\[a-z]+-?\d*|\d+ \d+ (?:R|obj)|[{}\[\]()]")
"""What formats of text are made of: tags, names of PDF, words of Rich Text, references, brackets."""
_WORDS = (
    *(b"\0", b"\xff\xfe", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"%", b"\r\n\r\n", "่".encode(), "\u202e".encode()),
    *(b"&#55296;", b"&#x110000;", b"&a;", b"<!--", b"]]>", b"<![CDATA[", b"endstream", b"endobj", b"xref", b"trailer"),
    *(b"{\\*", b"\\bin9999 ", b"\\'", b"\\u-1", b"PK\x01\x02", b"PK\x05\x06", b"IDAT", b"\xff\xda", b"\xff\xd9"),
)
_LARGEST, _SMALL = 1 << 20, 1 << 15


def mutated(data: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    """The document with a few changes, most of them inside a part where it is packed; ``others`` give pieces."""
    for _ in range(chance.choice((1, 1, 2, 3, 6))):
        data = (
            _in_part(data, others, chance)
            if data[:2] == b"PK" and chance.random() < 0.9
            else _once(data, others, chance)
        )
    return data[:_LARGEST]


def _in_part(data: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [(entry.filename, archive.read(entry)) for entry in archive.infolist()]
    except Exception:  # what an earlier change broke stays as it is
        return _once(data, others, chance)
    if not parts:
        return _once(data, others, chance)
    at = chance.randrange(len(parts))
    name, content = parts[at]
    if chance.random() < 0.1:
        name = _once(name.encode(), others, chance).decode("utf-8", "replace").replace("\0", "")[:200] or "a"
    else:
        content = (chance.random() < 0.8 and _tree(content, chance)) or _once(content, others, chance)
    parts[at : at + 1] = [] if chance.random() < 0.03 else [(name, content)] * chance.choice((1, 1, 1, 1, 2))
    return _packed(parts)


def _tree(data: bytes, chance: random.Random) -> bytes:
    """XML with an element moved, left out, given again and again, or with another name or value; empty for no XML."""
    try:
        root = etree.fromstring(data)
    except (etree.XMLSyntaxError, ValueError):
        return b""
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    one, other = chance.choice(elements), chance.choice(elements)
    change = chance.randrange(5)
    if change == 0 and one.attrib:
        name = chance.choice(list(one.attrib))
        one.set(
            name,
            chance.choice(_VALUES) if chance.random() < 0.7 else chance.choice(list(other.attrib.values()) or [""]),
        )
    elif change == 1:
        one.tag = other.tag
    elif change == 2 and one is not root:
        one.getparent().remove(one)
    elif change == 3:
        times = chance.choice((1, 1, 3, 100)) if len(data) < _SMALL else 1
        other.extend([copy.deepcopy(one) for _ in range(times)])
    else:
        one.text = chance.choice(_VALUES)
        one.attrib.update(other.attrib)
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True))


_VALUES = (
    *(
        "",
        "0",
        "-1",
        "1",
        "9",
        "10",
        "99",
        "999999999",
        "99999999999999999999",
        "a",
        "true",
        "1.5",
        "NaN",
        " 1",
        "๑",
        "²",
    ),
    *("%1", "%1.%9", "%1%.%2%", "%10%", "ก, ข", "decimal", "thaiLetters", "upperRoman", "bullet", "none", "page", "่"),
)


def _packed(parts: Sequence[tuple[str, bytes]]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        written = set[str]()
        for name, content in parts:
            if name not in written:
                archive.writestr(name, content)
            written.add(name)
    return packed.getvalue()


def _once(data: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    return chance.choice(_CHANGES)(data, others, chance)


def _flip(data: bytes, __: Sequence[bytes], chance: random.Random) -> bytes:
    changed = bytearray(data or b"\0")
    for _ in range(chance.choice((1, 2, 8, 30))):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _integer(data: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    size = chance.choice((1, 2, 4, 8))
    at = chance.randrange(max(1, len(data) - size))
    value = (chance.choice(_INTERESTING) & ((1 << 8 * size) - 1)).to_bytes(size, chance.choice(("little", "big")))
    return data[:at] + value + data[at + size :]


def _number(data: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    found = [*_NUMBER.finditer(data, chance.randrange(len(data) + 1))][:200] or [*_NUMBER.finditer(data)][:200]
    if not found:
        return data
    start, end = chance.choice(found).span()
    return data[:start] + chance.choice(_NUMBERS) + data[end:]


def _word(data: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    at = chance.randrange(len(data) + 1)
    return data[:at] + chance.choice(_WORDS) + data[at:]


def _piece(data: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    """A tag or a word of the format in another's place, or many times in its own."""
    here, there = ([*_PIECE.finditer(source)][:2000] for source in (data, chance.choice([data, *others])))
    if not here or not there:
        return data
    (start, end), piece = chance.choice(here).span(), chance.choice(there)[0]
    times = chance.choice((0, 1, 1, 1, 2, 300))
    return data[: start if chance.random() < 0.5 else end] + piece * times + data[end:]


def _span(data: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.choice((1, 8, 60, 500, 4000)))


def _leave_out(data: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    start, end = _span(data, chance)
    return data[:start] + data[end:]


def _repeat(data: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    start, end = _span(data, chance)
    return data[:end] + data[start:end] * chance.choice((1, 3, 50)) + data[end:]


def _splice(data: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    other = chance.choice([data, *others])
    start, end = _span(other, chance)
    at = chance.randrange(len(data) + 1)
    return data[:at] + other[start:end] + data[at + (end - start) * chance.choice((0, 1)) :]


def _cut(data: bytes, _: Sequence[bytes], chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) // 2, len(data) + 1)]


_Change = Callable[[bytes, Sequence[bytes], random.Random], bytes]
_CHANGES: tuple[_Change, ...] = (
    *(_flip, _integer, _number, _number, _word, _piece, _piece, _piece, _leave_out, _repeat, _splice, _cut),
)
