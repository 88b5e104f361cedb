from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from assistant.reader import Reader
from assistant.respond import Responder
from index.abbreviations import begin_table
from index.encoder import Encoder
from index.history import remove
from index.search import Searcher
from index.store import Store
from tests.conftest import Silent

QUESTION = "จังหวัดต้องสมทบงบประมาณร้อยละเท่าไร"
MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)


class Counting(Reader):
    """A reader that counts how often it reads."""

    def __init__(self, reader: Reader) -> None:
        vars(self).update(vars(reader))
        self.times = 0

    def read(self, *asked: Any) -> Any:  # noqa: ANN401 (what the reader takes and gives)
        self.times += 1
        return super().read(*asked)


class Desk:
    """A responder over a data folder of its own, on a day that can be changed."""

    def __init__(self, home: Path, encoder: Encoder, reader: Reader) -> None:
        self.home, self.encoder, self.reader = home, encoder, Counting(reader)
        self.store, self.today = Store(home), MONDAY
        self.responder = Responder(self.store, Searcher(self.store, home, encoder), self.reader, lambda: self.today)

    def reads_again(self) -> bool:
        """Whether the passages are read when the question is asked once more."""
        before = self.reader.times
        self.responder.answer(QUESTION)
        return self.reader.times > before


@pytest.fixture
def desk(samples_home: Path, tmp_path: Path, encoder: Encoder, reader: Reader) -> Desk:
    desk = Desk(Path(shutil.copytree(samples_home, tmp_path / "home")), encoder, reader)
    desk.responder.answer(QUESTION)
    return desk


def test_what_is_asked_again_is_answered_the_same_without_reading(desk: Desk) -> None:
    first, times = desk.responder.answer(QUESTION), desk.reader.times
    again = desk.responder.answer(QUESTION)
    assert (again.text, again.citations, again.confidence) == (first.text, first.citations, first.confidence)
    assert desk.reader.times == times


def test_another_generation_is_read_anew(desk: Desk) -> None:
    leaving = desk.responder.answer(QUESTION).citations[0].record
    remove(leaving, desk.store, desk.home, desk.encoder, Silent())
    assert leaving not in {citation.record for citation in desk.responder.answer(QUESTION).citations}


def test_another_day_or_table_of_short_forms_is_read_anew(desk: Desk) -> None:
    assert not desk.reads_again()
    desk.today = TUESDAY
    assert desk.reads_again()
    os.utime(begin_table(desk.home), (1, 1))
    assert desk.reads_again()


def test_who_sees_other_collections_is_not_given_it(desk: Desk) -> None:
    before = desk.reader.times
    collections = {row.collection for row in desk.store.records()}
    desk.responder.seeing({sorted(collections)[0]}).answer(QUESTION)
    assert desk.reader.times > before


def test_a_quote_that_no_longer_stands_is_not_given_again(desk: Desk) -> None:
    cited = desk.responder.answer(QUESTION).citations[0]
    spoilt = "update revisions set text = replace(text, ?, ?) where sha256 = ?"
    desk.store.db.execute(spoilt, [cited.quote, "x" * len(cited.quote), cited.revision])
    assert cited.quote not in {citation.quote for citation in desk.responder.answer(QUESTION).citations}
