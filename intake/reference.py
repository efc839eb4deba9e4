"""Published affected lists: immutable files a serial is looked up in within microseconds.

Overlapping ranges are swept at publishing into disjoint segments, so that one seek finds the only
segment that may hold a serial, whatever ranges cover whatever others (a query over the ranges
themselves slows down to milliseconds as soon as one covers a whole model). A file appears whole, by
renaming, and never changes after.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import closing
from functools import cached_property
from pathlib import Path
from typing import Self

import msgspec

from intake import sqlite
from intake.affected import AffectedList, AffectedRange, Match, Segment, segments
from intake.errors import StorageError
from intake.serial_number import may_be_serial

FORMAT = 1
"""Layout of the file, as its `user_version`."""


class ListFileError(StorageError):
    """A file that is no published list, or not the one it should be."""


class _Head(msgspec.Struct, frozen=True):
    """What the file says about the list, as its one row `affected_list`."""

    campaign: str
    version: str
    training: int
    published: str
    ranges: int
    content: str
    """SHA-256 over head and ranges: the same list gives the same, whatever SQLite wrote it."""


_Named = tuple[str, str | None, bool]
"""Model, colour, and whether the serial is named by itself."""


def publish(listing: AffectedList, folder: Path) -> Path:
    """Write a list as `list-<campaign>-<version>.db` into `folder`, durably, and give its path.

    The same list again changes nothing. Raises ListFileError when another content stands there under
    the same version, and SQLite's or the system's errors when it cannot be written; then nothing stays.
    """
    target = folder / f"list-{listing.campaign}-{listing.version}.db"
    # Sorted by everything, so that the order of the maker's rows changes nothing.
    ranges = sorted(listing.ranges, key=lambda each: (each.order, each.model, each.colour or "", each.note))
    head = _head(listing, ranges)
    if target.exists():
        _expect_same(target, head)
        return target
    draft = folder / f".{target.name}.{os.getpid()}"
    try:
        draft.unlink(missing_ok=True)
        _write(draft, head, ranges)
        _sync(draft)
        draft.chmod(0o444)
        draft.rename(target)
    finally:
        draft.unlink(missing_ok=True)
    _sync(folder)
    return target


def _head(listing: AffectedList, ranges: list[AffectedRange]) -> _Head:
    about = (listing.campaign, listing.version, int(listing.training), listing.published)
    digest = hashlib.sha256(msgspec.json.encode(about))
    for each in ranges:
        digest.update(msgspec.json.encode(each))
    return _Head(*about, ranges=len(ranges), content=digest.hexdigest())


def _expect_same(path: Path, head: _Head) -> None:
    with closing(AffectedIndex.open(path)) as published:
        if published.content != head.content:
            raise ListFileError(
                f"{path.name}: expected the content already published ({published.content[:12]}), "
                f"got another ({head.content[:12]}): give the new list a new version"
            )


def _sync(path: Path) -> None:
    """Bring a file, or the names in a folder, onto the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write(path: Path, head: _Head, ranges: list[AffectedRange]) -> None:
    """Fill a new file in one transaction. No write-ahead log: the file must stand alone."""
    with closing(sqlite.connect(path, journal_mode="DELETE")) as connection, sqlite.immediate(connection):
        _create(connection, head)
        # Rows go in by executemany: sqlite-utils takes three times as long (measured, a million rows).
        connection.executemany(
            "INSERT INTO affected_range (first, last, model, colour, note) VALUES (?, ?, ?, ?, ?)",
            map(msgspec.structs.astuple, ranges),
        )
        _fill_segments(connection, segments(ranges))
        connection.execute(f"PRAGMA user_version = {FORMAT}")


def _create(connection: sqlite.Connection, head: _Head) -> None:
    from sqlite_utils import Database  # noqa: PLC0415 (100 ms, only for a new list)

    database = Database(connection)
    text = dict.fromkeys(("first", "last", "model", "colour", "note"), str)
    database.table("affected_range").create(text, strict=True)
    kinds = {
        "campaign": str,
        "version": str,
        "training": int,
        "published": str,
        "ranges": int,
        "content": str,
    }
    database.table("affected_list").create(kinds, strict=True).insert(msgspec.structs.asdict(head))
    database.table("named").create({"id": int, "items": str}, pk="id", strict=True)
    # sqlite-utils cannot leave the rowid out; without it the key is the table and one seek is enough.
    # `named` is no foreign key: every row of it would be looked for in all segments.
    connection.execute(
        "CREATE TABLE segment (length INTEGER NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL,"
        " named INTEGER NOT NULL, PRIMARY KEY (length, first)) STRICT, WITHOUT ROWID"
    )


