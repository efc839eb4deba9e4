"""Rebuilding: the views made anew from nothing but the events."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from intake import facts, projections, schema, sqlite, views
from intake.events import Envelope, Event, event_of
from intake.receipt import fold_parcel

_DECODE = msgspec.json.Decoder(Envelope)


def rebuild(connection: sqlite.Connection) -> None:
    """Drop a journal's views and fold every event into them again, in one transaction."""
    from intake.tables import Database  # noqa: PLC0415 (100 ms, only here)

    with sqlite.immediate(connection):
        schema.drop_views(Database(connection))
        schema.create_views(Database(connection))
        _replay(connection, connection)


def rebuilt_beside(source: sqlite.Connection, path: Path) -> sqlite.Connection:
    """Fold every event of a journal into fresh views, in a new database at `path`."""
    from intake.tables import Database  # noqa: PLC0415 (100 ms, only here)

    target = sqlite.connect(path, synchronous="OFF")
    schema.create_views(Database(target))
    with sqlite.immediate(target):
        _replay(source, target)
    return target


def _replay(source: sqlite.Connection, target: sqlite.Connection) -> None:
    operator: str | None = None
    cage: str | None = None
    begun = False
    for (envelope,) in source.execute("SELECT envelope FROM event ORDER BY seq"):
        event = event_of(_DECODE.decode(envelope))
        projections.project(target, event)
        begun = begun or isinstance(event.fact, _LANE)
        operator, cage = _lane(event, operator, cage)
    is_open: str | None = None
    for history in _histories(source):
        parcel = fold_parcel(history)
        views.replace_parcel(target, {}, views.parcel_rows(parcel))
        is_open = parcel.id if parcel is not None and parcel.closed_at is None else is_open
    if begun:
        projections.set_lane(target, operator, is_open, cage)


_LANE = (
    *(facts.OperatorSignedIn, facts.OperatorSignedOut, facts.ArrivalsBegun, facts.ArrivalsEnded),
    *(facts.ParcelOpened, facts.ParcelReopened, facts.ParcelClosed),
)
"""What moves the lane; a negation can only follow one of these."""


def _lane(event: Event, operator: str | None, cage: str | None) -> tuple[str | None, str | None]:
    match event.fact:
        case facts.OperatorSignedIn(code=code):
            return code, cage
        case facts.OperatorSignedOut():
            return None, cage
        case facts.ArrivalsBegun(cage=begun):
            return operator, begun
        case facts.ArrivalsEnded():
            return operator, None
        case _:
            return operator, cage


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
