"""Quality: why bars that were found cannot be read, told from their picture alone."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from scanners.decode.found import Gray
from scanners.decode.rectify import Upright, direction
from scanners.decode.strip import edges, rows
from scanners.hint import Hint

SCALE: Final = 2.0
"""How large an upright strip is wanted here."""

_WHITE: Final = 250
"""Grey level from which a sensor shows nothing but light."""

_MIRRORED: Final = 0.08
"""Share of such pixels from which a lamp hides bars; well-lit paper stays below white."""

_DARK: Final = 70
"""Grey level of the paper below which noise is as strong as thin bars."""

_NIGHT: Final = 30
"""Grey level of the brightest places below which nothing at all is to be seen."""

_DARKISH: Final = 110
_FAINT: Final = 40
"""Grey levels between ink and darkish paper below which the light is at fault."""

_SMALL: Final = 2.0
"""Pixels of the narrowest bars seen up to which they may be too small: narrower ones seem no narrower."""

_SOFT: Final = 3.3
"""Pixels over which an edge rises, from which it is blurred; a sharp one takes two."""

_SOFT_OF_SMALL: Final = 2.3
"""The same for small bars, which a milder blur hides."""

_LEANING: Final = 7.0
"""Degrees by which the bars at both ends may differ; what is seen flat has none."""


def brightness(gray: Gray) -> float:
    """Give the grey level of a frame's bright places."""
    return float(np.percentile(gray[::8, ::8], 98))


def is_night(gray: Gray) -> bool:
    """Tell whether a whole frame is dark: the lens is covered, or the light is off."""
    return brightness(gray) < _NIGHT


def hindrance(upright: Upright) -> Hint | None:
    """Say what hinders reading a strip most; None: nothing that can be told."""
    return _light(upright.picture) or _sharpness(upright) or _tilt(upright.picture)


def _light(picture: Gray) -> Hint | None:
    if float(np.mean(picture >= _WHITE)) > _MIRRORED:
        return Hint.GLARE
    ink, paper = np.percentile(picture, (5, 95))
    if paper < _DARK or (paper < _DARKISH and paper - ink < _FAINT):
        return Hint.DARK
    return None


def _sharpness(upright: Upright) -> Hint | None:
    """Compare the width of edges with that of modules, both in pixels of the frame."""
    profile = _profile(upright.picture)
    # Of the bars and spaces of a code a quarter and more are one module wide (ISO/IEC 15417).
    widths = np.diff(edges(profile))
    module = float(np.percentile(widths, 25)) / upright.scale if widths.size else 0.0
    rise = _rise(profile) / upright.scale
    if rise > (_SOFT_OF_SMALL if module <= _SMALL else _SOFT):
        return Hint.BLURRED
    return Hint.SMALL if module <= _SMALL else None


def _profile(picture: Gray) -> NDArray[np.float32]:
    height = picture.shape[0]
    return rows(picture, height * 2 // 5, height * 3 // 5)


def _rise(profile: NDArray[np.float32]) -> float:
    """Estimate over how many samples a clear edge rises: the contrast by the steepest slopes."""
    dark, light = np.percentile(profile, (5, 95))
    steepest = float(np.percentile(np.abs(np.diff(profile)), 97))
    return float(light - dark) / max(steepest, 1e-3)


def _tilt(picture: Gray) -> Hint | None:
    """Compare the directions of the bars at both ends: they run together when seen from the side."""
    third = max(1, picture.shape[1] // 3)
    apart = np.rad2deg(direction(picture[:, :third]) - direction(picture[:, -third:]))
    return Hint.TILTED if abs((apart + 90) % 180 - 90) > _LEANING else None
