"""A device: whatever gives codes. Opened for us alone, read until it goes away, answered where it listens."""

# ruff: noqa: N818 - DeviceHeld says what is wrong with a device; DeviceHeldError says it worse

from __future__ import annotations

import errno
import os
import termios
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar, Final, Protocol, Self

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType


READ_TIMEOUT: Final = 0.1
"""Seconds a read waits; longer ones make the station slow to leave (style.md 3.4)."""

SILENT_WITHIN: Final = 0.2
"""Seconds to wait, while opening, for a silence between two codes, so that the rest of a code that was
begun before is never taken for one; the keeper tries again later."""


class Device(Protocol):
    """An open device that is ours alone. One thread reads; others may only write and cancel."""

    path: str
    """As it was asked for."""

    timeout: float
    """Seconds the next read waits for the first byte; set by the thread that reads."""

    def __enter__(self) -> Self:
        """Give the device itself."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let others have it."""

    def read(self) -> bytes:
        """What has come in; nothing when its timeout went by without a byte, or after `cancel`.

        Raises:
            DeviceLost: The device went away. Close at once: while the old file is open, the
                kernel gives a replugged gun another name (pyserial issue 36).

        """

    def write(self, data: bytes) -> None:
        """Send bytes to the device. From any thread.

        Raises:
            DeviceDeaf: It takes nothing, or not in time.
            DeviceLost: It went away.

        """

    def cancel(self) -> None:
        """Make the read that is waiting, or the next one, give nothing at once. From any thread."""


class DeviceError(Exception):
    """A device that cannot be used, as a sentence with expected and got."""

    expected: ClassVar[str] = "to work"
    number: ClassVar[int] = 0
    """The error number where the cause has none."""

    def __init__(self, path: str, cause: BaseException | str) -> None:
        """Name the device and what came instead: an error, or what was found, in few words."""
        self.path = path
        """As it was asked for."""
        self.reason, got = _told(cause, self.number)
        """Short, for a light: the name of the error, such as EACCES, or what was found."""
        super().__init__(f"Expected {path} {self.expected}, got {got}.")


class DeviceMissing(DeviceError):
    """No such device: not plugged in, asleep, or under another name."""

    expected = "to be plugged in"


class DeviceHeld(DeviceError):
    """Another program, or another part of this one, has it open for itself."""

    expected = "to be free"


class DeviceBusy(DeviceError):
    """It is just sending, and what would be read first may be the rest of a code; nobody else has it."""

    expected = "to be silent for a moment"


class DeviceForbidden(DeviceError):
    """The station may not open it. Right after plugging in, udev may not have got to it yet."""

    expected = "to be open to the station (groups dialout and input)"


class DeviceUnusable(DeviceError):
    """It is there but is not of the kind that was asked for, or does not take its settings."""

    expected = "to be a scanner of the kind it is set up as"


class DeviceMistaken(DeviceError):
    """Another device is plugged in where the scanner was: a person's keyboard is never taken."""

    expected = "to be the scanner that was set up"


class DeviceAmbiguous(DeviceError):
    """Two that are equal are plugged in, and nothing tells which one is meant."""

    expected = "to name one scanner"


class DeviceLost(DeviceError):
    """It was open and went away."""

    expected = "to stay plugged in"
    number = errno.EIO


class DeviceFrozen(DeviceError):
    """A camera that gives the same picture again and again, or none at all: it is covered, or it hangs."""

    expected = "to give new pictures"


class DeviceDeaf(DeviceError):
    """It takes no answer: a keyboard gun has no ear, or a line's handshake holds it back."""

    expected = "to take an answer"


KINDS: Final[dict[int, type[DeviceError]]] = {
    errno.ENOENT: DeviceMissing,
    errno.ENODEV: DeviceMissing,
    errno.ENXIO: DeviceMissing,
    errno.EIO: DeviceMissing,
    errno.EACCES: DeviceForbidden,
    errno.EPERM: DeviceForbidden,
    errno.EBUSY: DeviceHeld,
    errno.EAGAIN: DeviceHeld,
}
"""What an error number means while opening. EIO: the device went away between name and open."""


def _told(cause: BaseException | str, otherwise: int) -> tuple[str, str]:
    """The reason and its sentence's end; `otherwise` is the error number of a cause without one."""
    if isinstance(cause, str):
        return cause, cause
    number = error_number(cause) or otherwise
    reason = errno.errorcode.get(number, type(cause).__name__)
    return reason, f"{reason} ({os.strerror(number) if number else cause})"


@contextmanager
def while_opening(path: str, failures: tuple[type[Exception], ...] = (OSError,)) -> Iterator[None]:
    """Raise each of `failures` as the kind of error that its number means while opening `path`."""
    try:
        yield
    except failures as error:
        raise KINDS.get(error_number(error), DeviceUnusable)(path, error) from error


def error_number(error: BaseException) -> int:
    """The error number, or 0. Where pyserial hides termios.error in a text, it is the context."""
    if isinstance(error, OSError) and error.errno:
        return error.errno
    if isinstance(error, termios.error):
        return int(error.args[0])
    return error_number(error.__context__) if error.__context__ else 0
