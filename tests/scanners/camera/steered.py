"""A camera's process as the station starts it, but for the camera: that goes as a file says.

`python -m tests.scanners.camera.steered FD`. The file `goes` in the camera's folder holds one of:
a text, and a code of it lies before a live camera; `!frozen`, its frames are equal; `!blocked`, a read
never returns; `!broken`, a read raises. Without the folder it is unplugged.
"""

from __future__ import annotations

import threading
import time
from pathlib import Path

import cv2
import numpy as np

from scanners.camera.assignment import CameraAssignment
from scanners.camera.child import main
from scanners.camera.messages import Began
from scanners.camera.source import Frame
from scanners.device import DeviceLost, while_opening
from tests.scanners.camera.table import HEIGHT, WIDTH, table

RATE = 10


class SteeredCamera:
    """The camera of a folder."""

    is_patient = False

    def __init__(self, assignment: CameraAssignment) -> None:
        self._goes = Path(assignment.device) / "goes"
        with while_opening(assignment.device):
            self._goes.stat()
        self.began = Began(WIDTH, HEIGHT, RATE, "TEST")
        self._noise = np.random.default_rng()
        self._text = ""
        self._table = table()
        self._last = self._table

    def read(self) -> Frame:
        time.sleep(1 / RATE)
        try:
            goes = self._goes.read_text(encoding="utf-8")
        except OSError as error:
            raise DeviceLost(str(self._goes), error) from error
        if goes == "!broken":
            raise RuntimeError(goes)
        if goes == "!blocked":
            threading.Event().wait()
        if goes != "!frozen":
            self._last = self._live(goes)
        return self._last

    def close(self) -> None:
        """Nothing is open."""

    def _live(self, text: str) -> Frame:
        if text != self._text:
            self._text, self._table = text, table(text)
        return cv2.add(self._table, self._noise.integers(0, 4, self._table.shape, np.uint8))  # type: ignore[return-value]  # cv2 tells no element type


if __name__ == "__main__":
    main(SteeredCamera)
