"""The page of the camera: which of those plugged in it is, and whether it reads the test card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from intake.equipment import Camera
from intake.printable import printable
from intake.scan import Method, Scan
from scanners.camera.assignment import CameraAssignment
from scanners.camera.found import FoundCamera
from scanners.light import LightState
from scanners.test_card import CARD
from tui.cells import wrap
from tui.setup.page import Page
from tui.widgets.lines import Styled

if TYPE_CHECKING:
    from tui.setup.course import Course

_TEXTS = {code.text: code.name for code in CARD}
_NAME = 20
"""Characters of a camera's name, in the settings too."""

_LINES = 3


class CameraPage(Page):
    """Shows what one camera sees until it reads a code of the card; then that camera is taken."""

    NAME = "camera"
    SEES = True

    def __init__(self, course: Course) -> None:
        """Have chosen none."""
        super().__init__(course)
        self._at = 0
        self._found: tuple[FoundCamera, ...] = ()
        """Those there were when the page came up."""

        self._read = ""

    @property
    def is_due(self) -> bool:
        """Whether there is a camera at all."""
        return bool(self.course.cameras)

    @property
    def _chosen(self) -> FoundCamera:
        return self._found[self._at]

    def begin(self) -> None:
        """Open the first camera."""
        self._at, self._found = 0, self.course.cameras
        self._open()

    def _open(self) -> None:
        self._read = ""
        self.course.camera = None
        self.course.eye.look_through(CameraAssignment.parse(self._chosen.path))

    def end(self) -> None:
        """Let go of it."""
        self.course.eye.close()

    def question(self) -> str:
        """Ask for the card, until it was read."""
        return self.say("camera_read" if self._read else "camera_hold")

    def lines(self, width: int, room: int) -> list[Styled]:
        """List the cameras, and say how the chosen one is, left of what it sees."""
        width //= 2
        rows = [self._row(camera) for camera in self._found]
        light = self.course.lights.get(f"camera:{self._chosen.path}")
        if light and light.state is not LightState.READY:
            told = self.course.wording.light(light.state, light.source, light.detail, self._title)
            return [*rows, ("", "text"), *((line, "note") for line in wrap(told, width, _LINES))][:room]
        read = self.say("camera_came", code=self._read) if self._read else self.say("camera_mount")
        style = "good" if self._read else "text"
        return [*rows, ("", "text"), *((line, style) for line in wrap(read, width, _LINES))][:room]

    def _row(self, camera: FoundCamera) -> Styled:
        is_chosen = camera is self._chosen
        name = printable(camera.name, _NAME) or camera.device
        return f"{'>' if is_chosen else ' '} {name}", "chosen" if is_chosen else "text"

    @property
    def _title(self) -> str:
        return printable(self._chosen.name, _NAME)

    def move(self, by: int) -> None:
        """Look through another camera."""
        if len(self._found) > 1:
            self._at = (self._at + by) % len(self._found)
            self._open()

    def pulled(self, scan: Scan) -> None:
        """Take the camera that reads a code of the card; a gun's pull is answered as everywhere."""
        if scan.method is not Method.CAMERA:
            super().pulled(scan)
            return
        self.course.eye.answer(scan)
        if (name := _TEXTS.get(scan.text)) is not None:
            self._read = self.code(name)
            self.course.camera = Camera(device=self._chosen.path, name=self._title)
