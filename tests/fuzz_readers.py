"""Readers fed with documents that chance has changed: ``python -m tests.fuzz_readers [--minutes N] [--reader NAME]``.

Each reader runs in processes that are confined as the bot confines them, many inputs in each. An input that reaches
lines of the reader which none reached before is kept, and changed further. What a process dies of, or does not end
with in time, costs the bot a file: it is counted as contained. An exception that is no `CorpusError` is a defect, and
so is text that cannot be stored. Exit status 1 where there are any.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import random
import selectors
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from types import FrameType
from typing import Any

from PIL import Image

import corpus.readers.image
import corpus.readers.pdf
from corpus.archive import is_archive, unpack
from corpus.contained import LIMITS, confine
from corpus.readers.ocr import Recognised, read_image
from corpus.readers.tesseract import find_data
from corpus.reading import each_page_and_parts
from corpus.record import CorpusError
from tests.corpus.hostile import archives, office, old_word, pdfs, pictures, texts
from tests.corpus.pdf_files import pdf, show
from tests.mutations import mutated

ROOT = Path(__file__).parent.parent
HANG_S = 30.0
"""Without an answer for so long, an input has hung its reader."""
_BATCH = 2_000
_OCR_EVERY = 400
_MOST_KEPT = 400
_SMALL = 60_000
_SAID = "รายงานการประชุม\nวาระที่ 1 เรื่องแจ้งเพื่อทราบ\n1.1 มติ รับทราบ ๕๐๐ บาท\n"


def _seeds(module: Any, suffix: str, *more: bytes) -> list[bytes]:  # noqa: ANN401 (a module of hostile files)
    made = (
        hostile.make("http://127.0.0.1:9") for name, hostile in module.FILES.items() if _is_small(name, hostile, suffix)
    )
    return [*more, *(data for data in made if len(data) <= _SMALL)]


def _is_small(name: str, hostile: Any, suffix: str) -> bool:  # noqa: ANN401 (one of them)
    return hostile.name.endswith(suffix) and not any(word in name for word in _LONG)


_LONG = ("00", "MB", "GB", "million", "frames", "unpacks", "layers", "hundred", "forms", "draws", "letters", "states")
"""Words of the names of documents that take too long to be read thousands of times."""


def _rich_table() -> bytes:
    row = "<text:list-item><text:p>ข้อ</text:p></text:list-item>"
    return office.odt(
        f'<text:h text:outline-level="1">วาระที่ 1</text:h><text:list text:style-name="L">{row * 3}</text:list>'
        '<table:table><table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>ก<text:s text:c="3"/>'
        "</text:p></table:table-cell></table:table-row></table:table><text:p>ข<text:note><text:note-body><text:p>ค"
        "</text:p></text:note-body></text:note><text:tab/><text:soft-page-break/>ง</text:p>"
    )


def _rich_docx() -> bytes:
    cell = f'<w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{office.PARAGRAPH}</w:tc>'
    numbered = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>ก</w:t></w:r></w:p>'
    )
    return office.docx(
        f'{numbered * 2}<w:tbl><w:tr>{cell * 2}</w:tr></w:tbl><w:p><w:r><w:br w:type="page"/><w:tab/><w:t>ข</w:t>'
        f"<w:lastRenderedPageBreak/></w:r></w:p><w:sdt><w:sdtContent>{office.PARAGRAPH}</w:sdtContent></w:sdt>"
    )


def _pictures() -> list[bytes]:
    kinds = ("PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP")
    frames = io.BytesIO()
    Image.new("L", (30, 30)).save(frames, "TIFF", save_all=True, append_images=[Image.new("1", (20, 20))] * 2)
    return [frames.getvalue(), *(pictures.picture(kind) for kind in kinds)]


def _html() -> bytes:
    return (
        "<html><head><meta charset=utf-8><style>p{}</style></head><body><h1>วาระที่ 1</h1><ol start=3 type=i><li>ก"
        "<li value=9>ข</ol><table><tr><td>ค<td>ง</table><pre>จ\nฉ</pre><p style='page-break-before:always'>ช&amp;</p>"
    ).encode()


SEEDS: dict[str, tuple[str, Callable[[], list[bytes]]]] = {
    "pdf": (
        ".pdf",
        lambda: _seeds(
            pdfs,
            ".pdf",
            pdf([show("มติ รับทราบ", 50, 700), show("วาระที่ 1", 50, 700, "0 1 -1 0")], shared=show("ก", 9, 9)),
        ),
    ),
    "docx": (".docx", lambda: _seeds(office, ".docx", _rich_docx(), office.docx())),
    "odt": (".odt", lambda: _seeds(office, ".odt", _rich_table(), office.odt())),
    "doc": (".doc", lambda: _seeds(old_word, ".doc", old_word.doc(), old_word.doc(macros=True))),
    "rtf": (".rtf", lambda: _seeds(old_word, ".rtf")),
    "html": (".html", lambda: _seeds(texts, ".html", _html())),
    "text": (".txt", lambda: [*(_SAID.encode(code) for code in ("utf-8", "cp874", "utf-16")), b"plain\fpages\f"]),
    "image": (".png", _pictures),
    "archive": (
        ".zip",
        lambda: _seeds(
            archives, ".zip", archives.packed([("ก/ข.txt", b"1"), ("ค.zip", archives.packed([("a", b"")]))])
        ),
    ),
}
"""For each reader the suffix of its files, and documents to begin from."""


@dataclass(slots=True)
class Tally:
    """What came of a reader's inputs; ``defects`` are counted by the exception and its line."""

    reader: str
    seconds: float = 0.0
    inputs: int = 0
    pages: int = 0
    refused: int = 0
    contained: Counter[str] = field(default_factory=Counter)
    defects: Counter[str] = field(default_factory=Counter)


