"""The meeting of a record: title, body, number, date, place, fiscal year."""

from __future__ import annotations

from datetime import date

from corpus.header import read_header
from corpus.record import Meeting


def header(text: str, name: str = "ไฟล์") -> Meeting:
    return read_header(text, len(text), (), name)


def test_a_committee_names_its_body_number_date_and_place() -> None:
    meeting = header(
        "รายงานการประชุมคณะกรรมการลุ่มน้ำ\nครั้งที่ ๓/๒๕๖๗\nวันอังคารที่ ๑๒ มีนาคม ๒๕๖๗ เวลา ๐๙.๓๐ น.\nณ ห้องประชุมริมน้ำ ศาลากลางจังหวัด"
    )
    assert meeting == Meeting(
        title="รายงานการประชุมคณะกรรมการลุ่มน้ำ ครั้งที่ ๓/๒๕๖๗",
        body="คณะกรรมการลุ่มน้ำ",
        number="3/2567",
        date=date(2024, 3, 12),
        last_date=date(2024, 3, 12),
        place="ห้องประชุมริมน้ำ ศาลากลางจังหวัด",
        fiscal_year=2567,
    )


def test_a_meeting_of_two_days_has_its_last_day() -> None:
    meeting = header("สรุปผลการประชุม\nระหว่างวันที่ 15 - 16 พฤศจิกายน 2565 ณ ห้องประชุมใหญ่")
    assert (meeting.date, meeting.last_date) == (date(2022, 11, 15), date(2022, 11, 16))


def test_the_date_in_the_title_counts_more_than_the_day_of_publication() -> None:
    meeting = header("สรุปข่าวการประชุมคณะกรรมการ 23 พฤษภาคม 2560\nวันพุธที่ 24 พฤษภาคม 2560\nวาระ")
    assert meeting.date == date(2017, 5, 23)


def test_the_date_of_the_meeting_counts_more_than_one_that_is_spoken_of() -> None:
    meeting = header("สรุปการประชุม\n\nตามมติวันที่ 1 มกราคม 2560 ให้ทบทวน\nวันนี้ (5 มกราคม 2564) เวลา 09.00 น. ประธานเปิดประชุม")
    assert meeting.date == date(2021, 1, 5)


def test_a_record_without_a_date_takes_it_from_its_file_name() -> None:
    assert header("บันทึกการหารือ", "2567-03-12-หารือ").date == date(2024, 3, 12)


def test_a_record_without_any_date_has_none() -> None:
    meeting = header("บันทึกการหารือเรื่องน้ำ")
    assert (meeting.date, meeting.fiscal_year) == (None, None)


def test_the_fiscal_year_that_the_title_names_counts_more_than_that_of_the_date() -> None:
    meeting = header("สรุปผลการประชุมคำของบประมาณ ประจำปีงบประมาณ พ.ศ. 2569\nวันที่ 19 มิถุนายน 2568")
    assert meeting.fiscal_year == 2569


def test_a_running_header_is_not_the_title() -> None:
    running = "เอกสารลับ หน้า 1"
    meeting = read_header(f"{running}\nรายงานการประชุมสภา", 100, ((0, len(running)),), "ไฟล์")
    assert meeting.title == "รายงานการประชุมสภา"


def test_a_record_that_says_nothing_of_itself_is_titled_by_its_file_name() -> None:
    assert header("-----\n", "บันทึก").title == "บันทึก"
