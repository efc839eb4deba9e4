"""Claims: what expected returns announce for parcels received before, with what the log knows of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from intake.container import ContainerState
from intake.dispatch import replacement_key
from intake.errors import StorageError
from intake.expected import ExpectedReturns, expected_path
from intake.gathering.files import version_in_force
from intake.journal import events_of_parcel
from intake.known import LookUps
from intake.receipt import Parcel, fold_parcel
from intake.receipt.rematching import Announced
from intake.request import EndRematching, RematchParcels
from intake.sqlite import Connection

_QUEUED = """
SELECT p.label FROM replacement AS r JOIN parcel AS p ON p.parcel = r.parcel WHERE r.key = ? AND r.parcel <> ?
"""
_GONE = """
SELECT u.unit FROM unit AS u JOIN container AS c ON c.code = u.container WHERE u.parcel = ? AND c.state = ?
"""


def rematched(wish: RematchParcels | EndRematching, look_ups: LookUps) -> dict[str, Any]:
    """Give what comparing parcels received before with the returns in force needs."""
    connection, returns = look_ups.connection, look_ups.expected
    found: dict[str, Any] = {"returns": version_in_force(connection)}
    if isinstance(wish, RematchParcels):
        each = (fold_parcel(events_of_parcel(connection, parcel)) for parcel in dict.fromkeys(wish.parcels))
        found["announced"] = tuple(_announced(connection, returns, filter(None, each)))
    return found


def announced_by(connection: Connection, folder: Path, version: str, parcel: Parcel) -> tuple[Announced, ...]:
    """Give what published returns, not in force yet, announce for a parcel; nothing by a broken file."""
    path = expected_path(folder, version)
    if path is None:
        return ()
    try:
        with closing(ExpectedReturns.open(path)) as returns:
            return tuple(_announced(connection, returns, [parcel]))
    except StorageError:  # the wish is refused in words
        return ()


def _announced(
    connection: Connection, returns: ExpectedReturns | None, parcels: Iterable[Parcel]
) -> Iterator[Announced]:
    for parcel in parcels:
        claim = returns.claim(parcel.label) if returns is not None else None
        if claim is not None:
            yield Announced(parcel, claim, dict(_queued(connection, parcel)), _gone(connection, parcel))


def _gone(connection: Connection, parcel: Parcel) -> frozenset[str]:
    """Give the ids of its units whose container has left the site."""
    rows = connection.execute(_GONE, (parcel.id, ContainerState.ACCEPTED)).fetchall()
    return frozenset(unit for (unit,) in rows)


def _queued(connection: Connection, parcel: Parcel) -> Iterator[tuple[str, str]]:
    """Give the keys of its units for which another parcel has a replacement queued, and that one's label."""
    for unit in parcel.units:
        key = replacement_key(unit.maker or "", unit.serial or "")
        row = connection.execute(_QUEUED, (key, parcel.id)).fetchone()
        if row is not None:
            yield key, row[0]
