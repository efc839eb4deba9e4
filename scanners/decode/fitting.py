"""Fit a blurred Code 128 to a profile: modules, light and blur are moved until they explain what is seen.

Symbols and fit improve each other by turns: the likeliest symbols are rendered, where they differ from the
profile the modules are moved (Gauss-Newton), and what is then seen of each symbol is read anew. A right
reading ends far below the contrast, a wrong one stays where it is; that, and the cost of the next best
sequence, tell them apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.polynomial import chebyshev

from scanners.decode.blur import FINE, NARROWEST, WIDEST, Floats, rendered
from scanners.decode.code128_table import PATTERNS, STOP, WIDE
from scanners.decode.levelled import Profile
from scanners.decode.segments import Segments
from scanners.decode.trellis import Likeliest, likeliest

_TURNS: Final = 5
"""Readings; most need two or three."""

_FIRST_STEPS: Final = 3
_STEPS: Final = 2
"""Moves before each reading."""

_QUIET: Final = 7
"""Modules of the quiet zones that have to fit as well."""

_BENDS: Final = 4
"""Degree by which modules widen along the code: a label on a can, seen from the side."""

_LIGHT: Final = 3
"""Degree by which light and contrast change along the code."""

_SHORT: Final = 7
"""Symbols up to which the degrees of a long code would explain anything."""

_FARTHEST: Final = 0.6
"""Modules by which one step moves any module."""

_FIRST_SPREAD: Final = 0.8
"""Modules of blur from which the fit sets out."""

_LARGEST: Final = 0.25
"""Share by which one step changes the spread."""


@dataclass(frozen=True, eq=False)
class Fit:
    """What a profile says, and how surely."""

    values: tuple[int, ...]
    clearness: float
    """Contrast over what stays unexplained, a root of mean squares."""

    margin: float
    """What the next best sequence costs more, in mean squares of what stays unexplained."""

    settled: bool
    """Whether reading anew changed nothing."""

    turn: int
    """How often it was read."""


@dataclass(frozen=True)
class _Read:
    """What one turn gave."""

    likeliest: Likeliest
    clearness: float
    noise: float
    """Mean square unexplained, in squares of the contrast."""


@dataclass(frozen=True, eq=False)
class _Model:
    """Where modules lie, in samples of the profile, and their blur."""

    places: Floats
    """Chebyshev coefficients over the code, -1 at its begin to 1 at its end."""

    spread: float
    """In modules of mean width."""

    symbols: int

    @property
    def modules(self) -> int:
        return WIDE * self.symbols + STOP.size

    @property
    def course(self) -> Floats:
        """All samples of the model, from quiet zone to quiet zone, on the scale of `places`."""
        times = (np.arange(-_QUIET * FINE, (self.modules + _QUIET) * FINE) + 0.5) / FINE
        return 2 * times / self.modules - 1

    @property
    def bends(self) -> int:
        return self.places.size - 1


def fitted(profile: Profile, first: Segments) -> Fit | None:
    """Fit `first` to a profile of grey levels; None where no dark bars on light paper come of it."""
    model, values, fit = _begun(first), first.values, None
    while fit is None or not (fit.settled or fit.turn == _TURNS):
        for _ in range(_STEPS if fit else _FIRST_STEPS):
            model = _moved(model, profile, values)
        read = _read(model, profile, values)
        if read is None:
            return None
        settled = fit is not None and read.likeliest.values == values
        values = read.likeliest.values
        turn = fit.turn + 1 if fit else 1
        fit = Fit(values, read.clearness, read.likeliest.margin / read.noise, settled, turn)
    return fit


def _begun(first: Segments) -> _Model:
    symbols = len(first.values)
    modules = np.append(WIDE * np.arange(symbols + 1), WIDE * symbols + STOP.size)
    degree = _BENDS if symbols > _SHORT else 2
    places = chebyshev.chebfit(2 * modules / modules[-1] - 1, first.borders, degree)
    return _Model(places, _FIRST_SPREAD, symbols)


def _local(model: _Model) -> tuple[Floats, Floats]:
    """Samples of the profile a module is wide at each sample of the model, and the spread in modules."""
    course = model.course
    widths = chebyshev.chebval(course, chebyshev.chebder(model.places)) * 2 / model.modules
    widths = np.maximum(widths, 0.1 * abs(widths).mean())
    return widths, model.spread * widths.mean() / widths


def _ink(values: tuple[int, ...], spreads: Floats) -> Floats:
    """What is seen of these values, spreads given for each sample."""
    inside = np.concatenate([PATTERNS[list(values)].ravel(), STOP])
    return rendered(np.pad(inside, _QUIET), spreads[FINE // 2 :: FINE])


def _moved(model: _Model, profile: Profile, values: tuple[int, ...]) -> _Model:
    """One step toward the least squares of light, contrast, places and spread."""
    course = model.course
    widths, spreads = _local(model)
    at = chebyshev.chebval(course, model.places)
    seen = np.interp(at, np.arange(profile.size), profile)
    ink = _ink(values, spreads)
    light = chebyshev.chebvander(course, _LIGHT)
    shades = np.concatenate([light, light * ink[:, None]], axis=1)
    shade = np.linalg.lstsq(shades, seen, rcond=None)[0]
    contrast = light @ shade[_LIGHT + 1 :]
    weights = _trusted(seen - shades @ shade)
    bends = chebyshev.chebvander(course, model.bends)
    wider = (_ink(values, spreads * 1.06) - ink) / 0.06
    moves = np.concatenate(
        [(contrast * np.gradient(ink) * FINE)[:, None] * bends, (contrast * wider)[:, None]], axis=1
    )
    sides = np.concatenate([shades, moves], axis=1)
    # A little damping keeps places and spread from running away where nothing tells them.
    damping = np.append(np.zeros(shades.shape[1]), np.full(moves.shape[1], 1e-6 * np.square(moves).sum()))
    weighed = sides.T * weights
    step = np.linalg.lstsq(weighed @ sides + np.diag(damping), weighed @ seen, rcond=None)[0]
    shift = np.clip(bends @ step[shades.shape[1] : -1], -_FARTHEST, _FARTHEST)
    spread = model.spread * (1 + float(np.clip(step[-1], -_LARGEST, _LARGEST)))
    return _Model(
        chebyshev.chebfit(course, at - shift * widths, model.bends),
        float(np.clip(spread, NARROWEST, WIDEST)),
        model.symbols,
    )


def _trusted(unlike: Floats) -> Floats:
    """Weights of the samples, less where all around is unlike: a wrong symbol must not pull others off."""
    around = np.convolve(np.square(unlike), np.full(WIDE * FINE, 1 / (WIDE * FINE)), "same")
    return 1 / (1 + around / max(float(np.median(around)), 1e-9))


def _read(model: _Model, profile: Profile, values: tuple[int, ...]) -> _Read | None:
    """Read the symbols where the model has them; None where the ink is lighter than the paper."""
    course = model.course
    _, spreads = _local(model)
    seen = np.interp(chebyshev.chebval(course, model.places), np.arange(profile.size), profile)
    ink = _ink(values, spreads)
    light = chebyshev.chebvander(course, _LIGHT)
    shades = np.linalg.lstsq(np.concatenate([light, light * ink[:, None]], axis=1), seen, rcond=None)[0]
    paper, contrast = light @ shades[: _LIGHT + 1], light @ shades[_LIGHT + 1 :]
    if (contrast >= 0).any():
        return None
    unlike = np.sqrt(np.square(seen - paper - contrast * ink).mean())
    symbols = slice(_QUIET * FINE, (_QUIET + WIDE * model.symbols) * FINE)
    inked = ((seen - paper) / contrast)[symbols].reshape(model.symbols, -1).astype(np.float32)
    best = likeliest(inked, spreads[symbols].reshape(model.symbols, -1).mean(axis=1))
    noise = max(best.cost / inked.size, 1e-6)
    return _Read(best, float(-contrast.mean() / max(unlike, 1e-6)), noise)
