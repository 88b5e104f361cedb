"""A file becomes a revision in one way through, whatever its kind."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from corpus.reading import read_revision
from corpus.record import EmptyRecord


def test_a_text_file_becomes_a_revision(tmp_path: Path) -> None:
    path = tmp_path / "น้ำ.txt"
    path.write_text("รายงานการประชุมคณะกรรมการน้ํา\r\nวันที่ 5 มกราคม 2566\r\nประเด็นที่ 1 ฝาย\r\nเห็นชอบ", "utf-8")
    revision = read_revision(path)
    assert revision.name == "น้ำ.txt"
    assert revision.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert "กรรมการน้ำ\n" in revision.text
    assert revision.items[1].agenda == "ประเด็นที่ 1 ฝาย"


def test_pages_stand_one_after_another_in_the_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("หน้าแรก\fหน้าสอง", "utf-8")
    revision = read_revision(path)
    assert [revision.text[page.start : page.end] for page in revision.pages] == ["หน้าแรก", "หน้าสอง"]
    assert [page.number for page in revision.pages] == [1, 2]


def test_a_file_of_white_space_is_empty(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(" \n\n ", "utf-8")
    with pytest.raises(EmptyRecord):
        read_revision(path)
