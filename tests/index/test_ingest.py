"""Files become a new generation in one step: unchanged ones are skipped, bad ones are named, a kill loses nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from corpus.reading import READING
from index.check import problems
from index.encoder import Encoder
from index.errors import IngestBusy
from index.generation import folder_of
from index.ingest import Ingested, ingest
from index.search import Query, Searcher
from index.store import Store, opened
from tests.conftest import REPO, Silent

MINUTES = """รายงานการประชุมคณะกรรมการ{body}
ครั้งที่ 1/2567
วันอังคารที่ 12 มีนาคม 2567

ประเด็นที่ 1 {topic}
ที่ประชุมมีมติเห็นชอบ{topic} วงเงิน {amount} บาท
"""


_LONG_FILES = 8


def minutes(folder: Path, name: str, topic: str, amount: str = "1,000") -> Path:
    path = folder / name
    path.write_text(MINUTES.format(body=name.removesuffix(".txt"), topic=topic, amount=amount), "utf-8")
    return path


def run(store: Store, home: Path, encoder: Encoder, *paths: Path) -> Ingested:
    return ingest(paths, store, home, encoder, Silent())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "minutes"
    path.mkdir()
    minutes(path, "คลอง.txt", "การขุดลอกคลอง")
    minutes(path, "ถนน.txt", "การซ่อมถนน")
    return path


def test_a_folder_becomes_the_live_generation(store: Store, home: Path, folder: Path, encoder: Encoder) -> None:
    done = run(store, home, encoder, folder)
    assert (done.added, done.failures, done.generation) == (("คลอง.txt", "ถนน.txt"), (), 1)
    assert [row.name for row in store.records()] == ["คลอง.txt", "ถนน.txt"]
    assert list(problems(store, home)) == []


def test_unchanged_files_are_skipped_and_make_no_generation(
    store: Store, home: Path, folder: Path, encoder: Encoder
) -> None:
    run(store, home, encoder, folder)
    done = run(store, home, encoder, folder)
    assert (done.unchanged, done.generation, store.live_id()) == (("คลอง.txt", "ถนน.txt"), None, 1)


def test_what_other_readers_read_the_same_is_unchanged_and_read_again_once(
    store: Store, home: Path, folder: Path, encoder: Encoder
) -> None:
    run(store, home, encoder, folder)
    before = store.records()
    store.db.execute("update revisions set reading = reading - 1")
    done = run(store, home, encoder, folder)
    assert (done.unchanged, done.generation, store.records()) == (("คลอง.txt", "ถนน.txt"), None, before)
    assert [store.revision_of(row.file, READING) for row in before] == [row.revision for row in before]


def test_a_changed_file_replaces_its_record_and_keeps_the_old_revision(
    store: Store, home: Path, folder: Path, encoder: Encoder
) -> None:
    run(store, home, encoder, folder)
    before = {row.name: row.revision for row in store.records()}
    minutes(folder, "ถนน.txt", "การซ่อมถนน", "2,500")
    done = run(store, home, encoder, folder)
    assert (done.replaced, done.generation) == (("ถนน.txt",), 2)
    assert "1,000 บาท" in store.revision(before["ถนน.txt"]).text
    texts = [hit.text for hit in Searcher(store, home, encoder).search(Query("ซ่อมถนนวงเงินเท่าไร"))]
    assert any("2,500" in text for text in texts)
    assert not any("ถนน" in text and "1,000" in text for text in texts)


def test_a_file_that_cannot_be_read_is_named_and_the_others_go_on(
    store: Store, home: Path, folder: Path, encoder: Encoder
) -> None:
    (folder / "ว่าง.txt").write_bytes(b"")
    (folder / "ปลอม.docx").write_text("ไม่ใช่ zip", "utf-8")
    done = run(store, home, encoder, folder, folder / "ไม่มี.txt")
    assert done.added == ("คลอง.txt", "ถนน.txt")
    assert {failure.path.name for failure in done.failures} == {"ว่าง.txt", "ปลอม.docx", "ไม่มี.txt"}
    assert all(failure.path.name in failure.reason for failure in done.failures)


def test_two_files_of_one_name_or_one_content_are_not_two_records(
    store: Store, home: Path, folder: Path, encoder: Encoder
) -> None:
    (folder / "สำเนา.txt").write_bytes((folder / "ถนน.txt").read_bytes())
    (folder / "ย่อย").mkdir()
    minutes(folder / "ย่อย", "คลอง.txt", "การปลูกต้นไม้")
    done = run(store, home, encoder, folder)
    assert len(done.added) == 2
    assert len(done.failures) == 2


def test_samples_leave_when_the_first_other_record_comes(
    store: Store, home: Path, folder: Path, encoder: Encoder
) -> None:
    run(store, home, encoder, folder)
    samples = {row.revision for row in store.records()}
    run_with = ingest([minutes(home, "จริง.txt", "การสร้างสะพาน")], store, home, encoder, Silent(), samples)
    assert run_with.generation == 2
    assert [row.name for row in store.records()] == ["จริง.txt"]


def test_a_folder_without_readable_files_is_said(store: Store, home: Path, tmp_path: Path, encoder: Encoder) -> None:
    (tmp_path / "เปล่า").mkdir()
    (failure,) = run(store, home, encoder, tmp_path / "เปล่า").failures
    assert "เปล่า" in failure.reason


def test_a_second_ingest_at_the_same_time_is_refused(store: Store, home: Path, folder: Path, encoder: Encoder) -> None:
    class Nested(Silent):
        def reading(self, files: int):  # type: ignore[no-untyped-def]  # noqa: ANN202  # a probe inside the run
            with pytest.raises(IngestBusy):
                run(store, home, encoder, folder)
            return super().reading(files)

    assert ingest([folder], store, home, encoder, Nested()).generation == 1


def test_a_generation_whose_files_are_lost_or_damaged_is_built_again(
    store: Store, home: Path, folder: Path, encoder: Encoder
) -> None:
    run(store, home, encoder, folder)
    built = next((folder_of(home, 1) / "vectors").glob("*.faiss"))
    data = bytearray(built.read_bytes())
    data[-1] ^= 1
    built.write_bytes(data)
    assert any("vectors" in line for line in problems(store, home))
    assert Searcher(store, home, encoder).search(Query("ขุดลอกคลอง"))[0].meeting.name == "คลอง.txt"
    assert list(problems(store, home)) == []


@pytest.mark.slow
@pytest.mark.parametrize("after", [0.05, 0.5, 0.95])
def test_sigkill_in_the_middle_leaves_the_old_generation_serving(
    tmp_path: Path, model: Path, encoder: Encoder, after: float
) -> None:
    """The files are long, that the kill surely comes before what is left of their passages is done."""
    home, more = tmp_path / "home", tmp_path / "more"
    more.mkdir()
    with opened(home) as store:
        run(store, home, encoder, minutes(tmp_path, "เดิม.txt", "การตั้งศูนย์เด็กเล็ก"))
    for number in range(_LONG_FILES):
        with minutes(more, f"ใหม่{number}.txt", f"เรื่องที่ {number} ของตำบล").open("a", encoding="utf-8") as file:
            file.writelines(f"ประเด็นที่ {item} ถนนสายที่ {item}\nมติ เห็นชอบวงเงิน {item},000 บาท\n" for item in range(2, 100))
    command = [sys.executable, "bot.py", "ingest", str(more), "--home", str(home)]
    process = subprocess.Popen(command, cwd=REPO, env={**os.environ, "MATI_MODEL": str(model)}, stderr=subprocess.PIPE)
    _wait_for_progress(process, after)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert process.stderr is not None
    process.stderr.close()
    with opened(home) as store:
        assert list(problems(store, home)) == []
        assert [row.name for row in store.records()] == ["เดิม.txt"]
        assert Searcher(store, home, encoder).search(Query("ศูนย์เด็กเล็ก"))[0].meeting.name == "เดิม.txt"
        assert len(run(store, home, encoder, more).added) == _LONG_FILES


def _wait_for_progress(process: subprocess.Popen[bytes], share: float) -> None:
    """Reads the progress bar until it has passed a share of the passages."""
    seen, deadline = b"", time.monotonic() + 120
    assert process.stderr is not None
    while time.monotonic() < deadline:
        seen = (seen + process.stderr.read(1))[-400:]
        bar = seen.decode("utf-8", "ignore").rpartition("สร้างเวกเตอร์:")[2].strip()
        if "%" in bar and bar.partition("%")[0].strip().isdigit() and int(bar.partition("%")[0]) >= 100 * share:
            return
    raise TimeoutError("the ingest made no progress")
