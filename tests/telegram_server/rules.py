"""What a message, a keyboard and an inline result may be. Every refusal is Telegram's own, in its words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from telegram.constants import (
    CallbackQueryLimit,
    FileSizeLimit,
    InlineKeyboardButtonLimit,
    InlineKeyboardMarkupLimit,
    InlineQueryLimit,
    MessageLimit,
)

from tests.telegram_server import entities
from tests.telegram_server.wire import Json, Upload, Violation, bad_request

RAW_BYTES: Final = 1 << 15
"""Of a text with its markup, in UTF-8."""
ROW_BUTTONS: Final = InlineKeyboardMarkupLimit.BUTTONS_PER_ROW
DOWNLOAD_BYTES: Final = 20 * 1024 * 1024
UPLOAD_BYTES: Final = FileSizeLimit.FILESIZE_UPLOAD
PHOTO_BYTES: Final = FileSizeLimit.PHOTOSIZE_UPLOAD


def message_text(params: Json) -> tuple[str, tuple[Json, ...]]:
    """The text of a message and its entities. Raises ApiError 400."""
    raw = params.get("text") or params.get("message_text") or ""
    if not raw:
        raise bad_request("message text is empty")
    text, found = formatted(raw, params.get("parse_mode"), params.get("entities"))
    if not text:
        raise bad_request("message text is empty")
    if len(text) > MessageLimit.MAX_TEXT_LENGTH:
        raise bad_request("message is too long")
    return text, found


def caption(params: Json) -> tuple[str, tuple[Json, ...]]:
    """The caption of a file and its entities; it may be empty. Raises ApiError 400."""
    text, found = formatted(params.get("caption") or "", params.get("parse_mode"), params.get("caption_entities"))
    if len(text) > MessageLimit.CAPTION_LENGTH:
        raise bad_request("message caption is too long")
    return text, found


def formatted(raw: str, parse_mode: str | None, given: list[Json] | None) -> tuple[str, tuple[Json, ...]]:
    """Markup or given entities -> text and entities as people see them. Raises ApiError 400."""
    if len(raw.encode()) > RAW_BYTES:
        raise bad_request("text is too long")
    text, found = entities.parse(raw, parse_mode)
    chosen = [entity for entity in given or [] if entity["type"] not in entities.DETECTED]
    text, found = entities.trim(text, found if parse_mode else chosen)
    merged = entities.merge(found, entities.detect(text))
    if len(merged) > MessageLimit.MESSAGE_ENTITIES:
        raise Violation(f"more than {MessageLimit.MESSAGE_ENTITIES} entities; Telegram drops the rest")
    return text, tuple(merged)


def keyboard(markup: Json | None) -> Json | None:
    """A reply markup that Telegram takes; an empty inline keyboard is none. Raises ApiError 400."""
    if markup is None or "inline_keyboard" not in markup:
        return markup
    rows: list[list[Json]] = [row for row in markup["inline_keyboard"] if row]
    if (
        any(len(row) > ROW_BUTTONS for row in rows)
        or sum(map(len, rows)) > InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER
    ):
        raise bad_request("reply markup is too long")
    for row in rows:
        for button in row:
            _check_button(button)
    return {"inline_keyboard": rows} if rows else None


def _check_button(button: Json) -> None:
    if not button.get("text", "").strip():
        raise bad_request("can't parse inline keyboard button: Inline keyboard button text must be non-empty")
    actions = [name for name in button if name not in ("text", "style", "icon_custom_emoji_id")]
    if len(actions) != 1:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if "callback_data" in button:
        _check_callback_data(button["callback_data"])
    if "url" in button:
        _check_url(button["url"])


def _check_callback_data(data: str) -> None:
    limits = InlineKeyboardButtonLimit
    if not limits.MIN_CALLBACK_DATA <= len(data.encode()) <= limits.MAX_CALLBACK_DATA:
        raise bad_request("BUTTON_DATA_INVALID")


def _check_url(url: str) -> None:
    parts = urlsplit(url if "://" in url else f"http://{url}")
    if parts.scheme not in ("http", "https", "tg", "ton"):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol")
    if parts.scheme.startswith("http") and "." not in (parts.hostname or ""):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def document(upload: Upload) -> None:
    """Raises ApiError for a file that Telegram does not take from a bot."""
    _check_size(upload, UPLOAD_BYTES)


def photo(upload: Upload) -> tuple[int, int]:
    """The picture's width and height in pixels. Raises ApiError for one that Telegram does not take."""
    _check_size(upload, PHOTO_BYTES)
    width, height = image_size(upload.data)
    if width + height > 10_000 or max(width, height) > 20 * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return width, height


def _check_size(upload: Upload, most: int) -> None:
    if not upload.data:
        raise bad_request("file must be non-empty")
    if len(upload.data) > most:
        raise bad_request("file is too big")


def image_size(data: bytes) -> tuple[int, int]:
    """Width and height of a PNG or JPEG. Raises ApiError 400 for anything else."""
    if data.startswith(b"\x89PNG\r\n\x1a\n") and len(data) >= 24:
        return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    frame = re.search(rb"\xff[\xc0-\xc2]..\x08(..)(..)", data, re.DOTALL) if data.startswith(b"\xff\xd8") else None
    if frame is None:
        raise bad_request("IMAGE_PROCESS_FAILED")
    return int.from_bytes(frame[2], "big"), int.from_bytes(frame[1], "big")


def callback_answer(params: Json) -> None:
    """Raises ApiError 400 for an answer to a pressed button that Telegram does not take."""
    if len(params.get("text") or "") > CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH:
        raise bad_request("MESSAGE_TOO_LONG")


def inline_results(params: Json) -> list[Json]:
    """The results of an inline query with their texts parsed. Raises ApiError 400."""
    results: list[Json] = params["results"]
    if len(results) > InlineQueryLimit.RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    if len((params.get("next_offset") or "").encode()) > InlineQueryLimit.MAX_OFFSET_LENGTH:
        raise bad_request("NEXT_OFFSET_INVALID")
    _check_result_ids([result["id"] for result in results])
    _check_start_parameter(params.get("button") or {})
    return [_inline_result(result) for result in results]


def _check_result_ids(ids: Iterable[str]) -> None:
    known: set[str] = set()
    for result_id in ids:
        if not 1 <= len(result_id.encode()) <= 64:
            raise bad_request("RESULT_ID_INVALID")
        if result_id in known:
            raise bad_request("RESULT_ID_DUPLICATE")
        known.add(result_id)


def _check_start_parameter(button: Json) -> None:
    parameter = button.get("start_parameter")
    if parameter is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", parameter):
        raise bad_request("START_PARAM_INVALID")


def _inline_result(result: Json) -> Json:
    if result["type"] == "article" and not result["title"].strip():
        raise bad_request("ARTICLE_TITLE_EMPTY")
    content = result.get("input_message_content") or {}
    parsed: Json = {"reply_markup": keyboard(result.get("reply_markup"))}
    if "message_text" in content:
        parsed["text"], parsed["entities"] = message_text(content)
    return result | parsed
