"""The server refuses what Telegram refuses and accepts what it accepts, as seen by python-telegram-bot."""

from __future__ import annotations

import asyncio
import io
import struct
import zlib
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, TypeVar

import aiohttp
import pytest
from telegram import (
    Bot,
    BotCommandScopeAllGroupChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResult,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
    MessageEntity,
    ReplyParameters,
    Update,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes
from telegram.request import HTTPXRequest

from tests.telegram_server import Fault, Limits, PrivateChat, TelegramServer, User

T = TypeVar("T")


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    with TelegramServer(limits=Limits(flood=False)) as server:
        yield server


@pytest.fixture
def user(server: TelegramServer) -> User:
    return server.user("สมศรี")


@pytest.fixture
def chat(server: TelegramServer, user: User) -> PrivateChat:
    return server.private_chat(user)


def ask(server: TelegramServer, action: Callable[[Bot], Awaitable[T]], read_timeout: float = 5.0) -> T:
    """What one action of a real bot gives."""

    async def run() -> T:
        request = HTTPXRequest(read_timeout=read_timeout)
        async with Bot(server.token, server.base_url, server.base_file_url, request=request) as bot:
            return await action(bot)

    return asyncio.run(run())


def refused(server: TelegramServer, action: Callable[[Bot], Awaitable[object]]) -> str:
    """The description of the 400 that an action ends with."""
    with pytest.raises(BadRequest):
        ask(server, action)
    description: str = server.calls[-1].result["description"]
    return description.removeprefix("Bad Request: ")


def updates(server: TelegramServer, **options: Any) -> tuple[Update, ...]:  # noqa: ANN401 get_updates' own
    return ask(server, lambda bot: bot.get_updates(**options))


def button(text: str, **action: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(text, **action)]])


def png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xff" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def article(number: int, text: str = "ก", **options: Any) -> InlineQueryResultArticle:  # noqa: ANN401 the class's own
    return InlineQueryResultArticle(str(number), f"ข้อ {number}", InputTextMessageContent(text), **options)


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
        with pytest.raises(InvalidToken):
            ask(server, lambda bot: bot.do_api_request("sendMesage"))
        assert server.calls[-1].status == 404
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


class TestChats:
    def test_a_chat_that_does_not_exist_is_not_found(self, server: TelegramServer) -> None:
        assert refused(server, lambda bot: bot.send_message(1, "ก")) == "chat not found"

    def test_a_bot_cannot_write_first(self, server: TelegramServer, user: User) -> None:
        with pytest.raises(Forbidden, match="can't initiate conversation"):
            ask(server, lambda bot: bot.send_message(user.id, "ก"))

    def test_who_blocked_the_bot_gets_nothing(self, server: TelegramServer, user: User, chat: PrivateChat) -> None:
        server.block(user)
        with pytest.raises(Forbidden, match="blocked by the user"):
            ask(server, lambda bot: bot.send_message(chat.id, "ก"))
        server.unblock(user)
        ask(server, lambda bot: bot.send_message(chat.id, "ข"))
        assert [message.text for message in chat.messages] == ["ข"]
        assert [
            update.my_chat_member.new_chat_member.status for update in updates(server) if update.my_chat_member
        ] == [
            "kicked",
            "member",
        ]

    def test_a_bot_thrown_out_of_a_group_cannot_write(self, server: TelegramServer, user: User) -> None:
        group = server.group("กลุ่ม", [user], supergroup=True)
        group.kick_bot(user)
        with pytest.raises(Forbidden, match="kicked from the supergroup chat"):
            ask(server, lambda bot: bot.send_message(group.id, "ก"))

    def test_an_upgraded_group_names_its_new_id(self, server: TelegramServer, user: User) -> None:
        group = server.group("กลุ่ม", [user])
        new = group.upgrade(user)
        with pytest.raises(ChatMigrated) as error:
            ask(server, lambda bot: bot.send_message(group.id, "ก"))
        assert error.value.new_chat_id == new.id
        services = [update.message for update in updates(server) if update.message]
        assert services[-2].migrate_to_chat_id == new.id
        assert services[-1].migrate_from_chat_id == group.id
        ask(server, lambda bot: bot.send_message(new.id, "ก"))
        assert len(new.messages) == 1

    def test_private_chats_and_basic_groups_share_message_ids_and_supergroups_do_not(
        self, server: TelegramServer, user: User, chat: PrivateChat
    ) -> None:
        group, supergroup = server.group("ก", [user]), server.group("ข", [user], supergroup=True)
        first = chat.send(user, "ก").message_id
        assert group.send(user, "ก").message_id == first + 1
        assert supergroup.send(user, "ก").message_id == 2
        assert chat.send(user, "ก").message_id == first + 2

    def test_members_are_known(self, server: TelegramServer, user: User) -> None:
        group, stranger = server.group("กลุ่ม", [user]), server.user("อื่น")
        assert ask(server, lambda bot: bot.get_chat_member(group.id, user.id)).status == "member"
        assert ask(server, lambda bot: bot.get_chat_member(group.id, stranger.id)).status == "left"
        assert ask(server, lambda bot: bot.get_chat_member(group.id, server.bot.id)).status == "member"
        assert ask(server, lambda bot: bot.get_chat(group.id)).title == "กลุ่ม"
        ask(server, lambda bot: bot.leave_chat(group.id))
        with pytest.raises(Forbidden, match="not a member"):
            ask(server, lambda bot: bot.send_message(group.id, "ก"))


