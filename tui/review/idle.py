"""Idleness: a review left alone asks anew who looks, for not everybody may."""

from __future__ import annotations

_MINUTE = 60.0
_LONGEST_PERIOD = 15.0
"""Seconds."""


class Idle:
    """Knows when a key was last pressed. Times are seconds of one monotonic clock."""

    def __init__(self, minutes: float) -> None:
        """Allow so many minutes without a key; 0: any time."""
        self._allowed = minutes * _MINUTE
        self._touched_at: float | None = None

    @property
    def period(self) -> float:
        """Seconds from one look at the clock to the next."""
        return min(self._allowed / 4 or _LONGEST_PERIOD, _LONGEST_PERIOD)

    def touch(self, at: float) -> None:
        """Begin to count anew."""
        self._touched_at = at

    def is_over(self, at: float) -> bool:
        """Tell whether nobody has pressed a key for longer than is allowed."""
        return bool(self._allowed) and self._touched_at is not None and at - self._touched_at > self._allowed
