"""Rows: a folded parcel in tables to search, and how they come there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

import msgspec

from intake.hub.database import Connection
from intake.receipt import Parcel, Unit


class ParcelRow(msgspec.Struct, frozen=True):
    """A row of `parcel`, by its columns."""

    station: str
    parcel: str
    label: str
    claim: str | None
    opened_at: str
    closed_at: str | None
    units: int


class UnitRow(msgspec.Struct, frozen=True):
    """A row of `unit`, by its columns."""

    station: str
    unit: str
    parcel: str
    serial: str | None
    maker: str | None
    verdict: str | None
    campaign: str | None
    model: str | None
    colour: str | None
    list_version: str | None
    un_number: str | None
    condition: str | None
    bag: str | None
    container: str | None
    disposition: str
    identified_at: str
    key: str | None


class HoldRow(msgspec.Struct, frozen=True):
    """A row of `hold`, by its columns."""

    station: str
    hold: str
    parcel: str
    unit: str
    kind: str
    detail: str
    raised_at: str
    resolved_at: str | None
    decision: str | None


class Rows(msgspec.Struct, frozen=True):
    """Rows of some parcels."""

    parcels: list[ParcelRow]
    units: list[UnitRow]
    holds: list[HoldRow]

    def add(self, other: Self) -> None:
        """Add those of another parcel."""
        self.parcels.extend(other.parcels)
        self.units.extend(other.units)
        self.holds.extend(other.holds)


def rows_of(station: str, parcel: Parcel) -> Rows:
    """Give every row that one parcel stands for."""
    own = ParcelRow(
        station,
        parcel.id,
        parcel.label,
        parcel.claim.number if parcel.claim else None,
        parcel.opened_at,
        parcel.closed_at,
        len(parcel.units),
    )
    units = [_unit(station, parcel, unit) for unit in parcel.units]
    return Rows([own], units, [hold for unit in parcel.units for hold in _holds(station, parcel, unit)])


def _unit(station: str, parcel: Parcel, unit: Unit) -> UnitRow:
    return UnitRow(
        station,
        unit.id,
        parcel.id,
        unit.serial,
        unit.maker,
        unit.verdict,
        unit.campaign,
        unit.model,
        unit.colour,
        unit.list_version,
        unit.un_number,
        unit.condition,
        unit.bag,
        unit.container,
        unit.disposition,
        unit.identified_at,
        unit.replacement.key if unit.replacement else None,
    )


def _holds(station: str, parcel: Parcel, unit: Unit) -> list[HoldRow]:
    return [
        HoldRow(
            station,
            hold.id,
            parcel.id,
            unit.id,
            hold.kind,
            hold.detail,
            hold.raised_at,
            hold.resolved_at,
            hold.decision,
        )
        for hold in unit.holds
    ]


async def write(connection: Connection, station: str, older: Sequence[str], rows: Rows) -> None:
    """Write the rows of parcels. `older`: those that may have rows already, which may be gone now."""
    if older:
        await _remove(connection, station, older, rows)
    for table, wanted in (("parcel", rows.parcels), ("unit", rows.units), ("hold", rows.holds)):
        if wanted:
            # A station that gives two things one id writes the later one: no statement may write a row twice.
            once = list({getattr(row, table): row for row in wanted}.values())
            await connection.execute(_WRITE[table], (msgspec.json.encode(once).decode(),))


async def _remove(connection: Connection, station: str, older: Sequence[str], rows: Rows) -> None:
    there = [list({row.parcel for row in rows.parcels}), [row.unit for row in rows.units]]
    there.append([row.hold for row in rows.holds])
    for (_, statement), ids in zip(_REMOVE.items(), there, strict=True):
        await connection.execute(statement, (station, older, ids))


def _remove_from(table: str) -> str:
    return f"DELETE FROM {table} WHERE station = %s AND parcel = ANY(%s) AND NOT {table} = ANY(%s)"  # noqa: S608


def _write_into(table: str, row: type[msgspec.Struct]) -> bytes:
    """Give the statement that adds or changes rows. A row that stays as it is, is not written."""
    columns = [field.name for field in msgspec.structs.fields(row)]
    names, changed = ", ".join(columns), [name for name in columns if name not in {"station", table}]
    setting = ", ".join(f"{name} = excluded.{name}" for name in changed)
    old, new = (", ".join(f"{side}.{name}" for name in changed) for side in (table, "excluded"))
    return (
        f"INSERT INTO {table} ({names}) SELECT {names} FROM json_populate_recordset(NULL::{table}, %s::json) "  # noqa: S608 (our own names)
        f"ON CONFLICT (station, {table}) DO UPDATE SET {setting} WHERE ({old}) IS DISTINCT FROM ({new})"
    ).encode()


_ROWS: dict[str, type[msgspec.Struct]] = {"parcel": ParcelRow, "unit": UnitRow, "hold": HoldRow}
_WRITE = {table: _write_into(table, row) for table, row in _ROWS.items()}
_REMOVE = {table: _remove_from(table) for table in _ROWS}
