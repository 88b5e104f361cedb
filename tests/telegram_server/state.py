"""What Telegram remembers: people, chats, messages, files."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Literal

from tests.telegram_server.entities import marked
from tests.telegram_server.wire import Json, Upload

SUPERGROUP_BASE = -1_000_000_000_000

ChatType = Literal["private", "group", "supergroup"]
BotStatus = Literal["member", "administrator", "left", "kicked"]


@dataclass(frozen=True, slots=True)
class User:
    """A person or a bot."""

    id: int
    name: str
    language_code: str | None = None
    username: str | None = None
    is_bot: bool = False

    def to_json(self) -> Json:
        """As the Bot API has it."""
        optional = {"username": self.username, "language_code": self.language_code}
        shown = {name: value for name, value in optional.items() if value}
        return {"id": self.id, "is_bot": self.is_bot, "first_name": self.name} | shown


@dataclass(frozen=True, slots=True)
class Message:
    """One message as it is now, with the edits applied."""

    message_id: int
    chat_id: int
    sender: User
    text: str = ""
    """The text, or the caption of a file."""
    entities: tuple[Json, ...] = ()
    content: Mapping[str, Json | list[Json] | int | bool | str] = field(default_factory=dict)
    """The other fields: "document", "photo", or what a service message says."""
    reply_markup: Json | None = None
    reply_to: int | None = None
    """The id of the message replied to, in the same chat."""
    thread: int | None = None
    """The forum topic, or in a plain supergroup the first message of the chain of replies."""
    in_topic: bool = False
    date: int = field(default_factory=lambda: int(time.time()))
    edit_date: int | None = None
    via_bot: User | None = None
    silent: bool = False
    """Sent with disable_notification."""
    protected: bool = False
    """Sent with protect_content."""

    @property
    def labels(self) -> tuple[tuple[str, ...], ...]:
        """The labels of the inline keyboard, by row."""
        rows = (self.reply_markup or {}).get("inline_keyboard", [])
        return tuple(tuple(button["text"] for button in row) for row in rows)

    def marked(self, kind: str) -> tuple[str, ...]:
        """The stretches of the text under entities of one type, such as ``"expandable_blockquote"``."""
        return marked(self.text, self.entities, kind)


@dataclass(slots=True)
class Chat:
    """A chat and its messages. ``bot_status`` of a private chat is "kicked" when the person blocked the bot."""

    id: int
    type: ChatType
    title: str
    ids: count[int]
    """Where its message ids come from; private chats and basic groups share one counter."""
    members: dict[int, User] = field(default_factory=dict)
    bot_status: BotStatus = "member"
    privacy: bool = True
    mentions: bool = False
    """Whether a mention alone reaches a bot in privacy mode. Reports of the real thing differ."""
    forum: bool = False
    topics: dict[int, str] = field(default_factory=dict)
    """Forum topics by thread id."""
    history: dict[int, Message] = field(default_factory=dict)
    migrated_to: int | None = None
    owner: User | None = None
    reactions: dict[int, list[Json]] = field(default_factory=dict)
    """The bot's reactions by message id."""
    actions: list[str] = field(default_factory=list)
    """The chat actions that the bot showed, such as "typing"."""
    drafts: list[str] = field(default_factory=list)
    """The texts of the message drafts that the bot streamed."""

    def to_json(self) -> Json:
        """As it stands in a message."""
        shown: Json = {"id": self.id, "type": self.type}
        if self.owner:
            username = {"username": self.owner.username} if self.owner.username else {}
            return shown | {"first_name": self.owner.name} | username
        return shown | {"title": self.title} | ({"is_forum": True} if self.forum else {})

    def add(self, message: Message) -> Message:
        """Stores a message, also in place of its former state."""
        self.history[message.message_id] = message
        return message

    def thread_of(self, wanted: int | None, reply_to: int | None) -> tuple[int | None, bool]:
        """The thread that a new message falls into, and whether that is a forum topic."""
        replied = self.history.get(reply_to or 0)
        if self.forum:
            thread = wanted or (replied.thread if replied else None)
            return thread, thread is not None
        if self.type == "supergroup" and replied:
            return replied.thread or replied.message_id, False
        return None, False

    def message_json(self, message: Message) -> Json:
        """The message with what it replies to, one level deep as in the Bot API."""
        shown = self._bare_json(message)
        replied = self.history.get(self._shown_reply(message) or 0)
        return shown | {"reply_to_message": self._bare_json(replied)} if replied else shown

    def _shown_reply(self, message: Message) -> int | None:
        """In a topic, a message that replies to nothing is shown as a reply to the topic's creation."""
        created = message.thread if message.in_topic and message.thread != message.message_id else None
        return message.reply_to or created

    def _bare_json(self, message: Message) -> Json:
        shown: Json = {
            "message_id": message.message_id,
            "from": message.sender.to_json(),
            "chat": self.to_json(),
            "date": message.date,
        }
        return shown | _said(message) | dict(message.content) | _optional(message)


