"""A file is read in a process of its own, within limits: whatever it does to a reader costs that file and no more.

The process sees none of this one's settings, has no network where the system lets it go without, and writes its pages
as lines of JSON, each as soon as it is read.
"""

from __future__ import annotations

import ctypes
import importlib
import json
import logging
import os
import resource
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, TypeAlias

import corpus.record
from corpus.readers import count_pages
from corpus.record import CorpusError, OversizedFile, Page, UnreadableFile, shown_name

OnPage: TypeAlias = Callable[[int, int | None], object]
Cancellation: TypeAlias = Callable[[], bool]

log = logging.getLogger(__name__)

ROOT = Path(__file__).parent.parent
_LOOK_EVERY_S = 0.25
_CHUNK = 1 << 16
_STDERR_BYTES = 4_000
_LINE_BYTES = 8
"""For each character that may be read: what JSON takes for it, and room for what is said of the whole."""
_KEPT = ("PATH", "LANG", "LC_ALL", "TESSDATA_PREFIX")
"""What a reader may know of the environment."""
_ONE_THREAD = {"OMP_THREAD_LIMIT": "1", "OPENBLAS_NUM_THREADS": "1"}
"""Threads that are never used take 40 MB each of a reader's memory."""
_NEW_NETWORK, _NEW_USER = 0x40000000, 0x10000000
_NO_NEW_PRIVILEGES, _DIE_WITH_PARENT = 38, 1
_NICE = 19


class Cancelled(CorpusError):
    """Reading was ended from outside."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a file may take: seconds at first and for each page that is read, bytes of memory, pages and characters, and
    the largest file that its reader may write: none has any to write but its warnings."""

    base_s: float = 60.0
    page_s: float = 10.0
    memory: int = 1 << 30
    pages: int = 500
    characters: int = 4_000_000
    """More than twice what 500 full pages hold."""
    written: int = 10_000_000


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Contained:
    """What came out of a file: its pages, and what their reader returned after the last one."""

    pages: tuple[Page, ...]
    rest: Any


def read_contained(
    path: Path,
    limits: Limits = LIMITS,
    on_page: OnPage = lambda *_: None,
    cancelled: Cancellation = lambda: False,
    reader: str = "corpus.readers:each_page",
    arguments: Sequence[str] = (),
) -> Contained:
    """The pages of a file, as the generator gives them that ``reader`` names by its module, and what it returns.

    A reader that is no generator has no pages. It is called with the file's path and the ``arguments``. ``on_page`` is
    told how many pages are read, and of how many where that is known; ``cancelled`` is asked several times a second.
    What the reader returns is what JSON can hold. Raises a `CorpusError` whose one line names the file.
    """
    with _process(path, limits, reader, arguments) as process:
        pages: list[Page] = []
        count: int | None = None
        characters, watch = 0, _Watch(path, time.monotonic() + limits.base_s, cancelled)
        for line in _lines(process, watch, limits):
            found = _parsed(path, line)
            if "error" in found:
                raise _error(found)
            if "end" in found:
                return Contained(tuple(pages), found["end"])
            if "count" in found:
                count = found["count"]
            else:
                pages.append(Page(**found))
                characters += len(pages[-1].text)
                watch.until += limits.page_s
            if max(len(pages), count or 0) > limits.pages or characters > limits.characters:
                raise _too_much(path, limits)
            on_page(len(pages), count)
        raise _crash(path, process)


def _too_much(path: Path, limits: Limits) -> OversizedFile:
    most = f"{limits.pages} หน้าหรือ {limits.characters:,} ตัวอักษร"
    return OversizedFile(f"ไฟล์ {shown_name(path)}: มีเกิน {most} กรุณาแบ่งเป็นไฟล์ย่อยแล้วส่งใหม่")


