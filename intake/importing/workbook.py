"""Workbooks: one sheet of an XLSX file, cell by cell as they are stored."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from intake.importing.archive import expect_bounded
from intake.importing.cells import expect_names, no_text, shown, texts_of
from intake.importing.fault import Fault, Report, TableError, TableFault, closed_on_fault
from intake.importing.form import Form

_MOST_ROWS = 1_048_576
"""Rows a sheet can have (ECMA-376, and Excel's own limit)."""

_LONGEST = 32_767
"""Characters a cell can hold (Excel's limit)."""

_Cells = Sequence[Any]
"""A row: openpyxl's cells, which have no types."""

_KINDS = {"n": TableFault.NUMBER, "d": TableFault.DATE, "f": TableFault.FORMULA}
"""By openpyxl's letter for what a cell holds."""


class SheetTable:
    """A sheet of a workbook, opened. Comments (`# key: value`) may stand in column A above the names."""

    encoding = "xlsx"

    def __init__(self, path: Path, form: Form) -> None:
        """Open it. Raises TableError where it is no workbook, or has no such sheet or no row of names."""
        self._book, self._sheet = _open(path, form.sheet)
        self._height = max(1, self._sheet.max_row or 1)
        # What a file says about its own size is often wrong, and rows beyond it would be lost.
        self._sheet.reset_dimensions()
        self._cells = _numbered(path.name, self._sheet.iter_rows())
        self._row = 0
        self.head: dict[str, str] = {}
        """What the comments above the names say."""

        with closed_on_fault(self.close):
            self.columns = self._read_names(path.name, form.skip)
            """The columns' names, in order."""

    def _read_names(self, name: str, skip: int) -> tuple[str, ...]:
        for number, cells in self._cells:
            texts = ["" if cell.value is None else str(cell.value) for cell in cells]
            if number <= skip or not any(texts):
                continue
            if texts[0].startswith("#"):
                key, _, value = texts[0][1:].partition(":")
                self.head[key.strip()] = value.strip()
                continue
            hint = "name the rows above the columns' names by skip; a merged title is one of them"
            return expect_names(texts, f"{name}, row {number}", hint)
        raise TableError(f"{name}: expected a row of columns' names, got none")

    def rows(
        self, wanted: Sequence[str], report: Report, numbers: frozenset[str] = frozenset()
    ) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Yield each row's number and its cells of the columns wanted, in order; empty rows are left out.

        `numbers`: columns in which a whole number is taken by its digits.
        """
        places = [self.columns.index(name) for name in wanted]
        width = len(self.columns)
        for number, cells in self._cells:
            self._row = number
            if any(cell.value is not None for cell in cells[width:]):
                report(Fault(number, "", TableFault.CELLS, f"{width} cells", str(len(cells))))
            elif any(cell.value is not None for cell in cells):
                chosen = [cells[place] if place < len(cells) else None for place in places]
                texts = _texts(number, wanted, chosen, report, numbers)
                if texts is not None:
                    yield number, texts

    def done(self) -> float:
        """Tell how much of the sheet is read, from 0 to 1, as far as the file says how high it is."""
        return min(1.0, self._row / self._height)

    def close(self) -> None:
        """Close the file."""
        self._book.close()


def _open(path: Path, wanted: str | None) -> tuple[Any, Any]:
    from openpyxl import load_workbook  # noqa: PLC0415 (150 ms, only for workbooks)

    try:
        expect_bounded(path)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and extensions it does not know are none of ours
            book = load_workbook(path, read_only=True, data_only=False, keep_links=False)
    except TableError:
        raise
    except Exception as error:  # openpyxl raises whatever a broken file led it to
        raise TableError(f"{path.name}: expected a workbook (.xlsx), got this fault: {error}") from error
    names = [sheet.title for sheet in book.worksheets]
    if wanted is None and len(names) != 1:
        book.close()
        said = ", ".join(map(shown, names))
        raise TableError(f"{path.name}: expected one sheet, got {len(names)}: say --sheet, one of {said}")
    name = names[0] if wanted is None else wanted
    if name not in names:
        book.close()
        raise TableError(f"{path.name}: expected a sheet {shown(name)}, got {', '.join(map(shown, names))}")
    return book, book[name]


def _numbered(name: str, rows: Iterable[_Cells]) -> Iterator[tuple[int, _Cells]]:
    """Number the rows. One numbered too high would be reached over rows that are not there."""
    numbered = enumerate(rows, 1)
    try:
        yield from islice(numbered, _MOST_ROWS)
        beyond = next(numbered, None)
    except Exception as error:  # as when it is opened
        raise TableError(f"{name}: expected a whole workbook (.xlsx), got this fault: {error}") from error
    if beyond is not None:
        raise TableError(f"{name}: expected at most {_MOST_ROWS:,} rows, got more: save it as CSV")


def _texts(
    number: int, wanted: Sequence[str], cells: Sequence[Any], report: Report, numbers: frozenset[str]
) -> tuple[str, ...] | None:
    def text_of(column: str, cell: Any) -> str | Fault:  # noqa: ANN401 (openpyxl's cells have no types)
        value = None if cell is None else cell.value
        if value is None:
            return ""
        if cell.data_type == "s" and len(value) > _LONGEST:
            got = f"{len(value):,}: save it as CSV"
            return Fault(number, column, TableFault.LENGTH, f"at most {_LONGEST:,} characters", got)
        if cell.data_type == "s" or (column in numbers and type(value) is int):
            return str(value)
        return no_text(number, column, _KINDS.get(cell.data_type, TableFault.VALUE), value)

    return texts_of(number, wanted, cells, text_of, report)
