from __future__ import annotations

import random
from pathlib import Path

import pytest

from corpus.readers.text import decode, read_text
from corpus.record import EmptyRecord, Page, UnreadableFile

MINUTES = "มติที่ประชุม เห็นชอบให้จัดสรรงบประมาณ ๑๒,๐๐๐ บาท แก่กลุ่มเกษตรกรบ้านหนองผักกูด\r\nวาระที่ 2 เรื่องสืบเนื่อง\r\n"
QUOTED = MINUTES + "ประธานกล่าวว่า “ขอให้เร่งรัด” – ภายในเดือน…\r\n"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp874"], ids=lambda name: name
)
def test_thai_is_read_in_every_encoding_it_comes_in(encoding: str) -> None:
    assert decode(QUOTED.encode(encoding)) == QUOTED


def test_tis_620_is_read() -> None:
    assert decode(MINUTES.encode("tis-620")) == MINUTES


@pytest.mark.parametrize("text", ["มติ", "ประธานเปิดประชุม", "เลิกประชุมเวลา 16.30 น.", "ที่ประชุมรับทราบ"])
def test_short_thai_in_one_byte_is_not_taken_for_another_language(text: str) -> None:
    assert decode(text.encode("cp874")) == text


@pytest.mark.parametrize("text", ["Agenda item 1", "a", " \n\t ", "ก", "กขค\n", "      "])
def test_short_utf_8_is_not_taken_for_utf_16(text: str) -> None:
    assert decode(text.encode()) == text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "Le comité a décidé de répéter l'opération après l'été, malgré les difficultés déjà relevées. "),
        ("cp1252", "The committee’s “action plan” – as agreed – goes to the board. "),
        ("cp949", "위원회는 예산 배분 계획을 승인하고 다음 회의에서 결과를 보고하기로 하였다. "),
        ("cp932", "委員会は予算の配分計画を承認し、次の会議で結果を報告することにした。"),
        ("gb18030", "委员会批准了预算分配计划，并决定在下次会议上报告结果。"),
    ],
)
def test_another_language_is_left_to_the_detector(encoding: str, text: str) -> None:
    assert decode((text * 5).encode(encoding)) == text * 5


def test_thai_in_one_byte_with_damage_is_refused_and_not_garbled() -> None:
    with pytest.raises(UnreadableFile, match="เสียหาย"):
        decode(MINUTES.encode("cp874") + b"\xfc" + MINUTES.encode("cp874"))


@pytest.mark.parametrize("cut", [1, 2, 4, 5])
def test_utf_8_that_was_cut_off_inside_a_letter_is_refused(cut: int) -> None:
    with pytest.raises(UnreadableFile, match="เสียหาย"):
        decode((MINUTES + "กขค").encode()[:-cut])


def test_utf_8_with_a_bad_byte_is_refused_and_not_garbled() -> None:
    data = MINUTES.encode()
    with pytest.raises(UnreadableFile):
        decode(data[:40] + b"\xff" + data[40:])


@pytest.mark.parametrize("seed", range(20))
def test_binary_data_is_refused(seed: int) -> None:
    with pytest.raises(UnreadableFile, match="ไม่ใช่ไฟล์ข้อความ"):
        decode(random.Random(seed).randbytes(5_000))  # noqa: S311 (test data, not a secret)


def test_an_odd_number_of_utf_16_bytes_is_refused() -> None:
    with pytest.raises(UnreadableFile):
        decode(MINUTES.encode("utf-16")[:-1])


def test_many_replacement_characters_are_refused_and_a_few_are_kept() -> None:
    with pytest.raises(UnreadableFile):
        decode(("ก\ufffd" * 50).encode())
    assert "\ufffd" in decode((MINUTES * 20 + "\ufffd").encode())


def test_a_file_without_form_feeds_is_one_page_without_a_number(tmp_path: Path) -> None:
    path = tmp_path / "minutes.txt"
    path.write_bytes(MINUTES.encode())
    assert read_text(path) == (Page(None, MINUTES),)


def test_form_feeds_part_numbered_pages(tmp_path: Path) -> None:
    path = tmp_path / "minutes.txt"
    path.write_bytes("หนึ่ง\f\fสาม\f".encode())
    assert read_text(path) == (Page(1, "หนึ่ง"), Page(2, ""), Page(3, "สาม"))


@pytest.mark.parametrize("data", [b" \r\n\t", b"\f\f", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_a_file_of_white_space_is_empty(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "empty.txt"
    path.write_bytes(data)
    with pytest.raises(EmptyRecord):
        read_text(path)
