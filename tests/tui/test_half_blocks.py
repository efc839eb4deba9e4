"""Half blocks: dots keep their places and colours, outlines their edges."""

from __future__ import annotations

import pytest
from rich.style import Style

from tui.half_blocks import Dots, coloured, fitted, outlined, scaled, shaded, width_of

RED, BLUE, MARK = b"\xf8\x08\x08", b"\x08\x08\xf8", b"\x00\xff\x00"


@pytest.mark.parametrize(
    ("size", "cells", "expected"),
    [
        ((160, 90), (40, 12), (40, 22)),
        ((160, 120), (40, 12), (32, 24)),
        ((20, 10), (40, 12), (20, 10)),
        ((1000, 1), (40, 12), (40, 1)),
        ((0, 0), (40, 12), (0, 0)),
    ],
)
def test_a_picture_is_made_as_large_as_fits_and_never_larger(
    size: tuple[int, int], cells: tuple[int, int], expected: tuple[int, int]
) -> None:
    assert fitted(*size, *cells) == expected


def test_two_dots_stand_in_each_cell() -> None:
    """The upper one is the character's colour, the lower one its ground; equal cells are one run."""
    [[left, right]] = coloured(Dots(3, 2, RED + RED + BLUE + BLUE + BLUE + RED), (), MARK)
    assert (left.text, right.text) == ("▀▀", "▀")
    assert left.style == Style.parse("#f80808 on #0808f8")
    assert right.style == Style.parse("#0808f8 on #f80808")


def test_an_odd_row_fills_its_cells() -> None:
    [[cell]] = coloured(Dots(1, 1, RED), (), MARK)
    assert cell.style == Style.parse("#f80808 on #f80808")


def test_a_marked_dot_has_the_marks_colour() -> None:
    [[cell]] = coloured(Dots(1, 2, RED + RED), [(0, 1)], MARK)
    assert cell.style == Style.parse("#f80808 on #00ff00")


def test_an_outline_is_the_edges_between_the_corners() -> None:
    """Closed, in dots of the picture, and what lies outside is left out."""
    square = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)]
    edge = {(x, y) for x in range(5) for y in range(4) if x in {0, 4} or y in {0, 3}}
    assert outlined(square, 5, 4) == edge
    assert outlined([(-1.0, 0.5), (2.0, 0.5)], 3, 3) == {(0, 1), (1, 1), (2, 1)}


def test_a_smaller_picture_keeps_what_was_where() -> None:
    """Each of its dots is a mean of those it stands for."""
    rows = [RED * 40 + BLUE * 40] * 30
    small = scaled(Dots(80, 30, b"".join(rows)), 4, 2)
    assert small == Dots(4, 2, (RED * 2 + BLUE * 2) * 2)
    assert scaled(Dots(2, 1, b"\x00" * 3 + b"\xff" * 3), 1, 1).rgb == b"\x7f" * 3


def test_without_colours_the_light_tells() -> None:
    """Five steps from dark to light, marked cells by their character."""
    style, marked = Style.parse("white on black"), Style.parse("red on black")
    greys = bytes(level for level in (0, 60, 110, 170, 255) for _ in range(3))
    [row] = shaded(Dots(5, 2, greys * 2), [(2, 1)], "#", style, marked)
    assert [(segment.text, segment.style) for segment in row] == [(" ░", style), ("#", marked), ("▓█", style)]
    assert width_of(row) == 5
