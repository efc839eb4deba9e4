"""Verify: walk the whole journal and say exactly what is wrong with it, if anything is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from intake import payloads, photos, schema, sqlite
from intake.chain import GENESIS, chain
from intake.errors import StorageError
from intake.events import Envelope, event_of
from intake.expected import expected_path
from intake.reading_room import expect_views, reading_connection
from intake.rebuilding import rebuilt_beside
from intake.soundness import quick_check
from intake.state_folder import list_path
from intake.view_columns import VIEWS

_DECODE = msgspec.json.Decoder(Envelope)
_ROWS = """
SELECT seq, id, coalesce(CAST(prev AS BLOB), x''), coalesce(CAST(hash AS BLOB), x''),
coalesce(CAST(envelope AS BLOB), x'') FROM event ORDER BY seq
"""
"""As bytes: a changed one may be no text, or nothing at all, and its event is still to be named."""

_FEW = 20
"""Faults named of one kind of check; a broken chain would otherwise name every event after the break."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong."""

    where: str
    what: str

    def __str__(self) -> str:
        """Say where and what."""
        return f"{self.where}: {self.what}"


@dataclass(frozen=True, slots=True)
class Verified:
    """What a walk has found."""

    events: int
    head: str
    """Hash of the last event, in hexadecimal: what is compared with the anchor off the station."""

    faults: tuple[Fault, ...]


def verify(folder: Path) -> Verified:
    """Check chain, guards, views, lists, payloads and photos of a folder, while a station may be running."""
    with reading_connection(folder) as connection:
        connection.execute("BEGIN")
        return _verified(connection, folder)


def _verified(connection: sqlite.Connection, folder: Path) -> Verified:
    seq, head, faults = 0, GENESIS, _database(connection)
    try:
        seq, head, walked = walk(connection)
        faults += walked + _guards(connection)
        faults += [] if faults else _views(connection)
        if not schema.missing_views(connection):
            faults += _lists(connection, folder) + _payloads(connection, folder) + _photos(connection, folder)
    except (sqlite.DatabaseError, UnicodeDecodeError) as error:
        faults.append(Fault("journal.db", f"expected to read it to its end, got: {error}"))
    return Verified(seq, head.hex(), tuple(faults))


def walk(connection: sqlite.Connection) -> tuple[int, bytes, list[Fault]]:
    """Follow the chain through the whole journal: give seq and hash of its last event, and what is wrong."""
    faults: list[Fault] = []
    seq, prev = 0, GENESIS
    for row in connection.execute(_ROWS):
        if len(faults) < _FEW:
            faults += _event(row, seq + 1, prev)
        seq, prev = row[0], row[3]
    return seq, prev, faults


def _event(row: tuple[int, str, bytes, bytes, bytes], expected: int, prev: bytes) -> Iterator[Fault]:
    seq, event_id, stored_prev, stored_hash, envelope = row
    where = f"event {seq}"
    if seq != expected:
        yield Fault(where, f"expected event {expected} here, got {seq}: events are missing")
    if stored_prev != prev:
        yield Fault(where, f"expected to follow hash {prev.hex()[:12]}…, got {stored_prev.hex()[:12]}…")
    digest = chain(stored_prev, envelope)
    if digest != stored_hash:
        got = digest.hex()[:12]
        yield Fault(where, f"expected hash {stored_hash.hex()[:12]}…, got {got}…: it was changed")
    yield from _readable(where, seq, event_id, envelope)


def _readable(where: str, seq: int, event_id: str, envelope: bytes) -> Iterator[Fault]:
    try:
        decoded = _DECODE.decode(envelope)
        event_of(decoded)
    except (msgspec.MsgspecError, ValueError) as error:
        yield Fault(where, f"expected an event this release reads, got: {error}")
        return
    if (decoded.seq, decoded.id) != (seq, event_id):
        yield Fault(where, f"expected envelope {seq} {event_id}, got {decoded.seq} {decoded.id}")


