"""Answers, lists and progress in a terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from tqdm import tqdm

from assistant.answer import Answer, Citation
from assistant.compare import Comparison, Difference
from assistant.intake import Preview
from assistant.listing import line
from assistant.registers import Listed
from assistant.respond import Found
from corpus.dates import thai_date
from corpus.record import Revision
from index.abbreviations import Meaning
from index.generation import Rankings
from index.history import Change
from index.ingest import Ingested
from index.search import Hit
from index.store import RecordRow


class Bars:
    """Progress bars on standard error, with the rate and the time left; nothing where that is not a terminal's job."""

    def reading(self, files: int) -> Callable[[], object]:
        """A bar over files."""
        bar = tqdm(total=files, desc="อ่านไฟล์", unit="ไฟล์", file=sys.stderr, mininterval=1)
        return lambda: bar.update()

    def encoding(self, passages: int) -> Callable[[int], object]:
        """A bar over passages."""
        bar = tqdm(total=passages, desc="สร้างเวกเตอร์", unit="ตอน", file=sys.stderr, mininterval=1)
        return lambda done: bar.update(done)


class Lines:
    """Progress as lines of JSON on standard output, for the process that started this one."""

    def reading(self, files: int) -> Callable[[], object]:
        """Lines over files."""
        step = self._steps("reading", files)
        return lambda: step(1)

    def encoding(self, passages: int) -> Callable[[int], object]:
        """Lines over passages."""
        return self._steps("encoding", passages)

    @staticmethod
    def _steps(name: str, total: int) -> Callable[[int], object]:
        done = 0

        def step(more: int) -> None:
            nonlocal done
            done += more
            print(dump({"step": name, "done": done, "total": total}), flush=True)

        return step


def answer_json(answer: Answer) -> dict[str, Any]:
    """The object that ``ask --json`` prints."""
    return {
        "status": answer.status,
        "answer": answer.text,
        "citations": [_citation_json(citation) for citation in answer.citations],
        "confidence": round(answer.confidence, 4),
        "took_ms": answer.took_ms,
        **({"choices": list(answer.choices)} if answer.choices else {}),
    }


def _citation_json(citation: Citation) -> dict[str, Any]:
    day = citation.meeting_date
    left_out = ("marks",) if citation.scanned else ("marks", "scanned")
    fields = {name: value for name, value in asdict(citation).items() if name not in left_out}
    return {**fields, "meeting_date": day.isoformat() if day else None}


def hits_json(found: Found, took_ms: int) -> dict[str, Any]:
    """The object that ``search --json`` prints; ``notice`` says what the text names and the records do not hold."""
    return {"hits": [_hit_json(hit) for hit in found.hits], "notice": found.scope.notice, "took_ms": took_ms}


def _hit_json(hit: Hit) -> dict[str, Any]:
    return {
        "record": hit.meeting.name,
        "revision": hit.passage.revision,
        "agenda": hit.item.agenda,
        "page": hit.passage.page,
        "start": hit.passage.start,
        "end": hit.passage.end,
        "text": hit.text,
        "score": round(hit.score, 4),
    }


def meaning_json(meaning: Meaning, rankings: Rankings) -> dict[str, Any]:
    """A short form that the records explain: ``bot.py abbreviations --json`` prints a list of these."""
    return {**asdict(meaning), "record": rankings.meetings[meaning.revision].name}


def meanings_text(rows: Sequence[dict[str, Any]]) -> str:
    """The short forms, one a line, each with how often and where it is explained."""
    lines = [f"{row['short']} = {row['full']} ({row['times']:,} แห่ง แห่งแรกใน {row['record']})" for row in rows]
    return "\n".join(lines) or "บันทึกในคลังไม่ได้อธิบายตัวย่อใด"


def listed_json(row: Listed) -> dict[str, Any]:
    """A row of a register: ``bot.py register --json`` prints a list of these."""
    day, clause = row.meeting.meeting.date, {name: _plain(value) for name, value in asdict(row.row.clause).items()}
    return {
        **clause,
        "record": row.meeting.name,
        "revision": row.row.revision,
        "title": row.meeting.meeting.title,
        "meeting_date": day.isoformat() if day else None,
        "agenda": row.item.agenda,
        "quote": row.said,
        "quote_start": row.quote.start,
        "quote_end": row.quote.end,
    }


def _plain(value: object) -> object:
    return str(value) if isinstance(value, Decimal) else value


def listed_text(rows: Sequence[Listed]) -> str:
    """The rows of a register, one a line, each with its item and record."""
    lines = [
        f"{number}. {line(row)} ({row.item.agenda[:80]} · {row.meeting.name})" for number, row in enumerate(rows, 1)
    ]
    return "\n".join(lines) or "ไม่พบรายการ ลองใช้คำที่กว้างขึ้น"


def dump(value: object) -> str:
    """One line of JSON, Thai as it is."""
    return json.dumps(value, ensure_ascii=False)


