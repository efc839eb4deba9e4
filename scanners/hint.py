"""A hint: why a camera gives nothing, and so what the person before it should do."""

from __future__ import annotations

from enum import StrEnum


class Hint(StrEnum):
    """What hinders most; the sentence for it stands in the message catalogue."""

    DARK = "dark"
    GLARE = "glare"
    """A lamp is mirrored in the label."""

    BLURRED = "blurred"
    """Out of focus or moving: hold still, a little farther away."""

    SMALL = "small"
    """Too few pixels a module: hold it nearer."""

    TILTED = "tilted"
    """Seen from the side: hold it flat to the camera."""

    LYING = "lying"
    """An own label that lay there before: it is read, and counts only if it is moved."""
