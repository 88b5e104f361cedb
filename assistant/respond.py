"""Question -> Answer: search, evidence, verified quotes, and the judgement whether they answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from assistant.ambiguity import ambiguous
from assistant.answer import Answer, Citation, Nearest, Status
from assistant.changes import Course, dispute, follow
from assistant.cite import cite
from assistant.confidence import ANSWERED, PARTIAL, confidence, signs
from assistant.evidence import SHAPES, Evidence, coverage, excerpt, find_evidence
from assistant.followups import Turn, resolve
from assistant.given import Asked, Given
from assistant.likeness import groups
from assistant.listing import lead
from assistant.meanings import asked_short, explained, meant_by
from assistant.premises import Refusal, refused
from assistant.question import Question, Wanted, read_question
from assistant.quotes import Span
from assistant.reader import Reader, Text
from assistant.registers import Listed, Listing, listed, read_filter, read_listing
from assistant.scope import Scope, find_scope, up_to
from assistant.spelling import Spelling
from assistant.writer import Writer
from corpus.lists import find_enumerations
from corpus.resolutions import Resolution
from corpus.thai import normalise
from index.abbreviations import Meaning
from index.generation import Rankings, header
from index.matters import Matters, Place
from index.registers import Register
from index.search import Hit, Query, Searcher
from index.store import Store

_HITS = 12
_NEAREST = 3
_LISTED = 100
"""Rows of a register that an answer cites."""
_READ = 5
"""Passages of an item of another meeting that are read: those that hold most of the question's words."""
_NOT_FOUND = "ไม่พบคำตอบในบันทึกการประชุมที่มีอยู่"
_DETAILS: dict[Wanted, str] = {
    "percent": "ร้อยละหรือสัดส่วน",
    "number": "จำนวน",
    "date": "วันเวลา",
    "person": "ผู้หรือหน่วยงาน",
    "place": "สถานที่",
    "list": "รายการ",
    "decision": "มติ",
    "any": "รายละเอียด",
}
_PARTIAL = "พบเรื่องที่ใกล้เคียง แต่ไม่แน่ใจว่าตอบ{detail}ที่ถาม โปรดตรวจข้อความนี้:"
_OTHERWISE = "บันทึกไม่ได้กล่าวว่า “{said}” แต่กล่าวว่า:"
_WHICH = "“{short}” ในบันทึกหมายถึงได้มากกว่าหนึ่งหน่วยงาน หมายถึงหน่วยงานใด"
_COUNTED = "ข้อความนี้เป็นส่วนหนึ่งของรายการทั้งหมด {entries} ข้อ"
_EMPTY = "กรุณาพิมพ์คำถามเป็นข้อความ เช่น “กระทรวงควรจัดงบกี่เปอร์เซ็นต์ให้โครงการของกลุ่มจังหวัด”"


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """A question as it was read, where it asks to look, and what was found there, best first."""

    question: Question
    scope: Scope
    hits: tuple[Hit, ...]
    rankings: Rankings
    """The generation that was asked."""


