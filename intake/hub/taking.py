"""Taking: a station's events go into the log, each exactly once for ever.

That an event is here once rests on the table's unique keys alone. What follows from events follows from those
really added, in the same transaction.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from intake.events import Event
from intake.hub import folding, joining, log
from intake.hub.database import Connection
from intake.hub.joining import Head
from intake.hub.received import Place, Received, read
from intake.hub.refused import Refused
from intake.hub.times import iso, milliseconds, parse
from intake.wire import Batch, BatchAnswer, ItemAnswer, ItemStatus, ProblemCode

_LOCK = "UPDATE station SET seen_at = clock_timestamp() WHERE station = %s RETURNING seen_at"
_HASHES = "SELECT seq, hash FROM event WHERE station = %s AND incarnation = %s AND seq BETWEEN %s AND %s"
_ADD = """
INSERT INTO event (station, incarnation, received_at,
  seq, id, hash, envelope, kind, at, parcel, unit, rejected)
SELECT %s, %s, %s, seq, id, hash, envelope, kind, at::timestamptz, parcel, unit, rejected
FROM unnest(%b::bigint[], %b::bytea[], %b::bytea[], %b::text[], string_to_array(%s, ',', ''),
  string_to_array(%s, ',', ''), string_to_array(%s, ',', ''), string_to_array(%s, ',', ''),
  string_to_array(%s, ',', '')) AS new (seq, hash, envelope, rejected, id, kind, at, parcel, unit)
ON CONFLICT DO NOTHING
RETURNING seq
"""
"""Words, none of which holds a comma, come as one text: an array of them takes four times as long."""

_COUNT = "UPDATE station SET last_rejected = last_rejected + %s WHERE station = %s RETURNING last_rejected"
_REJECT = "INSERT INTO rejection VALUES (%s, %s, %s, %s, %s, %s)"
_BEGIN = """
INSERT INTO incarnation (station, incarnation, number, before, first, prev, seq, hash)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
"""
_GO_ON = "UPDATE incarnation SET seq = %s, hash = %s WHERE station = %s AND incarnation = %s"
_TAKEN_ID = "expected an id of its own, got one that another event has"


async def take(connection: Connection, station: str, incarnation: str, batch: Batch) -> BatchAnswer:
    """Take a batch.

    Raises Refused: GAP or CONFLICT with the hub's position where it does not follow what is here, TRAINING
    for a training folder's, MALFORMED for a time that is none, NOT_FOUND for a station that is not known.
    """
    place, sent_at = Place(station, incarnation), _sent_at(batch)
    received = read(place, batch)
    joining.expect_production(received)
    now = await _lock(connection, station)
    head, joined = await _join(connection, place, received, bytes.fromhex(batch.prev))
    # PostgreSQL adds events while we fold them.
    events = _events(joined)
    added, foreseen = await asyncio.gather(_add(connection, place, joined, now), folding.foresee(events))
    if (new := _events(added.values())) != events:
        foreseen = await folding.foresee(new)
    await _reject(connection, place, added, now)
    position = (await _move(connection, place, head, joined)).position
    await folding.follow(connection, station, foreseen)
    items = _items(received, len(joined), added)
    return BatchAnswer(iso(now), milliseconds(now - sent_at), items, position)


def _events(received: Iterable[Received]) -> list[Event]:
    return [each.event for each in received if each.event]


def _sent_at(batch: Batch) -> datetime:
    try:
        return parse(batch.sent_at)
    except ValueError as error:
        raise Refused(ProblemCode.MALFORMED, str(error)) from error


async def _lock(connection: Connection, station: str) -> datetime:
    """Let one batch of a station be taken at a time, and give the hub's clock."""
    row = await (await connection.execute(_LOCK, (station,))).fetchone()
    if row is None:
        raise Refused(ProblemCode.NOT_FOUND, f"No station {station} is known here.")
    moment: datetime = row[0]
    return moment


async def _join(
    connection: Connection, place: Place, received: list[Received], prev: bytes
) -> tuple[Head, list[Received]]:
    """Give the incarnation's head before these events, and those of them that agree with what is here."""
    heads = await log.heads(connection, place.station)
    first = received[0].seq
    head = heads.get(place.incarnation)
    if head is None:
        return await _begin(connection, place, heads, received[0], prev), received
    before_first = head.prev if first == head.first else await _hash(connection, place, first - 1)
    joining.expect_follows(head, first, prev, before_first)
    known = await _hashes(connection, place, first, min(head.seq, received[-1].seq))
    return head, received[: joining.agreeing(received, known)]


