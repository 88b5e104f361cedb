"""ZIP archive -> the files in it that may be records, unpacked within limits into one flat folder.

Whether a file is an archive is found, and it is unpacked, in a process of its own, as files are read.
"""

from __future__ import annotations

import io
import logging
import shutil
import stat
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path, PurePosixPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from corpus.contained import LIMITS, Cancellation, read_contained
from corpus.readers.packed import DOCUMENTS, MAX_RATIO, RATIO_FROM_BYTES, ZIP_ERRORS
from corpus.record import CorpusError, EmptyRecord, OversizedFile, UnreadableFile, shown_name, without_unseen
from corpus.thai import thai_share

log = logging.getLogger(__name__)

MAX_FILES = 500
"""Files that are unpacked, those of archives inside an archive among them."""
MAX_UNPACKED_BYTES = 500_000_000
MAX_DIRECTORY_BYTES = 1_000_000
"""Of an archive's table of contents: some 5,000 entries."""
MAX_DEPTH = 2
"""Archives in each other that are opened."""

_SPOOL_BYTES = 1 << 18
_DOCUMENTS = {*DOCUMENTS, "[Content_Types].xml"}
"""What tells a document that is packed as a ZIP, of whatever kind, from an archive of documents."""
_UTF8_NAME, _ENCRYPTED = 0x800, 0x1
_METHODS = (ZIP_STORED, ZIP_DEFLATED)
"""What archives of documents use; others may ask for gigabytes of memory to be unpacked."""
_LIMITS = replace(LIMITS, written=MAX_UNPACKED_BYTES)


def files_of(
    path: Path,
    folder: Path,
    cancelled: Cancellation = lambda: False,
    unpacker: str = f"{__name__}:unpacked_names",
) -> list[Path]:
    """The files of an archive in order, unpacked into an empty folder; what is no archive is its own only file.

    ``unpacker`` names what the process runs, by its module. Raises a `CorpusError` whose one line names the file.
    """
    try:
        if not _begins_packed(path):
            return [path]
    except OSError as error:
        raise _unopened(path) from error
    names = read_contained(path, _LIMITS, cancelled=cancelled, reader=unpacker, arguments=(str(folder),)).rest
    if names is None:
        return [path]
    files = [folder / name for name in names]
    if not all(_is_within(folder, file) for file in files):
        raise UnreadableFile(f"ไฟล์ {shown_name(path)}: {_broken()}")
    return files


def unpacked_names(path: Path, folder: str) -> list[str] | None:
    """Unpacks an archive as `unpack` does, and gives the places of its files in the folder; None of what is none."""
    try:
        return [str(file.relative_to(folder)) for file in unpack(path, Path(folder))] if is_archive(path) else None
    except CorpusError as error:
        raise type(error)(f"ไฟล์ {shown_name(path)}: {error}") from error
    except OSError as error:
        log.warning("%s not unpacked: %s", shown_name(path), error)
        raise _unopened(path) from error


def _is_within(folder: Path, file: Path) -> bool:
    """Whether it is a file in the folder: what a hostile archive made the process name may be any, or a link to it."""
    return file.is_file() and file.resolve().is_relative_to(folder.resolve())


def _unopened(path: Path) -> UnreadableFile:
    line = "เปิดหรือแตกไฟล์ไม่ได้ พื้นที่เก็บข้อมูลอาจเต็ม กรุณาแจ้งผู้ดูแลระบบแล้วส่งใหม่"
    return UnreadableFile(f"ไฟล์ {shown_name(path)}: {line}")


