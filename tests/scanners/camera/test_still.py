"""Still pictures: the sharpest of half a second, and nothing in them but the picture."""

import cv2
import numpy as np

from scanners.camera.still import LEAST, Still
from tests.scanners.camera.table import HEIGHT, WIDTH, decoded, table

SHARP = table("A1263-000123")
BLURRED = cv2.GaussianBlur(SHARP, (0, 0), 4)


def taken(still, frames):
    """The photo, and after how many frames it was taken."""
    for count, (at, frame) in enumerate(frames, 1):
        if (photo := still.offer(frame, at)) is not None:
            return photo, count
    return None


def test_the_sharpest_of_half_a_second_is_taken_whole():
    frames = [(10 + tick / 30, SHARP if tick == 7 else BLURRED) for tick in range(30)]
    photo, count = taken(Still("w", 10.0), frames)
    assert (photo.wish, photo.width, photo.height, count) == ("w", WIDTH, HEIGHT, 16)
    picture = decoded(photo.jpeg)
    assert np.abs(picture.astype(int) - SHARP).mean() < 2
    assert photo.jpeg[:2] == b"\xff\xd8"
    assert b"Exif" not in photo.jpeg
    assert len(photo.thumbnail.rgb) == photo.thumbnail.width * photo.thumbnail.height * 3


def test_frames_before_it_begins_are_not_taken():
    frames = [(tick / 10, SHARP if tick < 20 else BLURRED) for tick in range(60)]
    photo, _ = taken(Still("w", 2.0), frames)
    picture = decoded(photo.jpeg)
    assert np.abs(picture.astype(int) - BLURRED).mean() < 2


def test_slow_frames_are_still_compared():
    _, count = taken(Still("w", 0.0), [(2.0 * tick, SHARP) for tick in range(9)])
    assert count == LEAST
