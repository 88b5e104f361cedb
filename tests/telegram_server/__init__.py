"""A Bot API server on the loopback, as strict as Telegram, for tests that run the real bot.

What it can parse or check by an independent authority it does: markup and entities by TDLib's own parser, the names
and shapes of parameters by aiogram's models. Whatever Telegram would let pass silently although it is a bot's mistake
is refused here and kept in ``TelegramServer.violations``.

    with TelegramServer() as server:  # start the bot with server.token and server.api
        user = server.user("สมศรี", language_code="th")
        chat = server.private_chat(user)
        question = chat.send(user, "/ask งบประมาณ")
        server.wait_for(lambda: chat.messages)
        assert chat.messages[0].reply_to == question.message_id
        assert not server.violations

Not here: channels, business accounts, payments, replies to another chat, edits of messages sent inline, and Telegram's
unpublished flood figures (``Limits.private_burst`` is a guess).
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
