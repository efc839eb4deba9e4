"""Half blocks: a picture in a terminal's cells, each of which shows two dots, one above the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby, pairwise
from math import ceil, floor
from typing import NamedTuple

from rich.color import Color
from rich.segment import Segment
from rich.style import Style

from intake.printable import cell_count

Corners = Sequence[tuple[float, float]]
"""Of a field of a picture, from (0, 0) top left to (1, 1)."""

_UPPER = "▀"
_RAMP = " ░▒▓█"
"""From dark to light: the blocks code page 437 has, and so a plain console too."""

_COARSE = bytes(min(value & 0xF0 | 0x08, 255) for value in range(256))
"""Sixteen steps of each colour: noise in the picture is not painted anew, and styles are met again."""

_SAMPLES = 3
"""Rows and columns of dots that are looked at for one dot of a smaller picture."""


class Dots(NamedTuple):
    """A picture."""

    width: int
    height: int
    rgb: bytes
    """`width * height * 3` bytes, row by row, red, green, blue."""


def fitted(width: int, height: int, columns: int, rows: int) -> tuple[int, int]:
    """Give the size in dots of a picture made small enough for so many cells; it is never enlarged."""
    if not (width and height):
        return 0, 0
    scale = min(columns / width, 2 * rows / height, 1)
    return max(int(width * scale), 1), max(int(height * scale), 1)


def scaled(dots: Dots, width: int, height: int) -> Dots:
    """Give a picture in another size, each dot a mean of some of those it stands for."""
    if (width, height) == (dots.width, dots.height):
        return dots
    columns = [_places(x, width, dots.width) for x in range(width)]
    rgb = bytearray()
    for y in range(height):
        starts = [row * dots.width for row in _places(y, height, dots.height)]
        for across in columns:
            offsets = [3 * (start + x) for start in starts for x in across]
            rgb += bytes(sum(dots.rgb[at + part] for at in offsets) // len(offsets) for part in range(3))
    return Dots(width, height, bytes(rgb))


def _places(place: int, count: int, whole: int) -> list[int]:
    """Give the places in a longer row that one place of a shorter one stands for."""
    first, last = place * whole // count, max((place + 1) * whole // count - 1, place * whole // count)
    step = max((last - first) // (_SAMPLES - 1), 1)
    return list(range(first, last + 1, step))


def outlined(corners: Corners, width: int, height: int) -> set[tuple[int, int]]:
    """Give the dots on the edges of a field, as far as they are in the picture."""
    ends = [(x * (width - 1), y * (height - 1)) for x, y in corners]
    edges = pairwise([*ends, *ends[:1]])
    found = {dot for start, end in edges for dot in _line(start, end)}
    return {(x, y) for x, y in found if 0 <= x < width and 0 <= y < height}


def _line(start: tuple[float, float], end: tuple[float, float]) -> Iterator[tuple[int, int]]:
    (left, top), (right, bottom) = start, end
    steps = max(ceil(abs(right - left)), ceil(abs(bottom - top)), 1)
    for step in range(steps + 1):
        part = step / steps
        yield floor(left + (right - left) * part + 0.5), floor(top + (bottom - top) * part + 0.5)


def coloured(dots: Dots, marked: Iterable[tuple[int, int]], mark: bytes) -> list[list[Segment]]:
    """Draw a picture in half blocks, row by row; `mark` is the colour of its marked dots."""
    rgb = bytearray(dots.rgb.translate(_COARSE))
    for x, y in marked:
        at = 3 * (y * dots.width + x)
        rgb[at : at + 3] = mark
    whole, across = bytes(rgb), 3 * dots.width
    rows = [whole[at : at + across] for at in range(0, len(whole), across)]
    rows += rows[-1:] * (len(rows) % 2)
    return [_blocks(upper, lower) for upper, lower in zip(rows[::2], rows[1::2], strict=True)]


def _blocks(upper: bytes, lower: bytes) -> list[Segment]:
    cells = (upper[at : at + 3] + lower[at : at + 3] for at in range(0, len(upper), 3))
    return [Segment(_UPPER * len(list(same)), _style(pair)) for pair, same in groupby(cells)]


@lru_cache(maxsize=8192)
def _style(pair: bytes) -> Style:
    """Give the style of a cell by its upper and its lower dot."""
    return Style(color=Color.from_rgb(*pair[:3]), bgcolor=Color.from_rgb(*pair[3:]))


def shaded(
    dots: Dots, marked: Iterable[tuple[int, int]], mark: str, style: Style, marked_style: Style
) -> list[list[Segment]]:
    """Draw a picture without colours, by how light it is; `mark` is the character of its marked cells."""
    cells = {(x, y // 2) for x, y in marked}
    drawn: list[list[Segment]] = []
    for row in range((dots.height + 1) // 2):
        line = [mark if (x, row) in cells else _RAMP[_light(dots, x, row)] for x in range(dots.width)]
        runs = groupby(enumerate(line), key=lambda cell, row=row: (cell[0], row) in cells)  # type: ignore[misc]
        texts = ((is_marked, "".join(character for _, character in run)) for is_marked, run in runs)
        drawn.append([Segment(text, marked_style if is_marked else style) for is_marked, text in texts])
    return drawn


def _light(dots: Dots, x: int, row: int) -> int:
    """Give the step of the ramp for a cell (weights of ITU-R BT.601, in tenths)."""
    below = min(2 * row + 1, dots.height - 1)
    places = [3 * (y * dots.width + x) for y in (2 * row, below)]
    light = sum(3 * dots.rgb[at] + 6 * dots.rgb[at + 1] + dots.rgb[at + 2] for at in places) / 20
    return int(light) * len(_RAMP) // 256


def width_of(row: Sequence[Segment]) -> int:
    """Count the cells of a drawn row."""
    return sum(cell_count(segment.text) for segment in row)
