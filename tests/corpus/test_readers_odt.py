from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from corpus.readers.odt import read_odt
from corpus.record import EmptyRecord, OversizedFile, UnreadableFile

NAMESPACES = " ".join(
    [
        *(
            f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
            for prefix, name in (
                *((name, name) for name in ("office", "style", "text", "table", "manifest")),
                ("draw", "drawing"),
                ("fo", "xsl-fo-compatible"),
                ("svg", "svg-compatible"),
            )
        ),
        'xmlns:loext="urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0"',
    ]
)
MIMETYPE = "application/vnd.oasis.opendocument.text"
MANIFEST = (
    f"<manifest:manifest {NAMESPACES}>"
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIMETYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">{}</manifest:file-entry>'
    '<manifest:file-entry manifest:full-path="styles.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)
BREAKING = (
    '<style:style style:name="Breaking" style:family="paragraph">'
    '<style:paragraph-properties fo:break-before="page"/></style:style>'
    '<style:style style:name="Derived" style:family="paragraph" style:parent-style-name="Breaking"/>'
    '<style:style style:name="Ending" style:family="paragraph">'
    '<style:paragraph-properties fo:break-after="page"/></style:style>'
    '<style:style style:name="Landscape" style:family="paragraph" style:master-page-name="Landscape"/>'
    '<style:style style:name="BreakingTable" style:family="table">'
    '<style:table-properties fo:break-before="page"/></style:style>'
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "minutes.odt"


def write(
    path: Path, body: str, *, automatic: str = "", common: str = "", encryption: str = "", kind: str = "text"
) -> Path:
    content = (
        f'<office:document-content {NAMESPACES} office:version="1.3"><office:automatic-styles>{automatic}'
        f"</office:automatic-styles><office:body><office:{kind}>{body}</office:{kind}></office:body>"
        "</office:document-content>"
    )
    styles = (
        f'<office:document-styles {NAMESPACES} office:version="1.3"><office:styles>{common}</office:styles>'
        "<office:master-styles><style:master-page><style:header><text:p>หัวกระดาษ</text:p></style:header>"
        "</style:master-page></office:master-styles></office:document-styles>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", MIMETYPE, zipfile.ZIP_STORED)
        archive.writestr("META-INF/manifest.xml", MANIFEST.format(encryption))
        archive.writestr("content.xml", content)
        archive.writestr("styles.xml", styles)
    return path


def text(path: Path, body: str, *, automatic: str = "", common: str = "") -> str:
    (page,) = read_odt(write(path, body, automatic=automatic, common=common))
    assert page.number is None
    return page.text


def pages(path: Path, body: str) -> list[tuple[int | None, str]]:
    return [(page.number, page.text) for page in read_odt(write(path, body, automatic=BREAKING))]


def level(depth: int, sample: str, *, suffix: str = ".", levels: int = 1, more: str = "") -> str:
    return (
        f'<text:list-level-style-number text:level="{depth}" style:num-format="{sample}" style:num-suffix="{suffix}" '
        f'text:display-levels="{levels}" {more}/>'
    )


def style(name: str, *levels: str) -> str:
    return f'<text:list-style style:name="{name}">{"".join(levels)}</text:list-style>'


def items(*texts: str, name: str = "L", more: str = "") -> str:
    inner = "".join(f"<text:list-item><text:p>{item}</text:p></text:list-item>" for item in texts)
    return f'<text:list text:style-name="{name}" {more}>{inner}</text:list>'


def test_paragraphs_headings_and_tables_keep_the_order_of_the_document(path: Path) -> None:
    body = (
        '<text:h text:outline-level="1">รายงานการประชุม ครั้งที่ ๓</text:h><table:table>'
        "<table:table-header-rows><table:table-row><table:table-cell><text:p>โครงการ</text:p></table:table-cell>"
        "<table:table-cell><text:p>วงเงิน</text:p></table:table-cell></table:table-row></table:table-header-rows>"
        "<table:table-row><table:table-cell><text:p>ซ่อมศาลา</text:p><text:p>ริมน้ำ</text:p></table:table-cell>"
        "<table:table-cell><text:p>7,500</text:p></table:table-cell></table:table-row></table:table>"
        "<text:section><text:p>มติ เห็นชอบ</text:p></text:section>"
    )
    assert text(path, body) == "รายงานการประชุม ครั้งที่ ๓\nโครงการ | วงเงิน\nซ่อมศาลา ริมน้ำ | 7,500\nมติ เห็นชอบ"


def test_inline_marks_part_no_words_and_white_space_is_as_the_format_says(path: Path) -> None:
    body = (
        "<text:p>  ที่\n   ประชุม<text:span>มี<text:span>ม</text:span></text:span>ติ<text:s text:c='3'/>เห็น"
        "<text:a>ชอบ</text:a><text:tab/>วงเงิน<text:line-break/>บาท<text:bookmark/> </text:p>"
    )
    assert text(path, body) == "ที่ ประชุมมีมติ   เห็นชอบ\tวงเงิน\nบาท"


def test_comments_deleted_text_and_headers_are_left_out(path: Path) -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>ข้อความที่ลบ</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes><text:p>อนุ<office:annotation><text:p>ความเห็น</text:p>"
        "</office:annotation>มัติ</text:p><text:section text:display='none'><text:p>ซ่อน</text:p></text:section>"
    )
    assert text(path, body) == "อนุมัติ"


def test_a_note_stands_in_brackets_after_its_paragraph(path: Path) -> None:
    body = (
        "<text:p>งบ 4,000<text:note text:note-class='footnote'><text:note-citation>1</text:note-citation>"
        "<text:note-body><text:p>รวมภาษี</text:p><text:p>แล้ว</text:p></text:note-body></text:note> บาท</text:p>"
    )
    assert text(path, body) == "งบ 4,000 บาท [รวมภาษี แล้ว]"


def test_a_text_box_is_lines_after_its_paragraph(path: Path) -> None:
    body = (
        "<text:p><draw:frame>\n <draw:text-box>\n  <text:p>ในกรอบ</text:p>\n  <text:p>สองบรรทัด</text:p></draw:text-box>"
        "<svg:title>ภาพ</svg:title></draw:frame>ข้อความ</text:p>"
    )
    assert text(path, body) == "ข้อความ\nในกรอบ\nสองบรรทัด"


def test_what_a_merged_cell_covers_is_not_repeated(path: Path) -> None:
    body = (
        "<table:table><table:table-row><table:table-cell table:number-columns-spanned='2'><text:p>กว้าง</text:p>"
        "</table:table-cell><table:covered-table-cell><text:p>ใต้</text:p></table:covered-table-cell><table:table-cell>"
        "<text:p>ค</text:p></table:table-cell></table:table-row></table:table>"
    )
    assert text(path, body) == "กว้าง | ค"


def test_repeated_cells_and_rows_are_repeated(path: Path) -> None:
    body = (
        "<table:table><table:table-row table:number-rows-repeated='2'><table:table-cell "
        "table:number-columns-repeated='3'><text:p>0</text:p></table:table-cell></table:table-row></table:table>"
    )
    assert text(path, body) == "0 | 0 | 0\n0 | 0 | 0"


def test_repetitions_that_swell_a_file_are_refused(path: Path) -> None:
    body = "<text:p>กกกกกกกกกก</text:p>"
    for _ in range(3):
        cell = f"<table:table-cell table:number-columns-repeated='1000000'>{body}</table:table-cell>"
        body = f"<table:table><table:table-row table:number-rows-repeated='999'>{cell}</table:table-row></table:table>"
    with pytest.raises(OversizedFile, match="ตาราง"):
        read_odt(write(path, body))


@pytest.mark.parametrize(
    ("sample", "labels"),
    [
        ("1", "1. 2. 3."),
        ("๑, ๒, ๓, ...", "๑. ๒. ๓."),
        ("ก, ข, ค, ...", "ก. ข. ค."),
        ("a", "a. b. c."),
        ("A", "A. B. C."),
        ("i", "i. ii. iii."),
        ("I", "I. II. III."),
        ("01, 02, 03, ...", "01. 02. 03."),
        ("一, 二, 三, ...", "1. 2. 3."),
    ],
)
def test_items_have_numbers_of_the_kind_of_their_list(path: Path, sample: str, labels: str) -> None:
    lines = text(path, items("น้ำ", "ไฟ", "ถนน"), automatic=style("L", level(1, sample)))
    assert lines == "\n".join(
        f"{label} {item}" for label, item in zip(labels.split(), ("น้ำ", "ไฟ", "ถนน"), strict=True)
    )


def test_nested_items_show_the_numbers_above_and_begin_anew_under_each(path: Path) -> None:
    nested = "<text:list><text:list-item><text:p>ย่อย</text:p></text:list-item></text:list>"
    item = f"<text:list-item><text:p>หลัก</text:p>{nested}</text:list-item>"
    automatic = style("L", level(1, "1"), level(2, "1", suffix="", levels=2))
    body = f'<text:list text:style-name="L">{item * 2}</text:list>'
    assert text(path, body, automatic=automatic) == "1. หลัก\n1.1 ย่อย\n2. หลัก\n2.1 ย่อย"


def test_nested_lists_count_as_in_libreoffice(path: Path) -> None:
    nested = "<text:list{}><text:list-item><text:p>ย่อย</text:p></text:list-item></text:list>"
    plain, further = nested.format(""), nested.format(' text:continue-numbering="true"')
    named = nested.format(' text:style-name="M"')
    body = "".join(
        f"<text:list-item>{item}</text:list-item>"
        for item in (
            plain,
            f"<text:p>หลัก</text:p>{plain}{plain}{further}",
            plain,
            named,
            f"<text:p>หลัก</text:p>{named}",
        )
    )
    automatic = style("L", level(1, "1"), level(2, "1", suffix="", levels=2)) + style("M", level(2, "a"))
    lines = text(path, f'<text:list text:style-name="L">{body}</text:list>', automatic=automatic).splitlines()
    labels = [line.split()[0] for line in lines]
    assert labels == ["1.1", "2.", "2.1", "2.1", "2.2", "2.3", "d.", "3.", "a."]


def test_the_format_that_libreoffice_writes_goes_before_prefix_and_suffix(path: Path) -> None:
    more = 'loext:num-list-format="ระเบียบวาระที่ %1%"'
    assert text(path, items("เรื่องแจ้ง"), automatic=style("L", level(1, "๑", more=more))) == "ระเบียบวาระที่ ๑ เรื่องแจ้ง"


def test_a_level_without_a_number_is_left_out_of_deeper_numbers(path: Path) -> None:
    nested = "<text:list><text:list-item><text:p>ย่อย</text:p></text:list-item></text:list>"
    body = f'<text:list text:style-name="L"><text:list-item><text:p>หลัก</text:p>{nested}</text:list-item></text:list>'
    automatic = style("L", level(1, ""), level(2, "1", levels=2))
    assert text(path, body, automatic=automatic) == "หลัก\n1. ย่อย"


def test_a_list_begins_anew_unless_it_goes_on_from_one_before(path: Path) -> None:
    body = (
        items("ก", "ข", more='xml:id="first"')
        + items("ค", more='text:continue-numbering="true"')
        + items("ง")
        + items("จ", more='text:continue-list="first"')
    )
    assert text(path, body, automatic=style("L", level(1, "1"))) == "1. ก\n2. ข\n3. ค\n1. ง\n4. จ"


def test_a_list_and_an_item_may_begin_at_another_number(path: Path) -> None:
    automatic = style("L", level(1, "1", more='text:start-value="5"'))
    item = '<text:list-item text:start-value="9"><text:p>ข</text:p></text:list-item>'
    body = items("ก").replace("</text:list>", f"{item}</text:list>")
    assert text(path, body, automatic=automatic) == "5. ก\n9. ข"


def test_only_the_first_paragraph_of_an_item_has_its_number_and_an_empty_item_counts(path: Path) -> None:
    body = items("ก</text:p><text:p>ต่อ", "", "ค").replace(
        "</text:list>", "<text:list-header><text:p>คั่น</text:p></text:list-header></text:list>"
    )
    assert text(path, body, automatic=style("L", level(1, "1"))) == "1. ก\nต่อ\n\n3. ค\nคั่น"


def test_a_list_without_a_style_has_that_of_its_first_paragraph(path: Path) -> None:
    body = "<text:list><text:list-item><text:p text:style-name='P'>ก</text:p></text:list-item></text:list>"
    paragraph = '<style:style style:name="P" style:family="paragraph" style:list-style-name="L"/>'
    assert text(path, body, automatic=paragraph, common=style("L", level(1, "ก"))) == "ก. ก"


def test_bullets_are_marks_that_any_font_has(path: Path) -> None:
    dash = style("L", '<text:list-level-style-bullet text:level="1" text:bullet-char="-"/>')
    symbol = style("M", '<text:list-level-style-bullet text:level="1" text:bullet-char="&#xf0b7;"/>')
    assert text(path, items("ก") + items("ข", name="M"), automatic=dash + symbol) == "- ก\n• ข"


def test_headings_have_the_numbers_of_the_outline(path: Path) -> None:
    outline = "".join(
        level(depth, "๑", suffix="", levels=depth).replace("list-level-style-number", "outline-level-style")
        for depth in (1, 2)
    )
    common = (
        f'<text:outline-style style:name="Outline">{outline}</text:outline-style>'
        '<style:style style:name="Plain" style:family="paragraph" style:list-style-name=""/>'
    )
    body = (
        '<text:h text:outline-level="1">แจ้งให้ทราบ</text:h><text:h text:outline-level="2">ลาออก</text:h>'
        '<text:h text:outline-level="1">พิจารณา</text:h>'
        '<text:h text:outline-level="2">งบ<text:number>2.1</text:number></text:h><text:p>เนื้อหา</text:p>'
        '<text:h text:outline-level="1" text:style-name="Plain">ภาคผนวก</text:h>'
        '<text:h text:outline-level="1" text:is-list-header="true">ท้าย</text:h>'
        '<text:h text:outline-level="2">แผน</text:h>'
    )
    assert text(path, body, common=common) == "๑ แจ้งให้ทราบ\n๑.๑ ลาออก\n๒ พิจารณา\n๒.๑ งบ\nเนื้อหา\nภาคผนวก\nท้าย\n๒.๒ แผน"


@pytest.mark.parametrize("name", ["Breaking", "Derived", "Landscape"])
def test_a_style_begins_a_page_but_no_empty_one_at_the_start(path: Path, name: str) -> None:
    paragraph = f"<text:p text:style-name='{name}'>{{}}</text:p>"
    body = paragraph.format("หนึ่ง") + "<text:p>ต่อ</text:p>" + paragraph.format("สอง")
    assert pages(path, body) == [(1, "หนึ่ง\nต่อ"), (2, "สอง")]


def test_a_style_ends_a_page_and_a_table_begins_one(path: Path) -> None:
    table = (
        '<table:table table:style-name="BreakingTable"><table:table-row><table:table-cell><text:p>ค</text:p>'
        "</table:table-cell></table:table-row></table:table>"
    )
    body = f'<text:p text:style-name="Ending">ก</text:p><text:p>ข</text:p>{table}'
    assert pages(path, body) == [(1, "ก"), (2, "ข"), (3, "ค")]


def test_a_page_that_was_laid_out_inside_a_paragraph_begins_after_it(path: Path) -> None:
    body = (
        "<text:p>ก</text:p><text:p><text:soft-page-break/>ข</text:p><text:soft-page-break/>"
        "<text:p text:style-name='Breaking'>เห็น<text:soft-page-break/>ชอบ</text:p><text:p>ง</text:p>"
    )
    assert pages(path, body) == [(1, "ก"), (2, "ข"), (3, "เห็นชอบ"), (4, "ง")]


def test_a_page_begins_between_rows_and_after_one_that_it_parts(path: Path) -> None:
    row = "<table:table-row><table:table-cell><text:p>{}</text:p></table:table-cell></table:table-row>"
    soft = "<text:soft-page-break/>"
    body = f"<table:table>{row.format('ก')}{soft}{row.format(f'ข{soft}ค')}{row.format('ง')}</table:table>"
    assert pages(path, body) == [(1, "ก"), (2, "ขค"), (3, "ง")]


def test_a_password_is_named(path: Path) -> None:
    with pytest.raises(UnreadableFile, match="รหัสผ่าน"):
        read_odt(write(path, "<text:p>ก</text:p>", encryption="<manifest:encryption-data/>"))


def test_a_spreadsheet_is_no_text_document(path: Path) -> None:
    with pytest.raises(UnreadableFile, match="ODT"):
        read_odt(write(path, "<table:table/>", kind="spreadsheet"))


def test_a_document_without_text_is_empty(path: Path) -> None:
    with pytest.raises(EmptyRecord):
        read_odt(write(path, "<text:p> <text:s/></text:p>"))


@pytest.mark.parametrize("share", [0, 0.3, 0.6, 0.95])
def test_a_file_that_is_cut_off_is_broken(path: Path, share: float) -> None:
    data = write(path, "<text:p>ก</text:p>").read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(UnreadableFile, match="ชำรุด"):
        read_odt(path)


def test_damaged_bytes_raise_nothing_but_errors_for_people(path: Path) -> None:
    data = write(path, "<text:p>ทดสอบ</text:p>" * 20).read_bytes()
    for place in range(0, len(data), 3):
        path.write_bytes(data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :])
        try:
            read_odt(path)
        except (UnreadableFile, OversizedFile, EmptyRecord, OSError):
            continue


def test_entities_of_the_document_are_not_replaced(path: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("ความลับ", encoding="utf-8")
    secret = (tmp_path / "secret.txt").as_uri()
    write(path, "<text:p>ก&secret;ข</text:p>")
    with zipfile.ZipFile(path) as archive:
        content = archive.read("content.xml").decode()
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("content.xml", f'<!DOCTYPE x [<!ENTITY secret SYSTEM "{secret}">]>{content}')
    assert [page.text for page in read_odt(path)] == ["กข"]


def test_a_file_that_unpacks_to_far_more_is_refused(path: Path) -> None:
    with pytest.raises(OversizedFile):
        read_odt(write(path, f"<text:p>{' ' * 60_000_000}ก</text:p>"))


def test_nesting_as_deep_as_the_parser_allows_is_read(path: Path) -> None:
    assert text(path, "<text:section>" * 245 + "<text:p>ลึก</text:p>" + "</text:section>" * 245) == "ลึก"


def test_nesting_deeper_than_that_is_refused(path: Path) -> None:
    with pytest.raises(UnreadableFile):
        read_odt(write(path, "<text:section>" * 1_500 + "<text:p>ลึก</text:p>" + "</text:section>" * 1_500))
