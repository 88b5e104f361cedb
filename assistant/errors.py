"""Errors of this room. ``str(error)`` is one line that may be shown to a person."""

from __future__ import annotations


class AssistantError(Exception):
    """Something that a person can put right."""


class BadQuestions(AssistantError):
    """A question file that cannot be read; the message names the line."""


class BadSetting(AssistantError):
    """A setting that is missing or wrong; the message names it."""
