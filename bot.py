"""Mati answers Thai questions over meeting records, in Telegram and in the terminal."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dotenv import load_dotenv

from assistant import logs
from assistant.errors import AssistantError
from corpus.record import CorpusError
from index.errors import IngestBusy, SearchError

if TYPE_CHECKING:
    from assistant.evaluate import Asked, Outcome
    from assistant.respond import Responder
    from index.encoder import Encoder
    from index.ingest import Ingested
    from index.publish import Progress
    from index.store import Store

SAMPLES = Path(__file__).parent / "corpus" / "samples"
SYSTEMS = ("mati", "dense", "words", "grams", "fts5", "rrf")
"""What ``eval`` asks: the bot itself, or one of ``index.peers``."""
_POLITE = 5
"""By how much an ingest steps back behind what else the machine does."""
EVAL_HITS = 200
"""How many passages ``eval`` looks for the gold item in."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; the exit status is 0 when it did what was asked."""
    load_dotenv()
    logs.begin(os.environ)
    options = parser().parse_args(arguments)
    try:
        return int(options.command(options))
    except (AssistantError, CorpusError, SearchError) as error:
        print(error, file=sys.stderr)
        return os.EX_TEMPFAIL if isinstance(error, IngestBusy) else 1
    except KeyboardInterrupt:
        return 130


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    top = argparse.ArgumentParser(prog="bot.py", description=__doc__)
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--home", type=Path, default=os.environ.get("MATI_HOME", "data"), help="the data folder (MATI_HOME, ./data)"
    )
    common.add_argument("--json", action="store_true", help="print JSON")
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    setup = commands.add_parser("setup", parents=[common], help="build the default model into the data folder")
    setup.set_defaults(command=run_setup)
    run = commands.add_parser(
        "run", parents=[common], help="the Telegram bot; without TELEGRAM_BOT_TOKEN, the terminal chat"
    )
    run.add_argument("--samples", action="store_true", help="ingest the bundled sample minutes when nothing is indexed")
    run.set_defaults(command=run_bot)
    chat = commands.add_parser("chat", parents=[common], help="the same answers in the terminal")
    chat.set_defaults(command=run_chat)
    ingest = commands.add_parser("ingest", parents=[common], help="read files or folders into the index")
    ingest.add_argument("paths", nargs="+", type=Path, metavar="PATH")
    ingest.add_argument("--review", action="store_true", help="show what was read, and ask before it is published")
    ingest.set_defaults(command=run_ingest)
    publish = commands.add_parser("publish", parents=[common], help="make drafts live")
    publish.add_argument("drafts", nargs="+", type=int, metavar="DRAFT")
    publish.set_defaults(command=run_publish)
    remove = commands.add_parser("remove", parents=[common], help="take a record out of the index")
    remove.add_argument("record", metavar="RECORD")
    remove.set_defaults(command=run_remove)
    past = commands.add_parser("history", parents=[common], help="the last generations, and what each changed")
    past.set_defaults(command=run_history)
    undo = commands.add_parser("undo", parents=[common], help="go back to an earlier generation")
    undo.add_argument("--to", type=int, metavar="N", help="the generation; by default the one before")
    undo.add_argument("--seen", type=int, metavar="N", help="only where this is the last generation")
    undo.set_defaults(command=run_undo)
    reindex = commands.add_parser("reindex", parents=[common], help="read and encode all records anew")
    reindex.set_defaults(command=run_reindex)
    export = commands.add_parser("export", parents=[common], help="a record's file, text and agenda")
    export.add_argument("record", metavar="RECORD")
    export.add_argument("--out", type=Path, default=Path(), metavar="DIR")
    export.set_defaults(command=run_export)
    ask = commands.add_parser("ask", parents=[common], help="one answer")
    search = commands.add_parser("search", parents=[common], help="the nearest passages")
    search.add_argument("--top", type=int, default=10, metavar="N")
    for command, function in ((ask, run_ask), (search, run_search)):
        given = command.add_mutually_exclusive_group(required=True)
        given.add_argument("question", nargs="?")
        given.add_argument("--file", type=Path, metavar="QUESTIONS.jsonl")
        command.set_defaults(command=function)
    records = commands.add_parser("records", parents=[common], help="what is indexed")
    records.set_defaults(command=run_records)
    evaluate = commands.add_parser("eval", parents=[common], help="a question file -> figures")
    evaluate.add_argument("questions", type=Path, metavar="QUESTIONS.jsonl")
    evaluate.add_argument("--system", choices=SYSTEMS, default="mati", help="what is asked: mati, or a plain search")
    evaluate.add_argument("--compare", type=Path, metavar="EARLIER.json", help="what changed since an eval --json")
    evaluate.add_argument("--line", metavar="TEXT", help="print one row of the scoreboard instead, under this text")
    evaluate.set_defaults(command=run_eval)
    abbreviations = commands.add_parser(
        "abbreviations", parents=[common], help="the short forms that the records explain, and where"
    )
    abbreviations.set_defaults(command=run_abbreviations)
    register = commands.add_parser("register", parents=[common], help="decisions, roles or budget as a table")
    register.add_argument("register", choices=["decisions", "roles", "budget"])
    register.add_argument("filter", nargs="?", default="", help="plain words: งบกลาง ปี 2564, เกิน 1,000 ล้านบาท")
    register.add_argument("--out", type=Path, metavar="FILE", help="write an .xlsx or .csv file")
    register.set_defaults(command=run_register)
    check = commands.add_parser(
        "check", parents=[common], help="integrity of the data folder; exit 1 when something is wrong"
    )
    check.set_defaults(command=run_check)
    return top


