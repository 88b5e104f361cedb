from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
import tdjson
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answer import Answer, Citation, Nearest
from assistant.telegram.clusters import clip, clusters
from assistant.telegram.pieces import Piece, clean, packed, plain
from assistant.telegram.render import (
    MESSAGE,
    QUOTE,
    answer_messages,
)
from assistant.telegram.texts import ENGLISH, THAI, Texts, texts_for

CITATION = Citation(
    quote="ให้จัดสรรไม่เกินร้อยละ 5 ของงบประมาณ",
    record="a.txt",
    revision="0" * 64,
    title="การประชุมคณะกรรมการตัวอย่าง ครั้งที่ 1/2553",
    meeting_date=date(2010, 1, 18),
    agenda="4.2 งบประมาณ",
    page=7,
    start=0,
    end=35,
)
ANSWER = Answer("answered", "ไม่เกินร้อยละ 5 [1]", (CITATION,), searched=214)


@pytest.fixture(scope="module", autouse=True)
def quiet_tdlib() -> None:
    execute({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0})


def execute(request: dict[str, Any]) -> dict[str, Any]:
    """One synchronous call of TDLib; no client is made, so nothing is dialled."""
    answer: dict[str, Any] = json.loads(tdjson.td_execute(json.dumps(request).encode()) or b"{}")
    return answer


def parsed(html: str) -> dict[str, Any]:
    """What Telegram's own parser makes of a text; fails the test where it refuses it."""
    request = {"@type": "parseTextEntities", "text": html, "parse_mode": {"@type": "textParseModeHTML"}}
    answer = execute(request)
    assert answer["@type"] == "formattedText", (answer, html)
    return answer


def entity_kinds(html: str) -> list[str]:
    return [entity["type"]["@type"].removeprefix("textEntityType") for entity in parsed(html)["entities"]]


def test_an_answer_has_the_designed_layout() -> None:
    (message,) = answer_messages(ANSWER, THAI, in_group=False)
    assert message.html == (
        "<b>คำตอบ</b> ไม่เกินร้อยละ 5 <b>[1]</b>\n"
        "<blockquote expandable><b>[1]</b> “ให้จัดสรรไม่เกินร้อยละ 5 ของงบประมาณ”\n"
        "<i>การประชุมคณะกรรมการตัวอย่าง ครั้งที่ 1/2553 · 18 มกราคม 2553 · วาระ 4.2 งบประมาณ · หน้า 7</i></blockquote>\n"
        "<i>ค้นจาก 214 การประชุม</i>"
    )
    assert entity_kinds(message.html) == ["Bold", "Bold", "ExpandableBlockQuote", "Bold", "Italic", "Italic"]


def test_a_lead_without_markers_gets_those_of_the_quotes() -> None:
    (message,) = answer_messages(replace(ANSWER, text="ร้อยละ 5", citations=(CITATION,) * 2), THAI, in_group=False)
    assert message.plain.startswith("คำตอบ ร้อยละ 5 [1] [2]\n")


def test_a_group_sees_two_quotes_and_no_marker_of_a_third() -> None:
    answer = replace(ANSWER, text="ก [1]\nข [3]\nค [2]", citations=(CITATION,) * 3)
    (message,) = answer_messages(answer, THAI, in_group=True)
    assert message.plain.startswith("คำตอบ ก [1]\nข\nค [2]\n")
    assert message.plain.count("“") == 2


def test_brackets_that_are_no_marker_stay_as_they_are() -> None:
    (message,) = answer_messages(replace(ANSWER, text="ตาม [2] และ [99] [1]"), THAI, in_group=False)
    assert message.plain.startswith("คำตอบ ตาม [2] และ [99] [1]\n")


@pytest.mark.parametrize("mark", [(16, 24), (17, 24)])
def test_the_words_that_answer_are_bold_whole_in_their_quote(mark: tuple[int, int]) -> None:
    answer = replace(ANSWER, citations=(replace(CITATION, marks=(mark,)),))
    (message,) = answer_messages(answer, THAI, False)
    assert CITATION.quote[16:24] == "ร้อยละ 5"
    assert "“ให้จัดสรรไม่เกิน<b>" in message.html
    assert " 5</b> ของงบประมาณ”" in message.html


def test_unknown_page_and_date_are_left_out() -> None:
    bare = replace(CITATION, page=None, meeting_date=None, agenda="ประเด็นที่ 5 อาคาร")
    (message,) = answer_messages(replace(ANSWER, citations=(bare,)), THAI, in_group=False)
    assert "\nการประชุมคณะกรรมการตัวอย่าง ครั้งที่ 1/2553 · ประเด็นที่ 5 อาคาร\n" in message.plain


def test_not_found_names_the_nearest_meetings_and_what_was_searched() -> None:
    near = Nearest("การประชุมตัวอย่าง", date(2024, 5, 30), "3 อาคาร")
    answer = Answer("not_found", "ไม่พบคำตอบในบันทึก", nearest=(near,), searched=1214)
    (message,) = answer_messages(answer, THAI, in_group=False)
    assert message.plain == (
        "ไม่พบคำตอบในบันทึก\nใกล้เคียงที่สุด\n• การประชุมตัวอย่าง · 30 พฤษภาคม 2567 · วาระ 3 อาคาร\nค้นจาก 1,214 การประชุม"
    )


