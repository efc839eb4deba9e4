"""Finding the label: where in a picture print lies close together, how it is turned, and its lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import cv2
import numpy as np

from scanners.ocr import models
from scanners.ocr.label import Label
from scanners.ocr.line import Line
from scanners.ocr.skew import skew

if TYPE_CHECKING:
    from numpy.typing import NDArray

LONG_SIDE: Final = 640
"""Pixels a whole picture is shrunk to: enough to see where print is, though not what."""

LABEL_SIDE: Final = 960
"""Pixels a label is shrunk to: now its lines must stay apart."""

_CELL: Final = 32
"""The network halves its picture five times."""

_MARKED: Final = 0.3
"""From which probability a pixel belongs to the core of a line."""

_APART: Final = 25
"""Pixels of the shrunk picture up to which cores belong to one label."""

_BEYOND: Final = 240.0
"""Pixels beyond each end at most, half its length at most: small print that runs aslant is found in part."""

_ROOM: Final = 1.6
"""How far print reaches beyond its core, times area over circumference (the paper's unclip ratio)."""

_THINNEST: Final = 3
"""Pixels of a core; less is grain."""


class LabelFinder:
    """Finds labels and their lines; made once, for loading takes a tenth of a second."""

    def __init__(self) -> None:
        """Load the network. Raises `models.OcrMissingError`."""
        self._network = models.finder()

    def labels(self, bgr: NDArray[Any]) -> tuple[Label, ...]:
        """Where print lies in a picture, the largest first. Upside down looks the same."""
        scale = min(1.0, LONG_SIDE / max(bgr.shape[:2]))
        small = cv2.resize(bgr, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        marked = cv2.dilate(self._marked(small), np.ones((_APART, _APART), np.uint8))
        grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
        count, areas, boxes, _ = cv2.connectedComponentsWithStats(marked)
        largest = sorted(range(1, count), key=lambda area: -int(boxes[area][cv2.CC_STAT_AREA]))
        return tuple(_label(grey, (areas == area).astype(np.uint8), boxes[area], scale) for area in largest)

    def lines(self, bgr: NDArray[Any], label: Label) -> tuple[Line, ...]:
        """The lines of a label, read in its direction; from the top."""
        scale = min(1.0, LABEL_SIDE / max(label.width, label.height))
        into = label.into(scale, _CELL)
        size = (round(label.width * scale) + 2 * _CELL, round(label.height * scale) + 2 * _CELL)
        upright = cv2.warpAffine(bgr, into, size, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE)
        cores, _ = cv2.findContours(self._marked(upright), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        found = sorted((line for core in cores if (line := _line(core))), key=lambda line: line.y)
        back = cv2.invertAffineTransform(into)
        return tuple(_moved(line, back, scale, label.angle) for line in found)

    def _marked(self, bgr: NDArray[Any]) -> NDArray[np.uint8]:
        """Where the cores of lines are: uint8, 0 or 1, of the picture's shape."""
        height, width = bgr.shape[:2]
        filled = (max(_CELL, round(width / _CELL) * _CELL), max(_CELL, round(height / _CELL) * _CELL))
        pixels = cv2.resize(bgr, filled).astype(np.float32) / 127.5 - 1
        likely = self._network.run(pixels.transpose(2, 0, 1)[np.newaxis])[0, 0]
        return np.asarray(cv2.resize(likely, (width, height)) > _MARKED).astype(np.uint8)


def _label(grey: NDArray[Any], area: NDArray[np.uint8], box: NDArray[Any], scale: float) -> Label:
    """The label that fills an area of a shrunk picture."""
    left, top, width, height = (int(side) for side in box[:4])
    part = np.s_[top : top + height, left : left + width]
    angle = skew(grey[part], area[part])
    points = np.argwhere(area)[:, ::-1].astype(np.float32)
    turned = points @ cv2.getRotationMatrix2D((0, 0), angle, 1.0)[:, :2].T
    low, high = turned.min(axis=0), turned.max(axis=0)
    middle = (low + high) / 2 @ cv2.getRotationMatrix2D((0, 0), angle, 1.0)[:, :2]
    x, y, across, down = (float(side) / scale for side in (*middle, *(high - low)))
    return Label(x, y, across + 2 * min(across / 2, _BEYOND), down, angle)


def _line(core: NDArray[Any]) -> Line | None:
    """The line around a core, or None where it is too thin for print."""
    (x, y), (width, height), angle = cv2.minAreaRect(core)
    if min(width, height) < _THINNEST:
        return None
    if width < height:
        width, height, angle = height, width, angle - 90
    room = _ROOM * width * height / (width + height)
    # The ends get more: a serial that lacks its last character is another one.
    return Line(x, y, width + room + height, height + room, (angle + 90) % 180 - 90)


def _moved(line: Line, back: NDArray[Any], scale: float, angle: float) -> Line:
    """A line of the upright label as it lies in the picture."""
    x, y = back @ (line.x, line.y, 1.0)
    return Line(float(x), float(y), line.length / scale, line.height / scale, (line.angle + angle) % 360)
