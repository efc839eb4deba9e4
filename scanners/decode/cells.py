"""Cells: a picture as a coarse map of how much it differs from pixel to pixel, in four directions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from scanners.decode.found import Gray

CELL: Final = 8
"""Pixels a cell has a side: what is looked for is some cells wide."""

FAINTEST: Final = 6.0
"""Grey levels of difference from pixel to pixel, on average, below which everything is noise."""

Map = NDArray[np.float32]
"""A value a cell, shape (rows, columns)."""


@dataclass(frozen=True, eq=False)
class Cells:
    """Mean absolute differences from a pixel to the next one, in grey levels."""

    across: Map
    down: Map
    falling: Map
    """To the pixel right and below."""

    rising: Map
    """To the pixel right and above."""


def cells(gray: Gray) -> Cells:
    """Measure a grey picture of at least 9 by 9 pixels; what is less than a cell at its edge is left out."""
    here = gray[:-1, :-1]
    rows, columns = here.shape[0] // CELL, here.shape[1] // CELL
    return Cells(
        *(
            _mean(one, other, rows, columns)
            for one, other in (
                (gray[:-1, 1:], here),
                (gray[1:, :-1], here),
                (gray[1:, 1:], here),
                (gray[1:, :-1], gray[:-1, 1:]),
            )
        )
    )


def _mean(one: Gray, other: Gray, rows: int, columns: int) -> Map:
    whole = cv2.absdiff(one, other)[: rows * CELL, : columns * CELL]
    return np.asarray(cv2.resize(whole, (columns, rows), interpolation=cv2.INTER_AREA), np.float32)
