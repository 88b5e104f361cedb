from __future__ import annotations

import zipfile
from pathlib import Path

import docx
import pytest
from docx.enum.text import WD_BREAK
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.text.paragraph import Paragraph

from corpus.readers.docx import read_docx
from corpus.readers.numbering import Level
from corpus.record import EmptyRecord, OversizedFile, UnreadableFile
from tests.corpus.hostile import office
from tests.corpus.hostile.office import W

RENDERED = f"<w:r {nsdecls('w')}><w:lastRenderedPageBreak/><w:t>{{}}</w:t></w:r>"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "minutes.docx"


def texts(document: docx.document.Document, path: Path) -> list[str]:
    document.save(str(path))
    return [page.text for page in read_docx(path)]


def numbers(path: Path) -> list[int | None]:
    return [page.number for page in read_docx(path)]


def add_xml(paragraph: Paragraph, xml: str) -> None:
    paragraph._p.append(parse_xml(xml))


def add_list(document: docx.document.Document, *levels: tuple[str, str], restart: bool = False) -> str:
    """A list of the given (kind, text) levels; its number."""
    root = document.part.numbering_part.element
    place = str(100 + len(root))
    inner = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (kind, text) in enumerate(levels)
    )
    root.insert(0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{place}">{inner}</w:abstractNum>'))
    return add_number(document, place, restart=restart)


def add_number(document: docx.document.Document, abstract: str, *, restart: bool) -> str:
    root = document.part.numbering_part.element
    place = str(200 + len(root))
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>' if restart else ""
    root.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="{place}"><w:abstractNumId w:val="{abstract}"/>{override}</w:num>')
    )
    return place


def add_item(document: docx.document.Document, text: str, number: str, depth: int = 0) -> None:
    place = f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
    document.add_paragraph(text)._p.get_or_add_pPr().append(parse_xml(place))


def test_paragraphs_and_tables_keep_the_order_of_the_document(path: Path) -> None:
    document = docx.Document()
    document.add_heading("รายงานการประชุม ครั้งที่ ๑", 1)
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ("โครงการ", "วงเงิน", "ขุดลอกหนองน้ำ\nระยะที่ 2", "4,000"), strict=True):
        cell.text = text
    document.add_paragraph("มติ\tเห็นชอบ")
    assert texts(document, path) == ["รายงานการประชุม ครั้งที่ ๑\nโครงการ | วงเงิน\nขุดลอกหนองน้ำ ระยะที่ 2 | 4,000\nมติ\tเห็นชอบ"]
    assert numbers(path) == [None]


def test_a_merged_cell_is_read_once(path: Path) -> None:
    document = docx.Document()
    table = document.add_table(rows=3, cols=3)
    for place, cell in enumerate(table._cells):
        cell.text = str(place)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "กว้าง"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "สูง"
    assert texts(document, path) == ["กว้าง | 2\nสูง | 4 | 5\n7 | 8"]


def test_a_table_in_a_cell_is_part_of_its_row(path: Path) -> None:
    document = docx.Document()
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = "ก"
    cell.add_table(rows=1, cols=2).cell(0, 1).text = "ข"
    assert texts(document, path)[0].split() == ["ก", "|", "ข"]


def test_headers_and_footers_are_left_out(path: Path) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "หัวกระดาษ"
    document.sections[0].footer.paragraphs[0].text = "ท้ายกระดาษ"
    document.add_paragraph("เนื้อความ")
    assert texts(document, path) == ["เนื้อความ"]


def test_links_insertions_and_content_controls_are_read_and_deleted_text_is_not(path: Path) -> None:
    document = docx.Document()
    run = f"<w:r {nsdecls('w')}><w:t>{{}}</w:t></w:r>"
    paragraph = document.add_paragraph("1")
    for number, tag in enumerate(("hyperlink", "ins", "moveTo", "smartTag"), 2):
        add_xml(paragraph, f"<w:{tag} {nsdecls('w')}>{run.format(number)}</w:{tag}>")
    add_xml(paragraph, f"<w:del {nsdecls('w')}><w:r><w:delText>x</w:delText></w:r></w:del>")
    add_xml(paragraph, f"<w:moveFrom {nsdecls('w')}>{run.format('y')}</w:moveFrom>")
    add_xml(paragraph, f"<w:r {nsdecls('w')}><w:instrText>PAGE</w:instrText></w:r>")
    add_xml(paragraph, f"<w:sdt {nsdecls('w')}><w:sdtContent>{run.format('6')}</w:sdtContent></w:sdt>")
    block = f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p>{run.format('7')}</w:p></w:sdtContent></w:sdt>"
    document.element.body.insert(1, parse_xml(block))
    assert texts(document, path) == ["123456\n7"]