@contextmanager
def opened(options: argparse.Namespace) -> Iterator[tuple[Store, Responder]]:
    """The data folder with its model, ready to answer."""
    from assistant.reader import Reader
    from assistant.respond import Responder
    from assistant.writer import Writer, WriterSettings
    from index.search import Searcher
    from index.store import opened as opened_store

    endpoint = WriterSettings.from_environ(os.environ)
    writer = Writer(endpoint) if endpoint else None
    with opened_store(options.home) as store:
        searcher = Searcher(store, options.home, encoder(options.home))
        yield store, Responder(store, searcher, Reader.load(_default(options.home)), writer=writer)


def encoder(home: Path) -> Encoder:
    """The model that MATI_MODEL names, by default the one built into the data folder."""
    from index.encoder import Encoder
    from index.model import default_model

    return Encoder.load(os.environ.get("MATI_MODEL") or default_model(home / "models"))


def _default(home: Path) -> Path:
    """The default model, on which the reader works whatever MATI_MODEL names."""
    from index.model import default_model, is_default

    chosen = Path(os.environ.get("MATI_MODEL", ""))
    return chosen if is_default(chosen) else default_model(home / "models")


def run_setup(options: argparse.Namespace) -> int:
    """Loads the model once, which builds the default one when it is not there."""
    encoder(options.home)
    _default(options.home)
    return 0


def run_ingest(options: argparse.Namespace) -> int:
    """Reads files into a new generation of the index; the status is 1 when a file could not be read.

    A bot that answers at the same time goes first.
    """
    from assistant import terminal

    if options.review:
        return _review(options)
    os.nice(_POLITE)
    done = _ingest(options.home, options.paths)
    print(terminal.dump(terminal.ingested_json(done)) if options.json else terminal.ingested_text(done))
    return 1 if done.failures else 0


def _ingest(home: Path, paths: Sequence[Path]) -> Ingested:
    from assistant.terminal import Bars
    from index.ingest import ingest
    from index.store import opened as opened_store

    with opened_store(home) as store:
        return ingest(paths, store, home, encoder(home), Bars(), _samples())


