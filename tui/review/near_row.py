"""One unit a single slip off its own parcel's claim, as a row and in full."""

from __future__ import annotations

import time
from collections.abc import Iterator

import msgspec

from intake.hold import HoldKind
from intake.review.registers import Mark
from intake.wording import Wording
from tui.look_alike import bracketed
from tui.review.columns import row
from tui.review.pages import Column
from tui.review.times import age, whole
from tui.widgets.lines import Styled

_WIDEST = 140
"""Cells from which there is room for longer serials."""


class NearRow(msgspec.Struct, frozen=True):
    """One open hold MISMATCH that looks like a slip."""

    hold: str
    """Its identifier, by which it is resolved."""

    unit: str
    label: str
    """On the parcel."""

    serial: str
    claimed: str
    """The claim's serial that is most likely meant."""

    raised_at: str
    mark: Mark


def heads(width: int, wording: Wording) -> Iterator[Column]:
    """Name the columns of such units."""
    names = ("age", "serial", "claimed", "parcel")
    return (
        (wording.review(f"column_{name}"), cells) for name, cells in zip(names, _cells(width), strict=True)
    )


def line(near: NearRow, width: int, wording: Wording) -> Styled:
    """Word a unit, with what differs in brackets."""
    told = (age(near.raised_at, time.time(), wording), *bracketed(near.serial, near.claimed), near.label)
    return row(zip(told, _cells(width), strict=True), width), "plain"


def _cells(width: int) -> tuple[int, ...]:
    serial = 28 if width >= _WIDEST else 21
    return 7, serial, serial, 0


def texts(near: NearRow, wording: Wording) -> Iterator[str]:  # noqa: ARG001 (as every register's)
    """Give what a unit is found by."""
    yield from (near.serial, near.claimed, near.label, near.raised_at)


def in_full(near: NearRow, wording: Wording) -> Iterator[str]:
    """Say all of a unit."""
    yield f"{pair(near)}   {wording.term('hold', HoldKind.MISMATCH)}   {whole(near.raised_at)}"


def pair(near: NearRow) -> str:
    """Put the unit's serial and the claimed one beside each other, with what differs in brackets."""
    return f"{' > '.join(bracketed(near.serial, near.claimed))}   {near.label}"
