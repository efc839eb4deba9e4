"""Scans of a camera that nobody has answered yet: a camera makes no sound, but its light tells."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Final

from scanners.answers import STORED_WITHIN

if TYPE_CHECKING:
    from intake.scan import Scan

_SECOND: Final = 1_000_000_000


class Unanswered:
    """What was handed on and is not stored yet. From any thread."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._scans: list[Scan] = []
        self._lock = threading.Lock()

    def take(self, scan: Scan) -> None:
        """A scan is on its way; to be said before it is handed on."""
        with self._lock:
            self._scans.append(scan)

    def answer(self, scan: Scan) -> None:
        """A scan is answered for good, and so are those before it."""
        with self._lock:
            if scan in self._scans:
                del self._scans[: self._scans.index(scan) + 1]

    def is_late(self, monotonic: int) -> bool:
        """Whether one is not stored though it should be; `monotonic` in nanoseconds, as in a scan."""
        with self._lock:
            return any(monotonic - scan.monotonic >= STORED_WITHIN * _SECOND for scan in self._scans)
