"""The months' names, in the one place that knows them, and the patterns that find them in a text."""

from __future__ import annotations

import re

MONTHS = (
    ("มกราคม", "ม.ค.", "January"),
    ("กุมภาพันธ์", "ก.พ.", "February"),
    ("มีนาคม", "มี.ค.", "March"),
    ("เมษายน", "เม.ย.", "April"),
    ("พฤษภาคม", "พ.ค.", "May"),
    ("มิถุนายน", "มิ.ย.", "June"),
    ("กรกฎาคม", "ก.ค.", "July"),
    ("สิงหาคม", "ส.ค.", "August"),
    ("กันยายน", "ก.ย.", "September"),
    ("ตุลาคม", "ต.ค.", "October"),
    ("พฤศจิกายน", "พ.ย.", "November"),
    ("ธันวาคม", "ธ.ค.", "December"),
)
"""Each month's name, abbreviation and English name, January first."""

SPACES = r"\s{0,3}"
"""The pattern of the white space that may stand inside a date."""

_ENDING = "(?:คม|ยน|พันธ์)$"
_FORMS = tuple(
    (name, re.sub(_ENDING, "", name), short.replace(".", ""), english.casefold(), english[:3].casefold())
    for name, short, english in MONTHS
)
_NUMBERS = {form: number for number, forms in enumerate(_FORMS, 1) for form in forms} | {"sept": 9}


def month_number(written: str) -> int:
    """The number of a month in any of its forms, 1 to 12. Raises KeyError for anything else."""
    return _NUMBERS[re.sub(r"[\s.]", "", written).casefold()]


def _thai_month_pattern(name: str, short: str) -> str:
    """A month's name with or without its ending, or its abbreviation with or without dots."""
    first, second, _ = short.split(".")
    stem = re.sub(_ENDING, "", name)
    dotted = rf"(?<![ก-ฮ]\.){first}{SPACES}\.{SPACES}{second}(?:{SPACES}\.)?"
    bare = rf"(?<![ก-๎]){first}{second}(?:\.|(?![ก-๎]))"
    return rf"{stem}(?:{name.removeprefix(stem)})?|{dotted}|{bare}"


MONTH_PATTERN = "|".join(_thai_month_pattern(*names[:2]) for names in MONTHS)
"""Alternatives for a Thai month."""
ENGLISH_MONTH_PATTERN = r"\b(?:" + "|".join(sorted(filter(str.isascii, _NUMBERS), key=len, reverse=True)) + r")\b\.?"
"""An English month, where case does not count."""