def _said(message: Message) -> Json:
    is_caption = "document" in message.content or "photo" in message.content
    text, entities = ("caption", "caption_entities") if is_caption else ("text", "entities")
    said: Json = {text: message.text} if message.text else {}
    return said | ({entities: list(message.entities)} if message.entities else {})


def _optional(message: Message) -> Json:
    inline = "inline_keyboard" in (message.reply_markup or {})
    fields: Json = {
        "message_thread_id": message.thread,
        "is_topic_message": message.in_topic or None,
        "edit_date": message.edit_date,
        "reply_markup": message.reply_markup if inline else None,
        "via_bot": message.via_bot.to_json() if message.via_bot else None,
        "has_protected_content": message.protected or None,
    }
    return {name: value for name, value in fields.items() if value is not None}


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file on Telegram's side."""

    file_id: str
    upload: Upload
    path: str

    def to_json(self) -> Json:
        """The fields that every kind of file has."""
        return {"file_id": self.file_id, "file_unique_id": self.file_id[-16:], "file_size": len(self.upload.data)}


@dataclass(slots=True)
class World:
    """All chats of one bot, and the people in them."""

    bot: User
    users: dict[int, User] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    files: dict[str, StoredFile] = field(default_factory=dict)
    inline: dict[str, tuple[int, int]] = field(default_factory=dict)
    """The chats and ids of messages that were sent through the bot, by their inline ids."""
    _user_ids: count[int] = field(default_factory=lambda: count(5_100_000_001))
    _group_ids: count[int] = field(default_factory=lambda: count(4_200_001))
    _shared_ids: count[int] = field(default_factory=lambda: count(101))
    _file_numbers: count[int] = field(default_factory=lambda: count(1))

    def name(self, message: Message) -> str:
        """The id by which the bot may edit a message that was sent through it, wherever that stands."""
        name = f"AgAAAC{len(self.inline):010d}"
        self.inline[name] = message.chat_id, message.message_id
        return name

    def new_user(self, name: str, language_code: str | None, username: str | None) -> User:
        """A person who has not met the bot yet."""
        user = User(next(self._user_ids), name, language_code, username)
        self.users[user.id] = user
        return user

    def private_chat(self, user: User) -> Chat:
        """The chat of this person with the bot."""
        if user.id not in self.chats:
            members = {user.id: user}
            self.chats[user.id] = Chat(user.id, "private", "", self._shared_ids, members, owner=user)
        return self.chats[user.id]

    def new_group(self, title: str, supergroup: bool) -> Chat:
        """A group with the bot in it and nobody else."""
        number = next(self._group_ids)
        if supergroup:
            chat = Chat(SUPERGROUP_BASE - number, "supergroup", title, count(1))
        else:
            chat = Chat(-number, "group", title, self._shared_ids)
        self.chats[chat.id] = chat
        return chat

    def upgrade(self, group: Chat) -> Chat:
        """Turns a basic group into a supergroup with new message ids, and closes the old one."""
        chat = self.new_group(group.title, supergroup=True)
        chat.members, chat.bot_status = dict(group.members), group.bot_status
        chat.privacy, chat.mentions = group.privacy, group.mentions
        group.migrated_to = chat.id
        return chat

    def store(self, upload: Upload, folder: str) -> StoredFile:
        """Keeps a file; ``folder`` begins the path that getFile gives."""
        number = next(self._file_numbers)
        suffix = f".{upload.name.rpartition('.')[2]}" if "." in upload.name else ""
        stored = StoredFile(f"BQACAgUAAxkBAAI{number:016d}", upload, f"{folder}/file_{number}{suffix}")
        self.files[stored.file_id] = stored
        return stored


def edited(message: Message, **changes: object) -> Message:
    """The message after an edit made now."""
    return replace(message, edit_date=int(time.time()), **changes)  # type: ignore[arg-type] # fields by name
