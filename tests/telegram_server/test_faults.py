"""Limits and failures, as a real bot meets them."""

from __future__ import annotations

import asyncio

import pytest
from telegram import Bot, Update
from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes

from tests.telegram_server import Fault, Limits, PrivateChat, TelegramServer, User
from tests.telegram_server.bots import ask, button


async def refused_after(bot: Bot, chat_id: int) -> int:
    """How many messages a chat takes at once."""
    for number in range(100):
        try:
            await bot.send_message(chat_id, str(number))
        except RetryAfter:
            return number
    return 100


class TestLimits:
    def test_a_private_chat_takes_a_burst_then_one_a_second(self) -> None:
        with TelegramServer(limits=Limits(private_burst=3)) as server:
            chat = server.private_chat(server.user())
            assert ask(server, lambda bot: refused_after(bot, chat.id)) == 3
            assert server.calls[-1].status == 429
            assert server.calls[-1].result["parameters"] == {"retry_after": 3}

    def test_a_group_takes_twenty_a_minute(self) -> None:
        with TelegramServer() as server:
            group = server.group("กลุ่ม", [server.user()])
            assert ask(server, lambda bot: refused_after(bot, group.id)) == 20
            assert 55 <= server.calls[-1].result["parameters"]["retry_after"] <= 60

    def test_thirty_a_second_are_taken_in_all(self) -> None:
        with TelegramServer() as server:
            chats = [server.private_chat(server.user()) for _ in range(40)]

            async def flood(bot: Bot) -> list[object]:
                sends = (bot.send_message(chat.id, "ก") for chat in chats)
                return await asyncio.gather(*sends, return_exceptions=True)

            results = ask(server, flood)
            assert sum(isinstance(result, RetryAfter) for result in results) == 10

    def test_limits_can_be_switched_off(self, server: TelegramServer, chat: PrivateChat) -> None:
        assert ask(server, lambda bot: refused_after(bot, chat.id)) == 100


class TestFaults:
    @pytest.mark.parametrize(
        ("fault", "error", "arrives"),
        [
            (Fault.BAD_GATEWAY, NetworkError, False),
            (Fault.TIMEOUT, TimedOut, False),
            (Fault.TIMEOUT_AFTER, TimedOut, True),
            (Fault.CUT_BEFORE, NetworkError, False),
            (Fault.CUT_AFTER, NetworkError, True),
            (Fault.FLOOD, RetryAfter, False),
        ],
    )
    def test_a_planned_fault_happens_once(
        self, server: TelegramServer, chat: PrivateChat, fault: Fault, error: type[TelegramError], arrives: bool
    ) -> None:
        server.fail_next("sendMessage", fault)
        with pytest.raises(error):
            ask(server, lambda bot: bot.send_message(chat.id, "ก"), read_timeout=0.5)
        assert len(chat.messages) == arrives
        ask(server, lambda bot: bot.send_message(chat.id, "ข"))
        assert chat.messages[-1].text == "ข"

    def test_a_poll_that_was_cut_loses_no_update(self, server: TelegramServer, user: User, chat: PrivateChat) -> None:
        chat.send(user, "ก")
        server.fail_next("getUpdates", Fault.CUT_AFTER)
        with pytest.raises(NetworkError):
            ask(server, lambda bot: bot.get_updates())
        (update,) = ask(server, lambda bot: bot.get_updates())
        assert update.message

    def test_waiting_in_vain_names_the_last_calls(self, server: TelegramServer) -> None:
        ask(server, lambda bot: bot.get_me())
        with pytest.raises(TimeoutError, match="getMe 200"):
            server.wait_for(lambda: False, timeout=0.05)


def test_an_application_talks_with_a_person(server: TelegramServer, user: User, chat: PrivateChat) -> None:
    async def start(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message
        await update.message.reply_html("<b>ถามได้</b>", reply_markup=button("ต่อ", "1"))

    async def more(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.callback_query
        await update.callback_query.answer()
        await update.callback_query.edit_message_text("ต่อแล้ว")

    async def run() -> None:
        builder = Application.builder().token(server.token).base_url(server.base_url)
        application = builder.build()
        application.add_handlers([CommandHandler("start", start), CallbackQueryHandler(more)])
        async with application:
            assert application.updater
            await application.start()
            await application.updater.start_polling(poll_interval=0.0)
            await asyncio.to_thread(talk)
            await application.updater.stop()
            await application.stop()

    def talk() -> None:
        chat.send(user, "/start")
        server.wait_for(lambda: chat.messages)
        press = chat.press(user, chat.messages[0], "ต่อ")
        server.wait_for(lambda: chat.messages[0].edit_date)
        assert press.answer is not None

    asyncio.run(run())
    (message,) = chat.messages
    assert (message.text, message.labels) == ("ต่อแล้ว", ())
    assert not server.violations
