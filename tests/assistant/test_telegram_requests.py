from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from telegram import Chat, Document, Message, MessageEntity, MessageOriginUser, PhotoSize, User, Voice

from assistant.telegram.requests import Request, read_request

ME = User(100, "Mati", True, username="mati_bot")
ASKER = User(5, "ผู้ถาม", False)
PRIVATE, GROUP = Chat(5, "private"), Chat(-400, "group")
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def message(text: str | None, chat: Chat = PRIVATE, sender: User = ASKER, **fields: Any) -> Message:  # noqa: ANN401 (any field of a Message)
    """A message with the entities that Telegram finds in such texts: a command at its head, and mentions."""
    entities = []
    for start, word in words(text or ""):
        kind = {"/": MessageEntity.BOT_COMMAND, "@": MessageEntity.MENTION}.get(word[0])
        if kind:
            entities.append(MessageEntity(kind, len(text[:start].encode("utf-16-le")) // 2 if text else 0, len(word)))
    return Message(1, NOW, chat, from_user=sender, text=text, entities=entities, **fields)


def words(text: str) -> list[tuple[int, str]]:
    found, at = [], 0
    for word in text.split():
        at = text.index(word, at)
        found.append((at, word))
        at += len(word)
    return found


def from_the_bot(chat: Chat, **fields: Any) -> Message:  # noqa: ANN401 (any field of a Message)
    return Message(2, NOW, chat, from_user=ME, text="คำตอบ", **fields)


@pytest.mark.parametrize("text", ["งบเท่าไร", "  งบ <b>&amp; ", "🙂", "ก" * 4096, "งบ /ask ด้วย"])
def test_any_text_in_a_private_chat_is_a_question_as_typed(text: str) -> None:
    assert read_request(message(text), ME) == Request("ask", text)


@pytest.mark.parametrize("chat", [PRIVATE, GROUP])
@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("/start", Request("start")),
        ("/start abc", Request("start", "abc")),
        ("/help@Mati_Bot", Request("help")),
        ("/records", Request("records")),
        ("/ask งบเท่าไร", Request("ask", "งบเท่าไร")),
        ("/ASK@mati_bot\nงบ\nเท่าไร", Request("ask", "งบ\nเท่าไร")),
        ("/ask", Request("ask")),
    ],
)
def test_commands_are_read_in_every_chat(chat: Chat, text: str, request_: Request) -> None:
    assert read_request(message(text, chat), ME) == request_


def test_an_unknown_command_gets_help_in_private_and_silence_in_a_group() -> None:
    assert read_request(message("/settings"), ME) == Request("help")
    assert read_request(message("/settings", GROUP), ME) is None


def test_another_bots_command_is_left_to_it() -> None:
    assert read_request(message("/ask@other_bot งบ", GROUP), ME) is None


def test_group_talk_is_left_alone() -> None:
    assert read_request(message("งบเท่าไร", GROUP), ME) is None
    assert read_request(message("@somebody งบเท่าไร", GROUP), ME) is None
    assert read_request(message("a@mati_bot.example", GROUP), ME) is None


def test_a_mention_in_a_group_asks_the_rest_of_the_text() -> None:
    assert read_request(message("🙂 @Mati_Bot งบเท่าไร", GROUP), ME) == Request("ask", "🙂  งบเท่าไร")
    assert read_request(message("@mati_bot", GROUP), ME) == Request("ask")


def test_a_reply_to_the_bot_in_a_group_is_a_question() -> None:
    assert read_request(message("แล้วปีก่อนล่ะ", GROUP, reply_to_message=from_the_bot(GROUP)), ME) == Request(
        "ask", "แล้วปีก่อนล่ะ"
    )


def test_a_reply_to_somebody_else_is_not() -> None:
    theirs = Message(2, NOW, GROUP, from_user=User(6, "อื่น", False), text="งบ")
    assert read_request(message("แล้วปีก่อนล่ะ", GROUP, reply_to_message=theirs), ME) is None


def test_bots_and_the_bots_own_inline_results_are_not_answered() -> None:
    assert read_request(message("งบ", sender=User(9, "bot", True)), ME) is None
    assert read_request(message("งบ", via_bot=ME), ME) is None


def test_an_anonymous_admin_of_a_group_is_answered() -> None:
    anonymous = User(1087968824, "Group", True, username="GroupAnonymousBot")
    assert read_request(message("/ask งบ", GROUP, anonymous, sender_chat=GROUP), ME) == Request("ask", "งบ")


def test_what_is_not_text_gets_a_line_in_private_and_silence_in_a_group() -> None:
    voice = Voice("a", "b", 1)
    assert read_request(message(None, voice=voice), ME) == Request("not_text")
    assert read_request(message(None, GROUP, voice=voice), ME) is None


def test_a_photo_or_a_file_is_an_upload_in_private_and_nothing_in_a_group() -> None:
    both: tuple[dict[str, Any], ...] = ({"photo": (PhotoSize("a", "b", 1, 1),)}, {"document": Document("a", "b")})
    for sent in both:
        assert read_request(message(None, **sent), ME) == Request("file")
        assert read_request(message(None, GROUP, **sent), ME) is None


def test_service_messages_are_not_answered() -> None:
    assert read_request(message(None, pinned_message=from_the_bot(PRIVATE)), ME) is None


def test_a_forwarded_text_is_a_question() -> None:
    origin = MessageOriginUser(NOW, User(6, "อื่น", False))
    assert read_request(message("งบเท่าไร", forward_origin=origin), ME) == Request("ask", "งบเท่าไร")
