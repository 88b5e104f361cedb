"""Reading a passage for a question: does it answer, and where. A small cross-encoder on the default model.

The question and the passage go through the model together, as in extractive question answering with unanswerable
questions (Rajpurkar et al., "Know What You Don't Know", 2018). Only low-rank changes of the encoder's matrices were
trained (Hu et al., "LoRA", 2021), so that they ship with the code: docs/answers.md says on what, and how well it reads.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from cachetools import LRUCache
from numpy.typing import NDArray

from corpus.thai import arabic_digits
from index.encoder import precision, tame_libraries
from index.errors import ModelError

if TYPE_CHECKING:
    import torch
    from transformers import BertModel, PreTrainedTokenizerFast

log = logging.getLogger(__name__)

WEIGHTS = Path(__file__).with_name("reader.safetensors")
"""The low-rank changes and the two heads, float16."""
_BULLET = re.compile(r"^[-–—●▪*·](?=[ \t])", re.MULTILINE)
TOKENS = 384
"""Tokens of a question, a header and a passage together; what is past them of the passage is not read."""
_KEPT = 6_000
"""Readings that are kept, of some 4 KB each: those of five hundred questions."""
LONGEST = 40
"""Tokens of the longest answer that is pointed at."""
SCALE = 2.0
"""By which a low-rank change counts."""
MATRICES = {
    "query": "attention.self.query",
    "key": "attention.self.key",
    "value": "attention.self.value",
    "attended": "attention.output.dense",
    "inner": "intermediate.dense",
    "outer": "output.dense",
}
"""The matrices of a layer that are changed, by their names in the file."""


@dataclass(frozen=True, slots=True)
class Text:
    """What is read: a passage under the header that says where it stands."""

    header: str
    passage: str


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What was made of one passage."""

    answers: float
    """Log odds that the passage answers the question, before any calibration."""
    starts: NDArray[np.float32]
    """Cumulative probability, of shape (code points + 1,), that the answer starts before a code point."""
    ends: NDArray[np.float32]
    """The same for the code point that the answer ends with."""
    best: tuple[int, int]
    """The likeliest answer: a half-open range of the passage, empty where none of it was read."""

    def holds(self, start: int, end: int) -> float:
        """About how likely, 0 to 1, the answer lies in ``passage[start:end]``, if it lies in the passage at all."""
        return float(min(self.starts[end] - self.starts[start], self.ends[end] - self.ends[start]))


class Reader:
    """A loaded reader. Any number of threads may read at once."""

    def __init__(self, model: BertModel, tokenizer: PreTrainedTokenizerFast, heads: dict[str, torch.Tensor]) -> None:
        self._model = model
        self._tokenizer = tokenizer
        self._heads = heads
        self._readings: LRUCache[tuple[str, Text], Reading] = LRUCache(_KEPT)
        self._using = threading.Lock()

    @classmethod
    def load(cls, folder: Path, weights: Path = WEIGHTS) -> Reader:
        """Loads the default model's folder with the trained changes. Raises ModelError."""
        tame_libraries()
        from safetensors.torch import load_file
        from transformers import AutoTokenizer, BertModel

        try:
            changes = load_file(weights)
            model = BertModel.from_pretrained(folder, local_files_only=True)
            apply(model, changes)
            tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        except Exception as error:  # safetensors and tokenizers raise Exception itself, and children of it alone
            log.error("cannot load the reader: %s", error)
            raise ModelError("โหลดตัวอ่านคำตอบไม่ได้ โปรดติดตั้งโปรแกรมใหม่ แล้วเริ่มอีกครั้ง") from error
        heads = {name: tensor.float() for name, tensor in changes.items() if name.startswith(("span", "answers"))}
        return cls(model.to(precision()).eval(), tokenizer, heads)  # type: ignore[arg-type]  # torch's own annotation

    def read(self, questions: Sequence[str], texts: Sequence[Text]) -> list[Reading]:
        """What each text says to its question, in their order. What was read before is not read again."""
        asked = list(zip(questions, texts, strict=True))
        with self._using:
            known = {each: self._readings[each] for each in asked if each in self._readings}
        new = [each for each in dict.fromkeys(asked) if each not in known]
        known |= dict(zip(new, self._read([question for question, _ in new], [text for _, text in new]), strict=True))
        with self._using:
            self._readings.update((each, known[each]) for each in new)
        return [known[each] for each in asked]

    def _read(self, questions: Sequence[str], texts: Sequence[Text]) -> list[Reading]:
        import torch

        if not texts:
            return []
        encoded = self._tokenizer(
            list(questions),
            [_plain(f"{text.header}\n{text.passage}") for text in texts],
            truncation="longest_first",
            max_length=TOKENS,
            padding=True,
            return_offsets_mapping=True,
            return_tensors="pt",
        )
        with torch.inference_mode():
            states = self._model(input_ids=encoded["input_ids"], attention_mask=encoded["attention_mask"])[0].float()
            spans = states @ self._heads["span.weight"].T + self._heads["span.bias"]
            answers = (states[:, 0] @ self._heads["answers.weight"].T + self._heads["answers.bias"])[:, 0]
        offsets = encoded["offset_mapping"].numpy()
        return [
            _reading(text, float(answers[row]), spans[row].numpy(), offsets[row], _second(encoded.sequence_ids(row)))
            for row, text in enumerate(texts)
        ]


