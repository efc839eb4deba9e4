"""Columns and lines: texts put into cells, wide characters counted as two."""

from __future__ import annotations

from collections.abc import Iterable

from intake.printable import cell_count
from tui.cells import fit, wrap
from tui.review.pages import Column


def row(columns: Iterable[Column], width: int) -> str:
    """Put texts into columns, one cell between them and one before."""
    parts = list(columns)
    taken = 1 + sum(cells + 1 for _, cells in parts)
    left = max(width - taken + 1, 1)
    return " " + " ".join(fit(text, cells or left) for text, cells in parts)


BETWEEN = "   "
"""Stands between things told in one line; a line is broken there first."""


def filled(text: str, width: int, most: int) -> list[str]:
    """Put a text's things into lines, each thing whole where it fits."""
    lines: list[str] = []
    for thing in text.split(BETWEEN):
        joined = f"{lines[-1]}{BETWEEN}{thing}" if lines else thing
        if lines and cell_count(joined) <= width:
            lines[-1] = joined
        else:
            lines += wrap(thing, width, most)
    return lines
