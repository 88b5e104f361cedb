"""How ``reader.safetensors`` was trained: ``python -m assistant.train_reader --help``. An hour on two cores with AMX.

First on Thai questions over Wikipedia (iapp-wiki-qa), then on questions over minutes that were written for it. A
question file is one of ``bot.py eval`` with ``gold`` items; a question without an answer names the item that it seems
to be about in ``about``. The vocabulary and the encoder's matrices stay as they are: low-rank changes and heads learn.
"""

from __future__ import annotations

import argparse
import logging
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional
from transformers import AutoModel, PreTrainedTokenizerFast

from assistant.reader import MATRICES, SCALE, TOKENS, WEIGHTS, Reader
from assistant.reader_pairs import Pair, minutes, wikipedia
from assistant.respond import Responder
from index.encoder import Encoder
from index.model import default_model
from index.search import Searcher
from index.store import Store

if TYPE_CHECKING:
    from transformers import BatchEncoding

log = logging.getLogger(__name__)

RANK = 32
BATCH = 16
_MIXED = 0.25
"""Pairs over Wikipedia for each over minutes, in the second part."""
_CLIP = 1.0
_ANSWERS = 0.5
"""Weight of telling whether there is an answer, beside finding it."""


class LowRank(nn.Module):
    """A matrix that stays, and a change of low rank that learns."""

    def __init__(self, matrix: nn.Linear) -> None:
        super().__init__()
        self.matrix = matrix
        self.down = nn.Parameter(torch.randn(RANK, matrix.in_features) / matrix.in_features**0.5)
        self.up = nn.Parameter(torch.zeros(matrix.out_features, RANK))

    def forward(self, states: Tensor) -> Tensor:
        """The matrix's product with its change."""
        product: Tensor = self.matrix(states) + SCALE * (states @ self.down.T) @ self.up.T
        return product


class Learner(nn.Module):
    """The encoder with changes that learn, and the two heads."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.bert = AutoModel.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager")
        self.bert.requires_grad_(False)
        self.changes: dict[str, LowRank] = {}
        for number, layer in enumerate(self.bert.encoder.layer):
            for name, place in MATRICES.items():
                parent, _, last = place.rpartition(".")
                module = layer.get_submodule(parent)
                self.changes[f"{number}.{name}"] = LowRank(getattr(module, last))
                setattr(module, last, self.changes[f"{number}.{name}"])
        self.span = nn.Linear(self.bert.config.hidden_size, 2)
        self.answers = nn.Linear(self.bert.config.hidden_size, 1)

    def forward(self, ids: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Logits of start and end ``(batch, tokens, 2)``, and of there being an answer ``(batch,)``."""
        states = self.bert(input_ids=ids, attention_mask=mask).last_hidden_state
        return self.span(states).float(), self.answers(states[:, 0]).float()[:, 0]

    def weights(self) -> dict[str, Tensor]:
        """What `assistant.reader` loads, in float16."""
        heads = {f"{name}.{part}": tensor for name in ("span", "answers") for part, tensor in self._head(name)}
        changes = {f"{name}.{part}": getattr(change, part) for name, change in self.changes.items() for part in _PARTS}
        return {name: tensor.detach().half().contiguous() for name, tensor in {**changes, **heads}.items()}

    def start_from(self, weights: dict[str, Tensor]) -> None:
        """Takes up what an earlier run learnt."""
        for name, change in self.changes.items():
            for part in _PARTS:
                getattr(change, part).data.copy_(weights[f"{name}.{part}"])
        for name in ("span", "answers"):
            for part, tensor in self._head(name):
                tensor.data.copy_(weights[f"{name}.{part}"])

    def _head(self, name: str) -> Iterator[tuple[str, nn.Parameter]]:
        head: nn.Linear = getattr(self, name)
        return head.named_parameters()


_PARTS = ("down", "up")


