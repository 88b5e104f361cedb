from __future__ import annotations

import pytest

from assistant.errors import BadSetting
from assistant.telegram.access import Access, AccessList
from assistant.telegram.settings import TELEGRAM, TelegramSettings

TOKEN = "123456:secret-part"  # noqa: S105 (made up)


def test_an_empty_list_lets_in_nobody_but_the_admins() -> None:
    access = AccessList(frozenset(), frozenset({7}))
    assert access.decide([7]) is Access.GRANTED
    assert access.decide([8]) is Access.STRANGER
    assert access.decide([-100]) is Access.STRANGER


def test_people_and_groups_on_the_list_may_ask() -> None:
    access = AccessList(frozenset({5, -100}), frozenset())
    assert access.decide([5]) is Access.GRANTED
    assert access.decide([-100]) is Access.GRANTED


def test_a_supergroup_keeps_the_access_of_the_group_it_was() -> None:
    access = AccessList(frozenset({-100}), frozenset())
    assert access.decide([-1001234567890, -100]) is Access.GRANTED


def test_settings_are_read_from_the_environment() -> None:
    settings = TelegramSettings.from_environ(
        {
            "TELEGRAM_BOT_TOKEN": f" {TOKEN} ",
            "MATI_TELEGRAM_API": "http://127.0.0.1:8081/",
            "MATI_ALLOWED": "5, -1001234567890",
            "MATI_ADMINS": "7 8",
        }
    )
    assert settings == TelegramSettings(
        TOKEN, "http://127.0.0.1:8081", frozenset({5, -1001234567890}), frozenset({7, 8})
    )


def test_by_default_the_server_is_telegrams_and_nobody_may_ask() -> None:
    assert TelegramSettings.from_environ({"TELEGRAM_BOT_TOKEN": TOKEN}) == TelegramSettings(TOKEN, TELEGRAM)


def test_settings_do_not_show_the_token() -> None:
    assert "secret" not in repr(TelegramSettings(TOKEN))


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_BOT_TOKEN", ""),
        ("TELEGRAM_BOT_TOKEN", "secret-part"),
        ("MATI_TELEGRAM_API", "127.0.0.1:8081"),
        ("MATI_ALLOWED", "5,somebody"),
        ("MATI_ADMINS", "@admin"),
    ],
)
def test_a_bad_setting_is_named_and_not_shown_the_token(name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=name) as raised:
        TelegramSettings.from_environ({"TELEGRAM_BOT_TOKEN": TOKEN, name: value})
    assert "secret-part" not in str(raised.value)
    assert "\n" not in str(raised.value)
