from __future__ import annotations

from pathlib import Path

import pytest

from corpus.readers.html import read_html
from corpus.record import CorpusError, EmptyRecord, UnreadableFile, UnsupportedFormat


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "minutes.html"


def pages(path: Path, html: str | bytes) -> list[tuple[int | None, str]]:
    path.write_bytes(html.encode() if isinstance(html, str) else html)
    return [(page.number, page.text) for page in read_html(path)]


def text(path: Path, html: str | bytes) -> str:
    ((number, found),) = pages(path, html)
    assert number is None
    return found


def test_blocks_are_lines_and_inline_marks_part_no_words(path: Path) -> None:
    html = (
        "<!DOCTYPE html><html><body><h1>รายงาน<b>การ</b>ประชุม</h1><p>ที่ประชุม<span>มี<i>มติ</i></span>เห็น<!-- x -->ชอบ"
        "<div>วงเงิน 900 บาท<br/>ระยะที่ 2</div>ปิด</body></html>"
    )
    assert text(path, html) == "รายงานการประชุม\nที่ประชุมมีมติเห็นชอบ\nวงเงิน 900 บาท\nระยะที่ 2\nปิด"


def test_white_space_collapses_as_in_a_browser(path: Path) -> None:
    html = "<p>\n  ที่ \t<b> ประชุม</b>\r\n เห็น&nbsp;&nbsp;ชอบ </p>\n\n<p> </p><p>&nbsp;</p><p>จบ"
    assert text(path, html) == "ที่ ประชุม เห็น\xa0\xa0ชอบ\nจบ"


def test_preformatted_lines_stay(path: Path) -> None:
    assert text(path, "<pre>ลำดับ   ชื่อ\n1       ก\n</pre><p>ก  ข</p>") == "ลำดับ   ชื่อ\n1       ก\nก ข"


def test_entities_are_decoded(path: Path) -> None:
    assert text(path, "<p>ก &amp; &lt;ข&gt; &#3588; &#xE07; &ldquo;จ&rdquo;</p>") == "ก & <ข> ค ง “จ”"


@pytest.mark.parametrize(
    "hidden",
    [
        "<!-- x -->",
        "<script>x</script>",
        "<style>x</style>",
        "<nav><ul><li>x</li></ul></nav>",
        "<div hidden>x<p>x</p></div>",
        "<div style='color: red; DISPLAY: none'>x<br>x<img src='x.png'></div>",
        "<span style='mso-hide:all'>x</span>",
        "<template>x</template>",
        "<noscript>x</noscript>",
        "<del>x</del>",
        "<!--[if gte mso 9]><xml>x</xml><![endif]-->",
    ],
)
def test_what_is_not_shown_is_left_out(path: Path, hidden: str) -> None:
    assert text(path, f"<head><title>x</title></head><body>เห็น{hidden}<p>ชอบ</p></body>") == "เห็น\nชอบ"


def test_list_items_have_their_numbers(path: Path) -> None:
    html = (
        "<ol start=3><li>ก<li value=7><p>ข</p><p>ต่อ</p><li>ค</ol><ul><li>ง</ul><ol type=a><li>จ</ol>"
        "<ol type=I><li>ฉ<li>ช</ol>"
        "<ol style='list-style-type: thai'><li>ซ</ol><ul style='list-style: none'><li>ฌ</ul>"
    )
    assert text(path, html) == "3. ก\n7. ข\nต่อ\n8. ค\n- ง\na. จ\nI. ฉ\nII. ช\n๑. ซ\nฌ"


def test_nested_lists_count_by_themselves(path: Path) -> None:
    html = "<ol><li>ก<ol><li>ข</li><li>ค</li></ol></li><li></li><li>ง<ul><li>จ</ul></li></ol>"
    assert text(path, html) == "1. ก\n1. ข\n2. ค\n3. ง\n- จ"


def test_a_number_without_a_letter_is_written_in_digits(path: Path) -> None:
    assert text(path, "<ol type=i start=0><li>ก</ol><ol type=i start=999999999><li>ข</ol>") == "0. ก\n999999999. ข"


