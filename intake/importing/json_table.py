"""JSON: an array of objects, or an object whose `rows` is one; read piece by piece."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from intake.importing.cells import are_clean, expect_names, no_text, report_unclean, shown
from intake.importing.fault import Fault, Report, TableError, TableFault

_LONGEST = 1 << 16
"""Characters of the longest row taken."""

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
    """A JSON file, opened. The keys of the first row are the columns of all."""

    encoding = "utf-8"

    def __init__(self, path: Path) -> None:
        """Open it. Raises TableError where it holds no array of objects."""
        self._size = max(1, path.stat().st_size)
        self._text = _Text(path)
        self.head: dict[str, str] = {}
        """What stands beside `rows`, above them."""

        try:
            self._is_bare = self._text.peek() == "["
            self._first = self._begin(path.name)
            self.columns = self._names(path.name)
            """The keys of the first row, in order."""
        except BaseException:
            self.close()
            raise

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
        names = expect_names(list(self._first), f"{name}, row 1", "give every row the same keys")
        if list(names) != list(self._first):
            raise TableError(f"{name}, row 1: expected keys without blanks around them, got some with")
        return names

    def rows(
        self, wanted: Sequence[str], report: Report, numbers: frozenset[str] = frozenset()
    ) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield each row's place in the array, from 1, and its values of the columns wanted, in their order.

        `numbers`: columns in which a number is taken as it is written. None is an empty text.
        """
        columns = frozenset(self.columns)
        for number, row in self._objects(report):
            values: tuple[Any, ...] = tuple([row.get(name) for name in wanted])
            if not row.keys() <= columns:
                got = shown(min(row.keys() - columns))
                report(Fault(number, "", TableFault.CELLS, "the keys of the first row", got))
            elif set(map(type, values)) == {str} and are_clean(values):
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
    """Give the texts of a row, or report every value that is none."""
    texts: list[str] = []
    for column, value in zip(wanted, values, strict=True):
        if value is None:
            texts.append("")
        elif type(value) is str or (type(value) is _Number and column in numbers):
            texts.append(str(value))
        else:
            kind = TableFault.NUMBER if type(value) is _Number else TableFault.VALUE
            report(no_text(number, column, kind, value))
    if len(texts) != len(values):
        return None
    if are_clean(texts):
        return tuple(texts)
    report_unclean(number, wanted, texts, report)
    return None
