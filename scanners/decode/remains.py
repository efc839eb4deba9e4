"""Remains: whether what was read still lies where it lay, though a picture does not show what it holds.

A code at the edge of legibility is read now and then; without this it would be new each time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterable

    from intake.scan import Symbology
    from scanners.decode.found import Gray
    from scanners.decode.locate import Area
    from scanners.sighting import Sighting

Key = tuple["Symbology", str]

_SIDE: Final = 24
"""Pixels of a look's side: enough to tell a label from what it lay on, too few to mind noise."""

_ALIKE: Final = 0.85
"""Correlation from which two looks show the same thing."""


@dataclass(frozen=True, eq=False)
class _Look:
    """How a place looked when a code was read there."""

    sighting: Sighting
    place: Area
    shades: NDArray[np.float32]
    """Shape (24, 24)."""


class Remains:
    """Remembers where codes lie. Not for several threads."""

    def __init__(self) -> None:
        self._looks: dict[Key, _Look] = {}

    def read(self, gray: Gray, codes: Iterable[tuple[Sighting, Area]]) -> None:
        """Note what was read in a frame, and where; another code in the same place takes it."""
        for sighting, place in codes:
            self._looks = {
                key: look for key, look in self._looks.items() if not look.sighting.is_rival(sighting)
            }
            around = place.grown(max(place.width, place.height) // 8, gray.shape)
            self._looks[sighting.key] = _Look(sighting, around, _shades(gray, around))

    def still(self, gray: Gray) -> list[Key]:
        """Give the codes whose place looks as it did; the others are forgotten."""
        self._looks = {key: look for key, look in self._looks.items() if _is_alike(gray, look)}
        return list(self._looks)


def _shades(gray: Gray, place: Area) -> NDArray[np.float32]:
    small = cv2.resize(place.of(gray), (_SIDE, _SIDE), interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32)


def _is_alike(gray: Gray, look: _Look) -> bool:
    if look.place.grown(0, gray.shape) != look.place:
        return False  # a smaller picture than the one before
    alike = cv2.matchTemplate(_shades(gray, look.place), look.shades, cv2.TM_CCOEFF_NORMED)
    return float(alike[0, 0]) >= _ALIKE
