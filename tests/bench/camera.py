"""A camera's frames: what each costs beside the bare libraries, and how soon a hand-held label is given."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator

import cv2
import numpy as np
import zxingcpp
from pyzbar import pyzbar

from scanners.decode import FrameReader, read_picture
from tests.bench.figures import Figure, Report, median, percentile
from tests.scanners.pictures.camera import Bgr, Lens, Pose, picture
from tests.scanners.pictures.grounds import GROUNDS, desk
from tests.scanners.pictures.hand import Hand
from tests.scanners.pictures.labels import label, serial

SLOWEST_MS = 60.0
"""The 95th percentile of a live frame."""

VERDICT_MS = 300.0
"""From the first legible frame to the scan, median."""

GIVEN = 0.94

_SIZES = {"1080p": (1920, 1080), "720p": (1280, 720)}
_OURS = zxingcpp.BarcodeFormats(
    [
        zxingcpp.BarcodeFormat.Code128,
        zxingcpp.BarcodeFormat.Code39,
        zxingcpp.BarcodeFormat.EAN13,
        zxingcpp.BarcodeFormat.EAN8,
        zxingcpp.BarcodeFormat.UPCA,
        zxingcpp.BarcodeFormat.QRCode,
        zxingcpp.BarcodeFormat.DataMatrix,
    ]
)
_ZBARS = [pyzbar.ZBarSymbol[name] for name in ("CODE128", "CODE39", "EAN13", "EAN8", "UPCA", "QRCODE")]


def frames(report: Report, count: int) -> None:
    """Measure a frame by every reader, `count` frames of each sort, none like the one before."""
    cv2.setNumThreads(1)  # as in the camera's own process
    for size, ground in (("1080p", "textured"), ("1080p", "desk"), ("720p", "desk")):
        taken = _each_reader(_seen(size, ground, count))
        floor = median(taken["zxing-cpp, all formats"])
        for name, milliseconds in taken.items():
            what = f"{size} {ground}, {name}"
            goal = 1.0 if name == "the station" and size == "1080p" else None
            report.add(Figure("frame", what, median(milliseconds), "ms", floor, goal))
            slowest = SLOWEST_MS if name == "the station" else None
            report.add(Figure("frame", f"{what}, p95", percentile(milliseconds, 0.95), "ms", goal=slowest))


def hands(report: Report, count: int) -> None:
    """Measure how soon `count` labels held by hand are given."""
    verdicts = [_verdict(Hand(seed)) for seed in range(10_000, 10_000 + count)]
    given = [each for each in verdicts if each is not None]
    report.add(
        Figure("frame", "label held by hand: given", len(given) / count, "", goal=GIVEN, at_least=True),
        Figure("frame", "first legible frame -> scan, p50", median(given), "ms", goal=VERDICT_MS),
        Figure("frame", "first legible frame -> scan, p95", percentile(given, 0.95), "ms"),
    )


def _seen(size: str, ground: str, count: int) -> Iterator[Bgr]:
    """Give frames of a label at any angle, every other one without."""
    width, height = _SIZES[size]
    for number in range(count):
        chance = np.random.default_rng(number)
        make = desk if ground == "desk" else GROUNDS[1 + number % (len(GROUNDS) - 1)]
        x, y = (width / 2, height / 2) if number % 2 else (-width, -height)
        pose = Pose(x, y, 2.2, chance.uniform(0, 360), abs(chance.normal(0, 15)), chance.uniform(0, 180))
        lens = Lens(defocus=chance.uniform(0.6, 1.4), noise=chance.uniform(2, 5))
        yield picture(label(serial(random.Random(number))), make(chance, width, height), pose, lens, chance)


def _each_reader(seen: Iterator[Bgr]) -> dict[str, list[float]]:
    """Give the milliseconds of each frame, by reader; they take turns: what disturbs one disturbs all."""
    live = FrameReader()
    readers: dict[str, Callable[[Bgr, int], object]] = {
        # A second passes between frames: each shows another scene.
        "the station": lambda bgr, number: live.feed(bgr, float(number)),
        "pyzbar": lambda bgr, _: pyzbar.decode(_gray(bgr), symbols=_ZBARS),
        "zxing-cpp, all formats": lambda bgr, _: zxingcpp.read_barcodes(_gray(bgr)),
        "zxing-cpp, our formats": lambda bgr, _: zxingcpp.read_barcodes(_gray(bgr), formats=_OURS),
    }
    taken: dict[str, list[float]] = {name: [] for name in readers}
    for number, bgr in enumerate(seen):
        for name, read in readers.items():
            began = time.perf_counter()
            read(bgr, number)
            taken[name].append((time.perf_counter() - began) * 1000)
    return taken


def _gray(bgr: Bgr) -> np.ndarray:
    return cv2.cvtColor(bgr, cv2.COLOR_BGR2GRAY)


def _verdict(hand: Hand) -> float | None:
    """Give the milliseconds from the first frame that can be read at all to the scan; None: none came.

    A frame can be read when all the means for a still picture, or the live reader's own, give its text.
    """
    reader, legible = FrameReader(), None
    for at, bgr in hand.frames():
        began = time.perf_counter()
        scan = reader.feed(bgr, at)
        took = time.perf_counter() - began
        if legible is None and (reader.is_read or hand.text in read_picture(bgr)):
            legible = at
        if scan is not None and legible is not None:
            return (at - legible + took) * 1000 if scan.text == hand.text else None
    return None
