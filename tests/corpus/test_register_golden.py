"""The registers of 20 real records against what people read in them: verbs of each item, amounts of money and shares.

The golden files hold numbers and verbs, no text of the records; the records themselves are in MATI_SHARED.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Iterable
from decimal import Decimal
from pathlib import Path
from typing import TypedDict

import pytest

from corpus.budget import find_budget
from corpus.reading import read_revision
from corpus.resolutions import find_resolution

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.jsonl"))
LEAST = 0.95
Facts = set[tuple[Hashable, ...]]


class GoldenAmount(TypedDict):
    value: str
    unit: str
    start: int
    end: int


class GoldenItem(TypedDict):
    """One line of a golden file; an item without a resolution has neither start nor end."""

    item: str
    verbs: list[str]
    start: int | None
    end: int | None
    amounts: list[GoldenAmount]


@pytest.fixture(scope="module")
def golden() -> dict[str, list[GoldenItem]]:
    """The lines of every golden file by the record's stem."""
    if not GOLDEN:
        pytest.skip("there are no golden files")
    return {path.stem: [json.loads(line) for line in path.read_text("utf-8").splitlines() if line] for path in GOLDEN}


@pytest.fixture(scope="module")
def found(shared: Path, golden: dict[str, list[GoldenItem]]) -> dict[str, list[GoldenItem]]:
    """What is extracted from the same items of the same records."""
    paths = {path.stem: path for path in (shared / "records").rglob("*") if path.is_file()}
    return {stem: list(_extracted(paths[stem], {line["item"] for line in lines})) for stem, lines in golden.items()}


def _extracted(path: Path, labels: set[str]) -> Iterable[GoldenItem]:
    revision = read_revision(path)
    for item in revision.items:
        if item.label not in labels:
            continue
        resolution = find_resolution(revision.text, item)
        yield {
            "item": item.label,
            "verbs": list(resolution.verbs) if resolution else [],
            "start": resolution.start if resolution else None,
            "end": resolution.end if resolution else None,
            "amounts": [
                {"value": str(line.value), "unit": line.unit, "start": line.start, "end": line.end}
                for line in find_budget(revision.text, item, resolution)
            ],
        }


def _verbs(records: dict[str, list[GoldenItem]]) -> Facts:
    return {
        (stem, line["item"], verb)
        for stem, lines in records.items()
        for line in lines
        for verb in line["verbs"]
        if verb != "ให้"
    }


def _amounts(records: dict[str, list[GoldenItem]]) -> Facts:
    return {
        (stem, line["item"], amount["start"], Decimal(amount["value"]), amount["unit"])
        for stem, lines in records.items()
        for line in lines
        for amount in line["amounts"]
    }


@pytest.mark.parametrize("facts", [_verbs, _amounts])
def test_what_is_extracted_is_what_people_read(
    facts: Callable[[dict[str, list[GoldenItem]]], Facts],
    golden: dict[str, list[GoldenItem]],
    found: dict[str, list[GoldenItem]],
) -> None:
    wanted, got = facts(golden), facts(found)
    both = wanted & got
    missed, wrong = sorted(map(str, wanted - got)), sorted(map(str, got - wanted))
    assert len(both) / len(wanted) >= LEAST, f"missed: {missed}"
    assert len(both) / len(got) >= LEAST, f"wrong: {wrong}"
