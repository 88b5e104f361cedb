"""What can go wrong in finding records. ``str(error)`` is one Thai line that may be shown to a person."""

from __future__ import annotations


class SearchError(Exception):
    """The root of this room's errors."""


class ModelError(SearchError):
    """The model cannot be built, or cannot be loaded."""


class IngestBusy(SearchError):
    """Another process changes the index of this data folder."""
