"""A ballot: what several views of one picture read, and which texts they elect.

A check character vouches for Code 128, error correction for a matrix. The check digit of an EAN is weak: one
wrong read in ten has it right. Code 39 and Interleaved 2 of 5 have none at all. For these a second view must
say the same, and more views than say something else of the same place. zbar repeats its errors: all its views
are one voice. So are those of the soft reader, but that says nothing which two parts of a code do not say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from scanners.decode.found import Engine, Found, Kind

VOUCHED: Final = frozenset({Kind.CODE_128, Kind.QR, Kind.DATA_MATRIX})
"""Kinds whose own check is believed at the first view."""

_ONE_VOICE: Final = {Engine.ZBAR: 1, Engine.SOFT: 2}
"""Engines whose views of one picture are not told apart, and how many views each counts as."""

_AGREEING: Final = 2
"""Views that must have read the same text, and by how many it must lead any other."""


class Ballot:
    """Counts what views read."""

    def __init__(self) -> None:
        self._votes: Counter[str] = Counter()
        self._found: dict[str, Found] = {}
        self._said: set[tuple[Engine, str]] = set()

    def cast(self, read: Iterable[Found]) -> None:
        """Take what one view read; a text that it read twice counts once."""
        for text, found in {each.text: each for each in read}.items():
            if found.engine not in _ONE_VOICE:
                self._votes[text] += 1
            elif (found.engine, text) not in self._said:
                self._votes[text] += _ONE_VOICE[found.engine]
                self._said.add((found.engine, text))
            self._found.setdefault(text, found)

    def elected(self) -> list[Found]:
        """What is sure by now."""
        return [found for found in self._found.values() if self._is_elected(found)]

    def _is_elected(self, found: Found) -> bool:
        if found.kind in VOUCHED:
            return True
        rivals = (self._votes[other.text] for other in self._found.values() if other.rivals(found))
        return self._votes[found.text] >= max(rivals, default=0) + _AGREEING
