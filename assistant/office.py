"""Office files -> PDF by LibreOffice, where it is installed, in a process of its own and within limits.

It has a profile of its own, runs no macros, follows no links, and has no network where the system lets it go without.
"""

from __future__ import annotations

import logging
import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.contained import ROOT, confine

log = logging.getLogger(__name__)

MISSING = (
    "ยังแสดงหน้าของไฟล์ Word, ODT, RTF และ HTML อย่างในต้นฉบับไม่ได้ ผู้ดูแลระบบติดตั้ง libreoffice-writer ได้ ระหว่างนี้แสดงเป็นข้อความ"
)
"""What is said where LibreOffice is not installed."""
KINDS = {".docx": "Word", ".doc": "Word", ".odt": "ODT", ".rtf": "RTF", ".html": "HTML", ".htm": "HTML"}
"""The files that are converted, by suffix in lower case, and what a person calls them."""

_TIMEOUT_S = 60.0
_MEMORY = 2 << 30
_PROGRAM = "soffice"
_KEPT = ("PATH", "LANG", "LC_ALL")
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
    office = find_office()
    if office is None:
        return None
    with TemporaryDirectory() as folder:
        home = Path(folder)
        (home / f"page{suffix}").write_bytes(original)
        (home / "profile" / "user").mkdir(parents=True)
        (home / "profile" / "user" / "registrymodifications.xcu").write_text(_registry(), "utf-8")
        _run([sys.executable, "-m", __name__, str(office), str(home), suffix], home, timeout_s)
        made = home / "page.pdf"
        return made.read_bytes() if made.is_file() else None


def _run(command: list[str], home: Path, timeout_s: float) -> None:
    """Runs a command to its end, or to that of its time; its whole process group ends then."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    environment = kept | {"HOME": str(home), "TMPDIR": str(home), "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(  # noqa: S603 (this project's own module)
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=home,
        env=environment,
        start_new_session=True,
    )
    try:
        status = process.wait(timeout_s)
        log.debug("LibreOffice ended with status %d", status)
    except subprocess.TimeoutExpired:
        log.warning("LibreOffice took more than %g s and was ended", timeout_s)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _registry() -> str:
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, values in _SETTINGS.items()
        for name, value in values.items()
    )
    return f'<oor:items xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>'


def main(office: str, home: str, suffix: str) -> None:
    """The child: becomes LibreOffice, with what that does not need taken away."""
    confine(_MEMORY)
    profile = f"-env:UserInstallation={(Path(home) / 'profile').as_uri()}"
    told = ("--headless", "--norestore", "--nologo", "--convert-to", "pdf:writer_pdf_Export", "--outdir", home)
    pages = ("--infilter=HTML (StarWriter)",) if KINDS[suffix] == "HTML" else ()
    os.execv(office, [office, profile, *told, *pages, f"{home}/page{suffix}"])  # noqa: S606 (nothing of it is a person's)


if __name__ == "__main__":
    main(*sys.argv[1:])
