"""Export: a search as a file that nobody's spreadsheet runs, whole or not at all, however many rows."""

import csv
import errno
import json
import os
import resource
import tracemalloc
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from intake.errors import DiskFullError, StorageError
from intake.review.export import MOST_ROWS, Form, export, safe_cell, write_workbook
from intake.review.query import parse
from intake.review.search import Search
from intake.review.unit_row import HEADER, mapping
from tests.intake.conftest import HOSTILE

ACTING = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""OWASP, CSV injection: the full-width ones are taken for formulas by spreadsheets in Japanese."""


@pytest.mark.parametrize("first", ACTING)
def test_no_cell_begins_so_that_a_spreadsheet_acts_on_it(first):
    assert safe_cell(f"{first}1+1")[0] == "'"


@given(st.text())
def test_a_cell_is_safe_whatever_stands_in_it_and_otherwise_as_it_was(text):
    cell = safe_cell(text)
    assert not cell.startswith(ACTING)
    assert cell in (text, f"'{text}")


@pytest.mark.parametrize(
    ("value", "cell"),
    [(None, ""), (5, "5"), (-5, "'-5"), (1.5, "1.5"), (True, "true"), (["a", "b"], '["a","b"]')],
)
def test_other_values_are_written_plainly(value, cell):
    assert safe_cell(value) == cell


def read(path, form):
    """Read a file as another program does: header and rows, every cell as text."""
    match form:
        case Form.CSV:
            with path.open(encoding="utf-8-sig", newline="") as file:
                return [tuple(row) for row in csv.reader(file)]
        case Form.XLSX:
            book = load_workbook(path, read_only=True)
            found = [
                tuple(cell or "" for cell in row) for row in book.worksheets[0].iter_rows(values_only=True)
            ]
            book.close()
            return found
        case Form.JSON:
            rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
            return [tuple(rows[0]), *(tuple(map(safe_cell, row.values())) for row in rows)]


@pytest.mark.parametrize("form", Form)
def test_a_search_is_written_whole(connection, tmp_path, form):
    path = tmp_path / f"units.{form}"
    units = [*Search(connection).all(parse("", date(2027, 1, 15)), 3)]
    assert export(map(mapping, units), HEADER, path, form) == len(units)
    header, *rows = read(path, form)
    assert header == HEADER
    assert rows == [tuple(safe_cell(value) for value in mapping(unit).values()) for unit in units]
    assert [*tmp_path.iterdir()] == [path]


@pytest.mark.parametrize("form", [Form.CSV, Form.XLSX])
def test_hostile_texts_stay_texts(tmp_path, form):
    texts = [text.decode("utf-8", "replace") for text in HOSTILE.values()]
    path = tmp_path / f"hostile.{form}"
    assert export(({"text": text} for text in texts), ("text",), path, form) == len(texts)
    cells = [cell for (cell,) in read(path, form)[1:]]
    assert len(cells) == len(texts)
    assert not [cell for cell in cells if cell.startswith(ACTING)]


@pytest.mark.parametrize("form", Form)
def test_a_file_that_is_there_is_left_as_it_is(tmp_path, form):
    path = tmp_path / "units"
    path.write_text("precious")
    with pytest.raises(StorageError, match="expected the name of a new file"):
        export([], ("a",), path, form)
    assert path.read_text() == "precious"


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(StorageError, match="expected a folder that is there"):
        export([], ("a",), tmp_path / "none" / "units.csv", Form.CSV)


def test_a_folder_under_a_file_is_refused_with_a_sentence(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="expected a file that can be written"):
        export([], ("a",), tmp_path / "file" / "units.csv", Form.CSV)


def test_a_disk_that_is_full_is_named_and_nothing_left_behind(tmp_path):
    def rows():
        yield {"a": 1}
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(DiskFullError, match="expected room on the disk"):
        export(rows(), ("a",), tmp_path / "units.json", Form.JSON)
    assert [*tmp_path.iterdir()] == []


def test_a_write_that_fails_leaves_nothing_behind(tmp_path):
    """The system refuses to let the file grow."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(StorageError, match="expected a file that can be written"):
            export(({"a": "x" * 100} for _ in range(2_000)), ("a",), tmp_path / "units", Form.CSV)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [*tmp_path.iterdir()] == []


def test_a_fault_in_the_rows_leaves_nothing_behind(tmp_path):
    with pytest.raises(KeyError):
        export([{"b": 1}], ("a",), tmp_path / "units.csv", Form.CSV)
    assert [*tmp_path.iterdir()] == []


@pytest.mark.parametrize("form", Form)
def test_rows_pass_through_without_gathering(tmp_path, form):
    """Ten times the rows take no more memory: traced blocks, so that no other test's matter."""

    def peak(count):
        tracemalloc.start()
        export(({"n": str(n)} for n in range(count)), ("n",), tmp_path / f"{count}", form)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(10)
    assert peak(5_000) < peak(500) + 500_000


def test_the_name_is_there_only_once_every_row_is_written(tmp_path):
    """A process killed in between leaves a draft, never a file that looks whole."""
    path = tmp_path / "units.csv"

    def rows():
        for number in range(3):
            assert not path.exists()
            yield {"a": number}

    assert export(rows(), ("a",), path, Form.CSV) == 3
    assert [*tmp_path.iterdir()] == [path]


def test_a_file_made_meanwhile_is_never_written_over(tmp_path):
    path = tmp_path / "units.csv"

    def rows():
        path.write_text("another's")
        yield {"a": 1}

    with pytest.raises(StorageError, match="there already"):
        export(rows(), ("a",), path, Form.CSV)
    assert path.read_text() == "another's"
    assert [*tmp_path.iterdir()] == [path]


def test_a_file_system_without_hard_links_will_do(tmp_path, monkeypatch):
    def refused(*_arguments, **_options):
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refused)
    path = tmp_path / "units.csv"
    assert export(iter([{"a": 1}]), ("a",), path, Form.CSV) == 1
    assert [*tmp_path.iterdir()] == [path]
    with pytest.raises(StorageError, match="there already"):
        export(iter([{"a": 1}]), ("a",), path, Form.CSV)


@pytest.mark.parametrize("path", ["", "/"])
def test_a_path_that_names_no_file_is_refused(path):
    with pytest.raises(StorageError, match="expected the name of a new file"):
        export(iter([{"a": 1}]), ("a",), Path(path), Form.CSV)


def test_a_workbook_no_spreadsheet_opens_is_not_written():
    rows = [{"a": number} for number in range(4)]
    write_workbook(rows[:3], ("a",), BytesIO(), most=3)
    with pytest.raises(StorageError, match="expected at most 3 rows"):
        write_workbook(rows, ("a",), BytesIO(), most=3)
    assert MOST_ROWS == 2**20 - 1
