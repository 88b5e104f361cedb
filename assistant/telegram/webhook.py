"""The operator's settings of a webhook: where Telegram posts updates, in place of polling."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from assistant.errors import BadSetting

LISTEN = "127.0.0.1:8443"


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where Telegram posts updates (``url``, HTTPS), and where the reverse proxy before the bot hands them on."""

    url: str
    host: str
    port: int

    @property
    def path(self) -> str:
        """The path of the URL, without the first slash."""
        return urlsplit(self.url).path.lstrip("/")

    @classmethod
    def from_environ(cls, environ: Mapping[str, str]) -> Webhook | None:
        """Reads MATI_WEBHOOK_URL and MATI_WEBHOOK_LISTEN; None where the first is not set. Raises BadSetting."""
        url = environ.get("MATI_WEBHOOK_URL", "").strip()
        if not url:
            return None
        if not re.match(r"https://[^/]+/.|http://(?:127\.0\.0\.1|localhost)[:/]", url):
            raise BadSetting(
                "MATI_WEBHOOK_URL ไม่ถูกต้อง: ต้องขึ้นต้นด้วย https:// และมีเส้นทาง เช่น https://mati.example.go.th/telegram"
            )
        listen = environ.get("MATI_WEBHOOK_LISTEN", "").strip() or LISTEN
        found = re.fullmatch(r"([\w.\-]+|\[[0-9a-fA-F:]+\]):(\d{1,5})", listen)
        if found is None:
            raise BadSetting(f"MATI_WEBHOOK_LISTEN ไม่ถูกต้อง: ต้องเป็นที่อยู่กับพอร์ต เช่น {LISTEN}")
        return cls(url, found[1].strip("[]"), int(found[2]))
