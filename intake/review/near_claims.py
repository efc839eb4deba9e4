"""Near claims: units one slip off a serial of their own parcel's claim that nobody has sent in yet."""

from __future__ import annotations

import msgspec

from intake.claim import is_one_slip
from intake.hold import HoldKind
from intake.journal import events_of_parcel
from intake.receipt import Parcel, Unit, fold_parcel
from intake.review.registers import HoldRow, Mark, holds
from intake.sqlite import Connection

_ANOTHERS = "SELECT 1 FROM parcel WHERE parcel <> ? AND instr(announced, ?) LIMIT 1"
"""A serial needs no escape in JSON."""


class NearClaim(msgspec.Struct, frozen=True):
    """An open hold MISMATCH that looks like a slip."""

    held: HoldRow
    claimed: str
    """The claim's serial that is most likely meant."""


class NearPage(msgspec.Struct, frozen=True):
    """What one page of holds has shown."""

    found: tuple[NearClaim, ...]
    mark: Mark | None
    """Where the next page begins; None after the last."""


def near_claims(connection: Connection, after: Mark | None = None, limit: int = 256) -> NearPage:
    """Look through a page of open holds MISMATCH, the oldest first."""
    page = holds(connection, HoldKind.MISMATCH, after, limit)
    seen = ((row, near_claim(connection, row)) for row in page)
    found = tuple(NearClaim(row, claimed) for row, claimed in seen if claimed is not None)
    return NearPage(found, page[-1].mark if len(page) == limit else None)


def near_claim(connection: Connection, held: HoldRow) -> str | None:
    """Give the one serial a held unit is a slip off, if there is no doubt which; None else."""
    parcel = fold_parcel(events_of_parcel(connection, held.parcel))
    unit = parcel.unit(held.unit) if parcel is not None else None
    if parcel is None or unit is None:
        return None
    near = _near(parcel, unit)
    if len(near) != 1 or _is_wanted(parcel, unit, near[0]) or _is_anothers(connection, parcel, unit):
        return None
    return near[0]


def _is_anothers(connection: Connection, parcel: Parcel, unit: Unit) -> bool:
    """Tell whether the claim of another parcel names the unit's own serial: then the two were exchanged."""
    found = connection.execute(_ANOTHERS, (parcel.id, f'"{unit.serial}"'))
    return found.fetchone() is not None


def _near(parcel: Parcel, unit: Unit) -> tuple[str, ...]:
    """Give the claim's serials nobody has sent in that are one slip off the unit's."""
    claimed = parcel.claim.ending("", parcel.serials) if parcel.claim else ()
    return tuple(each for each in claimed if unit.serial is not None and is_one_slip(unit.serial, each))


def _is_wanted(parcel: Parcel, unit: Unit, claimed: str) -> bool:
    """Tell whether another unit of the parcel is a slip off the same serial: either may be meant."""
    return any(claimed in _near(parcel, each) for each in parcel.units if each.id != unit.id)