def main() -> int:
    options = _options()
    readers = [options.reader] if options.reader else list(SEEDS)
    options.keep.mkdir(parents=True, exist_ok=True)
    with ThreadPoolExecutor(options.jobs) as threads:
        runs = [threads.submit(fuzz, name, options.minutes * 60, options.seed, options.keep) for name in readers]
        tallies = [run.result() for run in runs]
    print(f"{'reader':9}{'inputs':>9}{'seconds':>9}{'pages':>9}{'refused':>9}{'contained':>11}{'defects':>9}")
    for tally in tallies:
        ends = sum(tally.contained.values()), sum(tally.defects.values())
        print(
            f"{tally.reader:9}{tally.inputs:9}{tally.seconds:9.0f}{tally.pages:9}{tally.refused:9}{ends[0]:11}{ends[1]:9}"
        )
    for tally in tallies:
        for what, times in [*tally.contained.most_common(), *tally.defects.most_common()]:
            print(f"{tally.reader}: {times} times {what}")
    return int(any(tally.defects for tally in tallies))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=20.0, help="for each reader (20)")
    parser.add_argument("--reader", choices=SEEDS, help="only this one")
    parser.add_argument("--jobs", type=int, default=1, help="readers at a time (1)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "fuzz-findings", help="for findings")
    return parser.parse_args()


def fuzz(reader: str, seconds: float, seed: int, keep: Path) -> Tally:
    """Feeds one reader for so long, in one process after the other."""
    tally, began = Tally(reader), time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "pool").mkdir()
        turn = 0
        while (left := seconds - (time.monotonic() - began)) > 0:
            _batch(tally, Path(folder), f"{seed}.{turn}", left, keep)
            turn += 1
    tally.seconds = time.monotonic() - began
    return tally


def _batch(tally: Tally, folder: Path, seed: str, seconds: float, keep: Path) -> None:
    """One process: counts what it tells, and keeps the input that it ended by."""
    command = [sys.executable, "-m", "tests.fuzz_readers", "batch", tally.reader, str(folder), seed, str(seconds)]
    errors = (folder / "errors").open("wb")
    with errors, subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=errors, bufsize=0) as process:
        ended = False
        for line in _told(process):
            found = json.loads(line)
            ended = "end" in found
            tally.inputs += "pages" in found
            tally.pages += found.get("pages", 0)
            tally.refused += found.get("refused", 0)
            if "defect" in found:
                tally.defects[found["defect"]] += 1
                _keep(tally, tally.defects[found["defect"]], folder, keep, "defect")
        hung = process.poll() is None and not ended
        process.kill()
    if process.returncode == 1:
        tally.defects[f"the run itself: {(folder / 'errors').read_text('utf-8', 'replace').strip()[-200:]}"] += 1
    elif not ended:
        what = "hung" if hung else f"ended with status {process.returncode}"
        tally.contained[what] += 1
        tally.inputs += 1
        _keep(tally, tally.contained[what], folder, keep, "contained")


def _told(process: subprocess.Popen[bytes]) -> Iterator[bytes]:
    """The lines that a process writes, until it ends or is silent for too long."""
    assert process.stdout is not None
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while selector.select(HANG_S):
            line = process.stdout.readline()
            if not line:
                with suppress(subprocess.TimeoutExpired):
                    process.wait(HANG_S)
                return
            yield line


