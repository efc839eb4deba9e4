"""What the camera sees in the pictured moments: a power bank with its label. It is drawn."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw

from scanners.camera.messages import Photo, Preview
from scanners.hint import Hint

SIZE = (640, 360)
_LABEL = (230, 130, 410, 230)
_TILT = 12
"""Degrees."""


def _drawn() -> Image.Image:
    picture = Image.new("RGB", SIZE, (92, 84, 74))
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((150, 70, 490, 290), 28, (24, 26, 30), (60, 62, 66), 4)
    draw.rectangle(_LABEL, (236, 236, 230))
    left, top, right, bottom = _LABEL
    for place, x in enumerate(range(left + 14, right - 14, 5)):
        draw.rectangle((x, top + 14, x + 1 + (place * 7 % 3), bottom - 34), (12, 12, 12))
    draw.text((left + 14, bottom - 26), "ATEST1263K00FVU8", (12, 12, 12))
    return picture.rotate(_TILT, Image.Resampling.BICUBIC, fillcolor=(92, 84, 74))


def _corners() -> tuple[tuple[float, float], ...]:
    """Give where the label's corners are once the picture is turned."""
    left, top, right, bottom = _LABEL
    mask = [Image.new("L", SIZE) for _ in range(4)]
    for picture, (x, y) in zip(
        mask, ((left, top), (right, top), (right, bottom), (left, bottom)), strict=True
    ):
        ImageDraw.Draw(picture).rectangle((x - 2, y - 2, x + 2, y + 2), 255)
    boxes = [picture.rotate(_TILT).getbbox() or (0, 0, 0, 0) for picture in mask]
    return tuple(((box[0] + box[2]) / 2 / SIZE[0], (box[1] + box[3]) / 2 / SIZE[1]) for box in boxes)


def preview(width: int, hint: Hint | None, *, is_read: bool) -> Preview:
    """Give the unit as so many dots across, its label outlined."""
    height = width * SIZE[1] // SIZE[0]
    small = _drawn().resize((width, height), Image.Resampling.BOX)
    return Preview(width, height, small.tobytes(), _corners(), is_read, hint)


def photo(wish: str) -> Photo:
    """Give the still picture that was wished for."""
    picture, file = _drawn(), BytesIO()
    picture.save(file, "JPEG")
    return Photo(wish, file.getvalue(), *SIZE, Preview(*SIZE, picture.tobytes()))
