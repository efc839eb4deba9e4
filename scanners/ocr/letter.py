"""One letter of a line as the recogniser sees it: what it most looks like, and what else it may be.

Pure: no picture, no network.
"""

from __future__ import annotations

from typing import Final

import msgspec

SYMBOLS: Final = "-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
"""What a serial may hold (`intake.serial_number.SYMBOLS`)."""


class Letter(msgspec.Struct, frozen=True):
    """What stands at one place of a line."""

    seen: str
    """What it looks most like, among all the characters there are."""

    odds: tuple[float, ...]
    """How likely it is each of SYMBOLS, 0 to 1; what is left over is anything else."""


def shown(letters: tuple[Letter, ...]) -> str:
    """The line as it looks most like."""
    return "".join(letter.seen for letter in letters)
