"""One unit as a row of what a search has found, and in full."""

from __future__ import annotations

from collections.abc import Iterator

from intake.printable import printable
from intake.review.unit_row import UnitRow
from intake.verdict import Verdict
from intake.wording import Wording
from tui.review.columns import row
from tui.review.pages import Column
from tui.review.times import cells_of_time, shown, whole
from tui.widgets.lines import Styled

_WIDE, _WIDEST = 100, 140
_NAMES = ("time", "serial", "verdict", "model", "class", "container", "parcel", "bag", "badge", "holds")
_TONES = {Verdict.AFFECTED: "ok", Verdict.UNCERTAIN: "note", Verdict.INVALID: "refused"}


def heads(width: int, wording: Wording) -> tuple[Column, ...]:
    """Name the columns of units."""
    return tuple((wording.review(f"column_{name}"), cells) for name, cells in _columns(width))


def line(unit: UnitRow, width: int, wording: Wording) -> Styled:
    """Word a unit, or a parcel that has none."""
    texts = {
        "time": shown(unit.identified_at, width),
        "serial": serial(unit, wording),
        "verdict": wording.term("verdict", unit.verdict) if unit.verdict else "-",
        "model": unit.model or "-",
        "class": unit.condition or "-",
        "container": unit.container or "-",
        "parcel": unit.label or "",
        "bag": unit.bag or "-",
        "badge": unit.operator or "",
        "holds": held(unit.holds, wording),
    }
    cells = [(texts[name], cells) for name, cells in _columns(width)]
    return row(cells, width), _TONES.get(Verdict(unit.verdict), "plain") if unit.verdict else "plain"


def _columns(width: int) -> list[tuple[str, int]]:
    """Name the columns there is room for, each with its cells."""
    cells = {
        "time": cells_of_time(width),
        "serial": 24 if width >= _WIDEST else 17,
        "verdict": 12,
        "model": 6,
        "class": 4,
        "container": 11,
        "parcel": 13 if width >= _WIDE else -1,
        "bag": 13 if width >= _WIDEST else -1,
        "badge": 11 if width >= _WIDEST else -1,
        "holds": 0,
    }
    return [(name, cells[name]) for name in _NAMES if cells[name] >= 0]


def serial(unit: UnitRow, wording: Wording) -> str:
    """Give the serial; as it was read where it is none, in words where nothing was."""
    if unit.unit is None:
        return wording.review("no_unit")
    return unit.serial or printable(unit.raw or "", 24) or wording.review("unreadable")


def held(holds: tuple[str, ...], wording: Wording) -> str:
    """Name open holds."""
    return ", ".join(wording.term("hold", hold) for hold in holds)


def in_full(unit: UnitRow, wording: Wording) -> Iterator[str]:
    """Say all of a unit but its story."""
    yield "   ".join(_names(unit, wording))
    yield "   ".join(_places(unit, wording))
    if unit.holds:
        yield f"{wording.review('column_holds')}: {held(unit.holds, wording)}"


def _names(unit: UnitRow, wording: Wording) -> Iterator[str]:
    yield serial(unit, wording)
    if unit.verdict:
        yield wording.term("verdict", unit.verdict)
    if unit.model:
        yield unit.model
    if unit.condition:
        yield wording.term("condition", unit.condition)
    if unit.disposition:
        yield wording.term("disposition", unit.disposition)


def _places(unit: UnitRow, wording: Wording) -> Iterator[str]:
    if unit.identified_at:
        yield whole(unit.identified_at)
    yield f"{wording.screen('parcel')} {printable(unit.label or '-', 20)}"
    if unit.claim:
        yield f"{wording.review('claim')} {printable(unit.claim, 30)}"
    for value in (unit.bag, unit.container):
        if value:
            yield value
    if unit.operator:
        yield f"{wording.screen('operator')} {unit.operator}"