def _database(connection: sqlite.Connection) -> list[Fault]:
    found = quick_check(connection)
    return [Fault("journal.db", f"expected a sound database, got: {found}")] if found else []


def _guards(connection: sqlite.Connection) -> list[Fault]:
    missing = schema.missing_guards(connection)
    return [Fault("journal.db", f"expected the guard {name}, got none or an altered one") for name in missing]


def _views(connection: sqlite.Connection) -> list[Fault]:
    """Rebuild the views beside the kept ones and compare them row by row; another release's are one fault."""
    try:
        expect_views(connection)
    except StorageError as error:
        return [Fault("views", str(error))]
    with TemporaryDirectory(prefix="intake-verify-") as room:
        rebuilt = rebuilt_beside(connection, Path(room) / "views.db")
        try:
            return [fault for table in VIEWS for fault in _compare(connection, rebuilt, table)]
        finally:
            rebuilt.close()


def _compare(kept: sqlite.Connection, rebuilt: sqlite.Connection, table: str) -> Iterator[Fault]:
    query = f"SELECT * FROM [{table}] ORDER BY 1"  # noqa: S608 (our own table names)
    try:
        rows = kept.execute(query)
    except sqlite.DatabaseError as error:
        yield Fault(f"view {table}", f"expected to read it, got: {error}")
        return
    for have, want in zip(_padded(rows), _padded(rebuilt.execute(query)), strict=False):
        if have is None and want is None:
            return
        if have != want:
            yield Fault(f"view {table}", f"expected {want}, got {have}")
            return


def _padded(rows: Iterator[tuple[object, ...]]) -> Iterator[tuple[object, ...] | None]:
    yield from rows
    while True:
        yield None


def _lists(connection: sqlite.Connection, folder: Path) -> list[Fault]:
    """Compare every file in force with the checksum its event names."""
    listed = connection.execute("SELECT campaign, version, checksum FROM list_in_force").fetchall()
    expected = connection.execute("SELECT version, checksum FROM expected_in_force").fetchall()
    files = [(f"list {v} of {c}", list_path(folder, c, v), checksum) for c, v, checksum in listed]
    files += [(f"expected returns {v}", expected_path(folder, v), checksum) for v, checksum in expected]
    return [fault for where, path, checksum in files for fault in _file(where, path, checksum)]


def _file(where: str, path: Path | None, checksum: str) -> Iterator[Fault]:
    data = path.read_bytes() if path and path.exists() else None
    got = "nothing" if data is None else hashlib.sha256(data).hexdigest()
    if got != checksum:
        yield Fault(where, f"expected SHA-256 {checksum[:12]}…, got {got[:12]}")


def _payloads(connection: sqlite.Connection, folder: Path) -> list[Fault]:
    erased = {digest for (digest,) in connection.execute("SELECT sha256 FROM erased")}
    faults = [
        fault
        for digest in sorted(payloads.named(connection))
        for fault in _content(f"payload {digest[:12]}…", digest, payloads.read(folder, digest))
    ]
    left = erased & set(payloads.digests(folder))
    return faults + [Fault(f"payload {digest[:12]}…", "expected it erased, got its bytes") for digest in left]


def _photos(connection: sqlite.Connection, folder: Path) -> list[Fault]:
    """Compare what units have; a picture that none ever had waits for an idle moment to be erased."""
    faults = [
        fault
        for digest in sorted(photos.named(connection))
        for fault in _content(f"photo {digest[:12]}…", digest, photos.read(folder, digest))
    ]
    left = photos.left_over(connection, folder)
    return faults + [Fault(f"photo {digest[:12]}…", "expected it erased, got its bytes") for digest in left]


def _content(where: str, digest: str, data: bytes | None) -> Iterator[Fault]:
    if data is None:
        yield Fault(where, "expected its bytes, got nothing and no erasure")
    elif hashlib.sha256(data).hexdigest() != digest:
        yield Fault(where, "expected bytes of this SHA-256, got others")
