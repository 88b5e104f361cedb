"""Drafts: revisions that were read and wait for a person to confirm them. None is searchable before.

A draft is marked as published in the same transaction that switches to the generation that holds it: a process that is
killed at any moment leaves it either waiting and not searchable, or published and live.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal, TypeAlias

from corpus.reading import READING
from corpus.record import Revision, UnreadableFile
from corpus.thai import normalise
from index.encoder import Encoder
from index.errors import SearchError
from index.history import UnknownRecord
from index.publish import IndexMoved, Progress, alone, publish
from index.revisions import day_of
from index.store import Store

State: TypeAlias = Literal["waiting", "published", "discarded"]

_WAITS = "generation is null and not discarded"
_DRAFTS = """select d.id as number, d.revision, r.name, r.title, r.date, r.body, d.replaces, d.added_by, d.added_at,
                    d.generation, case when d.generation is not null then 'published'
                                       when d.discarded then 'discarded' else 'waiting' end as state
               from drafts d join revisions r on r.sha256 = d.revision"""
_ADD = f"""insert into drafts (revision, added_by, added_at) select ?1, ?2, ?3
            where not exists (select 1 from drafts where revision = ?1 and {_WAITS})"""  # noqa: S608  # no value


class UnknownDraft(SearchError):
    """There is no draft of that number."""


class AlreadyPublished(SearchError):
    """The draft is in the index, or was and has been taken back: send the file again."""


class AlreadyDiscarded(SearchError):
    """The draft was discarded: send the file again."""


class AlreadyLive(SearchError):
    """The very same file is a live record."""


class SameName(SearchError):
    """Two drafts of one name cannot be published together: one would take the other's place."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A revision that waits, or waited. ``generation`` is the one it was published in, else None."""

    number: int
    revision: str
    name: str
    """The file's name: the record that it becomes, or that it replaces where a live one has the name."""
    title: str
    date: date | None
    body: str | None
    replaces: str | None
    """The record of another name that it is a new version of."""
    added_by: int | None
    """The Telegram id of who sent it; None for a file of the machine's own."""
    added_at: str
    generation: int | None
    state: State


@dataclass(frozen=True, slots=True)
class Added:
    """The draft of a file; ``again`` says that the same file was waiting already."""

    draft: Draft
    again: bool


