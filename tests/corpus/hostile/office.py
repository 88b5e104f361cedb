"""DOCX and ODT: entities, links, bombs and depth. The XML is written by hand, since no library would."""

from __future__ import annotations

from tests.corpus.hostile import READ, REFUSED, Hostile
from tests.corpus.hostile.archives import packed, with_zeros

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OOXML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
PARAGRAPH = "<w:p><w:r><w:t>มติ รับทราบ</w:t></w:r></w:p>"
_TYPES = (
    f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="html" ContentType="text/html"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_OOXML}.document.main+xml"/>'
    f'<Override PartName="/word/numbering.xml" ContentType="{_OOXML}.numbering+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_OOXML}.styles+xml"/></Types>'
)


def _relations(*relations: str) -> str:
    return f'{_HEAD}<Relationships xmlns="{_RELS}">{"".join(relations)}</Relationships>'


def relation(number: int, kind: str, target: str, outside: bool = False) -> str:
    mode = ' TargetMode="External"' if outside else ""
    return f'<Relationship Id="rId{number}" Type="{_R}/{kind}" Target="{target}"{mode}/>'


def docx_parts(
    body: str = PARAGRAPH, prolog: str = "", relations: tuple[str, ...] = (), other: dict[str, str] | None = None
) -> list[tuple[str, bytes]]:
    """The parts of a Word file, by name."""
    document = f'{_HEAD}{prolog}<w:document xmlns:w="{W}" xmlns:r="{_R}"><w:body>{body}</w:body></w:document>'
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _relations(relation(1, "officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": _relations(*relations),
        "word/document.xml": document,
    }
    return [(name, text.encode()) for name, text in (parts | (other or {})).items()]


def docx(body: str = PARAGRAPH, prolog: str = "", relations: tuple[str, ...] = (), **other: str) -> bytes:
    named = {name.replace("__", "/") + ".xml": text for name, text in other.items()}
    return packed(docx_parts(body, prolog, relations, named))


_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
_ODT_NAMES = " ".join(f'xmlns:{name}="{_OFFICE}:{name}:1.0"' for name in ("office", "text", "table", "style", "script"))


def odt_parts(body: str = "<text:p>มติ รับทราบ</text:p>", prolog: str = "") -> list[tuple[str, bytes]]:
    """The parts of an OpenDocument file, by name."""
    content = (
        f'{_HEAD}{prolog}<office:document-content {_ODT_NAMES} xmlns:xlink="http://www.w3.org/1999/xlink"'
        f' xmlns:draw="{_OFFICE}:drawing:1.0">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    manifest = f'{_HEAD}<manifest:manifest xmlns:manifest="{_OFFICE}:manifest:1.0"/>'
    return [
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("content.xml", content.encode()),
        ("META-INF/manifest.xml", manifest.encode()),
    ]


def odt(body: str = "<text:p>มติ รับทราบ</text:p>", prolog: str = "") -> bytes:
    return packed(odt_parts(body, prolog))


def laughs(root: str) -> str:
    """Entities of entities, a thousand million in all."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f'<!DOCTYPE {root} [<!ENTITY l0 "ฮา">{entities}]>'


def _external(root: str, address: str) -> str:
    return f'<!DOCTYPE {root} [<!ENTITY outside SYSTEM "{address}"><!ENTITY % more SYSTEM "{address}"> %more;]>'


_DEEP = 100_000
_ENTITY_W = "<w:p><w:r><w:t>&{};</w:t></w:r></w:p>" + PARAGRAPH
_ENTITY_T = "<text:p>&{};</text:p><text:p>มติ</text:p>"


def _linking(url: str) -> bytes:
    relations = (
        relation(1, "image", f"{url}/a.png", outside=True),
        relation(2, "hyperlink", f"{url}/b", outside=True),
        relation(3, "attachedTemplate", f"{url}/c.dotm", outside=True),
        relation(4, "aFChunk", f"{url}/d.html", outside=True),
        relation(5, "oleObject", f"file:///{url}/e", outside=True),
        relation(6, "settings", f"{url}/f.xml", outside=True),
    )
    return docx(f'<w:altChunk r:id="rId4"/>{PARAGRAPH}', relations=relations)


def _made_outside(url: str) -> bytes:
    kinds = ("numbering", "styles")
    return docx(
        relations=tuple(relation(n, kind, f"{url}/{kind}.xml", outside=True) for n, kind in enumerate(kinds, 1))
    )


def _looping_styles() -> bytes:
    styles = (
        f'<w:styles xmlns:w="{W}"><w:style w:styleId="a"><w:basedOn w:val="b"/></w:style>'
        '<w:style w:styleId="b"><w:basedOn w:val="a"/></w:style></w:styles>'
    )
    body = '<w:p><w:pPr><w:pStyle w:val="a"/></w:pPr><w:r><w:t>มติ</w:t></w:r></w:p>'
    return docx(body, relations=(relation(1, "styles", "styles.xml"),), word__styles=styles)


def _odt_linking(url: str) -> bytes:
    frame = f'<draw:frame><draw:image xlink:href="{url}/a.png"/><draw:object xlink:href="{url}/b"/></draw:frame>'
    script = f'<text:script script:language="JavaScript" xlink:href="{url}/c.js">a()</text:script>'
    return odt(f"<text:p>มติ {frame}{script}</text:p>")


FILES = {
    "docx of entities": Hostile("ฮา.docx", lambda _: docx(_ENTITY_W.format("l9"), laughs("w:document"))),
    "odt of entities": Hostile("ฮา.odt", lambda _: odt(_ENTITY_T.format("l9"), laughs("office:document-content"))),
    "docx with a file as an entity": Hostile(
        "ก.docx", lambda _: docx(_ENTITY_W.format("outside"), _external("w:document", "file:///etc/passwd"))
    ),
    "docx with an address as an entity": Hostile(
        "ก.docx", lambda url: docx(_ENTITY_W.format("outside"), _external("w:document", url))
    ),
    "odt with a file as an entity": Hostile(
        "ก.odt", lambda _: odt(_ENTITY_T.format("outside"), _external("office:document-content", "file:///etc/passwd"))
    ),
    "odt with an address as an entity": Hostile(
        "ก.odt", lambda url: odt(_ENTITY_T.format("outside"), _external("office:document-content", url))
    ),
    "docx that links outside": Hostile("ลิงก์.docx", _linking, READ),
    "docx whose styles are outside": Hostile("ลิงก์.docx", _made_outside),
    "odt that links outside": Hostile("ลิงก์.odt", _odt_linking, READ),
    "docx of 600 MB": Hostile("ใหญ่.docx", lambda _: with_zeros("word/media/a.png", 600, docx_parts()), REFUSED),
    "docx whose document is 600 MB": Hostile(
        "ใหญ่.docx", lambda _: with_zeros("word/document.xml", 600, docx_parts()[:3]), REFUSED
    ),
    "odt of 600 MB": Hostile(
        "ใหญ่.odt", lambda _: with_zeros("content.xml", 600, [("META-INF/manifest.xml", b"")]), REFUSED
    ),
    "docx 100,000 deep": Hostile("ลึก.docx", lambda _: docx("<w:sdt>" * _DEEP + PARAGRAPH + "</w:sdt>" * _DEEP)),
    "docx 250 deep": Hostile("ลึก.docx", lambda _: docx("<w:sdt>" * 240 + PARAGRAPH + "</w:sdt>" * 240)),
    "docx of tables in tables": Hostile(
        "ลึก.docx",
        lambda _: docx("<w:tbl><w:tr><w:tc>" * 80 + PARAGRAPH * 1000 + "</w:tc></w:tr></w:tbl>" * 80),
    ),
    "odt 100,000 deep": Hostile(
        "ลึก.odt", lambda _: odt("<text:section>" * _DEEP + "<text:p>มติ</text:p>" + "</text:section>" * _DEEP)
    ),
    "odt of lists in lists": Hostile(
        "ลึก.odt",
        lambda _: odt(
            "<text:list><text:list-item>" * 120 + "<text:p>มติ</text:p>" + "</text:list-item></text:list>" * 120
        ),
    ),
    "odt of repeated rows": Hostile(
        "ซ้ำ.odt",
        lambda _: odt(
            '<table:table><table:table-row table:number-rows-repeated="999999999">'
            '<table:table-cell table:number-columns-repeated="999999999"><text:p>มติ</text:p></table:table-cell>'
            "</table:table-row></table:table>"
        ),
    ),
    "docx of styles that loop": Hostile("วน.docx", lambda _: _looping_styles()),
    "docx of 200,000 paragraphs": Hostile("ยาว.docx", lambda _: docx(PARAGRAPH * 200_000), slow=True),
    "docx cut off": Hostile("ขาด.docx", lambda _: docx()[:-60], REFUSED),
    "odt cut off": Hostile("ขาด.odt", lambda _: odt()[:-60], REFUSED),
    "docx of broken XML": Hostile("เสีย.docx", lambda _: docx("<w:p><w:r>"), REFUSED),
}
