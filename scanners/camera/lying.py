"""Lying: codes that lay before a camera when its process ended, which the next one reads once more.

Pure. To that process every code is new; to the desk the same showing of one is no second scan, for nobody has
brought it there again: a card `RI-C-YES` left on the table must not confirm what is asked by then.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from intake.scan import Scan, Symbology

SETTLES_AFTER: Final = 60
"""Frames a new process has looked at when it has read what lies there: it searches the first 30 of a picture
that stands still (`scanners.camera.stillness`). No clock, for a machine at its limit only takes longer."""

_MOST: Final = 256
"""Scans that are remembered: what was read before them has long left the table."""


class Lying:
    """Remembers what was read, over all processes of one camera. Not for several threads."""

    def __init__(self) -> None:
        """Begin with nothing read."""
        self._read: deque[tuple[Symbology, str]] = deque(maxlen=_MOST)
        self._may_lie: set[tuple[Symbology, str]] = set()
        self._frames = 0

    def begin(self) -> None:
        """A new process gives its first picture."""
        self._may_lie = set(self._read)
        self._frames = 0

    def look(self, frames: int) -> None:
        """It has looked at so many more; what it reads once it has seen the table was brought there."""
        self._frames += frames
        if self._frames >= SETTLES_AFTER:
            self._may_lie.clear()

    def was_read(self, scan: Scan) -> bool:
        """Whether it is of a showing that an earlier process has read; each code is doubted once."""
        key = scan.symbology, scan.text
        if key in self._may_lie:
            self._may_lie.remove(key)
            return True
        self._read.append(key)
        return False
