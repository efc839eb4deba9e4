"""The ground: what a camera sees where nothing lies.

A place that shows it is empty: a card that was there is taken away. Any other is covered, by an arm or a box,
and what is in doubt is too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from scanners.attention import GONE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from intake.scan import Symbology
    from scanners.decode.found import Gray
    from scanners.decode.locate import Area
    from scanners.sighting import Sighting

Key = tuple["Symbology", str]
Shades = NDArray[np.float32]

_ROWS: Final = 90
_COLUMNS: Final = 160
"""Cells of a picture: of 1280 by 720 pixels each is the mean of 64, whose noise is below one grey."""

_SAME: Final = 8
"""Greys by which a cell at rest may differ (as in `scanners.camera.stillness`)."""

_ALIKE: Final = 12
"""The same between two times, for the light has gone on changing."""

_DIFFERS: Final = 24
"""Greys by which some cells change more than others when a label goes: its paper and its bars."""

RESTS: Final = 0.5
"""Seconds for which nothing changes where nobody moves."""

KNOWN: Final = 30.0
"""Seconds more than for anything else that speak for the ground: a box that lies longer is taken for it."""

LEARNT: Final = 600.0
"""Seconds at most that speak for what was the ground so far: what stands on it as long is the ground then."""

_MOST: Final = 256
"""Labels whose ground is remembered (as in `scanners.attention`)."""


@dataclass(frozen=True, eq=False)
class _Lain:
    """A label where it was seen last."""

    sighting: Sighting
    at: float
    cells: tuple[slice, slice]
    label: Shades
    """What its cells showed with it."""

    ground: Shades
    """What the whole picture shows where nothing lies, as known when the label came; NaN: not known."""


class Ground:
    """Learns what is seen for the longest time, cell by cell. Not for several threads."""

    def __init__(self) -> None:
        """Know of nothing."""
        self._shades = np.full((_ROWS, _COLUMNS), np.nan, np.float32)
        self._since = np.zeros((_ROWS, _COLUMNS))
        self._ground = self._shades.copy()
        self._speaks = np.zeros((_ROWS, _COLUMNS))
        """Seconds that speak for the ground more than against it: the majority's vote of Boyer and Moore."""

        self._at: float | None = None
        self._lain: dict[Key, _Lain] = {}

    def bared(self, gray: Gray, labels: Iterable[tuple[Sighting, Area]], at: float) -> list[Key]:
        """Look at a frame and give the labels seen before whose places are empty now, each once.

        `labels`: those it shows, and where. `at`: when it was taken, in seconds.
        """
        self._look(gray, at)
        seen = {sighting.key: self._noted(sighting, place, at, gray) for sighting, place in labels}
        self._lain |= seen
        bared = [key for key, lain in self._lain.items() if key not in seen and self._is_bare(lain, at)]
        for key in (*bared, *list(self._lain)[:-_MOST]):
            del self._lain[key]
        return bared

    def _look(self, gray: Gray, at: float) -> None:
        shades = cv2.resize(gray, (_COLUMNS, _ROWS), interpolation=cv2.INTER_AREA).astype(np.float32)
        changed = ~(np.abs(shades - self._shades) <= _SAME)
        self._shades[changed], self._since[changed] = shades[changed], at
        passed = 0.0 if self._at is None else min(at - self._at, GONE)
        self._at = at
        rests = at - self._since >= RESTS
        is_ground = np.abs(self._shades - self._ground) <= _SAME
        self._speaks += np.where(rests, np.where(is_ground, passed, -passed), 0)
        turns = rests & (is_ground | (self._speaks < 0) | np.isnan(self._ground))
        self._ground[turns] = self._shades[turns]
        self._speaks = self._speaks.clip(0, LEARNT)

    def _noted(self, sighting: Sighting, place: Area, at: float, gray: Gray) -> _Lain:
        lain = self._lain.pop(sighting.key, None)
        is_new = lain is None or (at - lain.at >= GONE and not lain.sighting.is_where(sighting))
        ground = self._known() if lain is None or is_new else lain.ground
        cells = _cells(place.grown(max(place.width, place.height) // 4, gray.shape), gray)
        return _Lain(sighting, at, cells, self._shades[cells].copy(), ground)

    def _known(self) -> Shades:
        return np.where(self._speaks >= KNOWN, self._ground, np.float32(np.nan))

    def _is_bare(self, lain: _Lain, at: float) -> bool:
        now = self._shades[lain.cells]
        rests = bool((at - self._since[lain.cells] >= RESTS).all())
        is_ground = bool((np.abs(now - lain.ground[lain.cells]) <= _ALIKE).all())
        return rests and is_ground and float(np.ptp(now - lain.label)) > _DIFFERS


def _cells(place: Area, gray: Gray) -> tuple[slice, slice]:
    """Give the cells that show any of a place."""
    height, width = gray.shape
    top, left = place.top * _ROWS // height, place.left * _COLUMNS // width
    bottom = -(-(place.top + place.height) * _ROWS // height)
    right = -(-(place.left + place.width) * _COLUMNS // width)
    return slice(top, bottom), slice(left, right)
