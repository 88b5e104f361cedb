"""The bot as a process, over one data folder, against the loopback Bot API server."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from enum import Enum
from pathlib import Path

from sqlite_utils import Database

from tests.telegram_server import Message, PrivateChat, Room, TelegramServer, User

ROOT = Path(__file__).parent.parent
TOKEN = "123456:not-a-real-token"  # noqa: S105 (made up)
SMALL = (sys.executable, "-m", "tests.small_bot", "run")
WHOLE = (sys.executable, "bot.py", "run")
STARTED_S = 60.0


class Victim(Enum):
    """What is killed at once; what it leaves of the bot's processes lives on."""

    BOT = "the bot"
    ALL = "the bot and what it started"
    CHILDREN = "what the bot started"


class Bot:
    """One data folder and the processes that serve it, one after the other."""

    def __init__(
        self,
        server: TelegramServer,
        home: Path,
        command: Sequence[str] = SMALL,
        settings: Mapping[str, str] | None = None,
    ) -> None:
        self.server = server
        self._command = command
        self._settings = settings or {}
        self.home = home
        self.allowed: list[int] = []
        self._log = home / "log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        polls = self.calls("setMyCommands")
        settings = {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "MATI_TELEGRAM_API": self.server.api,
            "MATI_ALLOWED": ",".join(map(str, self.allowed)),
            "MATI_LOG": "DEBUG",
            **self._settings,
        }
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [*self._command, "--home", str(self.home)],
                cwd=ROOT,
                env={**os.environ, **settings},
                stderr=log,
                start_new_session=True,
            )
        self.server.wait_for(lambda: self.calls("setMyCommands") > polls, timeout=STARTED_S)

    def calls(self, method: str) -> int:
        return sum(call.method == method for call in self.server.calls)

    def stop(self, how: signal.Signals) -> None:
        if self._process:
            self._process.send_signal(how)
            self._process.wait(60)
            self._process = None

    def kill(self, victim: Victim) -> None:
        """Kills the bot, and starts another; or kills what it has started, alone or with it."""
        assert self._process
        if victim is Victim.CHILDREN:
            for child in Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split():
                with suppress(ProcessLookupError):
                    os.kill(int(child), signal.SIGKILL)
            return
        if victim is Victim.ALL:
            os.killpg(self._process.pid, signal.SIGKILL)
        self.stop(signal.SIGKILL)
        self.start()

    def waiting(self) -> int:
        """How many messages were sent without an answer from Telegram."""
        with Database(self.home / "mati.db") as rows:
            return len(list(rows.query("SELECT 1 FROM telegram_parts WHERE tried AND message_id IS NULL")))

    def execute(self, sql: str) -> None:
        """Changes what a stopped bot will find."""
        with Database(self.home / "mati.db") as rows:
            rows.execute(sql)

    @property
    def log(self) -> str:
        return self._log.read_text(encoding="utf-8")

    @property
    def searched(self) -> list[str]:
        file = self.home / "searched"
        return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


def asker(bot: Bot, language_code: str = "th") -> tuple[User, PrivateChat]:
    """A person who may ask, and their private chat."""
    user = bot.server.user(language_code=language_code)
    bot.allowed.append(user.id)
    return user, bot.server.private_chat(user)


@contextmanager
def whole_bot(
    server: TelegramServer,
    samples_home: Path,
    folder: Path,
    model: Path,
    admins: Sequence[User],
    settings: Mapping[str, str] | None = None,
) -> Iterator[Bot]:
    """``bot.py run`` over a copy of the samples in ``folder``, with some admins; not started."""
    home = folder / "home"
    shutil.copytree(samples_home, home)
    ids = ",".join(str(admin.id) for admin in admins)
    bot = Bot(server, home, WHOLE, {"MATI_MODEL": str(model), "MATI_ADMINS": ids, **(settings or {})})
    try:
        yield bot
    finally:
        bot.stop(signal.SIGTERM)


def said(server: TelegramServer, chat: Room, user: User, text: str) -> Message:
    """The bot's last message once it has said something to one of a person's; in a group questions are addressed."""
    before = len(chat.messages)
    chat.send(user, text if chat.id > 0 or text.startswith("/") else f"/ask {text}")
    server.wait_for(lambda: len(chat.messages) > before, timeout=STARTED_S)
    return chat.messages[-1]
