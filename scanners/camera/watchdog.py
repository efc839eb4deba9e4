"""The watchdog of a camera: how long ago its picture changed, and when it is opened anew.

Cameras that were unplugged have gone on to give their last frame (opencv#5221, #14044), and the noise of a
live sensor makes every frame differ from the one before.
"""

from __future__ import annotations

from typing import Final

PATIENCE: Final = 2.0
"""Seconds without a new picture."""

OPENS_WITHIN: Final = 5.0
"""Seconds a camera may take to open and give its first frame."""

LONGEST_PATIENCE: Final = 60.0
"""Seconds between two openings of a camera that is covered: its picture stands still for good reason."""


class Watchdog:
    """Watches one camera over all its openings. Times are seconds of one clock, given by the caller."""

    def __init__(self) -> None:
        """Begin with nothing seen."""
        self._last: bytes | None = None
        self._patience = PATIENCE
        self._changed_at = 0.0
        self.is_awake = False
        """Whether a new picture came since it was opened."""

    def opened(self, at: float) -> None:
        """It is opened, once more."""
        self._changed_at = at
        self.is_awake = False

    def saw(self, digest: bytes, at: float, *, is_live: bool) -> None:
        """A frame came. Only a live one must differ from the one before: pictures may stand still."""
        if is_live and digest == self._last:
            return
        self._last = digest
        self._changed_at = at
        self._patience = PATIENCE
        self.is_awake = True

    def age(self, at: float) -> float:
        """Seconds since a new picture came, or since it was opened."""
        return at - self._changed_at

    def gives_up(self, at: float, *, is_open: bool) -> bool:
        """Whether to open it anew; each time without a new picture it waits twice as long."""
        if self.age(at) < (self._patience if is_open else max(self._patience, OPENS_WITHIN)):
            return False
        self._patience = min(2 * self._patience, LONGEST_PATIENCE)
        return True
