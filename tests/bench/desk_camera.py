"""The desk beside a camera: what a camera at work costs a scan of the gun."""

from __future__ import annotations

import tempfile
from pathlib import Path

import cv2
import numpy as np

from tests.bench.desk import Desk, rhythm
from tests.bench.figures import Figure, Report, percentile
from tests.bench.fill import cache
from tests.bench.folders import Place
from tests.scanners.pictures.grounds import printed

TURNS = 3
"""How often both are measured: what disturbs one run disturbs the other."""

DEAREST = 1.3
"""How many times as long a verdict may take beside a camera."""

_FRAMES = 60
_SIZE = (1280, 720)


def beside_camera(report: Report, place: Place, parcels: int) -> None:
    """Measure port to verdict without a camera and with one that sees something new in every frame."""
    seconds: dict[bool, list[float]] = {False: [], True: []}
    with tempfile.TemporaryDirectory(dir=cache()) as folder:
        film = Path(folder) / "dock.loop.avi"
        _shoot(film)
        pauses = rhythm()
        for _ in range(TURNS):
            for has_camera in seconds:
                with Desk(place, *(["--camera", str(film)] if has_camera else [])) as desk:
                    for _ in range(max(1, parcels // TURNS)):
                        seconds[has_camera] += desk.parcel(pauses)
    for share, name, goal in ((0.5, "p50", DEAREST), (0.9, "p90", None)):
        beside, alone = (percentile(seconds[has], share) * 1000 for has in (True, False))
        report.add(Figure("camera", f"port -> verdict beside a camera, {name}", beside, "ms", alone, goal))


def _shoot(path: Path) -> None:
    """Store a film of printed text that moves and holds no code, with a sensor's noise."""
    chance = np.random.default_rng(7)
    ground = printed(chance, *_SIZE)
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 30, _SIZE)
    for number in range(_FRAMES):
        moved = np.roll(ground, 8 * min(number, _FRAMES - number), axis=1).astype(np.float32)
        seen = np.clip(moved + chance.normal(0, 3, moved.shape), 0, 255).astype(np.uint8)
        writer.write(cv2.cvtColor(seen, cv2.COLOR_GRAY2BGR))
    writer.release()
