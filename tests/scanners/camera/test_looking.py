"""Looking: a still picture is searched again at once when the desk waits for something else."""

from __future__ import annotations

import numpy as np

from intake.scan import Awaited, Moment
from scanners.camera.assignment import CameraAssignment
from scanners.camera.capture import Captured
from scanners.camera.looking import Looking
from scanners.camera.messages import Preview
from scanners.camera.stillness import LOOKS
from tests.scanners.camera.table import HEIGHT, WIDTH, table

SERIAL = "A1263B00CDE12345"
EACH_MS = 10


def beside(text: str) -> np.ndarray:
    """A code that lies at the edge: nobody holds it in the middle, so it is given only when it is awaited."""
    return np.roll(table(text), HEIGHT // 2 - 45, axis=0)


def test_a_code_that_has_long_lain_there_is_given_with_the_next_frame_once_it_is_awaited():
    looking, lies = Looking(CameraAssignment("pictures")), beside(SERIAL)
    frames = [Captured(lies, Moment(at, at * 1_000_000)) for at in range(0, (LOOKS + 5) * EACH_MS, EACH_MS)]
    *before, after = frames
    assert [looking.feed(each) for each in before] == [None] * len(before)
    looking.await_(Awaited(serial=True))
    scan = looking.feed(after)
    assert scan is not None
    assert (scan.text, scan.monotonic) == (SERIAL, after.moment.monotonic)


def test_what_was_found_is_marked_in_the_preview():
    looking = Looking(CameraAssignment("pictures"))
    looking.feed(Captured(table(SERIAL), Moment(0, 0)))
    seen = looking.marked(Preview(2, 1, b"rgbrgb"))
    assert (seen.is_read, seen.rgb) == (True, b"rgbrgb")
    assert np.allclose(np.mean(seen.outline, axis=0), (0.5, 0.5), atol=50 / WIDTH)
