"""Reads a device node that is open: waits for it, or for a word from another thread, and for nothing else."""

from __future__ import annotations

import os
import select
import threading

from scanners.device import DeviceLost


class NodeReader:
    """The reading side of one descriptor, which does not block. One thread reads; others may only cancel."""

    def __init__(self, path: str, descriptor: int, timeout: float) -> None:
        """Read `descriptor` of `path`; a read waits `timeout` seconds for the first byte."""
        self._path = path
        self._descriptor = descriptor
        self.timeout = timeout
        """Seconds the next read waits; set by the thread that reads."""
        self._word = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        # Between `cancel` and `close`: the descriptor of a closed word may be somebody else's by now.
        self._closing = threading.Lock()
        self._poll = select.poll()
        self._poll.register(self._descriptor, select.POLLIN)
        self._poll.register(self._word, select.POLLIN)

    def read(self, most: int) -> bytes:
        """At most so many bytes; nothing when the time-out went by, or after `cancel`.

        Raises:
            DeviceLost: The device went away.

        """
        ready = dict(self._poll.poll(self.timeout * 1000))
        if self._word in ready:
            os.eventfd_read(self._word)
            return b""
        return self._take(most) if ready else b""

    def is_quiet(self, seconds: float) -> bool:
        """Whether nothing comes for so long; what came is thrown away.

        Raises:
            DeviceLost: The device went away.

        """
        if self._descriptor not in dict(self._poll.poll(seconds * 1000)):
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
        """Wait no more. The descriptor itself stays open."""
        with self._closing:
            if self._word >= 0:
                os.close(self._word)
                self._word = -1

    def _take(self, most: int) -> bytes:
        """What is there; nothing when that is nothing."""
        try:
            data = os.read(self._descriptor, most)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise DeviceLost(self._path, error) from error
        if not data:
            raise DeviceLost(self._path, OSError())
        return data
