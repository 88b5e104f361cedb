"""The page of an Office file is drawn from its rendering, which is made once, with the quote marked."""

from __future__ import annotations

import ctypes
import http.server
import io
import os
import subprocess
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import docx
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from assistant import renderings
from assistant.library import Library
from assistant.pdf_page import marked_page, pdf_pages, pdf_passage
from assistant.pictures import NoPicture, rendered_page, rendered_picture
from assistant.renderings import FOLDER, Renderings, Unfinished
from assistant.respond import Responder
from assistant.typeset import WIDTH
from corpus.office import find_office, to_pdf
from corpus.reading import read_revision
from corpus.record import PageRange, Revision
from index.precedence import Precedence
from index.store import Store
from tests.assistant.test_pictures import bounds, opened, yellow
from tests.corpus.pdf_files import pdf, show

needs_office = pytest.mark.skipif(find_office() is None, reason="no LibreOffice: install libreoffice-writer")

AGREED = "ที่ประชุมเห็นชอบให้จัดซื้อเรือพายจำนวนสิบสองลำตามที่เสนอ"
LAST = "เลขานุการแจ้งว่าห้องสมุดริมคลองจะเปิดทำการในเดือนถัดไป"
DOCX = "รายงาน.docx"
_CREATE_RULESET, _VERSION = 444, 1


