"""The real PDFs whose text is not known: what their pages score. ``python -m tests.formats.real``."""

from __future__ import annotations

from statistics import mean

from corpus.contained import read_contained
from corpus.quality import BAD, quality
from tests.bench import SHARED, timed


def main() -> None:
    """Prints a row for each file of the shared formats."""
    print("| file | pages | empty | recognised | mean score | lowest | below the limit | known words | s a page |")
    print("|---|---|---|---|---|---|---|---|---|")
    for path in sorted((SHARED / "records" / "formats").glob("*.pdf")):
        with timed() as took:
            pages = read_contained(path).pages
        found = [quality(page.text) for page in pages]
        scores = [one.score for one in found]
        known = sum(one.known for one in found) / max(1, sum(one.thai for one in found))
        bad = [str(number) for number, score in enumerate(scores, 1) if score < BAD]
        empty, scanned = sum(not page.text for page in pages), sum(page.scanned for page in pages)
        cells = [
            *(path.name, len(pages), empty, scanned, f"{mean(scores):.3f}", f"{min(scores):.3f}"),
            *(f"{len(bad)}{': ' if bad else ''}{' '.join(bad[:12])}", f"{known:.3f}", f"{took[0] / len(pages):.2f}"),
        ]
        print(f"| {' | '.join(map(str, cells))} |", flush=True)


if __name__ == "__main__":
    main()
