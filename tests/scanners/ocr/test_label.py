"""Where a label lies, by its lines."""

from __future__ import annotations

import numpy as np
import pytest

from scanners.ocr.label import Label, around
from scanners.ocr.line import Line


def test_a_label_holds_its_lines_with_room_around_them():
    label = around([Line(100, 100, 80, 10, 0), Line(110, 120, 60, 10, 0)])
    assert (label.x, label.y, label.angle) == (100, 110, 0)
    assert (label.width, label.height) == (80 + 30, 30 + 30)


@pytest.mark.parametrize("angle", [30, 120, 200, 300])
def test_it_lies_as_they_do(angle):
    label = around([Line(100, 100, 80, 10, angle)])
    assert (label.x, label.y) == pytest.approx((100, 100), abs=1e-3)
    assert (label.width, label.height) == pytest.approx((110, 40), abs=1e-3)


@pytest.mark.parametrize("angle", [0, 30, 190])
def test_upright_its_middle_is_in_the_middle_and_its_lines_run_to_the_right(angle):
    into = Label(300, 200, 100, 40, angle).into(0.5, 10)
    along = Line(300, 200, 100, 40, angle).corners()
    upright = [into @ (*corner, 1.0) for corner in along]
    assert np.allclose(upright, [(10, 10), (60, 10), (60, 30), (10, 30)], atol=1e-3)
