"""A picture folder as a camera: what is held before it next is the next picture."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from tests.scanners.pictures.camera import Bgr, Lens, Pose, picture
from tests.scanners.pictures.grounds import cardboard
from tests.scanners.pictures.labels import Format, label

WIDTH, HEIGHT = 1280, 720


class PictureFolder:
    """A folder that is given to the station as its camera; it shows its picture for ever."""

    def __init__(self, place: Path) -> None:
        place.mkdir()
        self.place = place
        self._chance = np.random.default_rng(5)

    def hold(self, text: str, kind: Format = Format.CODE_128, turn: float = 0.0) -> None:
        """Hold a label before the camera, turned by so many degrees."""
        drawn = label(text, kind)
        module = min(3.0, 0.8 * HEIGHT / (drawn.shape[1] / 6)) if turn % 180 else 3.0
        ground = cardboard(self._chance, WIDTH, HEIGHT)
        pose = Pose(WIDTH / 2, HEIGHT / 2, module, turn)
        self._show(picture(drawn, ground, pose, Lens(), self._chance))

    def hold_unit(self) -> None:
        """Hold a thing without any code before it."""
        bare = np.dstack([cardboard(self._chance, WIDTH, HEIGHT)] * 3)
        cv2.rectangle(bare, (440, 160), (840, 560), (40, 30, 20), -1)
        self._show(bare)

    def take_away(self) -> None:
        """Pull the camera out."""
        self.place.rename(self.place.with_name(f"{self.place.name} away"))

    def _show(self, seen: Bgr) -> None:
        """Let it appear whole, in the place of the one before: a process begun anew sees that no more."""
        draft = self.place / "next.tmp"
        _, packed = cv2.imencode(".png", seen, [cv2.IMWRITE_PNG_COMPRESSION, 1])
        draft.write_bytes(packed.tobytes())
        draft.rename(self.place / "view.png")
