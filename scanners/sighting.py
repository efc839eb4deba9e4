"""A sighting: one code as one picture of a stream shows it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from intake.scan import Symbology
from scanners.symbology import split

if TYPE_CHECKING:
    from collections.abc import Iterator

Point = tuple[float, float]
"""To the right and down."""

Outline = tuple[Point, ...]
"""Corners, one after the other."""

RETAIL: Final = frozenset({Symbology.EAN_13, Symbology.EAN_8})

_BETWEEN: Final = 0.05
"""Share of a code's length that is free between it and the next code of a label: their quiet zones."""

_STILL: Final = 0.25
"""Share of its reach within which a code that lies still is found. Measured with changing focus and light:
0.02 of a whole one, 0.12 of one that is read in few of its rows."""

_HIGH: Final = 0.1
"""Share of its length that a linear code is high at least; it should be 0.15 (ISO/IEC 15417)."""


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

    def is_where(self, other: Sighting) -> bool:
        """Tell whether both are at one place, as far as that can be seen of a thing that lies still."""
        apart = math.hypot(self.x - other.x, self.y - other.y)
        return apart < _STILL * max(self.reach, other.reach)

    def is_rival(self, other: Sighting) -> bool:
        """Tell whether both say different things of one place."""
        apart = math.hypot(self.x - other.x, self.y - other.y)
        return self.text != other.text and apart < max(self.reach, other.reach) and not self._is_beside(other)

    def _is_beside(self, other: Sighting) -> bool:
        """Tell whether both stand on one label, one below the other.

        Two products' numbers never do. Of slivers nobody can tell: one code may be read in several ways.
        """
        if not self.outline or not other.outline:
            return False
        if self.is_sliver or other.is_sliver or {self.symbology, other.symbology} <= RETAIL:
            return False
        return _gap(self.outline, other.outline) > _BETWEEN * 2 * max(self.reach, other.reach)

    @cached_property
    def is_sliver(self) -> bool:
        """Whether it was read in few of its rows: the others say another thing, or nothing."""
        sides = sorted(math.dist(*edge) for edge in _edges(self.outline))
        return bool(sides) and sides[0] < _HIGH * sides[-1]


def _gap(one: Outline, other: Outline) -> float:
    """How far two convex outlines are apart: across the edge that parts them best; negative: they overlap."""
    edges = [edge for edge in (*_edges(one), *_edges(other)) if edge[0] != edge[1]]
    return max((_gap_across(edge, one, other) for edge in edges), default=0.0)


def _edges(outline: Outline) -> Iterator[tuple[Point, Point]]:
    return pairwise((*outline, *outline[:1]))


def _gap_across(edge: tuple[Point, Point], one: Outline, other: Outline) -> float:
    (left, top), (right, bottom) = edge
    length = math.hypot(right - left, bottom - top)
    across = ((top - bottom) / length, (right - left) / length)
    mine, theirs = ([x * across[0] + y * across[1] for x, y in each] for each in (one, other))
    return max(min(mine) - max(theirs), min(theirs) - max(mine))
