"""Setting: a text in lines, as large as a place allows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

LEADING: Final = 1.2
"""From line to line, in sizes of the type."""

Measure = Callable[[str, float], float]
"""How wide a text is at a size, both in points."""

_ELLIPSIS = "…"
_STEP = 0.5
_ATOM = re.compile(r"(?:[!-~\u00a1-\u00ff]+|[ァ-ヺー]+|.)[、。」）・？！)]*\s*")
"""What stays on one line: a word in Latin or katakana, or a character, with the marks that begin no line
(JIS X 4051)."""


def fitted(
    text: str, measure: Measure, room: tuple[float, float], sizes: tuple[float, float]
) -> tuple[float, list[str]]:
    """Give the size and the lines of a text in a room `width, height`, at most and at least `sizes`.

    Where it does not fit at the least size, it ends in `…`. All in points.
    """
    width, height = room
    size, least = sizes
    while True:
        lines = list(_lines(text, measure, size, width))
        most = max(int(height / (size * LEADING) + 1e-6), 1)
        if len(lines) <= most and all(measure(line, size) <= width for line in lines):
            return size, lines
        if size <= least:
            return size, [_cut(line, measure, size, width) for line in _joined(lines, most)]
        size = max(size - _STEP, least)


def _lines(text: str, measure: Measure, size: float, width: float) -> Iterator[str]:
    line = ""
    for atom in _ATOM.findall(text):
        if line and measure((line + atom).rstrip(), size) > width:
            yield line.rstrip()
            line = ""
        line += atom
    yield line.rstrip()


def _joined(lines: list[str], most: int) -> list[str]:
    """Put what has no line of its own behind the last one that has."""
    return [*lines[: most - 1], " ".join(lines[most - 1 :])]


def _cut(line: str, measure: Measure, size: float, width: float) -> str:
    if measure(line, size) <= width:
        return line
    while line and measure(line + _ELLIPSIS, size) > width:
        line = line[:-1]
    return line.rstrip() + _ELLIPSIS
