"""Fit a blurred linear code to a profile: modules, light and blur are moved until they explain what is seen.

Symbols and fit improve each other by turns: the likeliest symbols are rendered, where they differ from the
profile the modules are moved (Gauss-Newton), and what is then seen of each symbol is read anew. A right
reading ends far below the contrast, a wrong one stays where it is; that, and the cost of the next best
sequence, tell them apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from numpy.polynomial import chebyshev

from scanners.decode.blur import FINE, NARROWEST, WIDEST, Floats, Samples, rendered
from scanners.decode.code128_table import Bits
from scanners.decode.levelled import Profile

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

_SHORT: Final = 90
"""Modules up to which the degrees of a long code would explain anything."""

_AROUND: Final = 11
"""Modules over which what is unlike is averaged: a symbol of Code 128, a digit of an EAN and its borders."""

_FARTHEST: Final = 0.6
"""Modules by which one step moves any module."""

_FIRST_SPREAD: Final = 0.8
"""Modules of blur from which the fit sets out."""

_LARGEST: Final = 0.25
"""Share by which one step changes the spread, and modules by which it changes the bars' growth."""

_THICKEST: Final = 0.8
"""Modules by which bars may be wider or narrower: a space of one module is all but gone."""


@dataclass(frozen=True)
class Likeliest:
    """A sequence of symbols."""

    values: tuple[int, ...]
    noise: float
    """Mean squared difference from what was seen, in squares of the contrast."""

    margin: float
    """What the next best sequence adds to the sum of these squares."""


class Code(Protocol):
    """A kind of linear code."""

    def modules(self, values: Sequence[int]) -> Bits:
        """Give all modules from the first bar to the last, as many for as many values."""

    def likeliest(self, ink: Samples, spreads: Floats, values: Sequence[int]) -> Likeliest:
        """Find the sequence that explains best the ink seen, `FINE` samples a module, shape (samples,).

        `spreads` are those of the blur in modules, of the same shape; `values` are what was read before.
        """


@dataclass(frozen=True, eq=False)
class Guess:
    """What a code may say, and where it may stand."""

    values: tuple[int, ...]
    modules: Floats
    """Some of its modules, counted from the first bar."""

    places: Floats
    """Where these begin, in samples of the profile."""


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


@dataclass(frozen=True, eq=False)
class _Model:
    """Where modules lie, in samples of the profile, and their blur."""

    places: Floats
    """Chebyshev coefficients over the code, -1 at its begin to 1 at its end."""

    spread: float
    """In modules of mean width."""

    growth: float
    """Modules by which bars are wider than they should be, ink having run; below 0 narrower."""

    modules: int

    @property
    def course(self) -> Floats:
        """All samples of the model, from quiet zone to quiet zone, on the scale of `places`."""
        times = (np.arange(-_QUIET * FINE, (self.modules + _QUIET) * FINE) + 0.5) / FINE
        return 2 * times / self.modules - 1

    @property
    def bends(self) -> int:
        return self.places.size - 1


def fitted(profile: Profile, guess: Guess, code: Code) -> Fit | None:
    """Fit a guess to a profile of grey levels; None where no dark bars on light paper come of it."""
    values, fit = guess.values, None
    model = _begun(guess, code.modules(values).size)
    while fit is None or not (fit.settled or fit.turn == _TURNS):
        bits = code.modules(values)
        for _ in range(_STEPS if fit else _FIRST_STEPS):
            model = _moved(model, profile, bits)
        read = _read(model, profile, code, values)
        if read is None:
            return None
        settled = fit is not None and read.likeliest.values == values
        values = read.likeliest.values
        turn = fit.turn + 1 if fit else 1
        fit = Fit(
            values, read.clearness, read.likeliest.margin / max(read.likeliest.noise, 1e-6), settled, turn
        )
    return fit


def _begun(guess: Guess, modules: int) -> _Model:
    degree = _BENDS if modules > _SHORT else 2
    course = np.asarray(2 * guess.modules / modules - 1, np.float64)
    places = np.asarray(chebyshev.chebfit(course, guess.places, degree), np.float64)
    return _Model(places, _FIRST_SPREAD, 0.0, modules)


