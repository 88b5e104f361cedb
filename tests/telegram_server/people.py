"""What people do in Telegram, for tests: each action makes the update that the bot would get."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from tests.telegram_server import entities, rules
from tests.telegram_server.account import Account
from tests.telegram_server.chats import bot_rights
from tests.telegram_server.privacy import reaches
from tests.telegram_server.queries import CallbackQuery, InlineQuery
from tests.telegram_server.state import BotStatus, Chat, Message, User, edited
from tests.telegram_server.wire import Json, Upload

T = TypeVar("T")


class OnLoop(Protocol):
    """Runs something on the server's event loop and gives its result, from any thread."""

    def __call__(self, action: Callable[[], T]) -> T:
        """Waits until ``action`` is done."""


class Room:
    """A chat as its people see it, of whatever type."""

    def __init__(self, account: Account, chat: Chat, on_loop: OnLoop) -> None:
        self._account = account
        self._chat = chat
        self._on_loop = on_loop

    @property
    def id(self) -> int:
        """The chat id."""
        return self._chat.id

    @property
    def history(self) -> tuple[Message, ...]:
        """All messages that are not deleted, in order."""
        return self._on_loop(lambda: tuple(self._chat.history.values()))

    @property
    def messages(self) -> tuple[Message, ...]:
        """What the bot sent and did not delete, in order, with its edits."""
        return tuple(message for message in self.history if message.sender == self._account.world.bot)

    @property
    def actions(self) -> tuple[str, ...]:
        """The chat actions that the bot showed, such as "typing"."""
        return tuple(self._chat.actions)

    @property
    def drafts(self) -> tuple[str, ...]:
        """The texts of the drafts that the bot streamed."""
        return tuple(self._chat.drafts)

    def reactions(self, message: Message) -> tuple[str, ...]:
        """The bot's reactions to a message."""
        return tuple(reaction["emoji"] for reaction in self._chat.reactions.get(message.message_id, []))

    def send(
        self,
        user: User,
        text: str = "",
        *,
        reply_to: Message | int | None = None,
        thread: int | None = None,
        content: Json | None = None,
    ) -> Message:
        """A person writes. ``content`` is what else the message has, such as ``{"location": {…}}``."""
        return self._on_loop(lambda: self._send(user, text, _id(reply_to), thread, content or {}))

    def send_document(
        self, user: User, data: bytes, name: str, mime_type: str = "application/octet-stream", caption: str = ""
    ) -> Message:
        """A person sends a file."""
        return self._on_loop(lambda: self._send_document(user, Upload(name, mime_type, data), caption))

    def send_album(self, user: User, uploads: Sequence[Upload], *, as_photos: bool = False) -> list[Message]:
        """A person sends files together, which come as a message each."""
        return self._on_loop(lambda: self._send_album(user, uploads, as_photos))

    def edit(self, message: Message, text: str) -> Message:
        """The sender changes a message."""
        return self._on_loop(lambda: self._edit(message, text))

    def press(self, user: User, message: Message, label: str) -> CallbackQuery:
        """A person presses a callback button of the bot's message; ``answer`` is None until the bot answers."""
        return self._on_loop(lambda: self._press(user, message.message_id, label))

    def press_data(self, user: User, message: Message, data: str) -> CallbackQuery:
        """A client that is not Telegram's own sends what it likes as the data of a button of the bot's message."""
        return self._on_loop(lambda: self._ask_back(user, message.message_id, data))

    def pick(self, user: User, query: InlineQuery, result_id: str) -> Message:
        """A person sends one of the inline results into this chat."""
        return self._on_loop(lambda: self._pick(user, query, result_id))

    def _send(self, user: User, text: str, reply_to: int | None, thread: int | None, content: Json) -> Message:
        self._require_member(user)
        found = tuple(entities.detect(text.strip()))
        where, in_topic = self._chat.thread_of(thread, reply_to)
        message = Message(
            next(self._chat.ids), self.id, user, text.strip(), found, content, None, reply_to, where, in_topic
        )
        return self._publish(message)

    def _send_document(self, user: User, upload: Upload, caption: str) -> Message:
        return self._send(user, caption, None, None, self._document(upload))

    def _send_album(self, user: User, uploads: Sequence[Upload], as_photos: bool) -> list[Message]:
        kept = self._photo if as_photos else self._document
        album = f"{next(self._chat.ids)}"
        contents = [kept(upload) | {"media_group_id": album} for upload in uploads]
        return [self._send(user, "", None, None, content) for content in contents]

    def _photo(self, upload: Upload) -> Json:
        width, height = rules.photo(upload)
        stored = self._account.world.store(upload, "photos")
        return {"photo": [stored.to_json() | {"width": width, "height": height}]}

    def _document(self, upload: Upload) -> Json:
        stored = self._account.world.store(upload, "documents")
        return {"document": stored.to_json() | {"file_name": upload.name, "mime_type": upload.mime_type}}

    def _edit(self, message: Message, text: str) -> Message:
        changed = edited(message, text=text.strip(), entities=tuple(entities.detect(text.strip())))
        return self._publish(changed, "edited_message")

    def _press(self, user: User, message_id: int, label: str) -> CallbackQuery:
        return self._ask_back(user, message_id, _data(self._chat.history[message_id], label))

    def _ask_back(self, user: User, message_id: int, data: str) -> CallbackQuery:
        message = self._chat.history[message_id]
        query = CallbackQuery(self._account.queries.new_id(), user, message, data)
        self._account.queries.callbacks.add(query)
        shown = {"id": query.id, "from": user.to_json(), "message": self._chat.message_json(message)}
        self._account.tell("callback_query", shown | {"chat_instance": str(-self.id), "data": query.data})
        return query

    def _pick(self, user: User, query: InlineQuery, result_id: str) -> Message:
        self._require_member(user)
        result = next(item for item in (query.answer or {})["results"] if item["id"] == result_id)
        message = Message(
            next(self._chat.ids), self.id, user, result.get("text", ""), tuple(result.get("entities", ())),
            reply_markup=result["reply_markup"], via_bot=self._account.world.bot,
        )  # fmt: skip
        sent = self._publish(message)
        named = {"inline_message_id": self._account.world.name(sent)} if sent.reply_markup else {}
        chosen = {"result_id": result_id, "from": user.to_json(), "query": query.text, **named}
        self._account.tell("chosen_inline_result", chosen)
        return sent

    def _publish(self, message: Message, kind: str = "message") -> Message:
        """Adds a message to the chat and tells the bot, if it may know."""
        self._chat.add(message)
        if reaches(self._account.world.bot, self._chat, message):
            self._account.tell(kind, self._chat.message_json(message))
        return message

    def _require_member(self, user: User) -> None:
        if user.id not in self._chat.members:
            raise ValueError(f"{user.name} is not in the chat")
        if self._chat.type == "private" and self._chat.bot_status == "kicked":
            raise ValueError(f"{user.name} has blocked the bot")
        if self._chat.migrated_to:
            raise ValueError("the group was upgraded; write in the new chat")

    def _set_bot(self, user: User, status: BotStatus) -> None:
        """Changes what the bot is in the chat, by the doing of ``user``."""
        bot, old = self._account.world.bot.to_json(), bot_rights(self._chat)
        self._chat.bot_status = status
        change = {
            "chat": self._chat.to_json(),
            "from": user.to_json(),
            "date": int(time.time()),
            "old_chat_member": {"user": bot} | old,
            "new_chat_member": {"user": bot} | bot_rights(self._chat),
        }
        self._account.tell("my_chat_member", change)