def _keep(tally: Tally, times: int, folder: Path, keep: Path, kind: str) -> None:
    current = folder / f"current{SEEDS[tally.reader][0]}"
    if times <= 3 and current.exists():
        data = current.read_bytes()
        (keep / f"{tally.reader}-{kind}-{hashlib.sha256(data).hexdigest()[:10]}{current.suffix}").write_bytes(data)


def batch(reader: str, folder: Path, seed: str, seconds: float) -> None:
    """In a confined process: reads one input after the other, and tells of each in a line."""
    chance, until = random.Random(seed), time.monotonic() + seconds  # noqa: S311 (test data, not a secret)
    suffix, make = SEEDS[reader]
    pool = [*make(), *(path.read_bytes() for path in sorted((folder / "pool").iterdir()))]
    current, reached = folder / f"current{suffix}", set[tuple[str, int]]()
    read = _unpacked if reader == "archive" else _pages
    _without_ocr(chance)
    confine(LIMITS.memory)
    for number in range(_BATCH):
        if time.monotonic() > until:
            break
        data = pool[number] if number < len(pool) else mutated(chance.choice(pool), pool, chance)
        current.write_bytes(data)
        before = len(reached)
        _tell(_outcome(read, current, reached))
        if len(reached) > before and len(data) <= _SMALL and number >= len(pool) and len(pool) < _MOST_KEPT:
            pool.append(data)
            (folder / "pool" / f"{len(pool):05}").write_bytes(data)
    _tell({"end": True})


def _tell(found: dict[str, Any]) -> None:
    print(json.dumps(found), flush=True)


def _outcome(read: Callable[[Path], int], path: Path, reached: set[tuple[str, int]]) -> dict[str, Any]:
    sys.settrace(_tracer(reached))
    try:
        return {"pages": read(path)}
    except (CorpusError, MemoryError, RecursionError):
        return {"pages": 0, "refused": 1}
    except BaseException as error:  # whatever else comes is what is looked for
        return {"pages": 0, "defect": _where(error)}
    finally:
        sys.settrace(None)


def _where(error: BaseException) -> str:
    own = [frame for frame in traceback.extract_tb(error.__traceback__) if str(ROOT / "corpus") in frame.filename]
    place = f"{Path(own[-1].filename).name}:{own[-1].lineno}" if own else "elsewhere"
    return f"{type(error).__name__} at {place}: {str(error)[:80]}"


def _tracer(reached: set[tuple[str, int]]) -> Callable[[FrameType, str, Any], Any]:
    """Notes the lines of the readers."""
    folders = (str(ROOT / "corpus" / "readers"), str(ROOT / "corpus" / "archive.py"))

    def line(frame: FrameType, event: str, _: Any) -> Any:  # noqa: ANN401 (as sys.settrace has it)
        if event == "line":
            reached.add((frame.f_code.co_filename, frame.f_lineno))
        return line

    def call(frame: FrameType, _: str, __: Any) -> Any:  # noqa: ANN401 (as sys.settrace has it)
        return line if frame.f_code.co_filename.startswith(folders) else None

    return call


def _pages(path: Path) -> int:
    """Reads a file as the bot has it read; no page is past the limit. Its pages must be what JSON and SQLite hold."""
    with closing(each_page_and_parts(path)) as pages:
        texts = [page.text for page in islice(pages, LIMITS.pages + 1)]
    for text in texts:
        text.encode("utf-8")
    return len(texts)


def _unpacked(path: Path) -> int:
    if not is_archive(path):
        return 0
    with tempfile.TemporaryDirectory() as folder:
        inside = Path(folder) / "a" / "b"
        inside.mkdir(parents=True)
        try:
            found = unpack(path, inside)
            [each.name.encode("utf-8") for each in found]
        finally:
            outside = [each for each in Path(folder).rglob("*") if inside not in (each, *each.parents)]
            assert outside == [inside.parent], outside
    return len(found)


def _without_ocr(chance: random.Random) -> None:
    """Pictures are decoded, and only few are recognised, which takes seconds each."""

    def read(image: Image.Image, dpi: float | None) -> Recognised:
        if find_data() and chance.randrange(_OCR_EVERY) == 0 and image.width * image.height < 1_000_000:
            return read_image(image, dpi)
        image.convert("L")
        return Recognised("มติ", (), 1.0)

    corpus.readers.image.read_image = read  # type: ignore[attr-defined]
    corpus.readers.pdf.read_image = read  # type: ignore[attr-defined]


def _run(arguments: Sequence[str]) -> int:
    if arguments[:1] == ["batch"]:
        reader, folder, seed, seconds = arguments[1:]
        batch(reader, Path(folder), seed, float(seconds))
        return 0
    return main()


if __name__ == "__main__":
    sys.exit(_run(sys.argv[1:]))
