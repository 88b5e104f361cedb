"""Markup and entities, read by TDLib's own parser. Offsets and lengths are UTF-16 code units, as in the Bot API."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache

from tdjson import td_execute

from tests.telegram_server.wire import Json, Violation, bad_request

_PARSE_MODES = {
    "html": {"@type": "textParseModeHTML"},
    "markdown": {"@type": "textParseModeMarkdown", "version": 1},
    "markdownv2": {"@type": "textParseModeMarkdown", "version": 2},
}
_NAMES = {
    "Bold": "bold",
    "Italic": "italic",
    "Underline": "underline",
    "Strikethrough": "strikethrough",
    "Spoiler": "spoiler",
    "Code": "code",
    "Pre": "pre",
    "PreCode": "pre",
    "TextUrl": "text_link",
    "MentionName": "text_mention",
    "CustomEmoji": "custom_emoji",
    "BlockQuote": "blockquote",
    "ExpandableBlockQuote": "expandable_blockquote",
    "Mention": "mention",
    "Hashtag": "hashtag",
    "Cashtag": "cashtag",
    "BotCommand": "bot_command",
    "Url": "url",
    "EmailAddress": "email",
    "PhoneNumber": "phone_number",
}
"""TDLib's entity types that the Bot API has, without their prefix, and their Bot API names."""
_QUOTES = frozenset({"blockquote", "expandable_blockquote"})
DETECTED = frozenset({"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"})
"""What Telegram finds by itself; such entities of a bot are ignored."""
_FINAL = frozenset({"pre", "code", "text_link", "text_mention"})
"""Inside these nothing is detected."""


def parse(text: str, parse_mode: str | None) -> tuple[str, list[Json]]:
    """Marked-up text -> plain text and its entities. Raises ApiError 400 in Telegram's words."""
    if not parse_mode or parse_mode.lower() == "none":
        return text, []
    mode = _PARSE_MODES.get(parse_mode.lower())
    if mode is None:
        raise bad_request("unsupported parse_mode")
    parsed = _execute({"@type": "parseTextEntities", "text": text, "parse_mode": mode})
    if parsed["@type"] == "error":
        message: str = parsed["message"]
        raise bad_request(message[0].lower() + message[1:])
    entities = list(_converted(parsed["entities"]))
    _refuse_nested_quotes(entities)
    return parsed["text"], entities


def detect(text: str) -> list[Json]:
    """The commands, mentions, links, hashtags and the like that Telegram finds in a text by itself."""
    return list(_converted(_execute({"@type": "getTextEntities", "text": text})["entities"]))


def trim(text: str, entities: Iterable[Json]) -> tuple[str, list[Json]]:
    """The text without white space around it, its entities moved, shortened or dropped accordingly."""
    body = text.strip()
    skipped = len(text) - len(text.lstrip())
    moved = (_clip(entity, -skipped, length(body)) for entity in entities)
    return body, [entity for entity in moved if entity["length"] > 0 and covered(body, entity).strip()]


def merge(marked_up: list[Json], detected: list[Json]) -> list[Json]:
    """Both kinds together, in order; nothing is detected inside code and links."""
    fixed = [entity for entity in marked_up if entity["type"] in _FINAL]
    free = [entity for entity in detected if not any(_overlap(entity, other) for other in fixed)]
    return sorted(marked_up + free, key=lambda entity: (entity["offset"], -entity["length"]))


def marked(text: str, entities: Iterable[Json], kind: str) -> tuple[str, ...]:
    """The stretches of a text under entities of one type, such as ``"bold"``."""
    return tuple(covered(text, entity) for entity in entities if entity["type"] == kind)


def covered(text: str, entity: Json) -> str:
    """The stretch of the text under the entity."""
    units = text.encode("utf-16-le")
    return units[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])].decode("utf-16-le")


def length(text: str) -> int:
    """In UTF-16 code units."""
    return len(text.encode("utf-16-le")) // 2


@cache
def _quiet() -> None:
    td_execute(json.dumps({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0}).encode())


def _execute(request: Json) -> Json:
    _quiet()
    answer: Json = json.loads(td_execute(json.dumps(request).encode()) or b"")
    return answer


def _converted(found: Iterable[Json]) -> Iterator[Json]:
    for entity in found:
        kind: Json = entity["type"]
        name = _NAMES.get(kind["@type"].removeprefix("textEntityType"))
        if name:
            yield {"type": name, "offset": entity["offset"], "length": entity["length"]} | _details(kind)


def _details(kind: Json) -> Json:
    if "user_id" in kind:
        return {"user": {"id": kind["user_id"], "is_bot": False, "first_name": str(kind["user_id"])}}
    return {key: kind[key] for key in ("url", "language", "custom_emoji_id") if key in kind}


def _refuse_nested_quotes(entities: list[Json]) -> None:
    quotes = [entity for entity in entities if entity["type"] in _QUOTES]
    if any(_overlap(a, b) for n, a in enumerate(quotes) for b in quotes[:n]):
        raise Violation("nested blockquotes")


def _overlap(a: Json, b: Json) -> bool:
    first, last = max(a["offset"], b["offset"]), min(a["offset"] + a["length"], b["offset"] + b["length"])
    return bool(first < last)


def _clip(entity: Json, shift: int, end: int) -> Json:
    first = max(entity["offset"] + shift, 0)
    last = min(entity["offset"] + shift + entity["length"], end)
    return entity | {"offset": first, "length": last - first}


def addressed(text: str, entity: Json) -> tuple[str, str | None]:
    """A bot_command entity -> its name and the bot it is addressed to, if any, in lower case."""
    match = re.fullmatch(r"/(\w+)(?:@(\w+))?", covered(text, entity))
    if match is None:
        raise ValueError("not a command")
    return match[1].lower(), match[2].lower() if match[2] else None
