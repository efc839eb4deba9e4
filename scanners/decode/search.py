"""The search for codes in a stream: some milliseconds a picture, so the dear steps take turns.

A still picture may be looked at in every way there is; of a stream the next picture comes in 33 ms, and it
will show the code better or worse than this one. So each picture gets what is cheap, around the places where
something was read before anything else, and one of the dear views; what one picture has no time for, another
has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import cv2
import numpy as np

from scanners.decode.cells import CELL, cells
from scanners.decode.engines import THOROUGH, UPRIGHT
from scanners.decode.found import MATRICES, SAME_PLACE, Engine, Found, Gray, Kind, Kinds
from scanners.decode.locate import Area, squares
from scanners.decode.picture import contrasted
from scanners.decode.quality import brightness
from scanners.decode.rectify import magnified
from scanners.decode.strip import Strip, strips
from scanners.decode.views import View, matrix_views, upright_views

_AROUND: Final = 0.2
"""How far around a code it is looked for in the next picture, of its longer side: a hand moves."""

_EVERYWHERE: Final = 4
"""Every so many pictures the whole is looked at though a code was followed: there may be another."""

_LARGEST_WHOLE: Final = 960
"""Pixels of the longer side in which a whole picture is searched for matrices; small ones are areas."""

_TURNS: Final = 3

_SOFTLY: Final = 2
"""Of these turns the one in which blurred and small Code 128 is read: one such view takes some 30 ms, more
than a step's whole budget."""

_DARK: Final = 120
"""Grey level of a picture's bright places below which bars may be too faint to be found."""


class Search:
    """Finds codes in one picture after the other. Not for several threads."""

    def __init__(self, budget: float, clock: Callable[[], float]) -> None:
        """`budget`: seconds by `clock` after which a step begins no further view, locating not counted.

        A picture has two steps at most: around what was found before or by the dearest means, and elsewhere.
        """
        self._budget, self._clock = budget, clock
        self._turn = 0
        self._places: tuple[Area, ...] = ()
        self._is_soft = False
        self.strips: tuple[Strip, ...] = ()
        """What looked like bars in the last picture, the likeliest first."""

    def codes(self, gray: Gray, kinds: Kinds) -> list[Found]:
        """Give the codes of a grey picture that are read in time; corners in its pixels."""
        self._turn += 1
        self.strips = ()
        found = self._followed(gray, kinds) or self._softly(gray, kinds)
        if not found or self._turn % _EVERYWHERE == 0:
            found = _each_once([*found, *self._elsewhere(gray, kinds, found)])
        self._places = tuple(map(place_of, found))
        return found

    def _followed(self, gray: Gray, kinds: Kinds) -> list[Found]:
        """Look around the places where the picture before showed codes."""
        around = [each.grown(_margin(each), gray.shape) for each in self._places]
        lanes = [lane for each in around for lane in self._lanes(gray, kinds, each, most=1)]
        return self._read(lanes)

    def _softly(self, gray: Gray, kinds: Kinds) -> list[Found]:
        """Read the likeliest bars by the dearest means, when it is their turn or they were so read before."""
        if Kind.CODE_128 not in kinds or not (self._is_soft or self._turn % _TURNS == _SOFTLY):
            return []
        self.strips = strips(gray, 1)
        lanes = [_soft(gray, each, kinds) for each in self.strips]
        found = self._read(lanes)
        self._is_soft = any(each.engine is Engine.SOFT for each in found)
        return found

    def _elsewhere(self, gray: Gray, kinds: Kinds, found: list[Found]) -> list[Found]:
        """Look through the whole picture, but for where `found` is."""
        # Raised contrast shows faint codes and blurs good ones: it has a turn, and that only in the dark.
        is_faint = self._turn % _TURNS == 1 and not found and brightness(gray) < _DARK
        seen = contrasted(gray) if is_faint else gray
        lanes = self._lanes(seen, kinds, Area(0, 0, gray.shape[1], gray.shape[0]), most=3)
        return self._read([*lanes, iter([self._whole(seen, kinds)])])

    def _lanes(self, gray: Gray, kinds: Kinds, within: Area, most: int) -> list[Iterator[View]]:
        """Give the views of each place in an area that may be a code."""
        cut = within.of(gray)
        if min(cut.shape) <= CELL:
            return []
        seen = cells(cut)
        bars = tuple(each.moved(within.left, within.top) for each in strips(cut, most, seen=seen))
        self.strips = bars or self.strips
        lanes = [_upright(gray, each, kinds) for each in bars]
        matrices = squares(seen, most if self._turn % 2 else 1)
        return lanes + [matrix_views(gray, _moved(each, within), kinds) for each in matrices]

    def _whole(self, gray: Gray, kinds: Kinds) -> View:
        """Give the whole picture for what it is the turn of: linear codes, or large matrices."""
        if self._turn % _TURNS == 0:
            return View(gray, kinds - MATRICES, SAME_PLACE, effort=UPRIGHT)
        scale = min(1.0, _LARGEST_WHOLE / max(gray.shape))
        size = tuple(max(1, round(side * scale)) for side in reversed(gray.shape))
        small = cv2.resize(gray, size, interpolation=cv2.INTER_AREA)
        to_frame = np.diag([1 / scale, 1 / scale, 1])[:2]
        return View(np.asarray(small, np.uint8), kinds & MATRICES, to_frame, effort=THOROUGH)

    def _read(self, lanes: list[Iterator[View]]) -> list[Found]:
        """Read the first view of every lane, then the others lane by lane, until time is up."""
        deadline = self._clock() + self._budget
        found: list[Found] = []
        done: set[int] = set()
        for number, view in self._in_order(lanes):
            if number not in done and (read := view.read()):
                done.add(number)
                found += read
            if self._clock() > deadline:
                break
        return found

    def _in_order(self, lanes: list[Iterator[View]]) -> Iterator[tuple[int, View]]:
        firsts = ((number, next(lane, None)) for number, lane in enumerate(lanes))
        yield from ((number, view) for number, view in firsts if view is not None)
        first = self._turn % max(1, len(lanes))
        for number in (*range(first, len(lanes)), *range(first)):
            yield from ((number, view) for view in lanes[number])


def _upright(gray: Gray, strip: Strip, kinds: Kinds) -> Iterator[View]:
    """Cut a strip out when its turn comes, not before."""
    yield from upright_views(strip.upright(gray, magnified(strip.length)), kinds)


def _soft(gray: Gray, strip: Strip, kinds: Kinds) -> Iterator[View]:
    upright = strip.upright(gray, magnified(strip.length))
    yield next(upright_views(upright, kinds))
    yield View(
        upright.picture, frozenset({Kind.CODE_128}), upright.to_frame, Engine.SOFT, scale=upright.scale
    )


def _moved(area: Area, by: Area) -> Area:
    return Area(area.left + by.left, area.top + by.top, area.width, area.height)


def _margin(place: Area) -> int:
    return int(_AROUND * max(place.width, place.height))


def place_of(found: Found) -> Area:
    """Give the part of the picture a code takes."""
    points = np.array(found.corners)
    left, top = np.floor(points.min(axis=0)).astype(int)
    right, bottom = np.ceil(points.max(axis=0)).astype(int)
    return Area(max(0, int(left)), max(0, int(top)), max(1, int(right - left)), max(1, int(bottom - top)))


def _each_once(found: list[Found]) -> list[Found]:
    """Leave out what two views read alike."""
    return list({(each.kind, each.text): each for each in reversed(found)}.values())
