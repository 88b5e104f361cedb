"""Small PDF files written by hand: glyphs placed one by one, with the Unicode values that a test wants."""

from __future__ import annotations

from collections.abc import Sequence

SIZE = 10
ADVANCE = 6
"""The width of every glyph but marks, in points at `SIZE`."""
MARKS = "่้๊๋ัิีึืุู์็ํÉÊÍ"
_OTHERS = {"É": 1, "Ê": 2, "Í": 3, "\ufffd": 4}


def show(text: str, x: float, y: float, turn: str = "1 0 0 1") -> str:
    """One text object with ``text`` at a place; ``turn`` is the first four numbers of its matrix."""
    return f"BT /F 10 Tf {turn} {x} {y} Tm <{''.join(f'{code(character):02X}' for character in text)}> Tj ET\n"


def code(character: str) -> int:
    """The byte that stands for a character in the font: Thai as in TIS-620, and a few others below it."""
    if character in _OTHERS:
        return _OTHERS[character]
    return character.encode("tis-620")[0] if ord(character) > 0xFF else ord(character)


def pdf(pages: Sequence[str], *, page_keys: str = "", trailer_keys: str = "", shared: str = "") -> bytes:
    """A file with one content stream a page. ``shared`` is the content of a form that pages draw by ``/X Do``."""
    first = 5
    kids = " ".join(f"{first + 2 * place} 0 R" for place in range(len(pages)))
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>",
        _font(first + 2 * len(pages)),
        _stream(shared, "/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</Font<</F 3 0 R>>>>"),
    ]
    resources = "/Resources<</Font<</F 3 0 R>>/XObject<</X 4 0 R>>>>"
    for place, content in enumerate(pages):
        contents = f"/Contents {first + 2 * place + 1} 0 R"
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]{resources}{contents}{page_keys}>>",
            _stream(content),
        ]
    objects.append(_stream(_unicode_map()))
    return _file(objects, trailer_keys)


def _font(unicode_map: int) -> str:
    widths = " ".join("0" if chr(_unicode(value)) in MARKS else str(100 * ADVANCE) for value in range(256))
    return (
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding/FirstChar 0/LastChar 255"
        f"/Widths[{widths}]/ToUnicode {unicode_map} 0 R>>"
    )


def _unicode(value: int) -> int:
    other = next((ord(character) for character, byte in _OTHERS.items() if byte == value), value)
    return other if value < 0xA1 else ord(bytes([value]).decode("tis-620", errors="replace"))


def _unicode_map() -> str:
    pairs = "".join(f"<{value:02X}> <{_unicode(value):04X}>\n" for value in range(256))
    return f"1 begincodespacerange <00> <FF> endcodespacerange 256 beginbfchar\n{pairs}endbfchar"


def _stream(content: str, keys: str = "") -> str:
    return f"<</Length {len(content)}{keys}>>stream\n{content}\nendstream"


def _file(objects: Sequence[str], trailer_keys: str) -> bytes:
    body, places = "%PDF-1.7\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    end = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer<</Size {size}/Root 1 0 R{trailer_keys}>>\n"
    return (body + end + f"startxref\n{len(body)}\n%%EOF\n").encode("latin-1")
