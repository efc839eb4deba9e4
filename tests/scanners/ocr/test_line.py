"""Where a line lies, and the picture of it upright."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from scanners.ocr.line import HEIGHT, LONGEST, Line


def marked(angle):
    """A picture with a line at an angle: its left half is dark, its right half light."""
    flat = np.full((400, 400, 3), 120, np.uint8)
    flat[190:210, 100:200], flat[190:210, 200:300] = 0, 255
    turned = cv2.getRotationMatrix2D((200, 200), -angle, 1.0)
    return cv2.warpAffine(flat, turned, (400, 400))


@pytest.mark.parametrize("angle", [0, 30, 90, 135, 180, 270, 345])
def test_a_line_is_upright_however_it_lies(angle):
    upright = Line(200, 200, 200, 20, angle).upright(marked(angle))
    assert upright.shape == (HEIGHT, 480, 3)
    assert upright[10:38, 20:220].mean() < 5
    assert upright[10:38, 260:460].mean() > 250


def test_turned_it_is_read_from_its_other_end():
    upright = Line(200, 200, 200, 20, 30).turned().upright(marked(30))
    assert upright[10:38, 20:220].mean() > 250


def test_no_line_makes_a_picture_without_end():
    assert Line(200, 200, 390, 1, 0).upright(marked(0)).shape == (HEIGHT, LONGEST, 3)


def test_a_line_that_leaves_the_picture_is_not_within():
    assert Line(200, 200, 200, 20, 45).is_within((400, 400, 3))
    assert not Line(100, 200, 220, 20, 0).is_within((400, 400, 3))


def test_what_lies_below_a_line_is_told_as_it_is_read():
    along, across = Line(100, 100, 50, 10, 90).from_it(80, 130)
    assert along == pytest.approx(30)
    assert across == pytest.approx(20)
