"""A serial port: opened for us alone, read until it goes away. All pyserial is in this file.

Facts it rests on (measured, hardware.md 1.3): a vanished device shows as SerialException, as a
bare OSError or as TypeError; `exclusive=True` is only flock, which programs that do not ask
for it ignore; TIOCEXCL stops those, but not root.
"""

# ruff: noqa: N818 - PortHeld says what is wrong with a port; PortHeldError says it worse

from __future__ import annotations

import errno
import fcntl
import os
import struct
import termios
import threading
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Final, Self

import serial as pyserial

READ_TIMEOUT: Final = 0.1
"""Seconds a read waits; longer ones make the station slow to leave (style.md 3.4)."""

_MOST: Final = 4096
"""Bytes taken in one read: the size of the kernel's line buffer."""

_TIOCGEXCL: Final = 0x8004_5440
"""Asks whether TIOCEXCL is set; missing from `termios` (Linux, asm-generic/ioctls.h)."""

_PTY_MAJORS: Final = range(136, 144)
"""Major device numbers of pseudo-terminals (Linux, Documentation/admin-guide/devices.txt)."""


class Parity(StrEnum):
    """The check bit of a character on an RS-232 line."""

    NONE = "N"
    EVEN = "E"
    ODD = "O"
    MARK = "M"
    SPACE = "S"


@dataclass(frozen=True, slots=True)
class Line:
    """How an RS-232 line is driven. USB-CDC guns ignore all of it."""

    speed: int = 9600
    """Bits per second."""

    bits: int = 8
    """Data bits of a character, 5 to 8."""

    parity: Parity = Parity.NONE
    stop_bits: int = 1
    rts_cts: bool = False
    """Whether the station can tell the gun to wait by hardware handshake."""

    xon_xoff: bool = False
    """The same by XON and XOFF characters."""


class PortError(Exception):
    """A port that cannot be used, as a sentence with expected and got."""

    expected: ClassVar[str] = "to work"
    number: ClassVar[int] = 0
    """The error number where the cause has none."""

    def __init__(self, path: str, cause: BaseException) -> None:
        """Name the port and what came instead."""
        self.path = path
        """As it was asked for."""
        number = _number(cause) or self.number
        self.reason = errno.errorcode.get(number, type(cause).__name__)
        """Short, for a light: the name of the error, such as EACCES."""
        got = os.strerror(number) if number else str(cause)
        super().__init__(f"Expected {path} {self.expected}, got {self.reason} ({got}).")


class PortMissing(PortError):
    """No such device: not plugged in, asleep, or under another name."""

    expected = "to be plugged in"


class PortHeld(PortError):
    """Another program, or another part of this one, has it open for itself."""

    expected = "to be free"


class PortForbidden(PortError):
    """The station may not open it. Right after plugging in, udev may not have got to it yet."""

    expected = "to be open to the station (group dialout)"


class PortUnusable(PortError):
    """It is there but is no serial port, or does not take the speed it was given."""

    expected = "to be a serial port that takes its settings"


class PortLost(PortError):
    """It was open and went away."""

    expected = "to stay plugged in"
    number = errno.EIO


_KINDS: Final[dict[int, type[PortError]]] = {
    errno.ENOENT: PortMissing,
    errno.ENODEV: PortMissing,
    errno.ENXIO: PortMissing,
    errno.EIO: PortMissing,
    errno.EACCES: PortForbidden,
    errno.EPERM: PortForbidden,
    errno.EBUSY: PortHeld,
    errno.EAGAIN: PortHeld,
}
"""What an error number means while opening. EIO: the device went away between name and open."""

_ANY_FAILURE: Final = (OSError, TypeError, ValueError, OverflowError, termios.error)
"""All that pyserial lets out. SerialException is an OSError; termios.error is not."""


class Port:
    """An open serial port that is ours alone. One thread uses it; another may only `cancel`."""

    def __init__(self, path: str, line: Line | None = None, timeout: float = READ_TIMEOUT) -> None:
        """Open `path` exactly as given, so that a by-id name finds the gun wherever it is plugged.

        Args:
            path: A device or a symbolic link to one, such as /dev/serial/by-id/...
            line: Speed and the rest; 9600 8N1 without it.
            timeout: Seconds a read waits for the first byte.

        Raises:
            PortError: One of its kinds: Missing, Held, Forbidden or Unusable.

        """
        self.path = path
        self._serial = _Keeping(timeout=timeout, exclusive=True)
        # Between `cancel` and `close`: the descriptor of a closed port may be somebody else's by now.
        self._closing = threading.Lock()
        try:
            _set_line(self._serial, path, line or Line())
            self._serial.open()
            claim(self._serial.fileno())
        except _ANY_FAILURE as error:
            self._serial.close()
            raise _KINDS.get(_number(error), PortUnusable)(path, error) from error

    def __enter__(self) -> Self:
        """Give the port itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def read(self) -> bytes:
        """What has come in; nothing when `timeout` went by without a byte.

        Raises:
            PortLost: The device went away. Close at once: while the old file is open, the
                kernel gives a replugged gun another name (pyserial issue 36).

        """
        try:
            # Asking for no more than is there: pyserial throws bytes away when a later part of
            # the same read fails.
            return self._serial.read(min(self._serial.in_waiting, _MOST) or 1)
        except _ANY_FAILURE as error:
            raise PortLost(self.path, error) from error

    def cancel(self) -> None:
        """Make the read that is waiting, or the next one, give nothing at once. From any thread."""
        with self._closing:
            if self._serial.is_open:
                self._serial.cancel_read()

    def close(self) -> None:
        """Let others have it. Closing twice is harmless.

        A device that is already gone needs no release: the kernel forgets its flags with it.
        """
        if not self._serial.is_open:
            return
        try:
            release(self._serial.fileno())
        except OSError as error:
            if _number(error) not in (errno.EIO, errno.ENODEV, errno.ENXIO):
                raise
        finally:
            with self._closing:
                self._serial.close()


class _Keeping(pyserial.Serial):
    """A port whose opening keeps what has already come in.

    pyserial throws it away, which loses the first scan after replugging. Nothing stale can be
    there: the kernel buffers nothing for a terminal nobody has open.
    """

    def _reset_input_buffer(self) -> None:
        """Called by pyserial 3.5 only from `open`; `reset_input_buffer` goes through here too."""


def claim(descriptor: int) -> None:
    """Keep everybody else from opening the terminal, root excepted.

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


def _set_line(port: pyserial.Serial, path: str, line: Line) -> None:
    port.port = path
    port.baudrate = line.speed
    port.bytesize = line.bits
    port.parity = line.parity.value
    port.stopbits = line.stop_bits
    port.rtscts = line.rts_cts
    port.xonxoff = line.xon_xoff


def _number(error: BaseException) -> int:
    """The error number, or 0. Where pyserial hides termios.error in a text, it is the context."""
    if isinstance(error, OSError) and error.errno:
        return error.errno
    if isinstance(error, termios.error):
        return int(error.args[0])
    return _number(error.__context__) if error.__context__ else 0
