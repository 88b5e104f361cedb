"""The real bot with a small answerer in place of the index, as a process: ``python -m tests.small_bot run --home DIR``.

Every question that is searched is written to DIR/searched. A question tells how it is answered: "ช้า" slowly, "ยาว" in
several messages, "ผิดพลาด" not at all.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from assistant.answer import Answer, Citation
from assistant.followups import Turn
from assistant.intake import Intake
from assistant.library import Collections
from assistant.pictures import NoPicture, Picture
from assistant.registers import Listed
from assistant.telegram.application import TelegramSettings, serve
from corpus.record import AgendaItem, Meeting, PageRange, Passage, Revision
from index.store import RecordRow, Store

COLLECTION = "คณะตัวอย่าง"
TEXT = "ข" * 1000
REVISION = Revision(
    "a.txt",
    "0" * 64,
    TEXT,
    (PageRange(1, 0, len(TEXT)),),
    Meeting("การประชุมตัวอย่าง", COLLECTION, date=date(2010, 1, 18)),
    (AgendaItem(0, "", "หัวเรื่อง", 0, 500), AgendaItem(1, "1", "ค", 500, len(TEXT))),
    (Passage(0, 0, 500, 1), Passage(1, 500, len(TEXT), 1)),
)
RECORD = RecordRow("a.txt", "0" * 64, "0" * 64, "การประชุมตัวอย่าง", date(2010, 1, 18), 4, 9, COLLECTION)
BODIES = ("คณะกรรมการบริหารกลุ่มจังหวัด", "คณะกรรมการบริหารจังหวัด")


def main() -> None:
    """Serves until it is stopped."""
    logging.basicConfig(level=os.environ.get("MATI_LOG", "WARNING"))
    parser = argparse.ArgumentParser()
    parser.add_argument("command", choices=["run"])
    parser.add_argument("--home", type=Path, required=True)
    home: Path = parser.parse_args().home

    intake, command = Intake(Store(home), home), [sys.executable, "bot.py"]
    serve(TelegramSettings.from_environ(os.environ), home / "mati.db", SmallSources(home), intake, command)


class SmallSources:
    """A record that never was, in one collection."""

    def __init__(self, home: Path) -> None:
        self._home = home

    def answer(self, question: str, earlier: Sequence[Turn], _: Collections) -> Answer:
        with (self._home / "searched").open("a", encoding="utf-8") as searched:
            searched.write(question.replace("\n", " ") + "\n")
        return answered(question, earlier)

    def search(self, text: str, top: int, _: Collections) -> tuple[Citation, ...]:
        return answered(text, ()).citations[:top]

    def records(self, seen: Collections) -> list[RecordRow]:
        return [RECORD] if seen is None or COLLECTION in seen else []

    def register(self, *_: object) -> list[Listed]:
        return []

    def revision(self, digest: str, seen: Collections) -> Revision | None:
        known = REVISION.sha256.startswith(digest) and (seen is None or COLLECTION in seen)
        return REVISION if known else None

    def picture(self, *_: object) -> Picture:
        raise NoPicture

    def generation(self) -> int:
        return 1

    def arrived(self, *_: object) -> frozenset[str]:
        return frozenset()

    def alike(self, questions: Sequence[str]) -> list[list[int]]:
        return [[place] for place in range(len(questions))]

    def is_live(self, _: str) -> bool:
        return True

    def original(self, _: str) -> tuple[str, bytes]:
        return "a.txt", REVISION.text.encode()


def answered(question: str, earlier: Sequence[Turn]) -> Answer:
    """The question itself, cited from a meeting that never was; "ต่อ" is asked after the one before it."""
    if "ผิดพลาด" in question:
        raise ValueError(question)
    time.sleep(1.5 if "ช้า" in question else 0.05)
    count, length = (5, 350) if "ยาว" in question else (1, 10)
    cited = Citation(
        "ก" * length, "a.txt", "0" * 64, "ข" * length, date(2010, 1, 18), "1 ค" + "ค" * length, 1, 0, length
    )
    said = f"{question} ต่อจาก {earlier[-1].question}" if "ต่อ" in question and earlier else question
    if "กบจ." in question:
        return Answer("not_found", "หมายถึงหน่วยงานใด", asked=question, unclear="กบจ.", choices=BODIES)
    return Answer("answered", f"{said} {'ง' * 2 * length}", (cited,) * count, searched=3, asked=question)


if __name__ == "__main__":
    main()