@pytest.fixture(scope="module")
def office_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Minutes of several pages under a running footer; what was agreed stands on the first page and on a later one."""
    document = docx.Document()
    document.sections[0].footer.paragraphs[0].text = "ชมรมเรือพายบ้านริมคลอง เอกสารสมมติ"
    for number in range(1, 46):
        said = AGREED if number in (2, 40) else f"ข้อหารือลำดับ {number} ว่าด้วยท่าน้ำและศาลา {'ซึ่งชำรุดมานาน ' * 9}"
        document.add_paragraph(said)
    document.add_paragraph(LAST)
    path = tmp_path_factory.mktemp("office") / DOCX
    document.save(str(path))
    return path


@pytest.fixture(scope="module")
def revision(office_file: Path) -> Revision:
    return read_revision(office_file)


@pytest.fixture(scope="module")
def rendering(office_file: Path) -> bytes:
    data = to_pdf(office_file.read_bytes(), ".docx")
    assert data is not None
    return data


def place(text: str, quote: str, nth: int = 0) -> tuple[int, int]:
    start = -1
    for _ in range(nth + 1):
        start = text.index(quote, start + 1)
    return start, start + len(quote)


def page_number(rendering: bytes, text: str, wanted: tuple[int, int]) -> int:
    return next(iter(pdf_passage(rendering, text, wanted)))


def drawn(rendering: bytes, number: int, marked: Sequence[tuple[int, int]] = ()) -> NDArray[np.int16]:
    picture = marked_page(rendering, number, marked)
    assert picture is not None
    return np.asarray(picture.convert("RGB"), np.int16)


@needs_office
def test_the_page_that_holds_the_quote_is_drawn_with_one_line_marked(revision: Revision, rendering: bytes) -> None:
    quote = place(revision.text, LAST)
    number = rendered_page(rendering, revision.text, revision.pages[0], quote)
    assert number == pdf_pages(rendering)
    picture = opened(rendered_picture(DOCX, rendering, revision.text, quote, number))
    left, top, right, bottom = bounds(yellow(picture))
    assert 20 < bottom - top < 60
    assert right - left > 300
    assert (picture[:60] < 128).any(), "a heading stands over it"


@needs_office
def test_of_a_sentence_that_stands_twice_the_quoted_one_is_shown(revision: Revision, rendering: bytes) -> None:
    first, second = (page_number(rendering, revision.text, place(revision.text, AGREED, nth)) for nth in (0, 1))
    assert first == 1
    assert second == page_number(rendering, revision.text, place(revision.text, "ข้อหารือลำดับ 41")) > 1


@needs_office
def test_a_quote_over_the_end_of_a_page_is_marked_to_that_end_and_goes_on_above(
    revision: Revision, rendering: bytes
) -> None:
    """Each paragraph, taken with the next: one of these quotes goes over each end."""
    text, numbers, ends = revision.text, list[int](), 0
    for number in range(3, 39):
        start, end = place(text, f"ข้อหารือลำดับ {number} ")[0], place(text, f"ข้อหารือลำดับ {number + 1} ")[0] + 60
        found = pdf_passage(rendering, text, (start, end))
        first, *more = found
        page = drawn(rendering, first, found[first])
        _, top, _, bottom = bounds(yellow(page))
        assert bottom - top < 300
        numbers.append(first)
        ends += bottom > 0.85 * len(page)
        for number in more:
            page = drawn(rendering, number, found[number])
            assert bounds(yellow(page))[1] < 0.15 * len(page)
    assert numbers == sorted(numbers)
    assert ends >= max(numbers) - 1 > 0


@needs_office
def test_a_page_without_the_quote_is_unmarked_and_begins_where_it_begins(revision: Revision, rendering: bytes) -> None:
    start = place(revision.text, AGREED, 1)[0]
    page = PageRange(2, start, len(revision.text))
    number = rendered_page(rendering, revision.text, page, (0, 40))
    assert number == page_number(rendering, revision.text, (start, start + 40))
    assert not yellow(opened(rendered_picture(DOCX, rendering, revision.text, (0, 40), number))).any()


def test_a_quote_that_the_rendering_does_not_have_is_not_shown_from_it() -> None:
    data = pdf([show("resolution of another meeting", 50, 700)])
    text = "ที่ประชุมอนุมัติงบประมาณขุดลอกคลอง"
    assert rendered_page(data, text, PageRange(None, 0, len(text)), (0, len(text))) is None
    assert not yellow(opened(rendered_picture(DOCX, data, text, (0, len(text)), 1))).any()
    assert rendered_page(b"%PDF-1.7 broken", text, PageRange(None, 0, len(text)), (0, 9)) is None
    with pytest.raises(NoPicture):
        rendered_picture(DOCX, data, text, (0, 9), 2)


@needs_office
@pytest.mark.parametrize("suffix", [".odt", ".rtf", ".html", ".doc"])
def test_the_other_kinds_are_converted(suffix: str, office_file: Path, tmp_path: Path) -> None:
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    told = ["--headless", "--convert-to", suffix[1:], "--outdir", str(tmp_path), str(office_file)]
    subprocess.run([str(find_office()), profile, *told], check=True, capture_output=True, timeout=60)
    path = tmp_path / f"รายงาน{suffix}"
    data, revision = to_pdf(path.read_bytes(), suffix), read_revision(path)
    assert data is not None
    assert page_number(data, revision.text, place(revision.text, LAST)) > 1


@needs_office
def test_a_file_opens_no_connection_and_shows_no_other_file(tmp_path: Path) -> None:
    asked: list[str] = []

    class Listening(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET  # noqa: N815  # as the server calls them

        def log_message(self, *_: object) -> None:
            """Nothing."""

    secret, named = tmp_path / "ลับ.png", tmp_path / "secret.png"
    for picture in (secret, named):
        Image.new("RGB", (300, 300), "red").save(picture)
    with http.server.HTTPServer(("127.0.0.1", 0), Listening) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        web = f"http://127.0.0.1:{server.server_port}/a.png"
        page = f'<html><body>see<img src="{web}" width=300 height=300><img src="{secret.as_uri()}"></body></html>'
        rich = rf'{{\rtf1 see {{\field{{\*\fldinst INCLUDEPICTURE "{named}" \\d}}{{\fldrslt x}}}}}}'
        made = [to_pdf(page.encode(), ".html")]
        if ctypes.CDLL(None).syscall(_CREATE_RULESET, None, 0, _VERSION) > 0:  # where Linux has Landlock
            made.append(to_pdf(rich.encode("ascii"), ".rtf"))
        server.shutdown()
    assert asked == []
    for data in made:
        assert data is not None
        red = drawn(data, 1)
        assert not ((red[..., 0] > 200) & (red[..., 1] < 60)).any()


@needs_office
def test_what_a_file_is_goes_by_its_content(office_file: Path) -> None:
    assert to_pdf(office_file.read_bytes(), ".doc") is not None
    rich = rb"{\rtf1\ansi hello}"
    assert to_pdf(rich, ".doc") is not None


@needs_office
def test_what_takes_too_long_is_ended_with_its_processes(
    office_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    begun = time.perf_counter()
    assert to_pdf(office_file.read_bytes(), ".docx", timeout_s=0.8) is None
    assert time.perf_counter() - begun < 3
    assert not [line for line in processes() if str(tmp_path) in line]


def processes() -> Iterator[str]:
    """The command lines of this session's processes."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            yield (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:
            continue


@pytest.mark.parametrize("name", ["ก.pdf", "ก.txt", "ก.png"])
def test_only_office_files_are_converted(tmp_path: Path, name: str) -> None:
    assert Renderings(tmp_path, converting([])).pdf("a" * 64, name, b"x") is None
    assert Renderings(tmp_path, converting([])).pdf("a" * 64, DOCX, b"%PDF-1.4") is None


def converting(made: list[bytes], result: bytes | None = b"%PDF-", wait: float = 0.0) -> renderings.Convert:
    def convert(original: bytes, _: str) -> bytes | None:
        time.sleep(wait)
        made.append(original)
        return result

    return convert


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renderings, "find_office", lambda: Path("/usr/bin/soffice"))


@pytest.mark.usefixtures("installed")
def test_a_file_is_converted_once_also_over_a_restart(tmp_path: Path) -> None:
    made: list[bytes] = []
    for _ in range(2):
        kept = Renderings(tmp_path, converting(made))
        assert [kept.pdf("a" * 64, DOCX, b"x") for _ in range(2)] == [b"%PDF-"] * 2
    assert made == [b"x"]


