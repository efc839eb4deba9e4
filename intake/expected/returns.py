"""Expected returns as published: an immutable file per version, looked into by a parcel's label."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any, Self

from intake import sqlite
from intake.claim import Claim, ClaimedUnit
from intake.errors import StorageError
from intake.expected.row import ExpectedRow

FORMAT = 2
"""Of the file, in PRAGMA user_version. Format 1 had neither lines nor what is replaced already."""

VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,60}")
_COLUMNS = {
    1: "label, claim, serial, model, colour, count, 0",
    2: "label, claim, serial, model, colour, count, replaced",
}


class ExpectedReturns:
    """A published file, opened for looking up. Belongs to the thread that opened it."""

    def __init__(self, path: Path, connection: sqlite.Connection, columns: str) -> None:
        self.path = path
        self._connection = connection
        self._columns = columns

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open. Raises StorageError on any other file, or none."""
        try:
            connection = sqlite.connect(path, immutable=True)
            (found,) = connection.execute("PRAGMA user_version").fetchone()
            columns = _COLUMNS.get(found, "")
            if columns:
                connection.execute(f"SELECT {columns} FROM expected LIMIT 1")  # noqa: S608 (our own words)
        except sqlite.Error as error:
            raise StorageError(f"{path}: expected published returns, got this fault: {error}") from error
        if not columns:
            connection.close()
            raise StorageError(f"{path}: expected returns of format {FORMAT} or older, got {found}")
        return cls(path, connection, columns)

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
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def expected_path(folder: Path, version: str) -> Path | None:
    """Give where a version lies in a state folder, or None for what can be no version."""
    return folder / "reference" / f"expected-{version}.db" if VERSION.fullmatch(version) else None
