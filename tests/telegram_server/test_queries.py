"""Pressed buttons and inline queries."""

from __future__ import annotations

import pytest
from telegram import (
    InlineKeyboardMarkup,
    InlineQueryResult,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
)

from tests.telegram_server import Limits, PrivateChat, TelegramServer, User
from tests.telegram_server.bots import ask, button, post, refused, updates


def article(number: int, text: str = "ก", reply_markup: InlineKeyboardMarkup | None = None) -> InlineQueryResultArticle:
    return InlineQueryResultArticle(str(number), f"ข้อ {number}", InputTextMessageContent(text), reply_markup)


class TestQueries:
    def test_a_pressed_button_is_answered_once(self, server: TelegramServer, user: User, chat: PrivateChat) -> None:
        ask(server, lambda bot: bot.send_message(chat.id, "ก", reply_markup=button("ไป", "c:1")))
        press = chat.press(user, chat.messages[0], "ไป")
        received = updates(server)[-1].callback_query
        assert received
        assert (received.data, received.from_user.id) == ("c:1", user.id)
        ask(server, lambda bot: bot.answer_callback_query(received.id, "ได้"))
        assert press.answer
        assert press.answer["text"] == "ได้"
        again = refused(server, lambda bot: bot.answer_callback_query(received.id))
        assert again == "query is too old and response timeout expired or query ID is invalid"

    def test_a_notice_has_200_characters_at_most(self, server: TelegramServer, user: User, chat: PrivateChat) -> None:
        ask(server, lambda bot: bot.send_message(chat.id, "ก", reply_markup=button("ไป", "1")))
        press = chat.press(user, chat.messages[0], "ไป")
        assert refused(server, lambda bot: bot.answer_callback_query(press.id, "ก" * 201)) == "MESSAGE_TOO_LONG"

    def test_a_query_grows_too_old(self) -> None:
        with TelegramServer(limits=Limits(inline_seconds=0.0)) as server:
            query = server.inline(server.user(), "งบ")
            assert "too old" in refused(server, lambda bot: bot.answer_inline_query(query.id, []))

    def test_an_inline_answer_is_shown_to_everybody_unless_personal(self, server: TelegramServer, user: User) -> None:
        other, shown = server.user("อื่น"), article(1).to_dict()
        for text, personal in (("ร่วม", False), ("ลับ", True)):
            query = server.inline(user, text)
            received = updates(server)[-1].inline_query
            assert received
            assert received.query == text
            post(server, "answerInlineQuery", inline_query_id=query.id, results=[shown], is_personal=personal)
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

    def test_an_inline_result_with_buttons_can_be_changed_by_the_id_that_its_choice_tells(
        self, server: TelegramServer, user: User, chat: PrivateChat
    ) -> None:
        ask(server, lambda bot: bot.get_updates(allowed_updates=["inline_query", "chosen_inline_result"]))
        query = server.inline(user, "งบ")
        ask(server, lambda bot: bot.answer_inline_query(query.id, [article(1, "ก", button("ไป", "1"))]))
        chat.pick(user, query, "1")
        chosen = updates(server)[-1].chosen_inline_result
        assert chosen
        assert (chosen.result_id, chosen.query) == ("1", "งบ")
        name = chosen.inline_message_id
        ask(server, lambda bot: bot.edit_message_text("ข", inline_message_id=name))
        assert chat.history[-1].text == "ข"
        assert refused(server, lambda bot: bot.edit_message_text("ค", inline_message_id="x")) == "MESSAGE_ID_INVALID"

    @pytest.mark.parametrize(
        ("results", "reason"),
        [
            ([article(n) for n in range(51)], "RESULTS_TOO_MUCH"),
            ([article(1), article(1)], "RESULT_ID_DUPLICATE"),
            ([article(1, "ก" * 4097)], "message is too long"),
            ([article(1, reply_markup=button("ก", "x" * 65))], "BUTTON_DATA_INVALID"),
        ],
    )
    def test_bad_inline_results_are_refused(
        self, server: TelegramServer, user: User, results: list[InlineQueryResult], reason: str
    ) -> None:
        query = server.inline(user, "งบ")
        shown = [result.to_dict() for result in results]
        said = post(server, "answerInlineQuery", inline_query_id=query.id, results=shown)
        assert said == f"Bad Request: {reason}"

    def test_a_start_parameter_has_its_own_alphabet(self, server: TelegramServer, user: User) -> None:
        query = server.inline(user, "งบ")
        opener = InlineQueryResultsButton("เปิด", start_parameter="ก")
        reason = refused(server, lambda bot: bot.answer_inline_query(query.id, [], button=opener))
        assert reason == "START_PARAM_INVALID"
