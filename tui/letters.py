"""Letters: words drawn large enough to be read from two metres, in half blocks of the terminal's own cells.

A wide character is twelve cells wide and six rows high, a narrow one half as wide (`data/letters/`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import chain

from intake.catalogue import data_folder
from intake.printable import cell_count
from tui.cells import fit

DOTS = 12
"""Rows of dots of a character."""

ROWS = DOTS // 2
"""Rows of the terminal it takes at scale 1: one holds two rows of dots."""

GAP = 4
"""Cells between a word and what stands beside it."""

_BLOCKS = " ▄▀█"
"""By what is set: nothing, the lower half, the upper half, both."""

_NARROW = 6
_MISSING = "?"

Dots = tuple[tuple[bool, ...], ...]
"""Rows of dots, from the top."""


@lru_cache(maxsize=200)
def drawn(word: str, width: int, scale: int) -> tuple[str, ...]:
    """Draw a word in rows of at most `width` cells, as large as fits and at most at `scale`.

    Gives ROWS rows for each step of the scale; no rows where it does not fit at all.
    """
    for size in range(scale, 0, -1):
        for spacing in (1, 0):
            dots = _dots(word, spacing)
            if len(dots[0]) * size <= width:
                return tuple(_blocks(dots, size))
    return ()


def beside(large: Sequence[str], side: Sequence[str], width: int, least: int) -> list[str]:
    """Put lines of text beside a drawn word; nothing where it leaves them fewer than `least` cells."""
    left = max(map(cell_count, large), default=0) + GAP
    room = width - left
    rows = zip(large, [*side, *[""] * len(large)], strict=False)
    return [fit(row, left) + fit(text, room) for row, text in rows] if large and room >= least else []


def _dots(word: str, spacing: int) -> Dots:
    glyphs = [_glyph(character) for character in word]
    gap = (False,) * spacing
    return tuple(
        tuple(chain.from_iterable((*glyph[row], *gap) for glyph in glyphs))[: -spacing or None]
        for row in range(DOTS)
    )


def _blocks(dots: Dots, size: int) -> list[str]:
    scaled = [[dot for dot in row for _ in range(size)] for row in dots for _ in range(size)]
    pairs = zip(scaled[::2], scaled[1::2], strict=True)
    return ["".join(_BLOCKS[2 * a + b] for a, b in zip(*pair, strict=True)) for pair in pairs]


@cache
def _glyph(character: str) -> Dots:
    digits = _find(character) or _find(_MISSING)
    wide = len(digits) > 2 * DOTS
    each, dots = (4, DOTS) if wide else (2, _NARROW)
    rows = [int(digits[place : place + each], 16) for place in range(0, len(digits), each)]
    top = 1 << (4 * each - 1)
    return tuple(tuple(bool(row & (top >> dot)) for dot in range(dots)) for row in rows)


def _find(character: str) -> str:
    """Give a character's hexadecimal digits, or nothing where the font does not have it."""
    font, key = _font(), f"\n{ord(character):04X}:"
    place = font.find(key)
    return font[place + len(key) : font.index("\n", place + 1)] if place >= 0 else ""


@cache
def _font() -> str:
    return "\n" + (data_folder() / "letters" / "shinonome-12-bold.hex").read_text("ascii")
