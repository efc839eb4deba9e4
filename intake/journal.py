"""The journal: the append-only, hash-chained log of facts, durable before anybody is told.

Position is (station, incarnation, seq).
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Self

import msgspec
from msgspec.structs import replace

from intake import __version__, schema, sqlite
from intake.chain import GENESIS, chain
from intake.errors import CommitUnknownError, DiskFullError, StorageError
from intake.events import VERSION, Draft, Envelope, Event, RequestCause, ScanCause, event_of
from intake.facts import StationCreated
from intake.outcome import Answer
from intake.rebuilding import rebuild
from intake.receipt import KEEPING
from intake.scan import Moment
from intake.surroundings import Surroundings, iso
from intake.turns import turns
from intake.wire.log import MOST_EVENT

CHECKPOINT_AT = 4096
"""Pages in the write-ahead log after which a commit checkpoints even when the desk is busy (16 MiB)."""

CACHE_KIB = 2048
"""Pages kept in memory. More made no scan faster at five million events, and a desk grew by them all day."""

_INSERT = "INSERT INTO event (seq, id, prev, hash, envelope) VALUES (?, ?, ?, ?, ?)"
_ENCODER = msgspec.json.Encoder()
_ENVELOPE = msgspec.json.Decoder(Envelope)


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose journal this is."""

    station: str
    incarnation: str


Row = tuple[int, str, bytes, bytes, str]
"""seq, id, hash of the event before, own hash, envelope: an event as it is stored."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """Events ready to be stored: rows with their hashes, and the events they stand for."""

    rows: list[Row]
    events: list[Event]


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a journal's first event says for ever."""

    station: str
    training: bool
    at: str
    """ISO 8601 UTC with milliseconds."""


class Journal:
    """One station's journal, opened for writing by the process that holds the state folder's lock."""

    def __init__(
        self, path: Path, surroundings: Surroundings, settings: str, synchronous: sqlite.Synchronous
    ) -> None:
        """Open. Views that are gone are made anew. Raises StorageError with a sentence."""
        self.path = path
        self._surroundings = surroundings
        self._settings = settings
        self._synchronous = synchronous
        self.identity = Identity("", "")
        self._connect()

    @classmethod
    def create(cls, path: Path, surroundings: Surroundings, settings: str, identity: Identity) -> Self:
        """Make a new journal and name its station."""
        with contextlib.closing(sqlite.connect(path)) as connection:
            schema.create(connection)
        journal = cls(path, surroundings, settings, "FULL")
        journal.identity = identity
        return journal

    def _connect(self) -> None:
        try:
            self.connection = sqlite.connect(
                self.path, synchronous=self._synchronous, wal_autocheckpoint=CHECKPOINT_AT
            )
            self.connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
            self.missing_guards = schema.prepare(self.connection)
            self._read_head()
            if schema.missing_views(self.connection):
                rebuild(self.connection)
        except (sqlite.DatabaseError, msgspec.ValidationError, msgspec.DecodeError) as error:
            raise StorageError(f"expected a readable journal at {self.path}, got: {error}") from error

    def _read_head(self) -> None:
        query = "SELECT seq, hash, envelope FROM event ORDER BY seq DESC LIMIT 1"
        row = self.connection.execute(query).fetchone()
        self.seq: int = row[0] if row else 0
        self.head: bytes = row[1] if row else GENESIS
        if row:
            last = _ENVELOPE.decode(row[2])
            self.identity = Identity(last.station, last.incarnation)

    def seal(
        self,
        drafts: Iterable[Draft],
        moment: Moment,
        operator: str | None,
        cause: ScanCause | RequestCause | None = None,
        answer: Answer | None = None,
    ) -> Sealed:
        """Give drafts their envelopes and hashes. Nothing is written and the head does not move.

        Cause and answer stand in the first event of those recorded together. Raises StorageError for an event
        larger than anybody else takes: in the log it would keep back all that came after it.
        """
        bare, prev, sealed = self._bare(moment, operator), self.head, Sealed([], [])
        for seq, draft in enumerate(drafts, bare.first):
            envelope = replace(
                bare,
                seq=seq,
                id=self._surroundings.new_id(moment.wall),
                kind=type(draft.fact).__name__,
                body=msgspec.Raw(_ENCODER.encode(draft.fact)),
                parcel=draft.parcel,
                unit=draft.unit,
            )
            if seq == bare.first:
                envelope = replace(envelope, cause=cause, answer=answer)
            if len(stored := _ENCODER.encode(envelope)) > MOST_EVENT:
                raise StorageError(f"expected an event of at most {MOST_EVENT} bytes, got {len(stored)}")
            digest = chain(prev, stored)
            sealed.rows.append((seq, envelope.id, prev, digest, stored.decode()))
            about = (draft.parcel, draft.unit, draft.fact)
            sealed.events.append(Event(seq, envelope.id, bare.at, operator, *about, bare.incarnation))
            prev = digest
        return sealed

    def _bare(self, moment: Moment, operator: str | None) -> Envelope:
        """Give what all envelopes recorded together have in common."""
        return Envelope(
            seq=self.seq + 1,
            id="",
            v=VERSION,
            kind="",
            at=iso(moment.wall),
            mono=moment.monotonic,
            boot=self._surroundings.boot,
            station=self.identity.station,
            incarnation=self.identity.incarnation,
            program=__version__,
            settings=self._settings,
            body=msgspec.Raw(),
            first=self.seq + 1,
            operator=operator,
        )

    def commit(self, sealed: Sealed, project: Callable[[sqlite.Connection], None]) -> None:
        """Store sealed events and their views in one durable transaction, and move the head.

        Raises DiskFullError when certainly nothing was stored, CommitUnknownError when nobody knows.
        """
        try:
            with sqlite.immediate(self.connection):
                self.connection.executemany(_INSERT, sealed.rows)
                project(self.connection)
        except sqlite.OperationalError as error:
            raise _storage_error(error) from error
        self.seq, self.head = sealed.rows[-1][0], sealed.rows[-1][3]

    def adopt(self, rows: Sequence[Row]) -> None:
        """Append this station's own events byte for byte, as they were kept elsewhere; all of them or none.

        Only the events are written: the caller makes the views anew (`rebuilding.rebuild`). Raises
        StorageError where a row does not follow the one before it.
        """
        seq, head = self.seq, self.head
        for row in rows:
            _expect_next(row, seq, head, self.identity.station)
            seq, head = row[0], row[3]
        try:
            with sqlite.immediate(self.connection):
                self.connection.executemany(_INSERT, rows)
        except sqlite.OperationalError as error:
            raise _storage_error(error) from error
        self.seq, self.head = seq, head

    def reconcile(self, event_id: str) -> bool:
        """After a commit of unknown outcome: reopen, make durable what is there, and look for the event.

        A failed flush may have left the pages marked clean though they never reached the disk (Rebello
        et al., USENIX ATC 2020), so the write-ahead log is copied into the file and flushed anew before
        anything in it is believed. Raises StorageError while the disk still fails.
        """
        try:
            self.connection.close()
            self._connect()
            busy, _, _ = self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            row = self.connection.execute("SELECT 1 FROM event WHERE id = ?", (event_id,)).fetchone()
        except sqlite.Error as error:
            raise StorageError(f"expected the disk to work again, got: {error}") from error
        if busy:
            raise StorageError("expected no other reader while the journal is reconciled, got one: end it")
        return row is not None

    def last_turn(self) -> list[Event]:
        """Give the newest event that does not leave an open question as it was, and what came after it."""
        after: list[Event] = []
        for together in turns(self.connection):
            for event in map(event_of, reversed(together)):
                after.append(event)
                if not isinstance(event.fact, KEEPING):
                    return after[::-1]
        return []

    def checkpoint(self) -> None:
        """Copy the write-ahead log into the file, so that no commit has to; for idle moments."""
        self.connection.execute("PRAGMA wal_checkpoint(PASSIVE)")

    def close(self) -> None:
        """Fold the write-ahead log into the file, also beside one who may only read, and close."""
        with contextlib.suppress(sqlite.Error):  # no room, or read just now: the log stays, and is checked
            self.connection.executescript("PRAGMA busy_timeout = 0; PRAGMA wal_checkpoint(TRUNCATE)")
        self.connection.close()


