"""A word that a typing error parts from one of the archive is mended; words, names and codes are left alone."""

from __future__ import annotations

import time
import tracemalloc
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pythainlp.corpus import thai_words
from pythainlp.corpus.tnc import unigram_word_freqs

from assistant.spelling import Spelling, slip

ARCHIVE = {
    **dict.fromkeys(("การ", "และ", "ที่", "ของ", "ให้", "ใน", "มี"), 100_000),
    **dict.fromkeys(("กระทรวง", "งบประมาณ", "โครงการ", "อนุมัติ", "คณะกรรมการ", "ประชุม", "คณะรัฐมนตรี"), 5_000),
    **dict.fromkeys(("เลขาธิการ", "ประธาน", "เศรษฐกิจ", "นโยบาย", "กฎหมาย", "จังหวัด", "พัฒนา", "รัฐวิสาหกิจ"), 2_000),
    **dict.fromkeys(("ประกันสังคม", "ยุทธศาสตร์", "อุตสาหกรรม", "ทรัพยากร", "เยียวยา", "วัคซีน", "อุบัติเหตุ", "สะพาน"), 800),
    **dict.fromkeys(("สงกรานต์", "ผู้สูงอายุ", "เบี้ยยังชีพ", "ชลประทาน", "สาธารณสุข", "พระราชบัญญัติ", "โฆษณา"), 200),
    **dict.fromkeys(("กระ", "ทวง", "เลขา", "ประ", "งบ", "วัค", "สง", "โครง", "คณะ", "รัฐ", "หมาย"), 100),
    **dict.fromkeys(("ระเบียบ", "ระเบียน", "สมชาติ", "ราชการ"), 300),
    **dict.fromkeys(("ปรากฏการณ์", "กระทรวงมหาดทัย"), 2),
    "EEC": 50,
    "2567": 900,
}


@pytest.fixture(scope="module")
def spelling() -> Spelling:
    return Spelling(ARCHIVE)


@pytest.mark.parametrize(
    ("text", "written", "meant"),
    [
        ("สงกรานนี้ใช้งบเท่าไร", "สงกราน", "สงกรานต์"),
        ("กระทวงไหนรับผิดชอบ", "กระทวง", "กระทรวง"),
        ("ใครเป็นเลขาธืการ", "เลขาธืการ", "เลขาธิการ"),
        ("งบประมานปีหน้า", "งบประมาน", "งบประมาณ"),
        ("งบปรมาณปีหน้า", "งบปรมาณ", "งบประมาณ"),
        ("งบประมมาณปีหน้า", "งบประมมาณ", "งบประมาณ"),
        ("งบประาณมปีหน้า", "งบประาณม", "งบประมาณ"),
        ("งลประมาณปีหน้า", "งลประมาณ", "งบประมาณ"),
        ("ยุทศาสตร์น้ำ", "ยุทศาสตร์", "ยุทธศาสตร์"),
        ("ยุทธศาสตรน้ำ", "ยุทธศาสตร", "ยุทธศาสตร์"),
        ("เศรฐกิจตกต่ำ", "เศรฐกิจ", "เศรษฐกิจ"),
        ("กฏหมายใหม่", "กฏหมาย", "กฎหมาย"),
        ("คณะรัฐมตรีว่าอย่างไร", "คณะรัฐมตรี", "คณะรัฐมนตรี"),
        ("คณะกรรมการณ์ชุดใหม่", "คณะกรรมการณ์", "คณะกรรมการ"),
        ("รัฐวิสหากิจไหนขาดทุน", "รัฐวิสหากิจ", "รัฐวิสาหกิจ"),
        ("เงินปะกันสังคทม", "ปะกันสังคทม", "ประกันสังคม"),
        ("อุตสหกรรมอาหาร", "อุตสหกรรม", "อุตสาหกรรม"),
        ("วัคซิน เข็มสาม", "วัคซิน", "วัคซีน"),
        ("ฉีดวัคชีนกี่โดส", "วัคชีน", "วัคซีน"),
        ("พระราชบัญัติน้ำ", "พระราชบัญัติ", "พระราชบัญญัติ"),
        ("อณุมัติเมื่อไร", "อณุมัติ", "อนุมัติ"),
        ("อนมุัติเมื่อไร", "อนมุัติ", "อนุมัติ"),
        ("ผู้สุงอายุได้เท่าไร", "ผู้สุงอายุ", "ผู้สูงอายุ"),
        ("สาธารนสุขเสนออะไร", "สาธารนสุข", "สาธารณสุข"),
        ("โฆษนาเหล้า", "โฆษนา", "โฆษณา"),
        ("อุบัตเหตุช่วงปีใหม่", "อุบัตเหตุ", "อุบัติเหตุ"),
    ],
)
def test_a_misspelt_word_is_mended(spelling: Spelling, text: str, written: str, meant: str) -> None:
    assert spelling.mend(text) == ((written, meant),)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "???",
        "กระทรวงการคลังอนุมัติงบประมาณให้โครงการไหน",
        "แมวกินปลาทูในครัว",
        "ควายในนาเดินตามทาง",
        "ทวงหนี้",
        "เขากระโดดข้ามรั้ว",
        "ครม. สคทช. กกต.",
        "EEX Budgat covit 2568",
        "ๆๆ ฯ ่้",
        "กกกกกกกกกกกก",
    ],
)
def test_what_is_no_misspelt_word_is_left_alone(spelling: Spelling, text: str) -> None:
    assert spelling.mend(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "นายสมชาดิ กระทวง",
        "นาย สมชาดิ กระทวง เป็นใคร",
        "ตั้งนางสาวสมชาดิ กระทวง เป็นอะไร",
        "พลเอก สมชาดิ กระทวง",
        "พล.ต.อ. สมชาดิ กระทวง",
        "พันตำรวจเอกสมชาดิ กระทวง",
        "ดร.สมชาดิ กระทวง",
        "น.ส. สมชาดิ กระทวง",
    ],
)
def test_names_of_persons_are_left_alone(spelling: Spelling, text: str) -> None:
    assert spelling.mend(text) == ()
    assert spelling.mend(f"{text} เลขาธืการ")[-1:] == (("เลขาธืการ", "เลขาธิการ"),)


