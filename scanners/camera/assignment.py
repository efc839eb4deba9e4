"""An assignment of a camera: where the frames of one of this lane's come from, and what it is asked for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final, Self

FILMS: Final = (".avi", ".mjpg", ".mjpeg", ".mkv", ".mp4")
"""How the name of a file ends whose frames are a film."""

_LOOP: Final = ".loop"

_LARGEST: Final = 8192
"""Pixels of a side; a request beyond is a slip."""

_FASTEST: Final = 240


class CameraKind(StrEnum):
    """Where a camera's frames come from."""

    DEVICE = "device"
    """A real camera (V4L2)."""

    FILM = "film"
    """A file of frames, shown by its own clock."""

    PICTURES = "pictures"
    """A folder of pictures, or a pattern of their names."""


@dataclass(frozen=True, slots=True)
class CameraAssignment:
    """One camera assigned to the lane, as the settings name it."""

    device: str
    """/dev/videoN, best a by-id name of it that ends in index0; else a film, or pictures."""

    name: str = ""
    """What its light is called; empty: the device."""

    width: int = 1280
    height: int = 720
    fps: int = 30
    """What a device is asked for; it may give something else. Pictures are shown at this rate."""

    focus: int | None = None
    """A fixed focus in the driver's own steps; None: the camera's autofocus, where it has one."""

    def __post_init__(self) -> None:
        """Refuse what no camera can be.

        Raises:
            ValueError: With expected and got.

        """
        _check("width", self.width, 16, _LARGEST)
        _check("height", self.height, 16, _LARGEST)
        _check("fps", self.fps, 1, _FASTEST)
        if self.focus is not None:
            _check("focus", self.focus, 0, 65_535)

    @classmethod
    def parse(
        cls,
        device: str | int,
        name: str = "",
        width: int = 1280,
        height: int = 720,
        fps: int = 30,
        focus: int | None = None,
    ) -> Self:
        """The assignment of settings values; a number N is /dev/videoN.

        Raises:
            ValueError: A value that is none of those it may have, with expected and got.

        """
        place = str(device).strip()
        if not place:
            raise ValueError(f"Expected a camera such as 0, /dev/video0, a folder or a film, got {device!r}.")
        if re.fullmatch(r"[0-9]{1,3}", place):
            place = f"/dev/video{int(place)}"
        return cls(place, name.strip(), width, height, fps, focus)

    @property
    def kind(self) -> CameraKind:
        """By its name alone: whether anything is there is seen when it is opened."""
        if self.device.startswith("/dev/"):
            return CameraKind.DEVICE
        return CameraKind.FILM if self.device.lower().endswith(FILMS) else CameraKind.PICTURES

    @property
    def is_live(self) -> bool:
        """Whether it is a real camera: one never gives two frames that are equal in every pixel for long."""
        return self.kind is CameraKind.DEVICE

    @property
    def loops(self) -> bool:
        """Whether a film or a folder begins again at its end, else its last picture stays: `day.loop.avi`."""
        path = Path(self.device)
        return _LOOP in (path.suffix, Path(path.stem).suffix)

    @property
    def source(self) -> str:
        """As in `Scan.source`."""
        return f"camera:{self.device}"


def _check(key: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise ValueError(f"Expected a {key} from {least} to {most}, got {value}.")