class Responder:
    """Answers questions from the live generation. Any number of threads may ask at once."""

    def __init__(
        self,
        store: Store,
        searcher: Searcher,
        reader: Reader,
        today: Callable[[], date] = date.today,
        writer: Writer | None = None,
    ) -> None:
        self._store = store
        self._searcher = searcher
        self._reader = reader
        self._today = today
        self._writer = writer
        self._given = Given(store)
        self._spelling = lru_cache(1)(_spelling)
        self._matters = lru_cache(1)(Matters)
        self._resolutions = lru_cache(1)(_resolutions)

    def seeing(self, collections: Set[str]) -> Responder:
        """One that answers from the records of some collections as if there were no others."""
        return Responder(self._store, self._searcher.seeing(collections), self._reader, self._today, self._writer)

    def search(self, text: str, top: int) -> tuple[Hit, ...]:
        """The hits of a text, as an answer to it would see them."""
        return self.find(text, top).hits

    def excerpts(self, text: str, top: int) -> tuple[Citation, ...]:
        """The best of each passage that a text finds, by words alone, best first. Raises SearchError."""
        found = self.find(text, top)
        return tuple(filter(None, (self._excerpt(found.question, hit) for hit in found.hits)))

    def _excerpt(self, question: Question, hit: Hit) -> Citation | None:
        span = excerpt(question, hit)
        quote = hit.text[span.start - hit.passage.start : span.end - hit.passage.start]
        return cite(self._store, hit.meeting, hit.item, quote, span)

    def find(self, text: str, top: int, rankings: Rankings | None = None) -> Found:
        """The hits of a text, and what has to be said of where it asks to look. Raises SearchError."""
        rankings, abbreviations = rankings or self._searcher.rankings(), self._searcher.abbreviations()
        question = read_question(text, self._today(), abbreviations, self._spelling(rankings))
        scope = find_scope(question.references, rankings, abbreviations)
        if question.as_of:
            scope = up_to(scope, rankings, max(last for _, last in question.dates))
        return Found(question, scope, self._searcher.search(_query(question, scope), top, rankings), rankings)

    def alike(self, texts: Sequence[str]) -> list[list[int]]:
        """The places of texts that are of one matter, the largest group first."""
        return groups([self._searcher.encoder.encode_query(text) for text in texts])

    def answer(self, text: str, earlier: Sequence[Turn] = ()) -> Answer:
        """Answers one question; ``earlier`` are those of its chat before it, newest last.

        Raises SearchError when there is nothing to search.
        """
        began = time.perf_counter()
        rankings = self._searcher.rankings()
        asked = resolve(text, earlier, self._today()) if earlier else text
        said = self._again(asked, rankings) if any(map(str.isalnum, normalise(text))) else Answer("not_found", _EMPTY)
        took = round(1000 * (time.perf_counter() - began))
        return replace(said, took_ms=took, searched=len(rankings.meetings), asked=asked)

    def _again(self, text: str, rankings: Rankings) -> Answer:
        """The answer as it was given before, or a new one; a writer's are not kept, for it may have failed."""
        if self._writer:
            return self._said(text, rankings)
        asked = Asked(text, rankings.generation.id, self._searcher.table_changed(), self._today())
        answer = self._given.find(asked)
        if answer is None:
            answer = self._said(text, rankings)
            self._given.keep(asked, answer)
        return answer

    def _said(self, text: str, rankings: Rankings) -> Answer:
        meant = self._meant(text, rankings)
        if meant:
            return meant
        unclear = ambiguous(text, rankings.abbreviations, self._searcher.added())
        if unclear:
            return Answer("not_found", _WHICH.format(short=unclear.short), unclear=unclear.short, choices=unclear.fulls)
        listing = read_listing(text, self._today(), self._searcher.abbreviations())
        rows = listed(rankings, self._store, listing.register, listing.filter) if listing else []
        if listing and rows:
            return self._list(listing, rows)
        found = self.find(text, _HITS, rankings)
        question, scope = found.question, found.scope
        if scope.absent:
            return Answer("not_found", scope.notice, nearest=_nearest(found.hits))
        evidence = self.evidence(question, found.hits, rankings)
        item = self._item(evidence[0].hit) if evidence else ""
        sure = confidence(signs(question, evidence, item)) if evidence else 0.0
        denied = refused(question.text, item)
        course = self._course(question, evidence, rankings) if sure >= PARTIAL else Course(())
        course = _against(denied, course) if denied else course
        told = [(piece, citation) for piece in course.evidence if (citation := self._cite(piece))]
        if not told:
            said = _lines(scope.notice, _NOT_FOUND)
            return Answer("not_found", said, (), sure, nearest=_nearest(found.hits))
        status: Status = "answered" if sure >= ANSWERED and not denied else "partial"
        status = "conflict" if course.conflict else status
        caution = _caution(question, denied) if status == "partial" else ""
        cited = tuple(citation for _, citation in told)
        phrased = self._phrased(question, cited) if status == "answered" and not course.line else None
        counted = self._counted(told[0][0]) if question.wanted == "list" else ""
        lead = _lines(scope.notice, caution, phrased or self._lead(told[0][0]), course.line, counted)
        return Answer(status, lead, cited, sure)

    def _course(self, question: Question, evidence: Sequence[Evidence], rankings: Rankings) -> Course:
        """What other meetings made of the matter of the first evidence."""
        first = evidence[0].hit
        matters, place = self._matters(rankings), (first.passage.revision, first.item.position)

        def read(place: Place) -> list[Evidence]:
            hits = self._searcher.item_hits(rankings, place.meeting.revision, place.item.position)
            nearest = sorted(hits, key=lambda hit: -coverage(question, hit.text))
            return self.evidence(question, nearest[:_READ], rankings)

        disputed = dispute(evidence, matters.beside(*place), read)
        return disputed or follow(question, evidence, matters.chain(*place, self._store.text, self._today()), read)

    def evidence(self, question: Question, hits: Sequence[Hit], rankings: Rankings) -> list[Evidence]:
        """The ranges of the hits that answer, best first; ``rankings`` are those that the hits are of."""
        texts = [Text(header(hit.meeting.meeting, hit.item), hit.text) for hit in hits]
        abbreviations = self._searcher.abbreviations()
        asked = [abbreviations.as_written(question.text, f"{text.header} {text.passage}") for text in texts]
        return find_evidence(question, hits, self._reader.read(asked, texts), self._resolutions(rankings))

    def _item(self, hit: Hit) -> str:
        """The text of a hit's whole item, under its header."""
        text = self._store.text(hit.passage.revision, hit.item.start, hit.item.end)
        return f"{header(hit.meeting.meeting, hit.item)}\n{text}"

    def _cite(self, evidence: Evidence) -> Citation | None:
        hit = evidence.hit
        return cite(self._store, hit.meeting, hit.item, evidence.said, evidence.quote, evidence.marks)

    def _meant(self, text: str, rankings: Rankings) -> Answer | None:
        """What a short form stands for, where that is asked and the records explain it."""
        short = asked_short(text)
        meanings = explained(short, rankings.abbreviations) if short else []
        cited = [self._explaining(meaning, rankings) for meaning in meanings]
        told = [(meaning, citation) for meaning, citation in zip(meanings, cited, strict=True) if citation]
        if not told:
            return None
        said = meant_by(short, [meaning for meaning, _ in told])
        return Answer("answered", said, tuple(citation for _, citation in told), 1.0)

    def _explaining(self, meaning: Meaning, rankings: Rankings) -> Citation | None:
        """The place that explains a short form."""
        meeting = rankings.meetings[meaning.revision]
        item = max((item for item in meeting.items if item.start <= meaning.start), key=lambda item: item.start)
        quote = self._store.text(meaning.revision, meaning.start, meaning.end)
        return cite(self._store, meeting, item, quote, Span(meaning.start, meaning.end))

    def _list(self, listing: Listing, rows: Sequence[Listed]) -> Answer:
        """The rows of a register that a question asks for, each with its clause."""
        cited = [cite(self._store, row.meeting, row.item, row.said, row.quote) for row in rows[:_LISTED]]
        return Answer("answered", lead(listing, rows), tuple(filter(None, cited)), 1.0, register=listing.register)

    def register(self, register: Register, text: str) -> list[Listed]:
        """The rows of a register that a question of listing, or a filter in plain words, wants. Raises SearchError."""
        abbreviations = self._searcher.abbreviations()
        listing = read_listing(text, self._today(), abbreviations)
        asked = listing.filter if listing and listing.register == register else None
        wanted = asked or read_filter(text, self._today(), abbreviations)
        return listed(self._searcher.rankings(), self._store, register, wanted)

    def _phrased(self, question: Question, cited: Sequence[Citation]) -> str | None:
        """The lead as the writer phrases it from the quotes, where there is a writer and they hold what it says."""
        quotes = [citation.quote for citation in cited]
        return self._writer.phrase(question.text, quotes) if self._writer else None

    def _counted(self, evidence: Evidence) -> str:
        """How many entries the list has of which the quote shows some; "" where it shows all, or is of no list."""
        item, quote = evidence.hit.item, evidence.quote
        text = self._store.text(evidence.hit.passage.revision, item.start, item.end)
        lists = [[item.start + entry for entry in entries] for entries in find_enumerations(text)]
        shown = [sum(quote.start <= entry < quote.end for entry in entries) for entries in lists]
        if max(shown, default=0) == 0:
            return ""
        whole = len(lists[shown.index(max(shown))])
        return _COUNTED.format(entries=whole) if whole > max(shown) else ""

    def _lead(self, evidence: Evidence) -> str:
        text = self._store.text(evidence.hit.passage.revision, evidence.lead.start, evidence.lead.end)
        return f"{' '.join(text.split())} [1]"


