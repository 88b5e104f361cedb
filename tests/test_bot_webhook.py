"""The bot as a process that Telegram posts its updates to."""

from __future__ import annotations

import json
import signal
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from assistant.errors import BadSetting
from assistant.telegram.webhook import Webhook
from tests.bot_process import SMALL, TOKEN, Bot, asker
from tests.telegram_server import TelegramServer

WAIT_S = 60


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    with TelegramServer(token=TOKEN) as server:
        yield server
        assert not server.violations


@pytest.fixture
def url() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{free.getsockname()[1]}/mati"


@pytest.fixture
def bot(server: TelegramServer, tmp_path: Path, url: str) -> Iterator[Bot]:
    listen = url.removeprefix("http://").removesuffix("/mati")
    bot = Bot(server, tmp_path, SMALL, {"MATI_WEBHOOK_URL": url, "MATI_WEBHOOK_LISTEN": listen})
    yield bot
    bot.stop(signal.SIGTERM)
    assert TOKEN not in bot.log
    assert "คำถาม" not in bot.log


def listens(url: str) -> bool:
    """Whether something takes connections there."""
    where = urlsplit(url)
    with socket.socket() as probe:
        return probe.connect_ex((where.hostname or "", where.port or 0)) == 0


def posted(url: str, body: bytes, secret: str = "") -> int:
    """The status of a POST to the webhook."""
    headers = {"Content-Type": "application/json", "X-Telegram-Bot-Api-Secret-Token": secret}
    try:
        asked = urllib.request.Request(url, body, headers)  # noqa: S310  # the loopback's own address
        with urllib.request.urlopen(asked, timeout=10) as response:  # noqa: S310
            return int(response.status)
    except urllib.error.HTTPError as error:
        return error.code


@pytest.mark.slow
def test_a_posted_question_is_answered_once_though_the_bot_is_killed(server: TelegramServer, bot: Bot) -> None:
    user, chat = asker(bot)
    bot.start()
    chat.send(user, "คำถาม1")
    server.wait_for(lambda: chat.messages, timeout=WAIT_S)
    chat.send(user, "คำถาม2 ช้า")
    server.wait_for(lambda: len(bot.searched) == 2, timeout=WAIT_S)
    bot.stop(signal.SIGKILL)
    bot.start()
    server.wait_for(lambda: len(chat.messages) == 2, timeout=WAIT_S)
    chat.send(user, "คำถาม3")
    server.wait_for(lambda: len(chat.messages) == 3, timeout=WAIT_S)
    assert [message.text.split()[1] for message in chat.messages] == ["คำถาม1", "คำถาม2", "คำถาม3"]


@pytest.mark.slow
def test_who_does_not_know_the_secret_is_refused_and_nothing_is_stored(
    server: TelegramServer, bot: Bot, url: str
) -> None:
    user, chat = asker(bot)
    bot.start()
    server.wait_for(lambda: listens(url), timeout=WAIT_S)
    update = {
        "update_id": 900,
        "message": {
            "message_id": 5,
            "date": 1,
            "text": "คำถามปลอม",
            "chat": {"id": user.id, "type": "private", "first_name": "x"},
            "from": {"id": user.id, "is_bot": False, "first_name": "x"},
        },
    }
    assert posted(url, json.dumps(update).encode()) == 403
    assert posted(url, json.dumps(update).encode(), "guessed") == 403
    assert posted(url.replace("mati", "else"), b"{}") == 404
    chat.send(user, "คำถามจริง")
    server.wait_for(lambda: chat.messages, timeout=WAIT_S)
    assert [message.text.split()[1] for message in chat.messages] == ["คำถามจริง"]


@pytest.mark.slow
def test_a_bot_that_polls_again_takes_its_webhook_away(server: TelegramServer, bot: Bot, tmp_path: Path) -> None:
    user, chat = asker(bot)
    bot.start()
    bot.stop(signal.SIGTERM)
    chat.send(user, "คำถามค้าง")
    polling = Bot(server, tmp_path)
    polling.allowed = bot.allowed
    polling.start()
    server.wait_for(lambda: chat.messages, timeout=WAIT_S)
    polling.stop(signal.SIGTERM)
    assert "คำถามค้าง" in chat.messages[0].text


@pytest.mark.parametrize(
    "environ",
    [
        {"MATI_WEBHOOK_URL": "http://mati.example.go.th/x"},
        {"MATI_WEBHOOK_URL": "https://mati.example.go.th"},
        {"MATI_WEBHOOK_URL": "https://mati.example.go.th/x", "MATI_WEBHOOK_LISTEN": "8443"},
    ],
)
def test_a_webhook_without_https_a_path_or_a_port_is_refused(environ: dict[str, str]) -> None:
    with pytest.raises(BadSetting, match="MATI_WEBHOOK"):
        Webhook.from_environ(environ)


def test_a_webhook_is_read_from_the_settings() -> None:
    assert Webhook.from_environ({}) is None
    webhook = Webhook.from_environ({"MATI_WEBHOOK_URL": "https://mati.example.go.th/bot/x"})
    assert webhook == Webhook("https://mati.example.go.th/bot/x", "127.0.0.1", 8443)
    assert webhook.path == "bot/x"
