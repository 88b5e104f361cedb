"""What travels between the bot and the server: parameters, results and errors."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
"""A JSON object as the Bot API has it."""


class ApiError(Exception):
    """A refusal in Telegram's words: ``code`` is the HTTP status, ``parameters`` its machine-readable part."""

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def to_json(self) -> Json:
        """The body of the answer."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        return body | {"parameters": self.parameters} if self.parameters else body


class Violation(Exception):
    """A mistake of the bot that Telegram would let pass silently; the message says what and where."""


def bad_request(reason: str) -> ApiError:
    """A 400 with Telegram's prefix."""
    return ApiError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> ApiError:
    """A 403 with Telegram's prefix."""
    return ApiError(403, f"Forbidden: {reason}")


def conflict(reason: str) -> ApiError:
    """A 409 with Telegram's prefix."""
    return ApiError(409, f"Conflict: {reason}")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file sent in a multipart body."""

    name: str
    mime_type: str
    data: bytes = field(repr=False)


@dataclass(slots=True)
class Call:
    """One request of the bot. ``result`` is what was answered, or the error; None until then, or if never answered."""

    method: str
    params: Json
    at: float
    """Seconds of the monotonic clock at arrival."""
    status: int | None = None
    result: Any = None
