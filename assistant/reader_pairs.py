"""What the reader is trained on: pairs of a question and a passage that answers it, or does not."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.reader import Text
from assistant.respond import Found
from corpus.thai import normalise
from index.generation import header
from index.search import Hit

_PIECE = 480
"""Code points of a piece of an article."""
_HARD, _LUCKY = 2, 1
"""Passages without the answer that a question is paired with: the best found, and others by chance."""
_SILENT = 5
"""Passages that a question without an answer is paired with."""
_FALSIFIED = 0.35
"""The share of questions that are asked again with another number, which nothing answers."""
_FOUND = 12
"""Passages that are looked at for a question."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A question and a text; ``answer`` is a range of the passage, None where it does not answer."""

    question: str
    text: Text
    answer: tuple[int, int] | None


def wikipedia(path: Path, chance: random.Random) -> list[Pair]:
    """A pair with the answer, and one with the likest other piece of the same article."""
    pairs = []
    for row in map(json.loads, path.read_text("utf-8").splitlines()):
        article, question = normalise(row["context"]), normalise(row["question"])
        answer = normalise(row["answers"]["text"][0]).strip()
        pieces = list(_pieces(article))
        holding = [piece for piece in pieces if answer and answer in piece]
        others = [piece for piece in pieces if answer not in piece]
        if holding:
            pairs.append(_pair(question, Text(row["title"], holding[0]), answer))
            if others:
                likest = max(others, key=lambda piece: _shared(question, piece) + chance.random())
                pairs.append(Pair(question, Text(row["title"], likest), None))
    return pairs


def _pieces(article: str) -> Iterator[str]:
    start = 0
    while start < len(article):
        end = min(len(article), start + _PIECE)
        cut = max(article.rfind(blank, start + _PIECE // 2, end) for blank in "\n ") if end < len(article) else end
        end = cut if cut > start else end
        yield article[start:end].strip()
        start = end


def _shared(one: str, other: str) -> int:
    return len({one[n : n + 3] for n in range(len(one) - 2)} & {other[n : n + 3] for n in range(len(other) - 2)})


def _pair(question: str, text: Text, answer: str) -> Pair:
    found = re.search(r"\s+".join(map(re.escape, normalise(answer).split())), text.passage) if answer else None
    return Pair(question, text, found.span() if found else None)


def minutes(path: Path, find: Callable[[str, int], Found], chance: random.Random) -> Iterator[Pair]:
    """A question's pairs: the passages that answer, the best found that do not, and with another number in it."""
    for row in map(json.loads, path.read_text("utf-8").splitlines()):
        found = find(row["question"], _FOUND)
        question, answer = found.question.text, str(row.get("answer") or "")
        named = set(row.get("gold") or [row.get("about", "")])
        pairs = [_pair(question, _text(hit), answer if _name(hit) in named else "") for hit in found.hits]
        right = [pair for pair in pairs if pair.answer]
        wrong = [pair for pair in pairs if not pair.answer]
        if not answer:
            yield from wrong[:_SILENT]
            continue
        yield from (*right[:2], *wrong[:_HARD], *chance.sample(wrong[_HARD:], min(_LUCKY, len(wrong[_HARD:]))))
        falsified = _falsified(question, chance)
        if right and falsified and chance.random() < _FALSIFIED:
            yield Pair(falsified, right[0].text, None)


def _text(hit: Hit) -> Text:
    return Text(header(hit.meeting.meeting, hit.item), hit.text)


def _name(hit: Hit) -> str:
    return f"{Path(hit.meeting.name).stem}#{hit.item.label}"


def _falsified(question: str, chance: random.Random) -> str | None:
    """The question with another number in place of one of its own."""
    numbers = list(re.finditer(r"\d+", question))
    if not numbers:
        return None
    number = chance.choice(numbers)
    return (
        question[: number.start()]
        + str(int(number[0]) + chance.choice((-3, -2, -1, 1, 2, 3)))
        + question[number.end() :]
    )
