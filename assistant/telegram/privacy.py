"""Keeping the token and people's words out of the log."""

from __future__ import annotations

import logging

from assistant.logs import QUESTIONS


class TokenMask(logging.Filter):
    """Replaces the token in whatever a handler is about to write, tracebacks included."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self._token = token

    def filter(self, record: logging.LogRecord) -> bool:
        """Always true: the record is masked, not dropped."""
        record.msg, record.args = self._masked(record.getMessage()), ()
        if record.exc_info:
            record.exc_text = self._masked(logging.Formatter().formatException(record.exc_info))
        return True

    def _masked(self, text: str) -> str:
        return text.replace(self._token, "<token>")


def keep_out_of_logs(token: str) -> None:
    """Masks the token in the root's handlers, and quiets the loggers that print requests and what came in them."""
    for handler in (*logging.getLogger().handlers, logging.lastResort):
        if handler:
            handler.addFilter(TokenMask(token))
    questions = logging.getLogger(QUESTIONS)
    questions.setLevel(questions.level or logging.CRITICAL)
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("telegram.ext.Updater").addFilter(lambda record: "Received data" not in record.getMessage())
    telegram = logging.getLogger("telegram")
    telegram.setLevel(max(telegram.getEffectiveLevel(), logging.INFO))
    for name in ("telegram.Bot", "telegram.ext.ExtBot", "telegram.request.BaseRequest", "telegram.ext.AIORateLimiter"):
        logging.getLogger(name).disabled = True
