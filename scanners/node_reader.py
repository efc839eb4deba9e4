"""Reads a device node that is open: waits for it, or for a word from another thread, and for nothing else."""

from __future__ import annotations

import os
import select
import threading
from typing import Final, Self

from scanners.device import READ_TIMEOUT, DeviceLost

_MOST: Final = 4096
"""Bytes taken in one read: more than the 64 records of 24 bytes the kernel keeps for one reader of a
keyboard, and than a point-of-sale scanner's report of 64 bytes (hidraw's own limit is 16 KiB)."""


class NodeReader:
    """The reading side of a node, open without blocking. One thread reads; others may only cancel."""

    def __init__(self, path: str, file: int, timeout: float = READ_TIMEOUT) -> None:
        """Read the descriptor `file` of `path`; a read waits `timeout` seconds for the first byte."""
        self.path = path
        """As it was asked for."""
        self.timeout = timeout
        """Seconds the next read waits for the first byte; set by the thread that reads."""
        self._file = file
        self._word = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        # Around every use by another thread: a closed descriptor's number may be somebody else's by now.
        self._closing = threading.Lock()
        self._poll = select.poll()
        self._poll.register(self._file, select.POLLIN)
        self._poll.register(self._word, select.POLLIN)

    def __enter__(self) -> Self:
        """Give the device itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def read(self) -> bytes:
        """What one read gives: whole records, or one report; nothing after `timeout`, or after `cancel`.

        Raises:
            DeviceLost: The device went away.

        """
        ready = dict(self._poll.poll(self.timeout * 1000))
        if self._word in ready:
            os.eventfd_read(self._word)
            return b""
        return self._take(_MOST) if ready else b""

    def is_quiet(self, seconds: float) -> bool:
        """Whether nothing comes for so long; what came is thrown away.

        Raises:
            DeviceLost: The device went away.

        """
        if self._file not in dict(self._poll.poll(seconds * 1000)):
            return True
        while self._take(1 << 16):
            pass
        return False

    def cancel(self) -> None:
        """Make the read that is waiting, or the next one, give nothing at once. From any thread."""
        with self._closing:
            if self._word >= 0:
                os.eventfd_write(self._word, 1)

    def close(self) -> None:
        """Wait no more. Closing twice is harmless; the descriptor itself stays open."""
        with self._closing:
            if self._word >= 0:
                os.close(self._word)
                self._word = -1

    def _take(self, most: int) -> bytes:
        """What is there; nothing when that is nothing."""
        try:
            data = os.read(self._file, most)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise DeviceLost(self.path, error) from error
        if not data:
            raise DeviceLost(self.path, OSError())
        return data
