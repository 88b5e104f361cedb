"""Folders of built files that are whole or not there, and that notice a changed byte.

A sealed folder holds a ``SHA256SUMS`` file in the form of ``sha256sum``: ``cd FOLDER && sha256sum -c SHA256SUMS``.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from index.errors import SearchError

SUMS = "SHA256SUMS"


class DamagedIndex(SearchError):
    """A built file is missing or changed. ``str(error)`` is one line that may be shown to a person."""

    def __init__(self, name: str) -> None:
        super().__init__(f"ไฟล์ดัชนีค้นหาเสียหาย ({name}) กรุณาสร้างดัชนีใหม่จากฐานข้อมูล")


@contextmanager
def sealed_folder(path: Path) -> Iterator[Path]:
    """Give an empty folder to write into; it becomes ``path``, sealed, when the block ends without an error.

    Raises FileExistsError where ``path`` exists: a built folder is never written over.
    """
    if path.exists():
        raise FileExistsError(path)
    draft = path.with_name(path.name + ".draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True)
    try:
        yield draft
        _seal(draft)
        draft.rename(path)
        _sync(path.parent)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def verify(path: Path) -> None:
    """Read every file of a sealed folder again. Raises DamagedIndex at the first that is missing or changed."""
    for name, expected in _read_sums(path).items():
        file = path / name
        if not file.is_file() or _digest(file) != expected:
            raise DamagedIndex(f"{path.name}/{name}")


def _read_sums(path: Path) -> dict[str, str]:
    try:
        lines = (path / SUMS).read_text("utf-8").removesuffix("\n").split("\n")
        sums = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    except (OSError, ValueError) as error:
        raise DamagedIndex(f"{path.name}/{SUMS}") from error
    return sums


def _seal(folder: Path) -> None:
    files = sorted(file for file in folder.iterdir() if file.is_file())
    for file in files:
        _sync(file)
    (folder / SUMS).write_text("".join(f"{_digest(file)}  {file.name}\n" for file in files), "utf-8")
    _sync(folder / SUMS)
    _sync(folder)


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
