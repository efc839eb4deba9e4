"""Views: what one parcel amounts to, in tables to search. Written in the same transaction as the events.

A parcel's rows are a pure function of its folded history, so kept views and rebuilt views must be equal.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from intake.dispatch import OUT, ReplacementState
from intake.receipt.state import Parcel, Unit
from intake.sqlite import Connection
from intake.view_columns import VIEWS
from intake.wire import HubAnswer

Row = tuple[Any, ...]
Rows = dict[tuple[str, str], Row]
"""Rows by table and key."""

_ADD = {
    table: f"INSERT INTO [{table}] VALUES ({', '.join('?' * len(columns))})"  # noqa: S608 (our names)
    for table, columns in VIEWS.items()
}
_SET = {table: [f"[{column}] = ?" for column in columns] for table, columns in VIEWS.items()}
_DELETE = {
    table: f"DELETE FROM [{table}] WHERE [{next(iter(columns))}] = ?"  # noqa: S608 (our own names)
    for table, columns in VIEWS.items()
}


def _json(values: Iterable[str]) -> str:
    return msgspec.json.encode(list(values)).decode()


def parcel_rows(parcel: Parcel | None) -> Rows:
    """Give every row that one parcel stands for."""
    if parcel is None:
        return {}
    rows: Rows = {("parcel", parcel.id): _parcel(parcel)}
    for unit in parcel.units:
        rows |= _unit_rows(parcel, unit)
    for item in parcel.accessories:
        rows["accessory", item.id] = (
            item.id,
            parcel.id,
            item.kind,
            1,
            item.disposition,
            item.bin,
            item.flagged_at,
        )
    return rows


def _parcel(parcel: Parcel) -> Row:
    return (
        parcel.id,
        parcel.label,
        parcel.claim.number if parcel.claim else None,
        parcel.opened_at,
        parcel.closed_at,
        parcel.closing,
        parcel.claim.count if parcel.claim else None,
        parcel.missing,
        parcel.extra,
        parcel.operator,
        int(parcel.check_holds),
        len(parcel.units),
        len(parcel.accessories),
        msgspec.json.encode(parcel.claim).decode() if parcel.claim else None,
    )


def _unit_rows(parcel: Parcel, unit: Unit) -> Rows:
    rows: Rows = {("unit", unit.id): _unit(parcel, unit)}
    for hold in unit.holds:
        rows["hold", hold.id] = (
            hold.id,
            unit.id,
            parcel.id,
            hold.kind,
            hold.detail,
            hold.raised_at,
            hold.resolved_at,
            hold.decision,
            hold.resolved_by,
            hold.reference,
            hold.note,
        )
    for photo in unit.photos:
        rows["photo", photo.id] = (
            photo.id,
            unit.id,
            parcel.id,
            photo.sha256,
            photo.kept_at,
            photo.kept_by,
            photo.erased_at,
        )
    if unit.replacement is not None:
        rows["replacement", unit.replacement.key] = _replacement(parcel, unit)
    return rows


def _unit(parcel: Parcel, unit: Unit) -> Row:
    return (
        unit.id,
        parcel.id,
        parcel.label,
        unit.serial,
        unit.raw,
        unit.maker,
        unit.verdict,
        _json(unit.reasons),
        unit.campaign,
        unit.model,
        unit.colour,
        unit.list_version,
        unit.how,
        unit.un_number,
        unit.wh,
        unit.grams,
        unit.condition,
        unit.bag,
        unit.container,
        unit.disposition,
        _json(unit.open_holds),
        unit.identified_at,
        unit.contained_at,
        parcel.operator,
        unit.verdict_before,
        unit.judged_at,
        unit.told.model,
        unit.told.colour,
        unit.told.channel,
        unit.reservation.epoch if unit.reservation else None,
        unit.reservation.key if unit.reservation else None,
        unit.rival,
    )


def _replacement(parcel: Parcel, unit: Unit) -> Row:
    owed = unit.replacement
    assert owed is not None  # noqa: S101 (the caller has just looked)
    return (
        owed.key,
        unit.id,
        parcel.id,
        owed.campaign,
        owed.serial,
        owed.item,
        owed.colour,
        _state(unit, owed.answer),
        _json(unit.open_holds),
        owed.queued_at,
        owed.queued_seq,
        owed.answer,
        owed.detail if owed.answer else None,
        owed.number if owed.answer else None,
        owed.answered_at,
    )


def _state(unit: Unit, answer: HubAnswer | None) -> ReplacementState:
    """What has left cannot be held any more."""
    if answer in OUT:
        return ReplacementState.SHIPPED if answer is HubAnswer.SHIPPED else ReplacementState.FAILED
    if unit.is_denied:
        return ReplacementState.DENIED
    if unit.open_holds:
        return ReplacementState.HELD
    is_known = answer is HubAnswer.ACKNOWLEDGED
    return ReplacementState.ACKNOWLEDGED if is_known else ReplacementState.QUEUED


def replace_parcel(connection: Connection, before: Rows, after: Rows) -> None:
    """Write what differs between a parcel's rows before and after.

    A new row is added, never put over another: a second replacement under one key is an error here too.
    """
    for (table, key), row in after.items():
        if (table, key) not in before:
            connection.execute(_ADD[table], row)
        elif before[table, key] != row:
            _update(connection, table, before[table, key], row)
    for table, key in before.keys() - after.keys():
        connection.execute(_DELETE[table], (key,))


def _update(connection: Connection, table: str, before: Row, after: Row) -> None:
    """Set only what changed, so that only its indexes are touched: half the pages of a commit."""
    changed = [place for place, value in enumerate(after) if value != before[place]]
    setting = ", ".join(_SET[table][place] for place in changed)
    key = next(iter(VIEWS[table]))
    values = [*(after[place] for place in changed), after[0]]
    connection.execute(f"UPDATE [{table}] SET {setting} WHERE [{key}] = ?", values)  # noqa: S608 (our names)
