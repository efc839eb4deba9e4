"""Which serial ports are plugged in, each by the name that stays with it longest."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

_PATTERNS: Final = (
    "serial/by-id/*",
    "returns-intake/scanner-*",
    "serial/by-path/*",
    "ttyACM*",
    "ttyUSB*",
    "rfcomm*",
)
"""Best name first. by-id follows the gun to any socket; by-path (also the names of our udev rule)
follows the socket, which tells apart two guns without serial numbers; the rest change at will.
ttyS* are left out: the kernel shows them whether or not anything is there."""


@dataclass(frozen=True, slots=True)
class PluggedPort:
    """A device that may be a scanner."""

    path: str
    """The name to put in the settings."""

    device: str
    """What it is at the moment, such as /dev/ttyACM0."""


def find_ports(devices: Path = Path("/dev")) -> list[PluggedPort]:
    """The serial ports plugged in, each once, by-id names first.

    A link whose device has just gone is left out.
    """
    found: dict[str, PluggedPort] = {}
    for pattern in _PATTERNS:
        for path in sorted(devices.glob(pattern)):
            if path.exists():
                device = str(path.resolve())
                found.setdefault(device, PluggedPort(str(path), device))
    return list(found.values())