def _local(model: _Model) -> tuple[Floats, Floats]:
    """Samples of the profile a module is wide at each sample of the model, and the spread in modules."""
    course = model.course
    widths = chebyshev.chebval(course, chebyshev.chebder(model.places)) * 2 / model.modules
    widths = np.maximum(widths, 0.1 * abs(widths).mean())
    return widths, model.spread * widths.mean() / widths


def _ink(bits: Bits, spreads: Floats, growth: float) -> Floats:
    """What is seen of these modules, spreads given for each sample, bars so much wider."""
    around = np.pad(bits, _QUIET).astype(np.float64)
    changed = np.abs(np.diff(around, prepend=0)) + np.abs(np.diff(around, append=0))
    grown = around + growth / 2 * changed * (around == (growth < 0))
    return rendered(grown, spreads[FINE // 2 :: FINE])


def _moved(model: _Model, profile: Profile, bits: Bits) -> _Model:
    """One step toward the least squares of light, contrast, places and spread."""
    course = model.course
    widths, spreads = _local(model)
    at = chebyshev.chebval(course, model.places)
    seen = np.interp(at, np.arange(profile.size), profile)
    ink = _ink(bits, spreads, model.growth)
    light = chebyshev.chebvander(course, _LIGHT)
    shades = np.concatenate([light, light * ink[:, None]], axis=1)
    shade = np.linalg.lstsq(shades, seen, rcond=None)[0]
    contrast = light @ shade[_LIGHT + 1 :]
    weights = _trusted(seen - shades @ shade)
    bends = chebyshev.chebvander(course, model.bends)
    softer = (_ink(bits, spreads * 1.06, model.growth) - ink) / 0.06
    thicker = (_ink(bits, spreads, model.growth + 0.06) - ink) / 0.06
    moves = contrast[:, None] * np.column_stack([np.gradient(ink)[:, None] * FINE * bends, softer, thicker])
    sides = np.concatenate([shades, moves], axis=1)
    # A little damping keeps places and spread from running away where nothing tells them.
    damping = np.append(np.zeros(shades.shape[1]), np.full(moves.shape[1], 1e-6 * np.square(moves).sum()))
    weighed = sides.T * weights
    step = np.linalg.lstsq(weighed @ sides + np.diag(damping), weighed @ seen, rcond=None)[0]
    shift = np.clip(bends @ step[shades.shape[1] : -2], -_FARTHEST, _FARTHEST)
    softened, thickened = np.clip(step[-2:], -_LARGEST, _LARGEST)
    return _Model(
        chebyshev.chebfit(course, at - shift * widths, model.bends),
        float(np.clip(model.spread * (1 + softened), NARROWEST, WIDEST)),
        float(np.clip(model.growth + thickened, -_THICKEST, _THICKEST)),
        model.modules,
    )


def _trusted(unlike: Floats) -> Floats:
    """Weights of the samples, less where all around is unlike: a wrong symbol must not pull others off."""
    around = np.convolve(np.square(unlike), np.full(_AROUND * FINE, 1 / (_AROUND * FINE)), "same")
    return 1 / (1 + around / max(float(np.median(around)), 1e-9))


def _read(model: _Model, profile: Profile, code: Code, values: tuple[int, ...]) -> _Read | None:
    """Read the symbols where the model has them; None where the ink is lighter than the paper."""
    course = model.course
    _, spreads = _local(model)
    seen = np.interp(chebyshev.chebval(course, model.places), np.arange(profile.size), profile)
    bits = code.modules(values)
    ink, even = (_ink(bits, spreads, growth) for growth in (model.growth, 0.0))
    light = chebyshev.chebvander(course, _LIGHT)
    shades = np.linalg.lstsq(np.concatenate([light, light * ink[:, None]], axis=1), seen, rcond=None)[0]
    paper, contrast = light @ shades[: _LIGHT + 1], light @ shades[_LIGHT + 1 :]
    if (contrast >= 0).any():
        return None
    unlike = np.sqrt(np.square(seen - paper - contrast * ink).mean())
    inside = slice(_QUIET * FINE, -_QUIET * FINE)
    inked = ((seen - paper) / contrast - ink + even)[inside].astype(np.float32)
    best = code.likeliest(inked, spreads[inside], values)
    return _Read(best, float(-contrast.mean() / max(unlike, 1e-6)))
