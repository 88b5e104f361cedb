"""A Bot API server on the loopback, as strict as Telegram, for tests that run the real bot.

What it can parse or check by an independent authority it does: markup and entities by TDLib's own parser, the names
and shapes of parameters by aiogram's models. Whatever Telegram would let pass silently although it is a bot's mistake
is refused here and kept in ``TelegramServer.violations``.
"""

from tests.telegram_server.faults import Fault
from tests.telegram_server.flood import Limits
from tests.telegram_server.people import Group, PrivateChat, Room
from tests.telegram_server.queries import CallbackQuery, InlineQuery
from tests.telegram_server.server import TelegramServer
from tests.telegram_server.state import Message, User
from tests.telegram_server.wire import Call

__all__ = [
    "Call",
    "CallbackQuery",
    "Fault",
    "Group",
    "InlineQuery",
    "Limits",
    "Message",
    "PrivateChat",
    "Room",
    "TelegramServer",
    "User",
]
