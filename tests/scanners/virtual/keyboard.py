"""A gun that types, or a person's keyboard, that is not there."""

from __future__ import annotations

import struct
from pathlib import Path

from tests.scanners.virtual.node import VirtualNode

RECORD = struct.Struct("@llHHi")
"""struct input_event (Linux, input.h): seconds, microseconds, type, code, value."""

KEYS = frozenset(range(1, 128))
ENTER = 28
_AT_ONCE = 32 * RECORD.size


def stroke(*codes: int) -> bytes:
    """The records of keys pressed one after another and let go the other way round, as a report each."""
    changes = [(code, 1) for code in codes] + [(code, 0) for code in reversed(codes)]
    return b"".join(RECORD.pack(0, 0, 1, code, value) + RECORD.pack(0, 0, 0, 0, 0) for code, value in changes)


def bits(codes) -> bytes:
    """A bit field of keys, as the kernel gives it."""
    field = bytearray(96)
    for code in codes:
        field[code // 8] |= 1 << code % 8
    return bytes(field)


class VirtualKeyboard(VirtualNode):
    """An evdev device at `path`."""

    def __init__(self, path: Path, usb: str = "0c2e:0b61", name: str = "Virtual Gun", keys=KEYS) -> None:
        vendor, product = usb.split(":")
        about = {
            "kind": "keyboard",
            "id": f"3 {vendor} {product} 110",
            "name": name,
            "keys": bits(keys).hex(),
        }
        super().__init__(path, about)

    @property
    def is_grabbed(self) -> bool:
        return any(self._listening().values())

    def type(self, records: bytes) -> None:
        """Send records (struct input_event), as many at once as a reader's buffer surely takes."""
        for at in range(0, len(records), _AT_ONCE):
            self.give(records[at : at + _AT_ONCE])

    def hold(self, *codes: int) -> None:
        """Have these keys held down, as EVIOCGKEY tells, and no other."""
        self.beside("held").write_bytes(bits(codes))
