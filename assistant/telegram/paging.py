"""The row of buttons that leads through pages: the one before, where one is, the one after."""

from __future__ import annotations

from assistant.telegram.letters import Button
from assistant.telegram.texts import Texts


def paging(data: str, page: int, last: int, texts: Texts, first: int = 0) -> tuple[Button, ...]:
    """The buttons of a page, counted from ``first``; each carries ``data``, a colon and the page that it leads to."""
    before = (Button(texts.before, f"{data}:{page - 1}"),) if page > first else ()
    after = (Button(texts.after, f"{data}:{page + 1}"),) if page < last else ()
    return (*before, Button(f"{page - first + 1}/{last - first + 1}", f"{data}:{page}"), *after)
