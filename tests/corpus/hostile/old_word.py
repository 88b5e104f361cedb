"""Word files of before 2007 and Rich Text: macros, broken chains of sectors, groups in groups."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

from tests.corpus.hostile import READ, REFUSED, Hostile

_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_NONE = 0xFFFFFFFF
TEXT = "รายงานการประชุม\rวาระที่ 1 เรื่องแจ้งเพื่อทราบ\rมติ รับทราบ\r"


def ole(streams: Mapping[str, bytes], storages: Sequence[str] = (), fat: Mapping[int, int] | None = None) -> bytes:
    """A compound file of the streams, with empty storages; ``fat`` changes where a sector goes on."""
    chains, sectors = list[int](), list[bytes]()

    def stored(data: bytes) -> int:
        first, pieces = len(sectors), [data[at : at + _SECTOR] for at in range(0, len(data), _SECTOR)]
        sectors.extend(piece.ljust(_SECTOR, b"\0") for piece in pieces)
        chains.extend([*range(first + 1, first + len(pieces)), _END])
        return first

    padded = {name: data.ljust(4096, b"\0") for name, data in streams.items()}
    names = sorted([*padded, *storages], key=lambda name: (len(name), name.upper()))
    entries = [_entry("Root Entry", 5, child=1, start=_END)]
    for number, name in enumerate(names, 1):
        right = number + 1 if number < len(names) else _NONE
        if name in padded:
            entries.append(_entry(name, 2, right, start=stored(padded[name]), size=len(padded[name])))
        else:
            entries.append(_entry(name, 1, right))
    while len(entries) % 4:
        entries.append(bytes(68) + struct.pack("<3L", _NONE, _NONE, _NONE) + bytes(48))
    directory = stored(b"".join(entries))
    tables = len(chains) // 127 + 1
    first_table = len(sectors)
    table = [*chains, *[_FAT] * tables]
    for sector, following in (fat or {}).items():
        table[sector] = following
    table += [_FREE] * (tables * 128 - len(table))
    difat = [*range(first_table, first_table + tables)]
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<9L", 0, tables, directory, 0, 4096, _END, 0, _END, 0)
    head += struct.pack("<109L", *difat, *[_FREE] * (109 - tables))
    return head + b"".join(sectors) + struct.pack(f"<{len(table)}L", *table)


def _entry(name: str, kind: int, right: int = _NONE, child: int = _NONE, start: int = 0, size: int = 0) -> bytes:
    written = (name + "\0").encode("utf-16-le")
    head = written.ljust(64, b"\0") + struct.pack("<HBB3L", len(written), kind, 1, _NONE, right, child)
    return head + bytes(36) + struct.pack("<LQ", start, size)


def doc(text: str = TEXT, macros: bool = False, pieces: int = 1, fat: Mapping[int, int] | None = None) -> bytes:
    """A Word 97 file of one text, whose piece table says ``pieces`` times that it stands at the same place."""
    words, at = text.encode("utf-16-le"), 0x800
    length = len(text) * pieces
    head = bytearray(at)
    struct.pack_into("<2H", head, 0, 0xA5EC, 0xC1)
    struct.pack_into("<H", head, 0x0A, 0x1200)
    struct.pack_into("<2L", head, 0x18, at, at + len(words))
    struct.pack_into("<H", head, 0x20, 14)
    struct.pack_into("<H", head, 0x3E, 22)
    struct.pack_into("<L", head, 0x4C, length)
    struct.pack_into("<H", head, 0x98, 0x5D)
    places = [len(text) * number for number in range(pieces + 1)]
    table = struct.pack(f"<{len(places)}L", *places) + struct.pack("<HLH", 0, at, 0) * pieces
    table = b"\x02" + struct.pack("<L", len(table)) + table
    struct.pack_into("<2L", head, 0x1A2, 0, len(table))
    streams = {"WordDocument": bytes(head) + words, "1Table": table}
    if macros:
        code = b'Attribute VB_Name = "ThisDocument"\r\nSub AutoOpen()\r\nShell "touch /tmp/escaped"\r\nEnd Sub\r\n'
        streams |= {"_VBA_PROJECT": code, "dir": code, "ThisDocument": code, "PROJECT": b'ID="{0}"\r\n'}
    return ole(streams, ("Macros", "VBA", "ObjectPool") if macros else (), fat)


def _rtf(body: str) -> bytes:
    return f"{{\\rtf1\\ansi\\ansicpg874 {body}}}".encode("ascii")


_SAID = r"\'c1\'b5\'d4 \'c3\'d1\'ba\'b7\'c3\'d2\'ba"
_OBJECT = r"{{\object\objautlink\objupdate{{\*\objclass Word.Document.8}}{{\*\objdata {data}}}}}"
_FIELD = r'{{\field{{\*\fldinst INCLUDETEXT "{url}/a" }}{{\fldrslt x}}}}{{\field{{\*\fldinst DDEAUTO cmd "/c a"}}}}'
_GROUPS = 1_000_000

FILES = {
    "doc with macros": Hostile("มาโคร.doc", lambda _: doc(macros=True), READ),
    "doc whose sectors loop": Hostile("วน.doc", lambda _: doc(fat={n: n - 1 for n in range(1, 12)})),
    "doc whose first sector is its next": Hostile("วน.doc", lambda _: doc(fat={0: 0})),
    "doc of a text ten thousand times": Hostile("ซ้ำ.doc", lambda _: doc(TEXT * 200, pieces=4000)),
    "doc of nothing but its head": Hostile("ขาด.doc", lambda _: doc()[:600], REFUSED),
    "doc that is no Word file": Hostile("อื่น.doc", lambda _: ole({"Workbook": b"x"}), REFUSED),
    "rtf of groups in groups": Hostile("ลึก.rtf", lambda _: _rtf("{" * _GROUPS + _SAID + "}" * _GROUPS)),
    "rtf of groups that stay open": Hostile("ลึก.rtf", lambda _: _rtf("{\\b" * _GROUPS + _SAID)),
    "rtf with an object": Hostile("วัตถุ.rtf", lambda _: _rtf(_SAID + _OBJECT.format(data="d0cf11e0" * 100_000)), READ),
    "rtf with fields": Hostile("ลิงก์.rtf", lambda url: _rtf(_SAID + _FIELD.format(url=url)), READ),
    "rtf of numbers too large": Hostile(
        "เลข.rtf", lambda _: _rtf(_SAID + r"\bin99999999999999999999 \uc999999999 \u-99999999999 \u55357?\'")
    ),
    "rtf cut off": Hostile("ขาด.rtf", lambda _: _rtf(_SAID * 10)[:40]),
}
