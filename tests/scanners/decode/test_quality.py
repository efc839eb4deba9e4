"""Why bars that were found cannot be read."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from scanners.decode.quality import SCALE, hindrance, is_night
from scanners.decode.strip import strips
from scanners.hint import Hint
from tests.scanners.pictures.camera import Lens, Pose, picture
from tests.scanners.pictures.grounds import desk
from tests.scanners.pictures.labels import label


def shown(lens, seed, module=2.4, tilt=0.0):
    chance = np.random.default_rng(seed)
    pose = Pose(640, 360, module, 30, tilt, 0)
    bgr = picture(label("A1B2C3D4E5F6G7H8"), desk(chance, 1280, 720), pose, lens, chance)
    return cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY)


def why(gray):
    best, *_ = strips(gray)
    return hindrance(best.upright(gray, SCALE))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    ("lens", "module", "tilt", "expected"),
    [
        (Lens(), 2.4, 0, None),
        (Lens(gain=0.5), 2.4, 20, None),
        (Lens(gain=0.25), 2.4, 0, Hint.DARK),
        (Lens(glare=0.3), 2.4, 0, Hint.GLARE),
        (Lens(defocus=2.2), 2.4, 0, Hint.BLURRED),
        (Lens(motion=6, direction=30), 2.4, 0, Hint.BLURRED),
        (Lens(), 1.0, 0, Hint.SMALL),
        (Lens(), 3.0, 40, Hint.TILTED),
    ],
    ids=str,
)
def test_what_hinders_most_is_told(lens, module, tilt, expected, seed):
    assert why(shown(lens, seed, module, tilt)) is expected


def test_night_is_when_nothing_is_bright():
    assert is_night(np.random.default_rng(1).integers(0, 20, (720, 1280), np.uint8))
    assert not is_night(shown(Lens(gain=0.3), 1))
