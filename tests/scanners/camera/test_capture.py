"""Capture: the newest frame alone, every frame of pictures, and a read that never returns."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from scanners.camera.assignment import CameraAssignment
from scanners.camera.capture import Capture
from scanners.camera.messages import Began
from scanners.camera.source import Frame
from scanners.device import DeviceLost

CAMERA = CameraAssignment.parse("0")
PATIENCE = 10.0


class Numbered:
    """Gives so many frames, whose pixels are their number, then does as told."""

    began = Began(1, 1, 0.0, "")

    def __init__(self, count, *, is_patient=False) -> None:
        self.is_patient = is_patient
        self.given = threading.Event()
        self.goes_on = threading.Event()
        self.is_closed = False
        self._count = count
        self._number = 0

    def read(self) -> Frame:
        if self._number == self._count:
            self.given.set()
            assert self.goes_on.wait(PATIENCE)
            raise DeviceLost("/dev/video0", "ENODEV")
        self._number += 1
        return np.full((1, 1, 3), self._number, np.uint8)

    def close(self) -> None:
        self.is_closed = True


def numbers(capture, count):
    return [int(capture.next(PATIENCE).frame[0, 0, 0]) for _ in range(count)]


def test_only_the_newest_frame_of_a_camera_is_kept_and_given_once():
    source = Numbered(50)
    with Capture(CAMERA, lambda _assignment: source) as capture:
        assert source.given.wait(PATIENCE)
        assert numbers(capture, 1) == [50]
        assert capture.next(0.0) is None
        assert capture.began == source.began
        source.goes_on.set()
        with pytest.raises(DeviceLost):
            capture.next(PATIENCE)
    assert source.is_closed
    assert not capture.hangs


def test_every_frame_of_pictures_is_looked_at():
    source = Numbered(50, is_patient=True)
    with Capture(CAMERA, lambda _assignment: source) as capture:
        assert numbers(capture, 50) == list(range(1, 51))
        source.goes_on.set()


def test_what_cannot_be_opened_is_raised_where_it_is_looked_at():
    def missing(_assignment):
        raise DeviceLost("/dev/video0", "ENOENT")

    with Capture(CAMERA, missing) as capture, pytest.raises(DeviceLost):
        capture.next(PATIENCE)
    assert capture.began is None


def test_a_read_that_never_returns_is_left_behind(monkeypatch):
    monkeypatch.setattr("scanners.camera.capture.CLOSES_WITHIN", 0.01)
    source = Numbered(1)
    with Capture(CAMERA, lambda _assignment: source) as capture:
        assert source.given.wait(PATIENCE)
    assert capture.hangs
    source.goes_on.set()
