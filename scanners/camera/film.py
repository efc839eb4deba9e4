"""A film as a camera: a file of frames, shown by a clock of its own; who looks too slowly misses some."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import cv2

from scanners.camera.messages import Began
from scanners.device import DeviceLost, DeviceUnusable, while_opening

if TYPE_CHECKING:
    from scanners.camera.assignment import CameraAssignment
    from scanners.camera.source import Frame


class Film:
    """An open film. At its end the last frame stays, or it begins again."""

    is_patient = False

    def __init__(self, assignment: CameraAssignment) -> None:
        """Open it.

        Raises:
            DeviceError: There is no such file, it may not be read, or it is no film.

        """
        self._path = assignment.device
        self._loops = assignment.loops
        with while_opening(self._path):
            self._identity = _identity_of(self._path)
        self._film = cv2.VideoCapture(self._path)
        self._rate = self._film.get(cv2.CAP_PROP_FPS) or assignment.fps
        self._start = time.monotonic()
        self._number = 0
        """Of the next frame, the repeated ones at the end included."""
        self._is_over = False
        self._last = self._first()
        height, width = self._last.shape[:2]
        self.began = Began(width, height, self._rate, "")

    def read(self) -> Frame:
        """The frame that is due."""
        self._check()
        time.sleep(max(0.0, self._start + self._number / self._rate - time.monotonic()))
        self._skip(int((time.monotonic() - self._start) * self._rate) - self._number)
        self._number += 1
        if not self._is_over:
            self._advance()
        return self._last

    def close(self) -> None:
        """Let go of it."""
        self._film.release()

    def _first(self) -> Frame:
        is_given, frame = self._film.read()
        if not is_given:
            self._film.release()
            raise DeviceUnusable(self._path, "no film")
        self._film.set(cv2.CAP_PROP_POS_FRAMES, 0)
        return frame  # type: ignore[return-value]  # cv2 tells no element type

    def _advance(self) -> None:
        """Take the next frame, or what comes after the last."""
        is_given, frame = self._film.read()
        if is_given:
            self._last = frame  # type: ignore[assignment]  # as above
        elif self._loops:
            self._film.set(cv2.CAP_PROP_POS_FRAMES, 0)
        else:
            self._is_over = True

    def _skip(self, late: int) -> None:
        """Pass over what should have been shown already; after a long sleep it goes on where it was."""
        if late > self._rate:
            self._start = time.monotonic() - self._number / self._rate
            return
        for _ in range(late):
            self._number += 1
            if not self._is_over:
                self._film.grab()

    def _check(self) -> None:
        """A file that is gone or another one is a camera unplugged."""
        try:
            is_same = _identity_of(self._path) == self._identity
        except OSError as error:
            raise DeviceLost(self._path, error) from error
        if not is_same:
            raise DeviceLost(self._path, "another file")


def _identity_of(path: str) -> tuple[int, int, int]:
    state = os.stat(path)  # noqa: PTH116 - one question a frame
    return state.st_dev, state.st_ino, state.st_size
