"""Strips: bars of one direction, found at any angle and cut out upright, without what stands around them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from scanners.decode.cells import CELL, FAINTEST, Cells, Map, cells
from scanners.decode.found import Gray, Point
from scanners.decode.rectify import Upright, direction

SHARE: Final = 0.3
"""A cell belongs to a strip when it has this share of the strongest cell's coherent differences."""

_SECTORS: Final = 8
"""Parts of the half circle; a strip's cells lie in one or in two neighbouring ones."""

_DIAGONAL: Final = np.float32(2**-0.5)
"""A diagonal neighbour is farther away by the root of two, so its difference counts less."""

_NARROWEST: Final = 5
"""Cells a strip is long at least."""

_OVERLAP: Final = 0.5
"""Share of the smaller of two boxes from which they are one strip, seen in neighbouring directions."""

_LOOKED_AT: Final = 3
"""For each strip that is wanted, so many likely ones are looked at: most of them are print or grain."""

_QUIET: Final = 28
"""Pixels of the frame beyond both ends: the quiet zone, and what the cells cut off."""

_LARGEST: Final = 1600
"""Pixels of an upright picture's side: a module of so long a code is many pixels wide."""

_ROUGH: Final = 400
"""Pixels of the longer side that tell whether a strip is bars, and their direction."""

_SAME_ROWS: Final = 0.7
"""Correlation of rows above with rows below from which they show the same bars."""

_EDGES: Final = 20
"""Edges a code has at least: three symbols of Code 128."""


@dataclass(frozen=True)
class Strip:
    """A turned rectangle full of bars, in pixels of the frame."""

    x: float
    y: float
    """Its middle."""

    length: float
    """Across the bars."""

    height: float
    """Along the bars."""

    angle: float
    """Of the direction across the bars, in radians clockwise from the right."""

    @property
    def corners(self) -> tuple[Point, ...]:
        """Its outline in pixels of the frame, four points, clockwise."""
        across = np.array([np.cos(self.angle), np.sin(self.angle)]) * self.length / 2
        along = np.array([-np.sin(self.angle), np.cos(self.angle)]) * self.height / 2
        around = (-across - along, across - along, across + along, along - across)
        return tuple((float(self.x + x), float(self.y + y)) for x, y in around)

    def moved(self, right: float, down: float) -> Strip:
        """The same, so many pixels farther."""
        return replace(self, x=self.x + right, y=self.y + down)

    def upright(self, gray: Gray, scale: float) -> Upright:
        """Cut it out of its frame with its quiet zones, bars upright, `scale` times as large unless huge."""
        long = self.length + 2 * _QUIET
        scale = min(scale, _LARGEST / max(long, self.height))
        wide, high = int(long * scale), max(2, int(self.height * scale))
        forward = cv2.getRotationMatrix2D((self.x, self.y), float(np.rad2deg(self.angle)), scale)
        forward[:, 2] += np.array([wide / 2 - self.x, high / 2 - self.y])
        picture = cv2.warpAffine(
            gray, forward, (wide, high), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        )
        back = np.asarray(cv2.invertAffineTransform(forward), np.float64)
        return Upright(np.asarray(picture, np.uint8), back, scale)


def strips(gray: Gray, most: int = 3, share: float = SHARE, seen: Cells | None = None) -> tuple[Strip, ...]:
    """Find at most `most` strips in a grey picture, the likeliest first; `share` as in `SHARE`.

    `seen`: the picture's cells, where they are at hand.

    The differences of a cell from pixel to pixel make a vector of twice the direction across its edges. Bars
    agree on it from cell to cell, print does not; so the vectors are averaged before their length is taken.
    """
    if min(gray.shape) <= CELL:
        return ()
    seen = seen or cells(gray)
    even = _evened(seen.across - seen.down)
    diagonal = _evened((seen.falling - seen.rising) * _DIAGONAL)
    strength = _evened(np.hypot(even, diagonal))
    doubled = np.arctan2(diagonal, even)
    blobs = sorted(_by_direction(strength, doubled, share), key=lambda each: -each.weight)
    likely = (each.strip(even, diagonal) for each in _apart(blobs, most * _LOOKED_AT))
    barred = (better for each in likely if (better := _looked_at(gray, each)) is not None)
    return tuple(islice(barred, most))