def learn(
    learner: Learner, pairs: Sequence[Pair], tokenizer: PreTrainedTokenizerFast, passes: int, rate: float, seed: int
) -> None:
    """Goes over the pairs so many times, the rate falling to nothing."""
    chance = random.Random(seed)  # noqa: S311  # no secret
    parameters = [each for each in learner.parameters() if each.requires_grad]
    optimizer = torch.optim.AdamW(parameters, rate, weight_decay=0.01)
    steps = passes * -(-len(pairs) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rate, total_steps=steps + 1, pct_start=0.05)
    for step, batch in enumerate(batch for _ in range(passes) for batch in _batches(pairs, chance)):
        with torch.autocast("cpu", dtype=torch.bfloat16):
            loss = _loss(learner, batch, tokenizer)
        loss.backward()  # type: ignore[no-untyped-call]  # torch's own annotation
        nn.utils.clip_grad_norm_(parameters, _CLIP)
        optimizer.step()
        optimizer.zero_grad()
        schedule.step()
        if step % 50 == 0:
            log.info("step %d of %d: loss %.3f", step, steps, loss.item())


def _batches(pairs: Sequence[Pair], chance: random.Random) -> Iterator[list[Pair]]:
    """Batches of pairs of like length, in random order."""
    shuffled = chance.sample(list(pairs), len(pairs))
    blocks = [shuffled[n : n + 20 * BATCH] for n in range(0, len(shuffled), 20 * BATCH)]
    ordered = [sorted(block, key=lambda pair: len(pair.text.passage)) for block in blocks]
    batches = [block[n : n + BATCH] for block in ordered for n in range(0, len(block), BATCH)]
    chance.shuffle(batches)
    yield from batches


def _loss(learner: Learner, batch: Sequence[Pair], tokenizer: PreTrainedTokenizerFast) -> Tensor:
    """Cross-entropy of start and end, the first token standing for no answer, and of there being one."""
    texts = [f"{pair.text.header}\n{pair.text.passage}" for pair in batch]
    encoded = tokenizer(
        [pair.question for pair in batch],
        texts,
        truncation="only_second",
        max_length=TOKENS,
        padding=True,
        return_tensors="pt",
    )
    spans, answers = learner(encoded["input_ids"], encoded["attention_mask"])
    second = torch.tensor([[part == 1 for part in encoded.sequence_ids(row)] for row in range(len(batch))])
    second[:, 0] = True
    spans = spans.masked_fill(~second[..., None], -1e4)
    places = torch.tensor([_tokens(encoded, row, pair) for row, pair in enumerate(batch)])
    ends = functional.cross_entropy(spans[..., 0], places[:, 0]) + functional.cross_entropy(spans[..., 1], places[:, 1])
    there = functional.binary_cross_entropy_with_logits(answers, (places[:, 0] > 0).float())
    return ends / 2 + _ANSWERS * there


def _tokens(encoded: BatchEncoding, row: int, pair: Pair) -> tuple[int, int]:
    """The first and the last token of the answer; (0, 0) where there is none, or where it was cut off."""
    if pair.answer is None:
        return 0, 0
    shift = len(pair.text.header) + 1
    first = encoded.char_to_token(row, pair.answer[0] + shift, 1)
    last = encoded.char_to_token(row, pair.answer[1] - 1 + shift, 1)
    return (first, last) if first is not None and last is not None else (0, 0)


def main() -> None:
    """Trains, and writes the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wikipedia", type=Path, required=True, metavar="iapp-train.jsonl")
    parser.add_argument("--questions", type=Path, nargs="*", default=[], metavar="QUESTIONS.jsonl")
    parser.add_argument(
        "--home", type=Path, default=Path("data/eval"), help="the data folder with the questions' records"
    )
    parser.add_argument("--start", type=Path, help="weights to start from, in place of the first part")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    torch.manual_seed(1)
    chance = random.Random(1)  # noqa: S311  # no secret
    folder = default_model(options.home / "models")
    learner, tokenizer = Learner(folder).eval(), PreTrainedTokenizerFast.from_pretrained(folder)
    articles = wikipedia(options.wikipedia, chance)
    if options.start:
        learner.start_from(load_file(options.start))
    else:
        learn(learner, articles, tokenizer, passes=2, rate=1e-3, seed=1)
    if options.questions:
        store = Store(options.home)
        searcher = Searcher(store, options.home, Encoder.load(folder))
        find = Responder(store, searcher, Reader.load(folder)).find
        asked = [pair for path in options.questions for pair in minutes(path, find, chance)]
        mixed = chance.sample(articles, min(len(articles), round(_MIXED * len(asked))))
        learn(learner, [*asked, *mixed], tokenizer, passes=4, rate=6e-4, seed=2)
    save_file(learner.weights(), options.out)


if __name__ == "__main__":
    main()
