"""Read a Code 128 too blurred or too small for edges: the likeliest symbols, if nothing else comes near.

Engines that measure bars need edges; from about 0.7 modules of blur on narrow bars have none. Here all
symbols are blurred as much and compared as a whole. Source of the code: ISO/IEC 15417:2007.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from scanners.decode.blur import Samples
from scanners.decode.code128_table import STOP, WIDE, checks, text_of
from scanners.decode.fitting import Fit, fitted
from scanners.decode.found import Engine, Found, Kind, Point
from scanners.decode.levelled import Profile, joined, levelled
from scanners.decode.rectify import Upright
from scanners.decode.segments import Segments, segments

_CLEAREST: Final = 11.0
"""Contrast over noise from which a fit is believed."""

_MARGIN: Final = 100.0
"""Cost from which a second best sequence is out of the question; wrong paths were seen with 40."""

_DEAREST: Final = 0.2
"""Share of a first guess that may stay unexplained: what is fitted and read at all was seen below 0.19."""

_NARROWEST: Final = 0.75
"""Pixels of the frame a module must have: below, bars of one module are gone."""

_SYMBOLS: Final = range(6, 48)
"""From start to check character: four characters at least, and what fits on a label at most."""

_SMALLEST: Final = 12
"""Pixels an area must have to hold anything."""

_LEAST_RANGE: Final = 6.0
"""Grey levels between paper and ink below which a profile is not stretched: it would be noise."""


@dataclass(frozen=True)
class _Ends:
    """Where bars begin and end in a profile, in samples, and how wide their edges make a module."""

    left: int
    right: int
    module: float


def soft128(upright: Upright) -> list[Found]:
    """Read one Code 128 in an upright area, corners in its own pixels; empty where nothing is sure.

    The area must show the quiet zones, and hold one label only.
    """
    if min(upright.picture.shape) < _SMALLEST:
        return []
    profile = joined(levelled(upright.picture))
    text = read_profile(profile, upright.scale)
    if text is None:
        return []
    height, width = upright.picture.shape
    corners: tuple[Point, ...] = ((0, 0), (width, 0), (width, height), (0, height))
    return [Found(text, text.encode("ascii"), "]C0", Kind.CODE_128, corners, Engine.SOFT)]


def read_profile(profile: Profile, scale: float) -> str | None:
    """Read a profile of grey levels, `scale` samples for a pixel of the frame; None where nothing is sure."""
    ends = _ends(profile, scale)
    if ends is None:
        return None
    ink = _ink(profile, 27 * ends.module)
    size = profile.size
    forward = (ends.left, ends.right)
    backward = (size - ends.right, size - ends.left)
    guesses = [
        (each, seen)
        for each, seen in (
            (segments(ink, forward, ends.module), profile),
            (segments(ink[::-1], backward, ends.module), profile[::-1]),
        )
        if each is not None and each.cost <= _DEAREST and len(each.values) in _SYMBOLS
    ]
    return _first_sure(sorted(guesses, key=lambda guess: guess[0].cost))


def _first_sure(guesses: list[tuple[Segments, Profile]]) -> str | None:
    for guess, profile in guesses:
        fit = fitted(profile, guess)
        if fit is not None and is_sure(fit):
            return text_of(fit.values)
    return None


def is_sure(fit: Fit) -> bool:
    """Tell whether a fit is clear, has no rival, and its check character, which had no say in it, agrees."""
    return (
        fit.settled
        and fit.clearness >= _CLEAREST
        and fit.margin >= _MARGIN
        and checks(fit.values)
        and text_of(fit.values) is not None
    )


def _ends(profile: Profile, scale: float) -> _Ends | None:
    """Find the longest stretch of edges, and in it where they begin and end."""
    smooth = cv2.GaussianBlur(profile[None], (0, 0), sigmaX=scale * 0.7, sigmaY=0.01)[0]
    steep = np.abs(np.gradient(smooth)).astype(np.float32)
    wide = cv2.blur(steep[None], (int(scale * 14) | 1, 1))[0]
    rough = _longest(wide > 0.3 * np.percentile(wide, 85))
    if rough.start == rough.stop:
        return None
    near = cv2.blur(steep[None], (int(scale * 2) | 1, 1))[0]
    on = near > 0.12 * np.percentile(near[rough], 90)
    # A gap narrower than a quiet zone is a wide bar or space.
    gap = max(3, (rough.stop - rough.start) // 32)
    closed = cv2.morphologyEx(
        np.pad(on, gap).astype(np.uint8)[None], cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8)
    )
    fine = _longest(closed[0][gap:-gap] > 0)
    left, right = fine.start + int(scale), fine.stop - int(scale)
    if right - left < 2 * WIDE * scale:
        return None
    slight = cv2.GaussianBlur(profile[None], (0, 0), sigmaX=scale * 0.35, sigmaY=0.01)[0]
    module = (right - left) / _modules(slight[left:right])
    return _Ends(left, right, module) if module >= _NARROWEST * scale else None


def _longest(on: NDArray[np.bool_]) -> slice:
    """The longest run of true values."""
    turns = np.diff(np.pad(on, 1).astype(np.int8))
    starts, stops = np.nonzero(turns == 1)[0], np.nonzero(turns == -1)[0]
    if not starts.size:
        return slice(0, 0)
    best = int((stops - starts).argmax())
    return slice(int(starts[best]), int(stops[best]))


def _modules(smooth: Profile) -> float:
    """Modules of a code with as many edges: six a symbol, seven the stop and the end."""
    local = cv2.blur(smooth[None], (smooth.size // 12 | 1, 1))[0]
    edges = int(np.count_nonzero(np.diff((smooth > local).astype(np.int8))))
    return max(30.0, WIDE / 6 * (edges - 7) + STOP.size)


def _ink(profile: Profile, window: float) -> Samples:
    """The profile as ink, 0 for the lightest and 1 for the darkest within a window of so many samples."""
    size = int(window) | 1
    kernel = np.ones((1, size), np.uint8)
    dark = cv2.blur(cv2.erode(profile[None], kernel), (size, 1))[0]
    light = cv2.blur(cv2.dilate(profile[None], kernel), (size, 1))[0]
    return np.asarray((light - profile) / np.maximum(light - dark, _LEAST_RANGE), np.float32)
