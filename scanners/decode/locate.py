"""Where in a picture something may be a code: bars all in one direction, or squares in both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from scanners.decode.cells import CELL, FAINTEST, Cells
from scanners.decode.found import Gray

_DIAGONAL: Final = 0.7
"""A diagonal neighbour is farther away by the root of two, so its difference counts less."""

_SHARE: Final = 0.4
"""A cell belongs to an area when it has this share of the strongest cell's differences."""

_SHORTEST_BARS: Final = 5
_SMALLEST_MATRIX: Final = 3
"""Cells an area is long at least."""


@dataclass(frozen=True)
class Area:
    """A rectangle of the picture, in its pixels, along its axes."""

    left: int
    top: int
    width: int
    height: int

    def grown(self, margin: int, shape: tuple[int, ...]) -> Area:
        """The same with `margin` pixels more on every side, cut at the borders of a picture of `shape`."""
        left, top = max(0, self.left - margin), max(0, self.top - margin)
        right = min(shape[1], self.left + self.width + margin)
        bottom = min(shape[0], self.top + self.height + margin)
        return Area(left, top, right - left, bottom - top)

    def of(self, gray: Gray) -> Gray:
        """The part of the picture inside, shape (height, width); not a copy."""
        return gray[self.top : self.top + self.height, self.left : self.left + self.width]


def bars(seen: Cells, most: int = 3) -> tuple[Area, ...]:
    """Find at most `most` areas of bars in a picture's cells, the likeliest first.

    Bars differ from pixel to pixel across them and not along them, whatever their angle: either the upright
    and the level differences are unlike, or the two diagonals.
    """
    uneven = np.hypot(seen.across - seen.down, (seen.falling - seen.rising) * _DIAGONAL)
    return _areas(np.asarray(cv2.blur(uneven, (5, 5)), np.float32), 5, _SHORTEST_BARS, most)


def squares(seen: Cells, most: int = 3) -> tuple[Area, ...]:
    """Find at most `most` areas that differ both ways, as the squares of a matrix do, the likeliest first."""
    both = np.asarray(cv2.blur(np.minimum(seen.across, seen.down), (3, 3)), np.float32)
    return _areas(both, 3, _SMALLEST_MATRIX, most)


def _areas(strength: NDArray[np.float32], closing: int, narrowest: int, most: int) -> tuple[Area, ...]:
    least = max(FAINTEST, _SHARE * float(strength.max()))
    strong = cv2.morphologyEx(
        (strength > least).astype(np.uint8), cv2.MORPH_CLOSE, np.ones((closing, closing), np.uint8)
    )
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(strong, connectivity=8)
    weight = np.bincount(labels.ravel(), strength.ravel(), count)
    sides = boxes[:, 2:4]
    weight[(sides.max(axis=1) < narrowest) | (sides.min(axis=1) < 2)] = 0  # noqa: PLR2004 - one cell is chance
    weight[0] = 0  # the background
    # A label fills its box; texture sprawls.
    weight = weight * np.sqrt(boxes[:, 4] / np.maximum(1, sides.prod(axis=1)))
    best = [each for each in np.argsort(-weight)[:most] if weight[each] > 0]
    return tuple(Area(*(int(side) * CELL for side in boxes[each, :4])) for each in best)
