import json
import math
import os
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.counts import Counts
from index.postings import COMMON, LENGTH_SHARE, SATURATION, Postings
from index.sealed import DamagedIndex
from index.words import AnalyserName, Keys, value_keys, word_keys, words

SHARED = Path(os.environ.get("MATI_SHARED", "../shared"))
TEXTS = [
    "ที่ประชุมอนุมัติงบประมาณก่อสร้างสะพานข้ามคลองใหญ่",
    "ที่ประชุมรับทราบรายงานน้ำท่วม และอนุมัติเงินช่วยเหลือ อนุมัติเพิ่มเติมอีกครั้ง",
    "ตั้งคณะทำงานดูแลสวนสาธารณะ",
    "",
]
NUMBERED = [
    "ครั้งที่ 4/2566 อนุมัติ 1,200 ล้านบาท หรือร้อยละ 10",
    "ครั้งที่ 5/2566 อนุมัติ 45 ล้านบาท หรือร้อยละ 10 เป็นร้อยละ 10 เท่าเดิม",
    "รับทราบรายงานของคณะทำงานดูแลสวนสาธารณะ",
    "อนุมัติ 45 ล้านบาท ในปี 2566",
]


def idf(held: int, size: int) -> float:
    return math.log1p((size - held + 0.5) / (held + 0.5))


def bm25(query: str, texts: list[str], position: int) -> float:
    """The formula written out, term by term, to compare with."""
    counts = [Counter(words(text)) for text in texts]
    lengths = [sum(count.values()) for count in counts]
    score = 0.0
    for word, repeats in Counter(words(query)).items():
        held = sum(word in count for count in counts)
        tf, mean = counts[position][word], sum(lengths) / len(lengths)
        back = SATURATION * (1 - LENGTH_SHARE + LENGTH_SHARE * lengths[position] / mean)
        score += min(repeats, 2) * idf(held, len(texts)) * tf * (SATURATION + 1) / (tf + back)
    return score


def test_scores_follow_the_bm25_formula() -> None:
    postings = Postings.build(TEXTS, "words")
    for query in ("อนุมัติ", "อนุมัติเงินช่วยเหลือน้ำท่วม", "สวนสาธารณะ อนุมัติ อนุมัติ อนุมัติ"):
        expected = [bm25(query, TEXTS, position) for position in range(len(TEXTS))]
        assert postings.scores(query) == pytest.approx(expected, rel=2e-3, abs=1e-6)


@pytest.mark.parametrize("analyser", ["words", "grams"])
def test_the_passage_that_is_asked_for_comes_first(analyser: AnalyserName) -> None:
    postings = Postings.build(TEXTS, analyser)
    assert postings.scores("งบก่อสร้างสะพาน").argmax() == 0
    assert postings.scores("เงินช่วยเหลือน้ำท่วม").argmax() == 1
    assert postings.scores("สวนสาธารณะ").argmax() == 2


def test_grams_find_a_word_with_a_typing_error() -> None:
    assert Postings.build(TEXTS, "grams").scores("สวนสาธรณะ").argmax() == 2


@pytest.mark.parametrize("query", ["", "???", "ไดโนเสาร์", "zzz"])
def test_a_question_of_unknown_terms_scores_nothing(query: str) -> None:
    scores = Postings.build(TEXTS, "words").scores(query)
    assert scores.dtype == np.float32
    assert scores.tolist() == [0.0] * len(TEXTS)


def test_scores_of_allowed_positions_come_in_their_order() -> None:
    postings = Postings.build(TEXTS, "words")
    everything = postings.scores("อนุมัติ")
    assert postings.scores("อนุมัติ", np.array([1, 0])).tolist() == [everything[1], everything[0]]
    assert postings.scores("อนุมัติ", np.zeros(0, np.int64)).shape == (0,)


@pytest.mark.parametrize("texts", [[], [""], ["", " "]])
@pytest.mark.parametrize("analyser", ["words", "grams", "values"])
def test_nothing_to_index_is_an_index_of_nothing(texts: list[str], analyser: AnalyserName, tmp_path: Path) -> None:
    Postings.build(texts, analyser).save(tmp_path / "postings")
    loaded = Postings.load(tmp_path / "postings")
    assert loaded.scores("อนุมัติ").tolist() == [0.0] * len(texts)
    assert loaded.idf(word_keys("อนุมัติ")).shape == (1,)


def test_rare_words_tell_more_than_common_ones_and_unknown_ones_most() -> None:
    postings = Postings.build(TEXTS, "words")
    common, rare, unknown = (float(postings.idf(word_keys(word))[0]) for word in ("อนุมัติ", "สวนสาธารณะ", "ไดโนเสาร์"))
    assert 0 < common < rare < unknown


