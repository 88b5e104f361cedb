"""Office files -> PDF, and old Word files -> DOCX, by LibreOffice where it is installed, in a process of its own.

It has limits and a profile of its own, runs no macros, follows no links, and where the system lets it go without has no
network and none of this machine's files but its own and those of programs.
"""

from __future__ import annotations

import ctypes
import logging
import os
import resource
import shutil
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.contained import Cancellation, child, confine, end_if_cancelled
from corpus.readers import MAX_BYTES, old_word

log = logging.getLogger(__name__)

MISSING = (
    "ยังแสดงหน้าของไฟล์ Word, ODT, RTF และ HTML อย่างในต้นฉบับไม่ได้ และอ่านไฟล์ .doc ได้โดยไม่มีเลขข้อและเครื่องหมายหน้ารายการ "
    "ผู้ดูแลระบบติดตั้ง libreoffice-writer ได้ ระหว่างนี้แสดงเป็นข้อความ"
)
"""What is said where LibreOffice is not installed."""
KINDS = {".docx": "Word", ".doc": "Word", ".odt": "ODT", ".rtf": "RTF", ".html": "HTML", ".htm": "HTML"}
"""The files that are converted, by suffix in lower case, and what a person calls them."""

_TIMEOUT_S, _READABLE_S = 60.0, 30.0
"""Seconds that a page for people and a copy to read may take: without it a file is read less well."""
_LOOK_EVERY_S = 0.1
_MEMORY = 2 << 30
_PROCESSOR_S = 120
"""Seconds of a processor, for what is left of LibreOffice when this process is killed."""
_PROGRAMS = ("/usr", "/etc", "/lib", "/lib64", "/opt", "/snap", "/var/cache", "/var/lib", "/proc", "/dev", "/sys")
"""What LibreOffice may read besides its own folder."""
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_READ_FILE, _BENEATH = 1 << 2, 1
"""Of Landlock, Linux's confinement of a process by itself: its system calls, a right, and a rule for a folder."""
_FILTERS = {".pdf": "pdf:writer_pdf_Export", ".docx": "docx"}
"""What LibreOffice calls the formats that it writes here."""
_READ_AS = {
    **dict.fromkeys((".html", ".htm"), "HTML (StarWriter)"),
    ".doc": "MS Word 97",
    ".rtf": "Rich Text Format",
}
"""And those that it takes for others where it is left the choice: a damaged one for plain text."""
_PROGRAM = "soffice"
_NOWHERE = "127.0.0.1"
_SETTINGS = {
    "org.openoffice.Office.Common/Security/Scripting": {
        "DisableMacrosExecution": "true",
        "MacroSecurityLevel": "3",
        "BlockUntrustedRefererLinks": "true",
    },
    "org.openoffice.Office.Writer/Content/Update": {"Link": "2"},
    "org.openoffice.Inet/Settings": {
        "ooInetProxyType": "2",
        "ooInetNoProxy": "",
        **{f"ooInet{scheme}ProxyName": _NOWHERE for scheme in ("HTTP", "HTTPS", "FTP")},
        **{f"ooInet{scheme}ProxyPort": "9" for scheme in ("HTTP", "HTTPS", "FTP")},
    },
}
"""What LibreOffice is told: no macros, no links of a document's, and a proxy that is not there."""


def find_office() -> Path | None:
    """LibreOffice's program; None where it is not installed."""
    found = shutil.which(_PROGRAM)
    return Path(found) if found else None


def to_pdf(original: bytes, suffix: str, timeout_s: float = _TIMEOUT_S) -> bytes | None:
    """The PDF that LibreOffice makes of a file's bytes; None where there is none within the time."""
    return _converted(original, suffix, ".pdf", timeout_s)


