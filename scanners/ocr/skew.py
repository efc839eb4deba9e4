"""How print is turned: the direction in which its rows, and the gaps between them, stand out most.

The classic measure of a page's skew (Postl, Detection of linear oblique structures, ICPR 1986): of all
directions, the sums along the rows differ most from row to row in the one in which print runs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_SIDE: Final = 288
"""Pixels the area is shrunk to: rows of print 16 pixels high in an area of half a 720p frame stay apart."""

_COARSE: Final = 4.0
"""Degrees between the directions tried first, and how finely the best one is settled."""

_FINE: Final = 0.5


def skew(grey: NDArray[Any], marked: NDArray[Any]) -> float:
    """In which direction print runs, in degrees clockwise, -90 to 90; where `marked` says that there is any.

    `grey` and `marked` are uint8 of one shape (rows, columns). Print upside down looks the same.
    """
    edges = _edges(grey, marked)
    first = max(np.arange(-90, 90, _COARSE), key=lambda angle: _contrast(edges, angle))
    near = np.arange(first - _COARSE + _FINE, first + _COARSE, _FINE)
    best = float(max(near, key=lambda angle: _contrast(edges, angle)))
    return (best + 90) % 180 - 90


def _edges(grey: NDArray[Any], marked: NDArray[Any]) -> NDArray[np.float32]:
    """A square picture of how much changes where, nothing outside of what is marked."""
    scale = min(1.0, _SIDE / max(grey.shape))
    size = (max(1, round(grey.shape[1] * scale)), max(1, round(grey.shape[0] * scale)))
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    changes = cv2.morphologyEx(small, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    changes[cv2.resize(marked, size, interpolation=cv2.INTER_NEAREST) == 0] = 0
    square = np.zeros((_SIDE, _SIDE), np.float32)
    down, right = (_SIDE - size[1]) // 2, (_SIDE - size[0]) // 2
    square[down : down + size[1], right : right + size[0]] = changes
    return square


def _contrast(edges: NDArray[np.float32], angle: float) -> float:
    """How much the sums along the rows differ once the picture is turned back by an angle."""
    middle = (_SIDE / 2, _SIDE / 2)
    turned = cv2.warpAffine(edges, cv2.getRotationMatrix2D(middle, angle, 1.0), (_SIDE, _SIDE))
    rows = turned.sum(axis=1)
    return float(np.square(np.diff(rows)).sum())
