"""Sixel graphics (DEC STD 070, chapter 9): a still picture with its dots, where half blocks show a few.

Dots of a sixel picture belong to no cell. So a picture is cut into slices, each no higher than one row of
cells: what paints a row anew paints its slice with it or erases it, and no picture covers a row of another.
The terminal is asked nothing; how large its cells are is what the kernel was told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from fcntl import ioctl
from functools import lru_cache
from math import ceil
from struct import unpack
from termios import TIOCGWINSZ
from typing import NamedTuple

from intake.settings import PreviewStyle
from tui.half_blocks import Dots

TERMINALS = frozenset({"foot", "foot-direct", "foot-extra", "mlterm", "mlterm-256color"})
"""Values of TERM of those that show sixels, and erase them where text is written over them."""

COLOURS = 64
"""Registers of colours a picture uses at the most; what shows sixels today has 256."""

_MOST = 640 * 480
"""Dots of a picture at the most: more would take the screen more than a fifth of a second."""

_LARGER = 2
"""A picture is enlarged so many times at the most: beyond that it shows nothing more."""

_LEAST_CELL, _LARGEST_CELL = (4, 8), (64, 128)
"""Width and height in dots that can be true."""

_COARSE = bytes(value & 0xF8 | 0x04 for value in range(256))
"""Thirty-two steps of each colour: noise makes no registers."""

_BAND = 6
"""Rows of dots that are sent at once: a sixel."""

_RUN = re.compile(r"(.)\1{3,254}")
"""What the repeat introducer makes shorter; some terminals count no further than 255."""

Colour = tuple[int, int, int]


class Cell(NamedTuple):
    """Size of a terminal's cells in dots."""

    width: int
    height: int


class Sliced(NamedTuple):
    """A picture, cut."""

    columns: int
    """Cells it is wide."""

    slices: tuple[str, ...]
    """A sequence for each row of cells, to be sent where that row of the picture begins."""


class _Group(NamedTuple):
    """Colours that are shown as one."""

    spread: int
    """How far they lie apart."""

    part: int
    """In red, green or blue: 0 to 2."""

    counts: list[tuple[Colour, int]]
    """Each with how many dots have it."""


def is_there(wanted: PreviewStyle, terminal: str) -> bool:
    """Tell whether pictures are shown so: the site says it, or the name of its terminal does."""
    return wanted is PreviewStyle.SIXEL or (wanted is PreviewStyle.AUTO and terminal in TERMINALS)


