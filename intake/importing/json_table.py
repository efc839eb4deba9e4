"""JSON: an array of objects, or an object whose `rows` is one; read piece by piece."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from intake.importing.cells import are_clean, expect_names, no_text, shown, texts_of
from intake.importing.fault import Fault, Report, TableError, TableFault, closed_on_fault

_LONGEST = 1 << 16
"""Characters of the longest row taken."""

_MOST_KEYS = 1000

_BLANK = " \t\r\n"


class _Number(str):
    """A number, as it is written."""

    __slots__ = ()


class _TwiceError(ValueError):
    """A key stands twice in one object."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise _TwiceError("expected every key once in an object, got one twice")
    return made


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_Number, parse_float=_Number, parse_constant=_Number
)


class _Text:
    """A text of which only so much is held as one row may need."""

    def __init__(self, path: Path) -> None:
        # JSON is UTF-8 (RFC 8259, section 8.1). A byte that is none becomes a fault of its row.
        self.bytes = path.open("rb")
        self.file = TextIOWrapper(self.bytes, "utf-8-sig", errors="surrogateescape")
        self._held = ""
        self._at = 0

    def peek(self) -> str:
        """Give the next character that is no blank, without taking it; empty at the end."""
        while True:
            self._fill()
            rest = self._held[self._at : self._at + 64]
            blank = len(rest) - len(rest.lstrip(_BLANK))
            self._at += blank
            if blank < len(rest):
                return self._held[self._at]
            if not rest:
                return ""

    def take(self, expected: str) -> None:
        """Take one character. Raises ValueError where another stands."""
        got = self.peek()
        if got != expected:
            raise ValueError(f"expected {expected!r}, got {shown(got) if got else 'the end of the file'}")
        self._at += 1

    def value(self) -> Any:  # noqa: ANN401 (JSON: any)
        """Take one whole value. Raises ValueError where none stands."""
        self.peek()
        try:
            found, self._at = _DECODER.raw_decode(self._held, self._at)
        except (json.JSONDecodeError, RecursionError) as error:
            got = shown(self._held[self._at : self._at + 30])
            raise ValueError(f"expected JSON of at most {_LONGEST:,} characters a row, got {got}") from error
        return found

    def _fill(self) -> None:
        """Hold what the longest row may need, as far as the file goes."""
        if len(self._held) - self._at < _LONGEST:
            more = self.file.read(4 * _LONGEST)
            if more:
                self._held = self._held[self._at :] + more
                self._at = 0


class JsonTable:
    """A JSON file, opened. Every key of any row is a column: exports leave out what is empty."""

    encoding = "utf-8"

    def __init__(self, path: Path) -> None:
        """Open it. Raises TableError where it holds no array of objects."""
        self._size = max(1, path.stat().st_size)
        self._text = _Text(path)
        self._path = path
        self.head: dict[str, str] = {}
        """What stands beside `rows`, above them."""

        with closed_on_fault(self.close):
            self._is_bare = self._text.peek() == "["
            self._first = self._begin(path.name)
            self.columns = self._names(path.name)
            """The keys of all rows, in the order in which they are met."""

    def _begin(self, name: str) -> dict[str, Any]:
        """Read the head and the first row."""
        try:
            if not self._is_bare:
                self._read_head()
            self._text.take("[")
            return self._first_row()
        except ValueError as error:
            raise TableError(f"{name}: expected a JSON array of objects; {error}") from error

    def _read_head(self) -> None:
        self._text.take("{")
        while (key := self._key()) != "rows":
            self.head[key] = _head_value(key, self._text.value())
            self._text.take(",")

    def _key(self) -> str:
        key = self._text.value()
        if type(key) is not str:
            raise ValueError(f"expected a key, got {shown(key)}")
        self._text.take(":")
        return key

    def _first_row(self) -> dict[str, Any]:
        if self._text.peek() == "]":
            raise ValueError("expected at least one row, got none")
        return _row(self._text.value())

    def _names(self, name: str) -> tuple[str, ...]:
        keys = self._all_keys(name)
        names = expect_names(keys, name, "give every value a key")
        if list(names) != keys:
            raise TableError(f"{name}: expected keys without blanks around them, got some with")
        return names

    def _all_keys(self, name: str) -> list[str]:
        """Read through all rows for their keys, and begin again."""
        met: dict[str, None] = {}
        for _, row in self._objects(lambda _fault: None):  # told when the rows are read in earnest
            met |= dict.fromkeys(row)
            if len(met) > _MOST_KEYS:
                raise TableError(f"{name}: expected rows of at most {_MOST_KEYS} keys in all, got more")
        self.close()
        self._text = _Text(self._path)
        self._first = self._begin(name)
        return list(met)

    def rows(
        self, wanted: Sequence[str], report: Report, numbers: frozenset[str] = frozenset()
    ) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield each row's place in the array, from 1, and its values of the columns wanted, in their order.

        `numbers`: columns in which a number is taken as it is written. None is an empty text.
        """
        for number, row in self._objects(report):
            values: tuple[Any, ...] = tuple([row.get(name) for name in wanted])
            if set(map(type, values)) == {str} and are_clean(values):
                yield number, values
            else:
                texts = _texts(number, wanted, values, report, numbers)
                if texts is not None:
                    yield number, texts

    def _objects(self, report: Report) -> Iterator[tuple[int, dict[str, Any]]]:
        """Yield each object; what follows one that cannot be read is lost, and reported as one fault."""
        yield 1, self._first
        number = 1
        try:
            while self._text.peek() != "]":
                number += 1
                self._text.take(",")
                yield number, _row(self._text.value())
            self._text.take("]")
            number += 1
            self._end()
        except ValueError as error:
            expected, _, got = str(error).removeprefix("expected ").partition(", got ")
            report(Fault(number, "", TableFault.SYNTAX, expected, f"{got}; nothing below it was read"))

    def _end(self) -> None:
        if not self._is_bare:
            if self._text.peek() == ",":
                raise ValueError("expected `rows` as the last key of the file, got more")
            self._text.take("}")
        if self._text.peek():
            raise ValueError("expected the end of the file, got more")

    def done(self) -> float:
        """Tell how much of the file is read, from 0 to 1."""
        return min(1.0, self._text.bytes.tell() / self._size)

    def close(self) -> None:
        """Close the file."""
        self._text.file.close()


def _head_value(key: str, value: object) -> str:
    if type(value) is bool:
        return "yes" if value else "no"
    if type(value) is not str:
        raise ValueError(f"expected a text for {shown(key)}, got {shown(value)}")
    return value


def _row(value: object) -> dict[str, Any]:
    if type(value) is not dict:
        raise ValueError(f"expected an object for each row, got {shown(value)}")
    return value


def _texts(
    number: int, wanted: Sequence[str], values: Sequence[object], report: Report, numbers: frozenset[str]
) -> tuple[str, ...] | None:
    def text_of(column: str, value: object) -> str | Fault:
        if value is None:
            return ""
        if type(value) is str or (type(value) is _Number and column in numbers):
            return str(value)
        kind = TableFault.NUMBER if type(value) is _Number else TableFault.VALUE
        return no_text(number, column, kind, value)

    return texts_of(number, wanted, values, text_of, report)
