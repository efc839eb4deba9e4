"""Which cameras are plugged in, each by the name that stays with it longest. Opens nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scanners.identity import ROOTS, attribute, usb_of

if TYPE_CHECKING:
    from pathlib import Path

    from scanners.identity import Roots

_NODE: Final = re.compile(r"video(\d+)")

_FOLDERS: Final = ("v4l/by-id", "v4l/by-path")
"""Best first: by-id follows the camera to any socket."""

_USB: Final = re.compile(r"[0-9a-f]{4}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FoundCamera:
    """A camera that is plugged in."""

    path: str
    """The name to put in the settings."""

    device: str
    """What it is at the moment, such as /dev/video0."""

    name: str
    """As its driver tells it; text of others, so not for markup."""

    usb: str = ""
    """Vendor and product, such as 046d:0825; empty where it is not plugged into USB."""


def find_cameras(roots: Roots = ROOTS) -> list[FoundCamera]:
    """Each camera once, by the number of its node; its second node, for metadata, has index 1."""
    classes = roots.sys / "class/video4linux"
    nodes = [entry.name for entry in classes.iterdir()] if classes.is_dir() else []
    numbers = sorted(int(found[1]) for name in nodes if (found := _NODE.fullmatch(name)))
    names = _lasting(roots)
    return [
        _found(f"video{number}", names, roots)
        for number in numbers
        if attribute(classes / f"video{number}/index") == "0" and (roots.dev / f"video{number}").exists()
    ]


def _found(node: str, names: dict[Path, str], roots: Roots) -> FoundCamera:
    told = roots.sys / "class/video4linux" / node
    device = roots.dev / node
    # The node belongs to an interface; what the camera is stands one level above it.
    vendor, product = (attribute(told / "device/.." / key) for key in ("idVendor", "idProduct"))
    is_usb = bool(_USB.fullmatch(vendor) and _USB.fullmatch(product))
    usb = usb_of(int(vendor, 16), int(product, 16)) if is_usb else ""
    return FoundCamera(names.get(device.resolve(), str(device)), str(device), attribute(told / "name"), usb)


def _lasting(roots: Roots) -> dict[Path, str]:
    """The best lasting name of each node that has one."""
    names: dict[Path, str] = {}
    for folder in _FOLDERS:
        links = sorted((roots.dev / folder).iterdir()) if (roots.dev / folder).is_dir() else []
        for link in links:
            names.setdefault(link.resolve(), str(link))
    return names