def _fill_segments(connection: sqlite.Connection, swept: Iterator[Segment]) -> None:
    """Write the segments; what many of them name is written once."""
    numbers: dict[tuple[_Named, ...], int] = {}
    connection.executemany(
        "INSERT INTO segment (length, first, last, named) VALUES (?, ?, ?, ?)",
        (
            (each.length, each.first, each.last, numbers.setdefault(_named(each), len(numbers)))
            for each in swept
        ),
    )
    connection.executemany(
        "INSERT INTO named (items, id) VALUES (?, ?)",
        ((msgspec.json.encode(items).decode(), number) for items, number in numbers.items()),
    )


def _named(segment: Segment) -> tuple[_Named, ...]:
    """Give what a segment's ranges name, every model and colour once, in order."""
    named: dict[tuple[str, str | None], bool] = {}
    for each in segment.members:
        key = each.model, each.colour
        named[key] = named.get(key, False) or each.first == each.last
    ordered = sorted(named.items(), key=lambda entry: (entry[0][0], entry[0][1] or ""))
    return tuple((model, colour, exact) for (model, colour), exact in ordered)


class AffectedIndex:
    """A published list, opened for looking up. Belongs to the thread that opened it."""

    def __init__(self, path: Path, connection: sqlite.Connection, head: _Head) -> None:
        self.path = path
        self.campaign = head.campaign
        self.version = head.version
        self.training = bool(head.training)
        self.published = head.published
        self.ranges = head.ranges
        """How many ranges the list has."""

        self.content = head.content
        """SHA-256 of the list, however it is written."""

        self._connection = connection
        self._matches: dict[int, tuple[Match, ...]] = {}

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a published list. Raises ListFileError on any other file, or none."""
        try:
            connection = sqlite.connect(path, immutable=True)
        except sqlite.Error as error:
            raise ListFileError(f"{path}: expected a published list, got this fault: {error}") from error
        try:
            return cls(path, connection, _read_head(connection))
        except (sqlite.Error, ListFileError) as error:
            connection.close()
            raise ListFileError(f"{path}: expected a published list, got this fault: {error}") from error

    def match(self, normal: str) -> tuple[Match, ...]:
        """Give what the list names a serial in normal form as: nothing, or each model and colour once."""
        if not may_be_serial(normal):
            return ()
        found = self._connection.execute(
            "SELECT last, named FROM segment WHERE length = ? AND first <= ? ORDER BY first DESC LIMIT 1",
            (len(normal), normal),
        ).fetchone()
        return self._of(found[1]) if found is not None and normal <= found[0] else ()

    def _of(self, number: int) -> tuple[Match, ...]:
        """Read what segments name, each once: there are few of them."""
        if number not in self._matches:
            (items,) = self._connection.execute("SELECT items FROM named WHERE id = ?", (number,)).fetchone()
            self._matches[number] = tuple(
                Match(self.campaign, model, colour, self.version, self.training, exact)
                for model, colour, exact in msgspec.json.decode(items, type=tuple[_Named, ...])
            )
        return self._matches[number]

    @cached_property
    def checksum(self) -> str:
        """SHA-256 of the file, in hexadecimal; read when first asked for."""
        # Opening the file beside SQLite drops no lock: an immutable database takes none.
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def close(self) -> None:
        """Close the file; the index is of no use after."""
        self._connection.close()


def _read_head(connection: sqlite.Connection) -> _Head:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version != FORMAT:
        raise ListFileError(f"expected format {FORMAT}, got {version}")
    row = connection.execute(
        "SELECT campaign, version, training, published, ranges, content FROM affected_list"
    ).fetchone()
    if row is None:
        raise ListFileError("expected one row in affected_list, got none")
    return _Head(*row)
