"""Who may write where, and how replies and topics go."""

from __future__ import annotations

import pytest
from telegram import (
    ReplyParameters,
)
from telegram.error import ChatMigrated, Forbidden

from tests.telegram_server import PrivateChat, TelegramServer, User
from tests.telegram_server.bots import ask, refused, updates


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
