"""Passages are bounded, end where a sentence does, and hold a heading with its resolution."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from corpus.outline import read_outline
from corpus.passages import LONGEST, TARGET, cut_passages
from corpus.record import PageRange, Passage

LINE = st.text(st.sampled_from("กขคงจะาิ่ 12"), min_size=0, max_size=1500)


def passages(text: str, pages: tuple[PageRange, ...] = ()) -> tuple[Passage, ...]:
    outline = read_outline(text, pages)
    return cut_passages(text, outline.items, outline.running, pages)


def texts(text: str) -> list[str]:
    return [text[passage.start : passage.end] for passage in passages(text)]


@given(st.lists(LINE, max_size=12))
def test_every_letter_of_the_items_stands_in_one_passage(lines: list[str]) -> None:
    text = "\n".join(["ประเด็นที่ 1 น้ำ", *lines, "ประเด็นที่ 2 ไฟ", *lines])
    found = passages(text)
    assert all(first.end <= second.start for first, second in itertools.pairwise(found))
    held = "".join(text[passage.start : passage.end] for passage in found)
    assert "".join(held.split()) == "".join(text.split())


@given(st.lists(LINE, max_size=12))
def test_no_passage_is_much_longer_than_the_longest(lines: list[str]) -> None:
    text = "\n".join(["ประเด็นที่ 1 น้ำ", *lines])
    assert all(passage.end - passage.start <= LONGEST for passage in passages(text))


def test_a_heading_and_the_resolution_under_it_stand_together() -> None:
    heading = "ประเด็นที่ 1 " + "การขุดลอกคลอง " * 12
    resolution = "มติที่ประชุม เห็นชอบ " + "ให้ดำเนินการต่อไป " * 20
    (first, *_) = texts(f"{heading}\n{resolution}\nบรรทัดถัดไป")
    assert heading.strip() in first
    assert resolution.strip() in first


def test_an_exception_stays_with_its_condition() -> None:
    condition = "- จังหวัดต้องสมทบร้อยละ 10 " + "ของวงเงินโครงการทั้งหมด " * 18
    exception = "เว้นแต่จังหวัดที่ประสบภัยพิบัติ ไม่ต้องสมทบ"
    found = texts(f"ประเด็นที่ 1 เงินสมทบ\n- ข้อแรก {'ก' * 100}\n{condition}\n{exception}")
    assert any(condition.strip() in passage and exception in passage for passage in found)


def test_a_long_line_is_cut_at_a_space_and_not_inside_an_amount() -> None:
    line = "จัดสรรวงเงิน 1,200 ล้านบาท ให้จังหวัด " * 40
    for passage in texts(line)[:-1]:
        assert len(passage) <= TARGET
        assert not passage.endswith(("วงเงิน", "1,200"))


def test_a_running_header_inside_an_item_stands_in_no_passage_of_it() -> None:
    header = "การประชุมเชิงปฏิบัติการเรื่องน้ำ\nวันที่ 5 มกราคม 2566"
    text = f"สรุปผล\n\nประเด็นที่ 1 น้ำ\n- ขุดคลอง\n\n\n\n{header}\n\n- ขุดบ่อ"
    held = [text[passage.start : passage.end] for passage in passages(text)]
    assert header in held
    assert [passage for passage in held if "ขุด" in passage] == ["ประเด็นที่ 1 น้ำ\n- ขุดคลอง", "- ขุดบ่อ"]


def test_a_passage_knows_its_page() -> None:
    first, second = "ประเด็นที่ 1 น้ำ\nขุดคลอง", "ประเด็นที่ 2 ไฟ\nตั้งเสา"
    text = f"{first}\n{second}"
    pages = (PageRange(1, 0, len(first)), PageRange(2, len(first) + 1, len(text)))
    assert [passage.page for passage in passages(text, pages)] == [1, 2]
