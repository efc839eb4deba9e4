"""A serial port: opened for us alone, read until it goes away, answered. All pyserial is in this file.

Facts it rests on (measured, hardware.md 1.3): a vanished device shows as SerialException, as a
bare OSError or as TypeError; `exclusive=True` is only flock, which programs that do not ask
for it ignore (hence `scanners.tty_file.claim`).
"""

from __future__ import annotations

import errno
import termios
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

import serial as pyserial

from scanners.device import (
    READ_TIMEOUT,
    SILENT_WITHIN,
    DeviceBusy,
    DeviceDeaf,
    DeviceError,
    DeviceLost,
    DeviceMistaken,
    error_number,
    while_opening,
)
from scanners.frames import IDLE_GAP
from scanners.identity import ROOTS, Roots, driver_of, identity_of
from scanners.tty_file import claim, put, release, unsent

if TYPE_CHECKING:
    from collections.abc import Iterator

WRITE_TIMEOUT: Final = 0.5
"""Seconds an answer may take to leave: one that is later sounds as the answer to the next scan."""

_LOOK_AGAIN: Final = 0.005
"""Seconds between two looks whether the rest of an answer has gone out."""

_MOST: Final = 4096
"""Bytes taken in one read: the size of the kernel's line buffer."""

_WAITING: Final = frozenset({"", "cdc_acm"})
"""Drivers of guns that send nothing while nobody listens: Bluetooth and simulated ones have none."""


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


_ANY_FAILURE: Final = (OSError, TypeError, ValueError, OverflowError, termios.error)
"""All that pyserial lets out. SerialException is an OSError; termios.error is not."""


class Port:
    """An open serial port that is ours alone. One thread reads; others may only write and cancel."""

    def __init__(
        self,
        path: str,
        line: Line | None = None,
        timeout: float = READ_TIMEOUT,
        usb: str = "",
        roots: Roots = ROOTS,
    ) -> None:
        """Open `path` exactly as given, so that a by-id name finds the gun wherever it is plugged.

        A gun on a wire (RS-232) sends whether or not anybody listens: what it sends until the first
        silence may be the rest of a code, and is thrown away.

        Args:
            path: A device or a symbolic link to one, such as /dev/serial/by-id/...
            line: Speed and the rest; 9600 8N1 without it.
            timeout: Seconds a read waits for the first byte.
            usb: The `VVVV:PPPP` it must have; empty: whatever is there. A name by the socket
                finds whatever is plugged into it.
            roots: Where the machine shows its devices.

        Raises:
            DeviceError: One of its kinds: Missing, Held, Busy, Forbidden, Mistaken, Unusable or Lost.

        """
        self.path = path
        self._serial = _Keeping(timeout=timeout, exclusive=True)
        # Around every use of the descriptor by another thread: that of a closed port may be
        # somebody else's by now.
        self._closing = threading.Lock()
        self._writing = threading.Lock()
        try:
            with while_opening(path, _ANY_FAILURE):
                _set_line(self._serial, path, line or Line())
                _check(path, usb, roots)
                self._serial.open()
                claim(self._serial.fileno())
        except DeviceError:
            self._serial.close()
            raise
        if driver_of(path, roots) not in _WAITING:
            self._await_silence()

    def __enter__(self) -> Self:
        """Give the port itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    @property
    def timeout(self) -> float:
        """Seconds the next read waits for the first byte; set by the thread that reads."""
        return float(self._serial.timeout or 0)

    @timeout.setter
    def timeout(self, seconds: float) -> None:
        if seconds == self._serial.timeout:
            return
        try:
            self._serial.timeout = seconds
        except _ANY_FAILURE as error:  # pyserial looks at the whole line again
            raise DeviceLost(self.path, error) from error

    def read(self) -> bytes:
        """What has come in; nothing when `timeout` went by without a byte.

        Raises:
            DeviceLost: The device went away. Close at once: while the old file is open, the
                kernel gives a replugged gun another name (pyserial issue 36).

        """
        try:
            # Asking for no more than is there: pyserial throws bytes away when a later part of
            # the same read fails.
            return self._serial.read(min(self._serial.in_waiting, _MOST) or 1)
        except _ANY_FAILURE as error:
            raise DeviceLost(self.path, error) from error

    def write(self, data: bytes) -> None:
        """Send bytes and wait until they have left. From any thread; answers never mix.

        pyserial's own write turns in a busy loop while a handshake holds the line.

        Raises:
            DeviceDeaf: The line is held back by its handshake; what had not left is thrown away.
            DeviceLost: It went away or is closed.

        """
        end = time.monotonic() + WRITE_TIMEOUT
        with self._writing:
            rest, left = self._push(data)
            while left:
                if time.monotonic() >= end:
                    self._forget()
                    raise DeviceDeaf(self.path, TimeoutError(errno.ETIMEDOUT, "held back"))
                time.sleep(_LOOK_AGAIN)
                rest, left = self._push(rest)

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
            if error_number(error) not in (errno.EIO, errno.ENODEV, errno.ENXIO):
                raise
        finally:
            with self._closing:
                self._serial.close()

    def _await_silence(self) -> None:
        """Wait for as long as no two bytes of a code are apart."""
        end = time.monotonic() + SILENT_WITHIN
        timeout, self.timeout = self.timeout, IDLE_GAP
        try:
            while self.read():
                if time.monotonic() >= end:
                    raise DeviceBusy(self.path, "a gun that is sending")
            self.timeout = timeout
        except DeviceError:
            self.close()
            raise

    def _push(self, data: bytes) -> tuple[bytes, int]:
        """Write as much as the line takes now; what is left of it, and how many bytes have not gone out."""
        with self._file() as file:
            rest = data[put(file, data) :]
            return rest, len(rest) + unsent(file)

    def _forget(self) -> None:
        """Throw away what has not gone out. Closing would wait for it, up to 30 s."""
        with self._file() as file:
            termios.tcflush(file, termios.TCOFLUSH)

    @contextmanager
    def _file(self) -> Iterator[int]:
        """The descriptor, while nobody can close it."""
        with self._closing:
            try:
                yield self._serial.fileno()
            except _ANY_FAILURE as error:
                raise DeviceLost(self.path, error) from error


class _Keeping(pyserial.Serial):
    """A port whose opening keeps what has already come in.

    pyserial throws it away, which loses the first scan after replugging. Nothing stale can be
    there: the kernel buffers nothing for a terminal nobody has open.
    """

    def _reset_input_buffer(self) -> None:
        """Called by pyserial 3.5 only from `open`; `reset_input_buffer` goes through here too."""


def _set_line(port: pyserial.Serial, path: str, line: Line) -> None:
    port.port = path
    port.baudrate = line.speed
    port.bytesize = line.bits
    port.parity = line.parity.value
    port.stopbits = line.stop_bits
    port.rtscts = line.rts_cts
    port.xonxoff = line.xon_xoff


def _check(path: str, usb: str, roots: Roots) -> None:
    """Raise DeviceMistaken where the port is another USB device's than `usb`."""
    if not usb or not Path(path).exists():
        return
    identity = identity_of(path, roots)
    if (found := identity.usb if identity else "") != usb.lower():
        raise DeviceMistaken(path, f"{found or 'no USB device'} instead of {usb}")
