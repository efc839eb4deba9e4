"""One still picture: every kind of code at any angle, and nothing where nothing is."""

from __future__ import annotations

import os
import random
import sys

import cv2
import numpy as np
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from scanners.decode import FrameReader, engines, read_guarded, read_picture
from scanners.decode.found import AT_THE_DESK, Engine, Kind
from scanners.decode.picture import IN_A_PICTURE, codes_in, grayed
from tests.scanners.pictures.camera import Lens, Pose, corners, picture
from tests.scanners.pictures.grounds import GROUNDS, cardboard, cloth, printed
from tests.scanners.pictures.labels import PX, Format, ean, label, serial

FRAMES = 2000 if os.environ.get("PROOF") else 400 if os.environ.get("NIGHTLY") else 12
SERIAL = "A1B2C3D4E5F6G7H8"
CODABAR = "A123456789012B"


def shown(drawn, turn=0.0, module=2.5, ground=cardboard, lens=None, seed=1):
    chance = np.random.default_rng(seed)
    return picture(drawn, ground(chance, 760, 760), Pose(380, 380, module, turn), lens or Lens(), chance)


def printed_code(text, kind):
    """A code the label writer of these tests does not know, one bar three pixels wide."""
    return np.pad(
        np.array(zxingcpp.create_barcode(text, kind).to_image(scale=3), np.uint8), 40, constant_values=255
    )


@pytest.mark.parametrize("turn", range(0, 360, 24))
def test_code_128_is_read_at_every_angle(turn):
    assert read_picture(shown(label(SERIAL), turn)) == [SERIAL]


@pytest.mark.parametrize(
    "kind", [Format.CODE_128, Format.CODE_39, Format.EAN_13, Format.QR, Format.DATA_MATRIX]
)
@pytest.mark.parametrize("turn", [0, 35, 117])
def test_every_kind_is_read(kind, turn):
    text = ean(random.Random(3)) if kind is Format.EAN_13 else SERIAL
    assert read_picture(shown(label(text, kind), turn, 4.0 if kind.is_matrix else 2.5)) == [text]


def test_a_grey_picture_is_read_as_well():
    gray = grayed(shown(label(SERIAL)))
    assert read_picture(gray) == read_picture(gray[:, :, np.newaxis]) == [SERIAL]


def test_pictures_at_the_limit_are_read_or_not_but_never_wrongly():
    right = 0
    for seed in range(FRAMES):
        rng = random.Random(seed)
        text, ground = serial(rng), rng.choice(GROUNDS)
        lens = Lens(defocus=rng.uniform(0.5, 1.8), gain=rng.uniform(0.4, 1), noise=rng.uniform(2, 6))
        read = read_picture(shown(label(text), rng.uniform(0, 360), rng.uniform(1.5, 3), ground, lens, seed))
        assert read in ([text], [])
        right += bool(read)
    assert right >= 0.7 * FRAMES


@pytest.mark.parametrize("ground", GROUNDS, ids=lambda each: each.__name__)
def test_texture_and_print_hold_no_code(ground):
    bare = ground(np.random.default_rng(2), 640, 360)
    assert read_picture(bare) == []
    assert read_guarded(bare) == []


def test_noise_holds_no_code():
    noise = np.random.default_rng(3).integers(0, 256, (360, 640, 3), np.uint8)
    assert read_picture(noise) == []


def test_a_products_number_whose_ink_has_run_is_read():
    text = "4112211221177"
    run = cv2.erode(label(text, Format.EAN_13), np.ones((1, round(0.8 * PX)), np.uint8))
    assert read_picture(shown(run, 25, lens=Lens(defocus=0.6))) == [text]


