"""A look-alike: the serial that may be meant, below the one that was read, each difference marked."""

from __future__ import annotations

from difflib import SequenceMatcher

from intake.outcome import Outcome
from intake.printable import cell_count, printable
from intake.serial_number import normalise
from intake.wording import Wording
from tui.cells import fit

ROWS = 3
"""Rows they take: what was read, what may be meant, the marks."""

_LONGEST = 40
"""Characters of a serial that are shown."""
_GAP, _MARK = "_", "^"


def compared(outcome: Outcome, wording: Wording) -> list[str]:
    """Put the serial read and the one that may be meant in rows; nothing where an answer hints at none."""
    params = outcome.answer.params
    near = params.get("near")
    if not near:
        return []
    read = str(params.get("serial") or normalise(outcome.scan or ""))
    above, below, marks = aligned(printable(read, _LONGEST), printable(str(near), _LONGEST))
    heads = [wording.screen(name) for name in ("near_read", "near_meant")]
    width = max(map(cell_count, heads)) + 1
    rows = zip([*heads, ""], (above, below, marks), strict=True)
    return [fit(head, width) + text for head, text in rows]


def aligned(read: str, near: str) -> tuple[str, str, str]:
    """Give both texts in one length, a gap where a character is missing, and a mark below each difference."""
    above, below, marks = [], [], []
    for tag, first, last, start, end in SequenceMatcher(None, read, near, autojunk=False).get_opcodes():
        width = max(last - first, end - start)
        above.append(read[first:last].ljust(width, _GAP))
        below.append(near[start:end].ljust(width, _GAP))
        marks.append((" " if tag == "equal" else _MARK) * width)
    return "".join(above), "".join(below), "".join(marks).rstrip()


def bracketed(read: str, near: str) -> tuple[str, str]:
    """Give both texts with what differs in brackets, for a list in which each pair has one row."""
    parts: tuple[list[str], list[str]] = [], []
    for tag, first, last, start, end in SequenceMatcher(None, read, near, autojunk=False).get_opcodes():
        for part, text in zip(parts, (read[first:last], near[start:end]), strict=True):
            part.append(text if tag == "equal" else f"[{text or _GAP}]")
    return "".join(parts[0]), "".join(parts[1])
