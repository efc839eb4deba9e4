"""CSV: lines of cells (RFC 4180), every one of them text."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from io import TextIOWrapper
from pathlib import Path
from typing import Self

from intake.importing.cells import are_clean, expect_names, report_unclean, shown
from intake.importing.encoding import encoding_of
from intake.importing.fault import Fault, Report, TableError, TableFault, closed_on_fault
from intake.importing.form import Delimiter, Encoding, Form


class _Lines:
    """Lines that can be given back, for a quotation mark left open swallows those below it."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._lines = iter(lines)
        self._returned: deque[str] = deque()
        self.taken: list[str] = []
        """Those taken since it was last emptied."""

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        line = self._returned.popleft() if self._returned else next(self._lines)
        self.taken.append(line)
        return line

    def give_back(self) -> None:
        """Give back all taken but the first."""
        self._returned.extendleft(reversed(self.taken[1:]))


class CsvTable:
    """A CSV file, opened. Comments (`# key: value`) may stand above the columns' names."""

    def __init__(self, path: Path, form: Form) -> None:
        """Open it. Raises TableError where it has no row of names, or no encoding fits."""
        self.encoding: Encoding = form.encoding or encoding_of(path)
        self._size = max(1, path.stat().st_size)
        self._bytes = path.open("rb")
        text = TextIOWrapper(self._bytes, self.encoding.codec, errors="surrogateescape", newline="")
        self._file = text
        self._delimiter = form.delimiter
        self._lines = _Lines(text)
        self._next = 1
        self.head: dict[str, str] = {}
        """What the comments above the names say."""

        with closed_on_fault(self.close):
            self.columns = self._read_names(path.name, form.skip)
            """The columns' names, in order."""

    def _read_names(self, name: str, skip: int) -> tuple[str, ...]:
        for _ in range(skip):
            next(self._lines, "")
            self._next += 1
        for line, cells in self._rows(None, _refuse):
            if cells[0].startswith("#"):
                key, _, value = self._delimiter.join(cells).rstrip(f"{self._delimiter} ")[1:].partition(":")
                self.head[key.strip()] = value.strip()
                continue
            self._expect_delimiter(name, line, cells)
            hint = "name the rows above the columns' names by skip"
            return expect_names(cells, f"{name}, line {line}", hint)
        raise TableError(f"{name}: expected a row of columns' names, got none")

    def _expect_delimiter(self, name: str, line: int, cells: Sequence[str]) -> None:
        """An unnamed delimiter is not guessed, but told."""
        other = [each.word for each in Delimiter if each != self._delimiter and each in cells[0]]
        if len(cells) == 1 and other:
            raise TableError(
                f"{name}, line {line}: expected columns parted by a {self._delimiter.word}, "
                f"got {shown(cells[0])}: say --delimiter {other[0]}"
            )

    def rows(
        self, wanted: Sequence[str], report: Report, numbers: frozenset[str] = frozenset()
    ) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield each row's line and its cells of the columns wanted, in their order; empty rows are left out.

        `numbers` is for files that know numbers; here all is text.
        """
        del numbers
        places = [self.columns.index(name) for name in wanted]
        width = len(self.columns)
        as_they_are = places == list(range(width))
        for line, cells in self._rows(width, report):
            if len(cells) != width and not _fit(line, cells, width, report):
                continue
            values = tuple(cells) if as_they_are else tuple([cells[place] for place in places])
            if are_clean(values):
                yield line, values
            else:
                report_unclean(line, wanted, values, report)

    def _rows(self, width: int | None, report: Report) -> Iterator[tuple[int, list[str]]]:
        """Yield each row that is not empty, with the line it begins on."""
        lines = self._lines
        reader = csv.reader(lines, delimiter=self._delimiter.value, strict=True)
        while True:
            lines.taken.clear()
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                cells = None
            line, spanned = self._next, len(lines.taken)
            if cells is None or (spanned > 1 and width is not None and len(cells) != width):
                self._next += 1
                lines.give_back()
                report(Fault(line, "", TableFault.QUOTES, "quotation marks in pairs", "one left over"))
                continue
            self._next += spanned
            if any(cells):
                yield line, cells

    def done(self) -> float:
        """Tell how much of the file is read, from 0 to 1."""
        return min(1.0, self._bytes.tell() / self._size)

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _fit(line: int, cells: list[str], width: int, report: Report) -> bool:
    """Fill a short row with empty cells, cut empty ones off a long one; report one that is too long."""
    if any(cells[width:]):
        report(Fault(line, "", TableFault.CELLS, f"{width} cells", str(len(cells))))
        return False
    cells[width:] = []
    cells += [""] * (width - len(cells))
    return True


def _refuse(fault: Fault) -> None:
    raise TableError(f"expected a table, got this fault in {fault}")