@given(
    hnp.arrays(
        st.sampled_from([np.uint8, np.uint16, np.float32, np.bool_]),
        st.lists(st.integers(0, 40), min_size=0, max_size=2).flatmap(
            lambda sides: st.sampled_from([(), (1,), (2,), (3,), (4,), (3, 2)]).map(
                lambda colours: (*sides, *colours)
            )
        ),
    )
)
@settings(max_examples=150)
def test_any_array_is_a_picture_or_refused_in_one_sentence(array):
    is_picture = array.dtype == np.uint8 and array.ndim > 1 and array.shape[2:] in {(), (1,), (3,), (4,)}
    for read in (read_picture, lambda given: FrameReader().feed(given, 0.0)):
        if is_picture:
            assert read(array) in ([], None)
        else:
            with pytest.raises(ValueError, match=r"^expected a picture of bytes, .*, got "):
                read(array)


@pytest.mark.parametrize("what", [None, "picture", [[1, 2], [3, 4]]])
def test_what_is_no_array_is_refused(what):
    with pytest.raises(ValueError, match=r"^expected a picture of bytes, grey, BGR or BGRA, got "):
        read_picture(what)


@pytest.mark.parametrize("shape", [(2, 40_000), (40_000, 2), (3000, 4000)])
def test_a_picture_of_any_size_is_looked_at(shape):
    blank = np.zeros(shape, np.uint8)
    assert read_picture(blank) == []
    assert [FrameReader().feed(blank, number / 30) for number in range(3)] == [None] * 3


def test_a_picture_that_is_part_of_another_is_read():
    bgr = shown(label(SERIAL))
    twice = np.repeat(np.repeat(bgr, 2, axis=0), 2, axis=1)
    assert read_picture(twice[::2, ::2]) == read_picture(np.dstack([bgr, bgr[:, :, 0]])) == [SERIAL]


@pytest.mark.parametrize("shape", [(0, 0), (0, 9), (1, 1), (7, 300), (9, 9), (300, 7)])
def test_a_picture_too_small_for_a_code_is_no_fault(shape):
    assert read_picture(np.zeros((*shape, 3), np.uint8)) == []


def test_a_damaged_check_character_is_no_text():
    drawn = label(SERIAL)
    dark = np.nonzero(drawn[drawn.shape[0] // 3, 30:-30] < 128)[0] + 30
    # The stop pattern takes thirteen modules, the check character eleven before it.
    check = slice(dark[-1] + 1 - 22 * PX, dark[-1] + 1 - 15 * PX)
    drawn[PX:-PX, check] = 255 - drawn[PX:-PX, check]
    assert read_picture(shown(drawn)) == []


@pytest.mark.parametrize("kind", [Kind.CODABAR, Kind.ITF], ids=str)
def test_what_texture_looks_like_is_read_only_where_it_is_asked_for(kind):
    text, writer = {
        Kind.CODABAR: (CODABAR, zxingcpp.BarcodeFormat.Codabar),
        Kind.ITF: ("12345678901231", zxingcpp.BarcodeFormat.ITF),
    }[kind]
    drawn = printed_code(text, writer)
    assert read_picture(drawn, AT_THE_DESK) == []
    assert read_picture(drawn, AT_THE_DESK | {kind}) == [text]
    assert (read_picture(drawn) == [text]) == (kind in IN_A_PICTURE)


def test_code_39_is_read_plainly_at_the_desk():
    drawn = printed_code("AB/D+C12", zxingcpp.BarcodeFormat.Code39)
    assert read_picture(drawn, AT_THE_DESK) == ["AB/D+C12"]


def test_corners_stand_in_the_frame():
    drawn, pose = label(SERIAL), Pose(700, 330, 2.5, 40)
    chance = np.random.default_rng(1)
    bgr = picture(drawn, cloth(chance, 1280, 720), pose, Lens(), chance)
    (found,) = codes_in(grayed(bgr))
    around = corners(drawn, pose, 1280)
    assert found.raw == b"]C0" + SERIAL.encode()
    assert all(cv2.pointPolygonTest(around, point, measureDist=True) > -30 for point in found.corners)


def test_a_station_without_zbar_reads_as_well(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyzbar.pyzbar", None)
    engines.zbar_module.cache_clear()
    try:
        assert engines.zbar_module() is None
        (found,) = codes_in(grayed(shown(label(SERIAL), 40, ground=printed)))
    finally:
        engines.zbar_module.cache_clear()
    assert (found.text, found.engine is Engine.ZBAR) == (SERIAL, False)
