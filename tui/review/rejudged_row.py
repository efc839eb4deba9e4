"""One unit that a newer list judged otherwise, as a row and in full."""

from __future__ import annotations

from collections.abc import Iterator

from intake.disposition import UnitDisposition
from intake.review.registers import RejudgedRow
from intake.verdict import Verdict
from intake.wording import Wording
from tui.review.columns import row
from tui.review.pages import Column
from tui.review.times import cells_of_time, shown, whole
from tui.widgets.lines import Styled

_WIDE = 100
"""Cells from which every column has room."""


def heads(width: int, wording: Wording) -> Iterator[Column]:
    """Name the columns of units judged again."""
    return ((wording.review(f"column_{name}"), cells) for name, cells in _columns(width))


def line(unit: RejudgedRow, width: int, wording: Wording) -> Styled:
    """Word a unit; what was handed over as not affected and what stands in the wrong container stands out."""
    texts = {
        "time": shown(unit.judged_at, width),
        "serial": _serial(unit, wording),
        "verdicts": verdicts(unit, wording),
        "container": unit.container or "-",
        "state": state(unit, wording),
        "bag": unit.bag or "-",
        "parcel": unit.label,
    }
    return row([(texts[name], cells) for name, cells in _columns(width)], width), _tone(unit)


def _columns(width: int) -> list[tuple[str, int]]:
    cells = {
        "time": cells_of_time(width),
        "serial": 17,
        "verdicts": 24,
        "container": 11,
        "bag": 13 if width >= _WIDE else -1,
        "parcel": 13 if width >= _WIDE else -1,
        "state": 0,
    }
    return [(name, each) for name, each in cells.items() if each >= 0]


def _tone(unit: RejudgedRow) -> str:
    is_gone = unit.disposition is UnitDisposition.HANDED_OVER
    if is_gone and unit.verdict is Verdict.AFFECTED:
        return "hazard"
    return "note" if unit.to_move else "dim" if is_gone else "plain"


def _serial(unit: RejudgedRow, wording: Wording) -> str:
    return unit.serial or wording.review("unreadable")


def verdicts(unit: RejudgedRow, wording: Wording) -> str:
    """Say what the list before said, and what the newer one says."""
    said = (unit.verdict_before, unit.verdict)
    return " > ".join(wording.term("verdict", each) if each else "-" for each in said)


def state(unit: RejudgedRow, wording: Wording) -> str:
    """Say where it has got to, first of all if it stands in a container of another class."""
    if unit.to_move:
        return wording.review("to_move")
    return wording.term("disposition", unit.disposition) if unit.disposition else "-"


def texts(unit: RejudgedRow, wording: Wording) -> Iterator[str]:
    """Give what a unit is found by."""
    yield from (unit.serial or "", unit.bag or "", unit.container or "", unit.label, unit.model or "")
    yield from (unit.verdict or "", verdicts(unit, wording), state(unit, wording), unit.judged_at)


def in_full(unit: RejudgedRow, wording: Wording) -> Iterator[str]:
    """Say all of a unit."""
    parts = (_serial(unit, wording), verdicts(unit, wording), unit.model or "", whole(unit.judged_at))
    yield "   ".join(filter(None, parts))
    condition = wording.term("condition", unit.condition) if unit.condition else ""
    places = (f"{wording.screen('parcel')} {unit.label}", unit.bag, unit.container, condition)
    yield "   ".join(filter(None, (*places, state(unit, wording))))
