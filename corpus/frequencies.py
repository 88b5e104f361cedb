"""How often words are used in Thai at large: the Thai National Corpus, whose counts ship with pythainlp."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from pythainlp.corpus.tnc import unigram_word_freqs


@lru_cache(maxsize=1)
def word_counts() -> Counter[str]:
    """Every word without case, Thai and Latin, and its count. Not to be changed."""
    counts = Counter[str]()
    for word, count in unigram_word_freqs().items():
        counts[word.casefold()] += count
    return counts
