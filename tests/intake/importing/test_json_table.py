from __future__ import annotations

import json
from contextlib import closing

import pytest

from intake.importing.fault import Fault, TableError
from intake.importing.json_table import JsonTable


def read(tmp_path, content, wanted=None, numbers=frozenset()):
    path = tmp_path / "list.json"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    faults: list[Fault] = []
    with closing(JsonTable(path)) as table:
        rows = list(table.rows(wanted or table.columns, faults.append, numbers))
        return table, rows, [(fault.row, fault.column, fault.kind) for fault in faults]


def test_an_array_of_objects_is_a_table(tmp_path):
    table, rows, faults = read(tmp_path, '[{"a": "01", "b": ""}, {"b": "2", "a": null}, {"a": "3"}]')
    assert table.columns == ("a", "b")
    assert (rows, faults) == ([(1, ("01", "")), (2, ("", "2")), (3, ("3", ""))], [])


def test_what_stands_beside_the_rows_is_the_head(tmp_path):
    content = '\ufeff {"version": "7", "training": true, "sure": false, "rows": [ {"a": "1"} ] } \n'
    table, rows, faults = read(tmp_path, content)
    assert table.head == {"version": "7", "training": "yes", "sure": "no"}
    assert (rows, faults) == ([(1, ("1",))], [])


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("1234567890123", "number"),
        ("1.5", "number"),
        ("NaN", "number"),
        ("true", "value"),
        ('["1"]', "value"),
        ('{"x": "1"}', "value"),
        ('"\\u0000"', "control"),
        ('"\\ud800"', "control"),
        ('"x\\ny"', "control"),
    ],
)
def test_only_text_is_taken(tmp_path, value, kind):
    _, rows, faults = read(tmp_path, f'[{{"a": "1", "b": {value}}}, {{"a": "2", "b": "3"}}]')
    assert (rows, faults) == ([(2, ("2", "3"))], [(1, "b", kind)])


def test_a_number_is_told_as_it_is_written(tmp_path):
    path = tmp_path / "list.json"
    path.write_text('[{"a": 12345678901234567890123}]', encoding="utf-8")
    faults: list[Fault] = []
    with closing(JsonTable(path)) as table:
        assert list(table.rows(("a",), faults.append)) == []
    (fault,) = faults
    assert "expected text, got the number 12345678901234567890123: it may have lost zeros" in str(fault)


def test_a_column_of_counts_may_hold_numbers(tmp_path):
    _, rows, faults = read(tmp_path, '[{"a": "1", "n": 2}, {"a": 1, "n": "3"}]', numbers=frozenset({"n"}))
    assert (rows, faults) == ([(1, ("1", "2"))], [(2, "a", "number")])


def test_a_column_that_is_not_wanted_may_hold_anything(tmp_path):
    _, rows, faults = read(tmp_path, '[{"a": "1", "b": 5}]', wanted=("a",))
    assert (rows, faults) == ([(1, ("1",))], [])


def test_rows_leave_out_what_is_empty_the_first_one_too(tmp_path):
    table, rows, faults = read(tmp_path, '{"version": "1", "rows": [{"a": "1"}, {"last": "9", "a": "2"}]}')
    assert (table.columns, table.head) == (("a", "last"), {"version": "1"})
    assert (rows, faults) == ([(1, ("1", "")), (2, ("2", "9"))], [])


def test_rows_that_name_ever_other_keys_are_refused(tmp_path):
    with pytest.raises(TableError, match="at most 1000 keys in all, got more"):
        read(tmp_path, json.dumps([{f"k{number}": "1"} for number in range(1001)]))


def test_bytes_that_are_no_text_are_faults_of_their_rows(tmp_path):
    _, rows, faults = read(tmp_path, b'[{"a": "\xff"}, {"a": "2"}]')
    assert (rows, faults) == ([(2, ("2",))], [(1, "a", "bytes")])


@pytest.mark.parametrize(
    ("rest", "row"),
    [
        (', {"a": "2"', 2),
        (', {"a": "2"} {"a": "3"}]', 3),
        (', "text"]', 2),
        (', {"a": "2", "a": "3"}]', 2),
        ("] more", 2),
        ("", 2),
        (', {"a": "' + "x" * 70_000, 2),
        (", " + "[" * 5000, 2),
    ],
)
def test_what_follows_a_broken_row_is_lost_and_that_is_told(tmp_path, rest, row):
    _, rows, faults = read(tmp_path, '[{"a": "1"}' + rest)
    assert rows == [(number, (str(number),)) for number in range(1, row)]
    assert faults == [(row, "", "syntax")]


@pytest.mark.parametrize("rest", [', "version": "1"}', "", "}}"])
def test_nothing_may_follow_the_rows(tmp_path, rest):
    _, rows, faults = read(tmp_path, '{"rows": [{"a": "1"}]' + rest)
    assert (rows, faults) == ([(1, ("1",))], [(2, "", "syntax")])


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "text",
        '"text"',
        "[1]",
        '{"version": 1, "rows": []}',
        '{"version": "1"}',
        '{"rows": {"a": "1"}}',
        "{1: 2}",
        '[{"a": "1", "a": "2"}]',
        '[{"": "1"}]',
        '[{" a": "1"}]',
        "[{}]",
    ],
)
def test_what_is_no_array_of_objects_is_refused(tmp_path, content):
    with pytest.raises(TableError):
        read(tmp_path, content)


def test_a_long_file_is_read_piece_by_piece(tmp_path):
    rows = [{"a": str(number), "b": "備考" * 20} for number in range(20_000)]
    content = json.dumps(rows, ensure_ascii=False, indent=2)
    path = tmp_path / "list.json"
    path.write_text(content, encoding="utf-8")
    with closing(JsonTable(path)) as table:
        steps: list[float] = []
        got = []
        for _, (value,) in table.rows(("a",), print):
            got.append(value)
            steps.append(table.done())
    assert got == [row["a"] for row in rows]
    assert 0 < steps[0] < 0.5
    assert steps[-1] == 1
