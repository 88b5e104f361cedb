"""Repairs of badly extracted Thai, and the texts that they leave alone."""

from __future__ import annotations

from pathlib import Path
from time import perf_counter

import pytest

from corpus.readers import read_pages
from corpus.readers.text import decode
from corpus.reading import read_revision
from corpus.repair import repaired
from corpus.thai import normalise
from tests.conftest import SAMPLES

SPOILT_RECORDS = {
    "cab-2020-11-10-e518f0.txt",
    "cab-2021-06-01-e07610.txt",
    "cab-2021-09-07-e2f58e.txt",
    "cab-2021-12-28-f11f1f.txt",
    "cab-2022-09-06-7e32d3.txt",
    "cab-2022-10-11-c5e03b.txt",
}
"""Of 178 those that do hold a lost ำ, letters set apart or a word cut by a space."""

LOST_AM = [
    ("ท าตาม", "ทำตาม"),
    ("งบประมาณประจ าปี 2567", "งบประมาณประจำปี 2567"),
    ("ด าเนินการก ากับและส ารวจ", "ดำเนินการกำกับและสำรวจ"),
    ("ผู้น าชุมชนท าการ", "ผู้นำชุมชนทำการ"),
    ("จ านวน ก าหนด ส านักงาน", "จำนวน กำหนด สำนักงาน"),
    ("ค าสั่งที่ 5 ก าไร", "คำสั่งที่ 5 กำไร"),
    ("ตามพระราชด าริ", "ตามพระราชดำริ"),
    ("หลักการส าคัญ", "หลักการสำคัญ"),
    ("กระท าความผิด", "กระทำความผิด"),
    ("ริมแม่น้ าโขง", "ริมแม่น้ำโขง"),
    ("น้ าท่วมต่ ากว่า", "น้ำท่วมต่ำกว่า"),
    ("น ้ าท่วม", "น้ำท่วม"),
    ("ประจ\ufffdาปี", "ประจำปี"),
]
OTHERS = [
    ("ก า ร ป ร ะ ชุ ม", "การประชุม"),
    ("ที่ ป ร ะ ชุ ม มี ม ติ เห็นชอบ", "ที่ประชุมมีมติ เห็นชอบ"),
    ("กกาารรปปรระะชชุุมม ครั้งที่ 1", "การประชุม ครั้งที่ 1"),
    ("คครรั้งงทที่  11//22556677", "ครั้งที่ 1/2567"),
    ("รา ย งา น กา ร ป ระ ชุ ม จั ง ห วั ด ( ก . บ . ศ . )", "รายงานการประชุมจังหวัด (ก.บ.ศ.)"),
    ("ค รั้ ง ที่ 1 / 2 5 6 7\nผู้ มา ป ระ ชุ ม", "ครั้งที่ 1/2567\nผู้มาประชุม"),
    ("11..11 กกาารรปปรระะชชุุมม\n((ศศนนสส..))", "1.1 การประชุม\n(ศนส.)"),
    ("เพื่อเพิ่ มประสิทธิภาพ", "เพื่อเพิ่มประสิทธิภาพ"),
]


@pytest.mark.parametrize(("spoilt", "mended"), LOST_AM + OTHERS)
def test_a_spoilt_word_is_mended_before_the_normaliser_and_after_it(spoilt: str, mended: str) -> None:
    assert normalise(repaired(spoilt)) == mended
    assert repaired(normalise(spoilt)) == mended


@pytest.mark.parametrize(
    ("spoilt", "mended"), [("น ้าท่วม", "น้ำท่วม"), ("น\uf70b าท่วม", "น้ำท่วม"), ("น \uf70bาเสีย", "น้ำเสีย")]
)
def test_a_tone_before_the_normaliser_tells_a_lost_am(spoilt: str, mended: str) -> None:
    assert normalise(repaired(spoilt)) == mended


@pytest.mark.parametrize(
    "text",
    [
        "ก ข ค ง จ",
        "ร ว ม 5 3 2 8",
        "ร ว ม 5 , 0 0 0 6 , 0 0 0",
        "ลำดับ ก ข ค ง",
        "เมตร ารางเมตร",
        "เริ่มจ าก",
        "ข า",
        "คน า",
        "นา ที นา ที",
        "กกขขคคงงจจฉฉชช",
        "มติ ที่ ประ ชุม",
        "คณะกรรม การ",
        "ณ ที่ ทำ การ",
        "มี มี มี มี มี",
        "ไม่ มี ที่ ดี",
        "ๆ ๆ ๆ ๆ",
        "1 1 2 2 3 3",
        "๑๑๒๒๓๓๔๔๕๕๖๖๗๗",
        "กรรมการ",
        "ธรรมมงคล",
        "ต่าง ๆ นานา ณ วันที่ ๓",
        "พ.ศ. ๒๕๖๗ ข้อ ๑ ๑ ๒ ๒",
        "การ\nประชุม ประจ\nาปี",
        "",
    ],
)
def test_what_is_no_word_together_stays_as_it_is(text: str) -> None:
    assert repaired(text) == text


def test_figures_beside_what_is_set_twice_stay() -> None:
    doubled, single = "มมตติิทที่ี่ปปรระะชชุุมมเเหห็็นนชชออบบ", "มติที่ประชุมเห็นชอบ"
    for figures in ("220000", "1100  2200", "334400"):
        assert normalise(repaired(f"{doubled}\n{figures}")) == f"{single}\n{figures}"


def test_a_repair_is_made_once() -> None:
    for spoilt, _ in LOST_AM + OTHERS:
        assert repaired(repaired(spoilt)) == repaired(spoilt)


@pytest.mark.parametrize("text", ["ก" + " " * 100_000 + "า", "ก " * 50_000, "กก" * 50_000, "ก" * 100_000 + " า"])
def test_no_text_takes_long(text: str) -> None:
    start = perf_counter()
    repaired(text)
    assert perf_counter() - start < 5


def test_the_samples_come_out_as_they_are() -> None:
    paths = [path for path in sorted(SAMPLES.iterdir()) if path.suffix in {".txt", ".docx", ".pdf"}]
    assert len(paths) > 5
    for path in paths:
        assert repaired(read_revision(path).text) == read_revision(path).text


def test_a_clean_record_comes_out_as_it_is(shared: Path) -> None:
    paths = [
        *sorted((shared / "records" / "cabinet").glob("*.txt"))[::30],
        *(shared / "records").glob("workshop*/*.txt"),
    ]
    for path in paths:
        for page in read_pages(path):
            assert repaired(page.text) == page.text


@pytest.mark.slow
def test_all_clean_records_come_out_as_they_are(shared: Path) -> None:
    changed = {
        path.name
        for path in sorted((shared / "records").rglob("*.txt"))
        if repaired(text := normalise(decode(path.read_bytes()))) != text
    }
    assert changed == SPOILT_RECORDS