def test_the_spread_of_a_term_is_the_number_of_passages_that_have_it() -> None:
    postings = Postings.build(TEXTS, "words")
    spread = postings.spread(word_keys("อนุมัติ สวนสาธารณะ ไดโนเสาร์"))
    assert spread.tolist() == [2, 1, 0]
    assert postings.spread(word_keys("")).shape == (0,)


def test_shares_are_the_part_by_idf_of_the_terms_that_a_passage_holds() -> None:
    shares = Postings.build(TEXTS, "words").shares("อนุมัติ สวนสาธารณะ", least=0.1)
    common, rare = idf(2, len(TEXTS)), idf(1, len(TEXTS))
    assert shares == pytest.approx([common / (common + rare), common / (common + rare), rare / (common + rare), 0])


def test_a_passage_that_holds_every_term_has_the_whole_share() -> None:
    assert Postings.build(TEXTS, "words").shares("รายงาน น้ำท่วม", least=0.1) == pytest.approx([0, 1, 0, 0])


def test_a_term_that_is_asked_again_counts_once_in_the_share() -> None:
    postings = Postings.build(TEXTS, "words")
    once, again = (postings.shares(query, least=0.1) for query in ("อนุมัติ สวนสาธารณะ", "อนุมัติ อนุมัติ สวนสาธารณะ"))
    assert again.tolist() == once.tolist()


def test_terms_that_no_passage_holds_keep_their_part_of_the_share() -> None:
    shares = Postings.build(TEXTS, "words").shares("น้ำท่วม ไดโนเสาร์", least=0.1)
    rare, unknown = idf(1, len(TEXTS)), idf(0, len(TEXTS))
    assert shares == pytest.approx([0, rare / (rare + unknown), 0, 0])


def test_terms_that_weigh_less_than_the_least_cannot_reach_the_whole_share() -> None:
    postings = Postings.build(TEXTS, "words")
    assert postings.shares("อนุมัติ", least=6.0) == pytest.approx([idf(2, len(TEXTS)) / 6] * 2 + [0, 0])
    assert postings.shares("อนุมัติ", least=0.1) == pytest.approx([1, 1, 0, 0])


@pytest.mark.parametrize("query", ["", "???", "ไดโนเสาร์"])
@pytest.mark.parametrize("texts", [[], [""], TEXTS])
def test_a_question_of_unknown_terms_has_no_share(query: str, texts: list[str]) -> None:
    shares = Postings.build(texts, "words").shares(query, least=6.0)
    assert shares.dtype == np.float32
    assert shares.tolist() == [0.0] * len(texts)


@pytest.mark.parametrize(
    ("query", "positions"),
    [
        ("ครั้งที่ ๔/๖๖", [0]),
        ("1.2 พันล้าน", [0]),
        ("10% ของงบ", [0, 1]),
        ("45,000,000 บาท", [1, 3]),
        ("พ.ศ. ๒๕๖๖", [3]),
        ("สวนสาธารณะ", []),
        ("1.2 ล้านบาท", []),
        ("ครั้งที่ 4", []),
    ],
)
def test_values_find_the_passages_that_hold_the_number_however_it_is_written(query: str, positions: list[int]) -> None:
    postings = Postings.build(NUMBERED, "values")
    assert np.flatnonzero(postings.scores(query)).tolist() == positions
    assert np.flatnonzero(postings.shares(query, least=6.0)).tolist() == positions


def test_passages_hold_a_share_of_several_numbers() -> None:
    shares = Postings.build(NUMBERED, "values").shares("ครั้งที่ 5/2566 ร้อยละ 10", least=0.1)
    assert shares.argmax() == 1
    assert shares[1] == pytest.approx(1)
    assert 0 < shares[0] < 0.5
    assert shares[2:].tolist() == [0, 0]


def test_values_are_never_dropped() -> None:
    postings = Postings.build(["ร้อยละ 10"] * (COMMON + 1), "values")
    assert postings.spread(value_keys("10%")).tolist() == [COMMON + 1]


def test_passages_in_every_batch_keep_their_position() -> None:
    texts = [f"รายการเลข {number:05d}" for number in range(2500)]
    postings = Postings.build(texts, "words")
    for position in (0, 999, 1000, 1001, 2499):
        assert postings.scores(f"{position:05d}").argmax() == position


def test_a_term_repeated_beyond_what_is_counted_stays_at_the_most() -> None:
    assert Postings.build(["กก " * 400, "ขข"], "words").scores("กก")[0] > 0


def test_grams_in_too_many_passages_are_dropped_only_in_large_indexes() -> None:
    large = ["ที่ประชุม"] * COMMON + ["ที่ประชุม มติ"]
    assert Postings.build(large, "grams").scores("ที่ประชุม").max() == 0
    assert Postings.build(large, "grams").scores("มติ").argmax() == COMMON
    assert Postings.build(large[1:], "grams").scores("ที่ประชุม").max() > 0