class Drafts:
    """The drafts of one data folder. Any number of threads and processes may use them at once."""

    def __init__(self, store: Store, home: Path) -> None:
        self._store = store
        self._home = home

    def add(self, revision: Revision, data: bytes, by: int | None = None) -> Added:
        """Stores a revision and its file, ``data``, as a waiting draft; the same file makes no second one.

        Bytes that were in the index before come under the name they had. Raises AlreadyLive, UnreadableFile.
        """
        if hashlib.sha256(data).hexdigest() != revision.file:
            raise UnreadableFile(f"ไฟล์ {revision.name} ถูกแก้ไขระหว่างอ่าน กรุณาส่งใหม่")
        db, revision = self._store.db, self._store.settled(revision)
        sha256 = revision.sha256
        with db.atomic():
            new = db.execute(_ADD, [sha256, by, datetime.now(UTC).isoformat(timespec="seconds")]).rowcount
            self._refuse_live(sha256)
            self._store.add_original(revision.file, data)
            if new:
                self._keep(revision)
            found = f"select id from drafts where revision = ? and {_WAITS}"  # noqa: S608  # no value
            (number,) = db.execute(found, [sha256]).fetchone()
        return Added(self.get(number), again=not new)

    def _keep(self, revision: Revision) -> None:
        """Stores a revision; one that generations hold keeps the name that they know it by."""
        indexed = self._store.db.execute(
            "select name from revisions where sha256 = ?1 and exists"
            " (select 1 from generation_revisions where revision = ?1)",
            [revision.sha256],
        ).fetchone()
        name = indexed[0] if indexed else revision.name
        self._store.add_revision(replace(revision, name=name), READING)

    def get(self, number: int) -> Draft:
        """A draft by its number. Raises UnknownDraft."""
        for row in self._store.db.query(f"{_DRAFTS} where d.id = ?", [number]):
            return _draft(row)
        raise UnknownDraft(f"ไม่มีร่างหมายเลข {number}")

    def waiting(self) -> list[Draft]:
        """The drafts that wait, oldest first."""
        return [_draft(row) for row in self._store.db.query(f"{_DRAFTS} where {_WAITS} order by d.id")]

    def displaces(self, draft: Draft) -> tuple[str, ...]:
        """The live records whose place the draft takes when published."""
        live = {row.name for row in self._store.records()}
        return tuple(sorted(live & {draft.name, draft.replaces}))

    def edit(
        self,
        number: int,
        *,
        title: str | None = None,
        date: date | None = None,
        body: str | None = None,
        replaces: str | None = None,
    ) -> Draft:
        """Corrects what was read of a waiting draft, or says which live record it is a new version of.

        None and a blank text leave a thing as it is, but ``replaces=""`` makes the draft a record of its own. A
        corrected date is the meeting's only day. Raises AlreadyPublished, AlreadyDiscarded, AlreadyLive, UnknownDraft,
        UnknownRecord.
        """
        db = self._store.db
        with db.atomic():
            self._claim(number)
            draft = self.get(number)
            self._refuse_live(draft.revision)
            if _clean(title) or date or _clean(body):
                self._store.correct(draft.revision, _clean(title), date, _clean(body))
            if replaces is not None:
                if replaces and replaces not in {row.name for row in self._store.records()}:
                    raise UnknownRecord(f"ไม่มีบันทึกชื่อ {replaces} ในดัชนี")
                db.table("drafts").update(number, {"replaces": replaces or None})
        return self.get(number)

    def discard(self, number: int) -> None:
        """Takes a waiting draft away; its file stays stored. Raises as ``edit`` does; a second time does nothing."""
        db = self._store.db
        with db.atomic():
            if self.get(number).state != "discarded":
                self._claim(number)
                db.table("drafts").update(number, {"discarded": 1})

    def publish(
        self, numbers: Sequence[int], encoder: Encoder, progress: Progress, samples: Collection[str] = ()
    ) -> int:
        """Makes a generation live that holds the drafts, all of them in one switch, and gives its number.

        Each takes the place of the records that `displaces` names. Revisions whose digest is among ``samples`` leave
        the index, unless only such come. Where it raises nothing is published: UnknownDraft, AlreadyPublished,
        AlreadyDiscarded, SameName, IndexMoved where a draft was changed meanwhile, IngestBusy, SearchError.
        """
        with alone(self._home):
            drafts = [self.get(number) for number in dict.fromkeys(numbers)]
            if not drafts:
                raise UnknownDraft("ไม่มีร่างที่รอเผยแพร่")
            for draft in drafts:
                _refuse_past(draft)
            members = self._members(drafts, self._store.revisions_of(samples))
            return publish(
                members, self._store, self._home, encoder, progress, lambda number: self._mark(drafts, number)
            )

    def _members(self, drafts: Sequence[Draft], samples: Collection[str]) -> list[str]:
        """The revisions of the next generation, by record name."""
        new = {draft.name: draft.revision for draft in drafts}
        if len(new) < len(drafts):
            raise SameName("มีร่างชื่อไฟล์เดียวกันมากกว่าหนึ่งร่าง กรุณาเผยแพร่ทีละร่างหรือเปลี่ยนชื่อไฟล์แล้วส่งใหม่")
        leaving = {name for draft in drafts for name in (draft.name, draft.replaces)}
        kept = {row.name: row.revision for row in self._store.records() if row.name not in leaving}
        if not set(new.values()) <= set(samples):
            kept = {name: sha256 for name, sha256 in kept.items() if sha256 not in samples}
        return [sha256 for _, sha256 in sorted({**kept, **new}.items())]

    def _mark(self, drafts: Sequence[Draft], generation: int) -> None:
        """Marks the drafts as published, inside the switch. Raises IndexMoved where one is not as it was."""
        for draft in drafts:
            marked = self._store.db.execute(
                f"update drafts set generation = ? where id = ? and replaces is ? and {_WAITS}",  # noqa: S608  # no value
                [generation, draft.number, draft.replaces],
            )
            if not marked.rowcount:
                raise IndexMoved

    def _claim(self, number: int) -> None:
        """Keeps others from changing a waiting draft until the transaction ends."""
        same = f"update drafts set id = id where id = ? and {_WAITS}"  # noqa: S608  # no value
        if not self._store.db.execute(same, [number]).rowcount:
            _refuse_past(self.get(number))

    def _refuse_live(self, sha256: str) -> None:
        """What is live is not edited: its vectors are of what it says."""
        if self._store.is_live(sha256):
            raise AlreadyLive(f"ไฟล์นี้อยู่ในดัชนีแล้วในชื่อ {self._store.revision(sha256).name}")


def _clean(text: str | None) -> str | None:
    """One line of normalised text, None where nothing is in it."""
    return " ".join(normalise(text or "").split()) or None


def _draft(row: dict[str, Any]) -> Draft:
    return Draft(**{**row, "date": day_of(row["date"])})


def _refuse_past(draft: Draft) -> None:
    """Raises where a draft does not wait."""
    if draft.state == "published":
        raise AlreadyPublished(f"ร่างหมายเลข {draft.number} เผยแพร่แล้วในดัชนีรุ่นที่ {draft.generation}")
    if draft.state == "discarded":
        raise AlreadyDiscarded(f"ร่างหมายเลข {draft.number} ถูกทิ้งแล้ว กรุณาส่งไฟล์ใหม่")
