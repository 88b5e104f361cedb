"""Message -> what is asked of the bot, or None where it should keep silent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from telegram import CallbackQuery, Message, MessageEntity, User
from telegram.constants import ChatType

from assistant.ambiguity import clarified
from assistant.answer import Answer
from assistant.telegram.letters import Button, Keyboard, column

Command = Literal[
    "start",
    "help",
    "ask",
    "records",
    "latest",
    "decisions",
    "roles",
    "budget",
    "lang",
    "forget_me",
    "follow",
    "following",
    "digest",
    "status",
    "unanswered",
    "grant",
    "revoke",
    "who",
    "uploads",
    "history",
    "undo",
    "reindex",
]
Kind = Literal[Command, "file", "not_text"]
CHANGES: frozenset[Kind] = frozenset(("file", "uploads", "history", "undo", "reindex"))
"""What changes the index, or shows how it changed: admins may, in their private chats."""
ADMIN_COMMANDS: frozenset[Kind] = CHANGES | {"grant", "revoke", "who", "status", "unanswered"}
"""Commands that admins have, in their private chats."""
MEANS = "means"
"""How the data of a choice begins, before its place and the short form."""


@dataclass(frozen=True, slots=True)
class Request:
    """One thing asked. ``text`` is the question of an ``ask``, as it was typed; empty when none was given."""

    kind: Kind
    text: str = ""


def read_request(message: Message, me: User) -> Request | None:
    """What a message asks of the bot ``me``. In groups only what is addressed to it."""
    if message.from_user and message.from_user.is_bot and message.sender_chat is None:
        return None
    if (message.via_bot and message.via_bot.id == me.id) or message.is_automatic_forward:
        return None
    if message.chat.type == ChatType.PRIVATE:
        return _private(message, me)
    return _addressed(message, me)


def read_press(press: CallbackQuery, me: User) -> Request | None:
    """The question that a pressed choice makes clear: the one that its message replies to, with the full form in it."""
    message = press.message
    if not isinstance(message, Message) or message.reply_to_message is None or message.reply_markup is None:
        return None
    asked = read_request(message.reply_to_message, me)
    kind, _, short = (press.data or "").partition(" ")
    labels = [button.text for row in message.reply_markup.inline_keyboard for button in row]
    chosen = kind.removeprefix(MEANS)
    if asked is None or asked.kind != "ask" or not chosen.isdecimal() or int(chosen) >= len(labels):
        return None
    return Request("ask", clarified(asked.text, short, labels[int(chosen)]))


def choices_of(answer: Answer) -> Keyboard:
    """A button for each body that a short form of the question may stand for."""
    return column(Button(full, f"{MEANS}{number} {answer.unclear}") for number, full in enumerate(answer.choices))


def _private(message: Message, me: User) -> Request | None:
    if message.document or message.photo:
        return Request("file")
    if message.text is None:
        return None if _is_service(message) else Request("not_text")
    if _command(message):
        return _commanded(message, me) or Request("help")
    return Request("ask", message.text)


def _addressed(message: Message, me: User) -> Request | None:
    if message.text is None:
        return None
    if _command(message):
        return _commanded(message, me)
    mention = _mention(message, me)
    if mention:
        return Request("ask", message.text.replace(mention, "", 1).strip())
    return Request("ask", message.text) if _replies_to(message, me) else None


def _commanded(message: Message, me: User) -> Request | None:
    """The command at the head of a message, if it is one of the bot's and not another bot's."""
    written = _command(message)
    name, _, bot = written[1:].partition("@")
    if bot and bot.lower() != (me.username or "").lower():
        return None
    for command in get_args(Command):
        if command == name.lower():
            return Request(command, (message.text or "")[len(written) :].strip())
    return None


def _command(message: Message) -> str:
    for entity, text in message.parse_entities([MessageEntity.BOT_COMMAND]).items():
        if entity.offset == 0:
            return text
    return ""


def _mention(message: Message, me: User) -> str:
    for entity, text in message.parse_entities([MessageEntity.MENTION, MessageEntity.TEXT_MENTION]).items():
        if text.lower() == f"@{me.username}".lower() or (entity.user and entity.user.id == me.id):
            return text
    return ""


def _replies_to(message: Message, me: User) -> bool:
    replied = message.reply_to_message
    return bool(replied and replied.from_user and replied.from_user.id == me.id and not replied.forum_topic_created)


def _is_service(message: Message) -> bool:
    return message.effective_attachment is None and message.caption is None
