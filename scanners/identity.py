"""A device's USB identity, as the kernel tells it under /sys, to everybody and without opening it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

_TEXT: Final = re.compile(r"usb:([0-9a-f]{4}):([0-9a-f]{4})(?::(.+))?", re.IGNORECASE)

_INTERFACE: Final = re.compile(r"(devices/(?:.+/)?(\d+-[\d.]+))/\2:\d+\.(\d+)/")
"""How the kernel names a USB device and an interface of it: 1-1.2 and 1-1.2:1.0, which is bus, ports,
configuration and interface (Linux, usb.rst). A hub stands before the devices behind it."""

_CLASSES: Final = ("tty", "input", "hidraw")
"""The kernel's classes of devices a scanner can be."""


@dataclass(frozen=True, slots=True)
class Roots:
    """Where the system shows its devices."""

    dev: Path = Path("/dev")
    sys: Path = Path("/sys")


ROOTS: Final = Roots()


@dataclass(frozen=True, slots=True)
class UsbIdentity:
    """What a USB device says it is, and where it is plugged in."""

    vendor: int
    product: int
    serial: str = ""
    """Its own number; many guns have none, and some makers give all the same."""

    maker: str = ""
    name: str = ""
    """What it calls itself, such as "Xenon 1900 Barcode Scanner". Text of others."""

    interface: int | None = None
    """Which of its interfaces the node belongs to."""

    socket: str = ""
    """Bus and ports, such as 1-1.2."""

    @classmethod
    def parse(cls, text: str) -> Self:
        """The identity that `text` asks for, such as usb:0c2e:0b61 or usb:05e0:1701:S12345.

        Raises:
            ValueError: It is none.

        """
        found = _TEXT.fullmatch(text)
        if not found:
            raise ValueError(f"Expected usb:VVVV:PPPP or usb:VVVV:PPPP:SERIAL, got {text!r}.")
        return cls(int(found[1], 16), int(found[2], 16), found[3] or "")

    @property
    def usb(self) -> str:
        """Vendor and product, such as 0c2e:0b61."""
        return usb_of(self.vendor, self.product)

    @property
    def text(self) -> str:
        """As `parse` takes it."""
        return f"usb:{self.usb}:{self.serial}" if self.serial else f"usb:{self.usb}"

    def is_meant_by(self, wanted: UsbIdentity) -> bool:
        """Whether it has all that `wanted` asks for; a wanted one without serial number takes any."""
        return self.usb == wanted.usb and wanted.serial in ("", self.serial)


def usb_of(vendor: int, product: int) -> str:
    """Vendor and product as people write them: four hexadecimal digits each, lower case."""
    return f"{vendor:04x}:{product:04x}"


def identity_of(path: str | Path, roots: Roots = ROOTS) -> UsbIdentity | None:
    """The USB identity of a device node or of a link to one.

    Returns:
        None for what is not plugged into USB: RS-232 on the board, Bluetooth, simulated devices,
        and what went away meanwhile.

    """
    name = Path(path).resolve().name
    places = (_place(roots.sys / "class" / kind / name) for kind in _CLASSES)
    place = next(filter(None, places), "")
    # What is reached by radio stands below the radio's own USB device and has nothing of its identity.
    if not (found := _INTERFACE.match(place)) or "/bluetooth/" in place:
        return None
    return _described(roots.sys / found[1], socket=found[2], interface=int(found[3]))


def driver_of(path: str | Path, roots: Roots = ROOTS) -> str:
    """The kernel's driver of a terminal, such as cdc_acm; empty where it has none or is no terminal."""
    link = roots.sys / "class/tty" / Path(path).resolve().name / "device/driver"
    try:
        return link.readlink().name
    except OSError:
        return ""


def _place(link: Path) -> str:
    """Where the kernel keeps a device, seen from /sys: its class links there. Empty where it does not."""
    try:
        return str(link.readlink()).removeprefix("../../")
    except OSError:
        return ""


def attribute(path: Path) -> str:
    """One attribute of a device; empty where it has none or is just going away."""
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def _described(device: Path, socket: str, interface: int) -> UsbIdentity | None:
    vendor, product = attribute(device / "idVendor"), attribute(device / "idProduct")
    if not (vendor and product):
        return None
    return UsbIdentity(
        vendor=int(vendor, 16),
        product=int(product, 16),
        serial=attribute(device / "serial"),
        maker=attribute(device / "manufacturer"),
        name=attribute(device / "product"),
        interface=interface,
        socket=socket,
    )
