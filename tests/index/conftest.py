"""A data folder of a test's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "home")


@pytest.fixture
def home(store: Store) -> Path:
    return store.path.parent
