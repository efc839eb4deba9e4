"""Bars of one direction are found at any angle, whatever lies around them."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from scanners.decode.strip import Strip, strips
from tests.scanners.pictures.camera import Lens, Pose, picture
from tests.scanners.pictures.grounds import GROUNDS, desk, printed
from tests.scanners.pictures.labels import label

MIDDLE = (640, 360)


def frame(ground, pose, lens=None, seed=1):
    chance = np.random.default_rng(seed)
    drawn = label("A1B2C3D4E5F6G7H8")
    bgr = picture(drawn, ground(chance, 1280, 720), pose, lens or Lens(), chance)
    return cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY)


def turned(strip: Strip, turn: float) -> float:
    """Degrees between the strip's direction and `turn`; both are those of a line."""
    return abs((float(np.rad2deg(strip.angle)) - turn + 90) % 180 - 90)


@pytest.mark.parametrize("turn", range(0, 180, 15))
def test_bars_are_found_at_every_angle(turn):
    best, *_ = strips(frame(desk, Pose(*MIDDLE, 2.4, turn)))
    assert turned(best, turn) < 1.5
    assert abs(best.x - 640) < 20
    assert abs(best.y - 360) < 40
    assert 200 * 2.4 < best.length < 260 * 2.4


@pytest.mark.parametrize("ground", GROUNDS, ids=lambda each: each.__name__)
def test_bars_are_found_on_every_ground(ground):
    best, *_ = strips(frame(ground, Pose(*MIDDLE, 2.4, 40)))
    assert turned(best, 40) < 1.5
    assert 200 * 2.4 < best.length < 260 * 2.4


def test_the_upright_picture_maps_back_into_the_frame():
    best, *_ = strips(frame(printed, Pose(*MIDDLE, 2.4, 40)))
    upright = best.upright(np.zeros((720, 1280), np.uint8), 2.0)
    height, width = upright.picture.shape
    middle = upright.to_frame @ (width / 2, height / 2, 1)
    assert np.allclose(middle, (best.x, best.y), atol=2)


@pytest.mark.parametrize("size", [(0, 0), (8, 8), (9, 400), (720, 1280)])
def test_nothing_is_found_where_nothing_is(size):
    assert strips(np.full(size, 128, np.uint8)) == ()


def test_noise_is_no_bars():
    assert strips(np.random.default_rng(3).integers(0, 255, (720, 1280), np.uint8)) == ()