def answer_text(answer: Answer) -> str:
    """An answer as people read it: the lead, then each quote under its number, then its source."""
    lines = [answer.text, *(f"  {number}. {choice}" for number, choice in enumerate(answer.choices, start=1)), ""]
    for number, citation in enumerate(answer.citations, start=1):
        lines += [f"[{number}] “{' '.join(citation.quote.split())}”", f"    {_source(citation)}", ""]
    if answer.nearest:
        lines += ["เรื่องที่ใกล้เคียงที่สุด:"]
        lines += [f"  • {_joined(near.title, near.meeting_date, near.agenda)}" for near in answer.nearest]
        lines += [""]
    if answer.searched:
        lines.append(f"ค้นจาก {answer.searched} การประชุม ใช้เวลา {answer.took_ms} มิลลิวินาที")
    return "\n".join(lines)


def _source(citation: Citation) -> str:
    page = f" · หน้า {citation.page}" if citation.page else ""
    page += " · จากภาพสแกน" if citation.scanned else ""
    return f"{_joined(citation.title, citation.meeting_date, citation.agenda)}{page} · {citation.record}"


def _joined(title: str, day: date | None, agenda: str) -> str:
    return " · ".join(part for part in (title, thai_date(day) if day else "", agenda) if part)


def hits_text(found: Found) -> str:
    """Hits as people read them, under what has to be said of them."""
    blocks = [found.scope.notice] if found.scope.notice else []
    blocks += [
        f"{number}. {_joined(hit.meeting.meeting.title, hit.meeting.meeting.date, hit.item.agenda)}"
        f" ({hit.score:.3f})\n   {' '.join(hit.text.split())}"
        for number, hit in enumerate(found.hits, start=1)
    ]
    return "\n".join(blocks) or "ไม่พบข้อความที่ใกล้เคียง"


def records_text(rows: Sequence[RecordRow]) -> str:
    """The records, a line each."""
    lines = [
        f"{thai_date(row.date) if row.date else 'ไม่ทราบวันที่':<20} {row.items:>3} วาระ  {row.title}  ({row.name})"
        for row in rows
    ]
    return "\n".join(lines) or "ยังไม่มีบันทึกการประชุมในคลัง"


def record_json(row: RecordRow) -> dict[str, Any]:
    """A record as ``records --json`` prints it."""
    return {**asdict(row), "date": row.date.isoformat() if row.date else None}


def ingested_text(done: Ingested) -> str:
    """What an ingest did, and a line for each file that could not be read."""
    lines = [
        f"เพิ่มใหม่ {len(done.added)} · แทนที่ {len(done.replaced)} · ไม่เปลี่ยน {len(done.unchanged)}"
        f" · อ่านไม่ได้ {len(done.failures)}"
    ]
    lines += [f"  ✗ {failure.reason}" for failure in done.failures]
    if done.generation:
        lines.append(f"ดัชนีรุ่น {done.generation} พร้อมใช้งาน ({done.passages} ตอนใหม่)")
    return "\n".join(lines)


def ingested_json(done: Ingested) -> dict[str, Any]:
    """What an ingest did, as ``ingest --json`` prints it."""
    return {
        **asdict(done),
        "failures": [{"file": failure.path.name, "reason": failure.reason} for failure in done.failures],
    }


def report_text(report: dict[str, Any]) -> str:
    """The figures of an evaluation as a table: all, then by kind, by style, and with or without a number.

    ``refused`` and ``partial`` are shares of the answerable, ``wrongly`` (answered) and ``part-un`` of the others;
    ``in@k`` is the share whose answer stands in the first k passages; times are milliseconds, ``s50`` of the search.
    """
    groups = ("by_kind", "by_style", "by_number")
    rows = [("ทั้งหมด", report["all"])]
    rows += [(f"{group[3:]}: {name}", row) for group in groups for name, row in report[group].items()]
    heads = [
        "n",
        "hit@1",
        "@5",
        "@10",
        "MRR",
        "quote",
        "quote1",
        "lead",
        "refused",
        "partial",
        "wrongly",
        "part-un",
        "p50",
        "p95",
    ]
    heads += [f"in@{passages}" for passages in report["all"]["answer_in"]] + ["s50", "s95"]
    lines = [f"{'':<26}" + "".join(f"{head:>9}" for head in heads)]
    lines += [f"{name:<26}" + "".join(_cells(row)) for name, row in rows]
    return "\n".join([*lines, "", *_reliability(report["reliability"])])


def _reliability(bins: Sequence[dict[str, Any]]) -> list[str]:
    """One line for each bin of the confidence: what it says, and what was so."""
    line = "ความมั่นใจ {low:.1f}–{high:.1f}: {questions} ข้อ เฉลี่ย {confidence:.2f} มีคำตอบจริง {answerable:.2f}"
    return [line.format(**each) for each in bins]


def _cells(row: dict[str, Any]) -> list[str]:
    shares = [*row["hit"].values(), row["mrr"], row["in_quotes"], row["in_first_quote"], row["in_lead"]]
    shares += [row["refused_answerable"], row["partial_answerable"]]
    shares += [row["answered_unanswerable"], row["partial_unanswerable"]]
    return [
        f"{row['questions']:>9}",
        *(f"{share:>9.3f}" for share in shares),
        f"{row['p50_ms']:>9.0f}",
        f"{row['p95_ms']:>9.0f}",
        *(f"{share:>9.3f}" for share in row["answer_in"].values()),
        f"{row['search_p50_ms']:>9.0f}",
        f"{row['search_p95_ms']:>9.0f}",
    ]


