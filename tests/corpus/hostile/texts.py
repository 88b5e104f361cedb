"""Text and web pages: what they would run and fetch, depth, length, and lines that an outline could drown in."""

from __future__ import annotations

from tests.corpus.hostile import EITHER, READ, REFUSED, Hostile

_DEEP = 100_000


def _html(body: str) -> bytes:
    return f"<!doctype html><html><head><meta charset=utf-8></head><body>{body}</body></html>".encode()


def _reaching(url: str) -> bytes:
    return _html(
        f"<p>มติ รับทราบ</p><script src='{url}/a.js'></script><script>fetch('{url}/b')</script>"
        f"<iframe src='{url}/c'></iframe><img src='{url}/d.png' onerror=\"fetch('{url}/e')\"><object data='{url}/f'>"
        f"</object><link rel=stylesheet href='{url}/g.css'><meta http-equiv=refresh content='0;url={url}/h'>"
        f"<base href='{url}'><embed src='{url}/i'><video src='{url}/j'></video><svg><use href='{url}/k'/></svg>"
    )


_LINES = {
    "of one heading": "วาระที่ 1\n",
    "of headings that rise": "".join(f"วาระที่ {number} เรื่องที่ {number}\n" for number in range(20_000)),
    "of numbered lines": "1. เรื่อง\n",
    "of children": "".join(f"วาระที่ 4\n4.{number} เรื่อง\n" for number in range(1, 2_000)),
    "of a list and its items": "".join(f"วาระที่ {number} เรื่องโครงการที่ {number}\n" for number in range(1, 1500)) * 2,
    "of resolutions": "มติที่ประชุม เห็นชอบ ดังนี้\n1. ตามที่เสนอ\n",
    "of blank lines": "การประชุม\n\n\n\nวันที่ 1 มกราคม 2566\n",
    "of open brackets": "(",
    "of marks": "ก่้๊๋",
    "of spaces": "ก ",
    "of digits": "๑",
    "of rules": "-_=*~.",
    "of pages": "\f1\nมติ",
}
_LONG = 400_000

FILES = {
    "text with NULs": Hostile("ศูนย์.txt", lambda _: "มติ\0รับทราบ\0".encode() * 1000),
    "text of one line of 100 MB": Hostile("ยาว.txt", lambda _: b"a" * 100_000_000, REFUSED),
    "text of one line of 60 MB": Hostile("ยาว.txt", lambda _: "มติ ".encode() * 6_000_000, REFUSED),
    "text of every byte": Hostile("ไบต์.txt", lambda _: bytes(range(256)) * 1000, REFUSED),
    "text of half characters": Hostile("ครึ่ง.txt", lambda _: b"\xff\xfe" + b"\x00\xd8\x21\x0e" * 1000),
    "html that reaches outside": Hostile("เว็บ.html", _reaching, READ),
    "html 100,000 deep": Hostile("ลึก.html", lambda _: _html("<div>" * _DEEP + "มติ" + "</div>" * _DEEP)),
    "html of tables in tables": Hostile("ลึก.html", lambda _: _html("<table><tr><td>ก" * 20_000 + "มติ")),
    "html of lists in lists": Hostile("ลึก.html", lambda _: _html("<ol><li>ก" * 20_000)),
    "html of a long attribute": Hostile("ยาว.html", lambda _: _html(f"<p style='{'a:b;' * 5_000_000}'>มติ</p>")),
    "html of a long comment": Hostile("ยาว.html", lambda _: _html(f"<p>มติ</p><!--{'-' * 20_000_000}")),
    "html of entities": Hostile(
        "ฮา.html", lambda _: b"<!DOCTYPE html [<!ENTITY a 'b'>]><html>" + b"&a;&#x110000;&#55296;" * 50_000
    ),
    "html of great numbers": Hostile(
        "เลข.html", lambda _: _html("<ol start=999999999 type=i><li>ก" + "<li value=-1>ข" * 99)
    ),
    "html cut off": Hostile("ขาด.html", lambda _: _html("<p>มติ")[:60]),
    "text named to mislead": Hostile("ก\nข\u202e<b>&`*_[x](a.example)%s.txt", lambda _: b"", REFUSED),
    "text of a long name": Hostile("ก" * 80 + ".txt", lambda _: b"", REFUSED),
    "program named as text": Hostile("ก.txt", lambda _: b"\x7fELF" + bytes(range(256)) * 100, REFUSED),
    **{
        f"text {kind}": Hostile("บันทึก.txt", lambda _, unit=unit: (unit * (_LONG // len(unit))).encode(), EITHER)  # type: ignore[misc]  # the default holds the unit
        for kind, unit in _LINES.items()
    },
}
