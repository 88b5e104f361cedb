from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.telegram_server import Limits, PrivateChat, TelegramServer, User
from tests.telegram_server.schema import check_result


@pytest.fixture(autouse=True)
def _new_durations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without this PTB warns that ``retry_after`` will change its type."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    with TelegramServer(limits=Limits(flood=False)) as server:
        yield server
        for call in server.calls:
            if call.status == 200:
                check_result(call.method, call.result)


@pytest.fixture
def user(server: TelegramServer) -> User:
    return server.user("สมศรี")


@pytest.fixture
def chat(server: TelegramServer, user: User) -> PrivateChat:
    return server.private_chat(user)
