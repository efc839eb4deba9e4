"""Codes in pictures: the only place, beside `scanners.ocr` and the camera, that loads OpenCV."""

from scanners.decode.frame_reader import FrameReader
from scanners.decode.picture import read_guarded, read_picture

__all__ = ["FrameReader", "read_guarded", "read_picture"]
