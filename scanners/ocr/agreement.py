"""Agreement: when enough frames show the same serial, and none another, it is read.

Pure: times are given. One frame may be wrong and sure of it; a hand that shakes makes
each frame another trial.
"""

from __future__ import annotations

from collections import deque
from typing import Final

from scanners.ocr.serial_line import Sighted

KEPT: Final = 6
"""Sightings that count, the newest; a text that differs stops acceptance until it is none of them."""

FRESH: Final = 4.0
"""Seconds a sighting counts."""

AWAY: Final = 2.0
"""Seconds of frames without it after which a serial is given again."""

MOST_DOUBT: Final = 0.35
"""How likely another serial may be, beside the one that is read, for the sighting to count."""


class Agreement:
    """Takes what each frame shows and tells when a serial is read."""

    def __init__(self, agreeing: int) -> None:
        """A serial is read once so many sure sightings agree."""
        self._agreeing = agreeing
        self._sightings: deque[tuple[float, Sighted]] = deque(maxlen=KEPT)
        self._given = ""
        self._missed: float | None = None

    def hear(self, sighting: Sighted | None, at: float) -> str | None:
        """The serial that is read with this sighting, once while it stays in view; `at` in seconds."""
        text = sighting.text if sighting else ""
        self._miss(text, at)
        if sighting is None:
            return None
        self._sightings.append((at, sighting))
        if text == self._given or not self._is_agreed(text, at):
            return None
        self._given = text
        return text

    def forget(self) -> None:
        """Begin anew with what agrees; what lies in view is still not given again."""
        self._sightings.clear()

    def _miss(self, text: str, at: float) -> None:
        """Count how long the serial that was given is out of view: only frames tell, for nobody may look."""
        if text == self._given:
            self._missed = None
        elif self._missed is None:
            self._missed = at
        if self._missed is not None and at - self._missed >= AWAY:
            self._given = ""

    def _is_agreed(self, text: str, at: float) -> bool:
        fresh = [each for when, each in self._sightings if at - when <= FRESH]
        sure = [each for each in fresh if each.doubt <= MOST_DOUBT]
        return len(sure) >= self._agreeing and all(each.text == text for each in fresh)
