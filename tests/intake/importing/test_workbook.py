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
    told_wrong = tmp_path / "wrong.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(told_wrong, "w") as new:
        for name in old.namelist():
            new.writestr(name, re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1"', old.read(name)))
    assert read(told_wrong)[1] == [(2, ("1", "2")), (3, ("3", "4"))]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no archive", b"\x00" * 100])
def test_what_is_no_workbook_is_refused(tmp_path, content):
    path = tmp_path / "l.xlsx"
    path.write_bytes(content)
    with pytest.raises(TableError, match=r"expected a workbook \(\.xlsx\)"):
        read(path)


def test_an_empty_sheet_and_one_of_packed_zeros_are_refused(tmp_path, monkeypatch):
    path = book(tmp_path / "l.xlsx", [])
    with pytest.raises(TableError, match="row of columns' names, got none"):
        read(path)
    monkeypatch.setattr(workbook, "_LARGEST", 100)
    with pytest.raises(TableError, match="at most 100 bytes unpacked"):
        read(path)


def test_how_much_is_read_is_told(tmp_path):
    path = book(tmp_path / "l.xlsx", [["a"], *[["1"]] * 9])
    with closing(SheetTable(path, Form())) as table:
        assert [table.done() for _ in table.rows(("a",), print)] == [row / 10 for row in range(2, 11)]
