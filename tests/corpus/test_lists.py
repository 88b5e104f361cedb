from __future__ import annotations

import pytest

from corpus.lists import find_enumerations


def firsts(text: str) -> list[list[str]]:
    """The letter after each entry's marker, list by list."""
    return [[text[at:].split()[1][:1] for at in entries] for entries in find_enumerations(text)]


@pytest.mark.parametrize(
    ("text", "lists"),
    [
        ("มีดังนี้ 1. ก 2. ข 3. ค", [["ก", "ข", "ค"]]),
        ("(1) ก\n(2) ข", [["ก", "ข"]]),
        ("๑) ก\n๒) ข\n๓) ค", [["ก", "ข", "ค"]]),
        ("1. ก (1) ข (2) ค 2. ง", [["ก", "ง"], ["ข", "ค"]]),
        ("1. ก 1) ข 2) ค 2. ง 1) จ 2) ฉ 3) ช", [["ก", "ง"], ["ข", "ค"], ["จ", "ฉ", "ช"]]),
        ("3.1. ก 3.2. ข 3.3. ค 4.1. ง", [["ก", "ข", "ค"]]),
        ("4. เรื่อง ก\n1. ข\n2. ค", [["ข", "ค"]]),
        ("- ก\n- ข\n  - ค", [["ก", "ข", "ค"]]),
        ("• ก\n• ข\nย่อหน้า\n- ค\n- ง", [["ก", "ข"], ["ค", "ง"]]),
        ("(1) ก (2) ข ส่วนข้อ (3) และข้อ (4) ให้คงเดิม", [["ก", "ข"]]),
        ("1. ก 3. ข", []),
        ("เวลา 13.30 น. และ 14.00 น.", []),
        ("วงเงิน 1.5 ล้านบาท และ 2.5 ล้านบาท", []),
        ("1. ก", []),
        ("", []),
    ],
)
def test_lists_are_runs_of_entries_marked_alike(text: str, lists: list[list[str]]) -> None:
    assert firsts(text) == lists


def test_signs_far_apart_are_no_list() -> None:
    assert find_enumerations("- ก\n" + "ข" * 1600 + "\n- ค") == []
