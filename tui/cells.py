"""Cells: fitting text of narrow and wide characters into columns of a terminal."""

from __future__ import annotations

from rich.cells import set_cell_size

from intake.printable import cell_count

_NEVER_FIRST = frozenset("、。，．・：；？！）」』】.,:;?!)")
"""Marks that begin no line (JIS X 4051)."""


def wrap(text: str, width: int, most: int) -> list[str]:
    """Break a text into at most `most` lines of `width` cells: at spaces, and anywhere between wide ones."""
    lines: list[str] = []
    rest = text
    while rest and len(lines) < most:
        line, rest = _first_line(rest, width)
        lines.append(line)
    if rest and lines:
        lines[-1] = fit(f"{lines[-1]} {rest}", width)
    return lines


def _first_line(text: str, width: int) -> tuple[str, str]:
    if cell_count(text) <= width:
        return text, ""
    end = used = 0
    while used + cell_count(text[end]) <= width:
        used += cell_count(text[end])
        end += 1
    end = max(end, 1)
    while end > 1 and text[end] in _NEVER_FIRST:
        end -= 1
    space = text.rfind(" ", 0, end + 1)
    cut = space if space > 0 and not _breaks(text, end) else end
    return text[:cut].rstrip(), text[cut:].lstrip()


def _breaks(text: str, end: int) -> bool:
    """Tell whether a line may break here: next to a wide character it may."""
    return cell_count(text[end - 1]) > 1 or cell_count(text[end]) > 1


def fit(text: str, width: int) -> str:
    """Make a text exactly `width` cells: filled with spaces, or cut with an ellipsis."""
    room = width - cell_count(text)
    if room >= 0:
        return text + " " * room
    return set_cell_size(text, width - 1) + "…"
