"""Units' labels as a camera held in the hand sees them: lines of text, tilted, turned, blurred, as a JPEG.

Three typefaces that every test machine has: ReportLab brings a sans (Vera) and a typewriter face (Courier),
and the printed sheets' Japanese Gothic is there for the tests of paper.
"""

from __future__ import annotations

import random
import unicodedata
from dataclasses import dataclass, replace
from functools import cache
from math import cos, radians, sin
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import reportlab
from PIL import Image, ImageDraw, ImageFont

_REPORTLAB = Path(reportlab.__file__).parent / "fonts"
FONTS = {
    "vera": _REPORTLAB / "Vera.ttf",
    "courier": _REPORTLAB / "cob_____.pfb",
    "gothic": Path("/usr/share/fonts/opentype/ipafont-gothic/ipagp.ttf"),
}

ALPHABET = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Neither O nor I, as on the recalled units."""

PATTERN = r"(?=[0-9A-HJ-NP-Z]{16}\Z)A.*"

INKS = {"dark": (40, 245), "grey": (120, 235), "white": (235, 30), "pale": (185, 225)}
"""Print and ground, from 0 (black) to 255; the last is low contrast."""

WIDTH, HEIGHT = 1280, 720
DRAWN = 64
"""Pixels of a capital as drawn: well above what any frame shows, so that only the frame blurs it."""

OTHERS = (
    "Power Bank  Model: A1263",
    "Input: 5V 3A / 9V 2A  Output: 5V 3A",
    "Capacity: 10000mAh 3.7V / 37Wh",
    "Rated: 5800mAh (5V 2.4A)",
    "Anker Innovations Limited",
    "Room 1318-19, Hollywood Plaza, Mongkok",
    "Made in China",
    "PSE  JET  MSIP-REM-A1B-A1263",
)


@dataclass(frozen=True)
class Look:
    """How a label looks and lies, the same in every frame of a sequence."""

    font: str = "vera"
    ink: str = "dark"
    capital: float = 16.0
    """Height of a capital letter in the frame, in pixels."""

    angle: float = 0.0
    """Degrees, clockwise."""

    yaw: float = 0.0
    pitch: float = 0.0
    blur: float = 0.7
    """Standard deviation in the frame's pixels."""

    noise: float = 4.0
    quality: int = 85
    prefix: str = "SN:"
    is_below: bool = False
    """Whether the serial stands on the line below its prefix."""


def a_serial(rng: random.Random) -> str:
    """A serial no unit has: `A` and fifteen others of the alphabet."""
    return "A" + "".join(rng.choices(ALPHABET, k=15))


def a_look(rng: random.Random, **fixed) -> Look:
    """Any legible way to hold a label, but for what is fixed."""
    drawn = {
        "font": rng.choice(sorted(FONTS)),
        "ink": rng.choice(("dark", "grey", "white")),
        "capital": 0.0,
        "angle": rng.uniform(0, 360),
        "yaw": rng.uniform(-15, 15),
        "pitch": rng.uniform(-15, 15),
        "blur": rng.uniform(0.3, 1.2),
        "noise": rng.uniform(1, 7),
        "quality": rng.randint(70, 95),
        "prefix": rng.choice(("SN:", "SN: ", "S/N: ", "S/N ", "SN\uff1a", "SN Code: ")),
        "is_below": rng.random() < 0.2,
    }
    look = Look(**(drawn | fixed))
    if look.font != "gothic":
        # The other two have no full-width colon.
        look = replace(look, prefix=unicodedata.normalize("NFKC", look.prefix))
    return look if look.capital else replace(look, capital=rng.uniform(16, _largest(look)))


def _largest(look: Look) -> float:
    """The height of a capital up to which a serial fits into the frame as it is turned, at most 40 pixels."""
    length = _font(look.font).getlength(look.prefix + "W" * 16) / DRAWN
    room = min(
        WIDTH / max(abs(cos(radians(look.angle))), 0.1), HEIGHT / max(abs(sin(radians(look.angle))), 0.1)
    )
    return max(min(40, 0.85 * room / length), 16.5)


def label_lines(serial: str, look: Look, rng: random.Random) -> list[str]:
    """The print of a label, the serial's line somewhere among the others."""
    lines = rng.sample(OTHERS, rng.randint(2, 4))
    ours = [look.prefix.strip(), serial] if look.is_below else [look.prefix + serial]
    at = rng.randint(0, len(lines))
    return lines[:at] + ours + lines[at:]


