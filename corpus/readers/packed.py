"""Documents that are packed as a ZIP: what they hold, and whether it is safe to unpack."""

from __future__ import annotations

import lzma
import struct
import zlib
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from corpus.record import OversizedFile, UnreadableFile

DOCUMENTS = {"word/document.xml": ".docx", "META-INF/manifest.xml": ".odt"}
"""The member that tells a document that is packed as a ZIP from an archive, and its suffix."""
MAX_UNPACKED_BYTES = 100_000_000
MAX_ENTRIES = 2_000
MAX_RATIO = 100
"""How many times its packed size a file of over `RATIO_FROM_BYTES` may unpack to."""
RATIO_FROM_BYTES = 10_000_000

ZIP_ERRORS = (
    *(BadZipFile, RuntimeError, ValueError, LookupError, EOFError, ArithmeticError, OSError),
    *(struct.error, zlib.error, lzma.LZMAError),
)
"""What `zipfile` raises for broken bytes; OSError for a place that no file has."""


def list_entries(path: Path) -> list[ZipInfo]:
    """What a ZIP archive says that it holds. Raises `UnreadableFile` for one that is broken."""
    try:
        with ZipFile(path) as archive:
            return archive.infolist()
    except ZIP_ERRORS as error:
        raise UnreadableFile("ไฟล์ชำรุดหรือไม่ครบ กรุณาเปิดด้วยโปรแกรมเดิมแล้วบันทึกใหม่") from error


def check_unpacked(path: Path) -> None:
    """Raises `OversizedFile` for an archive that unpacks to far more than it holds.

    It suffices to look at the sizes that are declared, because `zipfile` never unpacks more than that.
    """
    sizes = [entry.file_size for entry in list_entries(path)]
    ratio_limit = max(RATIO_FROM_BYTES, MAX_RATIO * path.stat().st_size)
    if len(sizes) > MAX_ENTRIES or sum(sizes) > min(MAX_UNPACKED_BYTES, ratio_limit):
        raise OversizedFile("ขยายแล้วใหญ่ผิดปกติจนอาจเป็นอันตราย กรุณาเปิดด้วยโปรแกรมเดิมแล้วบันทึกใหม่ หรือแบ่งเป็นไฟล์ย่อย")
