"""ZIP archives: bombs, ways out of the folder, and names."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable

from tests.corpus.hostile import EITHER, READ, REFUSED, Hostile

TEXT = "รายงานการประชุม\nวาระที่ 1 เรื่องแจ้งเพื่อทราบ\nมติ รับทราบ\n".encode()
_BLOCK = bytes(1 << 20)
_MEGABYTE = 1 << 20


def packed(entries: Iterable[tuple[str | zipfile.ZipInfo, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return data.getvalue()


def with_zeros(name: str, megabytes: int, others: Iterable[tuple[str, bytes]] = ()) -> bytes:
    """An archive of which one entry unpacks to zeros."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for other, content in others:
            archive.writestr(other, content)
        with archive.open(name, "w") as entry:
            for _ in range(megabytes):
                entry.write(_BLOCK)
    return data.getvalue()


def _nested(depth: int) -> bytes:
    data = packed([("ก.txt", TEXT)])
    for _ in range(depth):
        data = packed([(f"{number}.zip", data) for number in range(4)])
    return data


def _overlapping(entries: int, megabytes: int) -> bytes:
    """One block of packed zeros, which every entry of the table of contents claims (after Fifield)."""
    pack = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = b"".join(pack.compress(_BLOCK) for _ in range(megabytes)) + pack.flush()
    checksum, size = zlib.crc32(_BLOCK * megabytes), megabytes * _MEGABYTE
    sizes = struct.pack("<LLL", checksum, len(block), size)
    local = b"PK\x03\x04" + struct.pack("<5H", 20, 0, 8, 0, 0) + sizes + struct.pack("<2H", 5, 0) + b"a.txt" + block
    central = b"".join(
        b"PK\x01\x02"
        + struct.pack("<6H", 20, 20, 0, 8, 0, 0)
        + sizes
        + struct.pack("<5H2L", 5, 0, 0, 0, 0, 0, 0)
        + b"a.txt"
        for _ in range(entries)
    )
    return local + central + _end(entries, len(central), len(local))


def _end(entries: int, size: int, offset: int) -> bytes:
    return b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, entries & 0xFFFF, entries & 0xFFFF, size, offset, 0)


def hidden_directory(entries: int) -> bytes:
    """The table of contents that every reader sees first is small; the one of ZIP64, which holds, is not."""
    data = packed((f"{number}.txt", b"") for number in range(entries))
    end = data.rindex(b"PK\x05\x06")
    size, offset = struct.unpack("<2L", data[end + 12 : end + 20])
    end64 = b"PK\x06\x06" + struct.pack("<Q2H2L4Q", 44, 45, 45, 0, 0, entries, entries, size, offset)
    locator = b"PK\x06\x07" + struct.pack("<LQL", 0, offset + size, 1)
    return data[: offset + size] + end64 + locator + _end(1, 60, offset)


def _far_directory() -> bytes:
    locator = b"PK\x06\x07" + struct.pack("<LQL", 0, 0xFFFFFFFFFFFFFFF0, 1)
    return b"PK\x03\x04" + bytes(60) + locator + _end(1, 60, 0xFFFFFFFF)


def _link() -> bytes:
    info = zipfile.ZipInfo("ลิงก์.txt")
    info.create_system, info.external_attr = 3, 0o120777 << 16
    return packed([(info, b"/etc/passwd"), ("ก.txt", TEXT)])


def _great_dictionary() -> bytes:
    """LZMA that asks for four gigabytes before it unpacks anything."""
    data = packed([("a.txt", TEXT * 50)], zipfile.ZIP_LZMA)
    start = data.index(b"a.txt") + 5
    return data[: start + 5] + b"\xff\xff\xff\xff" + data[start + 9 :]


_WAYS_OUT = (
    *("../../escaped.txt", "/escaped.txt", "..\\..\\escaped.txt", "C:\\escaped.txt", "a/../../../escaped.txt"),
    *("\\\\host\\share\\escaped.txt", "./.././escaped.txt", "....//escaped.txt", "/tmp/escaped.txt"),  # noqa: S108 (a name that must not be followed)
)
_NAMES = (
    *("ก\nข.txt", "\u202etxt.exe.txt", "<b>ก</b>&amp;.txt", "[ก](http://a.example).txt", "*_`~.txt", " .txt", ":"),
    *("ก" * 300 + ".txt", "con.txt", "a\u2028b.txt", "$(id).txt", "-rf.txt", "a.zip.files", "%s%n.txt"),
)

FILES = {
    "zip of a thousandfold": Hostile("ระเบิด.zip", lambda _: with_zeros("ก.txt", 200), REFUSED),
    "zip of 600 MB in small files": Hostile(
        "ก.zip", lambda _: packed((f"{number}.txt", _BLOCK * 6) for number in range(100)), REFUSED
    ),
    "zip in zip in zip": Hostile("ซ้อน.zip", lambda _: _nested(4), REFUSED),
    "zip whose entries overlap": Hostile("ทับ.zip", lambda _: _overlapping(3000, 9), REFUSED),
    "zip of 100,000 entries": Hostile("มาก.zip", lambda _: packed((str(n), b"") for n in range(100_000)), REFUSED),
    "zip with a second directory": Hostile("สอง.zip", lambda _: hidden_directory(100_000), REFUSED),
    "zip whose directory is nowhere": Hostile("ไกล.zip", lambda _: _far_directory(), REFUSED),
    "zip that leads out of its folder": Hostile("ออก.zip", lambda _: packed((n, TEXT) for n in _WAYS_OUT), EITHER),
    "zip with a link": Hostile("ลิงก์.zip", lambda _: _link(), READ),
    "zip with names": Hostile("ชื่อ.zip", lambda _: packed((name, TEXT) for name in _NAMES), EITHER),
    "zip beside its own folder": Hostile(
        "ก.zip", lambda _: packed([("b.zip.files", TEXT), ("b.zip", packed([("ข.txt", TEXT + b"2")]))]), EITHER
    ),
    "zip of a great dictionary": Hostile("lzma.zip", lambda _: _great_dictionary(), REFUSED),
    "zip cut off": Hostile("ขาด.zip", lambda _: packed([("ก.txt", TEXT * 1000)])[:-40], REFUSED),
    "zip of nothing": Hostile("ว่าง.zip", lambda _: packed([]), REFUSED),
}
