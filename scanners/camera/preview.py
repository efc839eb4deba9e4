"""Previews: what the camera sees, small enough for a terminal, so many times a second."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2

from scanners.camera.messages import Preview, Show

if TYPE_CHECKING:
    from scanners.camera.source import Frame


def small(frame: Frame, width: int, height: int) -> Preview:
    """A frame no larger than `width` x `height` pixels, its sides in their ratio."""
    rows, columns = frame.shape[:2]
    scale = min(width / columns, height / rows, 1.0)
    size = (max(1, int(columns * scale)), max(1, int(rows * scale)))
    picture = cv2.cvtColor(cv2.resize(frame, size, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2RGB)
    return Preview(*size, picture.tobytes())


class Previews:
    """Keeps the pace of previews."""

    def __init__(self) -> None:
        """Begin with none asked for."""
        self._show = Show(0, 0, 0)
        self._next_at = 0.0

    def ask(self, show: Show) -> None:
        """Take what is asked for from now on."""
        self._show = show

    def of(self, frame: Frame, at: float) -> Preview | None:
        """The preview of a frame at a time in seconds, where one is due."""
        show = self._show
        if min(show.width, show.height, show.each_second) <= 0 or at < self._next_at:
            return None
        self._next_at = at + 1 / show.each_second
        return small(frame, show.width, show.height)
