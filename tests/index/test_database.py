"""Writers of several processes wait for each other."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from index.database import Connection
from tests.conftest import REPO

ANOTHER = """
import sys
from pathlib import Path
from index.database import Connection
db = Connection(Path(sys.argv[1]))
print("begun", flush=True)
for number in range(400):
    with db.atomic():
        db.table("theirs").insert({"number": number})
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "a.db"
    db = Connection(path)
    db.enable_wal()
    db.table("ours").create({"number": int})
    db.table("theirs").create({"number": int})
    db.close()
    return path


def test_a_transaction_that_reads_before_it_writes_waits_for_another_process(database: Path) -> None:
    command = [sys.executable, "-c", ANOTHER, str(database)]
    with subprocess.Popen(command, cwd=REPO, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout
        assert other.stdout.readline() == "begun\n"
        db, number = Connection(database), 0
        while other.poll() is None:
            with db.atomic():
                db.table("ours").delete_where("number = ?", [number - 9])
                db.table("ours").insert({"number": number})
            number += 1
    assert other.returncode == 0
    assert db.table("theirs").count == 400
    assert db.table("ours").count == min(number, 9)


def _fail_after_writing(db: Connection, number: int) -> None:
    with db.atomic():
        db.table("ours").insert({"number": number})
        raise ZeroDivisionError


def test_what_raises_takes_back_its_transaction_or_its_part_of_one(database: Path) -> None:
    db = Connection(database)
    with db.atomic():
        db.table("ours").insert({"number": 1})
        with pytest.raises(ZeroDivisionError):
            _fail_after_writing(db, 2)
    with pytest.raises(ZeroDivisionError):
        _fail_after_writing(db, 3)
    assert [row["number"] for row in db.table("ours").rows] == [1]
