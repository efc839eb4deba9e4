"""Rows of an upright area averaged into a few profiles: noise goes, blur along the bars costs nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from scanners.decode.found import Gray
from scanners.decode.rectify import Upright

Profiles = NDArray[np.float32]
"""Grey levels along the rows, shape (bands, width)."""

_THICK: Final = 12
"""Pixels a band is high in the picture that is decoded."""

_LEAST_RANGE: Final = 8.0
"""Grey levels between dark and light below which a band is not stretched: it would be noise."""


@dataclass(frozen=True)
class Sharpening:
    """An unsharp mask along the rows."""

    spread: float
    """Standard deviation in pixels of the frame, about the blur that is to be undone."""

    amount: float


PLAIN: Final = Sharpening(0.0, 0.0)
_WAYS: Final = (
    (12, 1.0, Sharpening(2.0, 3.0)),
    (6, 1.0, Sharpening(1.5, 2.0)),
    (3, 0.5, PLAIN),
    (3, 0.5, Sharpening(2.0, 3.0)),
    (6, 1.0, Sharpening(2.5, 4.0)),
)
"""How many bands, of what share of the rows, sharpened how; by what each adds to those before it."""


def bands(upright: Upright, count: int = 6, middle: float = 1.0) -> Profiles:
    """The `middle` share of the rows averaged into `count` bands, fewer where it has fewer rows.

    Shape (bands, width).
    """
    height = upright.picture.shape[0]
    edge = int(height * (1 - middle) / 2)
    borders = np.linspace(edge, height - edge, min(count, height - 2 * edge) + 1).astype(int)
    rows = [upright.picture[top:bottom].mean(axis=0) for top, bottom in pairwise(borders)]
    return np.stack(rows).astype(np.float32)


def sharpened(profiles: Profiles, sharpening: Sharpening, scale: float) -> Profiles:
    """The profiles with edges made steeper; `scale` is the pixels they have for one of the frame."""
    if not sharpening.amount:
        return profiles
    # OpenCV blurs in both directions: next to nothing across the bands keeps them apart.
    soft = cv2.GaussianBlur(profiles, (0, 0), sigmaX=sharpening.spread * scale, sigmaY=0.01)
    return profiles + (profiles - soft) * np.float32(sharpening.amount)


def drawn(profiles: Profiles) -> Gray:
    """The profiles as a grey picture of thick bands, each stretched over all grey levels."""
    dark, light = np.percentile(profiles, (1, 99), axis=1, keepdims=True)
    stretched = (profiles - dark) / np.maximum(light - dark, _LEAST_RANGE) * 255
    return np.repeat(np.clip(stretched, 0, 255).astype(np.uint8), _THICK, axis=0)


def banded(upright: Upright) -> Iterator[Gray]:
    """Pictures of bands, the likeliest first, to be decoded as upright ones."""
    for count, middle, sharpening in _WAYS:
        yield drawn(sharpened(bands(upright, count, middle), sharpening, upright.scale))
