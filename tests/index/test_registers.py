"""The registers' files: what is written is read back, and damage is noticed."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from corpus.budget import BudgetLine
from corpus.resolutions import Resolution
from corpus.roles import Role
from index.registers import Row, load, save
from index.sealed import DamagedIndex

ROWS = (
    Row("a" * 64, 3, Resolution(10, 90, ("อนุมัติ", "ให้"), "ที่ประชุม", None)),
    Row("a" * 64, 3, Role(20, 60, 40, "กองช่าง", "ควบคุมงาน")),
    Row("b" * 64, 0, BudgetLine(5, 20, 0, 40, Decimal("1200000.50"), "บาท", "ซ่อมฝาย", "เงินสะสม", 2568, None)),
)


def test_rows_come_back_as_they_were(tmp_path: Path) -> None:
    save(ROWS, tmp_path / "registers")
    assert load(tmp_path / "registers") == ROWS


def test_a_changed_byte_is_noticed(tmp_path: Path) -> None:
    save(ROWS, tmp_path / "registers")
    file = tmp_path / "registers" / "registers.jsonl"
    file.write_bytes(file.read_bytes().replace("กองช่าง".encode(), "กองคลัง".encode()))
    with pytest.raises(DamagedIndex):
        load(tmp_path / "registers")
