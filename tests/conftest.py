"""What several tests need: where things are, the real model, the samples indexed once, and a module's Telegram."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.reader import Reader
from index.encoder import Encoder
from index.ingest import ingest
from index.model import default_model
from index.store import Store
from tests.bot_process import TOKEN
from tests.telegram_server import TelegramServer, User

REPO = Path(__file__).parent.parent
SAMPLES = REPO / "corpus" / "samples"


class Silent:
    """A progress that says nothing."""

    def reading(self, files: int) -> Callable[[], object]:  # noqa: ARG002  # the protocol's form
        return lambda: None

    def encoding(self, passages: int) -> Callable[[int], object]:  # noqa: ARG002  # the protocol's form
        return lambda _: None


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real records, or a skip where it is absent."""
    folder = Path(os.environ.get("MATI_SHARED", REPO.parent / "shared"))
    if not (folder / "records").is_dir():
        pytest.skip("the real records are not here: set MATI_SHARED to their folder")
    return folder


@pytest.fixture(scope="session")
def model() -> Path:
    """The default model, built once into the repository's data folder."""
    return default_model(REPO / "data" / "models")


@pytest.fixture(scope="session")
def encoder(model: Path) -> Encoder:
    return Encoder.load(model)


@pytest.fixture(scope="session")
def reader(model: Path) -> Reader:
    return Reader.load(model)


@pytest.fixture(scope="session")
def samples_home(tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> Path:
    """A data folder with the sample minutes; only to be read."""
    home = tmp_path_factory.mktemp("samples")
    done = ingest([SAMPLES], Store(home), home, encoder, Silent())
    assert not done.failures
    return home


@pytest.fixture(scope="module")
def server() -> Iterator[TelegramServer]:
    """Telegram for one bot, which the tests of a module share: each has people and chats of its own."""
    with TelegramServer(token=TOKEN) as server:
        yield server
        assert not server.violations


@pytest.fixture(scope="module")
def admin(server: TelegramServer) -> User:
    """The admin whom the tests of a module share."""
    return server.user("ผู้ดูแล")
