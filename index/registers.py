"""The registers of a generation: decisions, roles and budget rows, each with the item and the clause that say so."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, TypeAlias

from corpus.budget import BudgetLine, find_budget
from corpus.record import Revision
from corpus.resolutions import Resolution, find_resolution
from corpus.roles import Role, find_roles
from index.sealed import DamagedIndex, sealed_folder, verify

Clause: TypeAlias = Resolution | Role | BudgetLine
Register = Literal["decisions", "roles", "budget"]
CLAUSES: dict[Register, type[Clause]] = {"decisions": Resolution, "roles": Role, "budget": BudgetLine}
"""The registers by name, and what a row of each points at."""
_FILE = "registers.jsonl"


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its clause, and the revision and the position of the item that it stands in."""

    revision: str
    item: int
    clause: Clause


def find_rows(revision: Revision) -> Iterator[Row]:
    """The rows of a record, item by item."""
    for item in revision.items:
        resolution = find_resolution(revision.text, item)
        clauses: list[Clause] = [resolution] if resolution else []
        clauses += find_roles(revision.text, item, resolution)
        clauses += find_budget(revision.text, item, resolution)
        yield from (Row(revision.sha256, item.position, clause) for clause in clauses)


def save(rows: Iterable[Row], path: Path) -> None:
    """Write a sealed folder. Raises FileExistsError where ``path`` exists."""
    with sealed_folder(path) as folder, (folder / _FILE).open("w", encoding="utf-8") as file:
        for row in rows:
            named = {"register": _name(row.clause), "revision": row.revision, "item": row.item}
            file.write(json.dumps({**named, "clause": asdict(row.clause)}, ensure_ascii=False, default=str) + "\n")


def load(path: Path) -> tuple[Row, ...]:
    """What ``save`` wrote. Raises DamagedIndex where a byte is not as written."""
    verify(path)
    try:
        lines = (path / _FILE).read_text("utf-8").split("\n")[:-1]
        return tuple(_row(json.loads(line)) for line in lines)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DamagedIndex(path.name) from error


def _name(clause: Clause) -> Register:
    return next(name for name, kind in CLAUSES.items() if isinstance(clause, kind))


def _row(line: dict[str, Any]) -> Row:
    fields = line["clause"]
    if line["register"] == "budget":
        fields["value"] = Decimal(fields["value"])
    if line["register"] == "decisions":
        fields["verbs"] = tuple(fields["verbs"])
    register: Register = line["register"]
    return Row(line["revision"], line["item"], CLAUSES[register](**fields))
