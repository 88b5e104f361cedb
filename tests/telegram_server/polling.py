"""Methods that bring updates to the bot."""

from __future__ import annotations

from telegram.constants import UpdateType

from tests.telegram_server.account import Account
from tests.telegram_server.registry import method
from tests.telegram_server.updates import check_limit
from tests.telegram_server.wire import Json, Violation, conflict

KINDS = frozenset(UpdateType)


@method("getUpdates")
async def get_updates(account: Account, params: Json) -> list[Json]:
    """Long polling: confirms everything before ``offset`` and waits for more."""
    if account.webhook.url:
        raise conflict(
            "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
        )
    limit = check_limit(params.get("limit") or 0)
    _choose_kinds(account, params)
    account.updates.confirm(params.get("offset") or 0)
    return await account.updates.fetch(limit, params.get("timeout") or 0)


@method("setWebhook")
def set_webhook(account: Account, params: Json) -> bool:
    """From now on updates are posted to ``url``."""
    account.webhook.set(params)
    _choose_kinds(account, params)
    _drop_pending(account, params)
    account.updates.abort("terminated by setWebhook request")
    account.updates.wake()
    return True


@method("deleteWebhook")
def delete_webhook(account: Account, params: Json) -> bool:
    """Back to polling."""
    account.webhook.set({"url": ""})
    _drop_pending(account, params)
    return True


@method("getWebhookInfo")
def get_webhook_info(account: Account, _: Json) -> Json:
    """Where updates go, and how many wait."""
    return account.webhook.info(account.updates)


def _choose_kinds(account: Account, params: Json) -> None:
    """A list of kinds holds until the next; it does not touch what is queued already."""
    if params.get("allowed_updates") is not None:
        if unknown := set(params["allowed_updates"]) - KINDS:
            raise Violation(f"unknown kinds of updates: {sorted(unknown)}")
        account.updates.allowed = frozenset(params["allowed_updates"])


def _drop_pending(account: Account, params: Json) -> None:
    if params.get("drop_pending_updates"):
        account.updates.clear()
