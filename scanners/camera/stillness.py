"""Stillness: whether anything before the camera has changed. A table at rest costs next to nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import cv2

if TYPE_CHECKING:
    from scanners.camera.source import Frame

LOOKS: Final = 30
"""Frames of a still picture that are searched: every way of reading has had its turn by then."""

LOOKS_EACH: Final = 0.3
"""Seconds between two that are searched then: focus may come late, and changes no brightness. Three pictures
have to agree within a second (`scanners.consensus`), however slowly the frames come."""

_SIZE: Final = (80, 45)
"""Pixels of what is compared: each is the mean of hundreds, in which a sensor's noise is below one grey."""

_DIFFERS: Final = 8
"""Greys of 255, in one such pixel, that are a change."""


class Stillness:
    """Compares each frame with the one the last change began with."""

    def __init__(self) -> None:
        """Begin as after a change."""
        self._scene: Frame | None = None
        self._frames = 0
        self._looked_at = 0.0

    def stir(self) -> None:
        """Take the next frame for a new picture: something else is looked for."""
        self._scene = None

    def is_worth(self, frame: Frame, at: float) -> bool:
        """Whether to search a frame of a time in seconds."""
        small = cv2.resize(frame, _SIZE, interpolation=cv2.INTER_AREA)
        if self._scene is None or int(cv2.absdiff(small, self._scene).max()) > _DIFFERS:
            self._scene = small  # type: ignore[assignment]  # cv2 tells no element type
            self._frames = 0
        self._frames += 1
        if self._frames > LOOKS and at - self._looked_at < LOOKS_EACH:
            return False
        self._looked_at = at
        return True
