"""One still picture, read with everything there is: what can be read at all, whatever it costs.

A camera's stream has less time for a picture, and takes turns with the same views (`scanners.decode.search`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from scanners.decode.ballot import Ballot
from scanners.decode.found import AT_THE_DESK, RETAIL, Found, Gray, Kind, Kinds
from scanners.decode.retail import is_product
from scanners.decode.views import View, area_views, smooth_views, soft_views, whole

IN_A_PICTURE: Final = AT_THE_DESK | {Kind.CODE_39_FULL_ASCII, Kind.ITF, Kind.UPC_E}
"""What is looked for in a still picture: Codabar alone would be invented too often."""

_NOT_IN_GRAIN: Final = frozenset({Kind.ITF})
"""It has so little structure that grain holds it when its contrast is raised."""

_TO_GRAY: Final = {(): None, (1,): None, (3,): cv2.COLOR_BGR2GRAY, (4,): cv2.COLOR_BGRA2GRAY}
"""How a picture becomes grey, by the axes it has beside height and width."""

_CONTRAST: Final = 3.0
"""How far local contrast is raised at most."""


def grayed(bgr: NDArray[np.uint8]) -> Gray:
    """A picture as grey, shape (height, width), perhaps empty.

    It may be of shape (height, width, 3) in BGR, (height, width, 4) with an alpha that counts for nothing, or
    grey already: (height, width) or (height, width, 1). Raises ValueError for anything else.
    """
    shape, sort = np.shape(bgr), getattr(bgr, "dtype", type(bgr).__name__)
    if len(shape) < 2 or shape[2:] not in _TO_GRAY or sort != np.uint8:  # noqa: PLR2004 - axes
        msg = f"expected a picture of bytes, grey, BGR or BGRA, got {sort} of shape {shape}"
        raise ValueError(msg)
    conversion = _TO_GRAY[shape[2:]]
    if conversion is None or not bgr.size:
        return bgr.reshape(shape[:2])
    return np.asarray(cv2.cvtColor(bgr, conversion), np.uint8)


def contrasted(gray: Gray) -> Gray:
    """The picture with local contrast raised (contrast-limited adaptive histogram equalisation)."""
    return np.asarray(cv2.createCLAHE(_CONTRAST, (8, 8)).apply(gray), np.uint8)


def read_picture(bgr: NDArray[np.uint8], kinds: Kinds = IN_A_PICTURE) -> list[str]:
    """Give the texts in a picture, of a shape `grayed` takes; an empty one holds none."""
    return [found.text for found in codes_in(grayed(bgr), kinds)]


def read_guarded(bgr: NDArray[np.uint8], kinds: Kinds = IN_A_PICTURE) -> list[str]:
    """The same without retail numbers that are no product's."""
    gray = grayed(bgr)
    return [found.text for found in codes_in(gray, kinds) if is_product(found, gray)]


def codes_in(gray: Gray, kinds: Kinds = IN_A_PICTURE) -> list[Found]:
    """Give what the first views that are sure of anything read; corners in pixels of the picture."""
    if not gray.size:
        return []
    ballot = Ballot()
    first = whole(gray, kinds).read()
    if first and not any(found.kind in RETAIL for found in first):
        return first
    ballot.cast(first)
    asked = {found.text for found in first}
    for view in _other_views(gray, kinds):
        ballot.cast(view.read())
        new = {found.text for found in ballot.elected() if found.kind in RETAIL} - asked
        if new:
            # Too much ink makes every 1 of an EAN a 7 and every 2 an 8, for all who measure bars alike.
            asked |= new
            for soft in soft_views(gray, gray, kinds & RETAIL):
                ballot.cast(soft.read())
        if elected := ballot.elected():
            return elected
    return []


def _other_views(gray: Gray, kinds: Kinds) -> Iterator[View]:
    """All views but the picture as it is: its areas, the same with contrast raised, and the dearest."""
    yield from area_views(gray, kinds)
    yield from smooth_views(gray, kinds)
    seen = contrasted(gray)
    yield whole(seen, kinds - _NOT_IN_GRAIN)
    yield from area_views(seen, kinds - _NOT_IN_GRAIN)
    yield from soft_views(gray, seen, kinds)
