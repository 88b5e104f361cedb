"""Who asks goes before an ingest."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from index import precedence
from index.precedence import Precedence


def test_an_ingest_waits_until_the_answers_that_are_being_found_are(tmp_path: Path) -> None:
    answering = Precedence(tmp_path)
    done = list[str]()

    def ingest() -> None:
        Precedence(tmp_path).give_way()
        done.append("step")

    with answering.first(), answering.first():
        thread = threading.Thread(target=ingest)
        thread.start()
        time.sleep(0.2)
        done.append("answers")
    thread.join()
    assert done == ["answers", "step"]


def test_an_ingest_goes_on_where_nobody_asks(tmp_path: Path) -> None:
    began = time.monotonic()
    Precedence(tmp_path).give_way()
    assert time.monotonic() - began < 0.1


def test_an_ingest_goes_on_however_much_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(precedence, "LONGEST_S", 0.1)
    with Precedence(tmp_path).first():
        Precedence(tmp_path).give_way()
