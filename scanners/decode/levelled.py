"""One profile of an upright code: its rows shifted until their bars agree, then averaged.

Seen from the side a row of bars climbs, leans and fans out. So the picture is first sheared until the row
lies level; then each band of rows is laid on its neighbour's bars by a shift and a stretch, from the
clearest outward.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from scanners.decode.found import Gray

Profile = NDArray[np.float32]
"""Grey levels along the rows, shape (width,)."""

_CELL: Final = (8, 4)
"""Pixels across and down over which differences are averaged."""

_STRONG: Final = 0.35
"""Share of the strongest cells' differences from which a cell may be bars."""

_BANDS: Final = 24
_LEAST_ROWS: Final = 4
"""Rows of a band at least."""

_SAME_BARS: Final = 0.8
"""Correlation with the neighbouring band from which a band shows the same bars."""

_BURNT: Final = 250
"""Grey level from which the camera's sensor is full: glare."""

_FARTHEST: Final = 4.0
"""Pixels a band is shifted in one step."""


def levelled(picture: Gray) -> NDArray[np.float32]:
    """Shear an upright picture until the row of bars lies level in its middle, same shape."""
    height, width = picture.shape
    slope, at_left = _course(picture)
    shear = np.array([[1, 0, 0], [slope, 1, at_left - height / 2]], np.float32)
    sheared = cv2.warpAffine(
        picture.astype(np.float32),
        shear,
        (width, height),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(sheared, np.float32)


def _course(picture: Gray) -> tuple[float, float]:
    """The line the bars stand on in the middle: pixels down for one across, and pixels down at the left."""
    height, width = picture.shape
    across = cv2.convertScaleAbs(cv2.Sobel(picture, cv2.CV_16S, 1, 0), alpha=0.25)
    down = cv2.convertScaleAbs(cv2.Sobel(picture, cv2.CV_16S, 0, 1), alpha=0.25)
    size = (max(4, width // _CELL[0]), max(3, height // _CELL[1]))
    cells = cv2.resize(cv2.subtract(across, down), size, interpolation=cv2.INTER_AREA).astype(np.float32)
    smooth = cv2.GaussianBlur(cells, (0, 0), sigmaX=3, sigmaY=1)
    strong = np.where(smooth > _STRONG * np.percentile(smooth, 98), smooth, 0).astype(np.float32)
    slope, at_left = 0.0, 0.0
    rows, columns = np.mgrid[: strong.shape[0], : strong.shape[1]]
    # What lies far off the line is print or the frame of the label; it is left out step by step.
    for share in (1.0, 0.35, 0.35, 0.22, 0.22):
        off = np.abs(rows - at_left - slope * columns)
        near = strong if share == 1 else strong * (off < max(2.5, share * size[1]))
        slope, at_left = _line(columns, rows, near)
    scale_x, scale_y = width / size[0], height / size[1]
    slope *= scale_y / scale_x
    return slope, (at_left + 0.5) * scale_y - slope * scale_x / 2


def _line(x: NDArray[np.int_], y: NDArray[np.int_], weights: NDArray[np.float32]) -> tuple[float, float]:
    """Slope and value at zero of the line of least weighted squares."""
    total = max(float(weights.sum()), 1e-9)
    mean_x, mean_y = float((weights * x).sum()) / total, float((weights * y).sum()) / total
    spread = float((weights * (x - mean_x) ** 2).sum())
    slope = float((weights * (x - mean_x) * (y - mean_y)).sum()) / max(spread, 1e-9)
    return slope, mean_y - slope * mean_x


@dataclass(frozen=True, eq=False)
class _Bands:
    """Rows averaged by bands, all of shape (bands, width)."""

    gray: NDArray[np.float32]
    bars: NDArray[np.float32]
    """Smoothed, and without the slow changes of light."""

    clear: NDArray[np.float32]
    """Share of pixels that are not burnt."""


def joined(picture: NDArray[np.float32]) -> Profile:
    """Average the rows of a levelled picture that show the same bars, each moved onto them."""
    bands = _bands(picture)
    places = _placed(bands.bars)
    across = np.arange(picture.shape[1], dtype=np.float32)
    total, weight = np.zeros(across.size), np.full(across.size, 1e-6)
    for band, place in places.items():
        at = _moved(across, place)
        inside = (at >= 0) & (at < across.size)
        clear = np.interp(at, across, bands.clear[band])
        mine = np.clip(clear, 0.02, 1) ** 2 * inside + 1e-6
        total += mine * np.interp(at, across, bands.gray[band])
        weight += mine
    return np.asarray(total / weight, np.float32)


def _bands(picture: NDArray[np.float32]) -> _Bands:
    height, width = picture.shape
    count = max(5, min(_BANDS, height // _LEAST_ROWS))
    even = cv2.resize(picture, (width, count), interpolation=cv2.INTER_AREA)
    burnt = cv2.resize((picture >= _BURNT).astype(np.float32), (width, count), interpolation=cv2.INTER_AREA)
    smooth = cv2.GaussianBlur(even, (0, 0), sigmaX=1.5, sigmaY=0.01)
    slow = cv2.GaussianBlur(smooth, (0, 0), sigmaX=width / 40, sigmaY=0.01)
    bars = np.asarray(smooth - slow, np.float32)
    return _Bands(np.asarray(even, np.float32), bars, np.asarray(1 - burnt, np.float32))


Place = tuple[float, float]
"""Pixels a band is moved to the right in the middle, and what comes to that at its right end."""


def _moved(across: Profile, place: Place) -> NDArray[np.float32]:
    half = across.size / 2
    return np.asarray(across + place[0] + place[1] * (across / half - 1), np.float32)


def _placed(bars: NDArray[np.float32]) -> dict[int, Place]:
    """Where each band that shows the clearest one's bars must be read to show them in the same place."""
    first = _clearest(bars)
    places: dict[int, Place] = {first: (0.0, 0.0)}
    for step in (1, -1):
        shown = bars[first]
        place, drift, band = (0.0, 0.0), (0.0, 0.0), first + step
        while 0 <= band < len(bars):
            begun = place
            place, moved = _laid(bars[band], shown, (place[0] + drift[0], place[1] + drift[1]))
            if _alike(moved, shown) < _SAME_BARS:
                break
            places[band] = place
            # Lines are straight, so the next band is off by about as much again.
            drift = ((drift[0] + place[0] - begun[0]) / 2, (drift[1] + place[1] - begun[1]) / 2)
            shown, band = (0.7 * shown + 0.3 * moved).astype(np.float32), band + step
    return places


def _clearest(bars: NDArray[np.float32]) -> int:
    """The band of the strongest bars that its neighbours show as well."""
    strength = np.abs(np.diff(bars, axis=1)).mean(axis=1)
    alike = np.array([0, *(_alike(*pair) for pair in zip(bars[1:], bars[:-1], strict=True)), 0])
    agreed = strength * np.clip(np.minimum(alike[:-1], alike[1:]), 0, 1)
    return int(np.convolve(agreed, (0.25, 0.5, 0.25), "same").argmax())


def _alike(one: Profile, other: Profile) -> float:
    return float(one @ other) / max(float(np.linalg.norm(one) * np.linalg.norm(other)), 1e-9)


def _laid(band: Profile, shown: Profile, place: Place) -> tuple[Place, Profile]:
    """Move a band until its bars lie on those shown (Gauss-Newton); give its place, and it as read there."""
    across = np.arange(band.size, dtype=np.float32)
    beside = across / (band.size / 2) - 1
    for _ in range(3):
        moved = np.interp(_moved(across, place), across, band)
        rise = np.gradient(moved)
        sides = np.stack([rise, rise * beside])
        square = sides @ sides.T + 1e-3 * np.eye(2) * (rise @ rise + 1)
        change = np.clip(np.linalg.solve(square, sides @ (shown - moved)), -_FARTHEST, _FARTHEST)
        place = (place[0] + float(change[0]), place[1] + float(change[1]))
    return place, np.interp(_moved(across, place), across, band).astype(np.float32)
