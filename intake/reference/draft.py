"""Drafts of lists: rows stream in, sorted keys and disjoint segments come out, and the file appears whole."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from contextlib import ExitStack, closing
from itertools import islice
from pathlib import Path
from typing import Self

import msgspec

from intake import sqlite
from intake.affected import AffectedList, AffectedRow, ListHead, Shape
from intake.affected.coverage import Coverage
from intake.publishing import PublishingDraft
from intake.reference.file import FORMAT, ListFileError, Named, PublishedHead, create_tables, insert
from intake.reference.index import AffectedIndex
from intake.reference.staging import Staging
from intake.reference.sweep import Sweep
from intake.serial_number import SYMBOLS

_ROW = "affected_row (line, model, colours, channels, by, keys, note)"
_SEGMENT = "segment (shape, first, last, named)"

StoredRow = tuple[int, str, str, str, str, str, str]


def publish(listing: AffectedList, folder: Path) -> Path:
    """Write a list as `list-<campaign>-<version>.db` into `folder`, durably, and give its path.

    Raises as `ListDraft`.
    """
    with ListDraft(folder, listing.head) as draft:
        draft.add(listing.rows)
        return draft.publish()


class _Said(msgspec.Struct, frozen=True):
    """What a row says beside its keys, as it is written."""

    named: Named
    columns: tuple[str, str, str, str]
    """Model, colours, channels, and by what."""

    text: str


class ListDraft:
    """A list on its way into `folder`: `with ListDraft(…) as draft`, `add`, `publish`.

    Cut off anywhere, only a draft is left, which the next one removes. Raises SQLite's or the system's
    errors when it cannot be written; then nothing stays.
    """

    def __init__(self, folder: Path, head: ListHead, *, alphabet: str = SYMBOLS, source: str = "") -> None:
        """`alphabet` is what serials are counted by, `source` says where the rows come from."""
        self.rows = 0
        self._head = head
        self._source = source
        self._file = PublishingDraft(folder / f"list-{head.campaign}-{head.version}.db")
        self._shapes: dict[Shape, int] = {}
        self._said: dict[tuple[object, ...], _Said] = {}
        self._coverage = Coverage(alphabet)
        self._swept: Sweep | None = None
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            stack.enter_context(self._file)
            self._connection = stack.enter_context(closing(_new_file(self._file.path)))
            self._staging = stack.enter_context(closing(Staging(self._file.path.parent)))
            self._stack = stack.pop_all()
        return self

    def __exit__(self, *_fault: object) -> None:
        self._stack.close()

    def add(self, rows: Iterable[AffectedRow]) -> None:
        """Take rows, each of a line of its own, in any order."""
        self.rows += insert(self._connection, _ROW, map(self._stored, rows))

    def _stored(self, row: AffectedRow) -> StoredRow:
        """Stage the keys of a row and give the row as it is written."""
        said = self._said.get((row.model, row.by, row.colours, row.channels)) or self._new_said(row)
        line, note = row.line, row.note
        told = note if len(row.keys) == 1 else _note_of_many(row)
        texts = []
        for key in row.keys:
            first, last = key.first, key.last
            shape = self._shapes.get(key.shape)
            if shape is None:
                shape = self._new_shape(key.shape)
            self._staging.add(shape, (first, last, said.text, told, line))
            # A key holds nothing JSON would have to escape.
            texts.append(f'[{shape},"{first}","{last}"]')
        model, colours, channels, by = said.columns
        return line, model, colours, channels, by, f"[{','.join(texts)}]", note

    def _new_said(self, row: AffectedRow) -> _Said:
        named = Named(row.model, row.by, row.colours, row.channels)
        colours, channels = (msgspec.json.encode(each).decode() for each in (row.colours, row.channels))
        columns = (row.model, colours, channels, row.by.value)
        said = _Said(named, columns, msgspec.json.encode(named).decode())
        self._said[row.model, row.by, row.colours, row.channels] = said
        return said

    def _new_shape(self, shape: Shape) -> int:
        number = self._shapes[shape] = len(self._shapes)
        parts = msgspec.json.encode(shape.parts).decode()
        self._connection.execute(
            "INSERT INTO shape (id, length, parts) VALUES (?, ?, ?)", (number, shape.length, parts)
        )
        return number

    def repeats(self, limit: int) -> list[tuple[int, int]]:
        """Give up to `limit` lines that say what an earlier one says, notes aside, each with that line."""
        twins = dict.fromkeys(self._sweep().twins())
        return list(islice((twin for twin in twins if self._says_the_same(*twin)), limit))

    def _says_the_same(self, line: int, earlier: int) -> bool:
        """Rows of several keys may share one of them and differ in the others."""
        query = "SELECT count(DISTINCT keys) FROM affected_row WHERE line IN (?, ?)"
        (contents,) = self._connection.execute(query, (line, earlier)).fetchone()
        return bool(contents == 1)

    def overlaps(self, limit: int) -> list[tuple[int, int]]:
        """Give up to `limit` pairs of lines that name the same serials by one shape for different models."""
        return list(islice(self._sweep().overlaps, limit))

    def counts(self) -> dict[str, int | None]:
        """Give how many serials of each model are named; None where less than the whole serial names them."""
        self._sweep()
        return self._coverage.counts()

    @property
    def content(self) -> str:
        """SHA-256 of what was taken, as `PublishedHead.content`; call it after the last row."""
        return self._sweep().content

    def publish(self) -> Path:
        """Give the list its name, durably; the same list again changes nothing.

        Raises ListFileError when another content stands there under the same version.
        """
        content = self._sweep().content
        self._write_head(content)
        self._connection.execute("COMMIT")
        self._connection.close()
        try:
            return self._file.publish()
        except FileExistsError:
            _expect_same(self._file.target, content)
            return self._file.target

    def _write_head(self, content: str) -> None:
        head = self._head
        about = (head.campaign, head.version, int(head.training), head.published, self._source)
        published = PublishedHead(*about, rows=self.rows, content=content)
        columns = ", ".join(PublishedHead.__struct_fields__)
        self._connection.execute(
            f"INSERT INTO affected_list ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 (our own names)
            msgspec.structs.astuple(published),
        )

    def _sweep(self) -> Sweep:
        """Sweep what was taken into segments, once; shapes in their order, so that no row's place counts."""
        if self._swept is None:
            head = self._head
            about = msgspec.json.encode((head.campaign, head.version, int(head.training), head.published))
            self._swept = Sweep(
                {each.text: each.named for each in self._said.values()}, self._coverage, about
            )
            for shape, number in sorted(self._shapes.items(), key=lambda each: each[0].order):
                swept = self._swept.segments(number, shape, self._staging.sorted(number))
                insert(self._connection, _SEGMENT, swept)
            self._write_named(self._swept)
        return self._swept

    def _write_named(self, swept: Sweep) -> None:
        """Write what segments name; what many of them name is written once."""
        named = ((number, f"[{','.join(sorted(saying))}]") for saying, number in swept.named.items())
        insert(self._connection, "named (id, items)", named)


def _note_of_many(row: AffectedRow) -> str:
    """Give the note of a row of several keys with all of them: each must know the others."""
    keys = msgspec.json.encode([(key.shape.order, key.first, key.last) for key in row.keys])
    return f"{row.note}\n{hashlib.sha256(keys).hexdigest()}"


def _new_file(path: Path) -> sqlite.Connection:
    """Begin a new file in one transaction. No write-ahead log: the file must stand alone.

    Nothing is flushed before it is whole: a draft that was cut off is thrown away.
    """
    from intake.tables import Database  # noqa: PLC0415 (100 ms, only for a new list)

    connection = sqlite.connect(path, journal_mode="DELETE", synchronous="OFF")
    connection.execute("BEGIN IMMEDIATE")
    create_tables(Database(connection))
    connection.execute(f"PRAGMA user_version = {FORMAT}")
    return connection


def _expect_same(path: Path, content: str) -> None:
    with closing(AffectedIndex.open(path)) as published:
        if published.content != content:
            raise ListFileError(
                f"{path.name}: expected the content already published ({published.content[:12]}), "
                f"got another ({content[:12]}): give the new list a new version"
            )
