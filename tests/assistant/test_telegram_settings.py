from __future__ import annotations

import pytest

from assistant.errors import BadSetting
from assistant.telegram.settings import TELEGRAM, TelegramSettings

TOKEN = "123456:secret-part"  # noqa: S105 (made up)


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