@contextmanager
def readable(path: Path, cancelled: Cancellation = lambda: False) -> Iterator[Path | None]:
    """A DOCX of a Word file of before 2007 or of Rich Text, under the file's own name, as long as the block lasts.

    None for other files, and where LibreOffice makes none within the time. Raises Cancelled.
    """
    made = _docx(path, cancelled)
    if made is None:
        yield None
        return
    with TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        copy.write_bytes(made)
        yield copy


def _docx(path: Path, cancelled: Cancellation) -> bytes | None:
    try:
        suffix = old_word(path) if path.is_file() and path.stat().st_size <= MAX_BYTES else None
        original = path.read_bytes() if suffix else b""
        return (
            _converted(original, suffix, ".docx", _READABLE_S, partial(end_if_cancelled, path, cancelled))
            if suffix
            else None
        )
    except OSError as error:
        log.warning("cannot convert a file: %s", error)
        return None


def _converted(
    original: bytes, suffix: str, to: str, timeout_s: float, look: Callable[[], object] = lambda: None
) -> bytes | None:
    """What LibreOffice makes of a file's bytes; None where there is none within the time. Raises as ``look`` does."""
    office = find_office()
    if office is None:
        return None
    with TemporaryDirectory() as folder:
        home = Path(folder)
        (home / f"page{suffix}").write_bytes(original)
        (home / "profile" / "user").mkdir(parents=True)
        (home / "profile" / "user" / "registrymodifications.xcu").write_text(_registry(), "utf-8")
        with child(__name__, (str(office), str(home), suffix, to), home) as process:
            _wait(process, timeout_s, look)
        made = home / f"page{to}"
        return made.read_bytes() if made.is_file() else None


def _wait(process: subprocess.Popen[bytes], timeout_s: float, look: Callable[[], object]) -> None:
    """Waits for a process, or until its time is over."""
    until = time.monotonic() + timeout_s
    while time.monotonic() <= until:
        with suppress(subprocess.TimeoutExpired):
            log.debug("LibreOffice ended with status %d", process.wait(_LOOK_EVERY_S))
            return
        look()
    log.warning("LibreOffice took more than %g s and was ended", timeout_s)


def _registry() -> str:
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, values in _SETTINGS.items()
        for name, value in values.items()
    )
    return f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'


def main(office: str, home: str, suffix: str, to: str) -> None:
    """The child: becomes LibreOffice, with what that does not need taken away."""
    confine(_MEMORY, MAX_BYTES)
    resource.setrlimit(resource.RLIMIT_CPU, (_PROCESSOR_S, _PROCESSOR_S))
    _read_only_beneath(*_PROGRAMS, str(Path(office).resolve().parent.parent), home)
    page = Path(home) / f"page{suffix}"
    kind = old_word(page) or (suffix if KINDS[suffix] == "HTML" else "")
    profile = f"-env:UserInstallation={(Path(home) / 'profile').as_uri()}"
    told = ("--headless", "--norestore", "--nologo", "--convert-to", _FILTERS[to], "--outdir", home)
    known = (f"--infilter={_READ_AS[kind]}",) if kind else ()
    os.execv(office, [office, profile, *told, *known, str(page)])  # noqa: S606 (nothing of it is a person's)


def _read_only_beneath(*folders: str) -> None:
    """Lets this process, which `confine` bars from new rights, open files of these folders alone, where Linux can."""
    libc = ctypes.CDLL(None)
    ruleset = libc.syscall(_CREATE_RULESET, struct.pack("Q", _READ_FILE), ctypes.c_size_t(8), 0)
    if ruleset < 0:
        return
    for folder in filter(os.path.isdir, folders):
        opened = os.open(folder, os.O_PATH | os.O_CLOEXEC)
        libc.syscall(_ADD_RULE, ruleset, _BENEATH, struct.pack("=Qi", _READ_FILE, opened), 0)
        os.close(opened)
    libc.syscall(_RESTRICT_SELF, ruleset, 0)
    os.close(ruleset)


if __name__ == "__main__":
    main(*sys.argv[1:])
