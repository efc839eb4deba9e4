"""A clock that goes on only where it is told to: pictures then show the same times at every run."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from intake.scan import Moment
from intake.surroundings import Surroundings

ZONE = "Asia/Tokyo"
BEGIN = 1_764_032_400_000
"""25 November 2025, 10:00 in Tokyo: milliseconds since 1970."""

_PAUSE = 4_000
"""Milliseconds from act to act."""


class Clock:
    """Both clocks of a machine, standing still between acts."""

    def __init__(self) -> None:
        """Begin in the morning."""
        self.wall = BEGIN
        self._numbers = 0

    def go_on(self, milliseconds: int = _PAUSE) -> Moment:
        """Let time pass."""
        self.wall += milliseconds
        return self.moment()

    def moment(self) -> Moment:
        """Read both clocks."""
        return Moment(self.wall, (self.wall - BEGIN) * 1_000_000)

    def new_id(self, wall: int) -> str:
        """Make a UUIDv7 (RFC 9562, section 5.7) whose random bits are a count."""
        self._numbers += 1
        digits = f"{wall:012x}70008000{self._numbers:012x}"
        return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))

    @property
    def surroundings(self) -> Surroundings:
        """What a station takes from a machine with this clock, and a disk with room."""
        return Surroundings(self.moment, self.new_id, lambda _folder: 1 << 40, "stage")

    @contextmanager
    def on_the_wall(self) -> Iterator[None]:
        """Be the clock of this process, as it hangs in a dock in Japan."""
        with patch("time.time", lambda: self.wall / 1000), patch.dict(os.environ, {"TZ": ZONE}):
            time.tzset()
            yield
        time.tzset()