@cache
def _font(name: str) -> ImageFont.FreeTypeFont:
    """The face at the size at which a capital is `DRAWN` pixels high."""
    trial = ImageFont.truetype(str(FONTS[name]), 200)
    _, top, _, bottom = trial.getbbox("H")
    return ImageFont.truetype(str(FONTS[name]), round(200 * DRAWN / (bottom - top)))


class Sheet(NamedTuple):
    """A label lying flat."""

    grey: np.ndarray
    middle: tuple[float, float]
    """Of the line that holds the serial: what is held before the camera."""


def printed(serial: str, look: Look, rng: random.Random) -> Sheet:
    """A label with a margin; capitals `DRAWN` pixels high."""
    lines = label_lines(serial, look, rng)
    face, (dark, ground) = _font(look.font), INKS[look.ink]
    step, margin = round(DRAWN * 1.75), DRAWN
    width = max(round(face.getlength(line)) for line in lines) + 2 * margin
    sheet = Image.new("L", (width, step * len(lines) + 2 * margin), ground)
    draw = ImageDraw.Draw(sheet)
    for row, line in enumerate(lines):
        draw.text((margin, margin + row * step), line, font=face, fill=dark)
    ours = next(row for row, line in enumerate(lines) if serial in line)
    middle = (margin + face.getlength(lines[ours]) / 2, margin + (ours + 0.5) * step)
    return Sheet(np.asarray(sheet), middle)


def _corners(sheet: Sheet, look: Look, capital: float, centre: tuple[float, float]) -> np.ndarray:
    """Where a label's corners come to lie in the frame: turned, tilted, seen from 1,400 pixels away."""
    scale, (height, width) = capital / DRAWN, sheet.grey.shape
    flat = (np.array([[0, 0], [width, 0], [width, height], [0, height]]) - sheet.middle) * scale
    yaw, pitch, turn = map(radians, (look.yaw, look.pitch, look.angle))
    found = []
    for x, y in flat:
        near = 1400 / (1400 + x * sin(yaw) + y * sin(pitch))
        tilted_x, tilted_y = x * cos(yaw) * near, y * cos(pitch) * near
        found.append(
            (
                centre[0] + tilted_x * cos(turn) - tilted_y * sin(turn),
                centre[1] + tilted_x * sin(turn) + tilted_y * cos(turn),
            )
        )
    return np.array(found, np.float32)


def seen(sheet: Sheet, look: Look, rng: random.Random, drift: float = 6.0) -> np.ndarray:
    """One frame, 720p BGR, with a label in it; it shakes by `drift` pixels and as many fifths of a degree."""
    shaken = replace(look, angle=look.angle + rng.uniform(-drift, drift) / 5)
    centre = (WIDTH / 2 + rng.uniform(-drift, drift), HEIGHT / 2 + rng.uniform(-drift, drift))
    capital = look.capital * rng.uniform(0.98, 1.02)
    ground = _table(rng)
    height, width = sheet.grey.shape
    flat = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    turned = cv2.getPerspectiveTransform(flat, _corners(sheet, shaken, capital, centre))
    # What one pixel of the sensor gathers, first; sampling without it would make edges no lens shows.
    soft = cv2.GaussianBlur(sheet.grey, (0, 0), 0.4 * DRAWN / capital)
    lying = cv2.warpPerspective(soft, turned, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR)
    covered = cv2.warpPerspective(np.full_like(sheet.grey, 255), turned, (WIDTH, HEIGHT))
    grey = np.where(covered > 0, lying, ground).astype(np.float32)
    return _taken(grey, look, rng)


def _table(rng: random.Random) -> np.ndarray:
    """A bench of some grey with a little grain."""
    grain = np.random.default_rng(rng.getrandbits(32)).normal(0, 12, (HEIGHT // 8, WIDTH // 8))
    return cv2.resize(grain.astype(np.float32), (WIDTH, HEIGHT)) + rng.uniform(60, 190)


def _taken(grey: np.ndarray, look: Look, rng: random.Random) -> np.ndarray:
    """What the sensor and the JPEG of the bus leave of it."""
    noise = np.random.default_rng(rng.getrandbits(32))
    blurred = cv2.GaussianBlur(grey, (0, 0), look.blur)
    grained = blurred + noise.normal(0, look.noise, grey.shape)
    frame = cv2.cvtColor(np.clip(grained, 0, 255).astype(np.uint8), cv2.COLOR_GRAY2BGR)
    _, jpeg = cv2.imencode(".jpg", frame, [cv2.IMWRITE_JPEG_QUALITY, look.quality])
    return np.asarray(cv2.imdecode(jpeg, cv2.IMREAD_COLOR))
