"""Hindrances: every error of a device comes over the wire as the light it would have had."""

import pytest

from scanners.camera.hindrance import Hindrance, hindrance_of
from scanners.device import DeviceMistaken


@pytest.mark.parametrize("hindrance", Hindrance)
def test_an_error_is_the_same_at_the_other_end(hindrance):
    error = hindrance.error("/dev/video0", "EIO")
    assert hindrance_of(error) is hindrance
    assert (error.path, error.reason) == ("/dev/video0", "EIO")


def test_what_a_camera_has_no_word_for_is_a_failure():
    assert hindrance_of(DeviceMistaken("/dev/video0", "a mouse")) is Hindrance.FAILED
