"""Export: rows written to a file for spreadsheets and programs, one by one, however many there are.

Nothing in a file acts: a text that a spreadsheet would run is marked as text (OWASP, CSV injection), and a
serial of digits stays the text it is.
"""

from __future__ import annotations

import csv
import os
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, TextIO

import msgspec

from intake.errors import DiskFullError, StorageError, is_disk_full
from intake.printable import printable

Header = tuple[str, ...]
Row = Mapping[str, object]

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A cell that begins so is run by spreadsheets (OWASP, CSV injection), full-width signs in Japanese ones."""

_CELL = 32_000
"""Characters a workbook's cell takes, nearly (ECMA-376 sets no limit; spreadsheets take 32,767)."""


MOST_ROWS = 1_048_575
"""Rows below the header that spreadsheets open (2 ** 20 with it); what is beyond they call damaged."""


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

    A process that is killed leaves a draft beside it, `.NAME.xxxxxxxx`.

    Raises DiskFullError when there is no room, StorageError when the path names no file, the file is there
    already, its folder is not, it cannot be written, or a workbook cannot take so many rows.
    """
    if not path.name:
        raise StorageError(f"expected the name of a new file, got '{path}'")
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    counted = _Counted(rows)
    try:
        if os.path.lexists(path):  # told now, not after the last row
            raise FileExistsError
        with draft.open("xb") as file:
            _WRITERS[form](counted, header, file)
            file.flush()
            os.fsync(file.fileno())
        _publish(draft, path)
    except OSError as error:
        raise _fault(path, error) from error
    finally:
        with suppress(OSError):  # what was wrong with the folder is told already
            draft.unlink(missing_ok=True)
    return counted.count


def _publish(draft: Path, path: Path) -> None:
    """Give a whole file its name, unless the name is taken. Raises FileExistsError, and any other OSError."""
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links, as on a memory stick: the name is taken first
        with path.open("xb"):
            pass
        try:
            draft.replace(path)
        except OSError:
            path.unlink()
            raise


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


def write_workbook(rows: Iterable[Row], header: Header, file: BinaryIO, most: int = MOST_ROWS) -> None:
    """Write rows as a workbook, every cell as text: no serial becomes a number and nothing a formula.

    Raises StorageError for more rows than `most`.
    """
    from openpyxl import Workbook  # noqa: PLC0415 (150 ms, only here)
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 (as above)

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    try:
        for number, line in enumerate(_cells(rows, header)):
            if number > most:
                raise StorageError(f"expected at most {most:,} rows for a workbook, got more: write CSV")
            cells = [WriteOnlyCell(sheet, printable(text, _CELL)) if text else None for text in line]
            for cell in filter(None, cells):
                cell.data_type = "s"
            sheet.append(cells)
    finally:
        sheet.close()  # its writer would else be ended by the collector, when its file is gone
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
