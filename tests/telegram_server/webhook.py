"""Updates delivered by POST, with the secret header."""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass

import aiohttp

from tests.telegram_server.updates import UpdateQueue
from tests.telegram_server.wire import Json, bad_request

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 the header's name
RETRY_S = 0.2
"""Between attempts; Telegram's own pause grows and is longer."""
CONNECTIONS = 40


@dataclass(slots=True)
class Webhook:
    """Where updates are posted; an empty ``url`` means that the bot polls."""

    url: str = ""
    secret: str | None = None
    last_error: str | None = None
    last_error_date: int = 0

    def set(self, params: Json) -> None:
        """Takes setWebhook's parameters. Raises ApiError 400. Plain HTTP is taken on the loopback only."""
        url, secret = params["url"], params.get("secret_token")
        if url and not re.match(r"https://|http://(127\.0\.0\.1|localhost)[:/]", url):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        if secret is not None and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
            raise bad_request("secret token contains unallowed characters")
        self.url, self.secret, self.last_error = url, secret, None

    def info(self, updates: UpdateQueue) -> Json:
        """What getWebhookInfo answers."""
        shown: Json = {"url": self.url, "has_custom_certificate": False, "pending_update_count": len(updates)}
        if self.last_error:
            shown |= {"last_error_date": self.last_error_date, "last_error_message": self.last_error}
        if self.url:
            shown["max_connections"] = CONNECTIONS
        return shown | ({"allowed_updates": sorted(updates.allowed)} if updates.allowed else {})

    async def deliver(self, updates: UpdateQueue) -> None:
        """Posts updates one after another, each until it is taken, for as long as the task lives."""
        async with aiohttp.ClientSession() as session:
            while True:
                update = updates.first() if self.url else None
                if update is None:
                    await updates.changed()
                elif await self._post(session, update):
                    updates.confirm(update["update_id"] + 1)
                else:
                    await asyncio.sleep(RETRY_S)

    async def _post(self, session: aiohttp.ClientSession, update: Json) -> bool:
        headers = {SECRET_HEADER: self.secret} if self.secret else {}
        try:
            async with session.post(self.url, json=update, headers=headers) as response:
                reason = "" if response.ok else f"Wrong response from the webhook: {response.status} {response.reason}"
        except aiohttp.ClientError:
            reason = "Connection refused"
        if reason:
            self.last_error, self.last_error_date = reason, int(time.time())
        return not reason
