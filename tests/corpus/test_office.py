"""Old Word files are read as the DOCX that LibreOffice makes of them, and as they are where it makes none."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import docx
import pytest

from corpus import office
from corpus.contained import Cancelled
from corpus.office import find_office, readable
from corpus.reading import read_revision
from corpus.record import UnreadableFile
from tests.formats.office import convert

needs_office = pytest.mark.skipif(find_office() is None, reason="no LibreOffice: install libreoffice-writer")
TITLE = "รายงานการประชุมคณะกรรมการคูคลองตัวอย่าง"
DUTIES = ("เทศบาลขุดลอกคลองทุกปี", "หมู่บ้านดูแลริมฝั่ง", "โรงเรียนสอนการคัดแยกขยะ")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One document with a list as LibreOffice writes it in both formats."""
    folder = tmp_path_factory.mktemp("office")
    document = docx.Document()
    document.add_paragraph(TITLE)
    for duty in DUTIES:
        document.add_paragraph(duty, style="List Bullet")
        document.add_paragraph(f"{duty}ต่อเนื่อง", style="List Number")
    document.save(str(folder / "a.docx"))
    for suffix in ("doc", "rtf"):
        convert(folder / "a.docx", suffix)
    return folder


@needs_office
@pytest.mark.parametrize("suffix", [".doc", ".rtf"])
def test_bullets_and_numbers_are_read_as_those_of_word(folder: Path, suffix: str) -> None:
    old, new = read_revision(folder / f"a{suffix}"), read_revision(folder / "a.docx")
    assert old.text == new.text
    assert all(f"{number}. {duty}ต่อเนื่อง" in old.text for number, duty in enumerate(DUTIES, 1))
    assert old.name == f"a{suffix}"


@needs_office
def test_what_an_old_file_is_goes_by_its_content(folder: Path, tmp_path: Path) -> None:
    shutil.copy(folder / "a.doc", tmp_path / "a.docx.doc")
    shutil.copy(folder / "a.rtf", tmp_path / "b.doc")
    for path in (tmp_path / "a.docx.doc", tmp_path / "b.doc"):
        assert f"1. {DUTIES[0]}ต่อเนื่อง" in read_revision(path).text


@needs_office
def test_without_libreoffice_it_is_read_as_it_is(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "find_office", lambda: None)
    old, rich = (read_revision(folder / f"a{suffix}").text for suffix in (".doc", ".rtf"))
    assert all(duty in text for duty in DUTIES for text in (old, rich))
    assert f"1. {DUTIES[0]}ต่อเนื่อง" in rich


@needs_office
def test_what_libreoffice_cannot_open_is_refused_by_the_other_reader(tmp_path: Path) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") + bytes(5000))
    with pytest.raises(UnreadableFile, match=r"a\.doc"):
        read_revision(path)


@needs_office
def test_a_conversion_is_ended_at_once(folder: Path) -> None:
    began = time.monotonic()
    with pytest.raises(Cancelled), readable(folder / "a.doc", lambda: time.monotonic() > began + 0.3):
        pass
    assert time.monotonic() < began + 1.3


@pytest.mark.parametrize("content", [b"PK\x03\x04", b"%PDF-1.7", b"text", b""])
def test_other_files_are_not_converted(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.doc").write_bytes(content)
    with readable(tmp_path / "a.doc") as copy:
        assert copy is None
