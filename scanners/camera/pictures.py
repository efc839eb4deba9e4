"""Pictures as a camera: those of a folder, one after the other, and what is put there while it runs."""

from __future__ import annotations

import logging
import os
import time
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from scanners.camera.messages import Began
from scanners.device import DeviceLost, while_opening

if TYPE_CHECKING:
    from collections.abc import Callable

    from scanners.camera.assignment import CameraAssignment
    from scanners.camera.source import Frame

SHOWN_FOR: Final = 1.0
"""Seconds each picture is held before the camera, at least."""

_SUFFIXES: Final = (".png", ".jpg", ".jpeg", ".bmp", ".webp")

_LOOKS_EACH: Final = 3
"""At the end every so many-th frame looks whether a new picture has come."""

_GREY: Final = 96
"""What an empty folder shows."""

_log: Final = logging.getLogger(__name__)

Version = tuple[str, int, int]
"""A picture as it was at some time: its path, when it was changed last, its size."""


class Pictures:
    """Pictures in the order of their names, each looked at frame by frame however slow the machine is.

    At the end the last one stays. What is new then, or has changed, is shown next; so put a picture
    there whole, by giving it its name last.
    """

    is_patient = True

    def __init__(self, assignment: CameraAssignment, sleep: Callable[[float], object] = time.sleep) -> None:
        """Find them; `sleep` waits so many seconds.

        Raises:
            DeviceError: There is no such folder, or it may not be read.

        """
        self._place = assignment.device
        self._sleep = sleep
        self._loops = assignment.loops
        self._pause = 1 / assignment.fps
        self._frames = max(1, round(SHOWN_FOR * assignment.fps))
        self._shown: set[Version] = set()
        self._left = 0
        self._picture: Frame = np.full((assignment.height, assignment.width, 3), _GREY, np.uint8)
        with while_opening(self._place):
            _versions(self._place)
        self.began = Began(assignment.width, assignment.height, assignment.fps, "")

    def read(self) -> Frame:
        """The picture that is held before the camera, a frame's time after the one before."""
        self._sleep(self._pause)
        if self._left == 0:
            self._turn()
        self._left -= 1
        return self._picture

    def close(self) -> None:
        """Nothing is open between two pictures."""

    def _turn(self) -> None:
        """Take the next picture; without one look again a little later."""
        try:
            versions = _versions(self._place)
        except OSError as error:
            raise DeviceLost(self._place, error) from error
        if self._loops and self._shown.issuperset(versions):
            self._shown.clear()
        new = [version for version in versions if version not in self._shown]
        self._left = self._frames if new and self._take(new[0]) else _LOOKS_EACH

    def _take(self, version: Version) -> bool:
        """Show a picture; what is none is passed over."""
        self._shown.add(version)
        picture = cv2.imread(version[0], cv2.IMREAD_COLOR)
        if picture is None:
            _log.warning("Expected a picture in %s, got something else.", version[0])
            return False
        self._picture = picture  # type: ignore[assignment]  # cv2 tells no element type
        return True


def _versions(place: str) -> list[Version]:
    """The pictures there, by name. Raises OSError where there is nothing of that name."""
    return [version for path in _paths(place) if (version := _version(path)) is not None]


def _paths(place: str) -> list[str]:
    """A folder's pictures, those of a pattern (a shell's, or frame_%03d.png as of a film), or one."""
    if os.path.isdir(place):  # noqa: PTH112 - as text: what is looked up ten times a second
        return sorted(path.path for path in os.scandir(place) if path.name.lower().endswith(_SUFFIXES))
    if any(mark in place for mark in "*?[%"):
        Path(place).parent.stat()
        return sorted(glob(_numbered(place)))  # noqa: PTH207 - as above
    Path(place).stat()
    return [place]


def _version(path: str) -> Version | None:
    """None: it has just been taken away."""
    try:
        state = os.stat(path)  # noqa: PTH116 - as above
    except FileNotFoundError:
        return None
    return path, state.st_mtime_ns, state.st_size


def _numbered(pattern: str) -> str:
    """A pattern with %d or %03d as a shell's."""
    before, percent, after = pattern.partition("%")
    return f"{before}*{after.lstrip('0123456789').removeprefix('d')}" if percent else pattern
