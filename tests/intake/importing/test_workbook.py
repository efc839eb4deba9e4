from __future__ import annotations

import re
import zipfile
from contextlib import closing
from datetime import date

import pytest
from openpyxl import Workbook

from intake.importing import workbook
from intake.importing.fault import Fault, TableError
from intake.importing.form import Form
from intake.importing.workbook import SheetTable

SHEET = "xl/worksheets/sheet1.xml"


def book(path, rows, *, title="List", others=()):
    made = Workbook()
    sheet = made.create_sheet(title)
    made.remove(made.worksheets[0])
    for row in rows:
        sheet.append(row)
    for other in others:
        made.create_sheet(other)
    made.save(path)
    return path


def changed(path, part, change):
    """Change one part of a workbook's archive."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, change(content) if name == part else content)


def read(path, form=None, wanted=None, numbers=frozenset()):
    faults: list[Fault] = []
    with closing(SheetTable(path, form or Form())) as table:
        rows = list(table.rows(wanted or table.columns, faults.append, numbers))
        return table, rows, [(fault.row, fault.column, fault.kind) for fault in faults]


def test_a_sheet_is_a_table_with_the_rows_a_person_sees(tmp_path):
    path = book(tmp_path / "l.xlsx", [["# version: 7"], [], ["a", "b", None], ["01", None], [], ["2", "3"]])
    table, rows, faults = read(path)
    assert (table.columns, table.head) == (("a", "b"), {"version": "7"})
    assert (rows, faults) == ([(4, ("01", "")), (6, ("2", "3"))], [])


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (1234567890123, "number"),
        (1.5, "number"),
        (date(2026, 1, 31), "date"),
        ("=A1&B1", "formula"),
        (True, "value"),
        ("#N/A", "value"),
        ("x\ny", "control"),
    ],
)
def test_only_text_is_taken(tmp_path, value, kind):
    path = book(tmp_path / "l.xlsx", [["a", "b"], ["1", value], ["2", "3"]])
    _, rows, faults = read(path)
    assert (rows, faults) == ([(3, ("2", "3"))], [(2, "b", kind)])
    assert read(path, wanted=("a",))[1] == [(2, ("1",)), (3, ("2",))]


def test_a_column_of_counts_may_hold_whole_numbers(tmp_path):
    path = book(tmp_path / "l.xlsx", [["a", "n"], ["1", 2], ["2", 2.5]])
    _, rows, faults = read(path, numbers=frozenset({"n"}))
    assert (rows, faults) == ([(2, ("1", "2"))], [(3, "n", "number")])


def test_a_cell_beyond_the_columns_is_a_fault(tmp_path):
    path = book(tmp_path / "l.xlsx", [["a"], ["1", None, "x"], ["2"]])
    assert read(path)[1:] == ([(3, ("2",))], [(2, "", "cells")])


def test_a_sheet_is_chosen_by_name_where_there_are_several(tmp_path):
    path = book(tmp_path / "l.xlsx", [["a"], ["1"]], title="対象", others=["表紙"])
    with pytest.raises(TableError, match="expected one sheet, got 2: say --sheet"):
        read(path)
    with pytest.raises(TableError, match="expected a sheet"):
        read(path, Form(sheet="no"))
    assert read(path, Form(sheet="対象"))[1] == [(2, ("1",))]


def test_a_merged_title_is_no_row_of_names(tmp_path):
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.append(["リコール対象製品一覧", None, None])
    sheet.merge_cells("A1:C1")
    sheet.append(["開始", "終了", "型番"])
    sheet.append(["A1", "A2", "M1"])
    made.save(tmp_path / "l.xlsx")
    table, _, faults = read(tmp_path / "l.xlsx")
    assert table.columns == ("リコール対象製品一覧",)
    assert [kind for _, _, kind in faults] == ["cells", "cells"]
    assert read(tmp_path / "l.xlsx", Form(skip=1))[1] == [(3, ("A1", "A2", "M1"))]


def test_a_sheet_that_says_it_is_smaller_is_read_whole(tmp_path):
    path = book(tmp_path / "l.xlsx", [["a", "b"], ["1", "2"], ["3", "4"]])
    changed(path, SHEET, lambda sheet: re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', sheet))
    assert read(path)[1] == [(2, ("1", "2")), (3, ("3", "4"))]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no archive", b"\x00" * 100])
def test_what_is_no_workbook_is_refused(tmp_path, content):
    path = tmp_path / "l.xlsx"
    path.write_bytes(content)
    with pytest.raises(TableError, match=r"expected a workbook \(\.xlsx\)"):
        read(path)


def test_an_empty_sheet_is_refused(tmp_path):
    path = book(tmp_path / "l.xlsx", [])
    with pytest.raises(TableError, match="row of columns' names, got none"):
        read(path)


def test_a_row_numbered_higher_than_a_sheet_has_is_refused_and_not_waited_for(tmp_path, monkeypatch):
    path = book(tmp_path / "l.xlsx", [["a"], ["1"]])
    changed(path, SHEET, lambda sheet: re.sub(rb'"(A?)2"', rb'"\g<1>2000000000"', sheet))
    monkeypatch.setattr(workbook, "_MOST_ROWS", 1000)
    with pytest.raises(TableError, match="expected at most 1,000 rows, got more: save it as CSV"):
        read(path)


def test_a_sheet_cut_off_in_the_middle_is_told(tmp_path):
    path = book(tmp_path / "l.xlsx", [["a"], ["1"], ["2"]])
    changed(path, SHEET, lambda sheet: sheet[: sheet.index(b"2</t>")])
    with pytest.raises(TableError, match=r"l\.xlsx: expected a whole workbook"):
        read(path)


def test_the_last_row_of_a_sheet_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(workbook, "_MOST_ROWS", 3)
    assert read(book(tmp_path / "l.xlsx", [["a"], ["1"], ["2"]]))[1] == [(2, ("1",)), (3, ("2",))]


def test_a_cell_longer_than_a_sheet_can_hold_is_a_fault(tmp_path):
    path = book(tmp_path / "l.xlsx", [["a", "b"], ["1", "longest"], ["2", "longer"], ["3", "x"]])
    for short, length in ((b"longest", 32_767), (b"longer", 32_768)):
        long = b"x" * length
        changed(path, SHEET, lambda sheet, short=short, long=long: sheet.replace(short, long))
    _, rows, faults = read(path)
    assert [(row, len(text)) for row, (_, text) in rows] == [(2, 32_767), (4, 1)]
    assert faults == [(3, "b", "length")]


def test_how_much_is_read_is_told(tmp_path):
    path = book(tmp_path / "l.xlsx", [["a"], *[["1"]] * 9])
    with closing(SheetTable(path, Form())) as table:
        assert [table.done() for _ in table.rows(("a",), print)] == [row / 10 for row in range(2, 11)]
