"""A picture's file becomes dots, small enough for a screen, or is said to be none."""

from __future__ import annotations

from hashlib import sha256
from io import BytesIO

import pytest
from PIL import Image

from intake.photos import PhotoError
from tui.half_blocks import Dots
from tui.jpeg import decoded, still_of


def jpeg(size: tuple[int, int] = (320, 180)) -> bytes:
    """Give a red picture."""
    file = BytesIO()
    Image.new("RGB", size, (200, 20, 20)).save(file, "JPEG")
    return file.getvalue()


def test_a_photo_is_decoded_small_enough() -> None:
    """Whatever the camera's resolution."""
    dots = decoded(jpeg((1920, 1080)))
    assert (dots.width, dots.height) == (640, 360)
    assert len(dots.rgb) == 640 * 360 * 3
    assert isinstance(dots, Dots)


@pytest.mark.parametrize("data", [b"", b"GIF89a", jpeg()[:100]], ids=["nothing", "another format", "cut"])
def test_what_is_no_jpeg_is_said_so(data: bytes) -> None:
    with pytest.raises(PhotoError, match=r"^expected a whole JPEG, got "):
        decoded(data)


def test_another_file_than_the_one_that_is_named_is_never_shown() -> None:
    data = jpeg()
    assert still_of(data, sha256(data).hexdigest()) == decoded(data)
    with pytest.raises(PhotoError, match=r"^expected the file that was kept, got one with SHA-256 "):
        still_of(jpeg((300, 200)), sha256(data).hexdigest())
