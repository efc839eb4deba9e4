"""Up: the log. A position is (station, incarnation, seq), and the log itself is the outbox.

`POST /v1/stations/{station}/incarnations/{incarnation}/events` takes a Batch.
`GET /v1/stations/{station}/positions` tells how far the hub has come.
`GET /v1/stations/{station}/incarnations/{incarnation}/events?after=&limit=` gives a station its own log back.
`GET /v1/stations/{station}/rejected?after=` tells what was refused for good.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import msgspec
from msgspec import Meta

from intake.wire.words import Count, FolderKind, Id, Sha256, Text, Time

MOST_EVENTS = 5000
"""In one batch, and in one answer."""

MOST_BYTES = 8 * 1024 * 1024
"""Of one request's body, decompressed."""

MOST_EVENT = 262_144
"""Characters of one envelope; in bytes a station keeps to it too."""

Stored = Annotated[
    str, Meta(max_length=MOST_EVENT, description="An envelope, byte for byte as it is stored.")
]


class Position(msgspec.Struct, frozen=True):
    """How far the hub has one incarnation of a station's log, without a gap."""

    incarnation: Id
    seq: Count
    hash: Sha256
    """Of the event at `seq`: the anchor off the station."""

    first: Count
    """`seq` of the incarnation's first event."""

    before: Id | None = None
    """The incarnation it was restored from; None for a station's first."""


class Positions(msgspec.Struct, frozen=True):
    """Every incarnation of a station that the hub knows, in the order they began."""

    station: str
    positions: tuple[Position, ...]


class Batch(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Events in order and without a gap."""

    kind: FolderKind
    sent_at: Time
    first: Annotated[int, Meta(ge=1, le=2**53, description="seq of the first event.")]
    prev: Sha256
    """Hash of the event before the first; 64 zeros before a journal's first."""

    events: Annotated[
        tuple[Annotated[str, Meta(max_length=MOST_EVENT)], ...], Meta(min_length=1, max_length=MOST_EVENTS)
    ]
    """Envelopes, byte for byte as the journal holds them: hashes are over these bytes."""


class ItemStatus(StrEnum):
    """What became of one event."""

    CREATED = "created"
    EXISTS = "exists"
    """The hub has had it before, byte for byte."""

    REJECTED = "rejected"
    """For good: a dead letter. Its place and hash are kept, so that the log goes on behind it."""

    CONFLICT = "conflict"
    """The hub has other bytes at this position. Nothing is overwritten, and nothing after it was taken."""


class ItemAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """What became of one event."""

    seq: Count
    status: ItemStatus
    reason: str = ""
    """In words, where it was rejected or conflicts."""


class BatchAnswer(msgspec.Struct, frozen=True):
    """What became of a batch, event by event, in its order."""

    received_at: Time
    """By the hub's clock."""

    skew_ms: int
    """The hub's clock less the station's `sent_at`."""

    items: tuple[ItemAnswer, ...]
    position: Position


class History(msgspec.Struct, frozen=True):
    """A part of a station's own log, given back."""

    incarnation: Id
    first: Count
    """`seq` of the first of `events`; meaningless where there is none."""

    events: tuple[Stored, ...]


class Rejected(msgspec.Struct, frozen=True):
    """A dead letter."""

    number: Count
    """Counts a station's dead letters, from 1."""

    incarnation: Id
    seq: Count
    reason: Text
    at: Time


class RejectedItems(msgspec.Struct, frozen=True):
    """A station's dead letters after the number asked for, the oldest first."""

    items: tuple[Rejected, ...]
