"""Methods that send, change and delete messages."""

from __future__ import annotations

from tests.telegram_server import rules
from tests.telegram_server.account import Account
from tests.telegram_server.registry import method
from tests.telegram_server.state import Chat, Message, StoredFile, edited
from tests.telegram_server.wire import Json, Upload, bad_request


@method("sendMessage")
def send_message(account: Account, params: Json) -> Json:
    """A text message."""
    chat = account.chat(params)
    text, entities = rules.message_text(params)
    return _post(account, chat, params, text, entities)


@method("sendDocument")
def send_document(account: Account, params: Json) -> Json:
    """A file of any kind, uploaded or known by its file_id."""
    chat = account.chat(params)
    text, entities = rules.caption(params)
    if isinstance(params["document"], Upload):
        rules.document(params["document"])
    stored = _stored(account, params["document"], "documents")
    described = {"file_name": stored.upload.name, "mime_type": stored.upload.mime_type}
    return _post(account, chat, params, text, entities, {"document": stored.to_json() | described})


@method("sendPhoto")
def send_photo(account: Account, params: Json) -> Json:
    """A PNG or JPEG picture, uploaded or known by its file_id."""
    chat = account.chat(params)
    text, entities = rules.caption(params)
    return _post(account, chat, params, text, entities, _photo(account, params["photo"]))


@method("sendMessageDraft")
def send_message_draft(account: Account, params: Json) -> bool:
    """A text shown while it is being written."""
    chat = account.chat(params)
    if chat.type != "private":
        raise bad_request("message drafts can be sent only to private chats")
    if not params["draft_id"]:
        raise bad_request("draft identifier must be non-zero")
    chat.drafts.append(rules.message_text(params)[0] if params.get("text") else "")
    return True


@method("editMessageText")
def edit_message_text(account: Account, params: Json) -> Json | bool:
    """A new text, and the keyboard given with it or none."""
    if params.get("inline_message_id"):
        return _edit_inline(account, params)
    chat = account.chat(params)
    message = _editable(account, chat, params)
    if message.content:
        raise bad_request("there is no text in the message to edit")
    text, entities = rules.message_text(params)
    markup = rules.keyboard(params.get("reply_markup"))
    return _changed(chat, message, text=text, entities=entities, reply_markup=markup)


@method("editMessageCaption")
def edit_message_caption(account: Account, params: Json) -> Json | bool:
    """A new caption, and the keyboard given with it or none."""
    chat = account.chat(params)
    message = _editable(account, chat, params)
    if not message.content:
        raise bad_request("there is no caption in the message to edit")
    text, entities = rules.caption(params)
    markup = rules.keyboard(params.get("reply_markup"))
    return _changed(chat, message, text=text, entities=entities, reply_markup=markup)


@method("editMessageMedia")
def edit_message_media(account: Account, params: Json) -> Json | bool:
    """Another picture in the place of one, with its caption, and the keyboard given with it or none."""
    chat = account.chat(params)
    message = _editable(account, chat, params)
    if not message.content:
        raise bad_request("there is no media in the message to edit")
    if params["media"]["type"] != "photo":
        raise bad_request("only photographs are part of this server")
    text, entities = rules.caption(params["media"])
    content, markup = _photo(account, params["media"]["media"]), rules.keyboard(params.get("reply_markup"))
    return _changed(chat, message, text=text, entities=entities, content=content, reply_markup=markup)


@method("editMessageReplyMarkup")
def edit_message_reply_markup(account: Account, params: Json) -> Json | bool:
    """A new keyboard, or none."""
    chat = account.chat(params)
    message = _editable(account, chat, params)
    return _changed(chat, message, reply_markup=rules.keyboard(params.get("reply_markup")))