def test_an_english_reader_gets_english_around_the_quote() -> None:
    (message,) = answer_messages(ANSWER, texts_for("en-GB"), in_group=False)
    assert message.plain.startswith("Answer ")
    assert "18 January 2010 · item 4.2" in message.plain
    assert texts_for(None) is texts_for("th") is THAI
    assert texts_for("de") is ENGLISH


def test_five_long_quotes_go_on_in_a_second_message() -> None:
    long = replace(CITATION, quote="ก" * 400, title="ข" * 200, agenda="1 " + "ค" * 200)
    messages = answer_messages(replace(ANSWER, text="ง" * 1000, citations=(long,) * 7), THAI, in_group=False)
    assert len(messages) == 2
    assert sum(message.plain.count("“") for message in messages) == 5
    assert all(entity_kinds(message.html) for message in messages)


@pytest.mark.parametrize(
    ("text", "limit", "clipped"),
    [
        ("ที่ประชุม", 9, "ที่ประชุม"),
        ("ที่ประชุม", 4, "ที่…"),
        ("ที่ประชุม", 3, "…"),
        ("น้ำใจ", 3, "…"),
        ("กเก", 3, "กเก"),
        ("กเกก", 3, "ก…"),
        ("👨‍👩‍👧ก", 4, "…"),
        ("ก👨‍👩‍👧", 4, "ก…"),
    ],
)
def test_text_is_cut_between_clusters(text: str, limit: int, clipped: str) -> None:
    assert clip(text, limit) == clipped


def test_a_block_that_fits_no_message_is_a_defect() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        packed([plain("ก" * 11)], 10)


HOSTILE = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "</blockquote>",
                "<b>",
                "</i>",
                "<a href='x'>",
                "&lt;",
                "&#x41;",
                "&amp",
                "<tg-emoji emoji-id='1'>",
                "<!--",
                "[1]",
                " [2]",
                "[1]\u0301",
                "👨‍👩‍👧‍👦",
                "\u200d",
                "🇹🇭🇹",
                "👍🏽",
                "กำลัง",
                "ที่",
                "เ",
                "ก็",
                "\u0e4d\u0e32",
                "e\u0301",
                "\r\n",
                "\x00",
                "\t",
                "\u202e",
                "\u2028",
                "\ufeff",
                "\ud800",
                "/ask",
                "@all",
                "https://example.com",
                "`*_~|",
            ]
        ),
        st.text(max_size=8),
        st.text("ก็เที่ำ👨\u200d🏽\u0301", min_size=30, max_size=400),
    ),
    max_size=40,
).map("".join)
CITATIONS = st.builds(
    replace,
    st.just(CITATION),
    quote=HOSTILE,
    title=HOSTILE,
    agenda=HOSTILE,
    page=st.none() | st.integers(1, 9999),
    marks=st.lists(st.tuples(st.integers(0, 400), st.integers(0, 400)), max_size=3).map(tuple),
    meeting_date=st.none() | st.dates(),
)
ANSWERS = st.builds(
    Answer,
    st.sampled_from(["answered", "partial", "not_found", "conflict"]),
    HOSTILE,
    st.lists(CITATIONS, max_size=7).map(tuple),
    nearest=st.lists(st.builds(Nearest, HOSTILE, st.none() | st.dates(), HOSTILE), max_size=3).map(tuple),
    searched=st.integers(0, 10**6),
)


@settings(max_examples=200, deadline=None)
@given(ANSWERS, st.booleans(), st.sampled_from([THAI, ENGLISH]))
def test_any_answer_parses_within_the_limits_as_what_was_meant(answer: Answer, in_group: bool, texts: Texts) -> None:
    messages = answer_messages(answer, texts, in_group)
    for message in messages:
        assert len(message.html.encode()) <= 32_768
        assert 1 <= len(message.plain) <= MESSAGE
        seen = parsed(message.html)
        assert seen["text"].strip() == parsed_plain(message)
        assert len(seen["entities"]) <= 100
        assert_no_entity_cuts_a_cluster(seen)
    assert_quotes_end_between_clusters(messages, answer.citations[: 2 if in_group else 5])


def parsed_plain(message: Piece) -> str:
    """The text that Telegram would show for the same message without markup."""
    escaped = message.plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return str(parsed(escaped)["text"]).strip()


def assert_no_entity_cuts_a_cluster(seen: dict[str, Any]) -> None:
    boundaries, at = {0}, 0
    for cluster in clusters(seen["text"]):
        at += len(cluster.encode("utf-16-le", "surrogatepass")) // 2
        boundaries.add(at)
    for entity in seen["entities"]:
        end = entity["offset"] + entity["length"]
        if entity["type"]["@type"] in ("textEntityTypeBold", "textEntityTypeExpandableBlockQuote"):
            assert entity["offset"] in boundaries, (entity, seen["text"])
            assert end in boundaries or not seen["text"].encode("utf-16-le")[end * 2 :], (entity, seen["text"])


def assert_quotes_end_between_clusters(messages: Sequence[Piece], citations: Sequence[Citation]) -> None:
    shown = "\n".join(message.plain for message in messages)
    for number, citation in enumerate(citations, 1):
        whole = clean(citation.quote).strip()
        if len(whole) <= QUOTE:
            assert f"[{number}] “{whole}”" in shown
        else:
            assert any(f"[{number}] “{kept.rstrip()}…”" in shown for kept in prefixes(whole))


def prefixes(text: str) -> list[str]:
    """Every prefix of the text that ends between two clusters."""
    kept = [""]
    for cluster in clusters(text):
        kept.append(kept[-1] + cluster)
    return kept