def _begins_packed(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(4) in (b"PK\x03\x04", b"PK\x05\x06")


def is_archive(path: Path) -> bool:
    """Whether a file is a ZIP archive, and no document that is packed as one."""
    if not _begins_packed(path):
        return False
    try:
        with _opened(path) as archive:
            return not any(entry.filename in _DOCUMENTS for entry in archive.infolist())
    except CorpusError:
        return path.suffix.lower() == ".zip"


def unpack(path: Path, folder: Path) -> list[Path]:
    """Unpacks the files of an archive, and of archives in it, into an empty folder; gives them in order.

    A name keeps nothing of its folders but where two files have the same. Raises OversizedFile, UnreadableFile for an
    archive that is broken or encrypted, and EmptyRecord for one without files.
    """
    found = list(_unpacked(path, folder, _Room(), 1))
    if not found:
        raise EmptyRecord("ไฟล์ ZIP ไม่มีเอกสารอยู่ข้างใน")
    return found


class _Room:
    """What may still be unpacked."""

    def __init__(self) -> None:
        self.files, self.bytes = MAX_FILES, MAX_UNPACKED_BYTES

    def take(self, entry: ZipInfo) -> None:
        """Counts an entry. Raises OversizedFile."""
        self.files -= 1
        self.bytes -= entry.file_size
        swollen = entry.file_size > max(RATIO_FROM_BYTES, MAX_RATIO * entry.compress_size)
        if self.files < 0 or self.bytes < 0 or swollen:
            raise OversizedFile("ไฟล์ ZIP ขยายแล้วใหญ่หรือมีไฟล์มากผิดปกติจนอาจเป็นอันตราย กรุณาแบ่งส่งทีละไฟล์")


def _unpacked(path: Path, folder: Path, room: _Room, depth: int) -> Iterator[Path]:
    with _opened(path) as archive:
        entries = [entry for entry in archive.infolist() if _is_wanted(entry)]
        named = [_name(entry) for entry in entries]
        times = Counter(name.name for name in named)
        for entry, name in zip(entries, named, strict=True):
            room.take(entry)
            target = _free(folder, name.name if times[name.name] == 1 else "-".join(name.parts))
            _write(archive, entry, target)
            if is_archive(target):
                yield from _nested(target, room, depth)
            else:
                yield target


def _nested(archive: Path, room: _Room, depth: int) -> Iterator[Path]:
    """The files of an archive that stood in another, in a folder of its own."""
    if depth == MAX_DEPTH:
        raise OversizedFile("ไฟล์ ZIP ซ้อนกันหลายชั้น กรุณาแตกไฟล์แล้วส่งใหม่")
    folder = _free(archive.parent, f"{archive.name}.files")
    folder.mkdir()
    yield from _unpacked(archive, folder, room, depth + 1)


class _Bounded(io.FileIO):
    """A file of which no more is read at once than an archive's table of contents may take."""

    def read(self, size: int | None = -1, /) -> bytes:
        """Raises OversizedFile."""
        if size is not None and size > MAX_DIRECTORY_BYTES:
            raise OversizedFile("ไฟล์ ZIP มีรายการมากเกินไป กรุณาแบ่งเป็นหลายไฟล์")
        return super().read(size) or b""


@contextmanager
def _opened(path: Path) -> Iterator[ZipFile]:
    with _Bounded(path) as file:
        try:
            archive = ZipFile(file)
        except ZIP_ERRORS as error:
            raise _broken() from error
        with archive:
            yield archive


def _broken() -> UnreadableFile:
    return UnreadableFile("ไฟล์ ZIP ชำรุดหรือไม่ครบ กรุณาบีบอัดใหม่แล้วส่งอีกครั้ง")


def _is_wanted(entry: ZipInfo) -> bool:
    """Whether an entry is a file that a person put there. Raises UnreadableFile for one that cannot be unpacked."""
    path = PurePosixPath(entry.filename.replace("\\", "/"))
    linked = stat.S_ISLNK(entry.external_attr >> 16)
    if (
        entry.filename.endswith("/")
        or linked
        or any(part.startswith((".", "__MACOSX", "~$")) and part != ".." for part in path.parts)
    ):
        return False
    if entry.flag_bits & _ENCRYPTED:
        raise UnreadableFile("ไฟล์ ZIP มีรหัสผ่าน กรุณาเอารหัสผ่านออกแล้วส่งใหม่")
    if entry.compress_type not in _METHODS:
        raise UnreadableFile("ไฟล์ ZIP บีบอัดด้วยวิธีที่ไม่รองรับ กรุณาบีบอัดใหม่แบบ ZIP ธรรมดา (Deflate) แล้วส่งอีกครั้ง")
    return True


def _name(entry: ZipInfo) -> PurePosixPath:
    """The path of an entry as its maker wrote it, without ways up and out."""
    text = entry.filename
    if not entry.flag_bits & _UTF8_NAME:
        text = _decoded(text.encode("cp437", "replace"))
    kept = " ".join(without_unseen(text.replace("\\", "/")).split())
    parts = [part for part in PurePosixPath(kept).parts if part not in ("/", "..", ".")]
    return PurePosixPath(*(part.replace(":", "") for part in parts)) if parts else PurePosixPath("file")


def _decoded(name: bytes) -> str:
    """A name in the encoding of Thai Windows where it reads as that."""
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        thai = name.decode("cp874", "replace")
        return thai if thai_share(thai) > 0.3 else name.decode("cp437")


def _free(folder: Path, name: str) -> Path:
    """A path in the folder that is not taken; a name is cut to what a file system takes."""
    stem, suffix = Path(name).stem, Path(name).suffix[:20]
    while len(f"{stem}{suffix}".encode()) > 240:
        stem = stem[:-1]
    target, number = folder / f"{stem}{suffix}", 2
    while target.exists():
        target, number = folder / f"{stem} ({number}){suffix}", number + 1
    return target


def _write(archive: ZipFile, entry: ZipInfo, target: Path) -> None:
    """Unpacks one entry; `zipfile` never gives more than is declared."""
    try:
        with archive.open(entry) as packed, target.open("wb") as file:
            shutil.copyfileobj(packed, file, _SPOOL_BYTES)
    except ZIP_ERRORS as error:
        raise _broken() from error
