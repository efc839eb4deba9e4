"""A point-of-sale scanner that is not there."""

from __future__ import annotations

import socket
from pathlib import Path

from tests.scanners.virtual.node import VirtualNode

DESCRIPTOR = bytes.fromhex(
    "058c0902a1018502150026ff007508"  # a bar code scanner: report 2, elements of 8 bits
    "0501093b95018102058c"  # how many bytes are meant
    "09fb09fc09fd95038102"  # AIM identifier
    "09fe95388202010600ff090195028102"  # 56 bytes of a code; 2 of the maker's own
    "058c09ff250175019501810295078103c0"  # whether more follows, and 7 bits of padding
)
"""A report descriptor after HID Point of Sale Usage Tables 1.02, chapter 3, as Honeywell fills it."""


def reports(code: bytes, identifier: bytes = b"]C0") -> list[bytes]:
    """The reports of a code, 64 bytes each."""
    parts = [code[at : at + 56] for at in range(0, len(code), 56)]
    return [
        bytes([2, len(part)]) + identifier + part.ljust(56, b"\0") + bytes([0, 0, part is not parts[-1]])
        for part in parts
    ]


class VirtualPos(VirtualNode):
    """A hidraw device at `path`."""

    def __init__(self, path: Path, usb: str = "1eab:0010", descriptor: bytes = DESCRIPTOR) -> None:
        vendor, product = usb.split(":")
        about = {"kind": "pos", "id": f"3 {vendor} {product} 110", "descriptor": descriptor.hex()}
        super().__init__(path, about)
        self._heard: list[bytes] = []

    @property
    def heard(self) -> list[bytes]:
        """The reports it was given."""
        self._listening()
        return list(self._heard)

    def stick(self) -> None:
        """Take no report any more: who writes one waits."""
        self.beside("stuck").touch()

    def loosen(self) -> None:
        """Take reports again, the one that waits first."""
        self.beside("stuck").unlink()

    def send(self, report: bytes) -> None:
        """Give one report."""
        self.give(report)

    def scan(self, code: bytes) -> None:
        """Give a code's reports."""
        for report in reports(code):
            self.send(report)

    def _take(self, end: socket.socket, word: bytes) -> None:
        del end
        self._heard.append(word)
