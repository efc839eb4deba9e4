"""Hands scans and lights over, in order, from a thread of its own.

It stands between the thread that reads a port and a receiver that may take its time. Were they
one thread, a receiver that waits for the disk would stop the reading: two codes of a gun without
terminators would become one, codes would carry the time they were fetched at rather than the time
they were scanned at, and what waits in the kernel is lost when the gun is unplugged.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from typing import TYPE_CHECKING, Final

from intake.scan import Scan
from scanners.light import Light, LightState

if TYPE_CHECKING:
    from collections.abc import Callable

    from intake.scan import Moment

CAPACITY: Final = 1024
"""Items that may wait. When full, `put` waits, and after it the kernel's buffer and the gun."""

RETRY: Final = 0.2
"""Seconds before an item whose receiver failed is handed over again."""

_log: Final = logging.getLogger(__name__)


class Outbox:
    """Scans and lights on their way to their receivers. Nothing is dropped while it is open."""

    def __init__(
        self,
        source: str,
        on_scan: Callable[[Scan], object],
        on_light: Callable[[Light], object],
        now: Callable[[], Moment],
    ) -> None:
        """Prepare; `start` begins handing over."""
        self._source = source
        self._on_scan = on_scan
        self._on_light = on_light
        self._now = now
        self._items: deque[Scan | Light] = deque()
        self._changed = threading.Condition()
        self._closed = False
        self._shown: Light | None = None
        self._thread = threading.Thread(target=self._run, name=f"outbox {source}", daemon=True)

    def start(self) -> None:
        """Begin to hand over."""
        self._thread.start()

    def put(self, item: Scan | Light) -> None:
        """Add an item; waits for room while `CAPACITY` others are before it."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or len(self._items) < CAPACITY)
            self._items.append(item)
            self._changed.notify_all()

    def close(self) -> None:
        """Nothing more is to come; what is waiting is still handed over, once each."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def join(self, timeout: float) -> int:
        """Wait at most `timeout` seconds for the rest; how many scans were not taken."""
        if self._thread.is_alive():
            self._thread.join(timeout)
        with self._changed:
            return sum(isinstance(item, Scan) for item in self._items)

    def _run(self) -> None:
        while (item := self._first()) is not None:
            if not self._hand_over(item):
                return
            with self._changed:
                self._items.popleft()
                self._changed.notify_all()

    def _first(self) -> Scan | Light | None:
        """Wait for an item; it stays in the box until it is taken. None: closed and empty."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._items)
            return self._items[0] if self._items else None

    def _hand_over(self, item: Scan | Light) -> bool:
        """Try until the receiver takes the item, so it may get one twice but never none.

        False when the box was closed while its receiver was failing.
        """
        failed = False
        while not self._given(item):
            failed = True
            if self._closes_within(RETRY):
                return False
        if failed and isinstance(item, Scan) and self._shown is not None:
            self._given(self._shown)
        return True

    def _given(self, item: Scan | Light) -> bool:
        """Whether the receiver took the item; if not, its light says so."""
        try:
            self._give(item)
        except Exception as error:  # noqa: BLE001 - a receiver may raise anything; this thread outlives it
            _log.exception("%s: a receiver failed", self._source)
            self._complain(error)
            return False
        return True

    def _give(self, item: Scan | Light) -> None:
        if isinstance(item, Scan):
            self._on_scan(item)
        else:
            self._on_light(item)
            self._shown = item

    def _complain(self, error: Exception) -> None:
        light = Light(self._source, LightState.FAILED, repr(error), self._now())
        try:
            self._on_light(light)
        except Exception:  # noqa: BLE001 - the log is all that is left
            _log.exception("%s: the light cannot be shown", self._source)

    def _closes_within(self, seconds: float) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self._closed, seconds)
