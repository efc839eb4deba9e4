"""Turn an area so that its bars stand upright, and enlarge it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from scanners.decode.found import Affine, Gray
from scanners.decode.locate import Area

_LARGE: Final = 700
"""Pixels of a side from which half the picture tells the direction as well."""

_QUIET: Final = 24
"""Pixels around an area that are taken along: the quiet zone, and what the cells cut off."""


@dataclass(frozen=True, eq=False)
class Upright:
    """An area with its bars upright."""

    picture: Gray
    """Grey, shape (height, width), `scale` times the size of the frame."""

    to_frame: Affine
    """Maps its points into those of the frame, shape (2, 3)."""

    scale: float


def rectify(gray: Gray, area: Area, scale: float | None = None) -> Upright:
    """Cut `area` out of a grey frame with its quiet zone, turn it upright and enlarge it."""
    grown = area.grown(_QUIET, gray.shape)
    cut = grown.of(gray)
    chosen = scale or magnified(max(cut.shape))
    turned, affine = _turned(cut, direction(cut), chosen)
    affine[:, 2] += (grown.left, grown.top)
    return Upright(turned, affine, chosen)


def magnified(length: float) -> float:
    """How much to enlarge bars that take so many pixels: engines want two pixels a module."""
    return 3.0 if length < 420 else 2.0 if length < 1000 else 1.0  # noqa: PLR2004 - what was measured


def direction(cut: Gray) -> float:
    """The direction across the bars of a grey picture, in radians clockwise from the right.

    It is that of the structure tensor's larger eigenvector, so bars count by their contrast and text hardly.
    """
    small = (
        cut
        if max(cut.shape) < _LARGE
        else cv2.resize(cut, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    )
    across = cv2.Sobel(small, cv2.CV_32F, 1, 0, ksize=3)
    down = cv2.Sobel(small, cv2.CV_32F, 0, 1, ksize=3)
    mixed = float(cv2.multiply(across, down).sum())
    return 0.5 * float(np.arctan2(2 * mixed, cv2.norm(across) ** 2 - cv2.norm(down) ** 2))


def _turned(cut: Gray, angle: float, scale: float) -> tuple[Gray, Affine]:
    """The picture turned by `angle` (radians) about its middle, whole, and the map back into `cut`."""
    height, width = cut.shape
    forward = cv2.getRotationMatrix2D((width / 2, height / 2), float(np.rad2deg(angle)), scale)
    cosine, sine = abs(np.cos(angle)), abs(np.sin(angle))
    wide = int((width * cosine + height * sine) * scale) + 2
    high = int((width * sine + height * cosine) * scale) + 2
    forward[:, 2] += ((wide - width) / 2, (high - height) / 2)
    turned = cv2.warpAffine(
        cut, forward, (wide, high), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(turned, np.uint8), np.asarray(cv2.invertAffineTransform(forward), np.float64)
