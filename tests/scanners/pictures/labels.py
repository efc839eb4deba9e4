"""Labels as they come off a printer: a code with its quiet zones, its text below, a frame around it."""

from __future__ import annotations

import random
import string
from enum import Enum

import cv2
import numpy as np
import numpy.typing as npt
import zxingcpp

Gray = npt.NDArray[np.uint8]
"""Height x width, 0 black to 255 white."""

PX = 6
"""Pixels a module in a drawn label."""

INK, PAPER = 28, 232


class Format(Enum):
    """What is printed: zxing-cpp's writer, and the quiet zone in modules its standard asks for."""

    CODE_128 = zxingcpp.BarcodeFormat.Code128
    CODE_39 = zxingcpp.BarcodeFormat.Code39
    CODABAR = zxingcpp.BarcodeFormat.Codabar
    EAN_13 = zxingcpp.BarcodeFormat.EAN13
    QR = zxingcpp.BarcodeFormat.QRCode
    DATA_MATRIX = zxingcpp.BarcodeFormat.DataMatrix

    @property
    def is_matrix(self) -> bool:
        """Whether its modules are squares."""
        return self in {Format.QR, Format.DATA_MATRIX}


_QUIET = {Format.QR: 4, Format.DATA_MATRIX: 2}
_QUIET_LINEAR = 11
_HEIGHT = 0.2
"""Height of a linear code, of its width."""


def serial(rng: random.Random, length: int = 16) -> str:
    """Give a serial nobody has tuned anything to: letters and digits, all alike likely."""
    return "".join(rng.choices(string.ascii_uppercase + string.digits, k=length))


def ean(rng: random.Random) -> str:
    """Give a Japanese product's number with its check digit (GS1 General Specifications, 7.9.1)."""
    digits = [4, 9, *(rng.randrange(10) for _ in range(10))]
    weighed = sum(digit * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return "".join(map(str, [*digits, -weighed % 10]))


def label(text: str, kind: Format = Format.CODE_128) -> Gray:
    """Draw a label, `PX` pixels a module."""
    code = _modules(text, kind)
    quiet = _QUIET.get(kind, _QUIET_LINEAR)
    line = 9 if kind.is_matrix else 12
    paper = np.pad(code, ((quiet, quiet + line), (quiet + 2, quiet + 2)), constant_values=255)
    drawn = np.kron(paper, np.ones((PX, PX), np.uint8))
    # OpenCV's capitals are 22 pixels high and about 19 wide at size 1.
    size = min(code.shape[1] * PX / (len(text) * 20), (line - 4) * PX / 22)
    foot = (quiet + code.shape[0] + line - 2) * PX
    cv2.putText(
        drawn, text, ((quiet + 2) * PX, foot), cv2.FONT_HERSHEY_SIMPLEX, size, 0, max(2, round(size * 2))
    )
    cv2.rectangle(drawn, (3, 3), (drawn.shape[1] - 4, drawn.shape[0] - 4), 0, 3)
    return np.where(drawn > 127, PAPER, INK).astype(np.uint8)


def _modules(text: str, kind: Format) -> Gray:
    """Give the bare code, one pixel a module, a linear one as high as it is printed."""
    made = zxingcpp.create_barcode(text, kind.value)
    code = np.array(made.to_image(scale=1, add_quiet_zones=False), np.uint8)
    if kind.is_matrix:
        return code
    return np.repeat(code[:1], max(24, int(code.shape[1] * _HEIGHT)), axis=0)