def _spelling(rankings: Rankings) -> Spelling:
    return Spelling(rankings.vocabulary)


def _resolutions(rankings: Rankings) -> dict[tuple[str, int], Span]:
    rows = ((row.revision, row.item, row.clause) for row in rankings.registers)
    return {(sha256, item): Span(c.start, c.end) for sha256, item, c in rows if isinstance(c, Resolution)}


def _query(question: Question, scope: Scope) -> Query:
    return Query(
        question.text,
        question.names,
        () if question.as_of else question.dates,
        question.weights,
        SHAPES.get(question.wanted),
        scope.passages,
    )


def _against(denied: Refusal, course: Course) -> Course:
    """The evidence that says what was decided first."""
    stating = sorted(course.evidence, key=lambda piece: denied.verb not in piece.said)
    return Course(tuple(stating))


def _caution(question: Question, denied: Refusal | None) -> str:
    """What has to be said before an excerpt that does not answer as it was asked."""
    if denied:
        return _OTHERWISE.format(said=denied.said)
    return _PARTIAL.format(detail=_DETAILS[question.wanted])


def _nearest(hits: Sequence[Hit]) -> tuple[Nearest, ...]:
    rows = [Nearest(hit.meeting.meeting.title, hit.meeting.meeting.date, hit.item.agenda) for hit in hits]
    return tuple(dict.fromkeys(rows))[:_NEAREST]


def _lines(*parts: str) -> str:
    return "\n".join(filter(None, parts))
