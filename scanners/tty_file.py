"""What is done to an open terminal by its descriptor: claimed, written to, and looked at."""

from __future__ import annotations

import errno
import fcntl
import os
import struct
import termios
from typing import Final

_TIOCGEXCL: Final = 0x8004_5440
"""Asks whether TIOCEXCL is set; missing from `termios` (Linux, asm-generic/ioctls.h)."""

_PTY_MAJORS: Final = range(136, 144)
"""Major device numbers of pseudo-terminals (Linux, Documentation/admin-guide/devices.txt)."""


def claim(descriptor: int) -> None:
    """Keep everybody else from opening the terminal, root excepted (TIOCEXCL).

    Root can open a terminal another program has claimed, hence the question first. A
    pseudo-terminal is not marked: it keeps the mark after its last user dies (measured), and a
    station killed by a power cut could not open its simulated gun again.

    Raises:
        BlockingIOError: Another program claimed it.
        OSError: It went away.

    """
    marked = bytearray(4)
    fcntl.ioctl(descriptor, _TIOCGEXCL, marked)
    if struct.unpack("i", marked)[0]:
        raise OSError(errno.EBUSY, os.strerror(errno.EBUSY))
    if os.major(os.fstat(descriptor).st_rdev) not in _PTY_MAJORS:
        fcntl.ioctl(descriptor, termios.TIOCEXCL)


def release(descriptor: int) -> None:
    """Undo `claim`: the mark belongs to the terminal and may outlive our file.

    Raises:
        OSError: It went away.

    """
    fcntl.ioctl(descriptor, termios.TIOCNXCL)


def put(descriptor: int, data: bytes) -> int:
    """Write to a file that does not block; how many bytes it took, 0 while it takes none.

    Raises:
        OSError: It went away.

    """
    try:
        return os.write(descriptor, data)
    except BlockingIOError:
        return 0


def unsent(descriptor: int) -> int:
    """Bytes that were written and have not gone out: a handshake holds the line back.

    Raises:
        OSError: It went away.

    """
    return int(struct.unpack("i", fcntl.ioctl(descriptor, termios.TIOCOUTQ, bytes(4)))[0])