def _samples() -> list[str]:
    """The digests of the bundled minutes, which leave the index when others come."""
    from corpus.reading import file_digest
    from index.ingest import find_files

    return [file_digest(path) for path in find_files([SAMPLES])[0]]


def _review(options: argparse.Namespace) -> int:
    """Reads files into drafts, shows each, and publishes those that the person at the terminal wants."""
    from assistant import terminal
    from assistant.intake import Intake
    from index.ingest import find_files
    from index.store import opened as opened_store

    with opened_store(options.home) as store:
        intake, wanted, refused = Intake(store, options.home), list[int](), 0
        for path in find_files(options.paths)[0]:
            for staged in intake.stage(path):
                if staged.draft is None:
                    refused += 1
                    print(staged.reason, file=sys.stderr)
                    continue
                print(terminal.preview_text(intake.preview(staged.draft)))
                said = _said("เผยแพร่ (y) ทิ้ง (d) หรือเก็บไว้ก่อน (Enter): ").lower()
                if said == "d":
                    intake.discard(staged.draft)
                wanted += [staged.draft] if said == "y" else []
    return _publish(options, wanted) if wanted else int(refused > 0)


def run_publish(options: argparse.Namespace) -> int:
    """Makes drafts live in one new generation."""
    return _publish(options, options.drafts)


def _publish(options: argparse.Namespace, drafts: Sequence[int]) -> int:
    from index.drafts import Drafts

    return _change(
        options,
        lambda store, model, progress: Drafts(store, options.home).publish(drafts, model, progress, _samples()),
    )


def run_remove(options: argparse.Namespace) -> int:
    """Makes the live records but one a new generation."""
    from index.history import remove

    return _change(options, lambda store, *rest: remove(options.record, store, options.home, *rest))


def run_undo(options: argparse.Namespace) -> int:
    """Makes the records of an earlier generation live again."""
    from index.history import undo

    return _change(
        options,
        lambda store, model, progress: undo(store, options.home, model, progress, options.to, seen=options.seen),
    )


def run_reindex(options: argparse.Namespace) -> int:
    """Reads and encodes the live records anew from their stored files."""
    from index.reindex import reindex

    def change(store: Store, model: Encoder, progress: Progress) -> int:
        done = reindex(store, options.home, model, progress)
        for line in done.failures:
            print(line, file=sys.stderr)
        return done.generation

    return _change(options, change)


def _change(options: argparse.Namespace, change: Callable[[Store, Encoder, Progress], int]) -> int:
    """Changes the index and prints the number of the new generation; a bot that answers meanwhile goes first."""
    from assistant import terminal
    from index.store import opened as opened_store

    os.nice(_POLITE)
    progress = terminal.Lines() if options.json else terminal.Bars()
    with opened_store(options.home) as store:
        number = change(store, encoder(options.home), progress)
    print(terminal.dump({"generation": number}) if options.json else f"ดัชนีรุ่น {number} ใช้งานแล้ว")
    return 0


def run_history(options: argparse.Namespace) -> int:
    """Lists the last generations and what each changed."""
    from assistant import terminal
    from index.history import history
    from index.store import opened as opened_store

    with opened_store(options.home) as store:
        changes = history(store)
    print(terminal.dump([asdict(each) for each in changes]) if options.json else terminal.history_text(changes))
    return 0


def run_export(options: argparse.Namespace) -> int:
    """Writes a record's file as it came, and its text, meeting, pages and agenda as JSON."""
    from assistant import terminal
    from index.history import UnknownRecord
    from index.store import opened as opened_store

    with opened_store(options.home) as store:
        live = {row.name: row.revision for row in store.records()}
        if options.record not in live:
            raise UnknownRecord(f"ไม่มีบันทึกชื่อ {options.record} ดูชื่อที่มีได้จาก bot.py records")
        revision, original = store.revision(live[options.record]), store.original(live[options.record])
    options.out.mkdir(parents=True, exist_ok=True)
    written = [options.out / revision.name, options.out / f"{revision.name}.json"]
    written[0].write_bytes(original)
    written[1].write_text(terminal.dump(terminal.revision_json(revision)), "utf-8")
    print(terminal.dump([str(path) for path in written]) if options.json else "\n".join(map(str, written)))
    return 0


