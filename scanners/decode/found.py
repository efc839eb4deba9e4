"""What a picture gave: a text, what kind of code held it, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

import numpy as np
from numpy.typing import NDArray

Gray = NDArray[np.uint8]
"""A grey picture, shape (height, width)."""

Affine = NDArray[np.float64]
"""An affine map of points (x, y) in pixels, shape (2, 3)."""

Point = tuple[float, float]
"""(x, y) in pixels, x to the right, y down."""

SAME_PLACE: Final[Affine] = np.eye(2, 3)
"""The map that leaves every point where it is."""


_SAME_PLACE: Final = 0.4
"""Share of the longer code's length by which their middles may be apart: that of a half is a quarter off."""


class Kind(StrEnum):
    """A kind of code that can be asked for."""

    CODE_128 = "code_128"
    CODE_39 = "code_39"
    CODE_39_FULL_ASCII = "code_39_full_ascii"
    """Code 39 in which pairs such as `+A` stand for other characters; no code says whether it is meant so."""

    CODABAR = "codabar"
    ITF = "itf"
    EAN = "ean"
    """EAN-13, EAN-8 and UPC-A."""

    UPC_E = "upc_e"
    QR = "qr"
    DATA_MATRIX = "data_matrix"


Kinds = frozenset[Kind]

MATRICES: Final = frozenset({Kind.QR, Kind.DATA_MATRIX})
RETAIL: Final = frozenset({Kind.EAN, Kind.UPC_E})
AT_THE_DESK: Final = frozenset({Kind.CODE_128, Kind.CODE_39, Kind.EAN}) | MATRICES
"""What a live camera looks for. ITF, UPC-E and Codabar have so little structure that texture holds them."""


class Engine(StrEnum):
    """Who read it. Two engines, or two views by one, may be asked to agree."""

    ZXING = "zxing"
    ZBAR = "zbar"
    SOFT = "soft"


@dataclass(frozen=True)
class Found:
    """One code read in one view of a picture."""

    text: str
    """The data as UTF-8 text; where they are not UTF-8, as the code's own character set says."""

    data: bytes
    """The data as the code holds them, without an identifier."""

    identifier: str
    """AIM symbology identifier, `]C0`; source: ISO/IEC 15424:2008."""

    kind: Kind
    corners: tuple[Point, ...]
    """Outline in pixels of the picture it was found in: four points, clockwise from its own top left."""

    engine: Engine

    @property
    def raw(self) -> bytes:
        """The bytes as a gun that sends identifiers would give them."""
        return self.identifier.encode() + self.data

    def rivals(self, other: Found) -> bool:
        """Tell whether the two are different texts in one place: in other rows of a code, or a part of it."""
        mine, others = np.array(self.corners), np.array(other.corners)
        apart = float(np.linalg.norm(mine.mean(axis=0) - others.mean(axis=0)))
        longer = max(float(np.linalg.norm(np.ptp(corners, axis=0))) for corners in (mine, others))
        return self.text != other.text and apart < longer * _SAME_PLACE

    def moved(self, affine: Affine) -> Found:
        """The same with its corners mapped by `affine`, shape (2, 3)."""
        points = np.array(self.corners) @ affine[:, :2].T + affine[:, 2]
        return replace(self, corners=tuple((float(x), float(y)) for x, y in points))
