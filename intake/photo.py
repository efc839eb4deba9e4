"""Photos: pictures of a bare unit, kept as evidence of how it looked when it came out of its parcel."""

from __future__ import annotations

from enum import StrEnum

MOST_OF_A_UNIT = 8
"""Pictures kept of one unit: each side of it, and the damage from near."""


class PhotoFault(StrEnum):
    """Why no picture came of a wish for one."""

    NO_CAMERA = "no_camera"
    TOO_LATE = "too_late"
    """The camera gave none in time."""

    NOT_STORED = "not_stored"
    """It came, and the disk did not take it, or does not give it back."""
