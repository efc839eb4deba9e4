"""One replacement as a row, and in full."""

from __future__ import annotations

from collections.abc import Iterator

from intake.dispatch import ReplacementState
from intake.printable import printable
from intake.review.registers import ReplacementRow
from intake.wording import Wording
from tui.review.columns import row
from tui.review.pages import Column
from tui.review.times import cells_of_time, shown, whole
from tui.review.unit_row import held
from tui.widgets.lines import Styled

_WIDE = 100
"""Cells from which there is room for what an item is called."""
_TONES = {ReplacementState.HELD: "note", ReplacementState.DENIED: "dim", ReplacementState.FAILED: "refused"}


def heads(width: int, wording: Wording) -> Iterator[Column]:
    """Name the columns of replacements."""
    names = ("time", "state", "serial", "parcel", "item", "holds")
    return (
        (wording.review(f"column_{name}"), cells) for name, cells in zip(names, _cells(width), strict=True)
    )


def line(replacement: ReplacementRow, width: int, wording: Wording) -> Styled:
    """Word a replacement."""
    colour = f" ({replacement.colour})" if replacement.colour else ""
    texts = (
        shown(replacement.queued_at, width),
        wording.term("replacement", replacement.state),
        replacement.serial,
        replacement.label,
        printable(f"{replacement.item}{colour}", 60),
        held(replacement.holds, wording),
    )
    tone = _TONES.get(ReplacementState(replacement.state), "plain")
    return row(zip(texts, _cells(width), strict=True), width), tone


def _cells(width: int) -> tuple[int, ...]:
    return cells_of_time(width), 9, 17, 13, 36 if width >= _WIDE else 12, 0


def texts(replacement: ReplacementRow, wording: Wording) -> Iterator[str]:
    """Give what a replacement is found by."""
    yield from (replacement.serial, replacement.label, replacement.item, replacement.campaign)
    yield from (replacement.state, wording.term("replacement", replacement.state), *replacement.holds)
    yield held(replacement.holds, wording)
    if replacement.answer is not None:
        yield from (replacement.answer, wording.term("answer", replacement.answer), replacement.detail or "")


def answer(replacement: ReplacementRow, wording: Wording) -> str:
    """Say what the central claims system has said; empty where it has said nothing."""
    if replacement.answer is None:
        return ""
    said = wording.term("answer", replacement.answer)
    parts = (said, printable(replacement.detail or "", 60), whole(replacement.answered or ""))
    return f"{wording.review('central')}: {'   '.join(filter(None, parts))}"


def in_full(replacement: ReplacementRow, wording: Wording) -> Iterator[str]:
    """Say all of a replacement."""
    parts = (
        wording.term("replacement", replacement.state),
        replacement.serial,
        f"{wording.screen('parcel')} {replacement.label}",
        whole(replacement.queued_at),
    )
    yield "   ".join(parts)
    yield "   ".join(filter(None, (replacement.campaign, replacement.item, replacement.colour)))
    if replacement.answer is not None:
        yield answer(replacement, wording)
    if replacement.holds:
        yield f"{wording.review('column_holds')}: {held(replacement.holds, wording)}"
