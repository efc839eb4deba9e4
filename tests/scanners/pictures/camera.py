"""A camera that is not there: where a label is held before it, and what lens, sensor and JPEG make of it."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from tests.scanners.pictures.grounds import Chance, Floats
from tests.scanners.pictures.labels import PX, Gray

Bgr = npt.NDArray[np.uint8]
"""Height x width x 3."""

_NOISE_ROWS = 64
"""Rows by which a field of noise is larger than a picture: each picture takes another part of it."""


@dataclass(frozen=True, slots=True)
class Pose:
    """Where a label's middle is, in pixels, and how it is held, in degrees."""

    x: float
    y: float
    module: float
    """Pixels a module at the label's middle."""

    turn: float = 0.0
    tilt: float = 0.0
    toward: float = 0.0
    """Direction, in the label, of the axis it is tilted about."""


@dataclass(frozen=True, slots=True)
class Lens:
    """What stands between a label and its picture."""

    defocus: float = 0.7
    """Standard deviation in pixels."""

    motion: float = 0.0
    """Pixels the picture moves while the shutter is open."""

    direction: float = 0.0
    gain: float = 1.0
    noise: float = 3.0
    glare: float = 0.0
    """Width of a mirrored lamp, of the label's."""

    jpeg: int = 85


def picture(drawn: Gray, ground: Gray, pose: Pose, lens: Lens, chance: Chance) -> Bgr:
    """Take a picture of a drawn label on a ground; the ground gives the size."""
    still = _laid(drawn, ground, pose).astype(np.float32)
    seen = np.asarray(cv2.GaussianBlur(_moved(still, lens), (0, 0), max(0.25, lens.defocus)), np.float32)
    if lens.glare:
        seen += _lamp(seen.shape, pose, lens.glare * drawn.shape[1] / PX * pose.module)
    return _developed(seen * lens.gain + lens.noise * _sensor(chance, seen.shape), lens.jpeg)


def corners(drawn: Gray, pose: Pose, width: int) -> Floats:
    """Give where a label's corners are seen, 4 x 2 pixels, clockwise from its top left."""
    height, length = (side * pose.module / PX for side in drawn.shape)
    flat = np.array([[-1, -1, 0], [1, -1, 0], [1, 1, 0], [-1, 1, 0]]) * [length / 2, height / 2, 0]
    axis = np.deg2rad(pose.toward)
    tilt, _ = cv2.Rodrigues(np.array([np.cos(axis), np.sin(axis), 0]) * np.deg2rad(pose.tilt))
    turn, _ = cv2.Rodrigues(np.array([0, 0, np.deg2rad(pose.turn)]))
    held = flat @ (turn @ tilt).T
    far = width * 1.1
    seen = held[:, :2] * (far / (far + held[:, 2:]))
    return np.asarray(seen + np.array([pose.x, pose.y]), np.float32)


def _laid(drawn: Gray, ground: Gray, pose: Pose) -> Gray:
    """Draw the label over the ground, each pixel the mean of what it covers."""
    size = (ground.shape[1], ground.shape[0])
    height, length = drawn.shape
    flat = np.array([[0, 0], [length, 0], [length, height], [0, height]], np.float32)
    seen = cv2.getPerspectiveTransform(flat, corners(drawn, pose, size[0]))
    soft = cv2.GaussianBlur(drawn, (0, 0), max(0.3, 0.4 * PX / pose.module))
    laid = ground.copy()
    cv2.warpPerspective(soft, seen, size, laid, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_TRANSPARENT)
    return laid


def _moved(seen: Floats, lens: Lens) -> Floats:
    """Smear the picture along a line of `lens.motion` pixels."""
    if lens.motion < 1:
        return seen
    reach = int(np.ceil(lens.motion / 2)) + 1
    trace = np.zeros((2 * reach + 1, 2 * reach + 1), np.float32)
    angle = np.deg2rad(lens.direction)
    for step in np.linspace(-0.5, 0.5, 4 * reach + 1) * lens.motion:
        shift = np.array([[1, 0, step * np.cos(angle)], [0, 1, step * np.sin(angle)]], np.float32)
        point = np.zeros_like(trace)
        point[reach, reach] = 1
        trace += np.asarray(cv2.warpAffine(point, shift, trace.shape), np.float32)
    return np.asarray(cv2.filter2D(seen, -1, trace / trace.sum()), np.float32)


def _lamp(shape: tuple[int, ...], pose: Pose, width: float) -> Floats:
    rows, columns = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    far = (columns - pose.x) ** 2 + (rows - pose.y) ** 2
    return np.asarray(320 * np.exp(-far / (width / 2) ** 2), np.float32)


_FIELD = np.random.default_rng(7).standard_normal((1080 + _NOISE_ROWS, 1920 + _NOISE_ROWS), np.float32)
"""One field of sensor noise: drawing a new one for every picture would be half of its price."""


def _sensor(chance: Chance, shape: tuple[int, ...]) -> Floats:
    top, left = chance.integers(0, _NOISE_ROWS, 2)
    return _FIELD[top : top + shape[0], left : left + shape[1]]


def _developed(values: Floats, jpeg: int) -> Bgr:
    gray = np.clip(values, 0, 255).astype(np.uint8)
    _, packed = cv2.imencode(".jpg", gray, [cv2.IMWRITE_JPEG_QUALITY, jpeg])
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_COLOR), np.uint8)
