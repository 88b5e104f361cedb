"""How far a long work is, as its message says."""

from __future__ import annotations

import time

import pytest

from assistant.telegram.jobs import Progress, shown_progress
from assistant.telegram.texts import ENGLISH


def test_work_whose_end_is_not_known_has_a_number_and_no_bar() -> None:
    progress = Progress()
    assert shown_progress(progress, ENGLISH) == ""
    progress.at("Reading a.pdf", 3, None)
    assert shown_progress(progress, ENGLISH) == "Reading a.pdf 3"


def test_the_time_left_follows_from_the_speed_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    progress = Progress()
    progress.at("Reading a.pdf", 0, 120)
    assert shown_progress(progress, ENGLISH) == "Reading a.pdf\n░░░░░░░░░░░░ 0/120"
    now += 30
    progress.at("Reading a.pdf", 20, 120)
    assert shown_progress(progress, ENGLISH) == "Reading a.pdf\n▓▓░░░░░░░░░░ 20/120 · about 3 min left"
    now += 120
    progress.at("Reading a.pdf", 100, 120)
    assert shown_progress(progress, ENGLISH).endswith("▓▓▓▓▓▓▓▓▓▓░░ 100/120 · about 30 s left")


def test_another_line_of_work_starts_its_own_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    progress = Progress()
    progress.at("Reading", 0, 2)
    now += 500
    progress.at("Indexing", 0, 10)
    now += 1
    progress.at("Indexing", 5, 10)
    assert shown_progress(progress, ENGLISH).endswith("5/10 · about 1 s left")
