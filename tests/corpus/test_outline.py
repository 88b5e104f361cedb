"""Agenda items are found by their headings, and what is not their text is lifted out."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.outline import HEADER_LABEL, Outline, read_outline
from corpus.reading import read_revision
from corpus.record import PageRange

CABINET_STYLE = """สรุปการประชุมคณะกรรมการชุมชน 3 มีนาคม 2567
วันนี้ (3 มีนาคม 2567) เวลา 09.00 น. ณ ห้องประชุม 1 ประธานเปิดการประชุม ดังนี้
กฎหมาย
1.      เรื่อง    ร่างข้อบังคับตลาดนัด
2.      เรื่อง    ร่างข้อบังคับลานกีฬา
การเงิน
3.      เรื่อง    งบซ่อมถนนหน้าวัด
*******************
สำนักงานชุมชน โทร. 0 0000 0000
กฎหมาย
1. เรื่อง ร่างข้อบังคับตลาดนัด
ที่ประชุมมีมติเห็นชอบ
1. เรื่องย่อยที่หนึ่ง
2. เรื่องย่อยที่สอง
2. เรื่อง ร่างข้อบังคับลานกีฬา
ที่ประชุมรับทราบ
การเงิน
3. เรื่อง งบซ่อมถนนหน้าวัด
ที่ประชุมอนุมัติ 90,000 บาท
*******************
"""

COMMITTEE = """รายงานการประชุมคณะทำงาน ครั้งที่ 1/2567
ผู้มาประชุม
1. นายหนึ่ง
2. นายสอง
ระเบียบวาระที่ 1 เรื่องประธานแจ้งให้ทราบ
ไม่มี
ระเบียบวาระที่ ๔ เรื่องเพื่อพิจารณา
๔.๑ การจัดซื้อเรือ
มติที่ประชุม เห็นชอบ
๔.๒ การจ้างคนเก็บขยะ
มติที่ประชุม ไม่เห็นชอบ
วงเงิน 4.5 ล้านบาท
ระเบียบวาระที่ 5 เรื่องอื่น ๆ
ไม่มี"""


def outline(text: str) -> Outline:
    return read_outline(text, (PageRange(None, 0, len(text)),))


def labels(found: Outline) -> list[str]:
    return [item.label for item in found.items]


def item_text(text: str, found: Outline, label: str) -> str:
    return next(text[item.start : item.end] for item in found.items if item.label == label)


def test_an_agenda_list_is_not_taken_for_the_items() -> None:
    found = outline(CABINET_STYLE)
    assert labels(found) == [HEADER_LABEL, "1", "2", "3"]
    assert found.listed == 3
    assert item_text(CABINET_STYLE, found, "3") == "3. เรื่อง งบซ่อมถนนหน้าวัด\nที่ประชุมอนุมัติ 90,000 บาท"


def test_numbered_lines_inside_an_item_are_not_items() -> None:
    assert "เรื่องย่อยที่สอง" in item_text(CABINET_STYLE, outline(CABINET_STYLE), "1")


def test_section_names_belong_to_no_item() -> None:
    assert "การเงิน" not in item_text(CABINET_STYLE, outline(CABINET_STYLE), "2")


def test_a_heading_that_the_body_numbers_wrongly_keeps_the_number_of_the_list() -> None:
    text = CABINET_STYLE.replace("2. เรื่อง ร่างข้อบังคับลานกีฬา", "4. เรื่อง ร่างข้อบังคับลานกีฬา")
    assert labels(outline(text)) == [HEADER_LABEL, "1", "2", "3"]


def test_an_agenda_list_of_numbered_agenda_items_is_not_taken_for_them() -> None:
    listed = "ระเบียบวาระที่ 1 เรื่องประธานแจ้งให้ทราบ\nระเบียบวาระที่ ๔ เรื่องเพื่อพิจารณา\nระเบียบวาระที่ 5 เรื่องอื่น ๆ\n\n"
    text = COMMITTEE.replace("ผู้มาประชุม\n", f"{listed}ผู้มาประชุม\n")
    found = outline(text)
    assert labels(found) == labels(outline(COMMITTEE))
    assert item_text(text, found, "ระเบียบวาระที่ 1") == "ระเบียบวาระที่ 1 เรื่องประธานแจ้งให้ทราบ\nไม่มี"


def test_an_item_that_the_list_left_out_is_found() -> None:
    text = CABINET_STYLE.replace("2.      เรื่อง    ร่างข้อบังคับลานกีฬา\n", "")
    assert labels(outline(text)) == [HEADER_LABEL, "1", "2", "3"]


def test_sub_items_stand_under_their_agenda_item_with_thai_digits_kept() -> None:
    found = outline(COMMITTEE)
    assert labels(found) == [HEADER_LABEL, "ระเบียบวาระที่ 1", "ระเบียบวาระที่ ๔", "๔.๑", "๔.๒", "ระเบียบวาระที่ 5"]
    assert [item.parent for item in found.items] == [None, None, None, 2, 2, None]


def test_an_amount_at_the_start_of_a_line_is_not_a_sub_item() -> None:
    assert item_text(COMMITTEE, outline(COMMITTEE), "๔.๒").endswith("ล้านบาท")


def test_a_running_header_in_the_middle_is_cut_out() -> None:
    text = (
        "สรุปผลการประชุม\n\nประเด็นที่ 1 ถนน\n- ซ่อม\n\n\n\n"
        "การประชุมเชิงปฏิบัติการ\nเรื่องถนนของเรา\nวันที่ 5 มกราคม 2566\n\n- ซ่อมต่อ\nประเด็นที่ 2 น้ำ\n- ขุด"
    )
    found = outline(text)
    (cut,) = found.items[1].cuts
    assert text[slice(*cut)] == "การประชุมเชิงปฏิบัติการ\nเรื่องถนนของเรา\nวันที่ 5 มกราคม 2566"


def test_a_text_without_headings_is_one_item() -> None:
    assert labels(outline("บันทึกสั้น ๆ ไม่มีหัวข้อ")) == [HEADER_LABEL]


def running_of(pages: Sequence[str], *, scanned: bool = False) -> list[str]:
    text, ranges = "", []
    for number, page in enumerate(pages, start=1):
        ranges.append(PageRange(number, len(text), len(text) + len(page), scanned))
        text += page + "\n"
    return [text[start:end] for start, end in read_outline(text, ranges).running]


def test_repeated_lines_at_the_edges_of_pages_are_running() -> None:
    words = ("ฝาย", "ท่าเรือ", "ประปา")
    pages = [
        f"คณะทำงานแม่น้ำ\nข้อความเรื่อง{word}\n{word}สอง\n\n{word}ห้า\n{n * 70}\n- {n} -" for n, word in enumerate(words, 1)
    ]
    running = running_of(pages)
    assert running.count("คณะทำงานแม่น้ำ") == 2
    assert "- 2 -" in running
    assert not any("ข้อความ" in line for line in running)
    assert "70" not in running


def test_left_and_right_pages_may_have_lines_of_their_own() -> None:
    words = ("ฝาย", "ท่าเรือ", "ประปา", "ถนน", "สะพาน", "ตลาด", "คลอง", "สวน")
    edges = [f"{n}  คณะทำงานแม่น้ำ" if n % 2 else f"คณะทำงานแม่น้ำ  {n}" for n in range(1, len(words) + 1)]
    pages = [f"เรื่อง{word}\n{word}สอง\n{word}สาม\n{word}สี่\n{edge}" for word, edge in zip(words, edges, strict=True)]
    assert running_of(pages) == edges
    assert running_of(pages[:4]) == edges[:4]
    assert running_of([*pages[:2], *(page.rpartition("\n")[0] for page in pages[2:])]) == []


def test_resolutions_and_headings_at_the_edges_of_several_pages_are_not_running() -> None:
    pages = [f"วาระที่ {n} เรื่องที่ {n}\nข้อความ{n * 'ก'}\nมติที่ประชุม รับทราบ" for n in (1, 2, 3)]
    assert running_of(pages) == []
    header = "ระเบียบวาระที่ 4 เรื่องเพื่อพิจารณา"
    assert running_of([f"{header}\nข้อความ{n * 'ก'}\nต่อไป{n * 'ข'}" for n in (1, 2, 3, 4)]).count(header) >= 3


def test_a_running_line_of_a_scan_is_found_though_letters_are_misread() -> None:
    headers = (
        "รายงานคณะทำงานแม่น้ำ",
        "รายงานคณะทำงานแม่น้ำ",
        "รายงาบคณะทำงานแม่บ้า",
        "รายงานคณะทำงาน แมน้ำ",
        "รายงานคณะทำงานแม่น้ำ",
    )
    words = ("ฝาย", "ท่าเรือ", "ประปา", "ถนน", "สะพาน")
    pages = [
        f"{header}\n{word}สอง\n{word}สาม\n= {n} ="
        for n, (header, word) in enumerate(zip(headers, words, strict=True), 1)
    ]
    numbers = {f"= {n} =" for n in range(1, 6)}
    assert set(running_of(pages, scanned=True)) == {*headers, *numbers}
    assert set(running_of(pages)) == {headers[0], *numbers}


@pytest.mark.slow
def test_cabinet_records_are_read_with_their_agenda_and_date(shared: Path, capsys: pytest.CaptureFixture[str]) -> None:
    apart: Counter[int] = Counter()
    wrong_dates = []
    golden = json.loads((Path(__file__).parent / "cabinet-golden.json").read_text("utf-8"))
    for path in sorted((shared / "records" / "cabinet").glob("*.txt")):
        revision = read_revision(path)
        found = read_outline(revision.text, revision.pages)
        apart[len(found.items) - 1 - found.listed] += 1
        if str(revision.meeting.date) != path.stem[4:14]:
            wrong_dates.append(path.stem)
        if path.stem in golden:
            assert [[item.label, item.start, item.end] for item in revision.items] == golden[path.stem]
    total = apart.total()
    with capsys.disabled():
        print(f"\ncabinet: {total} records, items equal to the list in {apart[0]}, off by {dict(apart)}")
    assert wrong_dates == []
    assert apart[0] >= 0.85 * total
    assert sum(count for off, count in apart.items() if abs(off) <= 2) >= 0.97 * total


def test_the_workshop_summary_is_read_with_its_issues_date_and_running_header(shared: Path) -> None:
    (path,) = (shared / "records" / "workshop-2553").glob("*.txt")
    revision = read_revision(path)
    assert [item.label for item in revision.items[1:]] == [f"ประเด็นที่ {n}" for n in range(1, 6)]
    assert str(revision.meeting.date) == "2010-01-18"
    assert revision.meeting.fiscal_year == 2554
    assert [(passage.item, passage.start) for passage in revision.passages if 3410 < passage.start < 3520] == [
        (0, 3414)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "วาระที่ 1\n" * 20_000,
        "".join(f"วาระที่ {number} เรื่องที่ {number}\n" for number in range(20_000)),
        "".join(f"วาระที่ {number} เรื่องโครงการที่ {number}\n" for number in range(1_500)) * 2,
    ],
)
def test_headings_without_end_take_no_time_without_end(text: str) -> None:
    began = time.monotonic()
    read_outline(text, [PageRange(None, 0, len(text))])
    assert time.monotonic() - began < 10
