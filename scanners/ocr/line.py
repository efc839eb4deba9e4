"""A line of print in a picture: where it lies, and the piece of the picture that shows it upright."""

from __future__ import annotations

from math import cos, hypot, radians, sin
from typing import TYPE_CHECKING, Any, Final

import cv2
import msgspec
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

HEIGHT: Final = 48
"""Rows of an upright line: what the recogniser was trained on."""

LONGEST: Final = 960
"""Columns of an upright line at most: 16 characters and their prefix have 400, a line of an address 800."""


class Line(msgspec.Struct, frozen=True):
    """One line as it lies; pixels and degrees of the picture."""

    x: float
    """Of its middle."""

    y: float
    length: float
    height: float
    """With some room above and below: one and a half to two times a capital."""

    angle: float
    """In which direction it is read, clockwise; 0 is to the right."""

    def turned(self) -> Line:
        """The same line read the other way."""
        return msgspec.structs.replace(self, angle=(self.angle + 180) % 360)

    def cut(self, part: float) -> Line:
        """The same line with a part of its height: less room, and the print so much larger upright."""
        return msgspec.structs.replace(self, height=self.height * part)

    def from_it(self, x: float, y: float) -> tuple[float, float]:
        """How far a point lies from its middle, along and across it."""
        turn, right, down = radians(self.angle), x - self.x, y - self.y
        return right * cos(turn) + down * sin(turn), down * cos(turn) - right * sin(turn)

    def corners(self) -> NDArray[np.float32]:
        """Top left, top right, bottom right and bottom left, as read."""
        turn = radians(self.angle)
        along = np.array([cos(turn), sin(turn)]) * self.length / 2
        down = np.array([-sin(turn), cos(turn)]) * self.height / 2
        middle = np.array([self.x, self.y])
        return np.array(
            [middle - along - down, middle + along - down, middle + along + down, middle - along + down],
            np.float32,
        )

    def is_within(self, shape: tuple[int, ...]) -> bool:
        """Whether the whole line is in a picture of that shape: one that leaves it may miss a character."""
        height, width = shape[:2]
        corners = self.corners()
        return bool((corners >= 1).all() and (corners < (width - 1, height - 1)).all())

    def upright(self, picture: NDArray[Any]) -> NDArray[Any]:
        """The line out of its picture, read from left to right, `HEIGHT` rows high."""
        scale = HEIGHT / max(self.height, 1.0)
        width = max(1, min(round(self.length * scale), LONGEST))
        flat = np.array([[0, 0], [width, 0], [width, HEIGHT], [0, HEIGHT]], np.float32)
        turned = cv2.getPerspectiveTransform(self.corners(), flat)
        return cv2.warpPerspective(
            picture, turned, (width, HEIGHT), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        )

    def distance(self, x: float, y: float) -> float:
        """From its middle to a point."""
        return hypot(x - self.x, y - self.y)