def _expect_next(row: Row, seq: int, head: bytes, station: str) -> None:
    """Refuse what is no event of this station, or not the one after `seq` with the hash `head`."""
    number, event_id, prev, digest, stored = row
    envelope = _ENVELOPE.decode(stored)
    if (number, prev, digest) != (seq + 1, head, chain(head, stored.encode())):
        raise StorageError(f"expected event {seq + 1}, chained to the one before, got {number}, changed")
    if (envelope.seq, envelope.id, envelope.station) != (number, event_id, station):
        raise StorageError(f"expected event {number} of {station}, got {envelope.seq} of {envelope.station}")


def _storage_error(error: sqlite.OperationalError) -> StorageError:
    name = getattr(error, "sqlite_errorname", "")
    if name == "SQLITE_FULL":
        return DiskFullError(f"expected room on the disk, got: {error}")
    if name.startswith("SQLITE_IOERR") or name == "SQLITE_CANTOPEN":
        return CommitUnknownError(f"expected the disk to store a commit, got: {error} ({name})")
    return StorageError(f"expected a writable journal, got: {error} ({name})")


def envelopes(
    connection: sqlite.Connection, where: str = "", parameters: Iterable[object] = ()
) -> Iterator[Envelope]:
    """Read envelopes in order; `where` is our own SQL, values go by parameter."""
    query = f"SELECT envelope FROM event {where}"  # noqa: S608 (callers pass constants only)
    for (stored,) in connection.execute(query, tuple(parameters)):
        yield _ENVELOPE.decode(stored)


def beginning(connection: sqlite.Connection) -> Beginning:
    """Read the first event. Raises StorageError if it does not say what the folder is."""
    for first in envelopes(connection, "WHERE seq = 1"):
        fact = event_of(first).fact
        if isinstance(fact, StationCreated):
            return Beginning(first.station, fact.training, first.at)
    raise StorageError("expected a journal begun by intake init, got one without a beginning")


def recorded_together(connection: sqlite.Connection, first: int) -> list[Envelope]:
    """Read everything that was recorded together, beginning at its first event."""
    rest = envelopes(connection, "WHERE seq >= ? ORDER BY seq", (first,))
    return list(takewhile(lambda envelope: envelope.first == first, rest))


def events_of_parcel(connection: sqlite.Connection, parcel: str) -> list[Event]:
    """Read one parcel's whole history."""
    return [event_of(each) for each in envelopes(connection, "WHERE parcel = ? ORDER BY seq", (parcel,))]
