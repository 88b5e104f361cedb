"""Imports point one way: bot.py -> assistant -> index -> corpus, and only assistant/telegram knows Telegram."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

REPO = Path(__file__).parent.parent
ROOMS = ("corpus", "index", "assistant")
MODULES = sorted(path for room in ROOMS for path in (REPO / room).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(REPO)))
def test_a_room_imports_only_the_rooms_below_it(path: Path) -> None:
    room = path.relative_to(REPO).parts[0]
    above = {"bot", "tests", *ROOMS[ROOMS.index(room) + 1 :]}
    assert not above & {name.partition(".")[0] for name in imported(path)}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(REPO)))
def test_only_the_telegram_room_imports_telegram(path: Path) -> None:
    inside = (REPO / "assistant" / "telegram") in path.parents
    assert inside or not any(name.partition(".")[0] == "telegram" for name in imported(path))
    assert inside or not any(name.startswith("assistant.telegram") for name in imported(path))
