"""A document by its parts, so that each format can show them in its own way."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
RUNNING = "เอกสารประกอบการประชุม กลุ่มที่ ๓"
"""The header of every page; the footer says the page's number."""
CAPTION = "ตารางแนบ จำนวนผู้เข้าร่วมประชุม (ตัวอย่างสมมติ)"
ROWS = (
    ("ลำดับ", "จังหวัด", "ผู้ได้รับเชิญ", "ผู้เข้าร่วม", "หมายเหตุ"),
    ("๑", "ศรีธารา", "๑๒", "๑๐", "ลาป่วยสองคน"),
    ("๒", "เวียงคีรี", "๑๕", "๑๕", "ครบทุกคน"),
    ("๓", "ทุ่งสมุทร", "๙", "๗", "เดินทางไม่ทัน"),
    ("๔", "บ้านหลวงใหม่", "๑๘", "๑๖", "ส่งผู้แทนมาแทน"),
    ("๕", "รวมทั้งสิ้น", "๕๔", "๔๘", "ไม่นับผู้สังเกตการณ์"),
)
_HEADING = re.compile(r"(?:ประเด็น|วาระ|ระเบียบวาระ)ที่\s*[0-9๐-๙]")
_LONGEST_SUBTITLE = 80


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph: a "title", "heading", "subtitle", "bullet" (without its mark) or "text"."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A document: its paragraphs, a table at its end, and what stands over every page."""

    blocks: tuple[Block, ...]
    caption: str = CAPTION
    rows: tuple[tuple[str, ...], ...] = ROWS
    running: str = RUNNING

    @property
    def text(self) -> str:
        """All that it says, the header of its pages left out."""
        return "\n".join([*(block.text for block in self.blocks), self.caption, *map(" ".join, self.rows)])

    @property
    def plain(self) -> str:
        """The text as a file without formats would have it."""
        lines = [_plain(block) for block in self.blocks]
        return "\n".join([*lines, "", self.caption, *map("\t".join, self.rows), ""]).lstrip("\n")

    def in_thai_digits(self) -> Paper:
        """The same with every digit as a Thai one."""
        return replace(
            self, blocks=tuple(replace(block, text=block.text.translate(THAI_DIGITS)) for block in self.blocks)
        )


def paper_of(text: str) -> Paper:
    """The document that a plain text is: its first lines are the title."""
    lines = [line.strip() for line in text.strip().splitlines()]
    first = lines.index("") if "" in lines else len(lines)
    title = [Block("title", line) for line in lines[:first]]
    return Paper((*title, *(_block(line) for line in lines[first:] if line)))


def _block(line: str) -> Block:
    if line.startswith("- "):
        return Block("bullet", line[2:])
    if _HEADING.match(line):
        return Block("heading", line)
    return Block("subtitle" if len(line) <= _LONGEST_SUBTITLE else "text", line)


def _plain(block: Block) -> str:
    marks = {"bullet": "- ", "heading": "\n"}
    return marks.get(block.kind, "") + block.text