def test_hidden_text_is_not_read(path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("เห็น")
    paragraph.add_run("ซ่อน").font.hidden = True
    paragraph.add_run("ชอบ").font.hidden = False
    assert texts(document, path) == ["เห็นชอบ"]


def test_a_note_stands_below_the_paragraph_that_refers_to_it_once(path: Path) -> None:
    document = docx.Document()
    run = "<w:p><w:r><w:t>ยกเว้น</w:t></w:r><w:r><w:t>จังหวัดน่าน</w:t></w:r></w:p>"
    notes = f'<w:footnotes {nsdecls("w")}><w:footnote w:id="-1"/><w:footnote w:id="2">{run}</w:footnote></w:footnotes>'
    part = Part(PackURI("/word/footnotes.xml"), CT.WML_FOOTNOTES, notes.encode(), document.part.package)
    document.part.relate_to(part, RT.FOOTNOTES)
    paragraph = document.add_paragraph("วงเงิน 500 บาท")
    reference = f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'
    add_xml(paragraph, reference)
    paragraph.add_run(" ต่อคน")
    add_xml(document.add_paragraph("ข้อถัดไป"), reference)
    assert texts(document, path) == ["วงเงิน 500 บาท ต่อคน\nยกเว้นจังหวัดน่าน\nข้อถัดไป"]


def test_the_text_of_a_box_is_read_once(path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("ก่อน")
    box = "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>ในกรอบ</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>"
    both = f"<mc:AlternateContent><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>"
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    add_xml(paragraph, f"<w:smartTag {nsdecls('w')} {mc}>{both}</w:smartTag>")
    assert texts(document, path)[0].split() == ["ก่อน", "ในกรอบ"]


def test_typed_page_breaks_begin_numbered_pages(path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("หน้าแรก").add_run().add_break(WD_BREAK.PAGE)
    document.add_paragraph("หน้าสอง")
    assert texts(document, path) == ["หน้าแรก", "หน้าสอง"]
    assert numbers(path) == [1, 2]


def test_a_page_that_word_laid_out_is_not_counted_twice(path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("หน้าแรก").add_run().add_break(WD_BREAK.PAGE)
    add_xml(document.add_paragraph(), RENDERED.format("หน้าสอง"))
    assert texts(document, path) == ["หน้าแรก", "หน้าสอง"]


def test_a_page_that_ends_inside_a_paragraph_does_not_cut_it(path: Path) -> None:
    document = docx.Document()
    add_xml(document.add_paragraph("ที่ประชุมเห็น"), RENDERED.format("ชอบ"))
    document.add_paragraph("เรื่องถัดไป")
    assert texts(document, path) == ["ที่ประชุมเห็นชอบ", "เรื่องถัดไป"]


def test_a_row_that_begins_a_page_stands_on_it(path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("ก่อนตาราง")
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    add_xml(cell.paragraphs[0], RENDERED.format("แถว"))
    assert texts(document, path) == ["ก่อนตาราง", "แถว"]


def test_numbers_that_word_adds_are_put_back(path: Path) -> None:
    document = docx.Document()
    agenda = add_list(document, ("thaiNumbers", "ระเบียบวาระที่ %1"), ("decimal", "%1.%2"), ("thaiLetters", "%3)"))
    for text, depth in (("แจ้งทราบ", 0), ("งบ", 1), ("แผน", 1), ("ย่อย", 2), ("สืบเนื่อง", 0), ("คน", 1)):
        add_item(document, text, agenda, depth)
    assert texts(document, path)[0].split("\n") == [
        "ระเบียบวาระที่ ๑ แจ้งทราบ",
        "๑.1 งบ",
        "๑.2 แผน",
        "ก) ย่อย",
        "ระเบียบวาระที่ ๒ สืบเนื่อง",
        "๒.1 คน",
    ]


@pytest.mark.parametrize(
    ("kind", "last"),
    [
        ("decimal", "29."),
        ("thaiNumbers", "๒๙."),
        ("thaiLetters", "ภ."),
        ("lowerLetter", "cc."),
        ("upperRoman", "XXIX."),
        ("decimalZero", "29."),
        ("none", "."),
    ],
)
def test_each_kind_of_number_counts_as_word_does(path: Path, kind: str, last: str) -> None:
    document = docx.Document()
    number = add_list(document, (kind, "%1."))
    for _ in range(29):
        add_item(document, "ข้อ", number)
    assert texts(document, path)[0].split("\n")[-1] == f"{last} ข้อ"


def test_bullets_are_shown_whatever_their_font(path: Path) -> None:
    document = docx.Document()
    add_item(document, "หนึ่ง", add_list(document, ("bullet", "\uf0b7")))
    add_item(document, "สอง", add_list(document, ("bullet", "-")))
    assert texts(document, path) == ["• หนึ่ง\n- สอง"]


def test_a_list_goes_on_where_it_was_left_unless_it_starts_anew(path: Path) -> None:
    document = docx.Document()
    first = add_list(document, ("decimal", "%1."))
    abstract = document.part.numbering_part.element.num_having_numId(int(first)).abstractNumId.val
    same, anew = (add_number(document, str(abstract), restart=restart) for restart in (False, True))
    for number in (first, same, anew, first):
        add_item(document, "ข้อ", number)
    assert texts(document, path) == ["1. ข้อ\n2. ข้อ\n1. ข้อ\n3. ข้อ"]


def test_a_list_comes_with_the_style_and_can_be_taken_off(path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("ก", style="List Number")
    document.add_paragraph("ข", style="List Number")
    add_item(document, "ค", "0")
    document.paragraphs[-1].style = document.styles["List Number"]
    assert texts(document, path) == ["1. ก\n2. ข\nค"]


@pytest.mark.parametrize("value", ["1.5", "-1", "9" * 5_000, "a", "²"])
def test_a_number_that_is_none_is_the_first(path: Path, value: str) -> None:
    numbered = '<w:numPr><w:ilvl w:val="{0}"/><w:numId w:val="1"/></w:numPr>'
    body = f"<w:p><w:pPr>{numbered.format(value)}</w:pPr><w:r><w:t>มติ</w:t></w:r></w:p>"
    level = f'<w:lvl w:ilvl="{value}"><w:start w:val="{value}"/><w:lvlText w:val="%1."/></w:lvl>'
    lists = (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="1">{level}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )
    related = (office.relation(1, "numbering", "numbering.xml"),)
    path.write_bytes(office.docx(body, relations=related, word__numbering=lists))
    assert [page.text for page in read_docx(path)] == ["1. มติ"]


def test_a_count_without_end_is_written_plainly() -> None:
    for kind in ("upperRoman", "thaiLetters"):
        assert Level(1, kind, "%1", " ").number(999_999_999) == "999999999"


def test_an_empty_document_is_refused(path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(" ")
    with pytest.raises(EmptyRecord):
        texts(document, path)


def test_an_archive_that_unpacks_to_too_much_is_refused_before_it_is_opened(path: Path) -> None:
    docx.Document().save(str(path))
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/bomb.bin", b"\0" * 20_000_000)
    assert path.stat().st_size < 200_000
    with pytest.raises(OversizedFile):
        read_docx(path)


def test_an_archive_of_too_many_files_is_refused(path: Path) -> None:
    docx.Document().save(str(path))
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(2_001):
            archive.writestr(str(number), b"")
    with pytest.raises(OversizedFile):
        read_docx(path)


@pytest.mark.parametrize("part", ["word/document.xml", "[Content_Types].xml", "word/numbering.xml", "_rels/.rels"])
def test_a_broken_part_is_a_plain_error(path: Path, tmp_path: Path, part: str) -> None:
    docx.Document().save(str(path))
    broken = tmp_path / "broken.docx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(broken, "w") as target:
        for name in source.namelist():
            target.writestr(name, b"<w:document" if name == part else source.read(name))
    with pytest.raises(UnreadableFile):
        read_docx(broken)


def test_entities_are_not_expanded(path: Path, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("MARK")
    document.save(str(path))
    entity = tmp_path / "entity.docx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(entity, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                declared = b'<!DOCTYPE w:document [<!ENTITY e SYSTEM "file:///etc/hostname">]><w:document'
                data = data.replace(b"<w:document", declared, 1).replace(b"MARK", b"MARK&e;")
            target.writestr(name, data)
    assert [page.text for page in read_docx(entity)] == ["MARK"]