@contextmanager
def _process(path: Path, limits: Limits, reader: str, arguments: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
    """The child, which ends with the block."""
    with TemporaryDirectory() as home, (Path(home) / "errors").open("w+b") as errors:
        told = (str(path.absolute()), str(limits.memory), str(limits.written), reader, *arguments)
        try:
            with child(__name__, told, Path(home), subprocess.PIPE, errors) as process:
                yield process
        finally:
            _log_errors(path, errors)


@contextmanager
def child(
    module: str,
    arguments: Sequence[str],
    home: Path,
    stdout: int = subprocess.DEVNULL,
    stderr: int | IO[bytes] = subprocess.DEVNULL,
) -> Iterator[subprocess.Popen[bytes]]:
    """A module of this project as a program in a folder of its own, alone in its process group; it ends with the block.

    It sees none of this process's settings.
    """
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    process = subprocess.Popen(  # noqa: S603 (this project's own module)
        [sys.executable, "-m", module, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=stderr,
        cwd=home,
        env=kept | {"HOME": str(home), "TMPDIR": str(home), "PYTHONPATH": str(ROOT)} | _ONE_THREAD,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if process.stdout:
            process.stdout.close()


def _lines(process: subprocess.Popen[bytes], watch: _Watch, limits: Limits) -> Iterator[bytes]:
    """What the child writes, by lines, until it ends or may not go on. Raises OversizedFile for an endless line."""
    stdout: IO[bytes] | None = process.stdout
    assert stdout is not None  # noqa: S101 (a pipe)
    os.set_blocking(stdout.fileno(), False)
    waiting, longest = bytearray(), _LINE_BYTES * limits.characters
    with selectors.DefaultSelector() as selector:
        selector.register(stdout, selectors.EVENT_READ)
        while True:
            watch.look()
            if not selector.select(_LOOK_EVERY_S):
                continue
            chunk = os.read(stdout.fileno(), _CHUNK)
            if not chunk:
                return
            first, *more = chunk.split(b"\n")
            waiting += first
            for piece in more:
                yield bytes(waiting)
                waiting = bytearray(piece)
            if len(waiting) > longest:
                raise _too_much(watch.path, limits)


def end_if_cancelled(path: Path, cancelled: Cancellation) -> None:
    """Raises Cancelled where nobody waits for the file any more."""
    if cancelled():
        raise Cancelled(f"ไฟล์ {shown_name(path)}: ยกเลิกการอ่านแล้ว")


@dataclass(slots=True)
class _Watch:
    """Whether reading may go on: ``until`` a time of the monotonic clock, and as long as nobody ends it."""

    path: Path
    until: float
    cancelled: Callable[[], bool]

    def look(self) -> None:
        """Raises Cancelled and OversizedFile."""
        end_if_cancelled(self.path, self.cancelled)
        if time.monotonic() > self.until:
            raise OversizedFile(f"ไฟล์ {shown_name(self.path)}: ใช้เวลาอ่านนานเกินไป กรุณาแบ่งเป็นไฟล์ย่อย หรือบันทึกใหม่แล้วส่งอีกครั้ง")


def _parsed(path: Path, line: bytes) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(line)
    except ValueError as error:
        raise UnreadableFile(f"ไฟล์ {shown_name(path)}: อ่านไม่สำเร็จ กรุณาเปิดด้วยโปรแกรมเดิมแล้วบันทึกใหม่") from error
    return found


def _error(found: dict[str, Any]) -> CorpusError:
    """The error that the child's reader raised, by the name of its class in ``corpus.record``."""
    kind = getattr(corpus.record, str(found["error"]), UnreadableFile)
    error: CorpusError = kind(str(found["line"]))
    return error


def _crash(path: Path, process: subprocess.Popen[bytes]) -> CorpusError:
    """Why the child ended before its file did."""
    status = process.wait()
    log.warning("the reader of %s ended with status %d", path.name, status)
    return UnreadableFile(f"ไฟล์ {shown_name(path)}: ทำให้ตัวอ่านหยุดทำงาน ไฟล์อาจชำรุด กรุณาเปิดด้วยโปรแกรมเดิมแล้วบันทึกใหม่")


def _log_errors(path: Path, errors: IO[bytes]) -> None:
    errors.seek(0, os.SEEK_END)
    errors.seek(max(0, errors.tell() - _STDERR_BYTES))
    lines = errors.read().decode("utf-8", "replace").strip().splitlines()
    if lines:
        log.debug("the reader of %s: %s", path.name, lines[-1][:200])


def main(path: str, memory: str, written: str, reader: str, *arguments: str) -> None:
    """The child: reads one file and writes its pages, then how it ended."""
    confine(int(memory), int(written))
    sys.addaudithook(_refuse)
    module, _, name = reader.partition(":")
    try:
        end = getattr(importlib.import_module(module), name)(Path(path), *arguments)
        if isinstance(end, Iterator):
            end = _write_pages(Path(path), end)
    except CorpusError as error:
        known = next(kind.__name__ for kind in type(error).__mro__ if kind.__module__ == corpus.record.__name__)
        _write({"error": known, "line": str(error)})
    except RecursionError:
        line = f"ไฟล์ {shown_name(Path(path))}: มีโครงสร้างซ้อนกันลึกผิดปกติ กรุณาเปิดด้วยโปรแกรมเดิมแล้วบันทึกใหม่"
        _write({"error": UnreadableFile.__name__, "line": line})
    except MemoryError:
        line = f"ไฟล์ {shown_name(Path(path))}: ใช้หน่วยความจำมากเกินไป กรุณาแบ่งเป็นไฟล์ย่อยแล้วส่งใหม่"
        _write({"error": OversizedFile.__name__, "line": line})
    else:
        _write({"end": end})


def _write_pages(path: Path, pages: Generator[Page, None, object] | Iterator[Page]) -> object:
    """Writes how many pages there are, and each when it is read; gives what the generator returns."""
    if count := count_pages(path):
        _write({"count": count})
    while True:
        try:
            page = next(pages)
        except StopIteration as stop:
            return stop.value
        _write({field.name: getattr(page, field.name) for field in fields(page) if field.name != "layout"})


def _write(value: dict[str, Any]) -> None:
    print(json.dumps(value, ensure_ascii=False), flush=True)


def confine(memory: int, written: int = LIMITS.written) -> None:
    """Takes away from this process, which may have ``memory`` bytes and write files of ``written``, what a file's
    contents do not need."""
    os.nice(_NICE)
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))
    resource.setrlimit(resource.RLIMIT_FSIZE, (written, written))
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    libc.prctl(_DIE_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
    libc.unshare(_NEW_USER | _NEW_NETWORK)  # refused in some containers; no reader opens a connection anyway


def _refuse(event: str, _: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn"):
        raise PermissionError(event)


if __name__ == "__main__":
    main(*sys.argv[1:])
