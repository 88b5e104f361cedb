"""Polling, webhooks, and which updates a bot gets at all."""

from __future__ import annotations

import asyncio
import time

import pytest
from aiohttp import web
from telegram.constants import UpdateType
from telegram.error import BadRequest, Conflict

from tests.telegram_server import Group, PrivateChat, TelegramServer, User
from tests.telegram_server.bots import ask, post, updates
from tests.telegram_server.webhook import SECRET_HEADER


def texts(server: TelegramServer) -> list[str]:
    """What has reached the bot and is not confirmed."""
    return [update.message.text for update in updates(server) if update.message and update.message.text]


class TestPolling:
    def test_updates_come_again_until_the_offset_confirms_them(
        self, server: TelegramServer, user: User, chat: PrivateChat
    ) -> None:
        for text in ("ก", "ข", "ค"):
            chat.send(user, text)
        first, second, third = updates(server)
        assert [second.update_id, third.update_id] == [first.update_id + 1, first.update_id + 2]
        assert updates(server) == (first, second, third)
        assert updates(server, offset=second.update_id) == (second, third)
        assert updates(server) == (second, third)
        assert updates(server, offset=-1) == (third,)
        assert server.pending == 1

    def test_a_poll_waits_for_an_update(self, server: TelegramServer, user: User, chat: PrivateChat) -> None:
        async def act() -> float:
            started = time.monotonic()
            poll = asyncio.create_task(asyncio.to_thread(post, server, "getUpdates", timeout=5))
            await asyncio.sleep(0.3)
            chat.send(user, "ก")
            assert len(await poll) == 1
            return time.monotonic() - started

        assert 0.3 <= asyncio.run(act()) < 2

    def test_a_poll_ends_empty_after_its_timeout(self, server: TelegramServer) -> None:
        started = time.monotonic()
        assert post(server, "getUpdates", timeout=1) == []
        assert 1 <= time.monotonic() - started < 2

    def test_a_second_poll_ends_the_first_with_a_conflict(
        self, server: TelegramServer, user: User, chat: PrivateChat
    ) -> None:
        async def act() -> None:
            first = asyncio.create_task(asyncio.to_thread(ask, server, lambda bot: bot.get_updates(timeout=5)))
            await asyncio.to_thread(server.wait_for, lambda: server.called("getUpdates"))
            second = asyncio.create_task(asyncio.to_thread(post, server, "getUpdates", timeout=5))
            with pytest.raises(Conflict, match="terminated by other getUpdates request"):
                await first
            chat.send(user, "ก")
            assert len(await second) == 1

        asyncio.run(act())

    def test_only_the_kinds_that_the_bot_lists_are_sent(
        self, server: TelegramServer, user: User, chat: PrivateChat
    ) -> None:
        ask(server, lambda bot: bot.get_updates(allowed_updates=[UpdateType.MESSAGE]))
        message = chat.send(user, "ก")
        chat.edit(message, "ข")
        server.inline(user, "ค")
        assert texts(server) == ["ก"]
        assert server.pending == 1
        ask(server, lambda bot: bot.get_updates(allowed_updates=[]))
        chat.edit(message, "ง")
        assert updates(server)[-1].edited_message

    def test_a_misspelt_kind_is_a_violation(self, server: TelegramServer) -> None:
        with pytest.raises(BadRequest):
            ask(server, lambda bot: bot.get_updates(allowed_updates=["mesage"]))
        assert server.violations

    def test_pending_updates_are_dropped_only_on_request(
        self, server: TelegramServer, user: User, chat: PrivateChat
    ) -> None:
        chat.send(user, "ก")
        ask(server, lambda bot: bot.delete_webhook())
        assert server.pending == 1
        ask(server, lambda bot: bot.delete_webhook(drop_pending_updates=True))
        assert server.pending == 0


