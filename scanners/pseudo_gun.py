"""A gun that is not there: a pseudo-terminal behind a link, as udev would make it.

For `intake simulate` and for tests. The station opens the link and cannot tell the difference.
"""

from __future__ import annotations

import fcntl
import os
import struct
import termios
import tty
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from pathlib import Path


class PseudoGun:
    """A simulated gun at `link`. Plugging in again gives it another device, as the kernel may."""

    def __init__(self, link: Path) -> None:
        """Prepare; `plug` makes the device."""
        self.link = link
        self._ends: tuple[int, int] | None = None

    def __enter__(self) -> Self:
        """Plug in."""
        self.plug()
        return self

    def __exit__(self, *_: object) -> None:
        """Pull out."""
        self.unplug()

    @property
    def plugged(self) -> bool:
        """Whether there is a device."""
        return self._ends is not None

    @property
    def device(self) -> str:
        """The device behind the link, such as /dev/pts/3.

        Raises:
            OSError: It is not plugged in.

        """
        return os.ttyname(self._both()[1])

    @property
    def unread(self) -> int:
        """Bytes that have arrived and nobody has read.

        Raises:
            OSError: It is not plugged in.

        """
        answer = fcntl.ioctl(self._both()[1], termios.FIONREAD, bytes(4))
        return int(struct.unpack("i", answer)[0])

    def plug(self) -> None:
        """Make a device and point the link at it; harmless when plugged in.

        Raises:
            OSError: No pseudo-terminal is left, or the link cannot be made.

        """
        if self._ends is not None:
            return
        self._ends = os.openpty()
        # The slave stays open on this side and raw: bytes sent before the station opens it wait
        # there unchanged and are not echoed back.
        tty.setraw(self._ends[1], termios.TCSANOW)
        fresh = self.link.with_name(f"{self.link.name}.new")
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(self.device)
        fresh.replace(self.link)

    def unplug(self) -> None:
        """Take the device away, with what nobody has read; harmless when not plugged in."""
        if self._ends is None:
            return
        self.link.unlink(missing_ok=True)
        for end in self._ends:
            os.close(end)
        self._ends = None

    def send(self, data: bytes) -> None:
        """Send bytes as they are, terminator and all; waits while the station does not read.

        Raises:
            OSError: It is not plugged in.

        """
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self._both()[0], rest) :]

    def _both(self) -> tuple[int, int]:
        if self._ends is None:
            raise OSError(f"Expected {self.link} to be plugged in, got no device.")
        return self._ends
