"""Serials read off labels as a camera held in the hand sees them.

CI reads 8 labels, `NIGHTLY=1` and `PROOF=1` read 500. The seed is fixed; another one is another 8 labels.
"""

from __future__ import annotations

import os
import random
from itertools import count

import cv2
import numpy as np
import pytest

from intake.scan import Awaited, Method, Moment, Symbology
from scanners.ocr.print_reader import PrintReader
from tests.scanners.ocr.labels import FONTS, PATTERN, Look, a_look, a_serial, printed, seen

WHOLE = bool({"NIGHTLY", "PROOF"} & os.environ.keys())
LABELS = 500 if WHOLE else 8
FRAMES = 8
BEGINS = count(0, 10_000)
SERIAL = "A7Z2K9B4C1D8E5F3"


@pytest.fixture(scope="module")
def reader():
    """One for all tests, as one camera sees all units: its networks are loaded once."""
    return PrintReader((PATTERN,), source="camera:dock")


@pytest.fixture
def shots(reader):
    """Feeds frames to the reader, long after those of the test before; the scans that come."""
    reader.await_(Awaited(serial=True))
    reader.await_(Awaited(serial=True, patterns=(PATTERN,)))
    begin = next(BEGINS)
    clock = count()
    for wait in (0, 10):
        reader.feed(np.full((720, 1280, 3), 120, np.uint8), begin + wait)

    def feed(frames):
        times = (begin + 20 + next(clock) / 5 for _ in count())
        return [scan for frame, at in zip(frames, times, strict=False) if (scan := reader.feed(frame, at))]

    return feed


def held(serial, look, rng, count=FRAMES):
    sheet = printed(serial, look, rng)
    return (seen(sheet, look, rng) for _ in range(count))


def two_labels():
    """Two units side by side."""
    rng = random.Random(1)
    looks = [Look(capital=18), Look(capital=18, font="gothic")]
    one, other = (seen(printed(a_serial(rng), look, rng), look, rng, drift=0) for look in looks)
    return np.vstack([one[180:540], other[180:540]])


@pytest.mark.timeout(7200 if WHOLE else 300)
def test_labels_are_read_right_or_not_at_all(shots):
    """None wrong before anybody reads back: the last six the operator keys say nothing of the ten before."""
    rng = random.Random(7)
    right, wrong = 0, []
    for _ in range(LABELS):
        serial, look = a_serial(rng), a_look(rng)
        scans = []
        for frame in held(serial, look, rng):
            if scans := shots([frame]):
                break
        texts = [scan.text for scan in scans]
        right += texts == [serial]
        wrong += [(text, serial, look) for text in texts if text != serial]
    assert wrong == []
    assert right >= 0.95 * LABELS - 1


def test_a_read_is_a_scan_of_a_camera_that_names_no_kind_of_code(reader):
    rng = random.Random(2)
    reader.await_(Awaited(serial=True))
    reader.await_(Awaited(serial=True, patterns=(PATTERN,)))
    moments = [Moment(wall=1_000 + 200 * turn, monotonic=10**13 + 200_000_000 * turn) for turn in range(3)]
    frames = held(SERIAL, Look(capital=20, angle=30), rng, 3)
    scans = [reader.feed(frame, moment) for frame, moment in zip(frames, moments, strict=True)]
    assert scans[:2] == [None, None]
    assert scans[2].raw == SERIAL.encode()
    assert scans[2].text == SERIAL
    assert scans[2].source == "camera:dock"
    assert (scans[2].method, scans[2].symbology) == (Method.CAMERA, Symbology.UNKNOWN)
    assert (scans[2].wall, scans[2].monotonic) == moments[2]


def test_two_units_in_view_are_none(shots):
    assert shots([two_labels()] * 3) == []


def test_a_serial_that_leaves_the_picture_is_none(shots):
    look = Look(capital=24)
    frame = seen(printed(SERIAL, look, random.Random(3)), look, random.Random(3), drift=0)
    assert shots([frame[:, 600:]] * 3) == []


def test_a_picture_without_print_is_none(shots):
    noise = np.random.default_rng(4).integers(0, 255, (720, 1280, 3), np.uint8)
    bars = np.repeat(noise[:1], 720, axis=0)
    assert shots([noise, cv2.GaussianBlur(noise, (0, 0), 3), bars] * 2) == []


@pytest.mark.parametrize("is_below", [False, True])
def test_without_a_campaign_what_follows_its_prefix_is_the_serial(reader, is_below):
    reader.await_(Awaited(serial=True, patterns=("other",)))
    reader.await_(Awaited(serial=True))
    look = Look(capital=22, is_below=is_below)
    sights = [reader.sight(frame) for frame in held("JP-07Y356", look, random.Random(5), 2)]
    assert [sight.text for sight in sights] == ["JP-07Y356"] * 2


@pytest.mark.parametrize("shape", [(720, 1280), (720, 1280, 1)])
def test_a_grey_picture_is_read_as_well(reader, shape):
    reader.await_(Awaited(serial=True, patterns=(PATTERN,)))
    (frame,) = held(SERIAL, Look(capital=24), random.Random(3), 1)
    assert reader.sight(cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY).reshape(shape)).text == SERIAL


@pytest.mark.parametrize("shape", [(0, 0), (0, 0, 3), (9, 0, 1), (1, 1, 3)])
def test_a_picture_with_no_room_for_print_is_none(reader, shape):
    assert reader.feed(np.full(shape, 90, np.uint8), next(BEGINS)) is None


def test_the_faces_are_those_every_test_machine_has():
    assert [name for name, face in FONTS.items() if not face.is_file()] == []