@method("deleteMessage")
def delete_message(account: Account, params: Json) -> bool:
    """Removes a message of the bot, or of others where it may."""
    chat = account.chat(params)
    message = account.message(chat, params.get("message_id"), "message to delete")
    own = message.sender == account.world.bot
    allowed = own or chat.type == "private" or chat.bot_status == "administrator"
    if not allowed:
        raise bad_request("message can't be deleted")
    del chat.history[message.message_id]
    return True


def _editable(account: Account, chat: Chat, params: Json) -> Message:
    """The bot's own message that is to change; counts the edit. Raises ApiError."""
    message = account.message(chat, params.get("message_id"), "message to edit")
    if message.sender != account.world.bot or message.via_bot:
        raise bad_request("message can't be edited")
    account.gate.admit(chat.id)
    return message


def _edit_inline(account: Account, params: Json) -> bool:
    """A new text for a message that was sent through the bot. Raises ApiError."""
    if params["inline_message_id"] not in account.world.inline:
        raise bad_request("MESSAGE_ID_INVALID")
    chat_id, message_id = account.world.inline[params["inline_message_id"]]
    chat = account.world.chats[chat_id]
    text, entities = rules.message_text(params)
    markup = rules.keyboard(params.get("reply_markup"))
    _changed(chat, chat.history[message_id], text=text, entities=entities, reply_markup=markup)
    return True


def _changed(chat: Chat, message: Message, **changes: object) -> Json:
    if all(getattr(message, name) == value for name, value in changes.items()):
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same"
            " as a current content and reply markup of the message"
        )
    return chat.message_json(chat.add(edited(message, **changes)))


def _post(
    account: Account, chat: Chat, params: Json, text: str, entities: tuple[Json, ...], content: Json | None = None
) -> Json:
    """Adds the bot's message to the chat, once nothing speaks against it."""
    reply_to = _reply_to(chat, params)
    thread, in_topic = _thread(chat, params, reply_to)
    markup = rules.keyboard(params.get("reply_markup"))
    account.gate.admit(chat.id)
    message = Message(
        next(chat.ids), chat.id, account.world.bot, text, entities, content or {}, markup, reply_to, thread, in_topic,
        silent=bool(params.get("disable_notification")), protected=bool(params.get("protect_content")),
    )  # fmt: skip
    return chat.message_json(chat.add(message))


def _reply_to(chat: Chat, params: Json) -> int | None:
    """The message that is replied to, None where it is gone and need not be there. Raises ApiError 400."""
    reply: Json = params.get("reply_parameters") or {
        "message_id": params.get("reply_to_message_id"),
        "allow_sending_without_reply": params.get("allow_sending_without_reply"),
    }
    message_id: int | None = reply.get("message_id")
    if reply.get("chat_id", chat.id) != chat.id:
        raise bad_request("replies to another chat are not part of this server")
    if not message_id or message_id in chat.history:
        return _with_quote(chat, message_id, reply.get("quote"))
    if reply.get("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def _with_quote(chat: Chat, message_id: int | None, quote: str | None) -> int | None:
    if quote and message_id and quote not in chat.history[message_id].text:
        raise bad_request("QUOTE_TEXT_INVALID")
    return message_id or None


def _thread(chat: Chat, params: Json, reply_to: int | None) -> tuple[int | None, bool]:
    """The thread that a message falls into, and whether that is a forum topic. Raises ApiError 400."""
    wanted = params.get("message_thread_id")
    if wanted is not None and wanted not in chat.topics:
        raise bad_request("message thread not found")
    return chat.thread_of(wanted, reply_to)


def _photo(account: Account, given: Upload | str) -> Json:
    """The content of a message with a picture. Raises ApiError 400."""
    stored = _stored(account, given, "photos")
    width, height = rules.photo(stored.upload)
    return {"photo": [stored.to_json() | {"width": width, "height": height}]}


def _stored(account: Account, given: Upload | str, folder: str) -> StoredFile:
    if isinstance(given, Upload):
        return account.world.store(given, folder)
    if given not in account.world.files:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return account.world.files[given]
