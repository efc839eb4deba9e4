"""A film as a camera: its own clock, its last frame at the end, and lost when its file goes."""

import os

import pytest

from scanners.camera.assignment import CameraAssignment
from scanners.camera.film import Film
from scanners.device import DeviceLost, DeviceMissing, DeviceUnusable
from tests.scanners.camera.table import HEIGHT, WIDTH, film, table

RATE = 50
SHADES = [20, 60, 100, 140, 180, 220]


@pytest.fixture
def path(tmp_path):
    film(tmp_path / "dock.avi", [table() * 0 + shade for shade in SHADES], RATE)
    return tmp_path / "dock.avi"


def opened(path, **keys):
    return Film(CameraAssignment.parse(str(path), **keys))


def shades(source, count):
    """Which of the film's shades so many frames had, JPEG's loss aside."""
    seen = [int(source.read()[0, 0, 0]) for _ in range(count)]
    return [min(SHADES, key=lambda shade: abs(shade - value)) for value in seen]


def test_its_frames_come_in_order_and_the_last_stays(path):
    source = opened(path)
    assert (source.began.width, source.began.height, source.began.fps) == (WIDTH, HEIGHT, RATE)
    seen = shades(source, 12)
    assert seen == sorted(seen)
    assert seen[-1] == SHADES[-1]
    source.close()


def test_a_loop_never_ends(path):
    source = opened(path.rename(path.with_name("dock.loop.avi")))
    seen = shades(source, 40)
    assert seen != sorted(seen)


@pytest.mark.parametrize(
    "lose", [lambda path: path.unlink(), lambda path: os.truncate(path, 5000)], ids=["removed", "cut"]
)
def test_a_file_that_goes_or_is_cut_is_a_camera_unplugged(path, lose):
    source = opened(path)
    source.read()
    lose(path)
    with pytest.raises(DeviceLost):
        source.read()


def test_what_is_no_film_is_refused(path, tmp_path):
    with pytest.raises(DeviceMissing):
        opened(tmp_path / "nothing.avi")
    path.write_bytes(b"no film")
    with pytest.raises(DeviceUnusable):
        opened(path)
