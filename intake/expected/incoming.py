"""Incoming files of expected returns: read whole into a draft, every fault with its row and column."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from intake.campaign import Catalogue
from intake.expected.draft import ReturnsDraft
from intake.expected.fault import RowError
from intake.expected.row import COLUMNS, MOST_UNITS, ExpectedRow, RowReader, expect_nobody
from intake.importing.fault import Fault, Report
from intake.importing.mapping import ColumnMapping, Columns
from intake.importing.table import open_table

ROW = "row"
"""Kind of fault: a cell does not say what it should."""

REPEAT = "repeat"
CROWDED = "crowded"
"""A parcel would hold more than any does."""

EMPTY = "empty"


def read_into(
    draft: ReturnsDraft,
    file: Path,
    mapping: ColumnMapping,
    catalogue: Catalogue,
    report: Report,
) -> int:
    """Read a whole file into a draft and give how many rows were taken; every other one is reported.

    Raises TableError and ExpectedError where the file as a whole is no table of expected returns, or has a
    column about a person.
    """
    with closing(open_table(file, mapping.form)) as table:
        expect_nobody(table.columns)
        columns = Columns(table, mapping, COLUMNS, ())
        reader = RowReader(columns.names, catalogue)
        taken = draft.add(_rows(columns, reader, report))
    if not taken:  # in force, it would make every parcel an orphan
        report(Fault(0, "", EMPTY, "at least one row that can be used", "none"))
    _compare(draft, columns, report)
    return taken


def _rows(columns: Columns, reader: RowReader, report: Report) -> Iterator[tuple[int, ExpectedRow]]:
    for line, values in columns.rows(report, numbers=("count",)):
        try:
            yield line, reader.read(values)
        except RowError as error:
            report(Fault(line, columns.theirs(error.column), ROW, error.expected, error.got))


def _compare(draft: ReturnsDraft, columns: Columns, report: Report) -> None:
    """Report what only rows together show."""
    draft.end()
    for line, serial, first in draft.repeats():
        told = f"{serial}, which row {first} names too"
        report(Fault(line, columns.theirs("serial"), REPEAT, "each serial once", told))
    for line, units in draft.crowded():
        expected = f"at most {MOST_UNITS} devices for a parcel"
        report(Fault(line, columns.theirs("count"), CROWDED, expected, str(units)))