class TestReplies:
    def test_a_reply_names_its_message(self, server: TelegramServer, user: User, chat: PrivateChat) -> None:
        question = chat.send(user, "ถาม")
        answer = ask(
            server, lambda bot: bot.send_message(chat.id, "ตอบ", reply_parameters=ReplyParameters(question.message_id))
        )
        assert answer.reply_to_message
        assert answer.reply_to_message.text == "ถาม"
        assert chat.messages[0].reply_to == question.message_id

    def test_a_reply_to_nothing_is_refused_unless_allowed(self, server: TelegramServer, chat: PrivateChat) -> None:
        lost = ReplyParameters(9999)
        reason = refused(server, lambda bot: bot.send_message(chat.id, "ก", reply_parameters=lost))
        assert reason == "message to be replied not found"
        kept = ReplyParameters(9999, allow_sending_without_reply=True)
        assert ask(server, lambda bot: bot.send_message(chat.id, "ก", reply_parameters=kept)).reply_to_message is None

    def test_a_topic_message_stays_in_its_topic(self, server: TelegramServer, user: User) -> None:
        group = server.group("กลุ่ม", [user], forum=True, privacy=False)
        thread = group.topic(user, "งบประมาณ")
        question = group.send(user, "ถาม", thread=thread)
        received = updates(server)[-1].message
        assert received
        assert (received.message_thread_id, received.is_topic_message) == (thread, True)
        assert received.reply_to_message
        assert received.reply_to_message.forum_topic_created
        ask(server, lambda bot: bot.send_message(group.id, "ตอบ", message_thread_id=thread))
        ask(server, lambda bot: bot.send_message(group.id, "ต่อ", reply_parameters=ReplyParameters(question.message_id)))
        assert [message.thread for message in group.messages] == [thread, thread]

    def test_a_thread_that_does_not_exist_is_not_found(self, server: TelegramServer, user: User) -> None:
        group = server.group("กลุ่ม", [user], supergroup=True, privacy=False)
        group.send(user, "ต่อ", reply_to=group.send(user, "ถาม"))
        reply = updates(server)[-1].message
        assert reply
        assert reply.message_thread_id
        assert not reply.is_topic_message
        thread = reply.message_thread_id
        reason = refused(server, lambda bot: bot.send_message(group.id, "ก", message_thread_id=thread))
        assert reason == "message thread not found"


class TestEdits:
    def test_an_edit_replaces_text_entities_and_keyboard(self, server: TelegramServer, chat: PrivateChat) -> None:
        async def act(bot: Bot) -> None:
            sent = await bot.send_message(chat.id, "<b>ก</b>", "HTML", reply_markup=button("ไป", callback_data="1"))
            assert chat.messages[0].labels == (("ไป",),)
            await bot.edit_message_text("ข", chat.id, sent.message_id)

        ask(server, act)
        (message,) = chat.messages
        assert (message.text, message.entities, message.labels) == ("ข", (), ())
        assert message.edit_date

    def test_an_edit_that_changes_nothing_is_refused(self, server: TelegramServer, chat: PrivateChat) -> None:
        sent = ask(server, lambda bot: bot.send_message(chat.id, "<b>ก</b>", "HTML"))
        for edit in (
            lambda bot: bot.edit_message_text("<b>ก</b> ", chat.id, sent.message_id, parse_mode="HTML"),
            lambda bot: bot.edit_message_reply_markup(chat.id, sent.message_id),
        ):
            assert refused(server, edit).startswith("message is not modified: specified new message content and reply")

    def test_only_an_existing_own_message_can_be_edited(
        self, server: TelegramServer, user: User, chat: PrivateChat
    ) -> None:
        theirs = chat.send(user, "ก").message_id
        assert refused(server, lambda bot: bot.edit_message_text("ข", chat.id, theirs)) == "message can't be edited"
        assert refused(server, lambda bot: bot.edit_message_text("ข", chat.id, 9999)) == "message to edit not found"
        assert refused(server, lambda bot: bot.edit_message_reply_markup(chat.id, 9999)) == "message to edit not found"

    def test_a_message_of_another_chat_is_not_found(
        self, server: TelegramServer, user: User, chat: PrivateChat
    ) -> None:
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


