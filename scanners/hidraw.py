"""A point-of-sale scanner (USB HID usage page 0x8C), read as raw reports: the kernel has no driver for it.

Facts it rests on (hardware.md 1.1; Linux, Documentation/hid/hidraw.rst): one read gives one report
and drops what the buffer cannot take; every program that opens the node gets every report. So no
reader takes another's codes away, but nothing keeps a program from listening: the lock stops only
those that ask for it, a second station among them.
"""

from __future__ import annotations

import fcntl
import os
import struct
import time
from typing import Final, Self

from scanners.device import (
    READ_TIMEOUT,
    SILENT_WITHIN,
    DeviceBusy,
    DeviceDeaf,
    DeviceError,
    DeviceMistaken,
    DeviceUnusable,
    while_opening,
)
from scanners.frames import IDLE_GAP
from scanners.identity import usb_of
from scanners.node_reader import NodeReader
from scanners.report_descriptor import fields

_SCANNER: Final = 0x8C
"""The usage page of bar code scanners (USB-IF, HID Point of Sale Usage Tables 1.02)."""

_HIDIOCGRDESCSIZE: Final = 0x8004_4801
_HIDIOCGRDESC: Final = 0x9004_4802
_HIDIOCGRAWINFO: Final = 0x8008_4803
"""Ask for the size of the report descriptor, for itself, and for who made it (Linux, hidraw.h)."""

_LONGEST_DESCRIPTOR: Final = 4096

_MOST: Final = 4096
"""Bytes taken in one read: the kernel's limit is 16 KiB, a scanner's reports have 64."""


class PosScanner:
    """An open point-of-sale scanner. One thread reads; others may only cancel."""

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
        self.path = path
        self.descriptor = b""
        """Its report descriptor: how its reports are built."""
        self.vendor = 0
        """Its maker's USB number."""
        with while_opening(path):
            self._file = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        self._reader = NodeReader(path, self._file, timeout)
        try:
            with while_opening(path):
                self._expect(usb)
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._await_silence()
        except DeviceError:
            self.close()
            raise

    def __enter__(self) -> Self:
        """Give the scanner itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    @property
    def timeout(self) -> float:
        """Seconds the next read waits for the first report; set by the thread that reads."""
        return self._reader.timeout

    @timeout.setter
    def timeout(self, seconds: float) -> None:
        self._reader.timeout = seconds

    def read(self) -> bytes:
        """One whole report; nothing when `timeout` went by without one.

        Raises:
            DeviceLost: The scanner went away.

        """
        return self._reader.read(_MOST)

    def write(self, data: bytes) -> None:
        """Take nothing: no maker's tones are documented for this kind of device.

        Raises:
            DeviceDeaf: Always.

        """
        raise DeviceDeaf(self.path, f"a point-of-sale scanner, which takes none of {len(data)} bytes")

    def cancel(self) -> None:
        """Make the read that is waiting, or the next one, give nothing at once. From any thread."""
        self._reader.cancel()

    def close(self) -> None:
        """Let others have it. Closing twice is harmless."""
        self._reader.close()
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def _expect(self, usb: str) -> None:
        """Make sure that it is the scanner that was set up, and one whose reports are codes."""
        _, self.vendor, product = struct.unpack("IHH", fcntl.ioctl(self._file, _HIDIOCGRAWINFO, bytes(8)))
        found = usb_of(self.vendor, product)
        if usb and found != usb.lower():
            raise DeviceMistaken(self.path, f"{found} instead of {usb}")
        self.descriptor = _descriptor(self._file)
        if not is_scanner(self.descriptor):
            raise DeviceUnusable(self.path, "no point-of-sale scanner (usage page 0x8C)")

    def _await_silence(self) -> None:
        """Wait for as long as no two reports of a code are apart."""
        end = time.monotonic() + SILENT_WITHIN
        while not self._reader.is_quiet(IDLE_GAP):
            if time.monotonic() >= end:
                raise DeviceBusy(self.path, "a scanner that is sending")


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