def run_ask(options: argparse.Namespace) -> int:
    """Answers one question, or those of a file."""
    from assistant import terminal

    with opened(options) as (_, responder):
        if options.file:
            return _each(options.file, lambda question: terminal.answer_json(responder.answer(question)))
        answer = responder.answer(options.question)
    print(terminal.dump(terminal.answer_json(answer)) if options.json else terminal.answer_text(answer))
    return 0


def run_search(options: argparse.Namespace) -> int:
    """Prints the nearest passages of one text, or of those of a file."""
    from assistant import terminal

    with opened(options) as (_, responder):

        def found(text: str) -> dict[str, Any]:
            began = time.perf_counter()
            hits = responder.find(text, options.top)
            return terminal.hits_json(hits, round(1000 * (time.perf_counter() - began)))

        if options.file:
            return _each(options.file, found)
        if options.json:
            print(terminal.dump(found(options.question)))
        else:
            print(terminal.hits_text(responder.find(options.question, options.top)))
    return 0


def _each(path: Path, respond: Callable[[str], dict[str, Any]]) -> int:
    from assistant import terminal
    from assistant.evaluate import read_questions

    for asked in read_questions(path):
        print(terminal.dump({"id": asked.id, **respond(asked.question)}), flush=True)
    return 0


def run_records(options: argparse.Namespace) -> int:
    """Lists the records of the live generation."""
    from assistant import terminal
    from index.store import opened as opened_store

    with opened_store(options.home) as store:
        rows = store.records()
    print(terminal.dump([terminal.record_json(row) for row in rows]) if options.json else terminal.records_text(rows))
    return 0


def run_eval(options: argparse.Namespace) -> int:
    """Asks the questions of a file and prints the figures, what changed, or a row of the scoreboard."""
    from assistant import terminal
    from assistant.compare import compare, read_report
    from assistant.evaluate import read_questions, report

    questions = read_questions(options.questions)
    earlier = read_report(options.compare) if options.compare else None
    outcomes = _outcomes(options, questions)
    figures = report(outcomes)
    comparison = compare(earlier, outcomes) if earlier is not None else None
    if options.line is not None:
        print(terminal.line_text(figures, options.line, date.today()))
    elif options.json:
        print(terminal.dump({**figures, **({"compare": asdict(comparison)} if comparison else {})}))
    else:
        print(terminal.report_text(figures))
        if comparison:
            print(f"\n{terminal.comparison_text(comparison)}")
    return 0


def _outcomes(options: argparse.Namespace, questions: Sequence[Asked]) -> list[Outcome]:
    """What comes of the questions; the first answer, which loads what is loaded once, is not timed."""
    from assistant.evaluate import evaluate
    from index.peers import peer
    from index.search import Searcher
    from index.store import opened as opened_store

    if options.system == "mati":
        with opened(options) as (_, responder):
            responder.answer("มติเรื่องการขุดลอกคลอง")
            return evaluate(questions, lambda text: responder.search(text, EVAL_HITS), responder.answer)
    with opened_store(options.home) as store:
        search = peer(options.system, Searcher(store, options.home, encoder(options.home)))
        search("มติเรื่องการขุดลอกคลอง", EVAL_HITS)
        return evaluate(questions, lambda text: search(text, EVAL_HITS), None)


def run_abbreviations(options: argparse.Namespace) -> int:
    """Lists the short forms learnt from the records, each with the record that says so first."""
    from assistant import terminal
    from index.generation import load
    from index.search import NothingIndexed
    from index.store import opened as opened_store

    with opened_store(options.home) as store:
        live = store.live_id()
        if live is None:
            raise NothingIndexed
        rankings = load(store, options.home, live)
    rows = [terminal.meaning_json(meaning, rankings) for meaning in rankings.abbreviations]
    print(terminal.dump(rows) if options.json else terminal.meanings_text(rows))
    return 0


