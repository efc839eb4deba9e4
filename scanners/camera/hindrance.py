"""A hindrance: why a camera gives no frames, as its process tells the station."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from scanners.device import (
    DeviceError,
    DeviceForbidden,
    DeviceFrozen,
    DeviceHeld,
    DeviceLost,
    DeviceMissing,
    DeviceUnusable,
)

HUNG: Final = 3
"""How a camera's process ends whose read hangs, once it has told: nothing else frees the device."""


class Hindrance(StrEnum):
    """Why a camera gives no frames."""

    MISSING = "missing"
    HELD = "held"
    FORBIDDEN = "forbidden"
    LOST = "lost"
    FROZEN = "frozen"
    """It gives the same picture again and again, or none: covered, or hung."""

    FAILED = "failed"

    def error(self, device: str, reason: str) -> DeviceError:
        """What a lamp shows of it."""
        return _ERRORS[self](device, reason)


_ERRORS: Final[dict[Hindrance, type[DeviceError]]] = {
    Hindrance.MISSING: DeviceMissing,
    Hindrance.HELD: DeviceHeld,
    Hindrance.FORBIDDEN: DeviceForbidden,
    Hindrance.LOST: DeviceLost,
    Hindrance.FROZEN: DeviceFrozen,
    Hindrance.FAILED: DeviceUnusable,
}


def hindrance_of(error: DeviceError) -> Hindrance:
    """What stands for an error on the wire."""
    return next((told for told, kind in _ERRORS.items() if type(error) is kind), Hindrance.FAILED)