def _plain(text: str) -> str:
    """The text with one kind of digits and of bullets, letter by letter: formats differ in them, and what is said does
    not."""
    return _BULLET.sub("•", arabic_digits(text))


def apply(model: BertModel, changes: dict[str, torch.Tensor]) -> None:
    """Adds the low-rank changes to the matrices of a float32 model, in place."""
    matrices = dict(model.named_parameters())
    for number in range(model.config.num_hidden_layers):
        for name, place in MATRICES.items():
            down, up = (changes[f"{number}.{name}.{part}"].float() for part in ("down", "up"))
            matrices[f"encoder.layer.{number}.{place}.weight"].data += SCALE * (up @ down)


def _second(sequences: Sequence[int | None]) -> NDArray[np.bool_]:
    """The tokens of the header and the passage."""
    return np.array([sequence == 1 for sequence in sequences])


def _reading(
    text: Text,
    answers: float,
    spans: NDArray[np.float32],
    offsets: NDArray[np.int64],
    second: NDArray[np.bool_],
) -> Reading:
    """Token logits ``(tokens, 2)`` as probabilities over the passage's code points."""
    shift = len(text.header) + 1
    inside = second & (offsets[:, 0] >= shift)
    length = len(text.passage)
    if not inside.any():
        return Reading(answers, np.zeros(length + 1, np.float32), np.zeros(length + 1, np.float32), (0, 0))
    firsts, lasts = offsets[inside, 0] - shift, offsets[inside, 1] - shift
    starts = _spread(_softmax(spans[inside, 0]), firsts, length)
    ends = _spread(_softmax(spans[inside, 1]), np.maximum(lasts - 1, 0), length)
    first, last = _likeliest(spans[inside])
    return Reading(answers, starts, ends, (int(firsts[first]), int(lasts[last])))


def _likeliest(spans: NDArray[np.float32]) -> tuple[int, int]:
    """The first and the last token of the span with the highest sum of logits, of at most `LONGEST` tokens."""
    sums = spans[:, None, 0] + spans[None, :, 1]
    length = np.arange(len(spans))[None, :] - np.arange(len(spans))[:, None]
    first, last = np.unravel_index(np.where((length >= 0) & (length < LONGEST), sums, -np.inf).argmax(), sums.shape)
    return int(first), int(last)


def _softmax(logits: NDArray[np.float32]) -> NDArray[np.float32]:
    powers = np.exp(logits - logits.max())
    return np.asarray(powers / powers.sum(), np.float32)


def _spread(shares: NDArray[np.float32], places: NDArray[np.int64], length: int) -> NDArray[np.float32]:
    """Cumulative shares over ``length`` code points, from 0."""
    at = np.zeros(length + 1, np.float32)
    np.add.at(at, np.minimum(places, length - 1) + 1, shares)
    return np.cumsum(at, dtype=np.float32)
