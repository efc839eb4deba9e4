"""Listed cameras: this station's and others plugged in, as rows beside the scanners. None is opened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from intake.cli.output import Row
from scanners.camera.assignment import CameraAssignment
from scanners.camera.found import FoundCamera

_PLUG_IN = "plug it in"
_NOT_THERE = "nothing is there"
_NOT_OPENED = "not opened: run intake setup"


def camera_rows(ours: Sequence[CameraAssignment], found: Sequence[FoundCamera]) -> Iterator[Row]:
    """Give the assigned ones, then whatever else is plugged in."""
    others = {str(Path(each.device).resolve()): each for each in found}
    for one in ours:
        node = Path(one.device).resolve()
        yield _ours(one, node if node.exists() else None, others.pop(str(node), None))
    for other in others.values():
        yield _row(other.path, "", other.device, _NOT_OPENED, assigned=False) | _said(other)


def _ours(one: CameraAssignment, node: Path | None, here: FoundCamera | None) -> dict[str, Any]:
    away = _PLUG_IN if one.is_live else _NOT_THERE
    row = _row(one.device, one.name, str(node or ""), "" if node else away, assigned=True)
    return row | _said(here)


def _row(device: str, name: str, node: str, advice: str, *, assigned: bool) -> dict[str, Any]:
    return {
        "device": device,
        "kind": "camera",
        "name": name,
        "assigned": assigned,
        "node": node,
        "advice": advice,
    }


def _said(camera: FoundCamera | None) -> dict[str, Any]:
    return {
        "maker": "",
        "product": camera.name if camera else "",
        "identity": camera.usb if camera else "",
    }
