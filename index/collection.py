"""Collections of records, by which access is given: each is what one body keeps."""

from __future__ import annotations

OTHER = "อื่น ๆ"
"""The collection of records that name no body."""


def collection_of(body: str | None) -> str:
    """The collection of a record by the name of the body that met."""
    return " ".join((body or "").split()) or OTHER
