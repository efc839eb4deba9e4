"""A point-of-sale scanner (USB HID usage page 0x8C), read as raw reports: the kernel has no driver for it.

Facts it rests on (hardware.md 1.1; Linux, Documentation/hid/hidraw.rst): one read gives one report
and drops what the buffer cannot take; every program that opens the node gets every report. So no
reader takes another's codes away, but nothing keeps a program from listening: the lock stops only
those that ask for it, a second station among them. A write waits, non-blocking or not, until the
scanner has taken the report, at most 5 s (USB_CTRL_SET_TIMEOUT).
"""

from __future__ import annotations

import errno
import fcntl
import os
import struct
import time
from typing import TYPE_CHECKING, Final

from scanners.device import (
    READ_TIMEOUT,
    SILENT_WITHIN,
    DeviceBusy,
    DeviceDeaf,
    DeviceError,
    DeviceLost,
    DeviceMistaken,
    DeviceUnusable,
    error_number,
    while_opening,
)
from scanners.frames import IDLE_GAP
from scanners.identity import usb_of
from scanners.node_reader import NodeReader
from scanners.pos_tones import beep_reports
from scanners.report_descriptor import fields

if TYPE_CHECKING:
    from collections.abc import Mapping

_SCANNER: Final = 0x8C
"""The usage page of bar code scanners (USB-IF, HID Point of Sale Usage Tables 1.02)."""

_HIDIOCGRDESCSIZE: Final = 0x8004_4801
_HIDIOCGRDESC: Final = 0x9004_4802
_HIDIOCGRAWINFO: Final = 0x8008_4803
"""Ask for the size of the report descriptor, for itself, and for who made it (Linux, hidraw.h)."""

_LONGEST_DESCRIPTOR: Final = 4096

_READ_ONLY: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
"""Why a node that may be read may not be written to."""

_GONE: Final = frozenset({errno.EBADF, errno.EIO, errno.ENODEV, errno.ENXIO, errno.ESHUTDOWN})
"""Of a write: the scanner is unplugged, or closed by whoever reads it."""


class PosScanner(NodeReader):
    """An open point-of-sale scanner. One thread reads; others may only write and cancel."""

    def __init__(self, path: str, usb: str = "", timeout: float = READ_TIMEOUT) -> None:
        """Open `path` and make sure that it is a scanner, and the one that was set up.

        What it sends until the first silence is thrown away: a code's last report looks like a whole code.

        Args:
            path: A hidraw node or a symbolic link to one.
            usb: The `VVVV:PPPP` it must have; empty: whatever is there.
            timeout: Seconds a read waits for a report.

        Raises:
            DeviceError: One of its kinds: Missing, Held, Busy, Forbidden, Mistaken, Unusable or Lost.

        """
        self.descriptor = b""
        """Its report descriptor: how its reports are built."""
        self.vendor = 0
        """Its maker's USB number."""
        self._beeps: Mapping[int, bytes] = {}
        with while_opening(path):
            file, self._is_writable = _opened(path)
        super().__init__(path, file, timeout)
        try:
            with while_opening(path):
                self._expect(usb)
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._await_silence()
        except DeviceError:
            self.close()
            raise

    def write(self, data: bytes) -> None:
        """Ask for beeps, and wait until the scanner has taken each: up to 5 s. From any thread.

        Args:
            data: A beep a byte, by its usage (`pos_tones.Beep`); which report that is the descriptor tells.

        Raises:
            DeviceDeaf: It has no such beep, the station may only read it, or it did not take the report.
            DeviceLost: It went away or is closed.

        """
        for usage in data:
            if not self._is_writable:
                raise DeviceDeaf(self.path, "a scanner that may only be read")
            if usage not in self._beeps:
                raise DeviceDeaf(self.path, f"a scanner without the beep {usage:#04x}")
            self._send(self._beeps[usage])

    def close(self) -> None:
        """Let others have it. Closing twice is harmless."""
        super().close()
        with self._closing:
            if self._file >= 0:
                os.close(self._file)
                self._file = -1

    def _send(self, report: bytes) -> None:
        """Write by a descriptor of its own: closing waits for no write, and its number is nobody else's."""
        try:
            with self._closing:
                file = os.dup(self._file)
            try:
                os.write(file, report)
            finally:
                os.close(file)
        except OSError as error:
            is_gone = error_number(error) in _GONE
            raise (DeviceLost if is_gone else DeviceDeaf)(self.path, error) from error

    def _expect(self, usb: str) -> None:
        """Make sure that it is the scanner that was set up, and one whose reports are codes."""
        _, self.vendor, product = struct.unpack("IHH", fcntl.ioctl(self._file, _HIDIOCGRAWINFO, bytes(8)))
        found = usb_of(self.vendor, product)
        if usb and found != usb.lower():
            raise DeviceMistaken(self.path, f"{found} instead of {usb}")
        self.descriptor = _descriptor(self._file)
        if not is_scanner(self.descriptor):
            raise DeviceUnusable(self.path, "no point-of-sale scanner (usage page 0x8C)")
        self._beeps = beep_reports(self.descriptor)

    def _await_silence(self) -> None:
        """Wait for as long as no two reports of a code are apart."""
        end = time.monotonic() + SILENT_WITHIN
        while not self.is_quiet(IDLE_GAP):
            if time.monotonic() >= end:
                raise DeviceBusy(self.path, "a scanner that is sending")


def _opened(path: str) -> tuple[int, bool]:
    """Open a node for reading and writing, or for reading alone where that is all the station may."""
    flags = os.O_NONBLOCK | os.O_CLOEXEC
    try:
        return os.open(path, os.O_RDWR | flags), True
    except OSError as error:
        if error.errno not in _READ_ONLY:
            raise
        return os.open(path, os.O_RDONLY | flags), False


def is_scanner(descriptor: bytes) -> bool:
    """Whether a device with this report descriptor is a point-of-sale scanner."""
    try:
        return any(field.application >> 16 == _SCANNER for field in fields(descriptor))
    except ValueError:
        return False


def _descriptor(file: int) -> bytes:
    size = struct.unpack("I", fcntl.ioctl(file, _HIDIOCGRDESCSIZE, bytes(4)))[0]
    answer = bytearray(struct.pack("I", size) + bytes(_LONGEST_DESCRIPTOR))
    fcntl.ioctl(file, _HIDIOCGRDESC, answer)
    return bytes(answer[4 : 4 + size])
