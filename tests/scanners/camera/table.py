"""What lies before the camera: a code in the middle of a grey table."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from scanners.camera.source import Frame

HEIGHT, WIDTH = 360, 640


def table(text: str = "") -> NDArray[np.uint8]:
    """A frame of the table, and on it a Code 128, two pixels a module."""
    frame = np.full((HEIGHT, WIDTH, 3), 150, np.uint8)
    if text:
        code = np.array(zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.Code128).to_image(scale=2))
        rows, columns = 80, code.shape[1]
        top, left = (HEIGHT - rows) // 2, (WIDTH - columns) // 2
        frame[top : top + rows, left : left + columns] = code[:1, :, None]
    return frame


def decoded(jpeg: bytes) -> Frame:
    """The picture of a JPEG."""
    picture = cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None, "this is no JPEG"
    return picture  # type: ignore[return-value]  # cv2 tells no element type


def put(path: Path, frame: Frame) -> None:
    """Store a picture so that it is there whole or not at all."""
    part = path.with_suffix(".part.png")
    cv2.imwrite(str(part), frame)
    part.rename(part.with_suffix(".whole")).replace(path)


def film(path: Path, frames: list[Frame], rate: int = 30) -> None:
    """Store frames as a film."""
    height, width = frames[0].shape[:2]
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), rate, (width, height))
    for frame in frames:
        writer.write(frame)
    writer.release()