class TestKeyboards:
    @pytest.mark.parametrize(
        ("markup", "reason"),
        [
            (button("ก", callback_data="ก" * 22), "BUTTON_DATA_INVALID"),
            (button("ก", url="ftp://example.org"), "unsupported URL protocol"),
            (button("ก", url="http://localhost"), "wrong HTTP URL"),
            (InlineKeyboardMarkup([[InlineKeyboardButton("ก", callback_data="1")] * 9]), "reply markup is too long"),
            (InlineKeyboardMarkup([[InlineKeyboardButton("ก", callback_data="1")]] * 101), "reply markup is too long"),
        ],
    )
    def test_a_bad_keyboard_is_refused(
        self, server: TelegramServer, chat: PrivateChat, markup: InlineKeyboardMarkup, reason: str
    ) -> None:
        said = refused(server, lambda bot: bot.send_message(chat.id, "ก", reply_markup=markup))
        assert reason.lower() in said.lower()

    def test_callback_data_may_have_64_bytes(self, server: TelegramServer, chat: PrivateChat) -> None:
        markup = button("ก", callback_data="ก" * 21 + "x")
        ask(server, lambda bot: bot.send_message(chat.id, "ก", reply_markup=markup))
        assert chat.messages[0].labels == (("ก",),)


class TestQueries:
    def test_a_pressed_button_is_answered_once(self, server: TelegramServer, user: User, chat: PrivateChat) -> None:
        ask(server, lambda bot: bot.send_message(chat.id, "ก", reply_markup=button("ไป", callback_data="c:1")))
        press = chat.press(user, chat.messages[0], "ไป")
        received = updates(server)[-1].callback_query
        assert received
        assert (received.data, received.from_user.id) == ("c:1", user.id)
        assert press.answer is None
        ask(server, lambda bot: bot.answer_callback_query(received.id, "ได้"))
        assert press.answer
        assert press.answer["text"] == "ได้"
        again = refused(server, lambda bot: bot.answer_callback_query(received.id))
        assert again == "query is too old and response timeout expired or query ID is invalid"

    def test_a_notice_has_200_characters_at_most(self, server: TelegramServer, user: User, chat: PrivateChat) -> None:
        ask(server, lambda bot: bot.send_message(chat.id, "ก", reply_markup=button("ไป", callback_data="1")))
        press = chat.press(user, chat.messages[0], "ไป")
        assert refused(server, lambda bot: bot.answer_callback_query(press.id, "ก" * 201)) == "MESSAGE_TOO_LONG"

    def test_a_query_grows_too_old(self) -> None:
        with TelegramServer(limits=Limits(inline_seconds=0.0)) as server:
            query = server.inline(server.user(), "งบ")
            assert "too old" in refused(server, lambda bot: bot.answer_inline_query(query.id, []))

    def test_an_inline_answer_is_shown_to_everybody_unless_personal(self, server: TelegramServer, user: User) -> None:
        other = server.user("อื่น")
        for text, personal in (("ร่วม", False), ("ลับ", True)):
            query = server.inline(user, text)
            received = updates(server)[-1].inline_query
            assert received
            assert received.query == text
            ask(server, lambda bot, query=query: bot.answer_inline_query(query.id, [article(1)], is_personal=personal))  # noqa: B023
            assert server.inline(user, text).answer
            assert (server.inline(other, text).answer is None) == personal

    def test_an_inline_result_is_sent_through_the_bot(
        self, server: TelegramServer, user: User, chat: PrivateChat
    ) -> None:
        query = server.inline(user, "งบ")
        ask(server, lambda bot: bot.answer_inline_query(query.id, [article(1, "<b>ก</b>"), article(2)]))
        message = chat.pick(user, query, "2")
        assert (message.text, message.via_bot) == ("ก", server.bot)
        reason = refused(server, lambda bot: bot.edit_message_text("ข", chat.id, message.message_id))
        assert reason == "message can't be edited"

    @pytest.mark.parametrize(
        ("results", "reason"),
        [
            ([article(n) for n in range(51)], "RESULTS_TOO_MUCH"),
            ([article(1), article(1)], "RESULT_ID_DUPLICATE"),
            ([article(1, "ก" * 4097)], "message is too long"),
            ([article(1, reply_markup=button("ก", callback_data="x" * 65))], "BUTTON_DATA_INVALID"),
        ],
    )
    def test_bad_inline_results_are_refused(
        self, server: TelegramServer, user: User, results: list[InlineQueryResult], reason: str
    ) -> None:
        query = server.inline(user, "งบ")
        options = {"results": None} if len(results) > 50 else {}
        payload = {"inline_query_id": query.id, "results": [result.to_dict() for result in results]} | options
        payload["results"] = [result.to_dict() for result in results]
        assert refused(server, lambda bot: bot.do_api_request("answerInlineQuery", api_kwargs=payload)) == reason

    def test_a_start_parameter_has_its_own_alphabet(self, server: TelegramServer, user: User) -> None:
        query = server.inline(user, "งบ")
        opener = InlineQueryResultsButton("เปิด", start_parameter="ก")
        reason = refused(server, lambda bot: bot.answer_inline_query(query.id, [], button=opener))
        assert reason == "START_PARAM_INVALID"
