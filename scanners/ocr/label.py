"""A label: a stretch of print as it lies in a picture."""

from __future__ import annotations

from math import cos, radians, sin
from typing import TYPE_CHECKING, Final

import cv2
import msgspec
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from scanners.ocr.line import Line

_SHAKEN: Final = 1.5
"""Heights of a line a label moves from frame to frame; one that moved more is looked for anew."""


class Label(msgspec.Struct, frozen=True):
    """Where it lies; pixels and degrees of the picture."""

    x: float
    """Of its middle."""

    y: float
    width: float
    """Along its lines."""

    height: float
    angle: float
    """Of its lines, clockwise; 0 is to the right."""

    def into(self, scale: float, margin: float) -> NDArray[np.float64]:
        """The map from the picture to the label upright, shrunk, with a margin around it (2 by 3)."""
        turned = cv2.getRotationMatrix2D((self.x, self.y), self.angle, scale)
        middle = np.array([self.width * scale / 2 + margin, self.height * scale / 2 + margin])
        return np.column_stack([turned[:, :2], turned[:, 2] + middle - (self.x, self.y)])


def around(lines: Sequence[Line]) -> Label:
    """Where the label of these lines, at least one, will be in the next frame: a hand shakes."""
    angle = sorted(line.angle for line in lines)[len(lines) // 2]
    turn = radians(angle)
    across, down = np.array([cos(turn), sin(turn)]), np.array([-sin(turn), cos(turn)])
    corners = np.concatenate([line.corners() for line in lines])
    room = _SHAKEN * max(line.height for line in lines)
    (left, right), (top, bottom) = (
        (float(min(side)), float(max(side))) for side in (corners @ across, corners @ down)
    )
    x, y = across * (left + right) / 2 + down * (top + bottom) / 2
    return Label(float(x), float(y), right - left + 2 * room, bottom - top + 2 * room, angle)