def run_register(options: argparse.Namespace) -> int:
    """Lists the rows of a register that a filter wants, or writes them to a file."""
    from assistant import terminal
    from assistant.export import export

    with opened(options) as (_, responder):
        rows = responder.register(options.register, options.filter)
    if options.out:
        export(rows, options.out)
    if options.json:
        print(terminal.dump([terminal.listed_json(row) for row in rows]))
    elif not options.out:
        print(terminal.listed_text(rows))
    return 0


def run_check(options: argparse.Namespace) -> int:
    """Names what is wrong with the data folder, and what is not installed; the status is 1 when something is wrong."""
    from assistant import terminal
    from corpus.office import MISSING, find_office
    from corpus.readers.tesseract import OcrMissing, find_data
    from index.check import problems
    from index.store import opened as opened_store

    with opened_store(options.home) as store:
        found = list(problems(store, options.home))
    missing = [*([] if find_data() else [str(OcrMissing())]), *([] if find_office() else [MISSING])]
    if options.json:
        print(terminal.dump({"ok": not found, "problems": found, "missing": missing}))
    else:
        print("\n".join((*(found or ["ข้อมูลครบถ้วนถูกต้อง"]), *missing)))
    return 1 if found else 0


def run_chat(options: argparse.Namespace) -> int:
    """Answers each line of standard input, as one conversation."""
    from assistant import terminal
    from assistant.turns import Turns

    with opened(options) as (store, responder):
        prompt = "ถาม> " if sys.stdin.isatty() else ""
        print(f"มติ พร้อมตอบจาก {len(store.records())} บันทึก (พิมพ์คำถามแล้วกด Enter, ออกด้วย Ctrl-D)", file=sys.stderr)
        turns = Turns()
        while question := _line(prompt):
            answer = responder.answer(question, turns.of(options.command))
            turns.add(options.command, answer)
            print(terminal.answer_text(answer), flush=True)
    return 0


def _line(prompt: str) -> str | None:
    """The next line that is not blank; None at the end of the input."""
    try:
        while not (line := input(prompt).strip()):
            pass
    except EOFError:
        return None
    return line


def _said(prompt: str) -> str:
    """The next line, which may be blank, as it is at the end of the input."""
    try:
        return input(prompt).strip()
    except EOFError:
        return ""


def run_bot(options: argparse.Namespace) -> int:
    """Serves Telegram, or the terminal chat where there is no token."""
    if options.samples:
        _ingest_samples(options.home)
    if not os.environ.get("TELEGRAM_BOT_TOKEN"):
        print(
            "ยังไม่ได้ตั้ง TELEGRAM_BOT_TOKEN: เปิด Telegram คุยกับ @BotFather พิมพ์ /newbot แล้วใส่โทเคนที่ได้ในไฟล์ .env\n"
            "ระหว่างนี้ถามได้ในหน้าจอนี้",
            file=sys.stderr,
        )
        return run_chat(options)
    from assistant.intake import Intake
    from assistant.library import Library
    from assistant.telegram.application import TelegramSettings, serve
    from index.precedence import Precedence

    settings = TelegramSettings.from_environ(os.environ)
    with opened(options) as (store, responder):
        if store.live_id() is not None:
            responder.answer("มติเรื่องการขุดลอกคลอง")
        library, intake = Library(store, responder, Precedence(options.home)), Intake(store, options.home)
        serve(settings, store.path, library, intake, [sys.executable, __file__])
    return 0


def _ingest_samples(home: Path) -> None:
    from assistant.terminal import ingested_text
    from index.store import opened as opened_store

    with opened_store(home) as store:
        empty = store.next_generation() == 1
    if empty:
        print(ingested_text(_ingest(home, [SAMPLES])), file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
