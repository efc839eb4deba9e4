"""What the station and a camera's process say to each other: frozen values."""

from __future__ import annotations

import msgspec

from intake.scan import Awaited, Scan
from scanners.camera.assignment import CameraAssignment
from scanners.camera.hindrance import Hindrance
from scanners.hint import Hint


class Open(msgspec.Struct, frozen=True, tag=True):
    """To the camera, first: which one it is to keep open."""

    assignment: CameraAssignment


class Await(msgspec.Struct, frozen=True, tag=True):
    """To the camera: what the desk waits for now. A new `awaited.photo` asks for one still picture."""

    awaited: Awaited


class Show(msgspec.Struct, frozen=True, tag=True):
    """To the camera: send previews no larger than this, in pixels, so many a second; 0 ends them."""

    width: int
    height: int
    each_second: int


class Began(msgspec.Struct, frozen=True, tag=True):
    """From the camera: it is open and gives frames."""

    width: int
    height: int
    fps: float
    """As the driver says; 0 where it does not."""

    fourcc: str
    """How the frames come over the bus, such as MJPG; empty where they come over none."""


class Read(msgspec.Struct, frozen=True, tag=True):
    """From the camera: a code or print, read without a rival in enough frames."""

    scan: Scan


class Preview(msgspec.Struct, frozen=True, tag=True):
    """From the camera: what it sees, small."""

    width: int
    height: int
    rgb: bytes
    """`width * height * 3` bytes, row by row, red, green, blue."""

    outline: tuple[tuple[float, float], ...] = ()
    """Corners of the code that was found, from (0, 0) top left to (1, 1); empty: none."""

    is_read: bool = False
    """Whether the outlined code was read, not only found."""

    hint: Hint | None = None


class Photo(msgspec.Struct, frozen=True, tag=True):
    """From the camera: the still picture that was asked for."""

    wish: str
    """`Awaited.photo` of the wish."""

    jpeg: bytes
    width: int
    height: int
    thumbnail: Preview = Preview(0, 0, b"")
    """The same, small, for a screen that decodes no JPEG."""


class Beat(msgspec.Struct, frozen=True, tag=True):
    """From the camera: it is alive."""

    frames: int
    """Looked at since the beat before."""


class Trouble(msgspec.Struct, frozen=True, tag=True):
    """From the camera: it is not open, or gives nothing; it is opened again."""

    hindrance: Hindrance
    reason: str
    """Short, for a light."""


ToCamera = Open | Await | Show
FromCamera = Began | Read | Preview | Photo | Beat | Trouble
