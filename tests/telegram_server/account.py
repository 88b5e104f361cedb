"""One bot's account: its world, its updates, and what every method needs of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.telegram_server.flood import FloodGate, Limits
from tests.telegram_server.queries import Queries
from tests.telegram_server.schema import check_update
from tests.telegram_server.state import Chat, Message, World
from tests.telegram_server.updates import UpdateQueue
from tests.telegram_server.webhook import Webhook
from tests.telegram_server.wire import ApiError, Json, bad_request, forbidden


@dataclass(slots=True)
class Account:
    """Everything that the methods act on. Touched only on the server's event loop."""

    world: World
    limits: Limits
    updates: UpdateQueue
    gate: FloodGate
    queries: Queries
    webhook: Webhook
    profile: dict[tuple[str, str], object] = field(default_factory=dict)
    """Commands and descriptions, by what they are and for whom."""

    def chat(self, params: Json) -> Chat:
        """The chat of a request, which the bot may write in. Raises ApiError as Telegram does."""
        chat_id = params.get("chat_id")
        if chat_id is None or chat_id == "":
            raise bad_request("chat_id is empty")
        chat = self.world.chats.get(chat_id)
        if chat is None:
            raise self._no_chat(chat_id)
        if chat.migrated_to:
            moved = {"migrate_to_chat_id": chat.migrated_to}
            raise ApiError(400, "Bad Request: group chat was upgraded to a supergroup chat", moved)
        if chat.bot_status in ("left", "kicked"):
            raise _shut_out(chat)
        return chat

    def message(self, chat: Chat, message_id: int | None, what: str) -> Message:
        """A message of a chat. Raises ApiError 400: ``what`` (such as "message to edit") not found."""
        if not message_id:
            raise bad_request("message identifier is not specified")
        if message_id not in chat.history:
            raise bad_request(f"{what} not found")
        return chat.history[message_id]

    def tell(self, kind: str, payload: Json) -> bool:
        """Queues an update for the bot, checked against the documentation. Says whether it asked for this kind."""
        check_update({"update_id": 1, kind: payload})
        return self.updates.put(kind, payload)

    def _no_chat(self, chat_id: int | str) -> ApiError:
        if chat_id in self.world.users:
            return forbidden("bot can't initiate conversation with a user")
        return bad_request("chat not found")


def _shut_out(chat: Chat) -> ApiError:
    if chat.type == "private":
        return forbidden("bot was blocked by the user")
    if chat.bot_status == "kicked":
        return forbidden(f"bot was kicked from the {chat.type} chat")
    return forbidden(f"bot is not a member of the {chat.type} chat")
