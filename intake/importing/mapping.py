"""Mappings: which column of a file is which of ours. Each is named, or ignored by name; none is guessed.

A mapping is a small TOML file; docs/affected-lists.md shows one.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import msgspec

from intake.errors import WrongUsageError
from intake.importing.cells import shown
from intake.importing.fault import Report, TableError
from intake.importing.form import Delimiter, Encoding, Form
from intake.importing.table import Table

_Change = tuple[int, Callable[[str], str]]
"""The place of a value, and what is done to it."""

_Sign = Annotated[str, msgspec.Meta(min_length=1, max_length=1)]


class ColumnMapping(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How to read one sender's files. Made by `load_mapping`; the default takes our own names."""

    columns: dict[str, str] = {}
    """Our column, and the file's."""

    constant: dict[str, str] = {}
    """Our column, and the value it has in every row."""

    values: dict[str, dict[str, str]] = {}
    """Our column, and the file's values in it, each with ours: `colour`, ブラック, black."""

    ignore: tuple[str, ...] = ()
    """The file's columns that are of no use here."""

    encoding: Encoding | None = None
    delimiter: str = Delimiter.COMMA.word
    sheet: str | None = None
    skip: Annotated[int, msgspec.Meta(ge=0, le=1000)] = 0
    sets: Annotated[str, msgspec.Meta(min_length=1, max_length=3)] = "|"
    """Stands between several values in one cell."""

    any: _Sign = "?"
    """In masks: any character."""

    withheld: _Sign = "*"
    """In masks: a character the maker withholds."""

    @property
    def form(self) -> Form:
        """What is needed to open the file."""
        return Form(self.encoding, Delimiter[self.delimiter.upper()], self.sheet, self.skip)


def load_mapping(path: Path) -> ColumnMapping:
    """Read a mapping's file. Raises WrongUsageError."""
    try:
        return parse_mapping(tomllib.loads(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValueError) as error:
        raise WrongUsageError(
            f"{path.name}: expected a mapping of columns, got this fault: {error}"
        ) from error


def parse_mapping(tables: Mapping[str, Any]) -> ColumnMapping:
    """Read a mapping. Raises ValueError naming what is wrong."""
    mapping = msgspec.convert(dict(tables), ColumnMapping)
    words = [each.word for each in Delimiter]
    if mapping.delimiter not in words:
        raise ValueError(f"delimiter: expected one of {', '.join(words)}, got {shown(mapping.delimiter)}")
    if mapping.any == mapping.withheld:
        raise ValueError(f"withheld: expected another sign than any, got {shown(mapping.any)} for both")
    return mapping


class Columns:
    """A file's columns, matched with ours."""

    def __init__(
        self, table: Table, mapping: ColumnMapping, ours: Collection[str], sets: Collection[str]
    ) -> None:
        """Match them. `ours`: every column there may be; `sets`: those of them that take several values.

        Raises TableError where a column is neither named nor ignored, or a named one is missing.
        """
        self._table = table
        named = _named(table.columns, mapping, ours)
        self._wanted = tuple(named.values())
        self._constants = tuple(mapping.constant.values())
        self.names = (*named, *mapping.constant)
        """Our columns, in the order of the values of `rows`."""

        self._theirs = named
        self._changes = _changes(self.names, mapping, sets)

    def theirs(self, ours: str) -> str:
        """Give the file's name of one of our columns; ours where the file has none."""
        return self._theirs.get(ours, ours)

    def rows(self, report: Report, numbers: Collection[str] = ()) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield each row's number in the file and its values, in the order of `names`.

        `numbers`: our columns in which a number is no fault.
        """
        counted = frozenset(self.theirs(name) for name in numbers)
        read = self._table.rows(self._wanted, report, counted)
        if not self._changes and not self._constants:
            return read
        return self._changed(read)

    def _changed(self, read: Iterator[tuple[int, tuple[str, ...]]]) -> Iterator[tuple[int, tuple[str, ...]]]:
        for number, values in read:
            row = [*values, *self._constants]
            for place, change in self._changes:
                row[place] = change(row[place])
            yield number, tuple(row)


def _named(columns: Sequence[str], mapping: ColumnMapping, ours: Collection[str]) -> dict[str, str]:
    """Give our columns, each with the file's."""
    named = dict(mapping.columns)
    taken = {*named.values(), *mapping.ignore}
    named |= {name: name for name in columns if name in ours and name not in taken and name not in named}
    _expect_ours([*named, *mapping.constant], ours)
    _expect_ours(list(mapping.values), ours)
    _expect_theirs(columns, named, mapping.ignore)
    return named


def _expect_ours(names: Sequence[str], ours: Collection[str]) -> None:
    unknown = [name for name in names if name not in ours]
    if unknown:
        raise TableError(f"expected columns among {', '.join(ours)}, got {shown(unknown[0])}")
    twice = [name for name in names if names.count(name) > 1]
    if twice:
        raise TableError(f"{twice[0]}: expected a column or a constant value, got both")


def _expect_theirs(columns: Sequence[str], named: Mapping[str, str], ignored: Sequence[str]) -> None:
    missing = [name for name in named.values() if name not in columns]
    if missing:
        raise TableError(
            f"expected a column {shown(missing[0])} in the file, got {', '.join(map(shown, columns))}"
        )
    used = list(named.values())
    twice = [name for name in used if used.count(name) > 1]
    if twice:
        raise TableError(f"expected each column of the file once, got {shown(twice[0])} for two of ours")
    unknown = [name for name in columns if name not in used and name not in ignored]
    if unknown:
        raise TableError(
            f"expected every column of the file named or ignored, got {', '.join(map(shown, unknown))}: "
            "say what each is by --column or a mapping, or that it is of no use by --ignore; "
            "where these are no names, say by --skip how many rows stand above them"
        )


def _changes(names: Sequence[str], mapping: ColumnMapping, sets: Collection[str]) -> list[_Change]:
    """Give what is exchanged in which value: the sender's signs for ours."""
    signs = str.maketrans({mapping.any: "?", mapping.withheld: "*"})
    changes: list[_Change] = []
    for place, name in enumerate(names):
        if name in mapping.constant:
            continue  # said in our words
        if name in sets and mapping.sets != "|":
            changes.append((place, lambda value: value.replace(mapping.sets, "|")))
        if name == "mask" and (mapping.any, mapping.withheld) != ("?", "*"):
            changes.append((place, lambda value: value.translate(signs)))
        if name in mapping.values:
            changes.append((place, partial(_ours, mapping.values[name], name in sets)))
    return changes


def _ours(known: Mapping[str, str], is_set: bool, value: str) -> str:  # noqa: FBT001 (bound beforehand)
    """Give our words for the sender's; one that is not in the mapping stays, and is a fault of its row."""
    if not is_set:
        return known.get(value, value)
    return "|".join(known.get(each.strip(), each) for each in value.split("|"))
