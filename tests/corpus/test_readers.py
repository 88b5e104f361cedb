from __future__ import annotations

import contextlib
import importlib
import io
import random
import zipfile
from pathlib import Path

import docx
import pytest

from corpus.readers import _READERS, MAX_BYTES, SUFFIXES, check_size, read_pages
from corpus.record import CorpusError, EmptyRecord, OversizedFile, Page, UnreadableFile, UnsupportedFormat
from tests.corpus.pdf_files import pdf, show
from tests.corpus.scans import LINES, errors, needs_data, needs_shaping, page


def word(text: str) -> bytes:
    document, stream = docx.Document(), io.BytesIO()
    document.add_paragraph(text)
    document.save(stream)
    return stream.getvalue()


def archive(name: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as target:
        target.writestr(name, b"content")
    return stream.getvalue()


PDF, WORD, TEXT = pdf([show("มติ", 50, 700)]), word("มติ"), "มติ".encode()
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(("data", "number"), [(PDF, 1), (WORD, None), (TEXT, None)], ids=["pdf", "docx", "txt"])
def test_the_content_says_what_a_file_is(tmp_path: Path, data: bytes, number: int | None) -> None:
    for name in ("a.txt", "a", "a.TXT") if data is TEXT else ("a.pdf", "a.docx", "a.txt", "a", "a.PDF"):
        (tmp_path / name).write_bytes(data)
        assert read_pages(tmp_path / name) == (Page(number, "มติ"),)


@pytest.mark.parametrize(
    ("name", "data", "error", "says"),
    [
        ("a.txt", b"", EmptyRecord, "ว่างเปล่า"),
        ("a.pdf", b"", EmptyRecord, "ว่างเปล่า"),
        ("a.txt", b" \n", EmptyRecord, "ไม่มีข้อความ"),
        ("a.txt", bytes(range(256)) * 20, UnreadableFile, "ไม่ใช่ไฟล์ข้อความ"),
        ("a.docx", TEXT, UnreadableFile, "ไม่ใช่ DOCX"),
        ("a.pdf", TEXT, UnreadableFile, "ไม่ใช่ PDF"),
        ("a.docx", WORD[: len(WORD) // 2], UnreadableFile, "ชำรุด"),
        ("a.docx", OLE, UnreadableFile, "รหัสผ่าน"),
        ("a.doc", OLE, UnsupportedFormat, "ไม่ใช่ Word"),
        ("a.doc", OLE + "WordDocument".encode("utf-16-le"), UnreadableFile, "ชำรุด"),
        ("a.doc", TEXT, UnreadableFile, "ไม่ใช่ DOC"),
        ("a.xlsx", archive("xl/workbook.xml"), UnsupportedFormat, "ยังไม่รองรับ"),
        ("a.zip", archive("a.txt"), UnsupportedFormat, "ยังไม่รองรับ"),
        ("a.txt", b"\x89PNG\r\n\x1a\n", UnreadableFile, "ภาพ"),
        ("a.jpg", b"\xff\xd8\xff\xe0", UnreadableFile, "ภาพ"),
        ("a.jpg", TEXT, UnreadableFile, "ไม่ใช่ JPG"),
        ("a.heic", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", UnsupportedFormat, "JPEG"),
        ("a.rtf", b"{\\rtf1 }", EmptyRecord, "ไม่มีข้อความ"),
        ("a.html", b"<html></html>", EmptyRecord, "ไม่มีข้อความ"),
        ("a\nb.epub", b"a", UnsupportedFormat, "a b.epub"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_in_one_line(
    tmp_path: Path, name: str, data: bytes, error: type[CorpusError], says: str
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(error) as caught:
        read_pages(tmp_path / name)
    assert str(caught.value).startswith(f"ไฟล์ {' '.join(name.split())}: ")
    assert says in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1
    assert "กรุณา" in str(caught.value)


def test_a_missing_file_is_a_plain_error(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="เปิดอ่านไม่ได้"):
        read_pages(tmp_path / "a.txt")


def test_a_folder_is_a_plain_error(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="เปิดอ่านไม่ได้"):
        read_pages(tmp_path)


def test_an_oversized_file_is_refused_before_it_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as stream:
        stream.truncate(200_000_000)
    monkeypatch.setattr(Path, "open", None)
    monkeypatch.setattr(Path, "read_bytes", None)
    with pytest.raises(OversizedFile, match="200 MB"):
        read_pages(path)


def test_a_file_of_just_the_limit_is_not_oversized(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as stream:
        stream.truncate(MAX_BYTES)
    check_size(tmp_path / "a.txt")


@pytest.mark.parametrize("data", [PDF, WORD], ids=["pdf", "docx"])
def test_damage_anywhere_is_a_plain_error_or_none(tmp_path: Path, data: bytes) -> None:
    chance = random.Random(1)  # noqa: S311 (test data, not a secret)
    path = tmp_path / "a"
    for _ in range(300):
        damaged = bytearray(data)
        for _ in range(chance.randint(1, 20)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        path.write_bytes(damaged)
        with contextlib.suppress(CorpusError):
            assert len(read_pages(path)) == 1


@needs_data
@needs_shaping
def test_a_picture_is_a_page_that_is_marked_as_scanned(tmp_path: Path) -> None:
    page(200).save(tmp_path / "a.txt", "PNG", dpi=(200, 200))
    [found] = read_pages(tmp_path / "a.txt")
    assert (found.number, found.scanned) == (1, True)
    assert errors("".join(LINES), found.text) <= 0.03


def test_a_text_that_begins_like_a_picture_is_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("BM มติ", "utf-8")
    assert read_pages(tmp_path / "a.txt") == (Page(None, "BM มติ"),)


def test_every_suffix_that_folders_are_searched_for_has_a_reader() -> None:
    for suffix, (module, name) in _READERS.items():
        assert suffix in SUFFIXES
        assert callable(getattr(importlib.import_module(f"corpus.readers{module}"), name))