def cell_of(terminal: int) -> Cell | None:
    """Give the size of the cells of the terminal behind a descriptor; None where the kernel was not told it.

    Some terminals count margins, which are narrower than a cell, into the window. What is given is the
    smallest cell the figures can mean, for a slice must not be higher than its row.
    """
    try:
        rows, columns, width, height = unpack("HHHH", ioctl(terminal, TIOCGWINSZ, bytes(8)))
    except OSError:
        return None
    cell = Cell(width // (columns + 1) + 1, height // (rows + 1) + 1)
    limits = zip(_LEAST_CELL, cell, _LARGEST_CELL, strict=True)
    return cell if all(least <= size <= most for least, size, most in limits) else None


def sliced(dots: Dots, columns: int, rows: int, cell: Cell) -> Sliced:
    """Give a picture, as large as it may be within so many cells."""
    scale = min(
        columns * cell.width / dots.width,
        rows * cell.height / dots.height,
        (_MOST / (dots.width * dots.height)) ** 0.5,
        _LARGER,
    )
    width, height = max(int(dots.width * scale), 1), max(int(dots.height * scale), 1)
    numbers, registers = _reduced(dots)
    lines = _scaled(Dots(dots.width, dots.height, numbers), width, height)
    slices = (_picture(lines[top : top + cell.height], registers) for top in range(0, height, cell.height))
    return Sliced(ceil(width / cell.width), tuple(slices))


def _reduced(dots: Dots) -> tuple[bytes, list[str]]:
    """Give for each dot the number of its colour's register, and what the registers hold."""
    planes = (dots.rgb[part::3].translate(_COARSE) for part in range(3))
    colours: list[Colour] = list(zip(*planes, strict=True))
    groups = _median_cut(Counter(colours))
    numbers = {colour: number for number, group in enumerate(groups) for colour, _ in group.counts}
    return bytes(map(numbers.__getitem__, colours)), [_register(group.counts) for group in groups]


def _median_cut(counts: Counter[Colour]) -> list[_Group]:
    """Cut the colours into groups: always the widest, where half of its dots are on either side."""
    groups = [_group(list(counts.items()))]
    while len(groups) < COLOURS and (widest := max(groups)).spread:
        groups.remove(widest)
        groups += map(_group, _halves(widest))
    return groups


def _group(counts: list[tuple[Colour, int]]) -> _Group:
    planes = zip(*(colour for colour, _ in counts), strict=True)
    spread, part = max((max(plane) - min(plane), part) for part, plane in enumerate(planes))
    return _Group(spread, part, counts)


def _halves(group: _Group) -> tuple[list[tuple[Colour, int]], list[tuple[Colour, int]]]:
    """Cut a group of two colours or more; neither half is empty."""
    counts = sorted(group.counts, key=lambda counted: counted[0][group.part])
    half, passed, place = sum(count for _, count in counts) / 2, counts[0][1], 1
    while passed < half and place < len(counts) - 1:
        passed += counts[place][1]
        place += 1
    return counts[:place], counts[place:]


def _register(counts: list[tuple[Colour, int]]) -> str:
    """Give the mean of a group's dots as red, green and blue in percent."""
    whole = sum(count for _, count in counts)
    means = (sum(colour[part] * count for colour, count in counts) / whole for part in range(3))
    return ";".join(str(round(mean * 100 / 255)) for mean in means)


def _scaled(numbers: Dots, width: int, height: int) -> list[bytes]:
    """Give the lines of a picture of numbers in another size; each dot is that of the place it stands for."""
    across = [x * numbers.width // width for x in range(width)]
    starts = range(0, numbers.width * numbers.height, numbers.width)
    rows = (numbers.rgb[start : start + numbers.width] for start in starts)
    lines = [bytes(map(row.__getitem__, across)) for row in rows]
    return [lines[y * numbers.height // height] for y in range(height)]


def _picture(lines: Sequence[bytes], registers: Sequence[str]) -> str:
    """Give the sequence of one picture: nothing in it is text, so nothing can end it early."""
    used = "".join(f"#{number};2;{registers[number]}" for number in sorted(set().union(*lines)))
    bands = (_band(lines[top : top + _BAND]) for top in range(0, len(lines), _BAND))
    # Dots are square, and what is below the last of them stays as it is.
    return f'\x1bP9;1q"1;1;{len(lines[0])};{len(lines)}{used}{"-".join(bands)}\x1b\\'


def _band(lines: Sequence[bytes]) -> str:
    """Give up to six lines: for each colour which of their dots have it, one over another."""
    return "$".join(f"#{number}{_sixels(lines, number)}" for number in sorted(set().union(*lines)))


def _sixels(lines: Sequence[bytes], number: int) -> str:
    width = len(lines[0])
    dots = int.from_bytes(b"?" * width)
    for place, line in enumerate(lines):
        if number in line:
            dots += int.from_bytes(line.translate(_only(number, place)))
    sixels = dots.to_bytes(width).decode("ascii").rstrip("?")
    return _RUN.sub(lambda run: f"!{len(run[0])}{run[1]}", sixels)


@lru_cache(maxsize=COLOURS * _BAND)
def _only(number: int, place: int) -> bytes:
    """Give the table that turns dots of one register into their bit of a sixel, and all others into none."""
    table = bytearray(256)
    table[number] = 1 << place
    return bytes(table)
