"""PDF: sizes, loops, filters in filters, and what it would run."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence

from tests.corpus.hostile import READ, REFUSED, STOPPED, Hostile
from tests.corpus.pdf_files import pdf, show

_MORE = "<</Type/Catalog/Pages 2 0 R{}>>"
_PAGE = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 4 0 R>>>>/Contents 5 0 R{}>>"
_FONT = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
_SAYS = b"BT /F 12 Tf 50 700 Td (Minutes of the meeting) Tj ET"


def stream(data: bytes, keys: str = "") -> bytes:
    return f"<</Length {len(data)}{keys}>>stream\n".encode() + data + b"\nendstream"


def bomb(megabytes: int, unit: bytes = bytes(1 << 20), layers: int = 1) -> bytes:
    """A stream that unpacks to the unit again and again, packed in as many layers."""
    pack = zlib.compressobj(9)
    data = b"".join(pack.compress(unit) for _ in range(megabytes)) + pack.flush()
    for _ in range(layers - 1):
        data = zlib.compress(data, 9)
    return stream(data, f"/Filter[{'/FlateDecode' * layers}]")


def document(objects: Sequence[str | bytes], trailer: str = "") -> bytes:
    """A file of the objects, numbered from 1, of which the first is the catalog."""
    parts, places, at = [b"%PDF-1.7\n"], [], 9
    for number, content in enumerate(objects, 1):
        data = content.encode("latin-1") if isinstance(content, str) else content
        part = b"%d 0 obj\n%b\nendobj\n" % (number, data)
        places.append(at)
        parts.append(part)
        at += len(part)
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    parts.extend(b"%010d 00000 n \n" % place for place in places)
    parts.append(f"trailer<</Size {len(objects) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{at}\n%%EOF\n".encode("latin-1"))
    return b"".join(parts)


def one_page(
    content: bytes | None = None,
    *,
    catalog: str = "",
    page: str = "",
    changed: Mapping[int, str | bytes] | None = None,
    more: Sequence[str | bytes] = (),
    trailer: str = "",
) -> bytes:
    """A file of one page; ``changed`` gives objects by number, ``more`` those from 6."""
    objects: list[str | bytes] = [
        _MORE.format(catalog),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        _PAGE.format(page),
        _FONT,
        content if content is not None else stream(_SAYS),
        *more,
    ]
    for number, value in (changed or {}).items():
        objects[number - 1] = value
    return document(objects, trailer)


def _active(url: str) -> bytes:
    """It would run a script, start a program, send a form, and open a file that it holds."""
    script = f"(app.alert\\(1\\); this.submitForm\\('{url}'\\); app.launchURL\\('{url}'\\);)"
    names = "/Names<</JavaScript<</Names[(a)6 0 R]>>/EmbeddedFiles<</Names[(a.exe)9 0 R]>>>>"
    return one_page(
        catalog=f"/OpenAction 7 0 R/AA<</WC 6 0 R>>{names}",
        page=f"/AA<</O 8 0 R>>/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI({url})>>>>]",
        more=[
            f"<</S/JavaScript/JS{script}>>",
            "<</S/Launch/F(/bin/sh)/Win<</F(cmd.exe)/P(/c calc)>>/Next 6 0 R>>",
            f"<</S/SubmitForm/F<</FS/URL/F({url})>>>>",
            "<</Type/Filespec/F(a.exe)/EF<</F 10 0 R>>>>",
            stream(b"MZ" + bytes(100), "/Type/EmbeddedFile"),
            stream(b"x", f"/F<</FS/URL/F({url})>>"),
        ],
    )


def _hybrid(previous: int) -> bytes:
    data = one_page(trailer=f"/Prev {previous:010}")
    table = data.rindex(b"xref\n0 ")
    return data.replace(b"/Prev %010d" % previous, b"/Prev %010d" % table)


def _looping_stream() -> bytes:
    """The page's content is in an object stream that is said to be in itself."""
    inside = b"7 0 6 0 <</Type/Page/Parent 2 0 R>> <</Type/ObjStm>>"
    streams = stream(inside, "/Type/ObjStm/N 2/First 8/Extends 6 0 R")
    rows = b"".join(
        bytes([kind]) + where.to_bytes(4, "big") + bytes([at]) for kind, where, at in ((2, 6, 0), (2, 6, 1))
    )
    table = stream(rows, "/Type/XRef/Size 8/W[1 4 1]/Index[6 2]/Root 1 0 R/Prev 0")
    return one_page(changed={2: "<</Type/Pages/Kids[7 0 R 3 0 R]/Count 2>>"}, more=[streams, table])


def _image(side: int) -> str:
    return f"/Type/XObject/Subtype/Image/Width {side}/Height {side}/ColorSpace/DeviceGray/BitsPerComponent 1"


