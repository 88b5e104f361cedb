"""Failures of the network and of Telegram's front end, on demand."""

from __future__ import annotations

from collections import defaultdict, deque
from enum import Enum


class Fault(Enum):
    """How a request fails; after ``accepted`` faults what was asked for has nevertheless been done."""

    BAD_GATEWAY = "502 with the front end's HTML page"
    TIMEOUT = "not accepted, never answered"
    TIMEOUT_AFTER = "accepted, never answered"
    CUT_BEFORE = "the connection is cut, not accepted"
    CUT_AFTER = "accepted, then the connection is cut"
    FLOOD = "429, retry after one second"

    @property
    def accepted(self) -> bool:
        """Whether the request takes effect."""
        return self in (Fault.TIMEOUT_AFTER, Fault.CUT_AFTER)


class FaultPlan:
    """The faults that are still to happen, by method and in order."""

    def __init__(self) -> None:
        self._planned: defaultdict[str, deque[Fault]] = defaultdict(deque)

    def add(self, method: str, fault: Fault, times: int) -> None:
        """Lets the next ``times`` calls of ``method`` fail."""
        self._planned[method.lower()].extend([fault] * times)

    def next(self, method: str) -> Fault | None:
        """Takes the fault of this call, if there is one."""
        planned = self._planned[method.lower()]
        return planned.popleft() if planned else None
