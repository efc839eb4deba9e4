"""Received: the events of a batch, each read, hashed and either taken or rejected. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from intake import facts
from intake.chain import chain
from intake.events import Event, fact_of
from intake.wire import Batch, Key
from intake.wire.words import Id, Text

_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z")
_ESCAPED = b"\\u0000"
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
"""An escape, not the same letters behind an escaped backslash: slow to look for, so only where they stand."""


class _Head(msgspec.Struct, frozen=True):
    """What of an envelope the hub reads.

    Not `events.Envelope`: a newer station's words in a cause or an answer are no reason to reject what
    happened.
    """

    seq: int
    id: Id
    v: Annotated[int, Meta(ge=1)]
    kind: str
    at: str
    station: str
    incarnation: str
    body: msgspec.Raw
    operator: str | None = None
    parcel: Id | None = None
    unit: Id | None = None


class _Named(msgspec.Struct, frozen=True):
    """What of facts becomes a key of a row, and so must have a key's size."""

    key: Key | None = None
    hold: Id | None = None
    label: Text | None = None
    item: Text | None = None


class Place(msgspec.Struct, frozen=True):
    """Where a batch says that it belongs."""

    station: str
    incarnation: str


class Received(msgspec.Struct, frozen=True):
    """One event as it came."""

    seq: int
    hash: bytes
    envelope: bytes
    event: Event | None
    """None where it is rejected."""

    kind: str | None = None
    rejected: str | None = None
    """Why it has no effect."""

    def rejecting(self, why: str) -> Received:
        """Give the same event without effect."""
        return Received(self.seq, self.hash, self.envelope, None, self.kind, why)


def read(place: Place, batch: Batch) -> list[Received]:
    """Give every event of a batch with its hash."""
    prev, found = bytes.fromhex(batch.prev), []
    for seq, stored in enumerate(batch.events, batch.first):
        envelope = stored.encode()
        prev = chain(prev, envelope)
        found.append(read_one(place, seq, prev, envelope))
    return found


def read_one(place: Place, seq: int, digest: bytes, envelope: bytes) -> Received:
    """Give an event of which the place and the hash are known."""
    try:
        head = _HEAD.decode(envelope)
        _expect(place, seq, head)
        event = _event(head)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        return Received(seq, digest, envelope, None, None, _sentence(error))
    return Received(seq, digest, envelope, event, head.kind)


def _sentence(error: Exception) -> str:
    """Give why, as the contract's texts are: printable, and not too long."""
    return "".join(letter if letter.isprintable() else "?" for letter in str(error))[:_LONGEST]


def _expect(place: Place, seq: int, head: _Head) -> None:
    """Raise ValueError for an envelope that is of another place, or that no database can hold."""
    if (head.station, head.incarnation, head.seq) != (place.station, place.incarnation, seq):
        got = f"{head.station} {head.incarnation} {head.seq}"
        raise ValueError(f"expected an event of {place.station} {place.incarnation} {seq}, got {got}")
    if not _TIME.fullmatch(head.at):
        raise ValueError(f"expected a time in UTC with milliseconds, got {head.at}")
    datetime.fromisoformat(head.at)
    body = bytes(head.body)
    if _ESCAPED in body and _NUL.search(body):
        raise ValueError("expected text, got a NUL")
    if head.kind in _NAMING:
        _NAMED.decode(head.body)


def _event(head: _Head) -> Event:
    fact = fact_of(head.kind, head.v, bytes(head.body))
    return Event(head.seq, head.id, head.at, head.operator, head.parcel, head.unit, fact, head.incarnation)


def recorded(envelopes: Iterable[bytes]) -> list[Event]:
    """Give the events of envelopes that were taken before."""
    return [_event(_HEAD.decode(envelope)) for envelope in envelopes]


_HEAD = msgspec.json.Decoder(_Head)
_NAMED = msgspec.json.Decoder(_Named)
_NAMING = {cls.__name__ for cls in (facts.ReplacementQueued, facts.HoldRaised, facts.ParcelOpened)}
_LONGEST = 200
"""Of a reason (`wire.words.Text`)."""