@pytest.mark.usefixtures("installed")
def test_what_cannot_be_converted_is_tried_once(tmp_path: Path) -> None:
    made: list[bytes] = []
    kept = Renderings(tmp_path, converting(made, None))
    assert [kept.pdf("a" * 64, DOCX, b"x") for _ in range(3)] == [None] * 3
    assert made == [b"x"]


@pytest.mark.usefixtures("installed")
def test_a_slow_conversion_is_not_waited_for_and_only_one_person_waits(tmp_path: Path) -> None:
    kept = Renderings(tmp_path, converting([], wait=1.0), wait_s=0.5)
    seconds = list[float]()

    def ask() -> None:
        begun = time.perf_counter()
        with pytest.raises(Unfinished):
            kept.pdf("a" * 64, DOCX, b"x")
        seconds.append(time.perf_counter() - begun)

    asking = [threading.Thread(target=ask) for _ in range(3)]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert sorted(waited > 0.4 for waited in seconds) == [False, False, True]
    time.sleep(0.8)
    assert kept.pdf("a" * 64, DOCX, b"x") == b"%PDF-"


@pytest.mark.usefixtures("installed")
def test_what_was_looked_at_longest_ago_goes_first(tmp_path: Path) -> None:
    kept = Renderings(tmp_path, converting([], b"%PDF-" + bytes(95)), most_bytes=250)
    for age, name in ((300, "a"), (200, "b")):
        kept.pdf(name * 64, DOCX, b"x")
        os.utime(tmp_path / FOLDER / f"{name * 64}.pdf", (time.time() - age,) * 2)
    kept.pdf("a" * 64, DOCX, b"x")
    kept.pdf("c" * 64, DOCX, b"x")
    assert sorted(path.name[0] for path in (tmp_path / FOLDER).iterdir()) == ["a", "c"]


@pytest.fixture
def library(tmp_path: Path, office_file: Path, revision: Revision) -> Library:
    store = Store(tmp_path)
    store.add_original(revision.sha256, office_file.read_bytes())
    store.add_revision(revision, 1)
    return Library(store, cast(Responder, SimpleNamespace(seeing=len)), Precedence(tmp_path))


@needs_office
def test_text_is_shown_until_the_page_is_there(
    tmp_path: Path, library: Library, revision: Revision, rendering: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = threading.Event()

    def convert(*_: object) -> bytes:
        ended.wait()
        return rendering

    slow = Renderings(tmp_path, convert, wait_s=0.1)
    monkeypatch.setattr(library, "_renderings", slow)
    quote = place(revision.text, LAST)
    widths = list[int]()
    for pages in (len(revision.pages), pdf_pages(rendering)):
        shown = library.picture(revision.sha256, 0, *quote)
        assert shown.pages == pages
        widths.append(Image.open(io.BytesIO(shown.data)).width)
        assert yellow(opened(shown.data)).any()
        assert library.picture(revision.sha256, 0, *quote).data == shown.data
        ended.set()
        while not (tmp_path / FOLDER / f"{revision.sha256}.pdf").exists():
            time.sleep(0.02)
    assert widths[0] == WIDTH != widths[1]


@needs_office
def test_the_pages_of_a_rendering_are_turned_and_the_quote_stands_on_its_own(
    library: Library, revision: Revision, rendering: bytes
) -> None:
    quote, last = place(revision.text, LAST), pdf_pages(rendering) - 1
    opening = library.picture(revision.sha256, 0, *quote)
    assert (opening.place, opening.pages, opening.is_rendered) == (last, last + 1, True)
    turned = [library.picture(revision.sha256, at, *quote, is_rendered=True) for at in range(last + 1)]
    assert [page.place for page in turned] == list(range(last + 1))
    assert [bool(yellow(opened(page.data)).any()) for page in turned] == [False] * last + [True]
    assert turned[last].data == opening.data
    assert len({page.data for page in turned}) == len(turned)
    assert library.picture(revision.sha256, last + 9, *quote, is_rendered=True).place == last


@needs_office
def test_a_turned_page_is_drawn_within_half_a_second(library: Library, revision: Revision) -> None:
    quote = place(revision.text, LAST)
    pages = library.picture(revision.sha256, 0, *quote).pages
    for at in range(pages):
        begun = time.perf_counter()
        library.picture(revision.sha256, at, *quote, is_rendered=True)
        assert time.perf_counter() - begun < 0.5


def test_without_a_rendering_the_page_of_the_quote_is_shown(
    library: Library, revision: Revision, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renderings, "find_office", lambda: None)
    shown = library.picture(revision.sha256, 3, *place(revision.text, LAST), is_rendered=True)
    assert (shown.place, shown.pages, shown.is_rendered) == (0, len(revision.pages), False)
    assert yellow(opened(shown.data)).any()
