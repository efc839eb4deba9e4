"""Whether a code still lies where it was read."""

from __future__ import annotations

import numpy as np

from scanners.decode.locate import Area
from scanners.decode.remains import Remains
from scanners.sighting import Sighting
from tests.scanners.pictures.grounds import cardboard
from tests.scanners.pictures.labels import label

CODE = Sighting(b"]C0FIRST", 0.0, 0.0, 0.2)
PLACE = Area(300, 200, 400, 160)
GROUND = cardboard(np.random.default_rng(1), 1280, 720)


def lying(text="FIRST-CODE", noise=0):
    gray = GROUND.copy()
    drawn = label(text)[:160:, :400]
    gray[200 : 200 + drawn.shape[0], 300 : 300 + drawn.shape[1]] = drawn
    shaken = gray + np.random.default_rng(noise).normal(0, 4, gray.shape)
    return np.clip(shaken, 0, 255).astype(np.uint8)


def remembered() -> Remains:
    remains = Remains()
    remains.read(lying(), [(CODE, PLACE)])
    return remains


def test_a_code_that_lies_there_is_still_there():
    assert remembered().still(lying(noise=5)) == [CODE.key]


def test_a_code_that_was_taken_away_is_forgotten():
    remains = remembered()
    assert remains.still(GROUND) == []
    assert remains.still(lying()) == []


def test_another_code_in_its_place_takes_it():
    remains = remembered()
    other = Sighting(b"]C0OTHER", 0.0, 0.0, 0.2)
    remains.read(lying(), [(other, PLACE)])
    assert remains.still(lying()) == [other.key]


def test_a_smaller_picture_shows_nothing_of_it():
    assert remembered().still(lying()[:100, :100]) == []
