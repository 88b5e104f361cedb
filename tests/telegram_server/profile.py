"""Methods about the bot itself: who it is, and its commands and descriptions."""

from __future__ import annotations

import json
import re

from telegram.constants import BotCommandLimit, BotDescriptionLimit, BotNameLimit

from tests.telegram_server.account import Account
from tests.telegram_server.registry import METHODS, method
from tests.telegram_server.wire import Json, bad_request


@method("getMe")
def get_me(account: Account, _: Json) -> Json:
    """The bot."""
    can = {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
    return account.world.bot.to_json() | can


@method("setMyCommands")
def set_my_commands(account: Account, params: Json) -> bool:
    """The command menu for one scope and language."""
    commands: list[Json] = params["commands"]
    if len(commands) > BotCommandLimit.MAX_COMMAND_NUMBER:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        _check_command(command)
    account.profile["commands", _audience(params)] = commands
    return True


@method("getMyCommands")
def get_my_commands(account: Account, params: Json) -> object:
    """The menu set for exactly this scope and language."""
    return account.profile.get(("commands", _audience(params)), [])


@method("deleteMyCommands")
def delete_my_commands(account: Account, params: Json) -> bool:
    """Removes the menu of one scope and language."""
    account.profile.pop(("commands", _audience(params)), None)
    return True


def _check_command(command: Json) -> None:
    if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"].removeprefix("/")):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= len(command["description"]) <= BotCommandLimit.MAX_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")


def _audience(params: Json) -> str:
    language = params.get("language_code") or ""
    if language and not re.fullmatch("[a-z]{2}", language):
        raise bad_request("LANG_CODE_INVALID")
    return json.dumps([params.get("scope") or {"type": "default"}, language], sort_keys=True)


def _text_setting(name: str, field: str, longest: int, refusal: str) -> None:
    """Registers setMy``name`` and getMy``name``, a text of at most ``longest`` characters for each language."""

    def put(account: Account, params: Json) -> bool:
        text = params.get(field) or ""
        if len(text) > longest:
            raise bad_request(refusal)
        account.profile[field, _audience(params)] = text
        return True

    def get(account: Account, params: Json) -> Json:
        return {field: account.profile.get((field, _audience(params)), "")}

    METHODS[f"setMy{name}"], METHODS[f"getMy{name}"] = put, get


_text_setting("Name", "name", BotNameLimit.MAX_NAME_LENGTH, "BOT_TITLE_INVALID")
_text_setting("Description", "description", BotDescriptionLimit.MAX_DESCRIPTION_LENGTH, "BOT_DESCRIPTION_INVALID")
_text_setting(
    "ShortDescription", "short_description", BotDescriptionLimit.MAX_SHORT_DESCRIPTION_LENGTH, "BOT_ABOUT_INVALID"
)
