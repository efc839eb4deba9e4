"""An EAN-13 without an edge is read, and nothing else ever is."""

from __future__ import annotations

import os
import random

import cv2
import numpy as np
import pytest

from scanners.decode.ean_table import PARTS, modules
from scanners.decode.engines import zxing
from scanners.decode.found import Engine, Kind
from scanners.decode.rectify import Upright
from scanners.decode.soft_ean import read_profile, soft_ean
from tests.scanners.pictures.camera import Lens, Pose, picture
from tests.scanners.pictures.grounds import GROUNDS, desk
from tests.scanners.pictures.labels import Format, ean, label, serial

COUNT = 1000 if os.environ.get("PROOF") else 300 if os.environ.get("NIGHTLY") else 12
SCALE = 3.0
TEXT = ean(random.Random(1))


def upright(gray):
    large = cv2.resize(gray, None, fx=SCALE, fy=SCALE, interpolation=cv2.INTER_CUBIC)
    return Upright(large, np.eye(2, 3) / SCALE, SCALE)


def seen(drawn, module=1.6, lens=None, seed=1, **pose):
    """A cut as it comes from a strip, too large by a quiet zone on all sides."""
    chance = np.random.default_rng(seed)
    place = Pose(250, 130, module, **pose)
    gray = cv2.cvtColor(
        picture(drawn, desk(chance, 500, 260), place, lens or Lens(), chance), cv2.COLOR_BGR2GRAY
    )
    wide, high = int(drawn.shape[1] / 6 * module * 0.5), int(drawn.shape[0] / 6 * module * 0.4)
    return upright(gray[max(0, 130 - high) : 130 + high, max(0, 250 - wide) : 250 + wide])


def texts(area):
    return [found.text for found in soft_ean(area)]


@pytest.mark.parametrize(
    ("module", "lens", "pose"),
    [
        pytest.param(1.6, Lens(defocus=1.5), {}, id="out of focus"),
        pytest.param(1.6, Lens(defocus=1.5), {"turn": 180}, id="upside down"),
        pytest.param(2.2, Lens(defocus=1.5), {"turn": 2}, id="leaning"),
        pytest.param(1.0, Lens(defocus=0.9), {}, id="a pixel a module"),
        pytest.param(2.0, Lens(defocus=1.7), {"tilt": 25, "toward": 90}, id="from the side"),
    ],
)
def test_a_number_without_edges_is_read(module, lens, pose):
    area = seen(label(TEXT, Format.EAN_13), module, lens, **pose)
    assert zxing(area.picture, frozenset({Kind.EAN})) == []
    (found,) = soft_ean(area)
    assert (found.text, found.data, found.identifier) == (TEXT, TEXT.encode(), "]E0")
    assert (found.kind, found.engine) == (Kind.EAN, Engine.SOFT)


def test_no_number_is_ever_misread():
    rng = random.Random(11)
    right = 0
    for seed in range(COUNT):
        text = ean(rng)
        lens = Lens(defocus=rng.uniform(0.9, 2.4), gain=rng.uniform(0.15, 1), noise=rng.uniform(2, 8))
        read = texts(seen(label(text, Format.EAN_13), rng.uniform(1.1, 2.2), lens, seed))
        assert read in ([], [text]), seed
        right += bool(read)
    assert right >= COUNT // 8


@pytest.mark.parametrize("kind", [Format.CODE_128, Format.CODE_39, Format.CODABAR])
def test_other_codes_are_none(kind):
    text = "A12345678901A" if kind is Format.CODABAR else serial(random.Random(12))
    for defocus in (0.6, 1.5):
        assert texts(seen(label(text, kind), 1.8, Lens(defocus=defocus))) == []


def test_guards_with_anything_else_between_are_no_number():
    """What comes nearest to one: its length, its guards, and bars that stand for no digits."""
    for seed in range(4 * COUNT):
        chance = np.random.default_rng(seed)
        bits = chance.integers(0, 2, 95).astype(np.uint8)
        bits[:3], bits[45:50], bits[-3:] = (1, 0, 1), (0, 1, 0, 1, 0), (1, 0, 1)
        row = 225 - 190 * np.repeat(np.pad(bits, 9), 6).astype(np.float32)
        soft = cv2.GaussianBlur(row[None], (0, 0), sigmaX=chance.uniform(2, 8), sigmaY=0.01)[0]
        assert read_profile(soft, SCALE) is None, seed


def drawn_profile(values, growth=0.0):
    """A blurred profile of values, bars so many modules wider, 12 samples a module."""
    bits = np.repeat(np.pad(modules(values), 12), 12).astype(np.uint8)
    size = round(abs(growth) * 12) | 1
    change = cv2.dilate if growth > 0 else cv2.erode
    gray = 225 - 190 * change(bits[None], np.ones((1, size), np.uint8))[0].astype(np.float32)
    noise = np.random.default_rng(3).normal(0, 1, gray.size).astype(np.float32)
    soft = cv2.GaussianBlur((gray + noise)[None], (0, 0), sigmaX=8, sigmaY=0.01)
    return cv2.resize(soft, None, fx=0.5, fy=1, interpolation=cv2.INTER_AREA)[0]


def values_of(text):
    """The values of a number that begins with 4."""
    sets = (0, 10, 0, 0, 10, 10)
    digits = [int(digit) for digit in text[1:]]
    return [digit + more for digit, more in zip(digits, (*sets, *[0] * 6), strict=True)]


@pytest.mark.parametrize("growth", [-0.5, 0.0, 0.5, 0.7])
def test_ink_that_has_run_makes_no_1_a_7(growth):
    text = "4112211221177"
    assert read_profile(drawn_profile(values_of(text), growth), SCALE) == text


def test_a_number_with_one_other_digit_is_not_repaired():
    values = values_of(TEXT)
    assert read_profile(drawn_profile(values), SCALE) == TEXT
    for place in range(12):
        wrong = [*values]
        wrong[place] = values[place] // 10 * 10 + (values[place] + 3) % 10
        assert read_profile(drawn_profile(wrong), SCALE) is None


def test_halves_that_differ_are_no_number():
    one, other = (
        np.repeat(drawn_profile(values_of(text))[None], 60, axis=0).astype(np.uint8)
        for text in (TEXT, "4112211221177")
    )
    areas = [Upright(np.vstack(rows), np.eye(2, 3), SCALE) for rows in ([one, one], [one, other])]
    assert [texts(area) for area in areas] == [[TEXT], []]


@pytest.mark.parametrize("ground", GROUNDS, ids=lambda each: each.__name__)
def test_nothing_is_read_off_a_ground(ground):
    for seed in range(max(1, COUNT // 20)):
        assert texts(upright(ground(np.random.default_rng(seed), 300, 100))) == []


@pytest.mark.parametrize("size", [(1, 1), (3, 400), (60, 5), (120, 400)])
def test_nothing_is_read_where_nothing_is(size):
    assert texts(Upright(np.full(size, 200, np.uint8), np.eye(2, 3), 1.0)) == []


def test_all_parts_make_the_whole():
    ends = [start + rows.shape[1] for start, rows in PARTS]
    assert [start for start, _ in PARTS] == [0, *ends[:-1]]
