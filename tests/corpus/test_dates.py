from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.dates import find_dates, fiscal_year, thai_date
from corpus.months import MONTHS
from corpus.spans import Kind

TODAY = date(2026, 11, 22)
FRAGMENTS = (
    *(form for forms in MONTHS for form in forms),
    *("ต้น", "กลาง", "ปลาย", "ปี", "เดือน", "วันที่", "ไตรมาส", "ครึ่งปีแรก", "ปีงบ", "พ.ศ.", "ค.ศ.", "ที่แล้ว", "นี้", "ก่อน"),
    *("0", "1", "7", "31", "66", "๖๖", "2566", "2023", "9999", " ", "\n", "-", "/", ".", ",", "ถึง", "ของ", "ล้านบาท"),
)


def d(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    "written",
    [
        "7 มีนาคม 2566",
        "7 มี.ค. 66",
        "7 มี.ค. 2566",
        "7 มี.ค 66",
        "7 มีค. 66",
        "7 มีค 66",
        "7มีค66",
        "7มี.ค.66",
        "7 มี. ค. 2566",
        "7 มีนา 66",
        "๗ มีนาคม ๒๕๖๖",
        "๗/๓/๒๕๖๖",
        "7/3/2566",
        "7/3/66",
        "07/03/66",
        "07-03-2566",
        "7.3.2566",
        "7/3/2023",
        "2023-03-07",
        "2566-03-07",
        "7 มีนาคม พ.ศ. 2566",
        "7 มีนาคม พ.ศ.2566",
        "7 มีนาคม ค.ศ. 2023",
        "7 มีนาคม ปี 2566",
        "7 มีนาคม 2023",
        "7  มีนาคม\n2566",
        "วันที่ 7 มีนาคม 2566",
        "วันอังคารที่ 7 มีนาคม 2566",
        "7 March 2023",
        "7 Mar 2023",
        "7 march 2566",
        "March 7, 2023",
        "Mar. 7th, 2023",
    ],
)
def test_one_day_is_read_in_every_form(written: str) -> None:
    (mention,) = find_dates(f"ครม. เมื่อ {written} อนุมัติ")
    assert (mention.first, mention.last, mention.kind) == (d("2023-03-07"), d("2023-03-07"), "day")
    assert f"ครม. เมื่อ {written} อนุมัติ"[mention.start : mention.end] == written


