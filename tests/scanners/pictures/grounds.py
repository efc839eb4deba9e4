"""What a label lies on: a desk, cardboard, wood, cloth and printed paper, each made from a seed."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import numpy.typing as npt

from tests.scanners.pictures.labels import Gray

Chance = np.random.Generator
Floats = npt.NDArray[np.float32]
_WORDS = ("RETURN", "BATTERY", "LITHIUM", "UN3480", "KEEP DRY", "THIS SIDE UP", "2025", "MODEL", "CAPACITY")


def desk(chance: Chance, width: int, height: int) -> Gray:
    """Give a plain desk under uneven light."""
    left, right = chance.uniform(60, 200, 2)
    return np.tile(np.linspace(left, right, width), (height, 1)).astype(np.uint8)


def cardboard(chance: Chance, width: int, height: int) -> Gray:
    """Give fibres and flutes: coarse and fine noise under faint stripes."""
    flutes = 6 * np.sin(np.arange(height) * (2 * np.pi / chance.uniform(9, 24)))[:, None]
    return _gray(150 + flutes + 14 * _noise(chance, width, height, 40) + 9 * _noise(chance, width, height, 3))


def wood(chance: Chance, width: int, height: int) -> Gray:
    """Give grain: stripes that bend, close together like bars."""
    bent = _noise(chance, width, height, 120) * 9 + np.arange(height)[:, None] / chance.uniform(1.6, 5)
    return _gray(125 + 38 * np.sin(bent) + 8 * _noise(chance, width, height, 2))


def cloth(chance: Chance, width: int, height: int) -> Gray:
    """Give noise of every scale, strong."""
    layers = [18 * _noise(chance, width, height, scale) for scale in (1, 4, 16, 64)]
    return _gray(125 + np.sum(layers, axis=0))


def printed(chance: Chance, width: int, height: int) -> Gray:
    """Give lines of print, rules and boxes, as on a shipping paper."""
    paper = np.full((height, width), 215, np.uint8)
    for top in range(20, height, int(chance.integers(18, 40))):
        words = " ".join(chance.choice(_WORDS, 14))
        size = float(chance.uniform(0.35, 1.1))
        left = int(chance.integers(-200, 60))
        cv2.putText(paper, words, (left, top), cv2.FONT_HERSHEY_SIMPLEX, size, 40, 1 + int(size), cv2.LINE_AA)
    for _ in range(6):
        x, y = int(chance.integers(width)), int(chance.integers(height))
        cv2.rectangle(paper, (x, y), (x + int(chance.integers(40, 400)), y + 90), 30, 2)
    return paper


GROUNDS: tuple[Callable[[Chance, int, int], Gray], ...] = (desk, cardboard, wood, cloth, printed)


def _noise(chance: Chance, width: int, height: int, scale: int) -> Floats:
    """Give smooth noise of about unit variance whose blobs are `scale` pixels wide."""
    small = chance.standard_normal((height // scale + 2, width // scale + 2), np.float32)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC), np.float32)


def _gray(values: npt.NDArray[np.floating]) -> Gray:
    return np.asarray(np.clip(values, 0, 255), np.uint8)
