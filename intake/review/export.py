"""Export: rows written to a file for spreadsheets and programs, one by one, however many there are.

Nothing in a file acts: a text that a spreadsheet would run is marked as text (OWASP, CSV injection), and a
serial of digits stays the text it is.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, TextIO

import msgspec

from intake.errors import DiskFullError, StorageError
from intake.journal import is_disk_full
from intake.printable import printable

Header = tuple[str, ...]
Row = Mapping[str, object]

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A cell that begins so is run by spreadsheets (OWASP, CSV injection), full-width signs in Japanese ones."""

_CELL = 32_000
"""Characters a workbook's cell takes, nearly (ECMA-376 sets no limit; spreadsheets take 32,767)."""


class Form(StrEnum):
    """What kind of file is written."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    """JSON Lines."""


def safe_cell(value: object) -> str:
    """Write a value so that no spreadsheet takes it for a formula."""
    text = "" if value is None else _plain(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _plain(value: object) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def export(rows: Iterable[Row], header: Header, path: Path, form: Form) -> int:
    """Write rows to a new file and give how many they were. It holds all of them or does not exist.

    Raises DiskFullError when there is no room, StorageError when the file is there already, its folder is
    not, or it cannot be written.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    counted = _Counted(rows)
    try:
        with path.open("xb"):  # the name is ours from here on, on every file system
            pass
    except OSError as error:
        raise _fault(path, error) from error
    try:
        with draft.open("xb") as file:
            _WRITERS[form](counted, header, file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException as error:
        draft.unlink(missing_ok=True)
        path.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise _fault(path, error) from error
        raise
    return counted.count


def _fault(path: Path, error: OSError) -> StorageError:
    if is_disk_full(error):
        return DiskFullError(f"expected room on the disk for {path}, got: {error.strerror}")
    if isinstance(error, FileExistsError):
        return StorageError(f"expected the name of a new file, got {path}, which is there already")
    if isinstance(error, FileNotFoundError):
        return StorageError(f"expected a folder that is there, got {path.parent}")
    return StorageError(f"expected a file that can be written, got {path}: {error.strerror}")


class _Counted:
    """Rows that are counted as they pass."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Row]:
        for row in self._rows:
            self.count += 1
            yield row


def _cells(rows: Iterable[Row], header: Header) -> Iterator[list[str]]:
    yield list(header)
    for row in rows:
        yield [safe_cell(row[name]) for name in header]


def write_csv(rows: Iterable[Row], header: Header, file: TextIO) -> None:
    """Write rows as CSV below a header."""
    csv.writer(file, lineterminator="\n").writerows(_cells(rows, header))


def write_workbook(rows: Iterable[Row], header: Header, file: BinaryIO) -> None:
    """Write rows as a workbook, every cell as text: no serial becomes a number and nothing a formula."""
    from openpyxl import Workbook  # noqa: PLC0415 (150 ms, only here)
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 (as above)

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for line in _cells(rows, header):
        cells = [WriteOnlyCell(sheet, printable(text, _CELL)) if text else None for text in line]
        for cell in filter(None, cells):
            cell.data_type = "s"
        sheet.append(cells)
    book.save(file)


def _csv_file(rows: Iterable[Row], header: Header, file: BinaryIO) -> None:
    """Begin with a byte order mark: without it a Japanese spreadsheet takes UTF-8 for Shift JIS."""
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
    write_csv(rows, header, text)
    text.detach()


def _json_file(rows: Iterable[Row], _header: Header, file: BinaryIO) -> None:
    file.writelines(msgspec.json.encode(row) + b"\n" for row in rows)


_WRITERS: Mapping[Form, Callable[[Iterable[Row], Header, BinaryIO], None]] = {
    Form.CSV: _csv_file,
    Form.XLSX: write_workbook,
    Form.JSON: _json_file,
}
