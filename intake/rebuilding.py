"""Rebuilding: the views made anew from nothing but the events."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from intake import facts, schema, sqlite, views
from intake.events import Envelope, Event, event_of
from intake.receipt import fold_parcel

_DECODE = msgspec.json.Decoder(Envelope)


def rebuild(connection: sqlite.Connection) -> None:
    """Drop a journal's views and fold every event into them again, in one transaction."""
    from sqlite_utils import Database  # noqa: PLC0415 (100 ms, only here)

    with sqlite.immediate(connection):
        schema.drop_views(Database(connection))
        schema.create_views(Database(connection))
        _replay(connection, connection)


def rebuilt_beside(source: sqlite.Connection, path: Path) -> sqlite.Connection:
    """Fold every event of a journal into fresh views, in a new database at `path`."""
    from sqlite_utils import Database  # noqa: PLC0415 (100 ms, only here)

    target = sqlite.connect(path, synchronous="OFF")
    schema.create_views(Database(target))
    with sqlite.immediate(target):
        _replay(source, target)
    return target


def _replay(source: sqlite.Connection, target: sqlite.Connection) -> None:
    operator: str | None = None
    parcel: str | None = None
    begun = False
    for (envelope,) in source.execute("SELECT envelope FROM event ORDER BY seq"):
        event = event_of(_DECODE.decode(envelope))
        views.project(target, event)
        operator, parcel, changed = _lane(event, operator, parcel)
        begun = begun or changed
    if begun:
        views.set_lane(target, operator, parcel)
    for history in _histories(source):
        views.replace_parcel(target, {}, views.parcel_rows(fold_parcel(history)))


def _lane(event: Event, operator: str | None, parcel: str | None) -> tuple[str | None, str | None, bool]:
    match event.fact:
        case facts.OperatorSignedIn(code=code):
            return code, parcel, True
        case facts.OperatorSignedOut():
            return None, parcel, True
        case facts.ParcelOpened() | facts.ParcelReopened():
            return operator, event.parcel, True
        case facts.ParcelClosed():
            return operator, None, True
        case _:
            return operator, parcel, False


def _histories(source: sqlite.Connection) -> Iterator[list[Event]]:
    """Yield each parcel's whole history; parcels come in the order of their ids, which is that of time."""
    rows = source.execute("SELECT parcel, envelope FROM event WHERE parcel IS NOT NULL ORDER BY parcel, seq")
    current: str | None = None
    history: list[Event] = []
    for parcel, envelope in rows:
        if parcel != current and history:
            yield history
            history = []
        current = parcel
        history.append(event_of(_DECODE.decode(envelope)))
    if history:
        yield history
