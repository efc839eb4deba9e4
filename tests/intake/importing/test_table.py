"""Notices in forms nobody has told the station of are refused with their reason, and never guessed."""

from __future__ import annotations

import io
import zipfile
from contextlib import closing

import pytest
from openpyxl import Workbook

from intake.importing.csv_table import CsvTable
from intake.importing.fault import TableError
from intake.importing.json_table import JsonTable
from intake.importing.table import open_table
from intake.importing.workbook import SheetTable


def packed(name):
    """Give the bytes of an archive with one file, as every modern office document is one."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(name, "text")
    return content.getvalue()


def test_the_name_says_what_kind_of_table_it_is(tmp_path):
    (tmp_path / "l.CSV").write_text("a\n", encoding="utf-8")
    (tmp_path / "l.txt").write_text("a\n", encoding="utf-8")
    (tmp_path / "l.json").write_text('[{"a": "1"}]', encoding="utf-8")
    book = Workbook()
    book.worksheets[0].append(["a"])
    book.save(tmp_path / "l.xlsx")
    kinds = {"l.CSV": CsvTable, "l.txt": CsvTable, "l.json": JsonTable, "l.xlsx": SheetTable}
    for name, kind in kinds.items():
        with closing(open_table(tmp_path / name)) as table:
            assert isinstance(table, kind)
            assert table.columns == ("a",)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("notice.pdf", b"%PDF-1.7\n", "got a PDF: ask the sender"),
        ("notice.csv", b"%PDF-1.7\n", "got a PDF: ask the sender"),
        ("notice.html", b"<!DOCTYPE html><table>", "got a page"),
        ("notice.xls", b"<html><table><tr><td>A1</td></tr></table>", "got a page"),
        ("notice.csv", b"\xef\xbb\xbf\n <?xml version='1.0'?>", "got a page"),
        ("notice.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or locked workbook"),
        ("notice.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old or locked workbook"),
        ("notice.zip", packed("list.csv"), "got a packed file"),
        ("notice.docx", packed("word/document.xml"), "got a packed file"),
        ("notice.xlsx", packed("word/document.xml"), "expected a workbook"),
        ("notice.eml", b"Subject: recall", "got .eml"),
        ("notice", b"a,b", "got none"),
        ("notice.json", b"lot number from 00112 through 10412", "expected a JSON array of objects"),
        ("notice.xlsx", b"a,b\n1,2\n", ".csv, .tsv, .txt, .json or .xlsx, got .xlsx"),
    ],
)
def test_what_is_no_table_is_refused_with_what_to_do(tmp_path, name, content, said):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(TableError) as refused:
        open_table(path)
    assert said in str(refused.value)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(TableError, match="expected a file that can be read"):
        open_table(tmp_path / "none.csv")
