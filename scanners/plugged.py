"""Which scanners are plugged in, each by the name that stays with it longest."""

from __future__ import annotations

import errno
import os
import struct
from collections import Counter
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from scanners.assignment import Kind
from scanners.device import DeviceAmbiguous, DeviceMissing, DeviceUnusable
from scanners.hid import KEYS
from scanners.hidraw import is_scanner
from scanners.identity import ROOTS, Roots, UsbIdentity, attribute, identity_of
from scanners.pos_tones import beep_reports

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MAKERS: Final[Mapping[int, str]] = MappingProxyType(
    {
        0x0536: "Hand Held Products",
        0x05E0: "Zebra",
        0x05F9: "Datalogic",
        0x065A: "Opticon",
        0x067E: "Intermec",
        0x0720: "Keyence",
        0x076D: "Denso",
        0x080C: "Datalogic",
        0x08FB: "Socket",
        0x0C2E: "Honeywell",
        0x10AC: "Honeywell",
        0x1306: "FM20",
        0x1777: "Microscan",
        0x1EAB: "Newland",
    }
)
"""Makers of scanners by USB vendor (hardware.md 1.4; systemd/70-returns-intake-scanner.rules has the same).

Left out: 0a5f, Zebra's printers; 1a86, a bridge to RS-232 in many things that are no scanners."""

_NAMES: Final[Mapping[Kind, tuple[str, ...]]] = MappingProxyType(
    {
        Kind.PORT: (
            "serial/by-id/*",
            "returns-intake/scanner-*",
            "serial/by-path/*",
            "ttyACM*",
            "ttyUSB*",
            "rfcomm*",
        ),
        Kind.KEYBOARD: ("input/by-id/*-event-kbd", "input/by-path/*-event-kbd", "input/event*"),
        Kind.POS: ("returns-intake/pos-*", "hidraw*"),
    }
)
"""Best name first. by-id follows the gun to any socket; by-path (also the names of our udev rule)
follows the socket, which tells apart two guns without serial numbers; the rest change at will.
ttyS* are left out: the kernel shows them whether or not anything is there."""

_WORD: Final = struct.calcsize("l") * 8
"""Bits of one word of the kernel's lists of keys."""


@dataclass(frozen=True, slots=True)
class Plugged:
    """A device that may be a scanner."""

    path: str
    """The name to put in the settings."""

    device: str
    """What it is at the moment, such as /dev/ttyACM0."""

    kind: Kind = Kind.PORT
    identity: UsbIdentity | None = None
    """None where it is not plugged into USB."""

    has_beeps: bool = False
    """Whether it is a HID-POS scanner that can be asked to sound good and bad."""

    @property
    def usb(self) -> str:
        """Vendor and product, such as 0c2e:0b61; empty where it has none."""
        return self.identity.usb if self.identity else ""

    @property
    def maker(self) -> str:
        """A maker of scanners; empty where none is known for the vendor."""
        return MAKERS.get(self.identity.vendor, "") if self.identity else ""

    @property
    def product(self) -> str:
        """Maker and product as the device tells them; text of others, so not for markup."""
        told = (self.identity.maker or self.maker, self.identity.name) if self.identity else ()
        return " ".join(word for word in told if word)


def find_all(roots: Roots = ROOTS) -> list[Plugged]:
    """Whatever may be a scanner, of each kind."""
    return [*find_ports(roots), *find_keyboards(roots), *find_pos(roots)]


def find_ports(roots: Roots = ROOTS) -> list[Plugged]:
    """The serial ports plugged in, each once, by-id names first.

    A link whose device has just gone is left out.
    """
    return _found(Kind.PORT, roots)


def find_keyboards(roots: Roots = ROOTS) -> list[Plugged]:
    """The guns that type, told by their maker: a person's keyboard is never among them."""
    return [plugged for plugged in _found(Kind.KEYBOARD, roots) if plugged.maker]


