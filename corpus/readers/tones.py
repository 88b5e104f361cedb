"""Tones that recognition loses over an upper vowel ("นัน" for "นั้น"), put back where what is read is no word."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain, combinations

from pythainlp.corpus import thai_words

from corpus.dictionary import is_word, tokens, unknown
from corpus.frequencies import word_counts
from corpus.thai import THAI, TONES

_RUN = re.compile(f"[{THAI}]+")
_OVER_VOWEL = re.compile(f"(?<=[\u0e31\u0e34-\u0e37])[{TONES}]")
_NUMBERED = re.compile(
    "(?<![ก-๎])((?:ใน|เมื่อ|ตาม|และ|ถึง|การประชุม|ประชุม)?(?:ครั้ง|วัน|ข้อ|ฉบับ|หมู่|มาตรา|ชุด|แผ่น|หน้า|ประเด็น|ระเบียบวาระ|วาระ|เรื่อง|กลุ่ม|ตอน|ส่วน"
    "|ลำดับ|เล่ม|ระยะ|ไตรมาส|ชั้น|ห้อง|เลข|เขต|สาย|บท|รุ่น|งวด|ปี))ที(?= ?[0-9๐-๙])"
)
"""As in "ครั้งที่ 3"."""
_USED = 300
"""How often a word stands in the Thai National Corpus to be meant where it is not read."""
_CLEAR, _EVIDENT = 4, 200
"""How many times as often a word stands there as another that looks like it without tones, and as one that was read."""
_LONG = 4
"""Letters and marks of a part of what stands together that is surely meant."""
_COMMON = 3_000
"""How often a word stands there that is meant where a rare one was read."""
_AT = "ที่"
_TI = re.compile("(?:อีก|สัก|เสีย|ละ|เอา|เอ|บี|ซี|ดี|อี|เอฟ|จี|ไอ|เจ|เค|แอล|เอ็ม|เอ็น|โอ|พี|คิว|อาร์|เอส|ที|ยู|วี)$")
"""After these "ที" is a word, or a letter of a foreign short form."""
_NAME = re.compile("นาย(?!ก)|นาง")


def with_tones(text: str) -> str:
    """Normalised text of a picture with the tones of known words."""
    return _NUMBERED.sub(rf"\1{_AT}", _RUN.sub(lambda found: _restored(found[0]), text))


def _restored(run: str) -> str:
    """Thai without a break: what is in no word is read with tones where that makes one."""
    if _NAME.match(run):
        return run
    done = ""
    while first := _first_bare(run):
        start, bare = first
        done, run = done + run[:start] + _toned()[bare], run[start + len(bare) :]
    found = tokens(run)
    before_and_after = zip(["", *found], found, [*found[1:], ""], strict=False)
    return done + "".join(_meant(token, before, after) for before, token, after in before_and_after)


def _first_bare(run: str) -> tuple[int, str] | None:
    """The first word without its tones, and where it stands: it holds letters of no word, and is one with tones."""
    found = tokens(run)
    strange = unknown(found)
    for start, bare in _bare_in(run, found) if strange else ():
        changed = run[:start] + _toned()[bare] + run[start + len(bare) :]
        if unknown(tokens(changed)) < strange:
            return start, bare
    return None


def _bare_in(run: str, found: list[str]) -> Iterator[tuple[int, str]]:
    """The words without their tones that hold letters of no word, from the first on, the longest first.

    They are long, or all there is, and stand after a word: others are parts of names.
    """
    odd = [letter for token in found for letter in [not is_word(token)] * len(token)]
    for start in range(len(run)):
        for end in range(min(start + _longest(), len(run)), start + 1, -1):
            is_long = end - start >= _LONG or end - start == len(run)
            if (
                is_long
                and run[start:end] in _toned()
                and any(odd[start:end])
                and not any(odd[max(0, start - 1) : start])
            ):
                yield start, run[start:end]


def _meant(token: str, before: str, after: str) -> str:
    """The common word where a rare one was read that looks like it without tones."""
    if token + _AT[-1] != _AT:
        return _mistaken().get(token, token)
    if not before:
        return _AT if after and _AT + after in thai_words() else token
    return token if _TI.search(before) or not is_word(before) else _AT


@lru_cache(1)
def _toned() -> dict[str, str]:
    """By what is left of it without one or more tones, and is no word: the word."""
    clear = ((bare, word) for bare, word, other in _candidates() if word_counts()[word] > _CLEAR * other)
    return {bare: word for bare, word in clear if bare not in thai_words()}


@lru_cache(1)
def _mistaken() -> dict[str, str]:
    """By a rare word: the common one of which it is what is left without tones."""
    counts, known = word_counts(), thai_words()
    common = ((bare, word) for bare, word, _ in _candidates() if bare in known and counts[word] >= _COMMON)
    return {bare: word for bare, word in common if counts[word] >= _EVIDENT * counts[bare]}


@lru_cache(1)
def _longest() -> int:
    return max(map(len, _toned()))


@lru_cache(1)
def _candidates() -> list[tuple[str, str, int]]:
    """What is left of words without some tones over upper vowels, the commonest such word, and the next one's count."""
    found, counts = defaultdict[str, list[str]](list), word_counts()
    for word in (word for word in thai_words() if counts[word] >= _USED):
        places = [tone.start() for tone in _OVER_VOWEL.finditer(word)]
        for lost in chain.from_iterable(combinations(places, number + 1) for number in range(len(places))):
            found["".join(letter for place, letter in enumerate(word) if place not in lost)].append(word)
    ranked = ((bare, sorted(words, key=lambda word: -counts[word])) for bare, words in found.items())
    return [(bare, first, counts[others[0]] if others else 0) for bare, (first, *others) in ranked]
