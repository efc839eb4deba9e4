"""A folder as a camera: in order, each a second, then whatever comes."""

import cv2
import numpy as np
import pytest

from scanners.camera.assignment import CameraAssignment
from scanners.camera.pictures import Pictures
from scanners.device import DeviceLost, DeviceMissing
from tests.scanners.camera.table import put

RATE = 20


def shade(value):
    return np.full((4, 6, 3), value, np.uint8)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "day").mkdir()
    put(tmp_path / "day/b.png", shade(2))
    put(tmp_path / "day/a.png", shade(1))
    (tmp_path / "day/notes.txt").write_text("no picture")
    return tmp_path / "day"


def opened(place, **keys):
    return Pictures(CameraAssignment.parse(str(place), fps=RATE, **keys), lambda _seconds: None)


def shades(pictures, count):
    return [int(pictures.read()[0, 0, 0]) for _ in range(count)]


def test_each_is_shown_a_second_in_order_of_name_and_the_last_stays(folder):
    pictures = opened(folder)
    assert shades(pictures, RATE) == [1] * RATE
    assert shades(pictures, RATE - 1) == [2] * (RATE - 1)
    assert set(shades(pictures, 20)) == {2}


def test_what_is_put_there_meanwhile_or_changed_is_shown_next(folder):
    pictures = opened(folder)
    shades(pictures, 2 * RATE + 10)
    put(folder / "0.png", shade(3))
    assert 3 in shades(pictures, 10)
    shades(pictures, RATE)
    put(folder / "a.png", np.full((5, 7, 3), 4, np.uint8))
    assert 4 in shades(pictures, 10)


def test_an_empty_folder_is_a_camera_that_sees_nothing(tmp_path):
    pictures = opened(tmp_path, width=32, height=16)
    assert pictures.read().shape == (16, 32, 3)


def test_a_picture_that_is_none_is_passed_over(folder):
    (folder / "a.png").write_bytes(b"no picture")
    assert 2 in shades(opened(folder), 10)


def test_a_loop_begins_again(folder):
    pictures = opened(folder.rename(folder.with_name("day.loop")))
    assert set(shades(pictures, 3 * RATE)[2 * RATE :]) == {1}


@pytest.mark.parametrize("pattern", ["*.png", "?.png", "%d.png", "%03d.png"])
def test_a_pattern_names_pictures(tmp_path, pattern):
    put(tmp_path / "1.png", shade(1))
    put(tmp_path / "2.jpg", shade(9))
    assert shades(opened(tmp_path / pattern), 3) == [1, 1, 1]


def test_one_picture_alone_is_a_camera(folder):
    assert shades(opened(folder / "b.png"), 3) == [2, 2, 2]


def test_a_folder_that_is_not_there_is_missing_and_one_that_goes_is_lost(folder, tmp_path):
    with pytest.raises(DeviceMissing):
        opened(tmp_path / "nothing")
    pictures = opened(folder)
    shades(pictures, RATE)
    folder.rename(tmp_path / "gone")
    with pytest.raises(DeviceLost):
        shades(pictures, RATE)


def test_a_picture_keeps_its_colours(tmp_path):
    put(tmp_path / "a.png", np.full((4, 6, 3), (1, 2, 3), np.uint8))
    assert opened(tmp_path).read()[0, 0].tolist() == [1, 2, 3]
    cv2.imwrite(str(tmp_path / "b.png"), np.full((4, 6), 7, np.uint8))
    assert opened(tmp_path / "b.png").read().shape == (4, 6, 3)
