"""A register as a file: .csv for any program, .xlsx for spreadsheets, each row with its clause and its citation."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from assistant.errors import BadSetting
from assistant.listing import fields
from assistant.registers import Listed

_CLAUSE = "ข้อความ"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for a formula at the head of a cell of a .csv."""


def export(rows: Sequence[Listed], path: Path) -> None:
    """Writes the rows by the file's ending. Raises BadSetting for another ending."""
    table = [{**fields(row), _CLAUSE: row.said} for row in rows]
    if path.suffix.lower() == ".csv":
        _write_csv(table, path)
    elif path.suffix.lower() == ".xlsx":
        _write_xlsx(table, path)
    else:
        raise BadSetting("ส่งออกได้เฉพาะไฟล์ .xlsx หรือ .csv กรุณาเปลี่ยนชื่อไฟล์ปลายทาง")


def _write_csv(table: Sequence[dict[str, str]], path: Path) -> None:
    """With a byte order mark, by which spreadsheets know that it is UTF-8."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(table[0] if table else [_CLAUSE])
        for row in table:
            writer.writerow([f"'{text}" if text.startswith(_FORMULA) else text for text in row.values()])


def _write_xlsx(table: Sequence[dict[str, str]], path: Path) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("ทะเบียน")
    sheet.freeze_panes = "A2"
    sheet.append(list(table[0]) if table else [_CLAUSE])
    for row in table:
        cells = [WriteOnlyCell(sheet, text) for text in row.values()]
        for cell in cells:
            cell.data_type = "s"
        sheet.append(cells)
    book.save(path)