def test_words_are_never_dropped() -> None:
    assert Postings.build(["ที่ประชุม"] * (COMMON + 1), "words").scores("ที่ประชุม").max() > 0


def random_terms(chance: np.random.Generator, passages: int) -> list[Keys]:
    """Passages of up to 60 terms of which few are in most passages, and one that repeats a term too often to count."""
    lengths = chance.integers(0, 60, passages - 1).tolist()
    terms = [chance.zipf(1.3, length).clip(max=5000).astype(np.uint32) for length in lengths]
    return [*terms, np.full(400, 2, np.uint32)]


def part_of(counts: Counts, kept: NDArray[np.bool_]) -> Counts:
    """The counts of the passages that are kept, in their order."""
    return Counts.joined([(counts, np.where(kept, np.cumsum(kept) - 1, -1))], counts.analyser)


@pytest.mark.parametrize("analyser", ["words", "grams", "values"])
def test_joined_counts_are_to_the_bit_those_of_all_passages_counted_at_once(analyser: AnalyserName) -> None:
    chance = np.random.default_rng(8)
    terms = random_terms(chance, 300)
    order = chance.permutation(300)
    first, rest = order[:100], order[100:250]
    kept = np.sort(order[:250])
    parts = [
        (Counts.of_terms([terms[place] for place in part], analyser), np.searchsorted(kept, part))
        for part in (first, rest)
    ]
    joined = Counts.joined(parts, analyser)
    at_once = Counts.of_terms([terms[place] for place in kept], analyser)
    for name in ("keys", "starts", "places", "lengths"):
        found, expected = getattr(joined, name), getattr(at_once, name)
        assert (name, found.dtype, found.tobytes()) == (name, expected.dtype, expected.tobytes())


@pytest.mark.parametrize("share", [0, 0.01, 0.3, 0.5, 0.9, 1])
@pytest.mark.parametrize("analyser", ["words", "grams", "values"])
def test_postings_of_some_passages_are_to_the_bit_as_if_there_were_no_others(
    analyser: AnalyserName, share: float
) -> None:
    chance = np.random.default_rng(7)
    terms = random_terms(chance, 3 * COMMON)
    for _ in range(3):
        kept = chance.random(len(terms)) < share
        alone = Postings.of_terms((keys for keys, held in zip(terms, kept, strict=True) if held), analyser)
        part = Postings.of_counts(part_of(Counts.of_terms(terms, analyser), kept))
        assert (part.analyser, part.size) == (analyser, int(kept.sum()))
        for name in ("keys", "starts", "positions", "impacts"):
            found, expected = getattr(part, name), getattr(alone, name)
            assert (name, found.dtype, found.tobytes()) == (name, expected.dtype, expected.tobytes())


def test_a_gram_that_is_common_only_among_others_is_kept() -> None:
    most, few = Counts.of_terms([np.ones(1, np.uint32)] * 2 * COMMON, "grams"), np.arange(2 * COMMON) < COMMON
    assert Postings.of_counts(most).keys.tolist() == []
    assert Postings.of_counts(part_of(most, few)).keys.tolist() == [1]


@pytest.mark.parametrize("analyser", ["words", "grams", "values"])
def test_saved_postings_load_with_the_same_scores(analyser: AnalyserName, tmp_path: Path) -> None:
    built = Postings.build(TEXTS, analyser)
    built.save(tmp_path / "postings")
    loaded = Postings.load(tmp_path / "postings")
    assert (loaded.analyser, loaded.size) == (analyser, len(TEXTS))
    assert loaded.scores("อนุมัติงบ").tolist() == built.scores("อนุมัติงบ").tolist()
    with pytest.raises(ValueError, match="read-only"):
        loaded.impacts[0] = 0


def test_a_flipped_byte_in_any_file_is_found_at_load(tmp_path: Path) -> None:
    Postings.build(TEXTS, "grams").save(tmp_path / "postings")
    for file in sorted((tmp_path / "postings").iterdir()):
        whole = file.read_bytes()
        file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
        with pytest.raises(DamagedIndex, match="postings"):
            Postings.load(tmp_path / "postings")
        file.write_bytes(whole)
    Postings.load(tmp_path / "postings")


@pytest.mark.slow
def test_passages_of_an_encyclopedia_are_found_by_their_own_questions() -> None:
    source = SHARED / "data" / "iapp-valid.jsonl"
    if not source.exists():
        pytest.skip("needs shared data: set MATI_SHARED")
    rows = [json.loads(line) for line in source.read_text("utf-8").splitlines()]
    contexts = list(dict.fromkeys(row["context"] for row in rows))
    for analyser in ("words", "grams"):
        postings = Postings.build(contexts, analyser)
        first = sum(contexts[int(postings.scores(row["question"]).argmax())] == row["context"] for row in rows)
        assert first / len(rows) > 0.85
