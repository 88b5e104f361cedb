"""Methods about chats, files and what the bot shows in them."""

from __future__ import annotations

from telegram.constants import ChatAction, ReactionEmoji

from tests.telegram_server import rules
from tests.telegram_server.account import Account
from tests.telegram_server.registry import method
from tests.telegram_server.state import Chat
from tests.telegram_server.wire import Json, bad_request

_ACTIONS = frozenset(ChatAction)
_REACTIONS = frozenset(ReactionEmoji)
ACCENT_COLOR = 3
"""Of names and reply bars; every chat has one."""


@method("sendChatAction")
def send_chat_action(account: Account, params: Json) -> bool:
    """Shows "typing" and the like."""
    chat = account.chat(params)
    if params["action"] not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    if params.get("message_thread_id") not in (None, *chat.topics):
        raise bad_request("message thread not found")
    chat.actions.append(params["action"])
    return True


@method("setMessageReaction")
def set_message_reaction(account: Account, params: Json) -> bool:
    """One reaction of the bot, or none."""
    chat = account.chat(params)
    message = account.message(chat, params.get("message_id"), "message to react")
    reactions: list[Json] = params.get("reaction") or []
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(reaction.get("emoji") not in _REACTIONS for reaction in reactions):
        raise bad_request("REACTION_INVALID")
    chat.reactions[message.message_id] = reactions
    return True


@method("getFile")
def get_file(account: Account, params: Json) -> Json:
    """Where a file can be downloaded."""
    stored = account.world.files.get(params["file_id"])
    if stored is None:
        raise bad_request("invalid file_id")
    if len(stored.upload.data) > rules.DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return stored.to_json() | {"file_path": stored.path}


@method("getChat")
def get_chat(account: Account, params: Json) -> Json:
    """A chat in full."""
    chat = account.chat(params)
    accepted = dict.fromkeys(("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription"), False)
    accepted |= {"gifts_from_channels": False}
    return chat.to_json() | {"accent_color_id": ACCENT_COLOR, "max_reaction_count": 11, "accepted_gift_types": accepted}


@method("getChatMember")
def get_chat_member(account: Account, params: Json) -> Json:
    """Whether and as what somebody is in a chat."""
    chat = account.chat(params)
    user_id = params["user_id"]
    if user_id == account.world.bot.id:
        return {"user": account.world.bot.to_json()} | bot_rights(chat)
    if user_id in chat.members:
        return {"user": chat.members[user_id].to_json(), "status": "member"}
    if user_id in account.world.users and chat.type != "private":
        return {"user": account.world.users[user_id].to_json(), "status": "left"}
    raise bad_request("member not found")


@method("leaveChat")
def leave_chat(account: Account, params: Json) -> bool:
    """The bot leaves a group."""
    chat = account.chat(params)
    if chat.type == "private":
        raise bad_request("chat not found")
    chat.bot_status = "left"
    return True


def bot_rights(chat: Chat) -> Json:
    """The bot's status in a chat, as in ChatMember."""
    if chat.bot_status == "kicked":
        return {"status": "kicked", "until_date": 0}
    if chat.bot_status != "administrator":
        return {"status": chat.bot_status}
    rights = (
        "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members"
        " can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories"
        " can_send_welcome_messages"
    )
    return {"status": "administrator"} | dict.fromkeys(rights.split(), True)
