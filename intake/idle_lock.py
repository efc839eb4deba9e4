"""The idle lock: how long nobody may still leave the desk alone before it locks itself."""

from __future__ import annotations

from math import inf

from intake.receipt import Receipt

_SECOND = 1_000_000_000
"""Nanoseconds."""


class IdleLock:
    """Counts from the last thing a person did, by the monotonic clock."""

    def __init__(self, minutes: float, monotonic: int) -> None:
        """Begin counting now, in nanoseconds; after 0 minutes it never locks."""
        self._limit = minutes * 60
        self._active_at = monotonic

    def begin(self, monotonic: int) -> None:
        """Count anew: somebody has scanned or keyed."""
        self._active_at = monotonic

    def seconds_left(self, receipt: Receipt, monotonic: int) -> float:
        """Give the seconds left; endless where it does not lock, and in an emergency."""
        if not self._limit or receipt.operator is None or receipt.incident is not None:
            return inf
        return self._limit - (monotonic - self._active_at) / _SECOND
