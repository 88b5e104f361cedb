"""Reading in a process of its own: what a file does to its reader costs that file and nothing else."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest

from corpus.contained import Cancelled, Limits, read_contained
from corpus.readers import read_pages
from corpus.record import CorpusError, EmptyRecord, OversizedFile, Page, UnreadableFile
from tests.corpus.pdf_files import pdf, show
from tests.formats.long import repeated, stopped

QUICK = Limits(base_s=4.0, page_s=0.1)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "บันทึก.txt"
    path.write_text("มติที่ประชุม", "utf-8")
    return path


@pytest.fixture(autouse=True)
def nothing_is_left(tmp_path: Path) -> Iterator[None]:
    yield
    assert not readers_of(tmp_path)


def readers_of(folder: Path) -> set[str]:
    """The processes that read a file of a folder, and what they started, by number."""
    found = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
            command = (status.parent / "cmdline").read_text()
        except OSError:
            continue
        if fields[0] != "Z" and str(folder) in command:
            found.add(status.parent.name)
    return found


def misread(path: Path, name: str, limits: Limits = QUICK) -> tuple[Page, ...]:
    return read_contained(path, limits, reader=f"tests.corpus.misbehaving:{name}").pages


def test_a_file_is_read_as_in_this_process(tmp_path: Path, file: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf([show("มติ", 50, 700), show("วาระ", 50, 700)]))
    document = docx.Document()
    document.add_paragraph("ระเบียบวาระ")
    document.save(str(tmp_path / "a.docx"))
    for path in (file, tmp_path / "a.pdf", tmp_path / "a.docx"):
        assert read_contained(path).pages == read_pages(path)


def test_each_page_is_told_as_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf([show("มติ", 50, 700)] * 3))
    told: list[tuple[int, int | None]] = []
    read_contained(tmp_path / "a.pdf", on_page=lambda *pages: told.append(pages))
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_what_a_reader_refuses_is_refused_with_its_own_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"")
    with pytest.raises(EmptyRecord) as contained:
        read_contained(tmp_path / "a.txt")
    with pytest.raises(EmptyRecord) as plain:
        read_pages(tmp_path / "a.txt")
    assert str(contained.value) == str(plain.value)


@pytest.mark.parametrize(
    ("name", "error", "says"),
    [
        ("hang", OversizedFile, "นานเกินไป"),
        ("fork_and_hang", OversizedFile, "นานเกินไป"),
        ("segfault", UnreadableFile, "หยุดทำงาน"),
        ("exit_early", UnreadableFile, "หยุดทำงาน"),
        ("fail", UnreadableFile, "หยุดทำงาน"),
        ("say_nonsense", UnreadableFile, "อ่านไม่สำเร็จ"),
    ],
)
def test_a_reader_that_misbehaves_costs_its_file_and_a_line(
    file: Path, name: str, error: type[CorpusError], says: str
) -> None:
    began = time.monotonic()
    with pytest.raises(error, match=says) as caught:
        misread(file, name)
    assert str(caught.value).startswith("ไฟล์ บันทึก.txt: ")
    assert "ความลับ" not in str(caught.value)
    assert time.monotonic() - began < QUICK.base_s + 3


def test_memory_is_bounded(file: Path) -> None:
    with pytest.raises(OversizedFile, match="หน่วยความจำ"):
        misread(file, "swallow_memory", Limits(memory=500_000_000))


def test_pages_are_bounded(file: Path) -> None:
    with pytest.raises(OversizedFile, match="20 หน้า"):
        misread(file, "never_end", Limits(pages=20))


def test_a_page_without_end_is_not_held(file: Path) -> None:
    with pytest.raises(OversizedFile, match="5,000 ตัวอักษร"):
        misread(file, "say_without_end", Limits(characters=5_000))


@pytest.mark.parametrize("name", ["ก\nข.txt", "ก\u202eข.txt", "ก\u2028ข.txt", "ก" * 70 + ".txt"])
def test_a_name_is_shown_in_one_line(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("มติ", "utf-8")
    for error in ("hang", "exit_early", "swallow_memory"):
        with pytest.raises(CorpusError) as caught:
            misread(tmp_path / name, error, Limits(base_s=1.5, page_s=0.1, memory=500_000_000))
        assert str(caught.value).isprintable()


def test_depth_without_end_is_a_plain_error(file: Path) -> None:
    with pytest.raises(UnreadableFile, match="ซ้อนกันลึก"):
        misread(file, "descend")


def test_a_reader_cannot_fill_the_disk(file: Path) -> None:
    assert misread(file, "write_without_end") == (Page(1, "ปฏิเสธ"),)


def test_text_is_bounded(file: Path) -> None:
    with pytest.raises(OversizedFile, match="5,000 ตัวอักษร"):
        misread(file, "never_end", Limits(characters=5_000))


@pytest.mark.parametrize("name", ["connect", "run_something"])
def test_a_reader_has_no_network_and_starts_no_program(file: Path, name: str) -> None:
    assert misread(file, name) == (Page(1, "ปฏิเสธ"),)


def test_a_reader_knows_nothing_of_the_settings(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456:secret")
    [page] = misread(file, "tell_environment")
    assert "TELEGRAM" not in page.text
    assert "MATI" not in page.text


def test_reading_is_ended_from_outside(file: Path) -> None:
    began = time.monotonic()
    with pytest.raises(Cancelled):
        read_contained(file, cancelled=lambda: time.monotonic() - began > 1, reader="tests.corpus.misbehaving:hang")
    assert time.monotonic() - began < 4


def test_a_long_file_is_stopped_between_its_pages_within_a_second(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(pdf([show("มติ", 50, 700), show("วาระ", 50, 700)]))
    assert stopped(repeated(tmp_path / "a.pdf", 400), after=20) < 1.0


def test_starting_the_process_takes_little(file: Path) -> None:
    read_contained(file)
    began = time.monotonic()
    read_contained(file)
    assert time.monotonic() - began < 2.0