def test_word_keeps_its_own_numbers(path: Path) -> None:
    html = (
        "<p class=MsoListParagraph style='mso-list:l0 level1'><![if !supportLists]><span style='mso-list:Ignore'>๑."
        "<span style='font:7.0pt \"Times New Roman\"'>&nbsp; </span></span><![endif]>เรื่องแจ้ง<o:p></o:p></p>"
    )
    assert text(path, html) == "๑.\xa0 เรื่องแจ้ง"


def test_a_table_row_is_one_line(path: Path) -> None:
    html = (
        "<table><caption>ตาราง</caption><thead><tr><th>โครงการ</th><th>วงเงิน</th></tr></thead>"
        "<tbody><tr><td><p>ซ่อม</p><p>ศาลา</p><td>500<tr><td></td><td>900</td></tr></tbody></table>ปิด"
    )
    assert text(path, html) == "ตาราง\nโครงการ | วงเงิน\nซ่อม ศาลา | 500\n | 900\nปิด"


def test_a_table_that_holds_another_is_layout(path: Path) -> None:
    html = (
        "<table><tr><td>ซ้าย</td><td>บน<table><tr><td>ก</td><td>ข</td></tr><tr><td>ค</td><td>ง</td></tr></table>ล่าง</td>"
        "<td>ขวา</td></tr><tr><td>จ</td><td>ฉ</td></tr></table>"
    )
    assert text(path, html) == "ซ้าย\nบน\nก | ข\nค | ง\nล่าง\nขวา\nจ | ฉ"


def test_the_lines_of_a_single_cell_stay_lines(path: Path) -> None:
    assert text(path, "<table><tr><td><p>วาระที่ 1</p><p>วาระที่ 2</p></td></tr></table>") == "วาระที่ 1\nวาระที่ 2"


@pytest.mark.parametrize(
    "between",
    [
        "<p style='page-break-before: always'>",
        "<br clear=all style='mso-special-character:line-break;page-break-before:always'>",
        "<br clear=all style='page-break-before:always;mso-break-type:section-break'>",
        "<div style='page-break-after: always'></div>",
        "<div style='page-break-after:always'></div><p style='break-before: page'>",
    ],
)
def test_pages_that_are_broken_for_print_have_numbers(path: Path, between: str) -> None:
    assert pages(path, f"<div style='page-break-before:always'>หนึ่ง</div>{between}สอง") == [(1, "หนึ่ง"), (2, "สอง")]


@pytest.mark.parametrize(
    "style", ["page-break-after: avoid", "mso-column-break-before:always", "mso-break-type:section-break"]
)
def test_other_breaks_begin_no_page(path: Path, style: str) -> None:
    assert text(path, f"<p>หนึ่ง</p><br style='{style}'><p>สอง</p>") == "หนึ่ง\nสอง"


def test_a_page_break_inside_a_row_takes_effect_after_it(path: Path) -> None:
    html = (
        "<table><tr><td>ก</td><td>ข<br style='page-break-before:always'>ค</td></tr>"
        "<tr><td>ง</td><td>จ</td></tr><tr style='page-break-before:always'><td>ฉ</td><td>ช</td></tr></table>"
    )
    assert pages(path, html) == [(1, "ก | ข ค"), (2, "ง | จ"), (3, "ฉ | ช")]


THAI = "<p>ที่ประชุมรับทราบแผนปรับปรุงสวนสาธารณะ</p>"


