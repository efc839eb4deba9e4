"""What is stored in a published list, of either format, read back as what it stands for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import msgspec

from intake import sqlite
from intake.affected import AffectedRow, KeyRange, NamedBy, Shape
from intake.part import Part
from intake.reference.file import FORMAT, ListFileError, Named, PublishedHead, StoredKey


@dataclass(frozen=True, slots=True)
class Stored:
    """How to read a file of one format."""

    head: str
    """The query for the columns of `PublishedHead`."""

    shapes: Callable[[sqlite.Connection], dict[int, Shape]]
    """The shapes of the file by their ids."""

    shape_column: str
    """The column of `segment` that holds the id of its shape."""

    named: Callable[[str], tuple[Named, ...]]
    """Reads one value of `named.items`."""

    rows: Callable[[sqlite.Connection, dict[int, Shape]], Iterator[AffectedRow]]
    """Reads every row, in the order of the maker's file where the file knows it."""


def stored_in(connection: sqlite.Connection) -> Stored:
    """Tell how a file is to be read. Raises ListFileError when it is of no known format."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version not in _FORMATS:
        raise ListFileError(f"expected a format up to {FORMAT}, got {version}")
    return _FORMATS[version]


def read_head(connection: sqlite.Connection, stored: Stored) -> PublishedHead:
    """Read what the file says of itself. Raises ListFileError when it says nothing."""
    row = connection.execute(stored.head).fetchone()
    if row is None:
        raise ListFileError("expected one row in affected_list, got none")
    return PublishedHead(*row)


_HEAD = "SELECT campaign, version, training, published, source, rows, content FROM affected_list"


def _shapes(connection: sqlite.Connection) -> dict[int, Shape]:
    rows = connection.execute("SELECT id, length, parts FROM shape")
    return {
        number: Shape(msgspec.json.decode(parts, type=tuple[Part, ...]), length)
        for number, length, parts in rows
    }


_named = msgspec.json.Decoder(tuple[Named, ...]).decode
_keys = msgspec.json.Decoder(tuple[StoredKey, ...]).decode
_texts = msgspec.json.Decoder(tuple[str, ...]).decode


def _rows(connection: sqlite.Connection, shapes: dict[int, Shape]) -> Iterator[AffectedRow]:
    query = "SELECT line, model, colours, channels, by, keys, note FROM affected_row ORDER BY line"
    for line, model, colours, channels, by, keys, note in connection.execute(query):
        ranges = tuple(KeyRange(shapes[shape], first, last) for shape, first, last in _keys(keys))
        yield AffectedRow(line, model, _texts(colours), _texts(channels), NamedBy(by), ranges, note)


_FIRST_HEAD = "SELECT campaign, version, training, published, '', ranges, content FROM affected_list"


def _first_shapes(connection: sqlite.Connection) -> dict[int, Shape]:
    """Find the lengths of serials, one seek for each: a DISTINCT would read the whole table."""
    shapes: dict[int, Shape] = {}
    length = 0
    query = "SELECT min(length) FROM segment WHERE length > ?"
    while (found := connection.execute(query, (length,)).fetchone()[0]) is not None:
        length = found
        shapes[length] = Shape.whole(length)
    return shapes


_first_items = msgspec.json.Decoder(tuple[tuple[str, str | None, bool], ...]).decode


def _first_named(items: str) -> tuple[Named, ...]:
    return tuple(
        Named(model, NamedBy.EXACT if exact else NamedBy.RANGE, (colour,) if colour else (), ())
        for model, colour, exact in _first_items(items)
    )


def _first_rows(connection: sqlite.Connection, shapes: dict[int, Shape]) -> Iterator[AffectedRow]:
    """Read the ranges of the first format, which does not know the maker's lines."""
    for first, last, model, colour, note in connection.execute(
        "SELECT first, last, model, colour, note FROM affected_range"
    ):
        by = NamedBy.EXACT if first == last else NamedBy.RANGE
        keys = (KeyRange(shapes[len(first)], first, last),)
        yield AffectedRow(0, model, (colour,) if colour else (), (), by, keys, note)


_FORMATS = {
    1: Stored(_FIRST_HEAD, _first_shapes, "length", _first_named, _first_rows),
    FORMAT: Stored(_HEAD, _shapes, "shape", _named, _rows),
}
