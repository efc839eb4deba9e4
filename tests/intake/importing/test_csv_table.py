from __future__ import annotations

from contextlib import closing

import pytest

from intake.importing.csv_table import CsvTable
from intake.importing.fault import Fault, TableError
from intake.importing.form import Delimiter, Encoding, Form


def read(tmp_path, content, form=None, wanted=None):
    """Give the columns, the rows and the faults of a file with this content."""
    path = tmp_path / "list.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    faults: list[Fault] = []
    with closing(CsvTable(path, form or Form())) as table:
        rows = list(table.rows(wanted or table.columns, faults.append))
        return table, rows, [(fault.row, fault.column, fault.kind) for fault in faults]


def test_every_value_is_text_and_every_row_has_its_line(tmp_path):
    table, rows, faults = read(tmp_path, "first,last\n0012345678901234,1E10\n\n,\n007,\n")
    assert table.columns == ("first", "last")
    assert rows == [(2, ("0012345678901234", "1E10")), (5, ("007", ""))]
    assert faults == []


def test_comments_above_the_names_are_the_head(tmp_path):
    table, rows, _ = read(tmp_path, "\ufeff# version: 7 ,,\n#published:2026-01-31\n# note: a,b\n\na,b\n1,2\n")
    assert table.head == {"version": "7", "published": "2026-01-31", "note": "a,b"}
    assert rows == [(6, ("1", "2"))]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_every_way(tmp_path, ending):
    _, rows, _ = read(tmp_path, ending.join(["a,b", "1,2", "3,4"]))
    assert rows == [(2, ("1", "2")), (3, ("3", "4"))]


def test_only_the_columns_wanted_are_given_in_their_order(tmp_path):
    _, rows, faults = read(tmp_path, "a,b,c\n1,\x00,3\n", wanted=("c", "a"))
    assert (rows, faults) == ([(2, ("3", "1"))], [])


def test_rows_above_the_names_are_skipped_by_number(tmp_path):
    table, rows, _ = read(tmp_path, "対象製品一覧\n2026年\na,b\n1,2\n", Form(skip=2))
    assert (table.columns, rows) == (("a", "b"), [(4, ("1", "2"))])


def test_short_rows_are_filled_and_long_ones_are_faults(tmp_path):
    _, rows, faults = read(tmp_path, "a,b\n1\n1,2,,\n1,2,3\n4,5\n")
    assert rows == [(2, ("1", "")), (3, ("1", "2")), (5, ("4", "5"))]
    assert faults == [(4, "", "cells")]


def test_a_cell_may_hold_a_line_break_but_not_one_that_is_read(tmp_path):
    content = 'a,b\n"x\ny",2\n3,4\n'
    _, rows, faults = read(tmp_path, content, wanted=("b",))
    assert (rows, faults) == ([(2, ("2",)), (4, ("4",))], [])
    _, rows, faults = read(tmp_path, content)
    assert (rows, faults) == ([(4, ("3", "4"))], [(2, "a", "control")])


@pytest.mark.parametrize(
    ("content", "rows", "faults"),
    [
        ('a,b\n"1,2\n3,4\n5,6\n', [(3, ("3", "4")), (4, ("5", "6"))], [(2, "", "quotes")]),
        ('a,b\n1,"2"x\n3,4\n', [(3, ("3", "4"))], [(2, "", "quotes")]),
        ('a,b\n1,"2\n3,"4"\n5,6\n', [(3, ("3", "4")), (4, ("5", "6"))], [(2, "", "quotes")]),
        ('a,b\n1,2\n3,"4', [(2, ("1", "2"))], [(3, "", "quotes")]),
    ],
)
def test_a_quotation_mark_left_open_costs_its_own_row_alone(tmp_path, content, rows, faults):
    _, got, found = read(tmp_path, content)
    assert (got, found) == (rows, faults)


def test_an_open_quotation_mark_swallows_no_file(tmp_path):
    lines = [f"{number},{number}" for number in range(20_000)]
    _, rows, faults = read(tmp_path, 'a,b\n"0,0\n' + "\n".join(lines) + "\n")
    assert faults == [(2, "", "quotes")]
    assert rows == [(number + 3, (str(number), str(number))) for number in range(20_000)]


@pytest.mark.parametrize("character", ["\x00", "\x1b", "\x7f", "\x85", "\u2028", "\t"])
def test_control_characters_are_faults(tmp_path, character):
    _, rows, faults = read(tmp_path, f"a,b\n1,x{character}y\n3,4\n")
    assert (rows, faults) == ([(3, ("3", "4"))], [(2, "b", "control")])


def test_what_cannot_be_printed_but_does_nothing_is_text(tmp_path):
    _, rows, faults = read(tmp_path, "a\nx\u3000y\u200b\n")
    assert (rows, faults) == ([(2, ("x\u3000y\u200b",))], [])


def test_japanese_in_either_encoding_is_found_out(tmp_path):
    text = "開始番号,備考\nA1,①髙橋～\n"
    for codec, encoding in (
        ("utf-8", Encoding.UTF_8),
        ("utf-8-sig", Encoding.UTF_8),
        ("cp932", Encoding.SHIFT_JIS),
    ):
        table, rows, _ = read(tmp_path, text.encode(codec))
        assert (table.encoding, table.columns, rows) == (
            encoding,
            ("開始番号", "備考"),
            [(2, ("A1", "①髙橋～"))],
        )


@pytest.mark.parametrize(("encoding", "wrong"), [(Encoding.UTF_8, b"\xff"), (Encoding.SHIFT_JIS, b"\x81 ")])
def test_bytes_that_are_no_text_are_faults_of_their_cells(tmp_path, encoding, wrong):
    content = b"a,b\n1," + wrong + b"\n3,4\n"
    _, rows, faults = read(tmp_path, content, Form(encoding=encoding))
    assert (rows, faults) == ([(3, ("3", "4"))], [(2, "b", "bytes")])


@pytest.mark.parametrize(("delimiter", "sign"), [(Delimiter.SEMICOLON, ";"), (Delimiter.TAB, "\t")])
def test_another_delimiter_is_told_and_never_guessed(tmp_path, delimiter, sign):
    content = f"a{sign}b\n1,5{sign}2\n"
    _, rows, _ = read(tmp_path, content, Form(delimiter=delimiter))
    assert rows == [(2, ("1,5", "2"))]
    with pytest.raises(TableError, match=f"say --delimiter {delimiter.word}"):
        read(tmp_path, content)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "expected a row of columns' names, got none"),
        ("# version: 1\n", "expected a row of columns' names, got none"),
        ("a,,b\n", "expected a name for every column"),
        ("a,b,a\n", "got 'a' twice"),
        ('"a\n', "row 1: expected quotation marks in pairs"),
        ("a,\x1b[2J\n", "expected a name for every column"),
    ],
)
def test_a_file_without_names_is_refused(tmp_path, content, said):
    with pytest.raises(TableError, match=said):
        read(tmp_path, content)


def test_names_are_trimmed_and_may_hold_line_breaks(tmp_path):
    table, rows, _ = read(tmp_path, '" first\n(開始) ",last,,\n1,2\n')
    assert table.columns == ("first (開始)", "last")
    assert rows == [(3, ("1", "2"))]


def test_how_much_is_read_is_told(tmp_path):
    path = tmp_path / "list.csv"
    path.write_text("a\n" + "1\n" * 100_000, encoding="utf-8")
    with closing(CsvTable(path, Form())) as table:
        steps = [table.done() for _ in table.rows(("a",), print)]
    assert 0 < steps[0] < 0.5
    assert steps == sorted(steps)
    assert steps[-1] == 1
