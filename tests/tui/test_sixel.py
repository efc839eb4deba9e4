"""Sixels: what is decoded again is the picture, and no slice is larger than its row of cells."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import termios
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.settings import PreviewStyle
from tests.tui.sixel_terminal import decoded
from tui.half_blocks import Dots
from tui.sixel import Cell, cell_of, is_there, sliced

CELL = Cell(10, 20)
COARSE = 8
"""Steps of a colour that are shown as one."""


def shown(dots: Dots, columns: int, rows: int, cell: Cell = CELL) -> dict[tuple[int, int], tuple[float, ...]]:
    """Cut a picture for so many cells, and put together what its slices show, 0 to 255."""
    found: dict[tuple[int, int], tuple[float, ...]] = {}
    for row, sequence in enumerate(sliced(dots, columns, rows, cell).slices):
        picture = decoded(sequence)
        assert picture.height <= cell.height
        assert len(picture.dots) == picture.width * picture.height
        assert max(picture.dots) == (picture.width - 1, picture.height - 1)
        found |= {
            (x, y + row * cell.height): tuple(c * 255 / 100 for c in rgb)
            for (x, y), rgb in picture.dots.items()
        }
    return found


def near(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Whether two colours are the same but for steps and percents."""
    return all(abs(a - b) <= COARSE for a, b in zip(one, other, strict=True))


@given(st.integers(1, 40), st.integers(1, 50), st.integers(0, 2**32))
def test_few_colours_arrive_as_they_are(width: int, height: int, seed: int) -> None:
    """Dot for dot, where the picture has its own size or twice that."""
    random = Random(seed)
    colours = [random.randbytes(3) for _ in range(random.randint(1, 20))]
    dots = Dots(width, height, b"".join(random.choices(colours, k=width * height)))
    found = shown(dots, 4 + width // 10, 3 + height // 20)
    across, down = 1 + max(x for x, _ in found), 1 + max(y for _, y in found)
    for (x, y), colour in found.items():
        at = 3 * (y * height // down * width + x * width // across)
        assert near(colour, tuple(dots.rgb[at : at + 3]))


def test_of_many_colours_each_is_shown_as_one_near_it() -> None:
    """A ramp keeps its order and its ends."""
    ramp = Dots(256, 3, bytes(value for value in range(256) for _ in range(3)) * 3)
    found = shown(ramp, 16, 1, Cell(16, 20))
    row = [found[x, 0][0] for x in range(256)]
    assert row == sorted(row)
    assert all(abs(value - x) <= COARSE for x, value in enumerate(row))
    assert len(set(row)) > 24


@pytest.mark.parametrize("size", [(640, 480), (640, 360), (16, 640), (640, 1), (1, 1)], ids=str)
@pytest.mark.parametrize(
    "room", [(78, 17, 10, 20), (30, 4, 7, 15), (1, 1, 9, 18), (200, 50, 12, 25)], ids=str
)
def test_a_picture_keeps_to_its_cells_and_its_shape(
    size: tuple[int, int], room: tuple[int, int, int, int]
) -> None:
    columns, rows, *cell = room
    noise = Random(7).randbytes(3 * 64) * (size[0] * size[1] // 64 + 1)
    picture = sliced(Dots(*size, noise[: size[0] * size[1] * 3]), columns, rows, Cell(*cell))
    sizes = [decoded(sequence)[:2] for sequence in picture.slices]
    width, height = sizes[0][0], sum(height for _, height in sizes)
    assert 1 <= width <= picture.columns * cell[0] <= columns * cell[0]
    assert len(sizes) <= rows
    assert {width for width, _ in sizes} == {width}
    assert all(height == cell[1] for _, height in sizes[:-1])
    assert width * height <= 640 * 480 + max(width, height)
    if min(width, height) > 10:
        assert width / height == pytest.approx(size[0] / size[1], rel=0.1)


@given(st.binary(min_size=12 * 9 * 3, max_size=12 * 9 * 3))
def test_nothing_in_a_picture_ends_its_sequence(rgb: bytes) -> None:
    """Whatever its dots are: one introducer, one end, and between them only what sixels are written in."""
    for sequence in sliced(Dots(12, 9, rgb), 10, 4, CELL).slices:
        assert sequence.startswith("\x1bP")
        assert sequence.endswith("\x1b\\")
        assert set(sequence[2:-2]) <= {*map(chr, range(0x20, 0x7F))}
        decoded(sequence)


@pytest.fixture
def terminal() -> Iterator[int]:
    """The program's end of a pseudo-terminal."""
    ours, theirs = pty.openpty()
    yield theirs
    os.close(ours)
    os.close(theirs)


@pytest.mark.parametrize("margin", range(20))
@pytest.mark.parametrize(("rows", "columns"), [(24, 80), (40, 120), (60, 200)])
def test_a_cell_is_never_taken_for_larger_than_it_is(
    terminal: int, rows: int, columns: int, margin: int
) -> None:
    """A terminal may count margins, narrower than a cell, into its window."""
    size = struct.pack("HHHH", rows, columns, columns * 10 + margin // 2, rows * 20 + margin)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, size)
    assert cell_of(terminal) == CELL


@pytest.mark.parametrize("dots", [(0, 0), (800, 0), (80, 24), (65535, 65535)], ids=str)
def test_a_size_that_cannot_be_is_none(terminal: int, dots: tuple[int, int]) -> None:
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, *dots))
    assert cell_of(terminal) is None


def test_what_is_no_terminal_has_no_cells() -> None:
    with Path(os.devnull).open() as file:
        assert cell_of(file.fileno()) is None


@pytest.mark.parametrize("wanted", list(PreviewStyle))
@pytest.mark.parametrize("terminal_name", ["foot", "mlterm-256color", "xterm-kitty", "xterm-256color", ""])
def test_it_is_used_where_the_site_or_the_terminals_name_says_so(
    wanted: PreviewStyle, terminal_name: str
) -> None:
    shows = terminal_name in {"foot", "mlterm-256color"}
    expected = wanted is PreviewStyle.SIXEL or (wanted is PreviewStyle.AUTO and shows)
    assert is_there(wanted, terminal_name) is expected