class TestWebhook:
    def test_updates_are_posted_with_the_secret_until_taken(
        self, server: TelegramServer, user: User, chat: PrivateChat
    ) -> None:
        seen: list[tuple[str | None, str]] = []

        async def take(request: web.Request) -> web.Response:
            update = await request.json()
            seen.append((request.headers.get(SECRET_HEADER), update["message"]["text"]))
            return web.Response(status=500 if len(seen) == 1 else 200)

        async def act() -> None:
            application = web.Application()
            application.router.add_post("/hook", take)
            runner = web.AppRunner(application)
            await runner.setup()
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
            await asyncio.to_thread(post, server, "setWebhook", url=url, secret_token="s-1")  # noqa: S106 made up
            chat.send(user, "ก")
            chat.send(user, "ข")
            await asyncio.to_thread(server.wait_for, lambda: not server.pending)
            info = await asyncio.to_thread(post, server, "getWebhookInfo")
            assert info["last_error_message"] == "Wrong response from the webhook: 500 Internal Server Error"
            await asyncio.to_thread(post, server, "deleteWebhook")
            await runner.cleanup()

        asyncio.run(act())
        assert seen == [("s-1", "ก"), ("s-1", "ก"), ("s-1", "ข")]

    def test_polling_and_a_webhook_exclude_each_other(self, server: TelegramServer) -> None:
        ask(server, lambda bot: bot.set_webhook("https://example.org/hook"))
        with pytest.raises(Conflict, match="while webhook is active"):
            updates(server)
        ask(server, lambda bot: bot.delete_webhook())
        assert updates(server) == ()

    def test_a_webhook_needs_https_and_a_plain_secret(self, server: TelegramServer) -> None:
        with pytest.raises(BadRequest, match="https url must be provided"):
            ask(server, lambda bot: bot.set_webhook("http://example.org/hook"))
        with pytest.raises(BadRequest, match="unallowed characters"):
            ask(server, lambda bot: bot.set_webhook("https://example.org/", secret_token="ลับ"))  # noqa: S106 made up


class TestPrivacy:
    @pytest.fixture
    def group(self, server: TelegramServer, user: User) -> Group:
        group = server.group("กลุ่ม", [user])
        ask(server, lambda bot: bot.send_message(group.id, "สวัสดี"))
        return group

    def test_only_what_is_meant_for_the_bot_reaches_it(self, server: TelegramServer, user: User, group: Group) -> None:
        group.send(user, "คุยกันเอง")
        group.send(user, "@mati_test_bot ถาม")
        group.send(user, "/ask@other_bot ถาม")
        group.send(user, "ดู /ask@mati_test_bot")
        group.send(user, "/ask@Mati_Test_Bot หนึ่ง")
        group.send(user, "/ask สอง")
        group.send(user, "สาม", reply_to=group.messages[0])
        assert texts(server) == ["/ask@Mati_Test_Bot หนึ่ง", "/ask สอง", "สาม"]

    def test_a_bare_command_is_for_the_bot_that_spoke_last(
        self, server: TelegramServer, user: User, group: Group
    ) -> None:
        other = User(777, "อีกตัว", username="other_bot", is_bot=True)
        group.join(other)
        group.send(user, "/ask หนึ่ง")
        group.send(other, "สวัสดี")
        group.send(user, "/ask สอง")
        assert texts(server) == ["/ask หนึ่ง"]

    def test_an_administrator_reads_everything(self, server: TelegramServer, user: User, group: Group) -> None:
        group.promote_bot(user)
        group.send(user, "คุยกันเอง")
        assert texts(server) == ["คุยกันเอง"]

    def test_without_privacy_everything_reaches_the_bot(self, server: TelegramServer, user: User) -> None:
        server.group("กลุ่ม", [user], privacy=False).send(user, "คุยกันเอง")
        assert texts(server) == ["คุยกันเอง"]

    def test_a_mention_reaches_the_bot_where_a_test_says_so(self, server: TelegramServer, user: User) -> None:
        server.group("กลุ่ม", [user], mentions=True).send(user, "@mati_test_bot ถาม")
        assert texts(server) == ["@mati_test_bot ถาม"]

    def test_service_messages_reach_the_bot(self, server: TelegramServer, user: User, group: Group) -> None:
        newcomer = server.user("มานี")
        group.join(newcomer)
        group.leave(newcomer)
        services = [update.message for update in updates(server) if update.message]
        assert services[-2].new_chat_members[0].id == newcomer.id
        assert services[-1].left_chat_member
        group.kick_bot(user)
        group.send(user, "/ask@mati_test_bot ถาม")
        assert updates(server)[-1].my_chat_member

    def test_who_is_not_there_cannot_write(self, server: TelegramServer, user: User, chat: PrivateChat) -> None:
        stranger = server.user("อื่น")
        with pytest.raises(ValueError, match="not in the chat"):
            chat.send(stranger, "ก")
        server.block(user)
        with pytest.raises(ValueError, match="blocked"):
            chat.send(user, "ก")
