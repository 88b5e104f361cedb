"""What the operator sets, read once and checked."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assistant.errors import BadSetting
from assistant.telegram.webhook import Webhook

TELEGRAM = "https://api.telegram.org"

_TOKEN = re.compile(r"\d+:[\w-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class TelegramSettings:
    """The bot's token, the Bot API server, and the ids of those who may ask (groups have negative ids)."""

    token: str = field(repr=False)
    api: str = TELEGRAM
    allowed: frozenset[int] = frozenset()
    admins: frozenset[int] = frozenset()
    webhook: Webhook | None = None
    """Where Telegram posts updates; where None, the bot polls."""
    watched: Path | None = None
    """A folder whose files are read as if admins had sent them."""
    publishes: bool = False
    """Whether what comes in that folder is published without an admin's word."""
    kept_days: int = 0
    """Days for which questions and what they were answered from are kept; 0 is for ever."""

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> TelegramSettings:
        """Reads TELEGRAM_BOT_TOKEN and the bot's MATI_ settings. Raises BadSetting."""
        return cls(
            token=_token(environ),
            api=_api(environ),
            allowed=_ids(environ, "MATI_ALLOWED"),
            admins=_ids(environ, "MATI_ADMINS"),
            webhook=Webhook.from_environ(environ),
            watched=_folder(environ),
            publishes=environ.get("MATI_INBOX_PUBLISH", "").strip() == "1",
            kept_days=_days(environ),
        )


def _token(environ: Mapping[str, str]) -> str:
    token = environ.get("TELEGRAM_BOT_TOKEN", "").strip()
    if not token:
        raise BadSetting("ยังไม่ได้ตั้ง TELEGRAM_BOT_TOKEN: ขอโทเคนจาก @BotFather แล้วใส่ในไฟล์ .env")
    if not _TOKEN.fullmatch(token):
        raise BadSetting("TELEGRAM_BOT_TOKEN ไม่ถูกรูปแบบ: ต้องเป็นตัวเลข ตามด้วย : และรหัส ตามที่ @BotFather ให้มา")
    return token


def _api(environ: Mapping[str, str]) -> str:
    api = environ.get("MATI_TELEGRAM_API", "").strip().rstrip("/") or TELEGRAM
    if not re.match(r"https?://[^/]", api):
        raise BadSetting(f"MATI_TELEGRAM_API ไม่ถูกต้อง: ต้องขึ้นต้นด้วย http:// หรือ https:// เช่น {TELEGRAM}")
    return api


def _ids(environ: Mapping[str, str], name: str) -> frozenset[int]:
    written = environ.get(name, "").replace(",", " ").split()
    try:
        return frozenset(int(word) for word in written)
    except ValueError:
        raise BadSetting(f"{name} ไม่ถูกต้อง: ต้องเป็นรหัสตัวเลขคั่นด้วยจุลภาค เช่น 12345678,-1001234567890") from None


def _folder(environ: Mapping[str, str]) -> Path | None:
    written = environ.get("MATI_INBOX", "").strip()
    if written and not Path(written).is_dir():
        raise BadSetting("MATI_INBOX ไม่ถูกต้อง: ไม่มีโฟลเดอร์นั้น กรุณาสร้างก่อน หรือแก้ในไฟล์ .env")
    return Path(written) if written else None


def _days(environ: Mapping[str, str]) -> int:
    written = environ.get("MATI_KEPT_DAYS", "").strip() or "0"
    if not re.fullmatch(r"\d{1,5}", written):
        raise BadSetting("MATI_KEPT_DAYS ไม่ถูกต้อง: ต้องเป็นจำนวนวัน เช่น 365 หรือ 0 เมื่อไม่ให้ลบ")
    return int(written)
