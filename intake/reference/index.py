"""The index: a published list, opened to look serials up within microseconds."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, Self

import msgspec

from intake import sqlite
from intake.affected import AffectedRow, KeyRange, Match, NamedBy, Shape
from intake.publishing import checksum
from intake.reference.file import ListFileError, Named, PublishedHead
from intake.reference.stored import Stored, read_head, stored_in
from intake.serial_number import may_be_serial


class PublishedSegment(NamedTuple):
    """A stretch of keys, both ends included, and all that is said of them."""

    shape: Shape
    first: str
    last: str
    named: tuple[Named, ...]


class AffectedIndex:
    """A published list, opened for looking up. Belongs to the thread that opened it."""

    def __init__(
        self, path: Path, connection: sqlite.Connection, stored: Stored, head: PublishedHead
    ) -> None:
        self.path = path
        self.campaign = head.campaign
        self.version = head.version
        self.training = bool(head.training)
        self.published = head.published
        self.source = head.source
        self.rows = head.rows
        """How many rows the list has."""

        self.content = head.content
        """SHA-256 of the list, however it is written."""

        self._connection = connection
        self._stored = stored
        self._shapes = stored.shapes(connection)
        self._seek = (
            "SELECT last, named FROM segment"  # noqa: S608 (a name of our own)
            f" WHERE {stored.shape_column} = ? AND first <= ? ORDER BY first DESC LIMIT 1"
        )
        self._named: dict[int, tuple[Named, ...]] = {}
        self._matches: dict[tuple[int, int], tuple[Match, ...]] = {}

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open a published list of any format. Raises ListFileError on any other file, or none."""
        try:
            connection = sqlite.connect(path, immutable=True)
        except sqlite.Error as error:
            raise ListFileError(f"{path}: expected a published list, got this fault: {error}") from error
        try:
            stored = stored_in(connection)
            return cls(path, connection, stored, read_head(connection, stored))
        except (sqlite.Error, ListFileError, msgspec.DecodeError) as error:
            connection.close()
            raise ListFileError(f"{path}: expected a published list, got this fault: {error}") from error

    @property
    def shapes(self) -> tuple[Shape, ...]:
        """Give the shapes of the list's keys, in their order."""
        return tuple(sorted(self._shapes.values(), key=lambda shape: shape.order))

    @cached_property
    def channels(self) -> frozenset[str]:
        """The ways of selling that rows ask for."""
        items = self._connection.execute("SELECT items FROM named").fetchall()
        return frozenset(
            each for (item,) in items for named in self._stored.named(item) for each in named.channels
        )

    def match(self, normal: str) -> tuple[Match, ...]:
        """Give what the list says of a serial in normal form, each thing once: one seek for each shape."""
        if not may_be_serial(normal):
            return ()
        found: tuple[Match, ...] = ()
        for number, shape in self._shapes.items():
            key = shape.key(normal)
            if key is not None:
                row = self._connection.execute(self._seek, (number, key)).fetchone()
                if row is not None and key <= row[0]:
                    found += self._said(number, row[1])
        return tuple(dict.fromkeys(found)) if len(found) > 1 else found

    def _said(self, shape: int, number: int) -> tuple[Match, ...]:
        """Read what segments of a shape name, each once: there are few of them."""
        if (shape, number) not in self._matches:
            whole = self._shapes[shape].is_whole
            self._matches[shape, number] = tuple(
                Match(self.campaign, named.model, self.version, self.training, *_conditions(named), whole)
                for named in self._names(number)
            )
        return self._matches[shape, number]

    def _names(self, number: int) -> tuple[Named, ...]:
        if number not in self._named:
            query = "SELECT items FROM named WHERE id = ?"
            (items,) = self._connection.execute(query, (number,)).fetchone()
            self._named[number] = self._stored.named(items)
        return self._named[number]

    def all_rows(self) -> Iterator[AffectedRow]:
        """Give what the maker said, row by row; lines are 0 where a file of the first format has none."""
        return self._stored.rows(self._connection, self._shapes)

    def rows_naming(self, normal: str) -> Iterator[AffectedRow]:
        """Give the rows that name a serial in normal form; looks through all of them if there is any."""
        return (row for row in self.all_rows() if row.names(normal)) if self.match(normal) else iter(())

    def segments(self) -> Iterator[PublishedSegment]:
        """Give what the list names as disjoint stretches, sorted by shape (`Shape.order`) and key."""
        column = self._stored.shape_column
        query = f"SELECT first, last, named FROM segment WHERE {column} = ? ORDER BY first"  # noqa: S608 (our own)
        for number, shape in sorted(self._shapes.items(), key=lambda each: each[1].order):
            for first, last, named in self._connection.execute(query, (number,)):
                yield PublishedSegment(shape, first, last, self._names(named))

    def around(self, normal: str) -> tuple[KeyRange | None, KeyRange | None]:
        """Give the stretches of whole serials next to a serial, below (or around it) and above."""
        shape = Shape.whole(len(normal))
        return self._nearest(shape, "<=", "DESC", normal), self._nearest(shape, ">", "ASC", normal)

    def _nearest(self, shape: Shape, comparison: str, order: str, normal: str) -> KeyRange | None:
        numbers = [number for number, each in self._shapes.items() if each == shape]
        column = self._stored.shape_column
        query = (
            "SELECT first, last FROM segment"  # noqa: S608 (our own words)
            f" WHERE {column} = ? AND first {comparison} ? ORDER BY first {order} LIMIT 1"
        )
        rows = [self._connection.execute(query, (number, normal)).fetchone() for number in numbers]
        return next((KeyRange(shape, *row) for row in rows if row), None)

    @cached_property
    def checksum(self) -> str:
        """SHA-256 of the file, in hexadecimal; read when first asked for."""
        return checksum(self.path)

    def close(self) -> None:
        """Close the file; the index is of no use after."""
        self._connection.close()


def _conditions(named: Named) -> tuple[NamedBy, tuple[str, ...], tuple[str, ...]]:
    return named.by, named.colours, named.channels
