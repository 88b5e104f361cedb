"""Which messages of a group reach a bot in privacy mode."""

from __future__ import annotations

from tests.telegram_server.entities import addressed
from tests.telegram_server.state import Chat, Message, User

SERVICE = frozenset(
    {"new_chat_members", "left_chat_member", "migrate_to_chat_id", "migrate_from_chat_id", "forum_topic_created"}
)


def reaches(bot: User, chat: Chat, message: Message) -> bool:
    """Whether the bot gets an update for this message."""
    if chat.bot_status in ("left", "kicked") or (message.sender.is_bot and not _is_service(message)):
        return False
    if chat.type == "private" or not chat.privacy or chat.bot_status == "administrator":
        return True
    return (
        message.via_bot == bot
        or _is_service(message)
        or _replies_to(bot, chat, message)
        or _commands(bot, chat, message)
        or (chat.mentions and f"@{bot.username}".lower() in map(str.lower, message.marked("mention")))
    )


def _is_service(message: Message) -> bool:
    return bool(SERVICE & message.content.keys())


def _replies_to(bot: User, chat: Chat, message: Message) -> bool:
    replied = chat.history.get(message.reply_to or 0)
    return replied is not None and replied.sender == bot


def _commands(bot: User, chat: Chat, message: Message) -> bool:
    """A command for this bot, or for nobody where no other bot spoke last."""
    starts = [entity for entity in message.entities if entity["type"] == "bot_command" and entity["offset"] == 0]
    if not starts:
        return False
    _, addressee = addressed(message.text, starts[0])
    if addressee:
        return addressee == (bot.username or "").lower()
    speakers = [other.sender for other in chat.history.values() if other.sender.is_bot and not _is_service(other)]
    others = [member for member in chat.members.values() if member.is_bot]
    return speakers[-1] == bot if speakers else not others