async def _begin(
    connection: Connection, place: Place, heads: dict[str, Head], first: Received, prev: bytes
) -> Head:
    """Give the head of an incarnation of which nothing is here: its first event is to come."""
    stem = joining.stem_of(first, prev)
    if stem is not None:
        found = await _hash(connection, Place(place.station, stem.before), stem.seq)
        joining.expect_stem(stem, heads.get(stem.before), found)
    before = stem.before if stem else None
    return Head(place.incarnation, len(heads) + 1, before, first.seq, prev, first.seq - 1, prev)


async def _hash(connection: Connection, place: Place, seq: int) -> bytes | None:
    return (await _hashes(connection, place, seq, seq)).get(seq)


async def _hashes(connection: Connection, place: Place, first: int, last: int) -> dict[int, bytes]:
    if first > last:
        return {}
    wanted = (place.station, place.incarnation, first, last)
    return dict(await (await connection.execute(_HASHES, wanted)).fetchall())


async def _add(
    connection: Connection, place: Place, joined: Sequence[Received], now: datetime
) -> dict[int, Received]:
    """Add events, and give those that were not here.

    What could not be added and is not here bears an id that another event has: its place is kept without.
    """
    added = await _insert(connection, place, joined, now)
    if len(added) == len(joined):
        return added
    here = await _hashes(connection, place, joined[0].seq, joined[-1].seq)
    same_id = [each.rejecting(_TAKEN_ID) for each in joined if each.seq not in here]
    return added | await _insert(connection, place, same_id, now)


async def _insert(
    connection: Connection, place: Place, events: Sequence[Received], now: datetime
) -> dict[int, Received]:
    if not events:
        return {}
    kept = [list(column) for column in zip(*map(_kept, events), strict=True)]
    words = [",".join(column) for column in zip(*map(_words, events), strict=True)]
    found = await connection.execute(_ADD, (place.station, place.incarnation, now, *kept, *words))
    new = {seq for (seq,) in await found.fetchall()}
    return {each.seq: each for each in events if each.seq in new}


def _kept(each: Received) -> tuple[int, bytes, bytes, str | None]:
    return (each.seq, each.hash, each.envelope, each.rejected)


def _words(each: Received) -> tuple[str, str, str, str, str]:
    """Give the words of a row, each empty where there is none."""
    event = each.event
    if event is None:
        return ("",) * 5
    return (event.id, each.kind or "", event.at, event.parcel or "", event.unit or "")


async def _reject(connection: Connection, place: Place, added: dict[int, Received], now: datetime) -> None:
    """Count dead letters."""
    dead = [each for each in added.values() if each.rejected]
    if not dead:
        return
    row = await (await connection.execute(_COUNT, (len(dead), place.station))).fetchone()
    number = (row[0] if row else 0) - len(dead)
    told = ((number + place_in, each) for place_in, each in enumerate(dead, 1))
    rows = [(place.station, n, place.incarnation, each.seq, each.rejected, now) for n, each in told]
    await connection.cursor().executemany(_REJECT, rows)


async def _move(connection: Connection, place: Place, head: Head, joined: Sequence[Received]) -> Head:
    """Move the incarnation's head to the last event that is here now."""
    if not joined or joined[-1].seq <= head.seq:
        return head
    moved = msgspec.structs.replace(head, seq=joined[-1].seq, hash=joined[-1].hash)
    if head.seq < head.first:
        own = (moved.number, moved.before, moved.first, moved.prev, moved.seq, moved.hash)
        await connection.execute(_BEGIN, (place.station, place.incarnation, *own))
    else:
        await connection.execute(_GO_ON, (moved.seq, moved.hash, place.station, place.incarnation))
    return moved


def _items(received: Iterable[Received], joined: int, added: dict[int, Received]) -> tuple[ItemAnswer, ...]:
    return tuple(_item(each, added.get(each.seq), place < joined) for place, each in enumerate(received))


def _item(each: Received, added: Received | None, joined: bool) -> ItemAnswer:  # noqa: FBT001 (one of two)
    if not joined:
        return ItemAnswer(each.seq, ItemStatus.CONFLICT, "The hub has another event here, or before it.")
    why = added.rejected if added else each.rejected
    if why is not None:
        return ItemAnswer(each.seq, ItemStatus.REJECTED, why)
    return ItemAnswer(each.seq, ItemStatus.CREATED if added else ItemStatus.EXISTS)