def find_pos(roots: Roots = ROOTS) -> list[Plugged]:
    """The point-of-sale scanners, told by their usage page."""
    found = _found(Kind.POS, roots)
    return [replace(each, has_beeps=bool(beep_reports(_descriptor(each.device, roots)))) for each in found]


def resolve(device: str, kind: Kind, roots: Roots = ROOTS) -> str:
    """The node or link to open for `device`: a path is one, an identity is looked for.

    Raises:
        DeviceMissing: No such device of this kind is plugged in.
        DeviceAmbiguous: Several are; the sentence names them by path.
        DeviceUnusable: It begins like an identity and is none.

    """
    if not device.lower().startswith("usb:"):
        return device
    try:
        wanted = UsbIdentity.parse(device)
    except ValueError as error:
        raise DeviceUnusable(device, "no USB identity, such as usb:0c2e:0b61") from error
    there = [each for each in _found(kind, roots) if each.identity and each.identity.is_meant_by(wanted)]
    if not there:
        raise DeviceMissing(device, OSError(errno.ENOENT, "nothing of this kind"))
    if len(there) > 1:
        raise DeviceAmbiguous(device, ", ".join(each.path for each in there))
    return there[0].device


def _found(kind: Kind, roots: Roots) -> list[Plugged]:
    named: dict[str, list[str]] = {}
    for path, node in _paths(kind, roots):
        named.setdefault(node, []).append(path)
    there = {node: identity_of(node, roots) for node in named if _is_of_kind(node, kind, roots)}
    equal = Counter(_told_apart_by(identity) for identity in there.values() if identity)
    return [
        Plugged(_best(named[node], has_twin=equal[_told_apart_by(identity)] > 1), node, kind, identity)
        for node, identity in there.items()
    ]


def _paths(kind: Kind, roots: Roots) -> Iterator[tuple[str, str]]:
    """Every name of that kind, best first, and the node behind it. Not by pathlib: this runs each second."""
    patterns = [pattern.rpartition("/")[::2] for pattern in _NAMES[kind]]
    listed = {folder: _entries(roots.dev / folder) for folder, _ in patterns}
    for folder, names in patterns:
        for entry in listed[folder]:
            if fnmatchcase(entry.name, names) and entry.is_symlink():
                if os.path.exists(node := os.path.realpath(entry.path)):  # noqa: PTH110 - see above
                    yield entry.path, node
            elif fnmatchcase(entry.name, names):
                yield entry.path, entry.path


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """What stands in a folder, by name; nothing where udev has made none."""
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError:
        return []


def _is_of_kind(node: str, kind: Kind, roots: Roots) -> bool:
    """Whether the device behind a node is a keyboard, or a point-of-sale scanner, where that is asked."""
    name = node.rpartition("/")[2]
    if kind is Kind.KEYBOARD:
        return _keys(attribute(roots.sys / f"class/input/{name}/device/capabilities/key")) == KEYS
    if kind is Kind.POS:
        return is_scanner(_descriptor(node, roots))
    return True


def _descriptor(node: str, roots: Roots) -> bytes:
    """The report descriptor of a hidraw node; empty where it is just going away."""
    name = node.rpartition("/")[2]
    try:
        return (roots.sys / f"class/hidraw/{name}/device/report_descriptor").read_bytes()
    except OSError:
        return b""


def _told_apart_by(identity: UsbIdentity | None) -> tuple[str, int | None] | None:
    """What udev makes a by-id name of."""
    return (identity.text, identity.interface) if identity else None


def _best(names: list[str], *, has_twin: bool) -> str:
    """The best of a node's names. A name that two devices fight for finds now one, now the other."""
    lasting = [name for name in names if not (has_twin and "/by-id/" in name)]
    return (lasting or names)[0]


def _keys(words: str) -> frozenset[int]:
    """Which of KEYS a device has, from words of a bit field, the highest first."""
    bits = 0
    for word in words.split():
        bits = bits << _WORD | int(word, 16)
    return frozenset(code for code in KEYS if bits >> code & 1)
