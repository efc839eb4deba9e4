"""The views of a picture that are tried one after the other, the cheapest first.

zxing-cpp and zbar both read a long linear code only within about 10 degrees of the picture's axes, by design.
So what looks like bars is turned upright first; where that is not enough, its rows are averaged into bands.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Final

import cv2
import numpy as np

from scanners.decode.bands import banded
from scanners.decode.cells import CELL, cells
from scanners.decode.engines import EVENLY_LIT, THOROUGH, UPRIGHT, Effort, zbar, zxing
from scanners.decode.found import MATRICES, SAME_PLACE, Affine, Engine, Found, Gray, Kind, Kinds
from scanners.decode.locate import Area, bars, squares
from scanners.decode.rectify import Upright, magnified, rectify
from scanners.decode.soft128 import soft128
from scanners.decode.soft_ean import soft_ean
from scanners.decode.strip import Strip, strips

_MARGIN: Final = 28
"""Pixels around what may be a matrix: its quiet zone, and what the cells cut off."""

_LARGEST_MATRIX: Final = 700
"""Pixels; what is larger was read in the whole picture, or is texture."""

_LARGEST_FOR_ZBAR: Final = 1_000_000
"""Pixels of a picture; zbar takes 40 ms for so many."""

_OF_THIN_CODES: Final = 0.6
"""Share of the strongest differences: a thin code among print is a strip of its own only by so high a one."""

_SOFTLY: Final = 2
"""Strips of a picture that are read softly."""

_SMALLEST: Final = 12
"""Pixels an area must have to hold anything."""


SOFTLY_READ: Final = frozenset({Kind.CODE_128, Kind.EAN})
"""Kinds with a reader for blur."""


@dataclass(frozen=True, eq=False)
class View:
    """One picture to be decoded by one engine."""

    picture: Gray
    kinds: Kinds
    to_frame: Affine
    """Maps its points into those of the frame, shape (2, 3)."""

    engine: Engine = Engine.ZXING
    effort: Effort = UPRIGHT
    scale: float = 1.0
    """Its pixels for one of the frame."""

    def read(self) -> list[Found]:
        """What stands in it; corners in pixels of the frame."""
        if self.engine is Engine.ZBAR:
            read = zbar(self.picture, self.kinds)
        elif self.engine is Engine.SOFT:
            read = _softly(Upright(self.picture, self.to_frame, self.scale), self.kinds)
        else:
            read = zxing(self.picture, self.kinds, self.effort)
        return [found.moved(self.to_frame) for found in read]


def _softly(upright: Upright, kinds: Kinds) -> list[Found]:
    """Read what is blurred: one code, of the kinds there is a reader for."""
    return (soft128(upright) if Kind.CODE_128 in kinds else []) or (
        soft_ean(upright) if Kind.EAN in kinds else []
    )


def area_views(gray: Gray, kinds: Kinds) -> Iterator[View]:
    """Every view of a grey frame's areas; each is made when it is asked for."""
    if min(gray.shape) <= CELL:
        return
    seen = cells(gray)
    for strip in _apart(chain(strips(gray, seen=seen), strips(gray, share=_OF_THIN_CODES, seen=seen))):
        yield from upright_views(strip.upright(gray, magnified(strip.length)), kinds)
    for area in bars(seen):
        yield from bar_views(gray, area, kinds)
    for area in squares(seen):
        yield from matrix_views(gray, area, kinds)


def _apart(found: Iterable[Strip]) -> Iterator[Strip]:
    """Leave out what is cut out of the same place as one before it."""
    before: list[Strip] = []
    for strip in found:
        if not any(_are_alike(strip, other) for other in before):
            yield strip
        before.append(strip)


def _are_alike(one: Strip, other: Strip) -> bool:
    """Tell whether two strips are cut out of the same place, to a cell of the map."""
    apart = max(abs(one.x - other.x), abs(one.y - other.y), abs(one.length - other.length))
    return apart <= CELL


def soft_views(gray: Gray, contrasted: Gray, kinds: Kinds) -> Iterator[View]:
    """The likeliest strips for the readers of blurred and small Code 128 and EAN-13, the dearest of all.

    Faint ones are found where contrast is raised, and read as they are.
    """
    if kinds & SOFTLY_READ:
        found = chain(strips(gray, _SOFTLY), strips(contrasted, _SOFTLY), strips(gray, 1, _OF_THIN_CODES))
        for strip in _apart(found):
            upright = strip.upright(gray, magnified(strip.length))
            yield View(upright.picture, kinds, upright.to_frame, engine=Engine.SOFT, scale=upright.scale)


def smooth_views(gray: Gray, kinds: Kinds) -> Iterator[View]:
    """The frame without its grain, by one threshold: squares that are outlines or many-coloured are filled.

    Small frames are enlarged, for the blur must not reach over a module.
    """
    if asked := kinds & MATRICES:
        scale = 2.0 if max(gray.shape) <= _LARGEST_MATRIX else 1.0
        large = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
        smooth = np.asarray(cv2.GaussianBlur(large, (0, 0), scale), np.uint8)
        to_frame = np.diag([1 / scale, 1 / scale, 1])[:2]
        yield View(smooth, asked, to_frame, effort=EVENLY_LIT)


def whole(gray: Gray, kinds: Kinds) -> View:
    """The frame as it is."""
    return View(gray, kinds, SAME_PLACE, effort=THOROUGH)


def bar_views(gray: Gray, area: Area, kinds: Kinds) -> Iterator[View]:
    """An area of bars, turned upright."""
    if min(area.width, area.height) >= _SMALLEST:
        yield from upright_views(rectify(gray, area), kinds)


def upright_views(upright: Upright, kinds: Kinds) -> Iterator[View]:
    """Bars that stand upright: as they are, in bands, and for zbar, which is the dearest."""
    linear = kinds - MATRICES
    if not linear:
        return
    yield View(upright.picture, linear, upright.to_frame)
    for picture in banded(upright):
        yield View(picture, linear - {Kind.ITF}, _of_band(upright, picture))
    if upright.picture.size <= _LARGEST_FOR_ZBAR:
        yield View(upright.picture, linear, upright.to_frame, engine=Engine.ZBAR)


def _of_band(upright: Upright, picture: Gray) -> Affine:
    """Where a picture of bands stands in the frame: it is as wide as `upright`, and has another height."""
    stretch = np.diag([1.0, upright.picture.shape[0] / picture.shape[0], 1.0])
    return upright.to_frame @ stretch


def matrix_views(gray: Gray, area: Area, kinds: Kinds) -> Iterator[View]:
    """What may be a matrix: enlarged, then sharpened."""
    asked = kinds & MATRICES
    grown = area.grown(_MARGIN, gray.shape)
    size = max(grown.width, grown.height)
    if not asked or min(grown.width, grown.height) < _SMALLEST or size > _LARGEST_MATRIX:
        return
    scale = 3.0 if size < 160 else 2.0 if size < 420 else 1.0  # noqa: PLR2004 - three pixels a module or more
    large = np.asarray(
        cv2.resize(grown.of(gray), None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC), np.uint8
    )
    to_frame = np.array([[1 / scale, 0, grown.left], [0, 1 / scale, grown.top]], np.float64)
    effort = Effort(smaller=False)
    yield View(large, asked, to_frame, effort=effort)
    soft = cv2.GaussianBlur(large, (0, 0), scale * 1.2)
    sharp = np.asarray(cv2.addWeighted(large, 2.5, soft, -1.5, 0), np.uint8)
    yield View(sharp, asked, to_frame, effort=effort)
