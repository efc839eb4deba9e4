"""A kept or offered picture's file becomes the dots of a screen."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO

from intake.photos import PhotoError
from tui.half_blocks import Dots

_LARGEST = (640, 480)
"""Dots a picture is made small enough for: more than any terminal has in half blocks."""


def still_of(jpeg: bytes, digest: str) -> Dots:
    """Decode the file that goes by a SHA-256.

    Raises PhotoError for another file, for what is no JPEG, and for a broken one.
    """
    if (found := sha256(jpeg).hexdigest()) != digest:
        raise PhotoError(f"expected the file that was kept, got one with SHA-256 {found[:16]}…")
    return decoded(jpeg)


def decoded(jpeg: bytes) -> Dots:
    """Decode a JPEG. Raises PhotoError for what is none, or is broken."""
    from PIL import Image  # noqa: PLC0415 (30 ms, spent where a picture is looked at)

    try:
        with Image.open(BytesIO(jpeg), formats=("JPEG",)) as picture:
            picture.thumbnail(_LARGEST)
            small = picture.convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise PhotoError(f"expected a whole JPEG, got {error}") from error
    return Dots(small.width, small.height, small.tobytes())
