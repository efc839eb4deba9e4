"""Read a Code 128 too blurred or too small for edges: the likeliest symbols, if nothing else comes near.

Engines that measure bars need edges; from about 0.7 modules of blur on narrow bars have none. Here all
symbols are blurred as much and compared as a whole. Source of the code: ISO/IEC 15417:2007.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from scanners.decode.blur import FINE, Floats, Samples
from scanners.decode.code128_table import PATTERNS, STOP, WIDE, Bits, checks, text_of
from scanners.decode.ends import Ends, ends_of, ink_of
from scanners.decode.fitting import Fit, Guess, Likeliest, fitted
from scanners.decode.found import Engine, Found, Kind, Point
from scanners.decode.levelled import Profile, joined, levelled
from scanners.decode.rectify import Upright
from scanners.decode.segments import Segments, segments
from scanners.decode.trellis import likeliest

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
    ends = ends_of(profile, scale)
    module = _module(profile, ends, scale) if ends else 0.0
    if ends is None or module < _NARROWEST * scale:
        return None
    ink = ink_of(profile, 27 * module)
    size = profile.size
    forward = (ends.left, ends.right)
    backward = (size - ends.right, size - ends.left)
    guesses = [
        (each, seen)
        for each, seen in (
            (segments(ink, forward, module), profile),
            (segments(ink[::-1], backward, module), profile[::-1]),
        )
        if each is not None and each.cost <= _DEAREST and len(each.values) in _SYMBOLS
    ]
    return _first_sure(sorted(guesses, key=lambda guess: guess[0].cost))


def _first_sure(guesses: list[tuple[Segments, Profile]]) -> str | None:
    for guess, profile in guesses:
        fit = fitted(profile, _guess(guess), _Code128())
        if fit is not None and is_sure(fit):
            return text_of(fit.values)
    return None


def _guess(first: Segments) -> Guess:
    symbols = len(first.values)
    return Guess(
        first.values, np.append(WIDE * np.arange(symbols + 1.0), WIDE * symbols + STOP.size), first.borders
    )


class _Code128:
    """A `Code`; its values go from start to check character."""

    def modules(self, values: Sequence[int]) -> Bits:
        return np.concatenate([PATTERNS[list(values)].ravel(), STOP])

    def likeliest(self, ink: Samples, spreads: Floats, values: Sequence[int]) -> Likeliest:
        shape = (len(values), WIDE * FINE)
        size = len(values) * WIDE * FINE
        return likeliest(ink[:size].reshape(shape), spreads[:size].reshape(shape).mean(axis=1))


def is_sure(fit: Fit) -> bool:
    """Tell whether a fit is clear, has no rival, and its check character, which had no say in it, agrees."""
    return (
        fit.settled
        and fit.clearness >= _CLEAREST
        and fit.margin >= _MARGIN
        and checks(fit.values)
        and text_of(fit.values) is not None
    )


def _module(profile: Profile, ends: Ends, scale: float) -> float:
    """Samples a module has if the edges are a code's: six a symbol, seven the stop and the end."""
    slight = cv2.GaussianBlur(profile[None], (0, 0), sigmaX=scale * 0.35, sigmaY=0.01)[0]
    smooth = slight[ends.left : ends.right]
    local = cv2.blur(smooth[None], (smooth.size // 12 | 1, 1))[0]
    edges = int(np.count_nonzero(np.diff((smooth > local).astype(np.int8))))
    return float(smooth.size / max(30.0, WIDE / 6 * (edges - 7) + STOP.size))