@pytest.mark.parametrize(
    ("declaration", "encoding"),
    [
        ("<meta charset=tis-620>", "cp874"),
        ("<meta http-equiv=Content-Type content='text/html; charset=windows-874'>", "cp874"),
        ("<?xml version='1.0' encoding='TIS-620'?>", "cp874"),
        ("<meta charset=iso-8859-1>", "cp874"),
        ("<meta charset=utf-8>", "cp874"),
        ("", "cp874"),
        ("<meta charset=tis-620>", "utf-8"),
        ("<?xml version='1.0' encoding='utf-8'?>", "utf-8"),
        ("<meta charset=x-unknown>", "utf-8-sig"),
        ("<meta charset=utf-8>", "utf-16"),
        ("", "utf-16-le"),
    ],
)
def test_the_encoding_is_what_the_bytes_are_in(path: Path, declaration: str, encoding: str) -> None:
    markup = "<script>var nothing = 'here';</script>" * (40 if encoding == "cp874" else 0)
    html = f"{declaration}<head></head>{markup}{THAI}".encode(encoding)
    assert text(path, html) == "ที่ประชุมรับทราบแผนปรับปรุงสวนสาธารณะ"


def test_a_declared_thai_encoding_is_believed_for_few_letters(path: Path) -> None:
    html = f"<meta charset=windows-874><p>A{'–' * 20}B ก.</p>"
    assert text(path, html.encode("cp874")) == f"A{'–' * 20}B ก."


def test_utf8_is_utf8_whatever_is_declared(path: Path) -> None:
    html = "<meta charset=tis-620><p>สวย</p>".encode()
    assert html.decode("cp874")
    assert text(path, html) == "สวย"


def test_a_single_line_of_many_megabytes_is_read(path: Path) -> None:
    assert len(text(path, "<p>" + "ก" * 5_000_000)) == 5_000_000


def test_damaged_text_is_refused(path: Path) -> None:
    damaged = THAI.encode() * 5 + b"\xe0\xb8<p>" + THAI.encode()
    with pytest.raises(UnreadableFile):
        pages(path, damaged)


def test_binary_data_is_refused(path: Path) -> None:
    with pytest.raises(UnreadableFile):
        pages(path, b"<html>" + bytes(range(256)) * 40)


@pytest.mark.parametrize("html", [" ", "<p", "<html><head><title>ก</title></head><body><img src=a.png></body></html>"])
def test_a_file_without_text_is_empty(path: Path, html: str) -> None:
    with pytest.raises(EmptyRecord):
        pages(path, html)


def test_mhtml_is_refused(path: Path) -> None:
    html = 'From: <Saved by Blink>\r\nContent-Type: multipart/related;\r\n\tboundary="x"\r\n\r\n<p>ก</p>'
    with pytest.raises(UnsupportedFormat, match="MHTML"):
        pages(path, html)


def test_a_page_about_mhtml_is_read(path: Path) -> None:
    assert text(path, "<pre>\nContent-Type: multipart/related</pre>") == "Content-Type: multipart/related"


def test_entities_from_outside_are_not_read(path: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("ความลับ", encoding="utf-8")
    secret = (tmp_path / "secret.txt").as_uri()
    assert "ความลับ" not in text(path, f'<!DOCTYPE html [<!ENTITY s SYSTEM "{secret}">]><p>ก &s; ข</p>')


@pytest.mark.parametrize("tag", ["div", "b", "ol><li", "table><tr><td", "nav></nav><span"])
def test_nesting_of_any_depth_is_read(path: Path, tag: str) -> None:
    assert text(path, f"<{tag}>" * 100_000 + "ลึก").endswith("ลึก")


@pytest.mark.slow
def test_a_file_as_large_as_is_taken_is_read(path: Path) -> None:
    line = f"<tr><td>{'ที่ประชุมเห็นชอบ' * 20}<b>ตามเสนอ</b></td><td>900</td></tr>\n"
    html = f"<table>{line * (60_000_000 // len(line.encode()))}</table>"
    assert text(path, html).count("\n") + 1 == 60_000_000 // len(line.encode())


def test_damaged_markup_raises_nothing_but_errors_for_people(path: Path) -> None:
    data = (
        "<html><head><meta charset=utf-8></head><ol><li style='page-break-before:always'>ก<table><tr><td>ข" * 3
    ).encode()
    for place in range(len(data)):
        for damage in (b"", b"<", b"\x00", b"</tr>", b"</ol>", b"\xff"):
            try:
                pages(path, data[:place] + damage + data[place + 1 :])
            except CorpusError:
                continue
