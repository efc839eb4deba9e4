"""One hold as a row, and what is needed to decide about it."""

from __future__ import annotations

import time
from collections.abc import Iterator

from intake.hold import HoldKind
from intake.printable import printable
from intake.review.registers import HoldRow
from intake.wording import Wording
from tui.review.columns import row
from tui.review.pages import Column
from tui.review.times import age, whole
from tui.widgets.lines import Styled

_WIDE, _WIDEST = 100, 140
_COMPARED = {
    HoldKind.DUPLICATE: "held_parcel",
    HoldKind.MISMATCH: "held_nearest",
    HoldKind.EXTRA: "held_claim",
    HoldKind.EXCLUDED_COLOUR: "held_colour",
    HoldKind.REJUDGED: "held_list",
    HoldKind.GONE: "held_container",
}
"""What a hold's detail is, by the name of its sentence."""


def heads(width: int, wording: Wording) -> Iterator[Column]:
    """Name the columns of holds."""
    return ((wording.review(f"column_{name}"), cells) for name, cells in _columns(width))


def line(hold: HoldRow, width: int, wording: Wording) -> Styled:
    """Word a hold."""
    texts = {
        "age": age(hold.raised_at, time.time(), wording),
        "reason": wording.term("hold", hold.reason),
        "serial": hold.serial or wording.review("unreadable"),
        "parcel": hold.label,
        "badge": hold.operator or "",
        "detail": _named(hold, wording) if hold.reason in _COMPARED else detail(hold, wording),
    }
    tone = "hazard" if hold.reason is HoldKind.GONE else "plain"
    return row([(texts[name], cells) for name, cells in _columns(width)], width), tone


def _columns(width: int) -> list[tuple[str, int]]:
    cells = {
        "age": 7,
        "reason": 24 if width >= _WIDE else 22,
        "serial": 24 if width >= _WIDEST else 17,
        "parcel": 13,
        "badge": 11 if width >= _WIDE else -1,
        "detail": 0,
    }
    return [(name, each) for name, each in cells.items() if each >= 0]


def texts(hold: HoldRow, wording: Wording) -> Iterator[str]:
    """Give what a hold is found by."""
    yield from (hold.reason, wording.term("hold", hold.reason), hold.serial or "", hold.label)
    yield from (hold.operator or "", hold.detail, hold.raised_at)


def detail(hold: HoldRow, wording: Wording) -> str:
    """Say what the unit was compared with."""
    if not hold.detail:
        return ""
    sentence = _COMPARED.get(HoldKind(hold.reason))
    if sentence:
        return wording.review(sentence, detail=_named(hold, wording))
    for kind in ("reason", "sign", "outcome"):
        word = wording.term(kind, hold.detail)
        if word != hold.detail:
            return word
    return printable(hold.detail, 40)


def _named(hold: HoldRow, wording: Wording) -> str:
    """Name what it was compared with; a colour in the language spoken."""
    is_colour = hold.reason == HoldKind.EXCLUDED_COLOUR
    return printable(wording.colour(hold.detail) if is_colour else hold.detail, 40)


def in_full(hold: HoldRow, wording: Wording) -> Iterator[str]:
    """Say all of a hold."""
    yield f"{wording.term('hold', hold.reason)}   {detail(hold, wording)}".rstrip()
    serial = hold.serial or wording.review("unreadable")
    badge = f"   {wording.screen('operator')} {hold.operator}" if hold.operator else ""
    yield f"{serial}   {wording.screen('parcel')} {hold.label}   {whole(hold.raised_at)}{badge}"
