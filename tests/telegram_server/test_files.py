"""Files in both directions, and what else a bot shows."""

from __future__ import annotations

import struct
import zlib

import pytest
from telegram import BotCommandScopeAllGroupChats, Message
from telegram.constants import ChatAction
from telegram.error import BadRequest, InvalidToken

from tests.telegram_server import PrivateChat, TelegramServer, User
from tests.telegram_server.bots import ask, post, refused, updates

MEBIBYTE = 1024 * 1024


def png(width: int, height: int) -> bytes:
    """A white picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xff" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


class TestFiles:
    def test_a_persons_file_can_be_downloaded(self, server: TelegramServer, user: User, chat: PrivateChat) -> None:
        chat.send_document(user, b"%PDF-1.4", "รายงาน.pdf", "application/pdf", caption="ครั้งที่ 1")
        message = updates(server)[-1].message
        assert message
        assert message.document
        assert (message.caption, message.document.file_name) == ("ครั้งที่ 1", "รายงาน.pdf")
        document = message.document

        async def download(bot: object) -> bytes:
            document.set_bot(bot)  # type: ignore[arg-type] # a Bot
            file = await document.get_file()
            return bytes(await file.download_as_bytearray())

        assert ask(server, download) == b"%PDF-1.4"

    def test_a_file_over_20_megabytes_cannot(self, server: TelegramServer, user: User, chat: PrivateChat) -> None:
        sent = chat.send_document(user, b"x" * (20 * MEBIBYTE + 1), "ใหญ่.pdf")
        document = sent.content["document"]
        assert isinstance(document, dict)
        assert refused(server, lambda bot: bot.get_file(document["file_id"])) == "file is too big"
        assert refused(server, lambda bot: bot.get_file("x")) == "invalid file_id"

    def test_a_file_that_does_not_exist_is_not_found(self, server: TelegramServer) -> None:
        with pytest.raises(InvalidToken):
            ask(server, lambda bot: bot.request.retrieve(f"{server.base_file_url}{server.token}/documents/x"))

    def test_a_document_is_sent_with_its_name_and_again_by_its_id(
        self, server: TelegramServer, chat: PrivateChat
    ) -> None:
        def document(message: Message) -> str:
            assert message.document
            assert message.document.file_name == "ต้นฉบับ.pdf"
            return message.document.file_id

        html, name = "<b>ก</b>", "ต้นฉบับ.pdf"
        sent = ask(server, lambda bot: bot.send_document(chat.id, b"%PDF", html, parse_mode="HTML", filename=name))
        again = ask(server, lambda bot: bot.send_document(chat.id, document(sent)))
        assert document(again) == document(sent)
        assert (chat.messages[0].text, chat.messages[0].marked("bold")) == ("ก", ("ก",))
        assert not server.violations

    def test_a_caption_has_1024_characters_at_most(self, server: TelegramServer, chat: PrivateChat) -> None:
        reason = refused(server, lambda bot: bot.send_document(chat.id, b"x", "ก" * 1025))
        assert reason == "message caption is too long"
        assert refused(server, lambda bot: bot.send_document(chat.id, b"")) == "file must be non-empty"

    def test_a_caption_can_be_edited_and_a_text_cannot(self, server: TelegramServer, chat: PrivateChat) -> None:
        sent = ask(server, lambda bot: bot.send_document(chat.id, b"x", "ก"))
        ask(server, lambda bot: bot.edit_message_caption(chat.id, sent.message_id, caption="ข"))
        assert chat.messages[0].text == "ข"
        reason = refused(server, lambda bot: bot.edit_message_text("ค", chat.id, sent.message_id))
        assert reason == "there is no text in the message to edit"

    def test_a_picture_must_be_one(self, server: TelegramServer, chat: PrivateChat) -> None:
        sent = ask(server, lambda bot: bot.send_photo(chat.id, png(40, 30)))
        assert (sent.photo[0].width, sent.photo[0].height) == (40, 30)
        assert refused(server, lambda bot: bot.send_photo(chat.id, b"%PDF")) == "IMAGE_PROCESS_FAILED"
        assert refused(server, lambda bot: bot.send_photo(chat.id, png(900, 30))) == "PHOTO_INVALID_DIMENSIONS"


class TestShown:
    def test_typing_drafts_and_reactions_are_kept(self, server: TelegramServer, user: User, chat: PrivateChat) -> None:
        question = chat.send(user, "ถาม")
        ask(server, lambda bot: bot.send_chat_action(chat.id, ChatAction.TYPING))
        ask(server, lambda bot: bot.send_message_draft(chat.id, 1, "<b>กำลัง</b>ค้น", parse_mode="HTML"))
        ask(server, lambda bot: bot.set_message_reaction(chat.id, question.message_id, "👍"))
        assert (chat.actions, chat.drafts, chat.reactions(question)) == (("typing",), ("กำลังค้น",), ("👍",))
        assert refused(server, lambda bot: bot.set_message_reaction(chat.id, question.message_id, "🧾")) == (
            "REACTION_INVALID"
        )
        assert post(server, "sendChatAction", chat_id=chat.id, action="thinking") == (
            "Bad Request: wrong parameter action in request"
        )

    def test_commands_are_kept_for_each_scope_and_language(self, server: TelegramServer) -> None:
        groups = BotCommandScopeAllGroupChats()
        ask(server, lambda bot: bot.set_my_commands([("ask", "ถาม")], scope=groups, language_code="th"))
        (command,) = ask(server, lambda bot: bot.get_my_commands(groups, language_code="th"))
        assert (command.command, command.description) == ("ask", "ถาม")
        assert ask(server, lambda bot: bot.get_my_commands()) == ()
        ask(server, lambda bot: bot.delete_my_commands(groups, language_code="th"))
        assert ask(server, lambda bot: bot.get_my_commands(groups, language_code="th")) == ()

    @pytest.mark.parametrize("name", ["ถาม", "Ask", "a-b", "a" * 33])
    def test_a_command_has_its_own_alphabet(self, server: TelegramServer, name: str) -> None:
        with pytest.raises(BadRequest):
            ask(server, lambda bot: bot.set_my_commands([(name, "ก")]))
        assert server.calls[-1].result["description"] == "Bad Request: BOT_COMMAND_INVALID"

    def test_descriptions_are_kept_for_each_language(self, server: TelegramServer) -> None:
        ask(server, lambda bot: bot.set_my_description("ค้นมติที่ประชุม", "th"))
        assert ask(server, lambda bot: bot.get_my_description("th")).description == "ค้นมติที่ประชุม"
        assert ask(server, lambda bot: bot.get_my_description()).description == ""
