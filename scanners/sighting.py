"""A sighting: one code as one picture of a stream shows it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from intake.scan import Symbology
from scanners.symbology import split

Outline = tuple[tuple[float, float], ...]
"""Corners one after the other, as (x, y)."""

RETAIL: Final = frozenset({Symbology.EAN_13, Symbology.EAN_8})

_BETWEEN: Final = 0.05
"""Share of a code's length that is free between it and the next code of a label: their quiet zones."""


@dataclass(frozen=True)
class Sighting:
    """A code and where it is. Lengths are in heights of the picture, so that a circle is one."""

    raw: bytes
    """What a gun with AIM identifiers on would send."""

    x: float
    """To the right of the picture's middle."""

    y: float
    """Below the picture's middle."""

    reach: float
    """Half the code's longer side."""

    outline: Outline = ()
    """Its corners, from the picture's middle; empty: not known."""

    @cached_property
    def symbology(self) -> Symbology:
        """What kind of code it is."""
        return split(self.raw)[0]

    @cached_property
    def text(self) -> str:
        """What it holds; bytes that are not UTF-8 become U+FFFD."""
        return split(self.raw)[1].decode("utf-8", "replace")

    @property
    def key(self) -> tuple[Symbology, str]:
        """What makes it the same code wherever it is."""
        return self.symbology, self.text

    @property
    def off_middle(self) -> float:
        """How far it is from the picture's middle."""
        return math.hypot(self.x, self.y)

    def is_rival(self, other: Sighting) -> bool:
        """Tell whether both say different things of one place."""
        apart = math.hypot(self.x - other.x, self.y - other.y)
        return self.text != other.text and apart < max(self.reach, other.reach) and not self._is_beside(other)

    def _is_beside(self, other: Sighting) -> bool:
        """Tell whether both stand on one label, one below the other.

        Two products' numbers never do, and they are misread in parts of their bars.
        """
        if not self.outline or not other.outline or {self.symbology, other.symbology} <= RETAIL:
            return False
        return _gap(self.outline, other.outline) > _BETWEEN * 2 * max(self.reach, other.reach)


def _gap(one: Outline, other: Outline) -> float:
    """How far two convex outlines are apart: across the edge that parts them best; negative: they overlap."""
    edges = [edge for each in (one, other) for edge in pairwise((*each, each[0])) if edge[0] != edge[1]]
    return max((_gap_across(edge, one, other) for edge in edges), default=0.0)


def _gap_across(edge: Outline, one: Outline, other: Outline) -> float:
    (left, top), (right, bottom) = edge
    length = math.hypot(right - left, bottom - top)
    across = ((top - bottom) / length, (right - left) / length)
    mine, theirs = ([x * across[0] + y * across[1] for x, y in each] for each in (one, other))
    return max(min(mine) - max(theirs), min(theirs) - max(mine))