def comparison_text(comparison: Comparison) -> str:
    """What changed between two evaluations: a line a measure, then the questions won and lost at rank 1."""
    left_out = f"ไม่นับข้อที่มีเฉพาะครั้งก่อน {comparison.only_earlier} และเฉพาะครั้งนี้ {comparison.only_now}"
    lines = [f"เทียบกับครั้งก่อน {comparison.paired} คำถาม ({left_out})"]
    lines += [_difference(difference) for difference in comparison.differences]
    for head, turns in (("ได้เพิ่ม", comparison.won), ("เสียไป", comparison.lost)):
        lines += [f"{head} {len(turns)} ข้อ (hit@1)"]
        lines += [f"  {turn.id}  {turn.question}  (อันดับ {turn.earlier or '-'} → {turn.now or '-'})" for turn in turns]
    for head, groups in (("kind", comparison.by_kind), ("style", comparison.by_style)):
        lines += [f"  {head}: {name}  +{group['won']} -{group['lost']}" for name, group in groups.items()]
    return "\n".join(lines)


def _difference(change: Difference) -> str:
    bounds = f"95% {change.low:+.3f} ถึง {change.high:+.3f}"
    figures = f"{change.earlier:.3f} → {change.now:.3f}  {change.difference:+.3f}"
    return f"  {change.measure:<10} {figures}  ({bounds}, {change.questions} ข้อ)"


def line_text(report: dict[str, Any], text: str, day: date) -> str:
    """The figures of an evaluation as one Markdown row, shares without the leading 0.

    The day, the text, questions, hit@1, @5, @10, MRR@10, the answer in the first 1, 3 and 5 passages and in quotes,
    refused, wrongly answered, the median of the search in milliseconds.
    """
    row = report["all"]
    shares = [*row["hit"].values(), row["mrr"], *(row["answer_in"][passages] for passages in ("1", "3", "5"))]
    shares += [row["in_quotes"], row["refused_answerable"], row["answered_unanswerable"]]
    name = " ".join(text.replace("|", "\\|").split())
    cells = [day.isoformat(), name, row["questions"], *map(_short, shares), f"{row['search_p50_ms']:.0f}"]
    return f"| {' | '.join(map(str, cells))} |"


def _short(share: float) -> str:
    return f"{share:.3f}".removeprefix("0")


def preview_text(preview: Preview) -> str:
    """What was read of a file, before it is published."""
    meeting, difference = preview.meeting, preview.difference
    lines = [
        f"{preview.name} (ร่าง {preview.draft})",
        f"  {meeting.title}",
        f"  {meeting.body or 'ไม่พบชื่อคณะ'} · ครั้งที่ {meeting.number or '–'} · "
        f"{thai_date(meeting.date) if meeting.date else 'ไม่ทราบวันที่'} · ชุดบันทึก {preview.collection}",
        f"  {len(preview.agenda)} วาระ {preview.passages:,} ตอน {preview.pages:,} หน้า คุณภาพ {preview.quality:.0%}"
        + (f" · อ่านจากภาพ {preview.scanned} หน้า" if preview.scanned else ""),
    ]
    lines += [f"    {item[:100]}" for item in preview.agenda]
    if preview.bad_pages:
        lines.append(f"  หน้าที่อ่านได้ไม่ดี: {', '.join(map(str, preview.bad_pages))}")
    lines += [f"  คล้ายกับ {near.name} ({near.likeness:.0%})" for near in preview.near]
    if preview.replaces:
        lines.append(f"  เป็นรุ่นใหม่ของ {preview.replaces}")
    if difference:
        kinds = (("เพิ่ม", difference.added), ("หายไป", difference.gone), ("แก้ไข", difference.changed))
        lines += [f"    {name}: {item[:100]}" for name, items in kinds for item in items]
    return "\n".join(lines)


def history_text(changes: Sequence[Change]) -> str:
    """The generations, newest first, a line each."""
    lines = [f"{each.number:>4}  {each.made_at[:16]}  {_changed(each)}" for each in changes]
    return "\n".join(lines) or "ยังไม่มีดัชนี"


def _changed(change: Change) -> str:
    kinds = (("เพิ่ม", change.added), ("แทนที่", change.replaced), ("เอาออก", change.removed))
    return " · ".join(f"{kind} {', '.join(names)}" for kind, names in kinds if names) or "ไม่เปลี่ยน"


def revision_json(revision: Revision) -> dict[str, Any]:
    """What ``export`` writes beside the file: ranges are code points of ``text``."""
    fields = asdict(revision)
    for page in fields["pages"]:
        del page["boxes"]
    meeting = {
        name: value.isoformat() if isinstance(value, date) else value for name, value in fields["meeting"].items()
    }
    return {**fields, "meeting": meeting}
