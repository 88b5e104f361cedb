"""Methods that answer pressed buttons and inline queries."""

from __future__ import annotations

from tests.telegram_server import rules
from tests.telegram_server.account import Account
from tests.telegram_server.registry import method
from tests.telegram_server.wire import Json


@method("answerCallbackQuery")
def answer_callback_query(account: Account, params: Json) -> bool:
    """Stops the button's clock, with a notice or without."""
    rules.callback_answer(params)
    account.queries.callbacks.take(params["callback_query_id"]).answer = params
    return True


@method("answerInlineQuery")
def answer_inline_query(account: Account, params: Json) -> bool:
    """Shows results under what a person types."""
    answer = params | {"results": rules.inline_results(params)}
    query = account.queries.inline.take(params["inline_query_id"])
    query.answer = answer
    account.queries.cache.put(query, answer)
    return True
