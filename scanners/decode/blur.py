"""What a blurred camera sees of a row of modules: each sample is a weighted mean of the ink around it.

Blur by defocus, the lens and the pixels themselves is taken for one normal distribution; its standard
deviation, here called spread, is counted in modules.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from scanners.decode.code128_table import PATTERNS, WIDE, Bits

Floats = NDArray[np.float64]
Samples = NDArray[np.float32]

FINE: Final = 4
"""Samples a module."""

NARROWEST: Final = 0.28
WIDEST: Final = 1.4
"""Spreads between which bars of one module can be told from none."""

_REACH: Final = 5
"""Modules on either side whose ink still shows."""

SEEN: Final = 3
"""Modules of each neighbour that show in a symbol."""

HEADS: Final = np.array([[1, 0, 0], [1, 0, 1], [1, 1, 0], [1, 1, 1]], np.uint8)
TAILS: Final = np.array([[0, 0, 0], [0, 1, 0], [1, 0, 0], [1, 1, 0]], np.uint8)
"""All beginnings and ends a symbol may show its neighbours, shape (4, 3)."""

SPREADS_A_MODULE: Final = 20
"""Templates are kept for spreads that are this share of a module apart."""


def rendered(modules: Bits, spreads: Floats) -> Floats:
    """Give the ink seen, `FINE` samples a module, of `modules` between quiet zones, each with its own spread.

    Both have shape (modules,); the result lies between 0 and 1.
    """
    phases = (np.arange(FINE) + 0.5) / FINE
    borders = np.arange(-_REACH, _REACH + 2)
    shares = -np.diff(_below((phases[None, :, None] - borders) / spreads[:, None, None]), axis=-1)
    around = sliding_window_view(np.pad(modules, _REACH), 2 * _REACH + 1)
    return np.asarray(np.einsum("mpr,mr->mp", shares, around).ravel(), np.float64)


@lru_cache(maxsize=64)
def templates(steps: int) -> Samples:
    """Every symbol as seen between every tail and head, shape (4 tails, 106, 4 heads, 44).

    `steps` is the spread in shares of a module (`SPREADS_A_MODULE`).
    """
    rows = [np.concatenate([tail, pattern, head]) for tail in TAILS for pattern in PATTERNS for head in HEADS]
    shares = weights(WIDE, FINE * WIDE, steps / SPREADS_A_MODULE)
    seen = np.array(rows, np.float32) @ shares.T
    return seen.reshape(len(TAILS), len(PATTERNS), len(HEADS), -1)


def weights(modules: int, samples: int, spread: float) -> Samples:
    """How much of each module a sample sees, shape (samples, SEEN + modules + SEEN)."""
    at = (np.arange(samples) + 0.5) / samples * modules
    borders = np.arange(-SEEN, modules + SEEN + 1)
    return -np.diff(_below((at[:, None] - borders) / spread), axis=1).astype(np.float32)


def _below(deviations: Floats) -> Floats:
    """The normal distribution, within 0.0004. Source: Page, Applied Statistics 26 (1977), 75."""
    return 0.5 * (1 + np.tanh(0.7978845608 * deviations * (1 + 0.044715 * deviations * deviations)))
