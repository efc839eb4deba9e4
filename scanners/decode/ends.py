"""Where the bars of a profile begin and end, and how dark it is between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from scanners.decode.blur import Samples
from scanners.decode.levelled import Profile

_LEAST_RANGE: Final = 6.0
"""Grey levels between paper and ink below which a profile is not stretched: it would be noise."""


_GAP: Final = 1 / 32
"""Share of a Code 128 on a label that is narrower than a quiet zone."""


@dataclass(frozen=True)
class Ends:
    """Where bars begin and end in a profile, in samples."""

    left: int
    right: int


def ends_of(profile: Profile, scale: float, gap_share: float = _GAP) -> Ends | None:
    """Find the longest stretch of edges, and in it where they begin and end.

    The profile has `scale` samples for a pixel of the frame. A gap of at most `gap_share` of the whole is a
    wide bar or space.
    """
    smooth = cv2.GaussianBlur(profile[None], (0, 0), sigmaX=scale * 0.7, sigmaY=0.01)[0]
    steep = np.abs(np.gradient(smooth)).astype(np.float32)
    wide = cv2.blur(steep[None], (int(scale * 14) | 1, 1))[0]
    rough = _longest(wide > 0.3 * np.percentile(wide, 85))
    if rough.start == rough.stop:
        return None
    near = cv2.blur(steep[None], (int(scale * 2) | 1, 1))[0]
    on = near > 0.12 * np.percentile(near[rough], 90)
    gap = max(3, int((rough.stop - rough.start) * gap_share))
    closed = cv2.morphologyEx(
        np.pad(on, gap).astype(np.uint8)[None], cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8)
    )
    fine = _longest(closed[0][gap:-gap] > 0)
    left, right = fine.start + int(scale), fine.stop - int(scale)
    return Ends(left, right) if left < right else None


def _longest(on: NDArray[np.bool_]) -> slice:
    """The longest run of true values."""
    turns = np.diff(np.pad(on, 1).astype(np.int8))
    starts, stops = np.nonzero(turns == 1)[0], np.nonzero(turns == -1)[0]
    if not starts.size:
        return slice(0, 0)
    best = int((stops - starts).argmax())
    return slice(int(starts[best]), int(stops[best]))


def ink_of(profile: Profile, window: float) -> Samples:
    """The profile as ink, 0 for the lightest and 1 for the darkest within a window of so many samples."""
    size = int(window) | 1
    kernel = np.ones((1, size), np.uint8)
    dark = cv2.blur(cv2.erode(profile[None], kernel), (size, 1))[0]
    light = cv2.blur(cv2.dilate(profile[None], kernel), (size, 1))[0]
    return np.asarray((light - profile) / np.maximum(light - dark, _LEAST_RANGE), np.float32)
