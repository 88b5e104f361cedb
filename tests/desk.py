"""An admin's chat with the whole bot: files go in, previews and outcomes come back."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

from index.store import Store
from tests.bot_process import Bot, said
from tests.telegram_server import Message, User

WAIT_S = 180.0
PUBLISH = "✅ เผยแพร่"
PUBLISH_ALL = "✅ เผยแพร่ทั้งหมด"
MINUTES = """รายงานการประชุมคณะกรรมการป่าชายเลน
ครั้งที่ 1/2569
วันที่ 3 มีนาคม 2569

วาระที่ 1 การสร้าง{project}
ที่ประชุมมีมติเห็นชอบให้สร้าง{project} วงเงิน {amount} บาท

วาระที่ 2 การปลูกป่า
ที่ประชุมรับทราบแผนการปลูกป่าชายเลนของอำเภอ
"""


def minutes(project: str, amount: str = "745,000") -> bytes:
    """A file of minutes in which a project gets an amount."""
    return MINUTES.format(project=project, amount=amount).encode()


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A ZIP archive of files by name."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def buttons(message: Message) -> list[str]:
    """The labels under a message."""
    return [label for row in message.labels for label in row]


class Desk:
    """One admin, who knows of nothing that was said before; ``project`` is what their minutes are about."""

    def __init__(self, bot: Bot, admin: User, project: str) -> None:
        self.bot = bot
        self.admin = admin
        self.project = project
        self.chat = bot.server.private_chat(admin)
        self._before = {message.message_id for message in self.chat.messages}

    @property
    def messages(self) -> list[Message]:
        """What the bot said here since."""
        return [message for message in self.chat.messages if message.message_id not in self._before]

    @property
    def live(self) -> int:
        """The number of the live generation."""
        return Store(self.bot.home).live_id() or 0

    @property
    def records(self) -> set[str]:
        """The live records whose names tell of the project."""
        return {row.name for row in Store(self.bot.home).records() if self.project in row.name}

    def drafts(self, name: str) -> list[int]:
        """The drafts of a file's name, whatever became of them."""
        rows = Store(self.bot.home).db.execute(
            "select d.id from drafts d join revisions r on r.sha256 = d.revision where r.name = ?", [name]
        )
        return [number for (number,) in rows]

    def write(self, text: str) -> None:
        """The admin writes."""
        self.chat.send(self.admin, text)

    def send(self, data: bytes, name: str) -> Message:
        """The admin sends a file."""
        return self.chat.send_document(self.admin, data, name)

    def shown(self, met: Callable[[Message], object]) -> Message:
        """The newest of the bot's messages that is as it should be, once there is one."""
        self.bot.server.wait_for(lambda: any(map(met, self.messages)), timeout=WAIT_S)
        return next(message for message in reversed(self.messages) if met(message))

    def says(self, *parts: str) -> Message:
        """The newest of the bot's messages with all these words, on its buttons or above."""
        return self.shown(lambda message: all(part in " ".join((message.text, *buttons(message))) for part in parts))

    def preview(self) -> Message:
        """The newest preview."""
        return self.shown(lambda message: PUBLISH in buttons(message))

    def press(self, message: Message, label: str) -> None:
        """The admin presses a button, and sees that the bot has taken note."""
        press = self.chat.press(self.admin, message, label)
        self.bot.server.wait_for(lambda: press.answer is not None, timeout=WAIT_S)

    def changed(self, generation: int) -> Message:
        """The message that tells of a generation."""
        return self.shown(lambda message: f"ดัชนีรุ่น {generation} " in message.text)

    def publish(self, data: bytes, name: str) -> None:
        """The admin sends a file and publishes it."""
        live = self.live
        self.send(data, name)
        self.press(self.shown(lambda message: PUBLISH in buttons(message) and name in message.text), PUBLISH)
        self.changed(live + 1)

    def answer(self) -> str:
        """What the bot answers to a question about the project."""
        return said(self.bot.server, self.chat, self.admin, f"การสร้าง{self.project}ใช้วงเงินเท่าใด").text
