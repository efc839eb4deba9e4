"""A terminal that shows sixels: text erases the dots of its cells, dots lie over text until then."""

from __future__ import annotations

import re
from itertools import product
from math import ceil
from typing import NamedTuple

from intake.printable import cell_count

_TOKEN = re.compile(
    r"\x1bP(?P<dcs>[^\x1b]*)\x1b\\|\x1b(?P<save>[78])|\x1b\[(?P<at>[0-9;]*)(?P<what>[A-Za-z])"
    r"|(?P<text>[^\x1b\r\n]+)|(?P<end>[\r\n])"
)
_DATA = re.compile(r"#(\d+);2;(\d+);(\d+);(\d+)|#(\d+)|!(\d+)([?-~])|([?-~])|([$-])")

Colour = tuple[int, int, int]


class Picture(NamedTuple):
    """What a sixel sequence shows."""

    width: int
    height: int
    dots: dict[tuple[int, int], Colour]
    """Those that are set: red, green and blue in percent."""


def decoded(sequence: str) -> Picture:
    """Decode a whole sequence, device control string and all (DEC STD 070). Raises AssertionError."""
    whole = re.fullmatch(r'\x1bP9;1q"1;1;(\d+);(\d+)([^\x1b]*)\x1b\\', sequence)
    assert whole, sequence[:80]
    assert _DATA.sub("", whole[3]) == ""
    registers: dict[int, Colour] = {}
    dots: dict[tuple[int, int], Colour] = {}
    x = y = colour = 0
    for define, red, green, blue, choose, count, repeated, single, move in _DATA.findall(whole[3]):
        if define:
            registers[int(define)] = int(red), int(green), int(blue)
        elif choose:
            colour = int(choose)
        elif move:
            x, y = 0, y + 6 * (move == "-")
        else:
            bits, times = ord(repeated or single) - 0x3F, int(count or 1)
            rows = [y + row for row in range(6) if bits >> row & 1]
            dots |= dict.fromkeys(product(range(x, x + times), rows), registers[colour])
            x += times
    return Picture(int(whole[1]), int(whole[2]), dots)


class SixelTerminal:
    """Knows of each cell whether dots of a picture are to be seen in it."""

    def __init__(self, cell: tuple[int, int], size: tuple[int, int]) -> None:
        """Begin empty, with cells of so many dots, and so many cells."""
        self._cell = cell
        self._size = size
        self._x = self._y = 0
        self._kept = (0, 0)
        self.dotted: set[tuple[int, int]] = set()
        """Column and row of the cells in which there are dots."""

        self.sent: list[str] = []
        """The sequences of pictures so far."""

    def write(self, data: str) -> None:
        """Show what a program sends. Raises AssertionError on what is no whole sequence."""
        place = 0
        while place < len(data):
            token = _TOKEN.match(data, place)
            assert token, data[place : place + 40]
            place = token.end()
            self._show(token)

    def resize(self, columns: int, rows: int) -> None:
        """Keep what fits."""
        self._size = columns, rows
        self._clip()

    def _clip(self) -> None:
        columns, rows = self._size
        self.dotted = {(x, y) for x, y in self.dotted if x < columns and y < rows}

    def _show(self, token: re.Match[str]) -> None:
        if token["dcs"] is not None:
            self._picture(token[0])
        elif token["save"] == "7":
            self._kept = self._x, self._y
        elif token["save"] == "8":
            self._x, self._y = self._kept
        elif token["what"] == "H":
            row, column = (int(part or 1) for part in (token["at"] or "1;1").split(";"))
            self._x, self._y = column - 1, row - 1
        elif token["what"] == "G":
            self._x = int(token["at"]) - 1
        elif token["text"]:
            across = range(self._x, self._x + cell_count(token["text"]))
            self.dotted -= {(x, self._y) for x in across}
            self._x = across.stop
        else:
            assert token["what"] in {"m", None}, token[0]

    def _picture(self, sequence: str) -> None:
        self.sent.append(sequence)
        shown = decoded(sequence)
        width, height = self._cell
        self.dotted |= {
            (self._x + x, self._y + y)
            for x in range(ceil(shown.width / width))
            for y in range(ceil(shown.height / height))
        }
        self._clip()
