"""A hand that holds a label before the camera for half a second: pose, focus and motion come and go."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tests.scanners.pictures.camera import Bgr, Lens, Pose, picture
from tests.scanners.pictures.grounds import GROUNDS, Chance
from tests.scanners.pictures.labels import Format, Gray, label, serial

FRAMES = 16
EACH_SECOND = 30
WIDTH, HEIGHT = 1280, 720


@dataclass(frozen=True, slots=True)
class Hand:
    """One sequence, by its seed."""

    seed: int
    kind: Format = Format.CODE_128

    @property
    def text(self) -> str:
        """What is printed on the label."""
        return serial(random.Random(f"text {self.seed}"))

    def frames(self) -> Iterator[tuple[float, Bgr]]:
        """Give each frame with its time in seconds."""
        chance = np.random.default_rng([self.seed, 29])
        drawn = label(self.text, self.kind)
        ground = GROUNDS[chance.integers(len(GROUNDS))](chance, WIDTH, HEIGHT)
        lens = Lens(gain=chance.uniform(0.45, 1.05), noise=chance.uniform(2, 5), jpeg=85)
        for number, (pose, defocus, motion, direction) in enumerate(_held(chance, drawn)):
            seen = Lens(defocus, motion, direction, lens.gain, lens.noise, 0.0, lens.jpeg)
            yield number / EACH_SECOND, picture(drawn, ground, pose, seen, chance)


def _held(chance: Chance, drawn: Gray) -> Iterator[tuple[Pose, float, float, float]]:
    """Give pose, defocus, and length and direction of the motion, frame by frame.

    The hand arrives and comes to rest, then trembles; the lens hunts for focus and settles.
    """
    turn, tilt, toward = _turn(chance), abs(chance.normal(0, 14)), chance.uniform(0, 180)
    module = chance.uniform(1.8, 2.8)
    place = np.array([WIDTH, HEIGHT]) / 2 + chance.uniform(-1, 1, 2) * [120, 60]
    speed = chance.normal(0, 5, 2)
    calm, sharp = chance.uniform(0.6, 0.85), chance.uniform(0.65, 0.88)
    defocus, settled, swing = chance.uniform(1.2, 3.0), chance.uniform(0.5, 0.95), chance.uniform(0, 6)
    for number in range(FRAMES):
        speed = speed * calm + chance.normal(0, 0.8, 2)
        place = place + speed
        turn += chance.normal(0, 0.7)
        yield (
            Pose(place[0], place[1], module * (1 + 0.01 * np.sin(number / 3 + swing)), turn, tilt, toward),
            settled + (defocus - settled) * sharp**number + 0.25 * abs(np.sin(number / 4 + swing)),
            float(np.hypot(*speed)) * 0.8,
            float(np.rad2deg(np.arctan2(speed[1], speed[0]))),
        )


def _turn(chance: Chance) -> float:
    """Give any angle; one hand in four holds a label straight, as people do."""
    return chance.uniform(0, 360) if chance.random() < 0.75 else 90 * chance.integers(4) + chance.normal(0, 6)