@pytest.mark.parametrize(
    ("written", "first", "last", "kind"),
    [
        ("18 January 2010", "2010-01-18", "2010-01-18", "day"),
        ("31 ธ.ค. 62", "2019-12-31", "2019-12-31", "day"),
        ("29 กุมภาพันธ์ 2567", "2024-02-29", "2024-02-29", "day"),
        ("27 - 29 มกราคม 2565", "2022-01-27", "2022-01-29", "days"),
        ("25–27 พ.ย. 62", "2019-11-25", "2019-11-27", "days"),
        ("28 กุมภาพันธ์ - 2 มีนาคม 2565", "2022-02-28", "2022-03-02", "days"),
        ("วันที่ 28 กุมภาพันธ์-2 มีนาคม 2565", "2022-02-28", "2022-03-02", "days"),
        ("30 ธันวาคม - 2 มกราคม 2565", "2021-12-30", "2022-01-02", "days"),
        ("วันที่ 1 มกราคม 2564 ถึงวันที่ 31 มีนาคม 2565", "2021-01-01", "2022-03-31", "days"),
        ("27-29 January 2022", "2022-01-27", "2022-01-29", "days"),
        ("มี.ค. 66", "2023-03-01", "2023-03-31", "month"),
        ("มีนาคม 2566", "2023-03-01", "2023-03-31", "month"),
        ("เดือนมีนาคม พ.ศ. 2566", "2023-03-01", "2023-03-31", "month"),
        ("เดือน ก.พ. 2567", "2024-02-01", "2024-02-29", "month"),
        ("มิย 66", "2023-06-01", "2023-06-30", "month"),
        ("มิ.ย 66", "2023-06-01", "2023-06-30", "month"),
        ("ก.ค 66", "2023-07-01", "2023-07-31", "month"),
        ("กค. 66", "2023-07-01", "2023-07-31", "month"),
        ("Nov 2021", "2021-11-01", "2021-11-30", "month"),
        ("Sept 2021", "2021-09-01", "2021-09-30", "month"),
        ("ก.ค.-ก.ย. 65", "2022-07-01", "2022-09-30", "months"),
        ("พฤศจิกายน 2564 - กุมภาพันธ์ 2565", "2021-11-01", "2022-02-28", "months"),
        ("พฤศจิกายน ถึง กุมภาพันธ์ 2565", "2021-11-01", "2022-02-28", "months"),
        ("ต้นเดือน ก.พ. 2564", "2021-02-01", "2021-02-10", "part"),
        ("กลางเดือนก.พ. 2564", "2021-02-11", "2021-02-20", "part"),
        ("ปลายเดือน ก.พ. 2564", "2021-02-21", "2021-02-28", "part"),
        ("ต้น ก.พ. 2563", "2020-02-01", "2020-02-10", "part"),
        ("ปี 2564", "2021-01-01", "2021-12-31", "year"),
        ("ปี ๒๕๖๔", "2021-01-01", "2021-12-31", "year"),
        ("ปี 64", "2021-01-01", "2021-12-31", "year"),
        ("ปี64", "2021-01-01", "2021-12-31", "year"),
        ("พ.ศ. 2564", "2021-01-01", "2021-12-31", "year"),
        ("พุทธศักราช 2564", "2021-01-01", "2021-12-31", "year"),
        ("คริสต์ศักราช 2021", "2021-01-01", "2021-12-31", "year"),
        ("ปี พ.ศ. 2564", "2021-01-01", "2021-12-31", "year"),
        ("ค.ศ. 2021", "2021-01-01", "2021-12-31", "year"),
        ("ปี ค.ศ. 2026", "2026-01-01", "2026-12-31", "year"),
        ("ปี 2021", "2021-01-01", "2021-12-31", "year"),
        ("ปีใหม่ 65", "2022-01-01", "2022-12-31", "year"),
        ("ปี 62/63", "2019-01-01", "2020-12-31", "year"),
        ("ปี ๒๕๖๒/๖๓", "2019-01-01", "2020-12-31", "year"),
        ("ปีการผลิต 2562/2563", "2019-01-01", "2020-12-31", "year"),
        ("ปี 59-61", "2016-01-01", "2018-12-31", "year"),
        ("พ.ศ. 2563 - 2565", "2020-01-01", "2022-12-31", "year"),
        ("ค.ศ. 2020-25", "2020-01-01", "2025-12-31", "year"),
        ("ปีงบประมาณ พ.ศ. 2567", "2023-10-01", "2024-09-30", "fiscal year"),
        ("ปีงบประมาณ 2567", "2023-10-01", "2024-09-30", "fiscal year"),
        ("ปีงบ 67", "2023-10-01", "2024-09-30", "fiscal year"),
        ("ปีงบ 64-65", "2020-10-01", "2022-09-30", "fiscal year"),
        ("ต้นปี 64", "2021-01-01", "2021-04-30", "part"),
        ("กลางปี 64", "2021-05-01", "2021-08-31", "part"),
        ("ปลายปี 2564", "2021-09-01", "2021-12-31", "part"),
        ("ปลายปีงบ 63", "2020-06-01", "2020-09-30", "part"),
        ("ไตรมาส 2 ปี 2564", "2021-04-01", "2021-06-30", "quarter"),
        ("ไตรมาสที่ 2/2564", "2021-04-01", "2021-06-30", "quarter"),
        ("ไตรมาสแรกของปี 2564", "2021-01-01", "2021-03-31", "quarter"),
        ("ไตรมาสสุดท้ายของปีงบ 65", "2022-07-01", "2022-09-30", "quarter"),
        ("ไตรมาสที่ 1 ปีงบประมาณ พ.ศ. 2565", "2021-10-01", "2021-12-31", "quarter"),
        ("Q3/2564", "2021-07-01", "2021-09-30", "quarter"),
        ("ครึ่งปีหลัง 2564", "2021-07-01", "2021-12-31", "half"),
        ("ครึ่งแรกของปี 2564", "2021-01-01", "2021-06-30", "half"),
    ],
)
def test_a_span_is_read_from_its_first_day_to_its_last(written: str, first: str, last: str, kind: Kind) -> None:
    text = f"ที่ประชุม {written} รับทราบ"
    (mention,) = find_dates(text)
    assert (mention.first, mention.last, mention.kind) == (d(first), d(last), kind)
    assert text[mention.start : mention.end] == written


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("วันนี้", "2026-11-22", "2026-11-22"),
        ("เมื่อวาน", "2026-11-21", "2026-11-21"),
        ("เมื่อวานซืน", "2026-11-20", "2026-11-20"),
        ("พรุ่งนี้", "2026-11-23", "2026-11-23"),
        ("3 วันก่อน", "2026-11-19", "2026-11-19"),
        ("สัปดาห์นี้", "2026-11-16", "2026-11-22"),
        ("สัปดาห์ที่แล้ว", "2026-11-09", "2026-11-15"),
        ("อาทิตย์ก่อน", "2026-11-09", "2026-11-15"),
        ("เดือนนี้", "2026-11-01", "2026-11-30"),
        ("เดือนที่แล้ว", "2026-10-01", "2026-10-31"),
        ("เดือนหน้า", "2026-12-01", "2026-12-31"),
        ("11 เดือนก่อน", "2025-12-01", "2025-12-31"),
        ("ต้นเดือนนี้", "2026-11-01", "2026-11-10"),
        ("ไตรมาสที่แล้ว", "2026-07-01", "2026-09-30"),
        ("ปีนี้", "2026-01-01", "2026-12-31"),
        ("ปีที่แล้ว", "2025-01-01", "2025-12-31"),
        ("ปีก่อน", "2025-01-01", "2025-12-31"),
        ("2 ปีที่แล้ว", "2024-01-01", "2024-12-31"),
        ("ปลายปีที่แล้ว", "2025-09-01", "2025-12-31"),
        ("ปีงบประมาณนี้", "2026-10-01", "2027-09-30"),
        ("ปีงบที่แล้ว", "2025-10-01", "2026-09-30"),
        ("22 พ.ย.", "2026-11-22", "2026-11-22"),
        ("23 พฤศจิกายน", "2025-11-23", "2025-11-23"),
        ("29 ก.พ.", "2024-02-29", "2024-02-29"),
    ],
)
def test_a_date_told_from_today_is_read_only_where_today_is_known(written: str, first: str, last: str) -> None:
    text = f"ประชุม{written} มีมติอะไร"
    (mention,) = find_dates(text, TODAY)
    assert (mention.first, mention.last, text[mention.start : mention.end]) == (d(first), d(last), written)
    assert find_dates(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "มาตรา 38",
        "1,200 ล้านบาท",
        "ข้อ 7",
        "ครั้งที่ 3/2567",
        "หนังสือ ที่ นร 0505/13/2562",
        "13/2562",
        "พ.ศ. ....",
        "พระราชบัญญัติ ... (ฉบับที่ ..) พ.ศ. ....",
        "โทร. 02-123-4567",
        "โทร. 08-12-345678",
        "31 กุมภาพันธ์ 2565",
        "31/2/2565",
        "32 มกราคม 2565",
        "29 กุมภาพันธ์ 2566",
        "0 มกราคม 2565",
        "12/13/2565",
        "ระเบียบวาระที่ 4.2.1",
        "ข้อ 5.1.12",
        "อายุ 30 ปี 12 เดือน",
        "ระยะเวลา 5 ปี 20 วัน",
        "เดือน มี.ค. 50 ล้านบาท",
        "สำนักงาน ก.พ. และ ก.พ.ร.",
        "อ.ก.พ. 2564",
        "สมควร 66 ราย",
        "1 ปีก่อนวันขอรับใบอนุญาต",
        "ปี 1,200 บาท",
        "ปี 3000",
        "7 มีนาคม 3500",
        "Nov 21",
        "29 - 27 มกราคม 2565",
        "ไตรมาส 5 ปีละครั้ง",
        "วันอาทิตย์หน้า",
        "5 เดือนนี้",
        "วันหน้า",
    ],
)
def test_what_is_no_date_is_not_read(text: str) -> None:
    assert find_dates(text, TODAY) == ()


