"""What is sent: letters with their buttons and files, and the parts of them that wait in the inbox."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypeAlias

from assistant.telegram.access import EVERYTHING, Access
from assistant.telegram.pieces import Piece


class Button(NamedTuple):
    """A button: what it says, and one of what Telegram gives back when it is pressed (at most 64 bytes), a link that
    it opens, or a text that it copies (at most 256 code points)."""

    label: str
    data: str = ""
    url: str = ""
    copy: str = ""


Keyboard: TypeAlias = tuple[tuple[Button, ...], ...]
"""The rows of buttons under a message."""


class Attachment(NamedTuple):
    """A file that a message carries: a revision's original, or the picture of one of its pages."""

    kind: Literal["original", "page", "rendered"]
    revision: str
    start: int = 0
    end: int = 0
    """The quote, code points of the revision's text."""
    page: int = 0
    """The place of the page among the revision's or, where it is "rendered", among those of its file's rendering."""

    @property
    def page_asked(self) -> tuple[str, int, int, int, bool]:
        """What the picture of a page is asked for by."""
        return self.revision, self.page, self.start, self.end, self.kind == "rendered"


@dataclass(frozen=True, slots=True)
class Reply:
    """What is said to what a person does; ``guarded`` where it may carry what the records say.

    Without messages, ``keyboard`` is put under the message that is there.
    """

    messages: tuple[Piece, ...]
    guarded: bool = False
    keyboard: Keyboard = ()
    attachment: Attachment | None = None
    edits: bool = False
    """Whether it takes the place of the message under which a button was pressed."""
    shows: int | None = None
    """The answer whose context it shows, in the one message that each chat has for that."""
    notice: str = ""
    """What is said on top of the chat for a moment, at most 200 code points."""


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent to a chat for an update; ``greets`` if it is a stranger's line."""

    chat_id: int
    messages: tuple[Piece, ...]
    thread_id: int | None = None
    reply_to: int | None = None
    seen: Access | None = None
    """Under which access it was written, where it may carry what the records say."""
    greets: bool = False
    keyboard: Keyboard = ()
    """Buttons under the last message."""
    edits: int | None = None
    """The message that the first of its messages takes the place of."""
    attachment: Attachment | None = None
    """What the last message carries; its text is the caption, at most 1024 code points."""
    shows: int | None = None
    """The answer whose one context message it is."""


@dataclass(frozen=True, slots=True)
class Part:
    """One message of a letter that is not yet known to be delivered; ``html`` is None once Telegram refused it."""

    update_id: int
    number: int
    chat_id: int
    thread_id: int | None
    reply_to: int | None
    html: str | None
    plain: str
    tried: bool
    keyboard: Keyboard = ()
    edits: int | None = None
    attachment: Attachment | None = None
    seen: Access | None = None
    """Under which access it was written, where it may carry what the records say."""


def column(buttons: Iterable[Button]) -> Keyboard:
    """One button a row, for labels as long as the names of bodies."""
    return tuple((button,) for button in buttons)


def rows_of(letter: Letter) -> Iterator[dict[str, object]]:
    """The rows of a letter's parts: it replies with its first message, and has its buttons under the last."""
    for place, message in enumerate(letter.messages):
        first, last = place == 0, place == len(letter.messages) - 1
        yield {
            "chat_id": letter.chat_id,
            "thread_id": letter.thread_id,
            "reply_to": letter.reply_to if first else None,
            "html": message.html,
            "plain": message.plain,
            "guarded": int(letter.seen is not None),
            "keyboard": _json(letter.keyboard) if last else None,
            "seen": _seen(letter.seen),
            "edits": letter.edits if first else None,
            "attachment": _json(letter.attachment) if last else None,
            "shows": letter.shows,
            "tried": 0,
        }


def part_of(row: Mapping[str, Any]) -> Part:
    """The part that a row holds."""
    keyboard = tuple(tuple(Button(*button) for button in buttons) for buttons in json.loads(row["keyboard"] or "[]"))
    attachment = Attachment(*json.loads(row["attachment"])) if row["attachment"] else None
    read = {"tried": bool(row["tried"]), "keyboard": keyboard, "attachment": attachment, "seen": _access(row)}
    return Part(**{name: value for name, value in row.items() if name != "guarded"} | read)


def _access(row: Mapping[str, Any]) -> Access | None:
    if not row["guarded"]:
        return None
    return EVERYTHING if row["seen"] is None else Access(frozenset(json.loads(row["seen"])))


def _seen(access: Access | None) -> str | None:
    return None if access is None or access.collections is None else json.dumps(sorted(access.collections))


def _json(value: tuple[object, ...] | None) -> str | None:
    return json.dumps(value, ensure_ascii=False) if value else None
