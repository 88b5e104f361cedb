"""Texts, parameters and keyboards: what Telegram refuses is refused, what it accepts is accepted."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    MessageEntity,
)
from telegram.error import InvalidToken

from tests.telegram_server import PrivateChat, TelegramServer, User
from tests.telegram_server.bots import ask, button, link, post, refused


class TestTexts:
    def test_html_becomes_text_and_entities(self, server: TelegramServer, chat: PrivateChat) -> None:
        html = "<b>คำตอบ</b> 😀\n<blockquote expandable><i>ก</i> &lt;ข&gt;</blockquote>  "
        sent = ask(server, lambda bot: bot.send_message(chat.id, html, "HTML"))
        (message,) = chat.messages
        assert sent.text == message.text == "คำตอบ 😀\nก <ข>"
        assert message.marked("bold") == ("คำตอบ",)
        assert message.marked("expandable_blockquote") == ("ก <ข>",)
        assert sent.parse_entities([MessageEntity.ITALIC]).popitem()[1] == "ก"

    def test_links_and_commands_are_found_without_markup(self, server: TelegramServer, chat: PrivateChat) -> None:
        ask(server, lambda bot: bot.send_message(chat.id, "/help https://example.org <b>"))
        (message,) = chat.messages
        assert message.marked("bot_command") == ("/help",)
        assert message.marked("url") == ("https://example.org",)

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("<b>ก", "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
            ("<p>ก</p>", 'can\'t parse entities: Unsupported start tag "p" at byte offset 0'),
            ("", "message text is empty"),
            (" \n", "message text is empty"),
            ("<b></b>", "message text is empty"),
            ("ก" * 4097, "message is too long"),
            ("<b>ก</b>" * 3300, "text is too long"),
        ],
    )
    def test_a_bad_text_is_refused_in_telegrams_words(
        self, server: TelegramServer, chat: PrivateChat, text: str, reason: str
    ) -> None:
        assert refused(server, lambda bot: bot.send_message(chat.id, text, "HTML")) == reason
        assert not chat.messages

    def test_length_counts_code_points_after_parsing(self, server: TelegramServer, chat: PrivateChat) -> None:
        ask(server, lambda bot: bot.send_message(chat.id, f"<b>{'😀' * 4096}</b>", "HTML"))
        assert chat.messages[0].entities[0]["length"] == 2 * 4096

    @pytest.mark.parametrize(
        "html",
        ["<blockquote>ก<blockquote expandable>ข</blockquote></blockquote>", "<b>ก</b> " * 101],
        ids=["nested quotes", "101 entities"],
    )
    def test_what_telegram_would_mend_silently_is_a_violation(
        self, server: TelegramServer, chat: PrivateChat, html: str
    ) -> None:
        refused(server, lambda bot: bot.send_message(chat.id, html, "HTML"))
        assert len(server.violations) == 1

    def test_a_hundred_entities_are_taken(self, server: TelegramServer, chat: PrivateChat) -> None:
        ask(server, lambda bot: bot.send_message(chat.id, "<b>ก</b> " * 100, "HTML"))
        assert len(chat.messages[0].entities) == 100


class TestParameters:
    @pytest.mark.parametrize(
        ("extra", "violation"),
        [
            ({"tekst": "ก"}, "unknown: tekst"),
            ({"link_preview_options": {"disabled": True}}, "unknown: link_preview_options.disabled"),
            (
                {"reply_markup": {"inline_keyboard": [[{"text": "ก", "callbak_data": "x"}]]}},
                "unknown: reply_markup.inline_keyboard.0.0.callbak_data",
            ),
            ({"message_thread_id": "ก"}, "message_thread_id: Input should be a valid integer"),
        ],
    )
    def test_a_misspelt_parameter_is_a_violation_at_any_depth(
        self, server: TelegramServer, chat: PrivateChat, extra: dict[str, Any], violation: str
    ) -> None:
        refused(server, lambda bot: bot.send_message(chat.id, "ก", api_kwargs=extra))
        assert len(server.violations) == 1
        assert server.violations[0].startswith(f"sendMessage: {violation}")

    def test_an_unknown_method_is_not_found(self, server: TelegramServer) -> None:
        assert post(server, "sendMesage") == "Not Found: method not found"
        assert server.violations

    def test_a_wrong_token_is_refused(self, server: TelegramServer) -> None:
        async def run() -> None:
            async with Bot("1:x", server.base_url):
                pass

        with pytest.raises(InvalidToken):
            asyncio.run(run())
        assert server.calls[-1].status == 401

    def test_calls_are_kept_with_their_parameters_and_result(self, server: TelegramServer, chat: PrivateChat) -> None:
        ask(server, lambda bot: bot.send_message(chat.id, "ก", disable_notification=True))
        call = server.called("sendMessage")[0]
        assert call.params == {"chat_id": chat.id, "text": "ก", "disable_notification": True}
        assert call.status == 200
        assert call.result["message_id"] == chat.messages[0].message_id
        assert not server.violations


class TestKeyboards:
    @pytest.mark.parametrize(
        ("markup", "reason"),
        [
            (button("ก", "ก" * 22), "BUTTON_DATA_INVALID"),
            (link("ftp://example.org"), "Unsupported URL protocol"),
            (link("http://localhost"), "Wrong HTTP URL"),
            (InlineKeyboardMarkup([[InlineKeyboardButton("ก", callback_data="1")] * 9]), "reply markup is too long"),
            (InlineKeyboardMarkup([[InlineKeyboardButton("ก", callback_data="1")]] * 101), "reply markup is too long"),
        ],
    )
    def test_a_bad_keyboard_is_refused(
        self, server: TelegramServer, chat: PrivateChat, markup: InlineKeyboardMarkup, reason: str
    ) -> None:
        said = refused(server, lambda bot: bot.send_message(chat.id, "ก", reply_markup=markup))
        assert said.endswith(reason)

    def test_callback_data_may_have_64_bytes(self, server: TelegramServer, chat: PrivateChat) -> None:
        markup = button("ก", "ก" * 21 + "x")
        ask(server, lambda bot: bot.send_message(chat.id, "ก", reply_markup=markup))
        assert chat.messages[0].labels == (("ก",),)


class TestEdits:
    def test_an_edit_replaces_text_entities_and_keyboard(self, server: TelegramServer, chat: PrivateChat) -> None:
        async def act(bot: Bot) -> None:
            sent = await bot.send_message(chat.id, "<b>ก</b>", "HTML", reply_markup=button("ไป", "1"))
            assert chat.messages[0].labels == (("ไป",),)
            await bot.edit_message_text("ข", chat.id, sent.message_id)

        ask(server, act)
        (message,) = chat.messages
        assert (message.text, message.entities, message.labels) == ("ข", (), ())
        assert message.edit_date

    def test_an_edit_that_changes_nothing_is_refused(self, server: TelegramServer, chat: PrivateChat) -> None:
        sent = ask(server, lambda bot: bot.send_message(chat.id, "<b>ก</b>", "HTML"))
        same = "message is not modified: specified new message content and reply markup are exactly the same"
        text = refused(server, lambda bot: bot.edit_message_text("<b>ก</b> ", chat.id, sent.message_id, None, "HTML"))
        markup = refused(server, lambda bot: bot.edit_message_reply_markup(chat.id, sent.message_id))
        assert text.startswith(same)
        assert markup.startswith(same)

    def test_only_an_existing_own_message_can_be_edited(
        self, server: TelegramServer, user: User, chat: PrivateChat
    ) -> None:
        theirs = chat.send(user, "ก").message_id
        assert refused(server, lambda bot: bot.edit_message_text("ข", chat.id, theirs)) == "message can't be edited"
        assert refused(server, lambda bot: bot.edit_message_text("ข", chat.id, 9999)) == "message to edit not found"
        assert refused(server, lambda bot: bot.edit_message_reply_markup(chat.id, 9999)) == "message to edit not found"

    def test_a_message_of_another_chat_is_not_found(self, server: TelegramServer, chat: PrivateChat) -> None:
        other = server.private_chat(server.user("อื่น"))
        sent = ask(server, lambda bot: bot.send_message(other.id, "ก"))
        reason = refused(server, lambda bot: bot.edit_message_text("ข", chat.id, sent.message_id))
        assert reason == "message to edit not found"

    def test_a_deleted_message_is_gone(self, server: TelegramServer, user: User, chat: PrivateChat) -> None:
        sent = ask(server, lambda bot: bot.send_message(chat.id, "ก"))
        ask(server, lambda bot: bot.delete_message(chat.id, sent.message_id))
        assert not chat.messages
        reason = refused(server, lambda bot: bot.delete_message(chat.id, sent.message_id))
        assert reason == "message to delete not found"
        group = server.group("กลุ่ม", [user])
        theirs = group.send(user, "ก").message_id
        assert refused(server, lambda bot: bot.delete_message(group.id, theirs)) == "message can't be deleted"
        group.promote_bot(user)
        ask(server, lambda bot: bot.delete_message(group.id, theirs))
