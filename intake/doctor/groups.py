"""The check of the groups: what a user must be of to open scanners and cameras as Debian sets them up."""

from __future__ import annotations

import grp
import os
from collections.abc import Collection, Iterator

from intake.doctor.case import Case
from intake.doctor.finding import Check, Finding, fine, warning

_GROUP_OF = {"port": "dialout", "keyboard": "input", "pos": "dialout"}
"""Of each kind of scanner: Debian's udev rules, and ours for HID-POS."""

_OF_CAMERAS = "video"


def look(case: Case) -> Iterator[Finding]:
    """Ask for the groups of the scanners assigned; with none assigned, of the serial ports searched."""
    kinds = {each.kind for each in case.settings.scanners} or {"port"}
    wanted = {group for kind, group in _GROUP_OF.items() if kind in kinds}
    if any(_is_device(each.device) for each in case.settings.cameras):
        wanted.add(_OF_CAMERAS)
    yield judged(os.geteuid(), _groups(), sorted(wanted))


def _is_device(camera: str) -> bool:
    """Tell a camera from recorded pictures, which are files."""
    return camera.isdecimal() or camera.startswith("/dev/")


def judged(user: int, groups: Collection[str], wanted: list[str]) -> Finding:
    """Say which groups a user lacks; root needs none."""
    missing = [group for group in wanted if group not in groups]
    if user == 0:
        return fine(Check.GROUPS, "groups_root", groups=", ".join(wanted))
    if missing:
        return warning(Check.GROUPS, "groups_missing", groups=",".join(missing))
    return fine(Check.GROUPS, "groups", groups=", ".join(wanted))


def _groups() -> set[str]:
    """Name the groups this process is of: a group joined a moment ago counts from the next login on."""
    numbers = {*os.getgroups(), os.getegid()}
    return {entry.gr_name for entry in grp.getgrall() if entry.gr_gid in numbers}