class PrivateChat(Room):
    """One person's chat with the bot."""

    def block(self, user: User) -> None:
        """The person blocks the bot."""
        self._on_loop(lambda: self._set_bot(user, "kicked"))

    def unblock(self, user: User) -> None:
        """The person lets the bot write again."""
        self._on_loop(lambda: self._set_bot(user, "member"))


class Group(Room):
    """A group or supergroup with the bot in it."""

    def join(self, user: User) -> Message:
        """A person comes in."""
        return self._on_loop(lambda: self._join(user))

    def leave(self, user: User) -> Message:
        """A person goes."""
        return self._on_loop(lambda: self._leave(user))

    def add_bot(self, user: User) -> Message:
        """A member brings the bot in."""
        return self._on_loop(lambda: self._add_bot(user))

    def kick_bot(self, user: User) -> None:
        """A member throws the bot out."""
        self._on_loop(lambda: self._set_bot(user, "kicked"))

    def promote_bot(self, user: User) -> None:
        """The bot becomes an administrator, who reads everything."""
        self._on_loop(lambda: self._set_bot(user, "administrator"))

    def topic(self, user: User, name: str) -> int:
        """A member opens a forum topic; gives its thread id."""
        return self._on_loop(lambda: self._topic(user, name))

    def upgrade(self, user: User) -> Group:
        """The basic group becomes a supergroup, which is a new chat with a new id."""
        return self._on_loop(lambda: self._upgrade(user))

    def _join(self, user: User) -> Message:
        self._chat.members[user.id] = user
        return self._service(user, {"new_chat_members": [user.to_json()]})

    def _leave(self, user: User) -> Message:
        message = self._service(user, {"left_chat_member": user.to_json()})
        del self._chat.members[user.id]
        return message

    def _add_bot(self, user: User) -> Message:
        self._set_bot(user, "member")
        return self._service(user, {"new_chat_members": [self._account.world.bot.to_json()]})

    def _topic(self, user: User, name: str) -> int:
        if not self._chat.forum:
            raise ValueError("the group has no topics")
        thread = next(self._chat.ids)
        self._chat.topics[thread] = name
        content: Json = {"forum_topic_created": {"name": name, "icon_color": 7322096}}
        self._publish(Message(thread, self.id, user, content=content, thread=thread, in_topic=True))
        return thread

    def _upgrade(self, user: User) -> Group:
        new = Group(self._account, self._account.world.upgrade(self._chat), self._on_loop)
        self._service(user, {"migrate_to_chat_id": new.id})
        new._service(user, {"migrate_from_chat_id": self.id})
        return new

    def _service(self, user: User, content: Json) -> Message:
        return self._publish(Message(next(self._chat.ids), self.id, user, content=content))


def _id(message: Message | int | None) -> int | None:
    return message.message_id if isinstance(message, Message) else message


def _data(message: Message, label: str) -> str:
    buttons = [button for row in (message.reply_markup or {})["inline_keyboard"] for button in row]
    found: list[str] = [button["callback_data"] for button in buttons if button["text"] == label]
    if len(found) != 1:
        raise ValueError(f"{len(found)} buttons {label!r} among {[button['text'] for button in buttons]}")
    return found[0]
