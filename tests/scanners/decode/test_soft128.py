"""Codes without an edge are read, and nothing else ever is."""

from __future__ import annotations

import os
import random

import cv2
import numpy as np
import pytest
import zxingcpp

from scanners.decode.code128_table import PATTERNS, STOP
from scanners.decode.found import Engine, Kind
from scanners.decode.rectify import Upright
from scanners.decode.soft128 import read_profile, soft128
from tests.scanners.pictures.camera import Lens, Pose, picture
from tests.scanners.pictures.grounds import GROUNDS, desk
from tests.scanners.pictures.labels import Format, ean, label, serial

TEXT = "A1B2C3D4E5F6G7H8"
COUNT = 1000 if os.environ.get("PROOF") else 300 if os.environ.get("NIGHTLY") else 40
SCALE = 3.0


def frame(drawn, pose, lens, seed=1):
    chance = np.random.default_rng(seed)
    bgr = picture(drawn, desk(chance, 900, 260), pose, lens, chance)
    return cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY)


def upright(gray):
    """A cut as it comes from a strip, too large by a quiet zone on all sides."""
    large = cv2.resize(gray, None, fx=SCALE, fy=SCALE, interpolation=cv2.INTER_CUBIC)
    return Upright(large, np.eye(2, 3) / SCALE, SCALE)


def seen(drawn, module=1.6, lens=None, seed=1, **pose):
    gray = frame(drawn, Pose(450, 130, module, **pose), lens or Lens(), seed)
    wide, high = int(drawn.shape[1] / 6 * module * 0.5), int(drawn.shape[0] / 6 * module * 0.45)
    return upright(gray[max(0, 130 - high) : 130 + high, max(0, 450 - wide) : 450 + wide])


def texts(area):
    return [found.text for found in soft128(area)]


@pytest.mark.parametrize(
    ("module", "lens", "pose"),
    [
        pytest.param(1.6, Lens(defocus=1.5), {}, id="out of focus"),
        pytest.param(1.6, Lens(defocus=1.5), {"turn": 180}, id="upside down"),
        pytest.param(2.2, Lens(defocus=2.0), {"turn": 2}, id="leaning"),
        pytest.param(1.0, Lens(defocus=0.9), {}, id="a pixel a module"),
        pytest.param(2.4, Lens(defocus=2.1), {"tilt": 25, "toward": 90}, id="from the side"),
        pytest.param(1.8, Lens(defocus=1.5, gain=0.35, noise=4), {}, id="in the dark"),
    ],
)
def test_a_code_without_edges_is_read(module, lens, pose):
    area = seen(label(TEXT), module, lens, **pose)
    assert not zxingcpp.read_barcodes(area.picture)
    (found,) = soft128(area)
    assert (found.text, found.data, found.identifier) == (TEXT, TEXT.encode(), "]C0")
    assert (found.kind, found.engine) == (Kind.CODE_128, Engine.SOFT)
    height, width = area.picture.shape
    assert found.corners == ((0, 0), (width, 0), (width, height), (0, height))


@pytest.mark.parametrize("text", ["RI-C-YES", "123456789012", "JAR20251021-07"])
def test_texts_of_other_lengths_are_read(text):
    assert texts(seen(label(text), 2.0, Lens(defocus=1.7))) == [text]


def test_no_serial_is_ever_misread():
    rng = random.Random(11)
    for seed in range(COUNT):
        text = serial(rng)
        lens = Lens(defocus=rng.uniform(0.9, 2.6), gain=rng.uniform(0.15, 1), noise=rng.uniform(2, 8))
        assert texts(seen(label(text), rng.uniform(1.1, 2.2), lens, seed)) in ([], [text])


@pytest.mark.parametrize("kind", [Format.CODE_39, Format.CODABAR, Format.EAN_13])
def test_other_codes_are_none(kind):
    rng = random.Random(12)
    text = {Format.EAN_13: ean(rng), Format.CODABAR: "A12345678901A"}.get(kind, "A1B2C3D4")
    for defocus in (0.6, 1.5):
        assert texts(seen(label(text, kind), 1.8, Lens(defocus=defocus))) == []


def changed(place, by):
    """A profile of TEXT whose symbol in one place is another."""
    values = [104, *(ord(character) - 32 for character in TEXT)]
    values.append((values[0] + sum(place * value for place, value in enumerate(values))) % 103)
    values[place] = (values[place] + by) % 103
    modules = np.pad(np.concatenate([PATTERNS[values].ravel(), STOP]), 12)
    gray = (225 - 190 * np.repeat(modules, 6)).astype(np.float32)
    noise = np.random.default_rng(place).normal(0, 1, gray.size).astype(np.float32)
    return cv2.GaussianBlur((gray + noise)[None], (0, 0), sigmaX=4.5, sigmaY=0.01)[0]


def test_a_code_with_one_other_symbol_is_not_repaired():
    assert read_profile(changed(1, 0), SCALE) == TEXT
    for place in range(1, 18):
        assert read_profile(changed(place, 1 + 7 * place), SCALE) is None


@pytest.mark.parametrize("ground", GROUNDS, ids=lambda each: each.__name__)
def test_nothing_is_read_off_a_ground(ground):
    for seed in range(max(1, COUNT // 20)):
        area = ground(np.random.default_rng(seed), 400, 120)
        assert texts(upright(area)) == []


def test_a_code_half_out_of_the_picture_is_not_read():
    gray = frame(label(TEXT), Pose(450, 130, 2.0), Lens(defocus=1.2))
    for cut in (300, 450, 600):
        assert texts(upright(gray[90:160, :cut])) == []
        assert texts(upright(gray[90:160, cut:])) == []


@pytest.mark.parametrize("size", [(1, 1), (3, 400), (60, 5), (120, 400)])
def test_nothing_is_read_where_nothing_is(size):
    assert texts(Upright(np.full(size, 200, np.uint8), np.eye(2, 3), 1.0)) == []
