"""Hands items over to a receiver, in order, from a thread of its own.

Scans: it stands between the thread that reads a device and a receiver that may take its time. Were
they one thread, a receiver that waits for the disk would stop the reading: two codes of a gun without
terminators would become one, codes would carry the time they were fetched at rather than the time
they were scanned at, and what waits in the kernel is lost when the gun is unplugged.

Lights have a box of their own, so that one that says "not stored yet" is not stuck behind the scans.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from intake.scan import Scan

Item = TypeVar("Item")
"""What a box holds: scans, or lights."""

CAPACITY: Final = 1024
"""Items that may wait. When full, `put` waits, and after it the kernel's buffer and the gun."""

RETRY: Final = 0.2
"""Seconds before an item whose receiver failed is handed over again."""

ENDS_WITHIN: Final = 0.28
"""Seconds in which a device is let go of in all, whatever the receivers do."""

_HANDED_OVER: Final = 0.08
"""Of these, what is left at least to hand over what was read."""

_log: Final = logging.getLogger(__name__)


class Outbox(Generic[Item]):
    """Items on their way to their receiver. Nothing is dropped while it is open."""

    def __init__(
        self, name: str, receive: Callable[[Item], object], on_trouble: Callable[[str], object] | None = None
    ) -> None:
        """Prepare; `start` begins handing over.

        `on_trouble` is told in the thread of the box why the receiver fails, and "" once it takes
        the item after all.
        """
        self._name = name
        self._receive = receive
        self._on_trouble = on_trouble
        self._items: deque[Item] = deque()
        self._changed = threading.Condition()
        self._closed = False
        self._thread = threading.Thread(target=self._run, name=f"outbox {name}", daemon=True)

    def start(self) -> None:
        """Begin to hand over."""
        self._thread.start()

    def put(self, item: Item) -> None:
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
        """Wait at most `timeout` seconds for the rest; how many items were not taken."""
        if self._thread.is_alive():
            self._thread.join(timeout)
        with self._changed:
            return len(self._items)

    def _run(self) -> None:
        while (box := self._waiting()) is not None:
            if not self._hand_over(box[0]):
                return
            with self._changed:
                self._items.popleft()
                self._changed.notify_all()

    def _waiting(self) -> deque[Item] | None:
        """Wait for an item; it stays in the box until it is taken. None: closed and empty."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._items)
            return self._items or None

    def _hand_over(self, item: Item) -> bool:
        """Try until the receiver takes the item, so it may get one twice but never none.

        False when the box was closed while its receiver was failing.
        """
        failed = False
        while not self._given(item):
            failed = True
            if self._closes_within(RETRY):
                return False
        if failed and self._on_trouble is not None:
            self._on_trouble("")
        return True

    def _given(self, item: Item) -> bool:
        """Whether the receiver took the item."""
        try:
            self._receive(item)
        except Exception as error:  # noqa: BLE001 - a receiver may raise anything; this thread outlives it
            _log.exception("%s: a receiver failed", self._name)
            if self._on_trouble is not None:
                self._on_trouble(repr(error))
            return False
        return True

    def _closes_within(self, seconds: float) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self._closed, seconds)


def end(reader: threading.Thread, scans: Outbox[Scan], *others: Outbox[Any]) -> int:
    """Wait for a thread that reads a device and was told to end, then hand over what it has put.

    Returns:
        How many scans were not taken.

    """
    last = time.monotonic() + ENDS_WITHIN
    if reader.is_alive():
        reader.join(ENDS_WITHIN - _HANDED_OVER)
    boxes = (scans, *others)
    for box in boxes:
        box.close()
    left, *_ = [box.join(max(0.0, last - time.monotonic())) for box in boxes]
    return left
