"""A gun that types, made by the kernel itself, where this machine lets us make one."""

from __future__ import annotations

import os
from pathlib import Path

from tests.scanners.virtual.keyboard import KEYS

IS_POSSIBLE = os.access("/dev/uinput", os.W_OK) and os.access("/dev/input", os.R_OK) and os.geteuid() == 0


class UinputKeyboard:
    """As `VirtualKeyboard`, but a real one: the kernel names it, and `path` is a link to that."""

    def __init__(self, path: Path, usb: str = "0c2e:0b61") -> None:
        self.path = path
        self._ids = [int(part, 16) for part in usb.split(":")]

    def __enter__(self):
        self.plug()
        return self

    def __exit__(self, *_: object) -> None:
        self.unplug()

    def plug(self) -> None:
        from evdev import UInput, ecodes  # noqa: PLC0415 - only where the kernel has it

        vendor, product = self._ids
        self._gun = UInput({ecodes.EV_KEY: sorted(KEYS)}, vendor=vendor, product=product, bustype=3)
        self.path.unlink(missing_ok=True)
        self.path.symlink_to(self._gun.device.path)

    def unplug(self) -> None:
        self.path.unlink(missing_ok=True)
        self._gun.close()

    def type(self, records: bytes) -> None:
        os.write(self._gun.fd, records)
