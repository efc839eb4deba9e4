"""A USB bus that is a tree of folders: what the kernel and udev would show of it under /sys and /dev."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from scanners.identity import Roots
from tests.scanners.virtual.keyboard import KEYS
from tests.scanners.virtual.pos import DESCRIPTOR


@dataclass(frozen=True)
class Gadget:
    """What a USB device says of itself."""

    usb: str = "0c2e:0b61"
    serial: str = ""
    maker: str = "Honeywell"
    name: str = "Xenon 1900"
    keys: frozenset[int] = KEYS
    descriptor: bytes = DESCRIPTOR

    @property
    def title(self) -> str:
        """As udev names it in by-id links."""
        words = [self.maker, self.name, *([self.serial] if self.serial else [])]
        return "_".join(words).replace(" ", "_")


class Bus:
    """The folders `dev` and `sys`; a test puts its own node where it needs more than a file."""

    def __init__(self, folder: Path) -> None:
        self.roots = Roots(folder / "dev", folder / "sys")
        for place in ("dev/input", "sys/class/tty", "sys/class/input", "sys/class/hidraw"):
            (folder / place).mkdir(parents=True, exist_ok=True)
        self._links: dict[str, list[Path]] = {}

    def node(self, name: str) -> Path:
        """Where a device's node stands."""
        return self.roots.dev / ("input" if name.startswith("event") else "") / name

    def drive(self, name: str, driver: str) -> None:
        """Have a kernel's driver for a device, such as cdc_acm."""
        (self._class(name) / name / "device/driver").symlink_to(f"../../../bus/drivers/{driver}")

    def plug(self, name: str, gadget: Gadget, socket: str = "1-1.2", interface: int = 0, links=None) -> Path:
        """Show a device; `name` is the kernel's, such as ttyACM0, event3, hidraw0. Its node is a file.

        `links` are names under `dev` in the place of udev's.
        """
        device = self.roots.sys / "devices/pci0000:00/usb1" / socket
        folder = device / f"{socket}:1.{interface}" / "some" / name
        (folder / "device/capabilities").mkdir(parents=True)
        for file, text in zip(("idVendor", "idProduct"), gadget.usb.split(":"), strict=True):
            (device / file).write_text(f"{text}\n")
        for file, text in {
            "serial": gadget.serial,
            "manufacturer": gadget.maker,
            "product": gadget.name,
        }.items():
            if text:
                (device / file).write_text(f"{text}\n")
        (folder / "device/capabilities/key").write_text(words(gadget.keys))
        (folder / "device/report_descriptor").write_bytes(gadget.descriptor)
        udevs = self._names(name, gadget, socket, interface)
        self._show(name, folder, udevs if links is None else [self.roots.dev / link for link in links])
        return self.node(name)

    def unplug(self, name: str) -> None:
        """Take a device away, its links before it."""
        for link in self._links.pop(name):
            link.unlink(missing_ok=True)
        self.node(name).unlink(missing_ok=True)
        shown = self._class(name) / name
        shutil.rmtree(shown.resolve())
        shown.unlink()

    def _show(self, name, folder, links) -> None:
        (self._class(name) / name).symlink_to(Path("../..") / folder.relative_to(self.roots.sys))
        self.node(name).touch()
        self._links[name] = links
        for link in links:
            link.parent.mkdir(parents=True, exist_ok=True)
            link.unlink(missing_ok=True)  # of two that are called the same udev keeps the last
            link.symlink_to(self.node(name))

    def _class(self, name) -> Path:
        kinds = {"event": "input", "hidra": "hidraw"}
        return self.roots.sys / "class" / kinds.get(name[:5], "tty")

    def _names(self, name, gadget, socket, interface) -> list[Path]:
        dev, place = self.roots.dev, f"pci-0000:00-usb-0:{socket}:1.{interface}"
        if name.startswith("hidraw"):
            return [dev / f"returns-intake/pos-{place}"]
        if name.startswith("event"):
            ids = f"usb-{gadget.title}-event-kbd", f"{place}-event-kbd"
            return [dev / "input/by-id" / ids[0], dev / "input/by-path" / ids[1]]
        return [dev / f"serial/by-id/usb-{gadget.title}-if{interface:02x}", dev / "serial/by-path" / place]


def words(keys: frozenset[int]) -> str:
    """A bit field as sysfs prints it: words of 64 bits, the highest first."""
    number = sum(1 << code for code in keys)
    parts = [f"{number >> at & (1 << 64) - 1:x}" for at in range(0, max(keys, default=0) + 1, 64)]
    return " ".join(reversed(parts or ["0"])) + "\n"
