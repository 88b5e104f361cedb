"""Files that were made to do harm: each ends as a draft or as one clear line, and reaches nothing outside."""

from __future__ import annotations

import os
import socket
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.intake import Intake, Staged
from corpus.contained import LIMITS
from index.store import Store
from tests.corpus.hostile import EITHER, READ, STOPPED, Hostile, all_hostile, pictures
from tests.corpus.watching import watching

ALL = all_hostile()
_MOST_S = 45.0
_CODE_BYTES = 300_000_000
"""Of the child: what its limit does not count, its programs and libraries."""
_OWN_BYTES = 400_000_000
"""By how much a file may make the bot's own process grow."""


class Listener:
    """Takes connections, and knows whether there was one."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self.calls = 0
        threading.Thread(target=self._take, daemon=True).start()

    def _take(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.calls += 1
            connection.close()

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.close()


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of the bot's, where all that is temporary and relative lies too."""
    for name in ("in", "home", "tmp", "cwd"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / "cwd")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    return tmp_path


def written(place: Path, hostile: Hostile, url: str) -> Path:
    path = place / "in" / hostile.name
    path.write_bytes(hostile.make(url))
    return path


def own_bytes(field: str) -> int:
    status = Path("/proc/self/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith(field))) * 1000


def begin_peak() -> int:
    """From now on the peak of this process is counted anew; gives what it holds."""
    Path("/proc/self/clear_refs").write_text("5")
    return own_bytes("VmRSS")


def stage(place: Path, path: Path) -> list[Staged]:
    intake = Intake(Store(place / "home"), place / "home")
    staged = intake.stage(path)
    for each in staged:
        if each.draft is not None:
            intake.preview(each.draft)
    return staged


def marked() -> Iterator[object]:
    for name, hostile in ALL.items():
        yield pytest.param(hostile, id=name, marks=[pytest.mark.slow] if hostile.slow else [])


@pytest.mark.parametrize("hostile", list(marked()))
def test_it_costs_itself_and_a_line(place: Path, hostile: Hostile, listener: Listener) -> None:
    path = written(place, hostile, listener.url)
    held, began = begin_peak(), time.monotonic()
    with watching() as watch:
        staged = stage(place, path)
    assert time.monotonic() - began < _MOST_S * max(1, len(staged) / 10)
    assert own_bytes("VmHWM") - held < _OWN_BYTES
    assert watch.peak < LIMITS.memory + _CODE_BYTES
    assert listener.calls == 0
    assert staged
    for each in staged:
        assert (each.draft is None) == bool(each.reason)
        if each.reason:
            assert_is_a_clear_line(each.reason)
            assert ("หยุดทำงาน" in each.reason) == (hostile.ends == STOPPED)
    drafts = [each.draft for each in staged if each.draft is not None]
    assert hostile.ends == EITHER or bool(drafts) == (hostile.ends == READ)
    assert_nothing_is_left(place)


@pytest.mark.parametrize("hostile", [pytest.param(each, id=name) for name, each in pictures.FILES.items()])
def test_in_an_album_it_costs_the_album_and_a_line(place: Path, hostile: Hostile, listener: Listener) -> None:
    path = written(place, hostile, listener.url)
    held, began = begin_peak(), time.monotonic()
    with watching() as watch:
        staged = Intake(Store(place / "home"), place / "home").stage_album([path, path])
    assert time.monotonic() - began < _MOST_S
    assert own_bytes("VmHWM") - held < _OWN_BYTES
    assert watch.peak < LIMITS.memory + _CODE_BYTES
    (each,) = staged
    assert (each.draft is None) == bool(each.reason)
    if each.reason:
        assert_is_a_clear_line(each.reason)
    assert_nothing_is_left(place)


def assert_is_a_clear_line(line: str) -> None:
    """One line of Thai that names a file, and says more than that it went wrong."""
    assert line.startswith("ไฟล์ ")
    assert line.isprintable()
    assert len(line) < 400
    assert "กรุณา" in line or "ไม่มีเอกสารอยู่ข้างใน" in line or "ต้องติดตั้ง" in line
    assert not any(word in line for word in ("Error", "Traceback", "root:", "None"))


def assert_nothing_is_left(place: Path) -> None:
    assert {each.name for each in place.iterdir()} == {"in", "home", "tmp", "cwd"}
    assert not [*(place / "tmp").iterdir(), *(place / "cwd").iterdir()]
    assert len(os.listdir(place / "in")) == 1  # noqa: PTH208
    assert not Path("/tmp/escaped.txt").exists()  # noqa: S108 (what a hostile file would write)
    assert not Path("/tmp/escaped").exists()  # noqa: S108


def test_the_listener_would_notice(listener: Listener) -> None:
    calls, address = listener.calls, listener.url.rpartition(":")[2]
    socket.create_connection(("127.0.0.1", int(address))).close()
    time.sleep(0.2)
    assert listener.calls == calls + 1
    listener.calls = calls
