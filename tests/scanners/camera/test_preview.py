"""Previews: small, in the frame's proportions, at the pace that was asked for."""

import numpy as np
import pytest

from scanners.camera.messages import Show
from scanners.camera.preview import Previews, small
from tests.scanners.camera.table import table


@pytest.mark.parametrize(
    ("box", "size"),
    [((160, 160), (160, 90)), ((640, 90), (160, 90)), ((4000, 4000), (640, 360)), ((1, 1), (1, 1))],
)
def test_a_preview_fits_its_place_and_is_never_larger_than_the_frame(box, size):
    preview = small(table(), *box)
    assert (preview.width, preview.height, len(preview.rgb)) == (*size, size[0] * size[1] * 3)


def test_colours_are_red_green_blue():
    frame = np.zeros((8, 8, 3), np.uint8)
    frame[:] = (10, 20, 30)
    assert small(frame, 2, 2).rgb == bytes([30, 20, 10]) * 4


def test_so_many_a_second_and_none_when_none_is_asked_for():
    previews = Previews()
    assert previews.of(table(), 0.0) is None
    previews.ask(Show(64, 36, 5))
    sent = [tick for tick in range(60) if previews.of(table(), tick / 60)]
    assert len(sent) == 5
    previews.ask(Show(64, 36, 0))
    assert previews.of(table(), 9.0) is None
