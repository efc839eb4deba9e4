"""The file of a published list: what it says of itself, and how its tables are laid out."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, islice
from typing import TYPE_CHECKING

import msgspec

from intake import sqlite
from intake.affected import NamedBy
from intake.errors import StorageError

if TYPE_CHECKING:
    from intake.tables import Database

FORMAT = 2
"""Layout of the file, as its `user_version`."""


class ListFileError(StorageError):
    """A file that is no published list, or not the one it should be."""


class PublishedHead(msgspec.Struct, frozen=True):
    """What the file says about the list, as its one row `affected_list`."""

    campaign: str
    version: str
    training: int
    published: str
    source: str
    """Where it came from, in the words of whoever imported it."""

    rows: int
    content: str
    """SHA-256 over head and rows, in hexadecimal: the same list gives the same, however it is written."""


class Named(msgspec.Struct, frozen=True, array_like=True):
    """What rows say of the serials they name."""

    model: str
    by: NamedBy
    colours: tuple[str, ...]
    channels: tuple[str, ...]


StoredKey = tuple[int, str, str]
"""Id of the shape, first and last key."""


_AT_ONCE = 50
"""Rows of one statement: each statement costs about as much as three rows (measured)."""


def insert(connection: sqlite.Connection, into: str, rows: Iterable[tuple[int | str, ...]]) -> int:
    """Insert rows into a table and its columns, written `table (column, …)`, and give how many they were.

    sqlite-utils takes three times as long, executemany half as long again (measured, a million rows).
    """
    count, waiting = 0, iter(rows)
    while chunk := list(islice(waiting, _AT_ONCE)):
        row = f"({', '.join('?' * len(chunk[0]))})"
        values = ", ".join([row] * len(chunk))
        connection.execute(f"INSERT INTO {into} VALUES {values}", tuple(chain.from_iterable(chunk)))  # noqa: S608 (our own names)
        count += len(chunk)
    return count


def create_tables(database: Database) -> None:
    """Lay out an empty file."""
    texts = ("campaign", "version", "published", "source", "content")
    head = dict.fromkeys(texts, str) | {"training": int, "rows": int}
    database.table("affected_list").create(head, strict=True)
    said = dict.fromkeys(("model", "colours", "channels", "by", "keys", "note"), str)
    database.table("affected_row").create({"line": int} | said, pk="line", strict=True)
    database.table("shape").create({"id": int, "length": int, "parts": str}, pk="id", strict=True)
    database.table("named").create({"id": int, "items": str}, pk="id", strict=True)
    # sqlite-utils cannot leave the rowid out; without it the key is the table and one seek is enough.
    # `named` is no foreign key: every row of it would be looked for in all segments.
    database.conn.execute(
        "CREATE TABLE segment (shape INTEGER NOT NULL, first TEXT NOT NULL, last TEXT NOT NULL,"
        " named INTEGER NOT NULL, PRIMARY KEY (shape, first)) STRICT, WITHOUT ROWID"
    )
