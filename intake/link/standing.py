"""How the units of a parcel stand, read off the views and the log in one short transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import msgspec

from intake.campaign import Catalogue
from intake.dispatch import ReplacementState, replacement_key
from intake.disposition import UnitDisposition
from intake.hold import HoldKind
from intake.link.wanted import ONLY_ONCE, Owed, Standing
from intake.sqlite import Connection
from intake.verdict import Verdict
from intake.wire import HubAnswer

_UNITS = """
SELECT unit, label, serial, maker, verdict, campaign, disposition, holds, reserved, reserved_key FROM unit
WHERE parcel = ?
"""
_OWED = """
SELECT r.unit, r.key, r.campaign, r.serial, r.item, r.colour, r.state, r.answer, p.claim, EXISTS (
  SELECT 1 FROM hold AS h
  WHERE h.parcel = r.parcel AND h.unit = r.unit AND h.reason = 'EXTRA' AND h.decision = 'release'
) FROM replacement AS r JOIN parcel AS p ON p.parcel = r.parcel WHERE r.parcel = ?
"""
_PROMISED = """
SELECT envelope ->> '$.unit', envelope ->> '$.body.key' FROM event
WHERE parcel = ? AND kind IN ('SerialReserved', 'ReplacementQueued', 'ReplacementAnswered') ORDER BY seq
"""
_UNANSWERED = """
SELECT rowid, parcel FROM replacement
WHERE rowid > ? AND answer IS NULL AND state IN ('held', 'queued') ORDER BY rowid LIMIT ?
"""
_HOLDS = msgspec.json.Decoder(tuple[HoldKind, ...])


def standings(connection: Connection, catalogue: Catalogue, parcel: str) -> tuple[Standing, ...]:
    """Give every unit of a parcel, and those that were undone since something was promised to them."""
    with _one_moment(connection):
        units = connection.execute(_UNITS, (parcel,)).fetchall()
        owed = {row[0]: _owed(row) for row in connection.execute(_OWED, (parcel,)).fetchall()}
        promises = connection.execute(_PROMISED, (parcel,)).fetchall()
    promised: dict[str, tuple[str, ...]] = {}
    for unit, key in promises:
        promised[unit] = (*promised.get(unit, ()), key)
    known = tuple(
        _standing(catalogue, parcel, row, promised.pop(row[0], ()), owed.get(row[0])) for row in units
    )
    return (*(Standing(unit, parcel, promised=keys) for unit, keys in promised.items()), *known)


@contextmanager
def _one_moment(connection: Connection) -> Iterator[None]:
    """Read several tables as they stood together; a reader that stays would keep the log from checkpoints."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("COMMIT")


def _standing(
    catalogue: Catalogue, parcel: str, row: tuple[Any, ...], promised: tuple[str, ...], owed: Owed | None
) -> Standing:
    unit, label, serial, maker, verdict, campaign, disposition, holds, epoch, reserved_key = row
    kinds = _HOLDS.decode(holds)
    is_due = verdict == Verdict.AFFECTED and not ONLY_ONCE & {*kinds} and serial is not None
    key = _key(catalogue, campaign, maker, serial, unit) if is_due else None
    return Standing(
        unit,
        parcel,
        label,
        key,
        on_table=disposition == UnitDisposition.IN_HAND,
        holds=kinds,
        reserved=epoch if reserved_key == (owed.key if owed else key) else None,
        promised=promised,
        owed=owed,
    )


def _key(catalogue: Catalogue, campaign: str | None, maker: str | None, serial: str, unit: str) -> str | None:
    """Give the key as `receipt.placing` will; None where this site sends no replacement."""
    for each in catalogue.campaigns:
        if each.id == campaign and each.dispatched_here and maker is not None:
            return replacement_key(maker, serial, None if each.serial.unique else unit)
    return None


def _owed(row: tuple[Any, ...]) -> Owed:
    _, key, campaign, serial, item, colour, state, answer, claim, is_beyond = row
    said = HubAnswer(answer) if answer else None
    return Owed(
        key,
        campaign,
        serial,
        item,
        colour,
        ReplacementState(state),
        said,
        claim,
        beyond_claim=bool(is_beyond),
    )


def unanswered(connection: Connection, after: int, most: int) -> list[tuple[int, str]]:
    """Give a page of parcels with a replacement nobody has answered: its place to go on from, and the id.

    The oldest first. A parcel comes once for each such replacement.
    """
    return connection.execute(_UNANSWERED, (after, most)).fetchall()


def open_parcel(connection: Connection) -> str | None:
    """Name the parcel that lies open at the desk."""
    row = connection.execute("SELECT parcel FROM lane").fetchone()
    return row[0] if row else None
