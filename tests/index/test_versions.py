"""Two revisions of a record are compared item by item, and a record's likes are found among the live ones."""

from __future__ import annotations

import hashlib
import time
from datetime import date
from pathlib import Path

import pytest

from corpus.reading import read_revision
from corpus.record import Meeting, Revision
from index.store import Generation, Store
from index.versions import compare, twins

HEADER = "รายงานการประชุมคณะกรรมการพัฒนาลุ่มน้ำ\nครั้งที่ 3/2567\nวันอังคารที่ 12 มีนาคม 2567\n"
CANAL = ("การขุดลอกคลองบางเตย", "ที่ประชุมมีมติเห็นชอบให้ขุดลอกคลองบางเตย วงเงิน 1,000 บาท ภายในปีนี้")
ROAD = ("การซ่อมถนนสายหลักของตำบล", "ให้กองช่างสำรวจความเสียหายและรายงานต่อที่ประชุมครั้งถัดไป")
SCHOOL = ("การจัดตั้งศูนย์เด็กเล็ก", "รับทราบผลการคัดเลือกสถานที่ตั้งศูนย์ใกล้วัดประจำหมู่บ้าน")
FAIR = ("งานมหกรรมอาหารพื้นบ้าน", "มอบให้ฝ่ายท่องเที่ยวประสานร้านค้าและเปิดรับสมัครผู้ร่วมงานจำนวนห้าสิบราย")


def minutes(folder: Path, *items: tuple[str, str]) -> Revision:
    path = folder / "ลุ่มน้ำ.txt"
    parts = (f"\nประเด็นที่ {number} {title}\n{text}\n" for number, (title, text) in enumerate(items, start=1))
    path.write_text(HEADER + "".join(parts), "utf-8")
    return read_revision(path)


def live(store: Store, *revisions: Revision) -> None:
    for revision in revisions:
        store.add_revision(revision, 1)
    number = store.next_generation()
    store.publish(Generation(number, "2026-01-01T00:00:00+00:00", "m@1", "m", 0, tuple(r.sha256 for r in revisions)))


def plain(name: str, text: str, meeting: Meeting | None = None) -> Revision:
    return Revision(name, hashlib.sha256(text.encode()).hexdigest(), text, (), meeting or Meeting(name), (), ())


def test_a_record_is_the_same_as_itself(tmp_path: Path) -> None:
    record = minutes(tmp_path, CANAL, ROAD)
    found = compare(record, record)
    assert (found.added, found.gone, found.changed, found.same) == ((), (), (), 3)


def test_a_changed_amount_is_found_to_the_word(tmp_path: Path) -> None:
    old = minutes(tmp_path, CANAL, ROAD)
    new = minutes(tmp_path, (CANAL[0], CANAL[1].replace("1,000", "2,500")), ROAD)
    (changed,) = compare(old, new).changed
    (edit,) = changed.edits
    assert changed.new.label == "ประเด็นที่ 1"
    assert (old.text[slice(*edit.old)], new.text[slice(*edit.new)]) == ("1,000", "2,500")


def test_words_that_only_came_have_an_empty_range_in_the_old_text(tmp_path: Path) -> None:
    old = minutes(tmp_path, CANAL)
    new = minutes(tmp_path, (CANAL[0], CANAL[1] + " โดยด่วน"))
    (edit,) = compare(old, new).changed[0].edits
    assert edit.old[0] == edit.old[1]
    assert new.text[slice(*edit.new)] == "โดยด่วน"


def test_an_item_put_in_between_leaves_the_renumbered_ones_the_same(tmp_path: Path) -> None:
    found = compare(minutes(tmp_path, CANAL, ROAD, SCHOOL), minutes(tmp_path, CANAL, FAIR, ROAD, SCHOOL))
    assert [item.title for item in found.added] == [FAIR[0]]
    assert (found.gone, found.changed, found.same) == ((), (), 4)


def test_an_item_in_the_place_of_another_is_not_a_change_of_it(tmp_path: Path) -> None:
    found = compare(minutes(tmp_path, CANAL, ROAD), minutes(tmp_path, CANAL, FAIR))
    assert ([item.title for item in found.added], [item.title for item in found.gone]) == ([FAIR[0]], [ROAD[0]])


def test_an_item_with_another_title_is_known_by_its_text(tmp_path: Path) -> None:
    found = compare(minutes(tmp_path, CANAL, ROAD), minutes(tmp_path, ROAD, ("โครงการลำน้ำ", CANAL[1])))
    assert [(each.old.title, each.new.title) for each in found.changed] == [(CANAL[0], "โครงการลำน้ำ")]
    assert (found.added, found.gone, found.same) == ((), (), 2)


def test_where_lines_end_is_no_change(tmp_path: Path) -> None:
    old = minutes(tmp_path, CANAL)
    new = minutes(tmp_path, (CANAL[0], CANAL[1].replace(" วงเงิน", "\nวงเงิน")))
    assert compare(old, new).changed == ()


def test_twins_are_the_same_bytes_and_like_texts(tmp_path: Path) -> None:
    store = Store(tmp_path / "home")
    words = [f"เรื่องที่ {number} เห็นชอบวงเงิน {number * 37} บาท ให้หมู่บ้านที่ {number * 11}\n" for number in range(200)]
    first = plain("ฉบับแรก.txt", "".join(words))
    other = plain("เรื่องอื่น.txt", "".join(f"{number} ราชการรับทราบรายงานการเงินไตรมาส {number}\n" for number in range(200)))
    live(store, first, other)
    assert twins(first, store).exact == "ฉบับแรก.txt"
    assert twins(first, store).near == ()
    found = twins(plain("ฉบับแก้.txt", "".join(words).replace(" 370 ", " 999 ")), store)
    assert found.exact is None
    assert [(near.name, near.likeness > 0.9) for near in found.near] == [("ฉบับแรก.txt", True)]


@pytest.mark.parametrize(
    ("number", "day", "together"),
    [("3/2567", 30, True), ("4/2567", 12, True), ("4/2567", 30, False)],
)
def test_the_same_body_and_date_or_number_is_a_hint(tmp_path: Path, number: str, day: int, together: bool) -> None:
    store = Store(tmp_path / "home")
    live(store, plain("เดิม.txt", "เนื้อความเดิม", Meeting("ก", "คณะกรรมการน้ำ", "3/2567", date(2024, 3, 12))))
    meeting = Meeting("ข", "คณะ กรรมการน้ำ", number, date(2024, 3, day))
    found = twins(plain("ใหม่.pdf", "ถ้อยคำที่ต่างกันโดยสิ้นเชิง", meeting), store).near
    assert [near.same_meeting for near in found] == ([True] if together else [])


def test_two_hundred_records_are_looked_through_within_two_seconds(tmp_path: Path) -> None:
    store = Store(tmp_path / "home")
    live(
        store,
        *(plain(f"{n}.txt", "".join(chr(0xE01 + (i * i * (n + 7)) % 46) for i in range(30_000))) for n in range(200)),
    )
    started = time.perf_counter()
    twins(plain("ใหม่.txt", "ก" * 30_000), store)
    assert time.perf_counter() - started < 2
