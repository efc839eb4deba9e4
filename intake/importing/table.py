"""Tables: rows of texts under named columns, whatever kind of file they came in."""

from __future__ import annotations

from pathlib import Path

from intake.importing.csv_table import CsvTable
from intake.importing.fault import TableError
from intake.importing.form import Form
from intake.importing.json_table import JsonTable
from intake.importing.workbook import SheetTable

Table = CsvTable | JsonTable | SheetTable

_WORKBOOK = ".xlsx"
_TEXTS = (".csv", ".tsv", ".txt")
_FOREIGN = (
    (b"%PDF", "a PDF: ask the sender for the table as CSV, JSON or XLSX"),
    (b"\xd0\xcf\x11\xe0", "an old or locked workbook: save it as .xlsx without a password"),
    (b"<", "a page (HTML or XML): ask the sender for the table as CSV, JSON or XLSX"),
    (b"PK\x03\x04", "a packed file: a workbook's name ends in .xlsx, anything else must be unpacked"),
)
"""How a file that is no table begins, and what to do."""


def open_table(path: Path, form: Form | None = None) -> Table:
    """Open a file as a table by the ending of its name: .csv, .tsv, .txt, .json or .xlsx.

    Raises TableError on anything else, and where what the file holds contradicts its name.
    """
    try:
        with path.open("rb") as file:
            start = file.read(512).removeprefix(b"\xef\xbb\xbf").lstrip()
        return _open(path, form or Form(), start)
    except OSError as error:
        raise TableError(f"{path.name}: expected a file that can be read, got: {error}") from error


def _open(path: Path, form: Form, start: bytes) -> Table:
    ending = path.suffix.lower()
    if ending == _WORKBOOK and start.startswith(b"PK"):
        return SheetTable(path, form)
    for sign, what in _FOREIGN:
        if start.startswith(sign):
            raise TableError(f"{path.name}: expected CSV, JSON or XLSX, got {what}")
    if ending == ".json":
        return JsonTable(path)
    if ending in _TEXTS:
        return CsvTable(path, form)
    raise TableError(
        f"{path.name}: expected a name that ends in .csv, .tsv, .txt, .json or .xlsx, got {ending or 'none'}"
    )