def test_of_two_words_as_likely_neither_is_meant(spelling: Spelling) -> None:
    assert spelling.mend("ระเบียญ") == ()
    alone = {word: count for word, count in ARCHIVE.items() if word != "ระเบียน"}
    assert Spelling(alone).mend("ระเบียญ") == (("ระเบียญ", "ระเบียบ"),)


def test_rare_words_of_the_archive_are_not_meant(spelling: Spelling) -> None:
    assert spelling.mend("ปรากฎการณ์") == ()
    assert Spelling({**ARCHIVE, "ปรากฏการณ์": 100}).mend("ปรากฎการณ์") == (("ปรากฎการณ์", "ปรากฏการณ์"),)


def test_what_the_archive_holds_is_fine_however_it_is_spelt() -> None:
    assert Spelling({**ARCHIVE, "เลขาธืการ": 1}).mend("เลขาธืการ") == ()


def test_each_misspelt_word_is_mended_once_in_reading_order(spelling: Spelling) -> None:
    mended = spelling.mend("กระทวงกับเลขาธืการ แล้วกระทวงอื่น")
    assert mended == (("กระทวง", "กระทรวง"), ("เลขาธืการ", "เลขาธิการ"))


def test_an_empty_archive_mends_nothing() -> None:
    assert Spelling({}).mend("กระทวงไหน") == ()


@pytest.mark.parametrize(
    ("likely", "unlikely"),
    [
        (("ไจ", "ใจ"), ("กจ", "ใจ")),
        (("บานา", "บ้านา"), ("บ้าา", "บ้านา")),
        (("น่ำ", "น้ำ"), ("นนำ", "น้ำ")),
        (("สาล", "ศาล"), ("มาล", "ศาล")),
        (("กาน", "การ"), ("กาฟ", "การ")),
        (("มกา", "มาก"), ("มฟส", "มาก")),
        (("คนน", "คน"), ("คนม", "คน")),
    ],
)
def test_usual_errors_cost_less(likely: tuple[str, str], unlikely: tuple[str, str]) -> None:
    assert 0 < slip(*likely) < slip(*unlikely)


def test_a_word_is_no_error_of_itself() -> None:
    assert slip("กระทรวง", "กระทรวง") == 0


@pytest.fixture(scope="module")
def usual() -> tuple[dict[str, int], list[str]]:
    """The words of the Thai National Corpus, and the 200 commonest that are long enough to be mended."""
    counts = {word: count for word, count in unigram_word_freqs().items() if count >= 3}
    common = sorted(
        (word for word in counts if len(word) >= 5 and word in thai_words()), key=lambda word: -counts[word]
    )
    return counts, common[:200]


@pytest.mark.parametrize("held", [True, False])
def test_common_words_and_phrases_are_never_mended(usual: tuple[dict[str, int], list[str]], held: bool) -> None:
    counts, common = usual
    archive = Spelling(counts if held else {word: counts[word] for word in counts.keys() - set(common)})
    texts = [*common, *(left + right for left, right in pairwise(common))]
    assert [(text, mended) for text in texts if (mended := archive.mend(text))] == []


def test_a_large_archive_is_read_fast_and_takes_little_room(usual: tuple[dict[str, int], list[str]]) -> None:
    counts = dict(list(usual[0].items())[:40_000])
    Spelling(counts)
    start = time.perf_counter()
    archive = Spelling(counts)
    assert time.perf_counter() - start < 1.5
    start = time.perf_counter()
    for _ in range(20):
        archive.mend("กระทวงการคลังขออณุมัติงบประมานปี 2567 ให้โครงกานไหนบ้าง และใครเป็นเลขาธืการ")
    assert (time.perf_counter() - start) / 20 < 0.05
    tracemalloc.start()
    Spelling(counts)
    assert tracemalloc.get_traced_memory()[1] < 100e6
    tracemalloc.stop()


@settings(deadline=None)
@given(st.text(alphabet=st.characters(min_codepoint=0xE01, max_codepoint=0xE5B) | st.sampled_from(" .1aB\n")))
def test_any_text_can_be_read(text: str) -> None:
    for written, meant in Spelling(ARCHIVE).mend(text):
        assert written != meant
        assert meant in ARCHIVE
