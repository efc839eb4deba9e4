"""Examined cameras: the doctor's checks of cameras and of print, which only the command line may join.

No camera is opened, for its lamp would light and a station at work would lose it.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import msgspec

from intake.doctor import Case, Check, Finding, alone, fault, fine, warning
from intake.equipment import Camera
from scanners.camera.assignment import CameraAssignment
from scanners.camera.found import FoundCamera, find_cameras
from scanners.identity import Roots
from scanners.ocr.models import missing


def examine_cameras(case: Case) -> Iterator[Finding]:
    """Look at the cameras; goes after `examine_devices`. Raises nothing."""
    yield from alone(Check.CAMERAS, cameras, case)
    yield from alone(Check.PRINT, reading_print, case)


def cameras(case: Case) -> Iterator[Finding]:
    """Tell of each camera of the settings, then of what is plugged in besides."""
    entries = [_assignment(each) for each in case.settings.cameras]
    yield from (each for each in entries if isinstance(each, Finding))
    ours = [(each, _node(each, case.machine)) for each in entries if isinstance(each, CameraAssignment)]
    often = Counter(node for _, node in ours)
    for each, node in ours:
        yield _twice(each, node) if often[node] > 1 else _looked_at(each, node, case.machine)
    found = find_cameras(Roots(case.machine / "dev", case.machine / "sys"))
    others = [each for each in found if Path(each.device).resolve() not in often]
    yield from map(_other, others)
    if not (entries or others):
        yield fine(Check.CAMERAS, "cameras_none")


def reading_print(case: Case) -> Iterator[Finding]:
    """Tell whether print can be read, where a camera could see any."""
    if not case.settings.cameras:
        yield fine(Check.PRINT, "print_idle")
    elif reason := missing():
        yield warning(Check.PRINT, "print_none", reason=reason)
    else:
        yield fine(Check.PRINT, "print")


def _assignment(camera: Camera) -> CameraAssignment | Finding:
    try:
        return CameraAssignment.parse(**msgspec.structs.asdict(camera))
    except ValueError as error:
        return fault(Check.CAMERAS, "camera_wrong", device=camera.name or camera.device, reason=str(error))


def _looked_at(camera: CameraAssignment, node: Path, machine: Path) -> Finding:
    told = {"device": camera.name or camera.device, "node": str(node)}
    if not camera.is_live:
        return fine(Check.CAMERAS, "camera_recorded", **told)
    if not node.exists():
        return warning(Check.CAMERAS, "camera_missing", **told)
    if not os.access(node, os.R_OK | os.W_OK, effective_ids=True):
        return fault(Check.CAMERAS, "camera_forbidden", **told)
    return fine(Check.CAMERAS, "camera_in_use" if _is_open(node, machine) else "camera", **told)


def _twice(camera: CameraAssignment, node: Path) -> Finding:
    named = camera.name or camera.device
    return fault(Check.CAMERAS, "camera_twice", device=named, node=str(node))


def _other(camera: FoundCamera) -> Finding:
    return fine(Check.CAMERAS, "camera_unassigned", device=camera.name or camera.path, node=camera.device)


def _node(camera: CameraAssignment, machine: Path) -> Path:
    """Give what its name leads to, whether or not anything is there."""
    place = machine / camera.device.lstrip("/") if camera.is_live else Path(camera.device)
    return place.resolve()


def _is_open(node: Path, machine: Path) -> bool:
    """Tell whether a process has it open, as far as the kernel tells this user (proc_pid_fd(5))."""
    for link in machine.glob("proc/[0-9]*/fd/*"):
        try:
            if link.readlink() == node:
                return True
        except OSError:
            continue  # closed meanwhile, or another user's
    return False
