"""Areas are found, turned upright and averaged into bands; every view knows where it stands in the frame."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
import zxingcpp

from scanners.decode.bands import PLAIN, Sharpening, bands, drawn, sharpened
from scanners.decode.cells import cells
from scanners.decode.engines import zxing
from scanners.decode.found import AT_THE_DESK, MATRICES
from scanners.decode.locate import Area, bars, squares
from scanners.decode.rectify import Upright, direction, rectify
from scanners.decode.views import SOFTLY_READ, area_views, bar_views, matrix_views, smooth_views, soft_views
from tests.scanners.pictures.camera import Lens, Pose, picture
from tests.scanners.pictures.grounds import desk
from tests.scanners.pictures.labels import Format, label

SERIAL = "A1B2C3D4E5F6G7H8"


def frame(kind=Format.CODE_128, turn=0.0, module=2.5):
    chance = np.random.default_rng(1)
    pose = Pose(640, 360, module, turn)
    bgr = picture(label(SERIAL, kind), desk(chance, 1280, 720), pose, Lens(), chance)
    return cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY)


def stripes(turn):
    down, right = np.mgrid[0:200, 0:300]
    across = right * np.cos(np.deg2rad(turn)) + down * np.sin(np.deg2rad(turn))
    return (130 + 90 * np.sin(across * (2 * np.pi / 12))).astype(np.uint8)


def holds(area: Area, x: int, y: int) -> bool:
    return area.left <= x <= area.left + area.width and area.top <= y <= area.top + area.height


@pytest.mark.parametrize("turn", [0, 30, 45, 90, 140])
def test_bars_are_an_area_at_any_angle(turn):
    assert holds(bars(cells(frame(turn=turn)))[0], 640, 360)


def test_a_matrix_is_an_area_of_squares():
    assert any(holds(area, 640, 360) for area in squares(cells(frame(Format.DATA_MATRIX, 20, 4.0))))


def test_nothing_is_located_where_nothing_is():
    plain = cells(np.full((480, 640), 128, np.uint8))
    assert (bars(plain), squares(plain)) == ((), ())


def test_an_area_grows_to_the_border_and_no_farther():
    assert Area(5, 10, 20, 20).grown(10, (35, 100)) == Area(0, 0, 35, 35)


@pytest.mark.parametrize("turn", [-60, -20, 0, 15, 70])
def test_the_direction_across_bars_is_measured(turn):
    assert np.rad2deg(direction(stripes(turn))) == pytest.approx(turn, abs=1)


def test_an_upright_area_maps_back_into_its_frame():
    gray, area = frame(turn=35), Area(400, 200, 480, 320)
    upright = rectify(gray, area, scale=2.0)
    assert abs(direction(upright.picture)) < np.deg2rad(4)
    height, width = upright.picture.shape
    middle = upright.to_frame @ (width / 2, height / 2, 1)
    assert middle == pytest.approx((640, 360), abs=2)


def test_bands_average_rows_and_are_stretched():
    upright = rectify(frame(), Area(400, 250, 480, 200), scale=1.0)
    profiles = bands(upright, 4, 0.5)
    assert profiles.shape == (4, upright.picture.shape[1])
    shown = drawn(profiles)
    assert (shown.min(), shown.max()) == (0, 255)


def test_there_are_no_more_bands_than_rows():
    upright = Upright(frame()[360:363], np.eye(2, 3), 1.0)
    assert bands(upright, 12).shape == (3, 1280)


def test_sharpening_steepens_edges_along_the_rows_only():
    step = np.repeat(np.array([[0, 100], [100, 0]], np.float32), 20, axis=1)
    soft = np.asarray(cv2.GaussianBlur(step, (0, 0), sigmaX=2, sigmaY=0.01), np.float32)
    steeper = sharpened(soft, Sharpening(2.0, 2.0), 1.0)
    assert np.abs(np.diff(steeper)).max() > 1.5 * np.abs(np.diff(soft)).max()
    assert steeper[0] == pytest.approx(steeper[1][::-1], abs=1e-3)
    assert sharpened(soft, PLAIN, 1.0) is soft


def test_every_view_that_reads_tells_the_place_in_the_frame():
    read = [found for view in area_views(frame(turn=30), AT_THE_DESK) for found in view.read()]
    assert len(read) > 3
    for found in read:
        assert found.text == SERIAL
        assert np.mean(found.corners, axis=0) == pytest.approx((640, 340), abs=60)


def test_views_are_only_of_what_is_asked_for():
    gray, area = frame(), Area(400, 250, 480, 200)
    assert list(bar_views(gray, area, MATRICES)) == []
    assert list(matrix_views(gray, area, AT_THE_DESK - MATRICES)) == []
    assert list(soft_views(gray, gray, AT_THE_DESK - SOFTLY_READ)) == []
    assert all(not view.kinds & MATRICES for view in bar_views(gray, area, AT_THE_DESK))


def test_a_matrix_of_outlines_is_read_smoothed():
    module = 6
    bits = np.array(zxingcpp.create_barcode(SERIAL, zxingcpp.BarcodeFormat.QRCode).to_image(scale=1))
    large = np.repeat(np.repeat(bits, module, axis=0), module, axis=1)
    inside = cv2.dilate(large, np.ones((3, 3), np.uint8)) == 0
    gray = np.pad(np.where(inside, 170, large), 4 * module, constant_values=255).astype(np.uint8)
    assert zxing(gray, MATRICES) == []
    (found,) = next(smooth_views(gray, AT_THE_DESK)).read()
    assert found.text == SERIAL
    assert np.mean(found.corners, axis=0) == pytest.approx(np.array(gray.shape) / 2, abs=8)
    assert list(smooth_views(gray, AT_THE_DESK - MATRICES)) == []


def test_a_sliver_is_no_view():
    assert list(bar_views(frame(), Area(0, 0, 200, 5), AT_THE_DESK)) == []
