"""A still picture of a unit: the sharpest of the next frames, whole, as JPEG and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2

from scanners.camera.messages import Photo
from scanners.camera.preview import small

if TYPE_CHECKING:
    from scanners.camera.source import Frame

TAKES: Final = 0.5
"""Seconds over which frames are compared: a hand comes to rest in between."""

LEAST: Final = 3
"""Frames that are compared at least, where they come slowly."""

_QUALITY: Final = 90
"""Of JPEG: no artefact passes for a crack, and 1080p stays below a megabyte."""

_THUMBNAIL: Final = (640, 360)


class Still:
    """Takes one still picture."""

    def __init__(self, wish: str, begins_at: float) -> None:
        """Prepare; frames before `begins_at`, in seconds, are not compared."""
        self._wish = wish
        self._begins_at = begins_at
        self._frames = 0
        self._best: Frame | None = None
        self._sharpness = -1.0

    def offer(self, frame: Frame, at: float) -> Photo | None:
        """Compare a frame of a time in seconds; the picture, once it is taken."""
        if at < self._begins_at:
            return None
        self._frames += 1
        if (sharpness := _sharpness(frame)) > self._sharpness:
            self._best, self._sharpness = frame, sharpness
        is_taken = self._frames >= LEAST and at >= self._begins_at + TAKES
        return _photo(self._wish, self._best) if is_taken and self._best is not None else None


def _sharpness(frame: Frame) -> float:
    """The variance of the Laplacian: blur takes the edges first."""
    grey = cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY)
    _, deviation = cv2.meanStdDev(cv2.Laplacian(grey, cv2.CV_16S))
    return float(deviation[0][0]) ** 2


def _photo(wish: str, frame: Frame) -> Photo:
    _, jpeg = cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    height, width = frame.shape[:2]
    return Photo(wish, jpeg.tobytes(), width, height, small(frame, *_THUMBNAIL))
