"""How print is turned, for labels of every face and ink."""

from __future__ import annotations

import random

import cv2
import numpy as np
import pytest

from scanners.ocr.skew import skew
from tests.scanners.ocr.labels import FONTS, Look, printed, seen

SERIAL = "A7Z2K9B4C1D8E5F3"


@pytest.mark.parametrize("font", sorted(FONTS))
@pytest.mark.parametrize("angle", [0, 37, 90, 145])
def test_print_is_found_to_run_as_it_does(font, angle):
    rng = random.Random(angle)
    look = Look(font=font, angle=angle, ink=rng.choice(("dark", "grey", "white")))
    frame = seen(printed(SERIAL, look, rng), look, rng, drift=0)
    label = cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY)[100:620, 380:900]
    off = skew(label, np.ones_like(label)) - angle
    assert abs((off + 90) % 180 - 90) < 3