def _huge_page() -> bytes:
    pack = zlib.compressobj(9)
    data = b"".join(pack.compress(bytes(30_000 // 8 * 1000)) for _ in range(30)) + pack.flush()
    picture = stream(data, f"{_image(30_000)}/Filter/FlateDecode")
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 14400 14400]/Resources<</XObject<</X 6 0 R>>>>/Contents 5 0 R>>"
    return one_page(stream(b"14400 0 0 14400 0 0 cm /X Do"), changed={3: page}, more=[picture])


def _many_pages(count: int) -> bytes:
    kids = " ".join(f"{number} 0 R" for number in range(5, 5 + count))
    page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Resources<</Font<</F 3 0 R>>>>/Contents 4 0 R>>"
    return document(
        [_MORE.format(""), f"<</Type/Pages/Kids[{kids}]/Count {count}>>", _FONT, stream(_SAYS), *[page] * count]
    )


_ENCRYPT = f"/Encrypt<</Filter/Standard/V 2/R 3/Length 128/P -4/O<{'41' * 32}>/U<{'42' * 32}>>>/ID[<41><41>]"
_FORM = "/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</X 6 0 R/Y 7 0 R>>/Font<</F 4 0 R>>>>"
_DOUBLING = [stream(b"/X Do /X Do", _FORM.replace("6 0 R", f"{number + 1} 0 R")) for number in range(6, 40)]
_WITH_FORM = _PAGE.format("").replace("/Font<<", "/XObject<</X 6 0 R>>/Font<<")
_GREAT = b"BT /F 12 Tf 1e38 1e38 -1e38 1e38 1e38 1e38 Tm (a) Tj 1e-45 0 0 0 0 0 Tm (b) Tj ET"

FILES = {
    "pdf of a million objects": Hostile("มาก.pdf", lambda _: one_page(more=["<<>>"] * 1_000_000)),
    "pdf that would run things": Hostile("สคริปต์.pdf", _active, READ),
    "pdf whose page tree holds itself": Hostile(
        "วน.pdf", lambda _: one_page(changed={2: "<</Type/Pages/Kids[2 0 R 3 0 R 2 0 R]/Count 9>>"})
    ),
    "pdf of a billion pages": Hostile(
        "วน.pdf", lambda _: one_page(changed={2: "<</Type/Pages/Kids[3 0 R]/Count 1000000000>>"})
    ),
    "pdf whose table comes before itself": Hostile("วน.pdf", lambda _: _hybrid(0)),
    "pdf whose objects are in themselves": Hostile("วน.pdf", lambda _: _looping_stream()),
    "pdf whose length is itself": Hostile(
        "วน.pdf", lambda _: one_page(b"<</Length 5 0 R>>stream\n" + _SAYS + b"\nendstream")
    ),
    "pdf of 14,400 points": Hostile("ใหญ่.pdf", lambda _: _huge_page()),
    "pdf of 100,000 pages": Hostile("หน้า.pdf", lambda _: _many_pages(100_000), REFUSED),
    "pdf with a password": Hostile("รหัส.pdf", lambda _: one_page(trailer=_ENCRYPT), REFUSED),
    "pdf that unpacks to 2 GB": Hostile("ระเบิด.pdf", lambda _: one_page(bomb(2000)), STOPPED),
    "pdf packed in layers": Hostile("ชั้น.pdf", lambda _: one_page(bomb(1000, layers=3)), STOPPED),
    "pdf of a hundred filters": Hostile(
        "ชั้น.pdf", lambda _: one_page(stream(b"x", f"/Filter[{'/ASCIIHexDecode' * 9999}]"))
    ),
    "pdf of forms in forms": Hostile(
        "ซ้อน.pdf", lambda _: one_page(stream(b"/X Do"), changed={3: _WITH_FORM}, more=_DOUBLING), STOPPED
    ),
    "pdf of a form that draws itself": Hostile(
        "วน.pdf", lambda _: pdf([f"{show('มติ', 50, 700)}/X Do"], shared="/X Do " * 9), STOPPED
    ),
    "pdf of brackets": Hostile("ลึก.pdf", lambda _: one_page(catalog="/A" + "[" * 100_000 + "]" * 100_000)),
    "pdf of states in states": Hostile("ลึก.pdf", lambda _: one_page(stream(b"q " * 1_000_000 + _SAYS))),
    "pdf of great numbers": Hostile("เลข.pdf", lambda _: one_page(stream(_GREAT))),
    "pdf of no size": Hostile("ศูนย์.pdf", lambda _: one_page(page="/CropBox[0 0 0 0]/UserUnit 1e9/Rotate 7")),
    "pdf of many letters": Hostile(
        "ยาว.pdf", lambda _: one_page(bomb(1, b"BT /F 1 Tf 50 700 Td (aaaaaaaaaaaa) Tj ET " * 20_000))
    ),
    "pdf of half characters": Hostile(
        "ครึ่ง.pdf", lambda _: pdf([show("\ufffd", 50, 700)]).replace(b"<FFFD>", b"<D800>")
    ),
    "pdf cut off": Hostile("ขาด.pdf", lambda _: one_page()[:-200], REFUSED),
    "pdf of its head alone": Hostile("หัว.pdf", lambda _: b"%PDF-1.7\n%%EOF\n", REFUSED),
}
