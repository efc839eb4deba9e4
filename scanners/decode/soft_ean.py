"""Read an EAN-13 too blurred or too small for edges: the likeliest digits, if nothing else comes near.

Its length is known, so a first guess of where it stands needs no chain of symbols: many are tried.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np

from scanners.decode.blur import FINE, SEEN, Floats, Samples, weights
from scanners.decode.code128_table import Bits
from scanners.decode.ean_table import DIGIT, MODULES, PARTS, PLACES, average, modules, text_of
from scanners.decode.ends import Ends, ends_of, ink_of
from scanners.decode.fitting import Fit, Guess, Likeliest, fitted
from scanners.decode.found import Engine, Found, Kind, Point
from scanners.decode.levelled import Profile, joined, levelled
from scanners.decode.rectify import Upright

_CLEAREST: Final = 5.5
"""Contrast over noise from which a fit is believed; wide ink alone was seen to bring it down to 6."""

_MARGIN: Final = 40.0
"""Cost from which a second best digit is out of the question; wrong numbers that check were seen with 10."""

_DEAREST: Final = 0.4
"""Share of a first guess that may stay unexplained: what is fitted and read at all was seen below 0.36."""

_OFF: Final = np.arange(-4.0, 5.0)
"""Modules by which either end may be off: blur hides it, and a frame or print may stand by."""

_BENT: Final = np.arange(-3.0, 4.0)
"""Modules by which the middle may be off: seen from the side one half is wider."""

_SAMPLES: Final = 2
"""Samples a module of a first guess."""

_SPREAD: Final = 0.8
"""Standard deviation of the blur in modules that a first guess is made with: about what hides edges."""

_SMALLEST: Final = 24
"""Pixels an area must have for its halves to hold anything."""

_NARROWEST: Final = 0.75
"""Pixels of the frame a module must have: below, bars of one module are gone."""

_GAPS: Final = (1 / 32, 0.08)
"""Shares of the whole: of the widest bar or space seen clearly, and of thin bars that blur takes away."""

_WINDOW: Final = 27
"""Modules in which there is always paper and ink."""


def soft_ean(upright: Upright) -> list[Found]:
    """Read one EAN-13 (or UPC-A, which is one) in an upright area, corners in its own pixels.

    Empty where nothing is sure: all its rows must say it, and so must the upper or the lower half of them,
    while the other says no other thing. The area must hold one label only.
    """
    if min(upright.picture.shape) < _SMALLEST:
        return []
    picture = levelled(upright.picture)
    text = read_profile(joined(picture), upright.scale)
    height, width = picture.shape
    if text is None or not _is_said_twice(text, picture, upright.scale):
        return []
    corners: tuple[Point, ...] = ((0, 0), (width, 0), (width, height), (0, height))
    return [Found(text, text.encode("ascii"), "]E0", Kind.EAN, corners, Engine.SOFT)]


def _is_said_twice(text: str, picture: Samples, scale: float) -> bool:
    middle = picture.shape[0] // 2
    halves = {read_profile(joined(half), scale) for half in (picture[:middle], picture[middle:])}
    return text in halves and halves <= {text, None}


def read_profile(profile: Profile, scale: float) -> str | None:
    """Read a profile of grey levels, `scale` samples for a pixel of the frame; None where nothing is sure."""
    found = {ends_of(profile, scale, share) for share in _GAPS}
    wide = [ends for ends in found if ends and ends.right - ends.left >= _NARROWEST * MODULES * scale]
    texts = (_read_between(profile, ends) for ends in sorted(wide, key=lambda ends: ends.left - ends.right))
    return next((text for text in texts if text), None)


def _read_between(profile: Profile, ends: Ends) -> str | None:
    ink = ink_of(profile, _WINDOW * (ends.right - ends.left) / MODULES)
    back = Ends(profile.size - ends.right, profile.size - ends.left)
    ways = ((_first(ink, ends), profile), (_first(ink[::-1], back), profile[::-1]))
    for first, seen in sorted(ways, key=lambda way: way[0].cost):
        fit = fitted(seen, first.guess, EAN) if first.cost <= _DEAREST else None
        if fit is not None and is_sure(fit):
            return text_of(fit.values)
    return None


def is_sure(fit: Fit) -> bool:
    """Tell whether a fit is clear and has no rival, and its sets and check digit, which had no say, agree."""
    is_clear = fit.settled and fit.clearness >= _CLEAREST and fit.margin >= _MARGIN
    return is_clear and text_of(fit.values) is not None


@dataclass(frozen=True, eq=False)
class _First:
    """A first guess, and the share of what is seen that it leaves unexplained."""

    guess: Guess
    cost: float


def _first(ink: Samples, ends: Ends) -> _First:
    """Try all places near the ends, and give the best."""
    module = (ends.right - ends.left) / MODULES
    before, after, bends = (each.ravel() * module for each in np.meshgrid(_OFF, _OFF, _BENT))
    lefts, rights = ends.left - before, ends.right + after

    def places(along: Floats, which: slice = np.s_[:]) -> Floats:
        left, right, bend = (each[which, None] for each in (lefts, rights, bends))
        return np.asarray(left + (right - left) * along + 4 * bend * along * (1 - along), np.float64)

    at = places((np.arange(MODULES * _SAMPLES) + 0.5) / (MODULES * _SAMPLES))
    seen = np.interp(at, np.arange(ink.size), ink).astype(np.float32)
    values, left_over = _fits(seen)
    cost = left_over / np.maximum(np.square(_centred(seen)).sum(axis=1), 1e-6)
    best = int(cost.argmin())
    borders = np.linspace(0, MODULES, len(PLACES))
    guess = Guess(
        tuple(map(int, values[best])), borders, places(borders / MODULES, np.s_[best : best + 1])[0]
    )
    return _First(guess, float(cost[best]))


def _fits(seen: Samples) -> tuple[Bits, Samples]:
    """The likeliest digits of each profile, shape (profiles, 190), and what is left unexplained."""
    total = np.zeros(len(seen), np.float32)
    values = []
    for start, shapes in _shapes():
        part = _centred(seen[:, start * _SAMPLES : start * _SAMPLES + shapes.shape[1]])
        fit = part @ shapes.T
        total += np.square(part).sum(axis=1) - np.square(np.maximum(fit.max(axis=1), 0))
        if start in PLACES:
            values.append(fit.argmax(axis=1))
    return np.stack(values, axis=1), total


@cache
def _shapes() -> tuple[tuple[int, Samples], ...]:
    """The first module of each guard and digit, and what it may look like: rows without mean, of length 1.

    What stands beside it is taken for the average.
    """
    around = np.pad(average(), SEEN)
    shapes = []
    for start, rows in PARTS:
        wide = rows.shape[1]
        beside = np.tile(around[start : start + wide + 2 * SEEN], (len(rows), 1))
        beside[:, SEEN:-SEEN] = rows
        seen = _centred(beside @ weights(wide, wide * _SAMPLES, _SPREAD).T)
        shapes.append((start, np.asarray(seen / np.linalg.norm(seen, axis=1, keepdims=True), np.float32)))
    return tuple(shapes)


def _centred(rows: Samples) -> Samples:
    return np.asarray(rows - rows.mean(axis=1, keepdims=True), np.float32)


class _Ean:
    """A `Code` of twelve values: the digits that have bars, ten more for one in set B."""

    def modules(self, values: Sequence[int]) -> Bits:
        return modules(values)

    def likeliest(self, ink: Samples, spreads: Floats, values: Sequence[int]) -> Likeliest:
        """Each digit for itself; what blur brings over from its neighbours is taken for what they were."""
        around = np.pad(modules(values), SEEN).astype(np.float32)
        costs = []
        for start, rows in PARTS:
            if start in PLACES:
                inside = np.s_[start * FINE : (start + DIGIT) * FINE]
                shares = weights(DIGIT, DIGIT * FINE, float(spreads[inside].mean()))
                beside = around[start : start + DIGIT + 2 * SEEN].copy()
                beside[SEEN:-SEEN] = 0
                like = rows @ shares[:, SEEN:-SEEN].T + shares @ beside
                costs.append(np.square(ink[inside] - like).sum(axis=1))
        ordered = [np.sort(cost) for cost in costs]
        noise = sum(float(cost[0]) for cost in ordered) / (len(costs) * DIGIT * FINE)
        margin = min(float(cost[1] - cost[0]) for cost in ordered)
        return Likeliest(tuple(int(cost.argmin()) for cost in costs), noise, margin)


EAN: Final = _Ean()
