"""What is shown of files that admins send, and of the generations that they make."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.intake import Difference, Preview, Staged
from assistant.telegram.clusters import clip
from assistant.telegram.letters import Button, Keyboard, Reply, column
from assistant.telegram.pieces import Piece, bold, joined, plain
from assistant.telegram.render import one_line, text_message
from assistant.telegram.texts import Texts
from index.drafts import Draft
from index.history import Change

PUBLISH, SHOW, TITLE, DATE, BODY, VERSION, REPLACES, DISCARD, UNDO = (
    "dp",
    "ds",
    "dt",
    "dd",
    "db",
    "dv",
    "dr",
    "dx",
    "gu",
)
"""How the data of a button begins, before a draft's number or, for UNDO, a generation's."""
UPLOADS = frozenset((PUBLISH, SHOW, TITLE, DATE, BODY, VERSION, REPLACES, DISCARD, UNDO))
CANDIDATES = 10
"""Records that are offered as the one of which a file is a new version."""
_AGENDA, _NAMES, _NUMBERS = 8, 5, 20
_LABEL, _LINE = 60, 120
_LISTED = 40


def preview_reply(preview: Preview, texts: Texts, edits: bool = False) -> Reply:
    """What was read of a file, with what may be done with it."""
    if preview.state != "waiting":
        said = texts.uploads
        return Reply(
            text_message(said.was_published if preview.state == "published" else said.was_discarded), edits=edits
        )
    return Reply((_shown(preview, texts),), keyboard=_choices(preview.draft, texts), edits=edits)


def _shown(preview: Preview, texts: Texts) -> Piece:
    said, meeting = texts.uploads, preview.meeting
    day = texts.day(meeting.date) if meeting.date else "–"
    lines = [
        bold(said.preview.format(name=clip(preview.name, _LINE), draft=preview.draft)),
        bold(clip(one_line(meeting.title), 2 * _LINE)),
        plain(said.meeting.format(number=meeting.number or "–", date=day, collection=preview.collection)),
    ]
    if meeting.body:
        lines.append(plain(said.body.format(clip(meeting.body, _LINE))))
    lines.append(plain(said.agenda.format(len(preview.agenda))))
    lines += [plain(f"  {clip(one_line(item), _LINE)}") for item in preview.agenda[:_AGENDA]]
    if len(preview.agenda) > _AGENDA:
        lines.append(plain(f"  {texts.more.format(len(preview.agenda) - _AGENDA)}"))
    lines += [plain(line) for line in (*_pages(preview, texts), *_others(preview, texts))]
    return joined("\n", lines)


def _pages(preview: Preview, texts: Texts) -> list[str]:
    said = texts.uploads
    quality = round(100 * preview.quality)
    lines = [said.pages.format(pages=preview.pages, quality=quality)]
    if preview.scanned:
        lines.append(said.scanned.format(preview.scanned))
    return [*lines, said.bad_pages.format(_numbers(preview.bad_pages))] if preview.bad_pages else lines


def _numbers(pages: Sequence[int]) -> str:
    return ", ".join(map(str, pages[:_NUMBERS])) + (" …" if len(pages) > _NUMBERS else "")


def _others(preview: Preview, texts: Texts) -> list[str]:
    """What is there already: the same file, files like it, and what changes against the one that it replaces."""
    said = texts.uploads
    lines = [
        said.near.format(name=clip(near.name, _LINE), likeness=round(100 * near.likeness)) for near in preview.near
    ]
    if preview.replaces:
        lines.append(said.replaces.format(clip(preview.replaces, _LINE)))
        lines += _changes(preview.difference, texts) if preview.difference else []
    return lines


def _changes(difference: Difference, texts: Texts) -> list[str]:
    said = texts.uploads
    kinds = ((said.added, difference.added), (said.gone, difference.gone), (said.changed, difference.changed))
    lines = [line.format(len(items), _some(items)) for line, items in kinds if items]
    return lines or [said.same]


def _some(items: Sequence[str]) -> str:
    shown = " · ".join(clip(one_line(item), _LABEL) for item in items[:_NAMES])
    return f"{shown} …" if len(items) > _NAMES else shown


def _choices(draft: int, texts: Texts) -> Keyboard:
    said = texts.uploads
    return (
        (Button(said.publish, f"{PUBLISH}:{draft}"),),
        (Button(said.edit_title, f"{TITLE}:{draft}"), Button(said.edit_date, f"{DATE}:{draft}")),
        (Button(said.edit_body, f"{BODY}:{draft}"), Button(said.new_version, f"{VERSION}:{draft}")),
        (Button(said.discard, f"{DISCARD}:{draft}"),),
    )


def staged_reply(staged: Sequence[Staged], previews: Sequence[Preview], texts: Texts) -> Reply:
    """What became of a file: its preview; of several, a line each with a button for those that wait."""
    if len(staged) == 1 and previews:
        return preview_reply(previews[0], texts)
    lines = [plain(_outcome(each, texts)) for each in staged[:_LISTED]]
    if len(staged) > _LISTED:
        lines.append(plain(texts.more.format(len(staged) - _LISTED)))
    return Reply((joined("\n", lines),), keyboard=_drafts([(p.draft, p.name) for p in previews], texts))


def _outcome(staged: Staged, texts: Texts) -> str:
    if staged.draft is None:
        return f"⚠️ {clip(one_line(staged.reason), 2 * _LINE)}"
    return texts.uploads.preview.format(name=clip(staged.name, _LINE), draft=staged.draft)


def waiting_reply(drafts: Sequence[Draft], texts: Texts) -> Reply:
    """The drafts that wait, with a button each."""
    if not drafts:
        return Reply(text_message(texts.uploads.none_waiting))
    keyboard = _drafts([(draft.number, draft.name) for draft in drafts], texts)
    return Reply(text_message(texts.uploads.waiting), keyboard=keyboard)


def _drafts(drafts: Sequence[tuple[int, str]], texts: Texts) -> Keyboard:
    shown = drafts[:_LISTED]
    rows = column(Button(clip(f"{number} · {name}", _LABEL), f"{SHOW}:{number}") for number, name in shown)
    numbers = [number for number, _ in drafts]
    if len(numbers) < 2:
        return rows
    return (*rows, (Button(texts.uploads.publish_all, f"{PUBLISH}:{min(numbers)}-{max(numbers)}"),))


def versions_reply(draft: int, names: Sequence[str], texts: Texts) -> Reply:
    """The records of which a draft may be a new version, to choose from."""
    said = texts.uploads
    buttons = [Button(clip(name, _LABEL), f"{REPLACES}:{draft}:{place}") for place, name in enumerate(names)]
    none = Button(said.not_version, f"{REPLACES}:{draft}:-1")
    return Reply(text_message(said.which_record.format(draft)), keyboard=column([*buttons, none]), edits=True)


def history_reply(generations: Sequence[Change], texts: Texts) -> Reply:
    """The last generations, with a button that goes back to each but the live one."""
    said = texts.uploads
    if not generations:
        return Reply(text_message(said.no_history))
    lines = [bold(said.history), *(plain(_line(each, texts)) for each in generations)]
    live = generations[0].number
    buttons = (Button(said.undo.format(each.number), f"{UNDO}:{each.number}:{live}") for each in generations[1:])
    return Reply((joined("\n", lines),), keyboard=column(buttons))


def changed_reply(number: int, generations: Sequence[Change], texts: Texts) -> Reply:
    """What a generation changed, where it is among the last ones."""
    what = next((_what(each, texts) for each in generations if each.number == number), "…")
    return Reply(text_message(texts.uploads.changed_index.format(number=number, what=what)))


def _line(generation: Change, texts: Texts) -> str:
    made_at, what = generation.made_at[:16], _what(generation, texts)
    return texts.uploads.generation.format(number=generation.number, made_at=made_at, what=what)


def _what(change: Change, texts: Texts) -> str:
    said = texts.uploads
    kinds = ((said.added, change.added), (said.gone, change.removed), (said.changed, change.replaced))
    return " · ".join(line.format(len(names), _some(names)) for line, names in kinds if names) or said.same_records
