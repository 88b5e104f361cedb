"""Pictures: far too large, of far too many frames, and cut off."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator

from PIL import Image

from tests.corpus.hostile import REFUSED, Hostile

SIDE = 40_000


def picture(kind: str, side: int = 40) -> bytes:
    data = io.BytesIO()
    Image.effect_noise((side, side), 60).save(data, kind)
    return data.getvalue()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))


def _png(side: int, *more: bytes) -> bytes:
    pack = zlib.compressobj(1)
    row = bytes(1 + side // 8)
    packed = b"".join(pack.compress(row * 1000) for _ in range(side // 1000)) + pack.flush()
    head = struct.pack(">2L5B", side, side, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + b"".join(more) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")
    )


def _tiff(directories: int, side: int = 8, loops: bool = False) -> bytes:
    """Pictures of one bit a pixel, all of the same strip."""
    size = 2 + 12 * 8 + 4
    strip = 8 + size * directories
    fields = [
        *((256, side), (257, side), (258, 1), (259, 1), (262, 1), (273, strip), (278, side)),
        (279, max(1, side // 8) * side if side < 1000 else 64),
    ]
    body = b""
    for number in range(directories):
        following = 8 + size * (number + 1)
        if number == directories - 1:
            following = 8 if loops else 0
        body += struct.pack("<H", len(fields)) + b"".join(
            struct.pack("<2H2L", tag, 4, 1, value) for tag, value in fields
        )
        body += struct.pack("<L", following)
    return b"II*\0" + struct.pack("<L", 8) + body + bytes(64)


def _gif(frames: int, side: int = 1) -> bytes:
    frame = b"\x21\xf9\x04\0\0\0\0\0\x2c" + struct.pack("<4HB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\0"
    return b"GIF89a" + struct.pack("<2H3B", side, side, 0x80, 0, 0) + bytes(6) + frame * frames + b";"


def _webp(side: int) -> bytes:
    canvas = struct.pack("<L", 0) + (side - 1).to_bytes(3, "little") * 2
    body = b"WEBPVP8X" + struct.pack("<L", 10) + canvas + b"VP8L" + struct.pack("<L", 8) + b"\x2f" + bytes(7)
    return b"RIFF" + struct.pack("<L", len(body)) + body


def _bmp(side: int) -> bytes:
    head = struct.pack("<3L2H6L", 40, side, side, 1, 1, 0, 0, 0, 0, 2, 0) + bytes(8)
    return b"BM" + struct.pack("<LHHL", 54 + 8 + 64, 0, 0, 62) + head + bytes(64)


def _jpeg(side: int) -> bytes:
    data = picture("JPEG")
    at = data.index(b"\xff\xc0") + 5
    return data[:at] + struct.pack(">2H", side, side) + data[at + 4 :]


_KINDS = {"png": "PNG", "jpg": "JPEG", "tif": "TIFF", "gif": "GIF", "bmp": "BMP", "webp": "WEBP"}


def _cut_off() -> Iterator[tuple[str, Hostile]]:
    for suffix, kind in _KINDS.items():
        yield (
            f"{suffix} cut off",
            Hostile(f"ขาด.{suffix}", lambda _, kind=kind: picture(kind, 300)[:900], REFUSED),  # type: ignore[misc]  # the default holds the kind
        )


def _animated_png() -> bytes:
    return _png(8000, _chunk(b"acTL", struct.pack(">2L", 100_000, 0)))


FILES = {
    "png of 40,000": Hostile("ใหญ่.png", lambda _: _png(SIDE), REFUSED),
    "png whose text is 100 MB": Hostile(
        "ยาว.png", lambda _: _png(1000, _chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(100_000_000), 1))), REFUSED
    ),
    "tiff of 40,000": Hostile("ใหญ่.tif", lambda _: _tiff(1, SIDE), REFUSED),
    "gif of 40,000": Hostile("ใหญ่.gif", lambda _: _gif(1, SIDE), REFUSED),
    "webp of 40,000": Hostile("ใหญ่.webp", lambda _: _webp(SIDE), REFUSED),
    "bmp of 40,000": Hostile("ใหญ่.bmp", lambda _: _bmp(SIDE), REFUSED),
    "jpeg of 40,000": Hostile("ใหญ่.jpg", lambda _: _jpeg(SIDE), REFUSED),
    "gif of 100,000 frames": Hostile("มาก.gif", lambda _: _gif(100_000), REFUSED),
    "png of 100,000 frames": Hostile("มาก.png", lambda _: _animated_png(), REFUSED),
    "tiff of 10,000 pages": Hostile("มาก.tif", lambda _: _tiff(10_000), REFUSED),
    "tiff whose pages loop": Hostile("วน.tif", lambda _: _tiff(3, loops=True)),
    "picture of one pixel": Hostile("จุด.png", lambda _: picture("PNG", 1), REFUSED),
    **dict(_cut_off()),
}
