"""Reading lines: upright pictures of print become letters, each with what else it may be.

The network gives, column by column, how likely each of its characters is, or none (connectionist temporal
classification, Graves et al., ICML 2006). Its own reading, the likeliest one, hides how near 0 was to O.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from scanners.ocr import models
from scanners.ocr.letter import SYMBOLS, Letter

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_BLANK: Final = 0

_ENDS: Final = (1, 99)
"""Percentiles of a line's pixels that count as its black and its white."""

_FLAT: Final = 24.0
"""Steps of 255 between them at least: with less there is only noise to stretch."""

_ONE_SHAPE: Final = "ckopsuvwxz"
"""Small letters of the shape of their capitals: which of the two it is, only the letters beside it tell."""


class Recogniser:
    """Reads lines; made once, for loading takes a fifth of a second."""

    def __init__(self) -> None:
        """Load the network. Raises `models.OcrMissingError`."""
        self._network = models.recogniser()
        self._characters = ["", *self._network.characters, " "]
        places = {character: place for place, character in enumerate(self._characters)}
        self._capitals = [places[symbol] for symbol in SYMBOLS]
        self._small = [(SYMBOLS.index(small.upper()), places[small]) for small in _ONE_SHAPE]

    def read(self, upright: NDArray[Any]) -> tuple[Letter, ...]:
        """The letters of one line: BGR, `line.HEIGHT` rows, read from left to right."""
        pixels = _stretched(upright).transpose(2, 0, 1)[np.newaxis]
        columns = self._network.run(pixels)[0]
        likeliest = columns.argmax(axis=1)
        runs = groupby(range(len(columns)), key=lambda column: int(likeliest[column]))
        return tuple(self._letter(columns[list(run)], kind) for kind, run in runs if kind != _BLANK)

    def _letter(self, run: NDArray[Any], kind: int) -> Letter:
        """One letter out of the columns that show it, by the one that shows it best."""
        best = run[run[:, kind].argmax()]
        odds = best[self._capitals].astype(float)
        for symbol, small in self._small:
            odds[symbol] += float(best[small])
        return Letter(self._characters[kind], tuple(odds.tolist()))


def _stretched(upright: NDArray[Any]) -> NDArray[np.float32]:
    """The line with its own black and white, as -1 and 1: pale print is read as dark print is."""
    low, high = (float(end) for end in np.percentile(upright, _ENDS))
    stretched = (upright.astype(np.float32) - low) * (2 / max(high - low, _FLAT)) - 1
    return np.asarray(np.clip(stretched, -1, 1))


def certainty(letters: Sequence[Letter]) -> float:
    """How sure the recogniser is of a line as a whole, 0 to 1: the right way up it is surer."""
    return sum(max(letter.odds) for letter in letters) / max(len(letters), 1)