def _looked_at(gray: Gray, strip: Strip) -> Strip | None:
    """Give the strip with its direction measured in the picture itself; None where it is no bars."""
    rough = strip.upright(gray, min(1.0, _ROUGH / max(strip.length, strip.height))).picture
    if not is_barred(rough):
        return None
    return replace(strip, angle=strip.angle + direction(rough))


def is_barred(picture: Gray) -> bool:
    """Tell whether upright bars stand in a picture: many edges, the same in rows next to each other."""
    height = picture.shape[0]
    upper = rows(picture, height * 3 // 8, height // 2)
    lower = rows(picture, height // 2, height * 5 // 8)
    alike = cv2.matchTemplate(upper[None], lower[None], cv2.TM_CCOEFF_NORMED)
    return float(alike[0, 0]) > _SAME_ROWS and edges(upper).size >= _EDGES


def rows(picture: Gray, top: int, bottom: int) -> NDArray[np.float32]:
    """Give the mean of some rows, at least one, shape (width,)."""
    mean: NDArray[np.float32] = picture[top : max(bottom, top + 1)].mean(axis=0, dtype=np.float32)
    return mean


def edges(profile: NDArray[np.float32]) -> NDArray[np.intp]:
    """Give where a profile of shape (width,) crosses its own local mean, in samples."""
    local = cv2.blur(profile[None], (max(9, profile.size // 8) | 1, 1))[0]
    return np.nonzero(np.diff((profile > local).astype(np.int8)))[0]


@dataclass(frozen=True, eq=False)
class _Blob:
    """Cells of one direction that hang together."""

    weight: float
    box: tuple[int, int, int, int]
    """Left, top, width and height, in cells."""

    cells: NDArray[np.bool_]
    """Which cells of its box belong to it, shape (height, width)."""

    def overlaps(self, other: _Blob) -> bool:
        left, top, width, height = self.box
        x, y, wide, high = other.box
        shared = (min(left + width, x + wide) - max(left, x), min(top + height, y + high) - max(top, y))
        return min(shared) > 0 and shared[0] * shared[1] > _OVERLAP * min(width * height, wide * high)

    def strip(self, even: Map, diagonal: Map) -> Strip:
        """Give the smallest rectangle around it in the direction its cells agree on."""
        left, top, width, height = self.box
        part = np.s_[top : top + height, left : left + width]
        angle = float(np.arctan2(diagonal[part][self.cells].sum(), even[part][self.cells].sum())) / 2
        down, right = np.nonzero(self.cells)
        points = np.stack([right + left + 0.5, down + top + 0.5], axis=1) * CELL
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        turned = points @ turn
        least, most = turned.min(axis=0), turned.max(axis=0)
        x, y = turn @ ((least + most) / 2)
        length, height = most - least + CELL
        return Strip(float(x), float(y), float(length), float(height), angle)


def _evened(values: Map) -> Map:
    return np.asarray(cv2.blur(values, (3, 3)), np.float32)


def _by_direction(strength: Map, doubled: Map, share: float) -> Iterator[_Blob]:
    """Give the blobs of each direction, of which `doubled` is twice in radians; some come twice."""
    strong = strength > max(FAINTEST, share * float(strength.max()))
    if not strong.any():
        return
    sector = np.floor(doubled * (_SECTORS / (2 * np.pi))).astype(np.int8) % _SECTORS
    for first in range(_SECTORS):
        like = (strong & ((sector == first) | (sector == (first + 1) % _SECTORS))).astype(np.uint8)
        closed = cv2.morphologyEx(like, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
        count, labels, boxes, _ = cv2.connectedComponentsWithStats(closed, connectivity=4)
        weights = np.bincount(labels.ravel(), strength.ravel(), count)
        sides = boxes[1:, 2:4]
        for number in 1 + np.nonzero((sides.max(axis=1) >= _NARROWEST) & (sides.min(axis=1) > 1))[0]:
            left, top, width, height, size = map(int, boxes[number])
            mine = labels[top : top + height, left : left + width] == number
            # A code fills its box; texture sprawls.
            weight = float(weights[number]) * (size / (width * height)) ** 0.5
            yield _Blob(weight, (left, top, width, height), mine)


def _apart(blobs: list[_Blob], most: int) -> list[_Blob]:
    """Give the first ones that do not overlap a likelier one."""
    kept: list[_Blob] = []
    for blob in blobs:
        if len(kept) == most:
            break
        if not any(blob.overlaps(each) for each in kept):
            kept.append(blob)
    return kept
