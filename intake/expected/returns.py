"""Expected returns as published: an immutable file per version, looked into by a parcel's label."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, closing
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from intake import sqlite
from intake.claim import Claim, ClaimedUnit
from intake.errors import StorageError
from intake.expected.row import ExpectedRow
from intake.publishing import checksum

FORMAT = 3
"""Of the file, in PRAGMA user_version. Format 1 had neither lines nor what is replaced already, format 2 no
word of when it was published."""

VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,60}")
_COLUMNS = {
    1: "label, claim, serial, model, colour, count, 0",
    2: "label, claim, serial, model, colour, count, replaced",
    3: "label, claim, serial, model, colour, count, replaced",
}
_SAYS_WHEN = 3
"""The first form of the file that says when it was published."""


class ExpectedReturns:
    """A published file, opened for looking up. Belongs to the thread that opened it."""

    def __init__(self, path: Path, connection: sqlite.Connection, columns: str, published: int) -> None:
        self.path = path
        self.published = published
        """When, in milliseconds since 1970; of an older format, what the disk says."""

        self._connection = connection
        self._columns = columns

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open. Raises StorageError on any other file, or none."""
        try:
            with ExitStack() as stack:
                connection = stack.enter_context(closing(sqlite.connect(path, immutable=True)))
                columns, published = _read_head(path, connection)
                stack.pop_all()
        except sqlite.Error as error:
            raise StorageError(f"{path}: expected published returns, got this fault: {error}") from error
        return cls(path, connection, columns, published)

    def claim(self, label: str) -> Claim | None:
        """Give what is announced under a parcel's label.

        An owner with two claims packs both devices into one bag, so all that is announced for a parcel
        counts: the numbers of several claims are joined by `+`, which no number holds.
        """
        rows = list(self._rows("WHERE label = ? ORDER BY rowid", (label,)))
        if not rows:
            return None
        numbers = dict.fromkeys(row.claim for row in rows)
        units = (ClaimedUnit(row.serial, row.model, row.colour, row.units, row.replaced) for row in rows)
        return Claim("+".join(numbers), tuple(units))

    def rows(self) -> Iterator[ExpectedRow]:
        """Give every row, in the order of the file it came from."""
        return self._rows("ORDER BY rowid")

    def _rows(self, where: str, values: tuple[Any, ...] = ()) -> Iterator[ExpectedRow]:
        query = f"SELECT {self._columns} FROM expected {where}"  # noqa: S608 (our own words)
        for row in self._connection.execute(query, values):
            yield ExpectedRow._make((*row[:-1], bool(row[-1])))

    @property
    def count(self) -> int:
        """How many rows it has."""
        found: int = self._connection.execute("SELECT count(*) FROM expected").fetchone()[0]
        return found

    @cached_property
    def checksum(self) -> str:
        """SHA-256 of the file, in hexadecimal."""
        return checksum(self.path)

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def published_at(path: Path) -> int:
    """Give when a file was published, in milliseconds since 1970; else what the disk says."""
    try:
        with closing(ExpectedReturns.open(path)) as returns:
            return returns.published
    except StorageError:  # it is erased in its time like any other; whoever looks into it is told
        return _written(path)


def _read_head(path: Path, connection: sqlite.Connection) -> tuple[str, int]:
    """Give the columns of a file and when it was published. Raises StorageError for another format."""
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    columns = _COLUMNS.get(found)
    if columns is None:
        raise StorageError(f"{path}: expected returns of format {FORMAT} or older, got {found}")
    connection.execute(f"SELECT {columns} FROM expected LIMIT 1")  # noqa: S608 (our own words)
    if found < _SAYS_WHEN:
        return columns, _written(path)
    row = connection.execute("SELECT published FROM head").fetchone()
    if row is None:
        raise StorageError(f"{path}: expected a word of when it was published, got none")
    return columns, row[0]


def _written(path: Path) -> int:
    return path.stat().st_mtime_ns // 1_000_000


def expected_path(folder: Path, version: str) -> Path | None:
    """Give where a version lies in a state folder, or None for what can be no version."""
    return folder / "reference" / f"expected-{version}.db" if VERSION.fullmatch(version) else None