def test_the_central_budget_of_a_year_is_not_the_middle_of_it() -> None:
    (mention,) = find_dates("งบกลางปี 64")
    assert (mention.first, mention.last) == (d("2021-01-01"), d("2021-12-31"))


def test_several_dates_come_in_reading_order_and_never_overlap() -> None:
    text = "ปีงบประมาณ 2566 ประชุมวันที่ 7 มี.ค. 66 และ 14/3/2566 ตาม พ.ร.บ. พ.ศ. 2539 กับมติเดือน ต.ค. 2565"
    mentions = find_dates(text)
    assert [mention.first.isoformat() for mention in mentions] == [
        "2022-10-01",
        "2023-03-07",
        "2023-03-14",
        "1996-01-01",
        "2022-10-01",
    ]
    assert all(a.end <= b.start for a, b in pairwise(mentions))


def test_two_digit_years_are_buddhist_unless_the_common_era_is_named() -> None:
    assert find_dates("ปี 21")[0].first.year == 1978
    assert find_dates("ค.ศ. 21")[0].first.year == 2021


def test_a_long_text_without_dates_is_read_at_once() -> None:
    assert find_dates("ที่ประชุมพิจารณาแล้ว 12 เรื่อง " * 5000) == ()


def test_every_day_is_read_back_as_it_is_written() -> None:
    for offset in range(0, 4000, 7):
        day = d("2017-01-01") + timedelta(days=offset)
        (mention,) = find_dates(thai_date(day))
        assert mention.first == mention.last == day


def test_every_month_is_read_in_all_its_forms() -> None:
    for number, forms in enumerate(MONTHS, 1):
        for form in (*forms, forms[1].replace(".", "")):
            (mention,) = find_dates(f"เดือน {form} 2566")
            assert mention.first == date(2023, number, 1)


def test_thai_dates_are_written_in_the_buddhist_era() -> None:
    assert thai_date(d("2010-01-18")) == "18 มกราคม 2553"


def test_the_fiscal_year_begins_in_october() -> None:
    assert fiscal_year(d("2010-09-30")) == 2553
    assert fiscal_year(d("2010-10-01")) == 2554
    assert fiscal_year(d("2010-01-18")) == 2553


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=12).map("".join))
@settings(max_examples=300, deadline=None)
def test_whatever_is_written_is_read_without_error_and_inside_the_text(text: str) -> None:
    mentions = find_dates(text, TODAY)
    assert all(0 <= mention.start < mention.end <= len(text) for mention in mentions)
    assert all(mention.first <= mention.last for mention in mentions)
    assert all(a.end <= b.start for a, b in pairwise(mentions))
