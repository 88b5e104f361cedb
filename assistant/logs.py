"""The log, as lines or as JSON; what people ask is in it only where the operator wants that."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from datetime import UTC, datetime

QUESTIONS = "mati.questions"
"""The logger of what people ask, which says nothing unless it is switched on."""
_LINE = "%(asctime)s %(name)s %(levelname)s %(message)s"


class JsonLines(logging.Formatter):
    """One object a line: ``at`` (ISO 8601, UTC), ``level``, ``logger``, ``message`` and, for errors, ``trace``."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as JSON."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        trace = record.exc_text or (self.formatException(record.exc_info) if record.exc_info else "")
        return json.dumps({**line, "trace": trace} if trace else line, ensure_ascii=False)


def begin(environ: Mapping[str, str]) -> None:
    """Sets logging up by MATI_LOG (a level), MATI_LOG_FORMAT (``text`` or ``json``) and MATI_LOG_QUESTIONS (``1``)."""
    handler = logging.StreamHandler()
    is_json = environ.get("MATI_LOG_FORMAT", "").strip().lower() == "json"
    handler.setFormatter(JsonLines() if is_json else logging.Formatter(_LINE))
    logging.basicConfig(level=environ.get("MATI_LOG", "WARNING").upper(), handlers=[handler])
    asked = environ.get("MATI_LOG_QUESTIONS", "").strip() == "1"
    logging.getLogger(QUESTIONS).setLevel(logging.INFO if asked else logging.CRITICAL)
